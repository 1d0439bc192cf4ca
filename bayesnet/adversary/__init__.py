"""Ask what would deter who else decides: levers, thresholds, what it weighs, and how robust it is.

=============  ==================================================================================
``mind``       an agent's worth of its acts, value by value, for every expert and draw of weights
``levers``     how much less it acts if we do, it believes, or it weighs something else
``thresholds`` how far one thing it weighs must go until half of its acting stops, solved exactly
``variants``   our plan against other ways of choosing, levels and the equilibrium, with regrets
``roads``      what is derived of it beside what was elicited, scenario by scenario
``knowing``    what it is worth to know its weights before we decide (EVPPI)
``curve``      P(it acts) as a function of how much one thing weighs to it
``belief_curve`` P(it acts) by how firmly it believes something, for two options of ours
``knife_edge`` whether a forecast rests on few distinct best replies
``answer``     all of it together; ``words`` says it in sentences, ``tables`` lays it out
=============  ==================================================================================
"""
