"""Name the cells of a workbook that are filled in and that nothing reads.

A heading that was renamed or lost would else take a whole sheet of answers with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from bayesnet.errors import Place, Problem
from elicitation.record.decoding import decimal_of

HEADING = "question"
"""The heading that makes a sheet a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is in a cell, how a number in it is shown, and whether it is worked out."""

    value: Any
    number_format: str
    formula: bool

    @property
    def is_number(self) -> bool:
        """Return whether the cell holds a number."""
        return isinstance(self.value, float | int) and not isinstance(self.value, bool)

    @property
    def may_answer(self) -> bool:
        """Return whether the cell holds a number, or a text that is one."""
        text = self.value.strip().removesuffix("%") if isinstance(self.value, str) else ""
        return self.is_number or self.formula or decimal_of(text) is not None


Sheet: TypeAlias = Mapping[int, Mapping[str, Cell]]
"""The cells that are not blank, by row and by letter of the column."""


def unread_sheet(title: str, sheet: Sheet, file: str, *, strict: bool) -> Iterator[Problem]:
    """Yield a problem that names all cells of a sheet without the heading 'question'.

    strict: whether the workbook was made as a form, which has no sheets for anything else. In one
    of somebody's own, a sheet of words alone may be notes: that is a warning.
    """
    named = ", ".join(ranges(sheet))
    if not named:
        return
    numbers = any(cell.may_answer for cells in sheet.values() for cell in cells.values())
    yield Problem(
        code="form.sheet-no-heading-so-nothing",
        place=Place(file, title),
        facts={"heading": HEADING, "named": named},
        severity="error" if strict or numbers else "warning",
    )


def unread_cells(title: str, outside: Sheet, file: str) -> Iterator[Problem]:
    """Yield a problem for the numbers, and one for the words, that stand outside a form's columns.

    outside: the cells above the headings and under none. Words there are a warning, for people
    write titles and notes; a number is an answer that would be lost.
    """
    for numbers in (True, False):
        cells = {
            row: {letter: cell for letter, cell in own.items() if cell.may_answer == numbers}
            for row, own in outside.items()
        }
        named = ranges(cells)
        if named:
            yield Problem(
                code="form.what-stands-outside-form-s",
                place=Place(file, f"{title}!{', '.join(named)}"),
                facts={},
                severity="error" if numbers else "warning",
            )


def ranges(sheet: Sheet) -> list[str]:
    """Return the cells as ranges such as ``C3:E20``, in the order of the rows."""
    open_: dict[tuple[str, str], tuple[int, int]] = {}
    found: list[tuple[int, str, str, int]] = []
    for row in sorted(sheet):
        spans = set(_spans(sheet[row]))
        for span in [
            span for span, (_, last) in open_.items() if span not in spans or last < row - 1
        ]:
            first, last = open_.pop(span)
            found.append((first, *span, last))
        for span in spans:
            open_[span] = (open_.get(span, (row, row))[0], row)
    found += [(first, *span, last) for span, (first, last) in open_.items()]
    return [
        f"{left}{first}" if (left, first) == (right, last) else f"{left}{first}:{right}{last}"
        for first, left, right, last in sorted(
            found, key=lambda each: (each[0], len(each[1]), each)
        )
    ]


def _spans(cells: Mapping[str, Cell]) -> Iterator[tuple[str, str]]:
    """Yield the first and last letter of each run of neighbouring cells in a row."""
    from openpyxl.utils import column_index_from_string  # noqa: PLC0415 - slow to import

    letters = sorted(cells, key=lambda letter: (len(letter), letter))
    start = 0
    for place, letter in enumerate(letters):
        following = letters[place + 1] if place + 1 < len(letters) else ""
        near = following and (
            column_index_from_string(following) == column_index_from_string(letter) + 1
        )
        if not near:
            yield letters[start], letter
            start = place + 1
