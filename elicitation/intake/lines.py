"""Cut a form's text, CSV or JSON, into lines: what was typed about each component, and where."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, cast

from bayesnet.errors import Problem, problem_at
from bayesnet.messages.facts import Fact, LineNumber
from bayesnet.messages.remedies import DidYouMean, Remedy, did_you_mean
from elicitation.intake.line_checks import Line
from elicitation.intake.numerals import PLAIN_NUMBER, unmistakable
from elicitation.plan.protocol import is_private
from elicitation.questionnaire.question_types import COLUMNS
from elicitation.record.decoding import cut, parse_json
from elicitation.record.responses import UNITS, Unit

FORMAT = "collective-resolve/form"
NEWEST = 1
HEADER = ("question", "component", "low", "best", "high", "reason")
"""The columns that every form has; those of other types are in ``question_types.COLUMNS``."""
KNOWN = (*HEADER, "wording", *(column for column in COLUMNS if column not in HEADER))
NEEDED = ("question", "component", "best")
INSTEAD = frozenset(COLUMNS) - frozenset(HEADER) - {"confidence"}
"""With one of these columns a form may do without best values."""


def squeezed(key: str) -> str:
    """Return a key without blanks: people and spreadsheets add and drop them."""
    return "".join(key.split())


def csv_lines(text: str, file: str, problems: list[Problem]) -> list[Line]:
    """Return a line for each row of a CSV form, with comma or semicolon between the cells."""

    def refuse(place: str, code: str, /, **facts: Fact) -> None:
        problems.append(problem_at(file, place, code, **facts))

    rows = _rows(text, file, problems)
    first, header = next(rows, (1, []))
    names = [name.strip().lower() for name in header]
    columns = {name: index for index, name in enumerate(names) if name}
    if not {*names} & {*KNOWN}:
        problems[:] = [no_form(file)]  # whatever else is wrong with it
        return []
    problems += [unknown_column(file, f"line {first}", n) for n in columns if n not in KNOWN]
    for name in NEEDED:
        if name not in columns and (name != "best" or not INSTEAD & columns.keys()):
            refuse(f"line {first}", "form.no-column", name=name, header=",".join(HEADER))
    if len(columns) < len(list(filter(None, names))):
        refuse(f"line {first}", "form.column-twice")
    if problems:
        return []
    lines = []
    for number, row in rows:
        place = f"line {number}"
        nameless = [i for i, name in enumerate(names) if not name and i < len(row)]
        filled = next((i for i in nameless if row[i].strip()), None)
        if filled is not None:
            refuse(
                place,
                "form.cell-stands-under-no-heading",
                cell=filled + 1,
                heading=LineNumber(first),
            )
        if any(cell.strip() for cell in row[len(names) :]):
            refuse(
                place, "form.cells-where-first-line", number_count=len(row), name_count=len(names)
            )
            continue
        cells = {name: row[i] for name, i in columns.items() if i < len(row)}
        lines.append(line_of(cells, file=file, place=place, joint=", "))
    return lines


def no_form(file: str) -> Problem:
    """Return what is said of a file that has nothing of a form."""
    return problem_at(file, "", "form.no-form-no-column-form", header=",".join(HEADER))


def line_of(cells: Mapping[str, str], *, file: str, place: str, joint: str) -> Line:
    """Return the line that cells by column make; columns of wording say nothing."""
    return Line(
        **{name: cells.get(name, "") for name in HEADER},
        more={name: cells[name] for name in cells if name in COLUMNS and name not in HEADER},
        file=file,
        place=place,
        joint=joint,
    )


def unknown_column(file: str, place: str, name: str) -> Problem:
    """Return what is said of a column that no form has."""
    if is_private(name):
        return problem_at(file, place, "form.private-column", name=cut(name))
    near = did_you_mean(name, KNOWN)
    if not isinstance(near, DidYouMean):  # all columns of all types would be a long list
        near = did_you_mean(name, HEADER)
    return problem_at(file, place, "form.unknown-column", near, word=cut(name))


def _rows(text: str, file: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank with the number of the line it starts on."""
    skipped = 0
    head, _, rest = text.partition("\n")
    if head.lower().startswith("sep="):  # a line that spreadsheets write for themselves
        text, skipped, head = rest, 1, rest.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield start + skipped, row
            start = reader.line_num + 1
    except csv.Error as error:
        place = f"line {start + skipped}"
        problems.append(problem_at(file, place, "form.not-csv", error=str(error)))


def json_lines(
    text: str, file: str, unit: Unit, problems: list[Problem]
) -> tuple[Unit, list[Line]]:
    """Return the unit that a JSON form says it has, and its lines."""

    def refuse(path: str, code: str, /, *remedies: Remedy, **facts: Fact) -> None:
        problems.append(problem_at(file, path, code, *remedies, **facts))

    document, wrong = parse_json(text, file)
    if wrong:
        problems.append(wrong)
        return unit, []
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        refuse("format", "form.not-form", format=FORMAT)
        return unit, []
    if document.get("version") != NEWEST:
        refuse(
            "version",
            "form.form-version-program-reads",
            version=str(document.get("version")),
            newest=NEWEST,
        )
        return unit, []
    _unknown_keys(document, ("format", "version", "unit", "judgements"), "", refuse)
    said = document.get("unit", unit)
    if said not in UNITS:
        refuse("unit", "form.not-unit", did_you_mean(str(said), UNITS), word=cut(str(said)))
        return unit, []
    judgements = document.get("judgements")
    if not isinstance(judgements, list):
        refuse("judgements", "form.not-list-answers")
        return unit, []
    asked: set[str] = set()
    lines: list[Line] = []
    for index, judgement in enumerate(judgements):
        lines += _judgement_lines(judgement, f"judgements[{index}]", file, asked, refuse)
    return cast(Unit, said), lines


def _judgement_lines(
    judgement: Any, path: str, file: str, asked: set[str], refuse: Callable[..., None]
) -> Iterator[Line]:
    if not isinstance(judgement, dict) or not isinstance(judgement.get("answers"), dict):
        refuse(path, "form.not-answer")
        return
    _unknown_keys(judgement, ("question", "wording", "answers", "reason"), path + ".", refuse)
    question, reason = judgement.get("question", ""), judgement.get("reason", "")
    if not isinstance(question, str) or not isinstance(reason, str):
        refuse(path, "form.question-reason-text")
        return
    if squeezed(question) in asked:
        refuse(path, "form.question-answered-already", question=cut(question))
        return
    asked.add(squeezed(question))
    for component, cells in judgement["answers"].items():
        place = f"{path}.answers.{component}"
        if not isinstance(cells, dict):
            refuse(place, "form.not-estimate")
            continue
        _unknown_keys(cells, COLUMNS, place + ".", refuse)
        typed = {name: typed_text(value, component) for name, value in cells.items()}
        said = {"question": question, "component": component, "reason": reason}
        yield line_of({**typed, **said}, file=file, place=place, joint=".")


def _unknown_keys(
    table: Mapping[str, Any], known: Iterable[str], path: str, refuse: Callable[..., None]
) -> None:
    for key in table:
        if key not in known:
            refuse(path + key, "form.unknown-key", did_you_mean(key, known), word=cut(key))


def typed_text(value: object, component: str) -> str:
    """Return a JSON number or text as what was typed; nothing for null.

    A number of JSON has a point and one reading, which its text keeps.
    """
    if isinstance(value, Decimal) and component.strip() == PLAIN_NUMBER:
        return str(value) if "E" in str(value) else unmistakable(value)
    return "" if value is None else str(value)
