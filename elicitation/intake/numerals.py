"""Read one number as it was typed, or say why it cannot be known which number it is.

A comma may stand for the point, and either may stand between thousands: ``1,200`` is 1.2 to one
reader and 1200 to another. Where only one of the two can be an answer, as for a probability, it is
that one; elsewhere nobody guesses. The rule is the same for forms, workbooks, terminal and pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bayesnet.messages.facts import Fact
from bayesnet.messages.remedies import Remedy
from bayesnet.messages.terminal import terminal
from elicitation.record.decoding import cut, decimal_of, plain

PLAIN_NUMBER = "value"
"""The component of an answer that is one plain number: its scale may reach to thousands."""
_TWO_READINGS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_GROUPED = re.compile(
    "[+-]?\\d{1,3}(?P<sep>[.,'\u2019_ \u00a0\u2009\u202f])\\d{3}(?:(?P=sep)\\d{3})*(?:[.,]\\d*)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Why a text was not read as a number, and how to write it; see ``Problem``."""

    code: str
    facts: Mapping[str, Fact]
    remedies: tuple[Remedy, ...] = ()

    def __str__(self) -> str:
        """Return it as at the terminal."""
        return terminal().sentence(self)


def read_number(typed: str, *, thousands: bool) -> Decimal | Unread:
    """Return the number that was typed, its zeros kept, or why it is none.

    thousands: whether the answer may be as large as that, so that ``1,200`` has two readings.
    """
    text = typed.strip()
    if thousands and _TWO_READINGS.fullmatch(text):
        small = Decimal(text.replace(",", "."))
        short = unmistakable(small.normalize())
        large = f"{text.replace(',', '').replace('.', '')}".lstrip("+")
        readings = {"small": plain(small.normalize()), "large": large, "short": short}
        return Unread(code="form.two-readings", facts={"typed": cut(text), **readings})
    number = decimal_of(text)
    if number is not None:
        return number
    if _GROUPED.fullmatch(text):
        facts = {"typed": cut(text), "number": _ungrouped(text)}
        return Unread(code="form.grouped-number", facts=facts)
    return Unread(code="form.no-number", facts={"typed": cut(text)})


def unmistakable(number: Decimal) -> str:
    """Return a number in digits that have one reading alone: 1.235 becomes 1.2350."""
    text = plain(number)
    return f"{text}0" if _TWO_READINGS.fullmatch(text) else text


def _ungrouped(text: str) -> str:
    """Return a number without what stands between its thousands, with a point for the fraction."""
    separator = next(sign for sign in text.lstrip("+-") if not sign.isdecimal())
    return text.replace(separator, "").replace(",", ".").rstrip(".").lstrip("+")
