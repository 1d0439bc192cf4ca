"""Read one TOML table, remembering where it stands and collecting every problem found in it.

A reader asks a :class:`Section` for each key it knows, by type, and says ``finish()``; whatever was
not asked for is an unknown key. Wrong values are reported and replaced by a harmless default, so
that reading goes on and all problems come out in one run.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bayesnet.errors import Problem, problem_at
from bayesnet.messages.facts import Fact, phrase
from bayesnet.messages.remedies import Remedy, did_you_mean

MAX_CHARACTERS = 5_000_000
LONGEST_SHOWN = 60

_CODES = {
    str: "text",
    bool: "flag",
    Decimal: "number",
    int: "whole-number",
    list: "list",
    dict: "table",
    dt.date: "date",
}
"""What a value is asked to be, as the catalogue's codes name it."""


class Section:
    """One table of a TOML document.

    value: the table; file and path: where it stands; problems: the list shared by the whole file.
    """

    def __init__(
        self, value: Mapping[str, Any], file: str, path: str, problems: list[Problem]
    ) -> None:
        self.value = value
        self.file = file
        self.path = path
        self.problems = problems
        self._asked: set[str] = set()

    def at(self, key: str | int) -> str:
        """Return the key path of an entry of this table."""
        if isinstance(key, int):
            return f"{self.path}[{key}]"
        return f"{self.path}.{key}" if self.path else key

    def problem(
        self,
        key: str | int,
        code: str,
        /,
        *remedies: Remedy,
        **facts: Fact,
    ) -> None:
        """Report a problem at ``key``; an empty key means the table itself."""
        path = self.path if key == "" else self.at(key)
        self.problems.append(problem_at(self.file, path, code, *remedies, **facts))

    def has(self, key: str) -> bool:
        """Return whether the key is there at all."""
        return key in self.value

    def _take(self, key: str, kind: type, *, required: bool, default: Any) -> Any:
        self._asked.add(key)
        if key not in self.value:
            if required:
                self.problem(
                    key, "toml.key-missing", key=key, kind=phrase(f"toml.kind-{_CODES[kind]}")
                )
            return default
        value = self.value[key]
        fits = isinstance(value, kind) and not (kind in (Decimal, int) and isinstance(value, bool))
        if kind is Decimal and isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        if kind is dt.date and isinstance(value, dt.datetime):
            fits = False
        if fits and kind is Decimal and not value.is_finite():
            fits = False
        if not fits:
            self.problem(key, f"toml.not-{_CODES[kind]}", value=shown(value))
            return default
        return value

    def text(self, key: str, *, required: bool = True, default: str = "") -> str:
        """Return a text without surrounding blanks; an empty required text is a problem."""
        value = str(self._take(key, str, required=required, default=default)).strip()
        if required and key in self.value and isinstance(self.value[key], str) and not value:
            self.problem(key, "toml.text-empty")
        return value

    def text_or(self, key: str, default: str) -> str:
        """Return a text that may be left out, but not be empty."""
        value = self.text(key, required=False, default=default)
        if not value:
            self.problem(key, "toml.text-empty")
        return value

    def choice(
        self, key: str, options: Iterable[str], *, required: bool = True, default: str = ""
    ) -> str:
        """Return a text that must be one of ``options``; the default if it is not."""
        known = list(options)
        value = self.text(key, required=required, default=default)
        if value not in known and key in self.value and isinstance(self.value[key], str):
            self.problem(key, "toml.not-choices", did_you_mean(value, known), word=value)
            return default
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        return bool(self._take(key, bool, required=False, default=default))

    def whole(self, key: str, *, required: bool = True, default: int = 0) -> int:
        """Return a whole number."""
        return int(self._take(key, int, required=required, default=default))

    def number(self, key: str, *, required: bool = True, default: Decimal = Decimal(0)) -> Decimal:
        """Return a finite number as the decimal that was typed."""
        value: Decimal = self._take(key, Decimal, required=required, default=default)
        return value

    def date(self, key: str, *, required: bool = True) -> dt.date | None:
        """Return a date, or None when it is missing."""
        value: dt.date | None = self._take(key, dt.date, required=required, default=None)
        return value

    def texts(self, key: str, *, required: bool = True) -> tuple[str, ...]:
        """Return a list of texts."""
        good = []
        for index, item in enumerate(self._take(key, list, required=required, default=[])):
            if isinstance(item, str):
                good.append(item.strip())
            else:
                self.problem(f"{key}[{index}]", "toml.not-text", value=shown(item))
        return tuple(good)

    def numbers(self, key: str, *, required: bool = True) -> tuple[Decimal, ...]:
        """Return a list of finite numbers; empty when any entry is not one."""
        items = self._take(key, list, required=required, default=[])
        good = []
        for index, item in enumerate(items):
            number = Decimal(item) if type(item) is int else item
            if isinstance(number, Decimal) and number.is_finite():
                good.append(number)
            else:
                self.problem(f"{key}[{index}]", "toml.not-number", value=shown(item))
        return tuple(good) if len(good) == len(items) else ()

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return a list of pairs of texts, as arcs are written."""
        found = []
        for index, item in enumerate(self._take(key, list, required=True, default=[])):
            match item:
                case [str() as first, str() as second]:
                    found.append((first, second))
                case _:
                    path = f"{key}[{index}]"
                    self.problem(path, "toml.arc-pair-names")
        return tuple(found)

    def section(self, key: str, *, required: bool = True) -> Section:
        """Return the table under ``key``; an empty one when it is missing or not a table."""
        value = self._take(key, dict, required=required, default={})
        return Section(value, self.file, self.at(key), self.problems)

    def sections(self, key: str, *, required: bool = False) -> dict[str, Section]:
        """Return the named tables under ``key``, in the order of the file."""
        outer = self.section(key, required=required)
        return {name: outer.section(name) for name in outer.value}

    def items(self, key: str, *, required: bool = False) -> list[Section]:
        """Return the tables of the list under ``key``."""
        found = []
        for index, item in enumerate(self._take(key, list, required=required, default=[])):
            path = f"{key}[{index}]"
            if isinstance(item, dict):
                found.append(Section(item, self.file, self.at(path), self.problems))
            else:
                self.problem(path, "toml.not-table", value=shown(item))
        return found

    def finish(self) -> None:
        """Report every key that nobody asked for."""
        for key in self.value:
            if key not in self._asked:
                self.problem(
                    key, "toml.unknown-key", did_you_mean(key, sorted(self._asked)), word=key
                )


def shown(value: object) -> str:
    """Return a value as a person would recognise it in the file, cut when it is long."""
    words = {True: "true", False: "false"}
    text = words[value] if isinstance(value, bool) else f"'{value}'"
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        text = str(value)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 3] + "..."


def read_document(
    text: str, *, file: str, format_name: str, newest: int = 1
) -> tuple[Section, list[Problem]]:
    """Return the top table of a TOML text whose format and version were checked, and the problems.

    A text that cannot be parsed at all gives an empty table and the one problem that says where.
    """
    problems: list[Problem] = []
    top = Section(_parse(text, file, problems), file, "", problems)
    if problems:
        return top, problems
    found = top.text("format", required=False)
    if found and found != format_name:
        top.problem("format", "toml.not-kind-file", found=found, format_name=format_name)
    version = top.whole("version", required=False, default=1)
    if version > newest:
        top.problem(
            "version", "toml.file-version-newer-than-program", version=version, newest=newest
        )
    elif version < 1:
        top.problem("version", "toml.no-version", version=version, newest=newest)
    return top, problems


@lru_cache(maxsize=16)
def values_of(text: str) -> dict[str, Any]:
    """Return the plain values of a TOML text, numbers as the decimals that were typed.

    They are shared by all who ask for the same text, and not to be changed. Raises ValueError for a
    text that is no TOML.
    """
    return tomllib.loads(text, parse_float=Decimal)


def _parse(text: str, file: str, problems: list[Problem]) -> dict[str, Any]:
    def refuse(code: str, /, **facts: Fact) -> dict[str, Any]:
        problems.append(problem_at(file, "", code, **facts))
        return {}

    if not text.strip():
        return refuse("toml.file-empty")
    if len(text) > MAX_CHARACTERS:
        return refuse("toml.file-larger-than-million-characters")
    try:
        return values_of(text)
    except ValueError as error:  # also numbers of thousands of digits
        return refuse("toml.not-toml", error=str(error))
    except RecursionError:
        return refuse("toml.tables-nested-too-deeply")
