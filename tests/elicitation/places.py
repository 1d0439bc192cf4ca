"""The three places in which a question is answered: a page, a workbook, the terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from click.testing import CliRunner
from openpyxl import load_workbook

from elicitation.cli import main
from elicitation.questionnaire.question_types import TYPES
from elicitation.questionnaire.questions import Question
from elicitation.study import open_elicitation
from elicitation.workshop.app import workshop
from elicitation.workshop.serving import prepare
from elicitation.workshop.session import WorkshopSession
from tests.elicitation.workshop import resolve
from tests.elicitation.workshop_site import BASE, PASSWORD, Site, answer, said

Cells = Mapping[tuple[str, str], Mapping[str, str]]
"""What is typed into which column, by the question's key and the state's name."""
Place = Callable[[Path, str, str, Cells], str]
"""Answer the questions on a node of a study for an expert; return the words one reads then."""


class Served(Site):
    """A study as it lies in a folder, served."""

    def __init__(self, folder: Path) -> None:
        prepare(folder, PASSWORD)
        self.desk = WorkshopSession(folder=folder, base=BASE)
        self.app = workshop(self.desk, hosts={"testserver"})


def on_page(folder: Path, expert: str, node: str, cells: Cells) -> str:
    """Send every page of the node's that has one of the cells."""
    site = Served(folder)
    browser = site.expert(expert)
    words = ""
    for page in site.desk.pages(expert):
        fields = {
            line.field(column).replace("-", "_"): text
            for line in page.lines
            for column, text in cells.get((line.question.key, line.component), {}).items()
        }
        if fields and page.first.parameter.node == node:
            words += " " + said(answer(browser, page.number, **fields))
    return words


def in_workbook(folder: Path, expert: str, node: str, cells: Cells) -> str:
    """Fill in the form that goes out, and submit it."""
    book = folder.parent / f"{expert}.xlsx"
    book.unlink(missing_ok=True)
    out = resolve(folder, "form", "--expert", expert, "--round", 1, "--out", book)
    if out.exit_code:
        return " ".join(out.output.split())
    workbook = load_workbook(book)
    for sheet in workbook.worksheets[1:-1]:
        columns = {cell.value: cell.column_letter for cell in sheet[2]}
        for row in range(3, sheet.max_row + 1):
            at = tuple(sheet[f"{columns[name]}{row}"].value for name in ("question", "component"))
            for column, text in cells.get(at, {}).items():
                sheet[f"{columns[column]}{row}"] = text if column == "word" else float(text)
    workbook.save(book)
    words = resolve(folder, "submit", book, "--expert", expert, "--round", 1).output
    return " ".join(words.split())


def at_terminal(folder: Path, expert: str, node: str, cells: Cells) -> str:
    """Answer aloud, question by question; Enter to all that is asked besides."""
    opened, _ = open_elicitation(folder)
    replies: list[str] = []
    for question in opened.asked(expert):
        if question.parameter.node == node:
            replies += _spoken(question, cells)
    words = ["ask", "--again", "--expert", expert, "--round", "1", "--node", node]
    typed = "\n".join(replies) + "\n" * 60
    result = CliRunner().invoke(main, [*words, "--study", str(folder)], input=typed)
    return " ".join(result.output.split())


def _spoken(question: Question, cells: Cells) -> list[str]:
    """Return what is replied to a question; of two states the second is asked for."""
    lines = question.lines if question.pairs or len(question.lines) != 2 else question.lines[1:]
    if not any(cells.get(line) for line in lines):
        return [""]
    if question.type == "roulette":
        return [
            " ".join(cells[line].get(c, "0") for c in TYPES["roulette"].columns) for line in lines
        ]
    if question.type == "scale":
        return [cells[line]["word"] for line in lines]
    columns = TYPES[question.type].columns
    return [cells[line].get(column, "-") for line in lines for column in columns]


PLACES: dict[str, Place] = {"page": on_page, "workbook": in_workbook, "terminal": at_terminal}
