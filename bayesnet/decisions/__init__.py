"""Find the best decisions of an influence diagram, exactly.

===============  ==============================================================================
module           idea
===============  ==============================================================================
``problem``      a network, decisions in time order, and utilities that add up
``values``       attributes of value in one utility: sums and products, in any depth
``strategy``     a rule for each decision; what a person reads of it
``reply``        what every option is worth in every situation, all other rules standing
``backward``     decisions settled one by one, a single term in place of what each leads to
``view``         what one decision leads to, among few tables
``limited``      what limited memory leaves unsettled: which search, and what its bound stands on
``relaxation``   an easier problem, in which each decision knows what parts it from the others
``branching``    branch and bound on that
``rooted``       the problem as a rooted junction tree; policy updating on it
``program``      a mixed-integer program on the same tree
``quiet``        what its solver prints is thrown away
``solve``        the best strategy, or how far from it one can be; options forced one at a time
``alike``        of strategies worth the same, the one that changes least
``envelope``     where the best strategy changes between two problems, exactly
``plans``        the plans that are best for somebody, and their worth in every world
``prospects``    every plan of fixed options at once; efficiency, regret
``front``        the plans that are best for some weights, and proof that none is missing
``risk``         how the utility is distributed under a strategy
``dominance``    which of these risk profiles everyone prefers
``information``  what knowing a variable, or being able to set it, is worth
``table``        what every option would be worth in every state of information
``tree``         a problem or a strategy unfolded in the order of time
===============  ==============================================================================

Source: Lauritzen & Nilsson (2001), Representing and solving decision problems with limited
information, Management Science 47(9).
"""
