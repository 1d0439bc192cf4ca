"""Word what is said of the rule of record."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

_PUT_BACK = "Put it back, or say why: resolve round amend --reason TEXT."

WORDS: Mapping[str, Entry] = {
    "rule.another": Entry(
        "the rule of record was fixed as {fixed}; the file says {stated}.", command=_PUT_BACK
    ),
    "rule.changed": Entry(
        "the file was changed since the rule of record was fixed.", command=_PUT_BACK
    ),
    "rule.taken-away": Entry(
        "the file was taken away since the rule of record was fixed.", command=_PUT_BACK
    ),
    "rule.not-fixed-yet": Entry(
        "no rule of record is fixed yet: the first round that is opened fixes it."
    ),
    "rule.as-recorded": Entry("The rule of record is as it was recorded."),
    "rule.change-without-reason": Entry(
        "The rule of record is changed for a reason.", command="Add --reason."
    ),
    "verify.made-with-another-rule": Entry(
        "it was made with another {name} than the rule of record then in force.",
        command="Run 'resolve verify': a frozen file is never edited by hand.",
    ),
    "verify.clock-ran-backwards": Entry(
        "line {line} is of {at}, before line {other} of {before}: the clock ran backwards.",
        "The order of the lines holds; set the clock.",
    ),
}
