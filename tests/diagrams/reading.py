"""Read a document back: blocks of a kind, and text without what every page repeats."""

from __future__ import annotations

import re


def of_kind(document, kind):
    return [block for block in document.blocks if isinstance(block, kind)]


def drop_furniture(text):
    """Leave out the running line at the page's foot."""
    return re.sub(r"Report \d+ / \d+", " ", flat(text))


def drop_furniture_of(document, text):
    """Leave out what stands at the head and the foot of every page."""
    text = text.replace(document.notice, " ")
    return flat(re.sub(re.escape(document.title) + r" \d+ / \d+", " ", text))


def flat(text):
    return re.sub(r"\s+", " ", text)
