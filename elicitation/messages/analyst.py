"""Word what is wrong with an address of the analyst's page."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "analyst.address-most-fields": Entry(
        "an address has at most {most} fields.", "Start from the page again."
    ),
    "analyst.no-click": Entry("'{click}' is no click.", "Load the page."),
    "analyst.no-scenario": Entry("there is no scenario '{word}';"),
}
