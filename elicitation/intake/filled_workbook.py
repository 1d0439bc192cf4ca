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

from bayesnet.errors import Place, Problem, errors_in, problem_at
from bayesnet.messages.facts import Fact, LineNumber
from elicitation.intake.lines import KNOWN, unknown_column
from elicitation.intake.number_formats import Unshown, held, shown
from elicitation.intake.numerals import PLAIN_NUMBER, unmistakable
from elicitation.intake.sums import short
from elicitation.intake.unpacked import too_large
from elicitation.intake.unread_cells import Cell, Sheet, unread_cells, unread_sheet
from elicitation.intake.workbook import FIXED, FORMAT, HIDDEN, INSTRUCTIONS, SUM
from elicitation.questionnaire.question_types import BINS
from elicitation.record.decoding import MAX_BYTES, cut, plain
from elicitation.record.responses import UNITS, Unit

MAX_CELLS = 200_000
"""Of all sheets together, blank ones within a row among them."""
UNREAD = ("wording", SUM)
"""Columns that are there to be looked at."""
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
        match = _PLACE.fullmatch(problem.place.path)
        row = self.rows.get(int(match[1])) if match else None
        path = problem.place.path
        if match and row:
            path = row.cell(match[2] if match[2] in row.letters else row.main)
        facts = {name: self._at_cell(fact) for name, fact in problem.facts.items()}
        return dataclasses.replace(problem, place=Place(problem.place.file, path), facts=facts)

    def _at_cell(self, fact: Fact) -> Fact:
        """Return the cell that a line came from; any other fact as it is."""
        row = self.rows.get(fact.number) if isinstance(fact, LineNumber) else None
        return row.cell(row.main) if row else fact


def is_workbook(content: bytes) -> bool:
    """Return whether the bytes may be those of an .xlsx file."""
    return content.startswith(b"PK\x03\x04")


def read_workbook(
    content: bytes, *, file: str, unit: Unit, insist: bool = False
) -> tuple[Sheets | None, tuple[Problem, ...]]:
    """Return the workbook as a CSV form and all problems; None if any is an error.

    unit: of the answers where the workbook does not say it itself, or insist is true.
    """
    sheets, wrong = _open(content, file)
    if wrong:
        return None, (wrong,)
    occasion = _occasion(sheets)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    rows: dict[int, Row] = {}
    problems: list[Problem] = []
    own = (INSTRUCTIONS, HIDDEN) if occasion else ()
    tables = {
        title: _Table.of(title, sheet, file) for title, sheet in sheets.items() if title not in own
    }
    found = [table for table in tables.values() if table is not None]
    names = list(dict.fromkeys(name for table in found for name in table.letters))
    if not found:
        return None, (problem_at(file, "", "form.no-sheet-columns-question-component"),)
    writer.writerow(names)
    rows[1] = Row(sheet=found[0].title, number=found[0].head, letters=found[0].letters)
    line = 2
    if not insist:
        unit = next((known for known in UNITS if known == occasion.get("unit")), unit)
    for title, table in tables.items():
        if table is None:
            problems += unread_sheet(title, sheets[title], file, strict=bool(occasion))
            continue
        problems += table.unread(label="A1" if occasion else "")
        for row, cells in table.lines(unit == "percent", problems):
            rows[line] = row
            writer.writerow([cells.get(name, "") for name in names])
            line += 1 + sum(text.count("\n") for text in cells.values())
    if errors_in(problems):
        return None, tuple(problems)
    text = stream.getvalue()
    return Sheets(text=text, unit=unit, rows=rows, occasion=occasion), tuple(problems)


class _TooMany(Exception):
    """Raised where sheets have more cells than are looked at."""


