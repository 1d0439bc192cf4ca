"""Experts' judgements: plans, forms, responses, the ledger and frozen priors versions."""
