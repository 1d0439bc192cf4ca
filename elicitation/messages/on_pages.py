"""Word what is said on pages where it is not what is said at the terminal: where to press.

A command has no place on a page. Where ``INSTEAD`` has nothing for it, what it would do is done
where the server runs, and the page says so.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping

from bayesnet.messages.surface import Entry
from bayesnet.messages.terminal import terminal

ELSEWHERE = "This is mended where the server runs, not on these pages."
VERIFIED = "Have the record verified where the server runs."
_OPENED = "The facilitator can open it, under Rounds."
_OPENED_AGAIN = "The facilitator can open it again, under Rounds."
_TAKEN_BACK = "Answers are taken back where the server runs, not on these pages."

_NOT_SET = {
    "scenario.in-the-mind-of": "{node} is in the mind of {perceiver}: nobody else can set it.",
    "scenario.another-decides": "{node} is the {whose}'s to decide: nobody here can set it.",
    "scenario.in-somebodys-mind": "{node} is in somebody's mind: nobody here can set it.",
    "scenario.nobody-decides": "{node} is nobody's here to decide: it cannot be set.",
    "scenario.learned-not-made": "{node} is something one learns, not something one makes so.",
}
_SEEN_INSTEAD = (
    "Use seen ({finding}) to ask what learning it would tell{instead}. If somebody could make it "
    "so, write settable = true into its table of model.toml."
)

WORDS: Mapping[str, Entry] = {
    "ask.finding": Entry("{node}: {state}"),
    "scenario.choice-is-not-likely": Entry(
        "{node} is decided, not learned: nothing makes it more likely.", "Use set ({node}: ...)."
    ),
    **{code: Entry(message, _SEEN_INSTEAD) for code, message in _NOT_SET.items()},
    "remedy.open-round": Entry(_OPENED),
    "remedy.submit-to-open-round": Entry(_OPENED),
    "remedy.reopen-round": Entry(_OPENED_AGAIN),
    "remedy.submit-to-open-round-or-reopen": Entry(_OPENED_AGAIN),
    "remedy.open-again": Entry("Open it again under Rounds, with the reason."),
    "remedy.open-round-before": Entry("Open round {round} first, under Rounds."),
    "remedy.close-round": Entry("Close round {round} first, under Rounds."),
    "remedy.see-rounds": Entry("See Rounds."),
    "remedy.give-reason": Entry("Write it into the field Reason."),
    "remedy.go-on-without": Entry("Once the round before is closed, tick so, then open it."),
    "remedy.take-back": Entry(_TAKEN_BACK),
    "remedy.take-back-all": Entry(_TAKEN_BACK),
    "round.without-no-expert": Entry("there is no expert '{word}'."),
    "round.without-somebody-there": Entry(
        "{expert} has a round-{before} entry or is absent already.",
        "Load Rounds again, then open it.",
    ),
    "declare.dissent-without-words": Entry(
        "a dissent needs its words.", "Write them into the field In their words."
    ),
    "version.nobody-answered-all": Entry(
        "nobody has answered all they were asked.", "Wait until somebody has."
    ),
    "version.model-changed-meanwhile": Entry(
        "the file changed while the version was being made.", "Press again."
    ),
    "ask.nothing-typed-for": Entry("nothing is typed for {node}."),
    "ask.neither-ratio-nor-probabilities": Entry(
        "'{text}' is neither a ratio nor probabilities.",
        "Write 1:3 (a likelihood ratio) or 0.4,0.6 (the new probabilities).",
    ),
    "plan.split": Entry("Or split it into {panels} panels of even load."),
}
INSTEAD: Mapping[str, str] = {
    "Run 'resolve verify'.": VERIFIED,
    "Run 'resolve verify': a recorded file is never edited by hand.": VERIFIED,
    "Run 'resolve verify': a frozen file is never edited by hand.": VERIFIED,
    "Run 'resolve verify', and bring the file back from a copy.": VERIFIED,
    "Do not submit again: run 'resolve verify'.": (
        "Do not send it again: load the page again and see whether it is there."
    ),
    "Bring the file back from a copy, or see 'resolve recover'.": (
        "Bring the file back from a copy."
    ),
    "Bring it back from a copy; 'resolve verify' checks all.": "Bring it back from a copy.",
    "Submit them, say why not ('resolve absent', 'resolve abstain'), or freeze with those absent "
    "left out (--allow-absent).": (
        "Let them answer, or tick that those are left out who have not answered all. Who answered "
        "nothing can be marked absent under Rounds."
    ),
    "A form is XLSX, JSON, or CSV whose first line is {header}. Get one: resolve form --expert ID "
    "--round N --out FILE.": (
        "A form is XLSX, JSON, or CSV whose first line is {header}. Take the one that was made for "
        "this expert."
    ),
    "Fill in the workbook of 'resolve form', or give its sheets these columns.": (
        "Fill in the workbook that was made for this expert, or give its sheets these columns."
    ),
}
"""Advice of the pages for a command of the terminal."""


@functools.cache
def on_pages() -> Mapping[str, Entry]:
    """Return the words of the pages by code: their own, else the terminal's without commands."""
    entries = {**terminal().entries, **WORDS}
    return {code: _without_command(entry) for code, entry in entries.items()}


def _without_command(entry: Entry) -> Entry:
    if not entry.command:
        return entry
    return dataclasses.replace(entry, advice=INSTEAD.get(entry.command, ELSEWHERE), command="")
