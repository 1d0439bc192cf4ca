"""What a study answers, in every world at once, with where each number comes from.

=======================  ======================================================================
module                   idea
=======================  ======================================================================
``provenance``           what every answer carries: model, priors, pool, structure, software
``beliefs``              posteriors of a scenario
``whatif``               a scenario beside what it is compared with
``chance_questions``     the likeliest states of all nodes together; which node tells most of one
``independence``         what can tell about what, by the arcs alone
``policy``               a decision rule in words, and when two rules differ
``recommend``            the best rule, its rival, what each option is worth
``proposition_results``  the study's claims in the pool, for each expert, under each structure
``judgement_effects``    what each judgement that changed between versions does to an outcome
``expected_scores``      each attribute of value scored by what is believed
``screening``            which numbers could matter, before anybody is asked
=======================  ======================================================================
"""
