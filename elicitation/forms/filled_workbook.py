"""Read a form that comes back as a workbook, and name every problem by sheet and cell.

The sheets are laid out as one CSV form, which is read as any other; what is wrong on a line of it
is then told of the cell that the line came from.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from bayesnet.errors import Problem
from elicitation.forms.unpacked import too_large
from elicitation.forms.workbook import FIXED, FORMAT, HIDDEN, SUM
from elicitation.record.decoding import MAX_BYTES, cut, plain
from elicitation.record.responses import UNITS, Unit

MAX_CELLS = 200_000
"""Of all sheets together, blank ones within a row among them."""
_LINE = re.compile(r"\bline (\d+)\b")
_PLACE = re.compile(r"line (\d+)(?:, (.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a sheet that is a line of the form; letters: the column of each cell."""

    sheet: str
    number: int
    letters: Mapping[str, str]

    @property
    def main(self) -> str:
        """Return the column whose cell stands for the whole row."""
        return "best" if "best" in self.letters else "question"

    def cell(self, column: str) -> str:
        """Return e.g. ``rain!E5``."""
        return f"{self.sheet}!{self.letters[column]}{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """A workbook as a CSV form: its text, its unit, and where each line came from.

    occasion: expert, round, unit and what else the hidden sheet says; empty for a workbook of
    somebody's own with the columns of a CSV form.
    """

    text: str
    unit: Unit
    rows: Mapping[int, Row]
    occasion: Mapping[str, str]

    def placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Return the problems with cells in the place of lines."""
        return tuple(self._placed(problem) for problem in problems)

    def _placed(self, problem: Problem) -> Problem:
        match = _PLACE.fullmatch(problem.path)
        row = self.rows.get(int(match[1])) if match else None
        path = problem.path
        if match and row:
            path = row.cell(match[2] if match[2] in row.letters else row.main)
        return dataclasses.replace(
            problem,
            path=path,
            message=_LINE.sub(self._named, problem.message),
            remedy=_LINE.sub(self._named, problem.remedy),
        )

    def _named(self, match: re.Match[str]) -> str:
        row = self.rows.get(int(match[1]))
        return row.cell(row.main) if row else match[0]


def is_workbook(content: bytes) -> bool:
    """Return whether the bytes may be those of an .xlsx file."""
    return content.startswith(b"PK\x03\x04")


def read_workbook(
    content: bytes, *, file: str, unit: Unit
) -> tuple[Sheets | None, tuple[Problem, ...]]:
    """Return the workbook as a CSV form and all problems; None if any is an error.

    unit: of the answers where the workbook does not say it itself.
    """
    sheets, wrong = _open(content, file)
    if wrong:
        return None, (wrong,)
    occasion = _occasion(sheets)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    rows: dict[int, Row] = {}
    problems: list[Problem] = []
    tables = [_Table.of(title, sheet, file) for title, sheet in sheets.items()]
    found = [table for table in tables if table is not None]
    names = list(dict.fromkeys(name for table in found for name in table.letters))
    if not found:
        message = "no sheet has the columns question, component and best."
        remedy = "Fill in the workbook of 'resolve form', or give its sheets these columns."
        return None, (Problem(file=file, path="", message=message, remedy=remedy),)
    writer.writerow(names)
    rows[1] = Row(sheet=found[0].title, number=found[0].head, letters=found[0].letters)
    line = 2
    unit = next((known for known in UNITS if known == occasion.get("unit")), unit)
    for table in found:
        for row, cells in table.lines(unit == "percent", problems):
            rows[line] = row
            writer.writerow([cells.get(name, "") for name in names])
            line += 1 + sum(text.count("\n") for text in cells.values())
    if problems:
        return None, tuple(problems)
    return Sheets(text=stream.getvalue(), unit=unit, rows=rows, occasion=occasion), ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """What is in a cell. percent: whether it is shown in percent; formula: whether it is one."""

    value: Any
    percent: bool
    formula: bool


_Sheet: TypeAlias = Mapping[int, Mapping[str, _Cell]]
"""The cells that are not blank, by row and by letter of the column."""


class _TooMany(Exception):
    """Raised where sheets have more cells than are looked at."""


