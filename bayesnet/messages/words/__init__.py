"""Hold the words of bayesnet for the terminal, by code: a file for each subject."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry
from bayesnet.messages.words import (
    agents,
    asking,
    edits,
    files_lost,
    files_made,
    files_read,
    folders,
    layouts,
    named,
    nodes,
    priors,
    propositions,
    python,
    remedies,
    scenarios,
    structures,
    tables,
    toml,
)

WORDS: Mapping[str, Entry] = {
    **agents.WORDS,
    **asking.WORDS,
    **edits.WORDS,
    **files_lost.WORDS,
    **files_made.WORDS,
    **files_read.WORDS,
    **folders.WORDS,
    **layouts.WORDS,
    **named.WORDS,
    **nodes.WORDS,
    **priors.WORDS,
    **propositions.WORDS,
    **python.WORDS,
    **remedies.WORDS,
    **scenarios.WORDS,
    **structures.WORDS,
    **tables.WORDS,
    **toml.WORDS,
}
