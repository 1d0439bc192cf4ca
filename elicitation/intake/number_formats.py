"""Work out which number a spreadsheet shows for the one that a cell holds.

Whoever typed a form saw what its cells show: .5 under the format ``0%`` is 50 %, under ``0.0"%"``
it is .5 %, under ``0`` it is 1. What is shown is the answer; a cell whose format hides digits, or
puts words or signs around them that may change their meaning, has no answer that is certain.

Source: ECMA-376, part 1, section 18.8.31 (number formats).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from bayesnet.messages.facts import Fact
from elicitation.record.decoding import cut, plain

_HELD = Context(prec=15)
"""Digits that spreadsheets keep: what floating point leaves behind them was never typed."""
_EXACT = Context(prec=80)
_NOISE = Decimal("1e-9")
_BARE = frozenset(["", "general", "@"])
_ZERO_IS_DASH = "-"
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*\s|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<scientific>[Ee][+-])|(?P<sign>.)",
    re.DOTALL,
)
_COLOUR = re.compile(r"(black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]+)?")


class Unshown(ValueError):
    """Raised where it is not certain which number a cell shows; code and facts: see ``Problem``."""

    def __init__(self, code: str, /, **facts: Fact) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The number that a cell shows; percent: whether a percent sign stands beside it."""

    number: Decimal
    percent: bool = False


@dataclass(slots=True)
class _Section:
    """What one section of a format does with a number.

    literal: what is shown around the digits, without currencies and blanks. whole, decimals,
    exponent: places for digits before and after the point, and in an exponent. hundreds: percent
    signs that multiply. thousands: commas that divide.
    """

    literal: str = ""
    whole: int = 0
    decimals: int = 0
    exponent: bool = False
    point: bool = False
    hundreds: int = 0
    thousands: int = 0


def held(value: float) -> Decimal:
    """Return the number that a cell holds, without what floating point adds to it."""
    return Decimal(repr(value)).normalize(_HELD)


def shown(value: float, number_format: str) -> Shown:
    """Return what a cell shows that holds a number; raises Unshown."""
    number = held(value)
    if number_format.strip().lower() in _BARE:
        return Shown(number=_whole(number))
    section, several = _chosen(number, number_format)
    percent = section.hundreds > 0
    literal = section.literal
    if "%" in literal:
        if percent or literal.count("%") > 1:
            raise _unread(number_format)
        percent, literal = True, literal.replace("%", "")
    if not number and literal == _ZERO_IS_DASH:
        return Shown(number=Decimal(0), percent=percent)
    _check_sign(number, literal, number_format, several=several)
    if not section.whole + section.decimals:
        raise Unshown("form.cell-hides-its-number")
    seen = number.scaleb(2 * section.hundreds - 3 * section.thousands, context=_EXACT)
    rounded = _rounded(seen, section)
    if abs(rounded - seen) > _NOISE * max(abs(seen), _NOISE):
        sign = "%" if percent else ""
        rounded_text, held_text = f"{plain(rounded)}{sign}", f"{plain(_whole(seen))}{sign}"
        raise Unshown("form.cell-shows-another-number", shown=rounded_text, held=held_text)
    return Shown(number=_whole(rounded), percent=percent)


def _chosen(number: Decimal, number_format: str) -> tuple[_Section, bool]:
    """Return the section for a number, and whether negative ones have a section of their own."""
    sections = _sections(number_format)
    place = 0
    if number < 0 and len(sections) > 1:
        place = 1
    elif not number and len(sections) > 2:  # noqa: PLR2004 - the third one is that of zeros
        place = 2
    return _read(sections[place], number_format), len(sections) > 1


def _sections(number_format: str) -> list[str]:
    found, start = [], 0
    for token in _TOKEN.finditer(number_format):
        if token["sign"] == ";":
            found.append(number_format[start : token.start()])
            start = token.end()
    return [*found, number_format[start:]]


def _read(text: str, number_format: str) -> _Section:
    """Return what a section does; raises Unshown for a date, a condition, a fraction and the like.

    Letters and digits that it would show are refused: a k or a 1 beside the number changes it.
    """
    section = _Section()
    if text.strip().lower() == "general":
        return _Section(whole=1, decimals=15)
    for token in _TOKEN.finditer(text):
        sign, bracket = token["sign"], token["bracket"]
        if bracket is not None:
            section.literal += _bracketed(bracket, number_format)
        elif token["scientific"]:
            section.exponent = True
        elif token["quoted"] is not None or token["escaped"] is not None:
            section.literal += token["quoted"] or token["escaped"] or ""
        elif sign is not None:
            _put(section, sign)
    section.literal = "".join(
        sign
        for sign in section.literal
        if not sign.isspace() and unicodedata.category(sign) not in ("Sc", "Cf")
    )
    strange = set(section.literal) - set("%-+()\N{MINUS SIGN}")
    if strange or (section.exponent and (section.whole != 1 or section.hundreds)):
        raise _unread(number_format)
    return section


def _put(section: _Section, sign: str) -> None:
    """Take a sign of a format that is neither quoted nor escaped."""
    if sign in "0#?":
        if section.exponent:
            return
        section.decimals += section.point
        section.whole += not section.point
        section.thousands = 0 if not section.point else section.thousands
    elif sign == "." and not section.point:
        section.point = True
    elif sign == ",":
        section.thousands += 1
    elif sign == "%":
        section.hundreds += 1
    else:
        section.literal += sign


def _bracketed(text: str, number_format: str) -> str:
    """Return what brackets in a format show: a sign of currency, or nothing for a colour."""
    currency = _CURRENCY.fullmatch(text)
    if currency:
        name = currency[1]
        return "" if re.fullmatch("[A-Z]{3}", name) else name
    if _COLOUR.fullmatch(text):
        return ""
    raise _unread(number_format)


def _check_sign(number: Decimal, literal: str, number_format: str, *, several: bool) -> None:
    """Raise Unshown where the signs around a number are not those that it has."""
    minus = bool(set(literal) & set("-\N{MINUS SIGN}")) or ("(" in literal and ")" in literal)
    wrong = minus != (number < 0) if several else bool(literal.strip("+"))
    if wrong or (number < 0 and "+" in literal):
        raise _unread(number_format)


def _rounded(number: Decimal, section: _Section) -> Decimal:
    places = section.decimals
    if section.exponent and number:
        places -= number.adjusted()
    if not section.exponent and places > 40:  # noqa: PLR2004 - more than any number here has
        return number
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, context=_EXACT)


def _whole(number: Decimal) -> Decimal:
    """Return a number without needless zeros and without an exponent."""
    return Decimal(f"{number.normalize():f}")


def _unread(number_format: str) -> Unshown:
    return Unshown("form.number-format-unread", format=cut(number_format))