def _open(content: bytes, file: str) -> tuple[Mapping[str, _Sheet], Problem | None]:
    """Return the sheets by title, or why the workbook cannot be read."""

    def refuse(message: str) -> tuple[Mapping[str, _Sheet], Problem]:
        remedy = "Save it again as an .xlsx workbook, or as CSV UTF-8."
        return {}, Problem(file=file, path="", message=message, remedy=remedy)

    if len(content) > MAX_BYTES:
        return refuse(f"the file is larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        if too_large(content):
            return refuse("the workbook is far larger than a form.")
        with warnings.catch_warnings():  # of parts that a form has no use for
            warnings.simplefilter("ignore")
            return _sheets(content), None
    except _TooMany:
        return refuse("the workbook has far more cells than a form.")
    except Exception as error:  # a damaged file fails in every corner of the reader
        return refuse(f"this is no workbook that can be read ({cut(str(error))}).")


def _sheets(content: bytes) -> Mapping[str, _Sheet]:
    """Return the sheets by title, read row by row: a merged range or a far cell builds nothing."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import

    results = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(content), read_only=True)
    found: dict[str, dict[int, Mapping[str, _Cell]]] = {}
    left = MAX_CELLS
    for sheet, typed in zip(results.worksheets, formulas.worksheets, strict=True):
        rows = found[sheet.title] = {}
        for one in (sheet, typed):
            one.reset_dimensions()  # what a file says of its size may be wrong
        both = zip(sheet.iter_rows(), typed.iter_rows(), strict=True)
        for number, (shown, own) in enumerate(both, 1):
            left -= 1 + len(shown)
            if left < 0:
                raise _TooMany
            cells = {
                f.column_letter: _Cell(
                    value=r.value,
                    percent="%" in (r.number_format or ""),
                    formula=f.data_type == "f",
                )
                for r, f in zip(shown, own, strict=True)
                if f.value is not None
            }
            if cells:
                rows[number] = cells
    return found


def _occasion(sheets: Mapping[str, _Sheet]) -> Mapping[str, str]:
    rows = sheets.get(HIDDEN, {}).values()
    pairs = [[cells[at].value if at in cells else None for at in "AB"] for cells in rows]
    found = {str(key): str(value or "") for key, value in pairs if key}
    return found if found.get("format") == FORMAT else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The part of a sheet that is a form."""

    title: str
    sheet: _Sheet
    head: int
    letters: Mapping[str, str]
    file: str

    @classmethod
    def of(cls, title: str, sheet: _Sheet, file: str) -> _Table | None:
        """Return the form on a sheet, its first line being the row with a cell 'question'."""
        for number, cells in sheet.items():
            letters: dict[str, str] = {}
            for letter, cell in cells.items():
                if isinstance(cell.value, str) and cell.value.strip():
                    letters.setdefault(cell.value.strip().lower(), letter)
            if "question" in letters:
                kept = {name: at for name, at in letters.items() if name not in ("wording", SUM)}
                return cls(title=title, sheet=sheet, head=number, letters=kept, file=file)
        return None

    def lines(
        self, percent: bool, problems: list[Problem]
    ) -> Iterator[tuple[Row, Mapping[str, str]]]:
        """Yield each row that is not blank, with its cells as text."""
        for number in self.sheet:
            if number <= self.head:
                continue
            row = Row(sheet=self.title, number=number, letters=self.letters)
            cells = {name: self._text(row, name, percent, problems) for name in self.letters}
            if any(cells.values()):
                yield row, cells

    def _text(self, row: Row, column: str, percent: bool, problems: list[Problem]) -> str:
        cell = self.sheet[row.number].get(self.letters[column])
        if cell is None:
            return ""
        value = cell.value
        if value is None and cell.formula:
            message = "the result of this formula is not in the file."
            remedy = "Type the number itself, or save the file in a spreadsheet program first."
            problems.append(
                Problem(file=self.file, path=row.cell(column), message=message, remedy=remedy)
            )
            return ""
        if isinstance(value, float | int) and not isinstance(value, bool):
            share = cell.percent and column not in (*FIXED, "reason")
            return _number(value, share, percent)
        if isinstance(value, dt.date | dt.time):
            return f"the date {value}"
        return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")


def _number(value: float, shown_in_percent: bool, percent: bool) -> str:
    """Return a number as it was typed; a cell shown in percent holds a hundredth of that."""
    exact = Decimal(repr(value))
    if shown_in_percent and percent:
        exact = exact.scaleb(2)
    whole = exact == exact.to_integral_value()
    return plain(exact.quantize(Decimal(1)) if whole else exact.normalize())
