"""Write a form as a workbook: a sheet for each node, only the answers' cells open to typing."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from elicitation.questionnaire.question_types import COLUMNS
from elicitation.questionnaire.question_words import node_of
from elicitation.record.decoding import MAX_RECORDED, decimal_of, plain
from elicitation.record.responses import Key, Unit
from elicitation.spreadsheet import put, saved

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

FORMAT = "collective-resolve/workbook"
HIDDEN = "form"
INSTRUCTIONS = "Instructions"
FIXED = ("question", "component", "wording")
NUMBERS = ("low", "best", "high")
"""Columns that take a number within the question's bounds."""
PLAIN = frozenset(COLUMNS) - {"word"}
"""Columns that hold numbers."""
SUM = "sum of best"
HEAD = 2
"""The row of a sheet with the columns' names; the node's label stands above it."""
_WIDTHS = {"question": 30, "component": 16, "wording": 50, "reason": 40, SUM: 13}
_HEIGHT = 13.5  # points of one line of text
_HIGHEST = 400.0  # spreadsheets allow 409
ENDLESS = 1e300
"""Stands for infinity, which spreadsheets do not know, as the bound of a number."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_GREY = "FFE7E7E7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Whose form it is, of which round, and what it says about itself.

    title, question, notice: of the model; labels: of its nodes.
    """

    study: str
    title: str
    question: str
    notice: str
    expert: str
    number: int
    unit: Unit
    model_sha256: str
    labels: Mapping[str, str]


def form_workbook(
    text: str, parameters: Sequence[Parameter], occasion: Occasion, *, at: dt.datetime
) -> bytes:
    """Return the workbook of a CSV form.

    text: the form, with a column ``wording``; parameters: its questions, which give the bounds of
    plain numbers. The structure is locked without a password: it guards against slips.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import
    from openpyxl.workbook.protection import WorkbookProtection  # noqa: PLC0415

    head, *rows = csv.reader(io.StringIO(text, newline=""))
    answers = [name for name in head if name not in FIXED]
    columns = (*(n for n in ("wording", "component") if n in head), *answers, SUM, "question")
    by_node: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        by_node.setdefault(node_of(cells["question"]), []).append(cells)
    workbook = Workbook()
    _instructions(workbook.worksheets[0], occasion)
    known = {parameter.key: parameter for parameter in parameters}
    for node, own in by_node.items():
        sheet = workbook.create_sheet(_title(node, workbook.sheetnames))
        _top(sheet, columns, occasion.labels.get(node, node))
        _fill(sheet, columns, own)
        _sums(sheet, columns, own)
        _bounds(sheet, columns, own, known, occasion.unit)
        _locked(sheet)
    _hidden(workbook.create_sheet(HIDDEN), occasion)
    workbook.security = WorkbookProtection(lockStructure=True)
    return saved(workbook, at=at)


def _instructions(sheet: Any, occasion: Occasion) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    percent = occasion.unit == "percent"
    whole, small = ("100", "25 means 25 in 100") if percent else ("1", "0.25 means 25 in 100")
    lines = [
        occasion.title,
        f"Form of expert {occasion.expert}, round {occasion.number}",
        occasion.question,
        f"Numbers are in {occasion.unit}: {small}. A weight or a spread is a plain number.",
        "There is a sheet for each node. Type into the white cells only; the rest is locked.",
        "low and high are the ends of your plausible range, best is your best number between them: "
        "of a probability the truth should lie in it 9 times in 10, of another number always.",
        f"The best values of one question sum to {whole}; the grey cell beside them adds them up.",
        "To skip a question, leave all its lines blank. Once you begin it, answer every line.",
        "Give a reason, above all for a 0: nothing could change it. Please name no person.",
        "Send the file back as it is (.xlsx). It is read in with: resolve submit FILE "
        f"--expert {occasion.expert} --round {occasion.number}",
    ]
    if occasion.notice:
        lines.append(f"ILLUSTRATIVE. {occasion.notice}")
    sheet.title = INSTRUCTIONS
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(lines, start=1):
        put(sheet, number, 1, line).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[number].height = _HEIGHT * (1 + len(line) // 100)
    sheet["A1"].font = Font(bold=True)
    _one_page_wide(sheet)
    sheet.protection.sheet = True


def _title(node: str, taken: Sequence[str]) -> str:
    """Return a sheet's name: at most 31 characters, none of those that are forbidden in it."""
    title = _FORBIDDEN.sub("_", node)[:31]
    number = 1
    while title.lower() in {name.lower() for name in taken}:
        number += 1
        title = f"{title[: 31 - len(str(number)) - 1]}~{number}"
    return title


