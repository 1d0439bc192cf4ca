"""The workshops that pages show can be typed as they stand, on the study that they make."""

from __future__ import annotations

import csv
import re
import shlex
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from elicitation.cli import main
from elicitation.study import Elicitation, open_elicitation

ROOT = Path(__file__).parents[2]


def lines_of(readme: Path, heading: str) -> list[list[str]]:
    """Return the commands of the first block under a heading, as words."""
    block = readme.read_text("utf-8").split(heading)[1].split("```sh\n")[1].split("```")[0]
    return [shlex.split(line, comments=True) for line in block.splitlines()]


def run(*words: str) -> str:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == 0, (words, result.output)
    return " ".join(result.output.split())


def answers(
    opened: Elicitation, expert: str, *, add: Decimal = Decimal(0)
) -> dict[tuple[str, str], str]:
    """Return by question and component what stands in model.toml, in percent.

    add: to the first state of every distribution, taken off the largest of the others.
    """
    found = {}
    for parameter in opened.plan.asked_of(expert, opened.parameters):
        best = list(opened.study.cpds[parameter.node].placeholder[parameter.key])
        if parameter.kind == "distribution":
            best = [100 * number for number in best]
            largest = max(range(1, len(best)), key=best.__getitem__)
            best[0], best[largest] = best[0] + add, best[largest] - add
        for component, number in zip(parameter.components, best, strict=True):
            found[parameter.key, component] = f"{number:f}"
    return found


def fill_csv(form: Path, typed: dict[tuple[str, str], str]) -> None:
    with form.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    places = [head.index(name) for name in ("question", "component", "best")]
    for row in rows:
        question, component, best = (row[place] for place in places)
        row[places[2]] = typed.get((question, component), best)
    with form.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def fill_xlsx(form: Path, typed: dict[tuple[str, str], str]) -> None:
    workbook = load_workbook(form)
    for sheet in workbook.worksheets[1:-1]:
        at = {cell.value: cell.column for cell in sheet[2]}
        for row in range(3, sheet.max_row + 1):
            key = tuple(sheet.cell(row, at[name]).value for name in ("question", "component"))
            if key in typed:
                sheet.cell(row, at["best"]).value = float(typed[key])
    workbook.save(form)


def workshop(
    lines: list[list[str]],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    others: Callable[[Elicitation, int], None],
) -> list[str]:
    """Type the lines in a folder, with what happens away from the keyboard; return the outputs."""
    monkeypatch.chdir(folder)
    said, head = [], ""
    for words in lines:
        if words[0] == "cd":
            monkeypatch.chdir(folder / words[1])
            continue
        command = words[1:]
        if command[0] == "submit":
            opened, _ = open_elicitation(Path())
            number = int(command[command.index("--round") + 1])
            fill = fill_xlsx if command[1].endswith(".xlsx") else fill_csv
            fill(Path(command[1]), answers(opened, "E07", add=Decimal(3 * (number - 1))))
        if command[:2] == ["round", "close"]:
            others(open_elicitation(Path())[0], int(command[2]))
        if command[0] == "verify":
            command = ["verify", "--head", head]
        said.append(run(*command))
        if command[:2] == ["round", "close"]:
            head = re.search(r"stands at ((?:[0-9a-f]{4} ?){3})", said[-1])[1].strip()
    return said


def hand_in(opened: Elicitation, experts: list[str], number: int) -> None:
    """Have experts hand in the whole of what they are asked."""
    for expert in experts:
        rows = [[*key, best] for key, best in answers(opened, expert).items()]
        form = Path(f"{expert}-{number}.csv")
        with form.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([["question", "component", "best"], *rows])
        run("submit", str(form), "--expert", expert, "--round", str(number))


def lines_of_page(page: Path) -> list[list[str]]:
    """Return the commands of all blocks of a page, as words."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    return [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]


def workshop_on_files(
    lines: list[list[str]], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Type a workshop of two rounds in which E07 is asked and E09 is absent from the first."""

    def others(opened: Elicitation, number: int) -> None:
        if number == 1:
            hand_in(opened, [e for e in opened.plan.experts if e not in ("E07", "E09")], 1)

    said = workshop(lines, folder, monkeypatch, others)
    diff = said[[words[1] for words in lines if words[0] != "cd"].index("diff")]
    assert "E07 raised P(" in diff


def test_the_workshop_of_the_elicitation_readme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def others(opened: Elicitation, number: int) -> None:
        present = [e for e in opened.plan.experts if e not in ("E03", "E07", "E09")]
        hand_in(opened, present, number)
        run("freeze", "--reason", "first", "--allow-absent")

    lines = lines_of(
        ROOT / "elicitation" / "README.md", "## A workshop, as the facilitator types it"
    )
    assert {words[1] for words in lines} >= {"form", "submit", "feedback", "verify", "diff"}
    workshop(lines, tmp_path, monkeypatch, others)
    assert (tmp_path / "workshop/private/feedback/r1").is_dir()
    assert load_workbook(tmp_path / "workshop/exports/record/judgements.xlsx").sheetnames


def test_nobody_of_a_fresh_study_is_asked_for_longer_than_the_budget(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    run("init", str(folder), "--fresh")
    opened, _ = open_elicitation(folder)
    budget = opened.plan.questions.minutes
    everything = {question.key for question in opened.asked()}
    seen: dict[str, int] = dict.fromkeys(everything, 0)
    for expert in opened.plan.experts:
        own = opened.asked(expert)
        assert 0 < sum(question.seconds for question in own) <= 60 * budget
        for question in own:
            seen[question.key] += 1
    assert min(seen.values()) >= 3, "fewer are shown to nobody"
    assert "over your" not in run("load", "--study", str(folder))
