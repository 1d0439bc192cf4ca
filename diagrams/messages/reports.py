"""Word what is wrong with a report's texts."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "report.likelihood-confidence-sentence": Entry(
        "likelihood and confidence in one sentence.",
        "Split: likelihood in one sentence, confidence in the next.",
    ),
    "report.no-section": Entry("no section '{word}';"),
    "report.no-section-named": Entry("no section is named.", "Name one, or drop the key for all."),
    "report.no-section-of-own": Entry(
        "no section '{word}';", "A section of your own has a heading and a text."
    ),
    "report.rating-without-reasons-says-nothing": Entry(
        "a rating without reasons says nothing.", "Give at least one."
    ),
    "report.report-needs-scenarios-them-reference": Entry(
        "a report needs scenarios, one of them the reference.",
        'Write them: [scenario.now] and, below it, set = {{ DECISION = "OPTION" }} are enough.',
    ),
    "report.section-not-list-so-text": Entry(
        "this section is not in the list 'sections', so its text is never printed.",
        "Add it to the list, or take it out.",
    ),
    "report.section-twice": Entry("'{name}' is there twice.", "Keep one."),
}
