"""Hold the words of diagrams for the terminal, by code: a file for each subject."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry
from diagrams.messages import drawings, reports

WORDS: Mapping[str, Entry] = {
    **drawings.WORDS,
    **reports.WORDS,
}
