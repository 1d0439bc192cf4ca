"""From nothing to one's own what-if, and on to four experts' answers and a brief: steps counted."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from decimal import Decimal
from pathlib import Path

from click.testing import CliRunner

from elicitation.beginning.first_model import first_files
from elicitation.beginning.five_answers import FiveAnswers
from elicitation.cli import main
from tests.handbook.test_pages import PAGES

FIVE = (
    "Do we build a flood barrier?",
    "the town council",
    "nothing, dike",
    "flood in the old town",
    "homes, money",
)
NO_FLOOD = {"nothing": 70, "dike": 95}
"""Percent, in the pool's middle; experts differ by two around it."""


class Person:
    """Somebody at a keyboard; what is typed is counted."""

    def __init__(self):
        self.commands = self.answers = self.numbers = 0

    def types(self, line, *answers):
        self.commands += 1
        self.answers += len(answers)
        result = CliRunner().invoke(main, line.split(), input="".join(f"{a}\n" for a in answers))
        assert result.exit_code == 0, (line, result.output)
        return result.stdout

    def changes(self, old, new):
        """Change one number in model.toml."""
        self.numbers += 1
        text = Path("model.toml").read_text("utf-8")
        assert old in text
        Path("model.toml").write_text(text.replace(old, new, 1), "utf-8")


def began(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    person = Person()
    person.types("new barrier", *FIVE)
    monkeypatch.chdir(tmp_path / "barrier")
    return person


def test_a_what_if_of_ones_own_takes_three_commands_five_answers_and_a_row_for_each_option(
    tmp_path, monkeypatch
):
    person = began(tmp_path, monkeypatch)
    for option, no in NO_FLOOD.items():
        row = f'{{ when = ["{option}"], p = '
        person.changes(f"{row}[0.5, 0.5]", f"{row}[{no / 100}, {1 - no / 100:.2f}]")
    person.types("check")
    said = json.loads(person.types("whatif S1 --format json"))
    assert (person.commands, person.answers, person.numbers) == (3, 5, 2)
    (row,) = said["rows"]
    assert (row["outcome"], row["value"]) == ("flood_in_the_old_town=yes", 0.05)
    assert abs(row["difference"] + 0.25) < 1e-12


def filled(form, expert):
    """Fill in every row of a form as one expert: shares in percent, directions and ranks plain."""
    shift = Decimal("1.5") - int(expert[1:])
    with form.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    at = {name: head.index(name) for name in ("question", "component", "best")}
    for row in rows:
        option = re.search(r"choice=(\w+)\]", row[at["question"]])
        if option and row[at["component"]] in ("no", "yes"):
            no = NO_FLOOD[option[1]] + shift
            row[at["best"]] = str(no if row[at["component"]] == "no" else 100 - no)
    with form.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def test_four_experts_and_a_brief_take_fifteen_commands(tmp_path, monkeypatch):
    person = began(tmp_path, monkeypatch)
    person.types("round open 1")
    for expert in ("E01", "E02", "E03", "E04"):
        person.types(f"form --expert {expert} --round 1 --out {expert}.csv")
        filled(Path(f"{expert}.csv"), expert)
        person.types(f"submit {expert}.csv --expert {expert} --round 1")
    person.types("round close 1")
    person.types("freeze --reason first")
    said = json.loads(person.types("whatif S1 --format json"))
    (row,) = said["rows"]
    assert abs(row["value"] - 0.06) < 1e-12  # they stand at 95 - .5 to 95 - 3.5 less than 1.5
    assert "dike" in person.types("decide")
    person.types("report --format html")
    brief = Path("reports/report.html").read_text("utf-8")
    assert FIVE[0] in brief
    assert FIVE[1] in brief
    assert "4 experts" in brief
    assert (person.commands, person.answers) == (15, 5)


def test_the_page_shows_what_the_program_writes_but_for_the_numbers_it_changes():
    page = (PAGES / "learn-own-question.md").read_text("utf-8")
    shown = re.search(r"```toml\n# barrier/model.toml\n(.*?)```", page, re.DOTALL)[1]
    question, who, options, wrong, counts = FIVE
    answers = FiveAnswers(
        question=question,
        decision_maker=who,
        options=tuple(options.split(", ")),
        wrong=(wrong,),
        right=(),
        counts=tuple(counts.split(", ")),
    )
    written = first_files(answers, dt.date(2026, 11, 30))["model.toml"]
    pairs = zip(shown.splitlines(), written.splitlines(), strict=True)
    changed = [(one, other) for one, other in pairs if one != other]
    assert len(changed) == 3
    assert all(re.sub(r"[\d.]+", "#", a) == re.sub(r"[\d.]+", "#", b) for a, b in changed)
