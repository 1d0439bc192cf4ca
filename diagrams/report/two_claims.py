"""Find sentences of an author that join likelihood and confidence, which readers then confuse.

A likelihood is of the event, a confidence of the judgement: ICD 203 (2015), D.6.e(2)(a), wants
them in sentences of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bayesnet.errors import Problem, warning_at
from bayesnet.study.lexicon import Lexicon
from diagrams.report.outline import FILE, Outline

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CONFIDENCE = re.compile(
    r"\b(?:low|moderate|medium|high|limited|little|great|full)\s+"
    r"(?:(?:degree|level)\s+of\s+|analytic\s+)?confidence\b"
    r"|\bour\s+confidence\b"
    r"|\bconfidence\s+(?:level|in\s+(?:this|that|our|the)\s+(?:judg|assess|estimat))"
    r"|\bconfident(?:ly)?\b",
    re.IGNORECASE,
)
"""Confidence in a judgement; what allies have in each other is a quantity like any other."""


def joined_claims(outline: Outline, lexicon: Lexicon) -> tuple[Problem, ...]:
    """Return a warning for each text that says likelihood and confidence in one sentence."""
    words = sorted(lexicon.words, key=len, reverse=True)
    patterns = (r"\s+".join(map(re.escape, word.split())) for word in words)
    likely = re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)
    return tuple(
        warning_at(FILE, place, "report.likelihood-confidence-sentence")
        for place, text in _texts(outline)
        if any(_CONFIDENCE.search(s) and likely.search(s) for s in _SENTENCE.split(text))
    )


def _texts(outline: Outline) -> Iterator[tuple[str, str]]:
    """Yield every text of the author's with its place in the file."""
    yield "title", outline.title
    for name, own in outline.texts.items():
        yield f"section.{name}.heading", own.heading
        for index, paragraph in enumerate(own.paragraphs):
            yield f"section.{name}.text[{index}]", paragraph
    for place, texts in (
        ("not_modelled", outline.not_modelled),
        ("confidence.reasons", outline.reasons),
    ):
        for index, text in enumerate(texts):
            yield f"{place}[{index}]", text
    yield "training", outline.training
    yield "conflicts", outline.conflicts
