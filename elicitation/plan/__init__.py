"""The plan fixed in advance: who is asked what, at what cost, how answers are weighed, pooled."""
