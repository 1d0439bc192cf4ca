"""Explain an answer from its numbers: which findings moved it, along which paths, what opposes.

=================  ==============================================================================
module             idea
=================  ==============================================================================
``contributions``  share a change out among the findings that differ (Shapley 1953)
``paths``          what one directed path carries alone; what a finding tells through each arc
``explanation``    the two for one outcome of a what-if, and the sentences made of them
=================  ==============================================================================
"""
