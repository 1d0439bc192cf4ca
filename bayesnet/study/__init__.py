"""What a study says: its diagram, who believes what of it, what is asked and claimed of it.

===================  ==========================================================================
module               idea
===================  ==========================================================================
``model``            an influence diagram: nodes, states, outcomes, attributes of value
``scenario``         a what-if: what is set, seen and likely
``scenario_checks``  what in a scenario does not fit its diagram
``structures``       an alternative diagram, as changes that work on any expert's tables
``lexicon``          likelihood words of a published scale
``pools``            how experts' rows become one: linear, log or median, with whose weights
``priors``           every expert's judgements of every table, and their pool
``draws``            worlds from the experts' own ranges
``propositions``     claims that the study should reproduce, as margins in each world
``expressible``      whether the method of a table can say what a claim asks of it
``study``            all of it, bound together
``view``             a study under one structure, one set of weights and what is known
``named``            what somebody names in it, or that there is no such thing
``typed``            settings as they are typed on a command line
===================  ==========================================================================
"""
