"""Frozen versions of the priors: made, verified, compared, pooled."""
