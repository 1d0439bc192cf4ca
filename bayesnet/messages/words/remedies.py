"""Word what somebody can do, as commands of the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "remedy.did-you-mean": Entry("did you mean '{word}'?"),
    "remedy.one-of": Entry("known: {words}."),
    "remedy.none-defined": Entry("none is defined."),
    "remedy.open-round": Entry("Open it: resolve round open {round}."),
    "remedy.open-round-before": Entry("Open it first: resolve round open {round}."),
    "remedy.reopen-round": Entry("Open it again: resolve round reopen {round} --reason TEXT."),
    "remedy.open-again": Entry("Open it again with: resolve round reopen {round} --reason TEXT."),
    "remedy.close-round": Entry("Close it first: resolve round close {round}."),
    "remedy.submit-to-open-round": Entry(
        "Submit to round {open}, which is open, or open it: resolve round open {round}."
    ),
    "remedy.submit-to-open-round-or-reopen": Entry(
        "Submit to round {open}, which is open, or open it again: resolve round reopen {round} --reason TEXT."
    ),
    "remedy.see-rounds": Entry("See: resolve rounds."),
    "remedy.give-reason": Entry("Add --reason TEXT."),
    "remedy.go-on-without": Entry("Yes: add --without {ids}."),
    "remedy.take-back": Entry(
        "Take them back first: resolve withdraw {expert} --round {round} --reason TEXT."
    ),
    "remedy.take-back-all": Entry("Take that submission back first: resolve withdraw {expert}."),
}
