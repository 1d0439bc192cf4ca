"""Exact inference by one contraction, differentiated.

===============  ===========================================================================
module           idea
===============  ===========================================================================
``arrays``       arrays of numbers, and the variables that a table's axes stand for
``elimination``  the order in which a product of tables is contracted
``contraction``  sum out all variables once, forward for the value, backward for derivatives
``scaled``       what it comes to, apart from its scale; quotients that never vanish
``unbounded``    the same contraction with numbers of any size, where doubles are too narrow
``program``      a plan's loops written down as numbers for the kernel
``kernel``       the compiled loops
``compiled``     a plan run with the kernel: worlds in chunks, chunks on all processors
``query``        posteriors, families and arc strengths from one such pass
``circuit``      a network planned once and asked often
``expectation``  expected values, and what replacing any table makes of them
``soft``         soft evidence as likelihoods: a ratio, or a new marginal
``conflict``     whether findings contradict each other
``explanation``  the most probable explanation of what was seen
``informative``  which variables would tell most about another: mutual information
``arc_removal``  cut one arc of a network
``worlds``       single worlds of a network: the pool, or one expert
``enumeration``  the slow, obvious oracle: sum the joint
===============  ===========================================================================

Source: Darwiche (2003), A differential approach to inference in Bayesian networks, JACM 50(3).
"""
