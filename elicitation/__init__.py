"""Experts' judgements: plans, forms, responses, the ledger and frozen priors versions."""

from bayesnet.messages.terminal import add_words

add_words("elicitation.messages")
