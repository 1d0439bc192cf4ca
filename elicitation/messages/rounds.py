"""Word what is wrong with opening, closing and answering in a round."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "round.correction-needs-reason": Entry(
        "Round {round} was reopened: a correction needs its reason."
    ),
    "round.closed": Entry("Round {round} is closed; nothing was recorded."),
    "round.not-open-now": Entry("Round {round} is not open; nothing was recorded."),
    "round.not-opened-open-already": Entry("Round {round} not opened: it is open already."),
    "round.not-opened-closed": Entry("Round {round} not opened: it was closed."),
    "round.not-opened-other-open": Entry("Round {round} not opened: round {other} is still open."),
    "round.not-opened-before-never-opened": Entry(
        "Round {round} not opened: round {other} was never opened."
    ),
    "round.without-no-expert": Entry("--without: there is no expert '{word}'."),
    "round.without-somebody-there": Entry(
        "--without: {expert} has a round-{before} entry or is absent already.",
        command="Leave them out of --without.",
    ),
    "round.not-opened-entries-missing": Entry(
        "Round {round} not opened: {experts} has no round-{before} entry. Continue without this expert? They will be marked absent.",
        "",
        many="Round {round} not opened: {experts} have no round-{before} entry. Continue without them? They will be marked absent.",
        by="experts",
    ),
    "round.not-open": Entry("Round {round} is not open."),
    "round.open-already": Entry("Round {round} is open already."),
    "round.not-reopened-other-open": Entry("Round {round} is not reopened: round {other} is open."),
    "round.never-opened": Entry("Round {round} was never opened."),
    "round.reopened-without-reason": Entry("A round is opened again for a reason."),
}
