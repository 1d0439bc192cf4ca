"""Other rules by which answers with ranges, given twice, are made one: beside the rule of record.

The rules and their names are those of aggreCAT (Gould et al. 2025; Hanea et al. 2021, PLOS ONE 16:
e0256919), which replicated claims were judged with; each takes the probability of one claim.

==========================  ===========================================================
``estimates``               the answers: best, low and high of every expert on every claim
``averages``                means of the best values: plain, of log-odds, of probits
``weights``                 by what ranges and best values show of an expert
``shifts``                  by how an expert moved between two rounds
``mixtures``                the median of the mean of the experts' distributions
``methods``                 all of them by name
==========================  ===========================================================

Left out, for want of what they need: ReasonWAgg and ReasonWAgg2 (reasons coded by raters),
BayPRIORsAgg (priors from a model of other claims), and what is weighed by quizzes.
"""
