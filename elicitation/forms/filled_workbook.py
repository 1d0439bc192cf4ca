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
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bayesnet.errors import Problem
from elicitation.forms.workbook import FIXED, FORMAT, HIDDEN, SUM
from elicitation.record.decoding import MAX_BYTES, cut, plain
from elicitation.record.responses import UNITS, Unit

MAX_UNPACKED = 30_000_000
MAX_CELLS = 500_000
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
    opened, wrong = _open(content, file)
    if wrong:
        return None, (wrong,)
    values, formulas = opened
    occasion = _occasion(values)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    rows: dict[int, Row] = {}
    problems: list[Problem] = []
    tables = [_Table.of(sheet, formulas[sheet.title], file) for sheet in values.worksheets]
    found = [table for table in tables if table is not None]
    names = list(dict.fromkeys(name for table in found for name in table.letters))
    if not found:
        message = "no sheet has the columns question, component and best."
        remedy = "Fill in the workbook of 'resolve form', or give its sheets these columns."
        return None, (Problem(file=file, path="", message=message, remedy=remedy),)
    writer.writerow(names)
    rows[1] = Row(sheet=found[0].sheet.title, number=found[0].head, letters=found[0].letters)
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


def _open(content: bytes, file: str) -> tuple[tuple[Any, Any], Problem | None]:
    """Return the workbook with results and with formulas, or why it cannot be read."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import

    def refuse(message: str) -> tuple[tuple[Any, Any], Problem]:
        remedy = "Save it again as an .xlsx workbook, or as CSV UTF-8."
        return (None, None), Problem(file=file, path="", message=message, remedy=remedy)

    if len(content) > MAX_BYTES:
        return refuse(f"the file is larger than {MAX_BYTES // 1_000_000} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                return refuse("the workbook is far larger than a form.")
        with warnings.catch_warnings():  # of parts that a form has no use for
            warnings.simplefilter("ignore")
            values = load_workbook(io.BytesIO(content), data_only=True)
            formulas = load_workbook(io.BytesIO(content))
    except Exception as error:  # a damaged file fails in every corner of the reader
        return refuse(f"this is no workbook that can be read ({cut(str(error))}).")
    if sum(sheet.max_row * sheet.max_column for sheet in values.worksheets) > MAX_CELLS:
        return refuse("the workbook has far more cells than a form.")
    return (values, formulas), None


def _occasion(workbook: Any) -> Mapping[str, str]:
    if HIDDEN not in workbook.sheetnames:
        return {}
    pairs = workbook[HIDDEN].iter_rows(max_col=2, values_only=True)
    found = {str(row[0]): str(row[1] or "") for row in pairs if len(row) == 2 and row[0]}  # noqa: PLR2004
    return found if found.get("format") == FORMAT else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The part of a sheet that is a form."""

    sheet: Any
    formulas: Any
    head: int
    letters: Mapping[str, str]
    file: str

    @classmethod
    def of(cls, sheet: Any, formulas: Any, file: str) -> _Table | None:
        """Return the form on a sheet, its first line being the row with a cell 'question'."""
        for row in sheet.iter_rows():
            letters: dict[str, str] = {}
            for cell in row:
                if isinstance(cell.value, str) and cell.value.strip():
                    letters.setdefault(cell.value.strip().lower(), cell.column_letter)
            if "question" in letters:
                kept = {name: at for name, at in letters.items() if name not in ("wording", SUM)}
                return cls(sheet=sheet, formulas=formulas, head=row[0].row, letters=kept, file=file)
        return None

    def lines(
        self, percent: bool, problems: list[Problem]
    ) -> Iterator[tuple[Row, Mapping[str, str]]]:
        """Yield each row that is not blank, with its cells as text."""
        for number in range(self.head + 1, self.sheet.max_row + 1):
            row = Row(sheet=self.sheet.title, number=number, letters=self.letters)
            cells = {name: self._text(row, name, percent, problems) for name in self.letters}
            if any(cells.values()):
                yield row, cells

    def _text(self, row: Row, column: str, percent: bool, problems: list[Problem]) -> str:
        where = f"{self.letters[column]}{row.number}"
        cell = self.sheet[where]
        value = cell.value
        if value is None and self.formulas[where].data_type == "f":
            message = "the result of this formula is not in the file."
            remedy = "Type the number itself, or save the file in a spreadsheet program first."
            problems.append(
                Problem(file=self.file, path=row.cell(column), message=message, remedy=remedy)
            )
            return ""
        if isinstance(value, float | int) and not isinstance(value, bool):
            share = "%" in (cell.number_format or "") and column not in (*FIXED, "reason")
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
