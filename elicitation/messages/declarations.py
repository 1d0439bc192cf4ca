"""Word what is wrong with what is said about answers: absence, abstention, withdrawal, dissent."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "declare.absent-already": Entry("{expert} is marked absent from round {round} already."),
    "declare.answered-in-round": Entry(
        "{expert} has answers in round {round}: nobody is absent who answered."
    ),
    "declare.not-asked": Entry("no question '{word}' is asked of {expert};"),
    "declare.answered": Entry("{expert} has answered {question}."),
    "declare.submission-without-round": Entry(
        "submissions are counted by round.", command="Add --round N."
    ),
    "declare.nothing-to-withdraw": Entry(
        "{expert} has no answers to withdraw.", command="See: resolve log."
    ),
    "declare.nothing-to-withdraw-in-round": Entry(
        "{expert} has no answers to withdraw in round {round}.", command="See: resolve log."
    ),
    "declare.nothing-to-withdraw-of-submission": Entry(
        "{expert} has no answers to withdraw in round {round}, submission {submission}.",
        command="See: resolve log.",
    ),
    "declare.dissent-without-words": Entry(
        "a dissent needs its words.", "Put them in double quotes."
    ),
    "declare.no-expert": Entry("no expert '{word}' in elicitation.toml;"),
    "declare.no-such-doubt": Entry(
        "the answers changed meanwhile: there is no such doubt.", "Load the page again."
    ),
    "declare.without-reason": Entry("a reason is needed."),
}