def _top(sheet: Any, columns: Sequence[str], label: str) -> None:
    """Write the node's label, and the columns' names below."""
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415

    put(sheet, 1, 1, label).font = Font(bold=True)
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(columns) - 2)
    for index, name in enumerate(columns, start=1):
        cell = put(sheet, HEAD, index, name)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=_GREY)
        width = _WIDTHS.get(name, max(10, len(name) + 2))
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = sheet.cell(HEAD + 1, 1)


def _fill(sheet: Any, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Write the questions, and the answers that are there already into open cells."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side  # noqa: PLC0415

    grey, small = PatternFill("solid", fgColor=_GREY), Font(size=8, color="FF777777")
    side = Side(style="thin", color="FFAAAAAA")
    box = Border(left=side, right=side, top=side, bottom=side)
    for number, row in enumerate(rows, start=HEAD + 1):
        lines = row.get("wording", "").split("\n")
        deep = sum(1 + len(line) // _WIDTHS["wording"] for line in lines)
        sheet.row_dimensions[number].height = min(_HEIGHT * deep, _HIGHEST)
        for index, name in enumerate(columns, start=1):
            answer = name not in (*FIXED, SUM)
            cell = _put(sheet, number, index, row.get(name, ""), name)
            wrap = name in ("wording", "reason")
            cell.alignment = Alignment(wrap_text=wrap, vertical="top")
            cell.protection = Protection(locked=not answer)
            if answer:
                cell.border = box
            else:
                cell.fill = grey
            if name == "question":
                cell.font = small


def _put(sheet: Any, row: int, column: int, text: str, name: str) -> Any:
    """Put what was typed into a cell: a number, with a point or a comma, as a number."""
    number = decimal_of(text, longest=MAX_RECORDED) if name in PLAIN else None
    if number is None:
        return put(sheet, row, column, text)
    return put(sheet, row, column, plain(number), numeric=True)


def _sums(sheet: Any, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    """Put the sum of the best values on each question's first line."""
    if "best" not in columns:
        return
    best = sheet.cell(HEAD, columns.index("best") + 1).column_letter
    first = HEAD + 1
    for number, row in enumerate(rows, start=HEAD + 1):
        if row is not rows[-1] and rows[number - HEAD]["question"] == row["question"]:
            continue
        if row["component"] != "value":
            sum_of = sheet.cell(first, columns.index(SUM) + 1)
            sum_of.value = f"=SUM({best}{first}:{best}{number})"
        first = number + 1


def _bounds(
    sheet: Any,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, str]],
    parameters: Mapping[Key, Parameter],
    unit: Unit,
) -> None:
    """Let low, best and high take only numbers within the question's bounds."""
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    letters = [
        sheet.cell(HEAD, columns.index(n) + 1).column_letter for n in NUMBERS if n in columns
    ]
    rules: dict[tuple[float, float], Any] = {}
    for number, row in enumerate(rows, start=HEAD + 1):
        parameter = parameters.get(row["question"])
        if parameter is None:
            continue
        bounds = (parameter.lower, parameter.upper)
        if parameter.kind == "distribution":
            bounds = (0.0, 100.0 if unit == "percent" else 1.0)
        if bounds not in rules:
            low, high = (f"{min(max(bound, -ENDLESS), ENDLESS):g}" for bound in bounds)
            between = f" from {low} to {high}" if math.isfinite(bounds[1]) else " above 0"
            rules[bounds] = DataValidation(
                type="decimal",
                operator="between",
                formula1=low,
                formula2=high,
                allow_blank=True,
                showErrorMessage=True,
                errorTitle="Not a number for this question",
                error=f"Type a number{between if math.isfinite(bounds[0]) else ''}.",
            )
            sheet.add_data_validation(rules[bounds])
        for letter in letters:
            rules[bounds].add(f"{letter}{number}")


def _locked(sheet: Any) -> None:
    _one_page_wide(sheet)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False  # "not forbidden": wide columns may be needed
    sheet.protection.formatRows = False


def _one_page_wide(sheet: Any) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _hidden(sheet: Any, occasion: Occasion) -> None:
    rows = {
        "format": FORMAT,
        "version": "1",
        "study": occasion.study,
        "model_sha256": occasion.model_sha256,
        "expert": occasion.expert,
        "round": str(occasion.number),
        "unit": occasion.unit,
    }
    for number, (key, value) in enumerate(rows.items(), start=1):
        put(sheet, number, 1, key)
        put(sheet, number, 2, value)
    sheet.sheet_state = "hidden"
    sheet.protection.sheet = True
