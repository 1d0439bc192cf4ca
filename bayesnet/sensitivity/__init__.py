"""Ask which number, table, expert or assumption an answer hangs on, and what would change it.

================  ================================================================================
module            idea
================  ================================================================================
``quantity``      what is asked about: a probability, a difference, a utility, the lead of a plan
``best_and_rival`` those quantities of a study
``rows``          one entry of a table, and how the others of its row give way
``functions``     exact one-way and two-way sensitivity functions
``alternatives``  what a row, question or table could be instead: experts, ranges, swings, draws
``drivers``       tornado: how far each of them moves the quantity
``tornado_bar``   one bar of it
``assumptions``   the same for structures, arcs, nodes, experts and weights
``pedigree``      how well founded each table is, beside how much hangs on it (NUSAP)
``parameters``    what a switch point is sought in: a row, a table, a weight, a score
``thresholds``    where the best plan changes, exactly
``rules``         how one plan differs from another, as rules
``regions``       which plan is best where, for two parameters
``robustness``    which plan is best under each structure, expert and weight set
``prospects``     plans and rules: their attributes, their chance of being best, their regret
``drawn_prospects``
                  the last two, over draws
``plan_dominance``
                  which plan another dominates by the whole distribution of utility
``digits``        how many digits utilities need that are shown together
``horizon``       a warning of costs inside the horizon whose benefits lie outside it
================  ================================================================================

Sources: Coupe & van der Gaag (2002), Properties of sensitivity analysis of Bayesian belief
networks, Annals of Mathematics and Artificial Intelligence 36; Chan & Darwiche (2004), Sensitivity
analysis in Bayesian networks: from single to multiple parameters, UAI 20.
"""
