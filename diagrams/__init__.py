"""Pictures and reports of answers; a picture never computes a probability."""

from bayesnet.messages.terminal import add_words

add_words("diagrams.messages")
