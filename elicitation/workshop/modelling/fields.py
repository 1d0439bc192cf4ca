"""Read what a form sends: numbers, days, lists; each refusal says what was typed."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from bayesnet.errors import StudyError, unplaced

LONGEST = 20_000
"""Characters of a text; a definition has some hundreds."""
_CONTROLS = "\t\r\n"


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one form, each once."""

    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return a field without blanks around it; raises StudyError where the form lacks it."""
        if name not in self.values:
            raise StudyError([unplaced("editor.field-missing", word=name)])
        return self.maybe(name)

    def maybe(self, name: str) -> str:
        """Return a field without blanks around it, empty where the form lacks it.

        Raises StudyError where a file could not hold it whole.
        """
        return whole(self.values.get(name, ""))

    def line(self, name: str) -> str:
        """Return a field as one line."""
        return " ".join(self.maybe(name).split())

    def listed(self, name: str) -> tuple[str, ...]:
        """Return what stands between the commas or on the lines of a field."""
        parts = self.maybe(name).replace("\n", ",").split(",")
        return tuple(part.strip() for part in parts if part.strip())

    def lines(self, name: str) -> tuple[str, ...]:
        """Return the lines of a field that hold anything."""
        return tuple(part.strip() for part in self.maybe(name).splitlines() if part.strip())

    def checked(self, front: str) -> tuple[str, ...]:
        """Return what is ticked of the boxes whose names begin so."""
        return tuple(name for name, _ in self.beginning(front))

    def beginning(self, front: str) -> Iterator[tuple[str, str]]:
        """Yield the rest of the name and the value of fields whose names begin so."""
        for name, value in self.values.items():
            if name.startswith(front):
                yield name.removeprefix(front), whole(value)

    def number(self, name: str) -> Decimal | None:
        """Return a number, None where the field is empty."""
        return number(self.maybe(name))

    def day(self, name: str) -> dt.date | None:
        """Return a day, None where the field is empty."""
        typed = self.maybe(name)
        try:
            return dt.date.fromisoformat(typed) if typed else None
        except ValueError:
            raise StudyError([unplaced("editor.not-a-date", word=typed)]) from None


def whole(typed: str) -> str:
    """Return a text as it is kept; raises StudyError where some of it would be lost or unseen."""
    text = typed.strip()
    if len(text) > LONGEST:
        raise StudyError([unplaced("editor.text-too-long", length=len(text), most=LONGEST)])
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in _CONTROLS for c in text):
        raise StudyError([unplaced("editor.text-unseen")])
    return text


def number(typed: str) -> Decimal | None:
    """Return a number as it was typed, a comma for the point allowed; None for nothing."""
    if not typed.strip():
        return None
    try:
        value = Decimal(typed.strip().replace(",", "."))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value.adjusted()) > 30 or len(typed) > 40:  # noqa: PLR2004
        raise StudyError([unplaced("editor.not-a-number", word=typed[:60])])
    return value


def numbers(typed: str) -> list[Decimal]:
    """Return the numbers of a field, with blanks between them."""
    found = (number(part) for part in typed.replace(";", " ").split())
    return [value for value in found if value is not None]
