"""Exact inference by one contraction, differentiated.

===============  ==========================================================================
module           idea
===============  ==========================================================================
``contraction``  sum out all variables once, forward for the value, backward for derivatives
``query``        posteriors, families and arc strengths from that one pass
``expectation``  expected values, and what replacing any table makes of them
``surgery``      cut one arc of a network
``enumeration``  the slow, obvious oracle: sum the joint
===============  ==========================================================================

Source: Darwiche (2003), A differential approach to inference in Bayesian networks, JACM 50(3).
"""
