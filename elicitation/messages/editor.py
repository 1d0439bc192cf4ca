"""Word what the page on which a model is drawn refuses."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "editor.cannot-be-folder": Entry(
        "'{word}' cannot be the name of a copy.",
        "Begin with a letter; then letters, digits, '_' and '-', 32 at most.",
    ),
    "editor.field-missing": Entry("the form lacks '{word}'.", "Load the page again."),
    "editor.locked-by-answers": Entry(
        "answers of {day} rest on {node} as it is.", "Copy the study under a new name to change it."
    ),
    "editor.locked-by-round": Entry(
        "round {round} was opened on {day}: answers rest on {node} as it is.",
        "Copy the study under a new name to change it.",
    ),
    "editor.no-such-change": Entry("there is no change '{word}'.", "Load the page again."),
    "editor.not-a-date": Entry("'{word}' is no day.", "Write it as 2026-01-31."),
    "editor.not-a-number": Entry("'{word}' is no number.", "Write one such as 0.25."),
    "editor.plan-locked": Entry(
        "rounds and answers rest on the plan since {day}.",
        "Copy the study under a new name to change it.",
    ),
    "editor.row-half-empty": Entry(
        "a row has {empty} empty cells.",
        "Leave one empty, which gets what is left of 1, or all of them.",
    ),
    "editor.row-has-no-total": Entry(
        "a row without a number above 0 cannot be scaled.", "Type its shares first."
    ),
    "editor.text-too-long": Entry(
        "a text has {length} characters; {most} is the most. Nothing was saved.", "Shorten it."
    ),
    "editor.text-unseen": Entry(
        "a text holds a character that nobody sees. Nothing was saved.", "Type it again."
    ),
}
