"""Which rows of a table are to rise or fall, by what the expert said of each cause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from elicitation.checks.checks import States, ordering, stated_signs
from elicitation.questionnaire.question_words import parts_of
from elicitation.record.responses import Judgement
from elicitation.workshop.pages import Page


def row_order(page: Page, own: Iterable[Judgement], model: States) -> tuple[tuple[int, ...], ...]:
    """Return (lower row, higher row, the rows between them) for every two that are ordered.

    Only by directions that the expert gave, not by the model's: those are held against answers
    once they are given, and lead nobody who types.
    """
    if page.layout != "table":
        return ()
    stated = replace(model, directions=stated_signs([*own]))
    keys = [question.key for question in page.questions]
    place = {parts_of(key).pairs: at for at, key in enumerate(keys)}
    found = []
    for (at, one), (other_at, other) in combinations(enumerate(keys), 2):
        order = ordering(one, other, stated)
        if order is not None:
            ends = (at, other_at) if order.rises else (other_at, at)
            inside = sorted(place[pairs] for pairs in order.between if pairs in place)
            found.append((*ends, *inside))
    return tuple(found)
