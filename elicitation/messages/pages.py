"""Word what is wrong with what was sent from a page of the workshop."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "page.cause-without-direction": Entry("This one has no direction yet.", "Choose one."),
    "page.cause-without-place": Entry("This one has no place yet.", "Choose one."),
    "page.cannot-used-key": Entry(
        "cannot be used with its key ({error}).",
        "Give certificate and key in PEM, the key without a password.",
    ),
    "page.correction-needs-reason": Entry(
        "Round {number} was reopened: a correction needs its reason."
    ),
    "page.no-round-open": Entry("No round is open."),
    "page.no-such-action": Entry("there is no such action."),
    "page.no-whole-number": Entry("'{text}' is no whole number."),
    "page.not-file-access": Entry(
        "this is not a file of access.", "Delete it: links and code are made anew."
    ),
    "page.password-characters": Entry(
        "a password has {shortest_password} to {longest_password} characters."
    ),
    "page.round-open-close-then-freeze": Entry("Round {round} is open: close it, then freeze."),
    "page.you-answered-already": Entry(
        "You have answered this already.",
        "Change the answer, or ask the facilitator to take it back.",
    ),
    "page.you-change-your-earlier-answer": Entry(
        "You change your earlier answer.", "Say in a line why."
    ),
    "page.form-changes": Entry(
        "this form changes {answers} recorded before it: {questions}.",
        "Give the reason, and they are replaced.",
    ),
    "page.form-changes-many": Entry(
        "this form changes {answers} recorded before it: {questions}, ...",
        "Give the reason, and they are replaced.",
    ),
    "page.nothing-chosen": Entry("Nothing is chosen.", "Answer, or skip it."),
    "page.no-number-typed": Entry("No number is typed.", "Answer, or skip it."),
    "page.reason-unwritable": Entry("The reason {why}.", "Write it under Why."),
    "page.abstention-without-reason": Entry("Abstaining needs a reason.", "Write it under Why."),
    "analyst.no-structure": Entry("there is no structure '{word}';"),
    "analyst.no-expert": Entry("there is no expert '{word}';"),
}
