"""Hold the words of elicitation for the terminal, by code: a file for each subject."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry
from elicitation.messages import (
    analyst,
    beginnings,
    commands,
    declarations,
    doubts,
    editor,
    exchange,
    forms,
    pages,
    plans,
    records,
    rounds,
    rule,
    scores,
    seeds,
    storage,
    verification,
    versions,
)

WORDS: Mapping[str, Entry] = {
    **analyst.WORDS,
    **beginnings.WORDS,
    **commands.WORDS,
    **declarations.WORDS,
    **doubts.WORDS,
    **editor.WORDS,
    **exchange.WORDS,
    **forms.WORDS,
    **pages.WORDS,
    **plans.WORDS,
    **records.WORDS,
    **rounds.WORDS,
    **rule.WORDS,
    **scores.WORDS,
    **seeds.WORDS,
    **storage.WORDS,
    **verification.WORDS,
    **versions.WORDS,
}