def _open(content: bytes, file: str) -> tuple[Mapping[str, Sheet], Problem | None]:
    """Return the sheets by title, or why the workbook cannot be read."""

    def refuse(code: str, /, **facts: Fact) -> tuple[Mapping[str, Sheet], Problem]:
        return {}, problem_at(file, "", code, **facts)

    if len(content) > MAX_BYTES:
        return refuse("form.file-larger-than-mb", megabytes=MAX_BYTES // 1000000)
    try:
        if too_large(content):
            return refuse("form.workbook-far-larger-than-form")
        with warnings.catch_warnings():  # of parts that a form has no use for
            warnings.simplefilter("ignore")
            return _sheets(content), None
    except _TooMany:
        return refuse("form.workbook-far-more-cells-than")
    except Exception as error:  # a damaged file fails in every corner of the reader
        return refuse("form.no-workbook-can-read", error=cut(str(error)))


def _sheets(content: bytes) -> Mapping[str, Sheet]:
    """Return the sheets by title, read row by row: a merged range or a far cell builds nothing."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to import

    results = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(content), read_only=True)
    found: dict[str, dict[int, Mapping[str, Cell]]] = {}
    left = MAX_CELLS
    for sheet, typed in zip(results.worksheets, formulas.worksheets, strict=True):
        rows = found[sheet.title] = {}
        for one in (sheet, typed):
            one.reset_dimensions()  # what a file says of its size may be wrong
        both = zip(sheet.iter_rows(), typed.iter_rows(), strict=True)
        for number, (results_row, own) in enumerate(both, 1):
            left -= 1 + len(results_row)
            if left < 0:
                raise _TooMany
            cells = {
                f.column_letter: Cell(
                    value=r.value,
                    number_format=r.number_format or "",
                    formula=f.data_type == "f",
                )
                for r, f in zip(results_row, own, strict=True)
                if f.value is not None
            }
            if cells:
                rows[number] = cells
    return found


def _occasion(sheets: Mapping[str, Sheet]) -> Mapping[str, str]:
    rows = sheets.get(HIDDEN, {}).values()
    pairs = [[cells[at].value if at in cells else None for at in "AB"] for cells in rows]
    found = {str(key): str(value or "") for key, value in pairs if key}
    return found if found.get("format") == FORMAT else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The part of a sheet that is a form.

    head: the row with the headings; letters: the columns that are read, by heading; skipped: those
    that only help whoever fills it in.
    """

    title: str
    sheet: Sheet
    head: int
    letters: Mapping[str, str]
    skipped: tuple[str, ...]
    file: str

    @classmethod
    def of(cls, title: str, sheet: Sheet, file: str) -> _Table | None:
        """Return the form on a sheet, its first line being the row with a cell 'question'."""
        for number, cells in sheet.items():
            letters: dict[str, str] = {}
            for letter, cell in cells.items():
                if isinstance(cell.value, str) and cell.value.strip():
                    letters.setdefault(cell.value.strip().lower(), letter)
            if "question" in letters:
                kept = {name: at for name, at in letters.items() if name not in UNREAD}
                skipped = [letters[name] for name in UNREAD if name in letters]
                return cls(
                    title=title,
                    sheet=sheet,
                    head=number,
                    letters=kept,
                    skipped=tuple(skipped),
                    file=file,
                )
        return None

    def unread(self, *, label: str) -> Iterator[Problem]:
        """Yield what is filled in on the sheet and no line of it, and headings nobody knows.

        label: the cell above the headings with the node's label, or empty.
        """
        heads = self.sheet[self.head]
        for letter, cell in heads.items():
            name = str(cell.value).strip().lower()
            place = f"{self.title}!{letter}{self.head}"
            if name not in (*KNOWN, SUM):
                yield unknown_column(self.file, place, name)
            elif letter not in (*self.letters.values(), *self.skipped):
                yield self._problem(place, "form.column-twice")
        outside = {
            number: {
                letter: cell
                for letter, cell in cells.items()
                if (number < self.head or letter not in heads) and f"{letter}{number}" != label
            }
            for number, cells in self.sheet.items()
            if number != self.head
        }
        yield from unread_cells(self.title, outside, self.file)

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

    def _problem(self, place: str, code: str, /, **facts: Fact) -> Problem:
        return problem_at(self.file, place, code, **facts)

    def _text(self, row: Row, column: str, percent: bool, problems: list[Problem]) -> str:
        cells = self.sheet[row.number]
        cell = cells.get(self.letters[column])
        if cell is None:
            return ""
        value = cell.value
        if value is None and cell.formula:
            problems.append(self._problem(row.cell(column), "form.result-formula-not-file"))
            return ""
        if cell.is_number:
            component = cells.get(self.letters.get("component", ""))
            plain_number = component is not None and component.value == PLAIN_NUMBER
            try:
                return _number(cell, column, plain_number=plain_number, percent=percent)
            except Unshown as error:
                problems.append(self._problem(row.cell(column), error.code, **error.facts))
                return ""
        if isinstance(value, dt.date | dt.time):
            return f"the date {value}"
        return "" if value is None else str(value).replace("\r\n", "\n").replace("\r", "\n")


def _number(cell: Cell, column: str, *, plain_number: bool, percent: bool) -> str:
    """Return the number that a cell shows, as somebody would type it; raises Unshown.

    plain_number: whether it is no share of a whole; percent: whether shares are in percent.
    """
    if column in (*FIXED, "reason"):
        return plain(held(cell.value))
    number = shown(cell.value, cell.number_format)
    if number.percent:
        share = not (plain_number or percent or column in ("confidence", *BINS))
        return short(number.number.scaleb(-2)) if share else f"{plain(number.number)}%"
    return unmistakable(number.number) if plain_number else plain(number.number)
