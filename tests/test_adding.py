"""What it takes to add a CPT method or a way to answer: few files, and it works everywhere at once.

Each is added to a copy of the packages, by a list of edits whose length is what is promised; then a
study that uses it is asked, answered, frozen and questioned by the copy's own commands.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bayesnet.interchange.files import FORMATS

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "elicitation" / "handbook" / "pages" / "do-own-study.md"
MOST_FOR_A_METHOD = 4
MOST_FOR_AN_ANSWER = 5
NEW = ""
"""Stands for the whole of a new file in an edit."""

METHOD = {
    "bayesnet/cpds/echo.py": (
        NEW,
        '''"""A child that repeats its only parent's state, as far as it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from bayesnet.cpds.parameter import (
    Array, Domain, ManyValues, Parameter, Values, number_parameter, one_table,
)


def trust_key(child: str) -> str:
    """Return the key of the trust, for example ``x.trust``."""
    return f"{child}.trust"


@dataclass(frozen=True, kw_only=True)
class Echo:
    """Asks for one number: how often the child says what its parent is, beyond chance."""

    domain: Domain
    placeholder: Mapping[str, tuple[Decimal, ...]]
    asked: bool = True
    method: str = "echo"
    additive: bool = False

    def parameters(self) -> tuple[Parameter, ...]:
        """Return the trust."""
        child = self.domain.child
        return (number_parameter(child, trust_key(child), (0.0, 1.0), "trust"),)

    def table(self, values: Values) -> Array:
        """Return the table."""
        return one_table(self.tables, values)

    def tables(self, values: ManyValues) -> Array:
        """Return the tables of many worlds."""
        trust = values[trust_key(self.domain.child)][0]
        size = len(self.domain.states)
        same = np.eye(size)[:, :, None]
        return same * trust + (1 - trust) / size

    def check(self, values: Values) -> tuple[str, ...]:
        """Return what is wrong with the values."""
        trust = values[trust_key(self.domain.child)][0]
        return () if 0 <= trust <= 1 else (f"trust {trust} is not 0 to 1.",)
''',
    ),
    "bayesnet/formats/cpt_toml.py": (
        "READERS: Mapping[",
        """def _echo(s: Section, domain: Domain, method: str, asked: bool) -> Cpd | None:
    from bayesnet.cpds.echo import Echo, trust_key

    return Echo(
        domain=domain, placeholder={trust_key(domain.child): (s.number("trust"),)}, asked=asked
    )


READERS: Mapping[""",
        '    "ranked": _ranked,\n',
        '    "ranked": _ranked,\n    "echo": _echo,\n',
    ),
    "diagrams/network/wording.py": (
        '    "check": Part(',
        """    "trust": Part(
        title="{node}, trust",
        quantity="the trust in {node}",
        question="How far can {node} be trusted, from 0, not at all, to 1?",
    ),
    "check": Part(""",
    ),
    "elicitation/handbook/pages/keys.md": (
        "| `chance.NAME.cpt.prior` |",
        "| `chance.NAME.cpt.trust` | number | `echo`: how far it is trusted |\n"
        "| `chance.NAME.cpt.prior` |",
    ),
}
"""What adds a method that asks for a number of a kind of its own."""
ECHO = """
[chance.report]
label = "The neighbour's report"
states = ["dry", "wet"]
parents = ["weather"]
definition = "What the neighbour says at noon."
by = 2026-01-02
settled_by = "the neighbour"
[chance.report.cpt]
method = "echo"
trust = 0.6
"""


ANSWER = {
    "elicitation/questionnaire/question_types.py": (
        '        QuestionType(\n            name="roulette",',
        """        QuestionType(
            name="ends",
            columns=("floor", "ceiling"),
            marks=("floor", "ceiling"),
            separate=True,
            seconds=50,
            hint="Give the two ends; the middle is your answer.",
        ),
        QuestionType(
            name="roulette",""",
        '    "word": "In a word",',
        '    "word": "In a word",\n    "floor": "At least",\n    "ceiling": "At most",',
    ),
    "elicitation/intake/reductions.py": (
        '        "roulette": _roulette,\n    }',
        '        "roulette": _roulette,\n        "ends": _ends,\n    }',
        "def _needed(",
        """def _ends(numbers: Numbers, whole: Decimal) -> Estimate:
    low, high = _needed(numbers, "floor"), _needed(numbers, "ceiling")
    return Estimate(best=(low + high) / 2, low=low, high=high)


def _needed(""",
    ),
    "elicitation/FORMAT.md": (
        "| quantiles | `q50`",
        "| ends | `floor`, `ceiling`: best is the middle |\n| quantiles | `q50`",
    ),
}
"""What adds a way to answer with columns of its own."""


def packages(folder, edits):
    """Copy the packages, with some edits: of each file a new text, or texts and what replaces them."""
    for package in ("bayesnet", "diagrams", "elicitation"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    for name, (old, *new) in edits.items():
        path = folder / name
        assert path.exists() == (old != NEW)
        text = path.read_text("utf-8") if old else ""
        pairs = [old, *new]
        for before, after in zip(pairs[::2], pairs[1::2], strict=True):
            assert text.count(before) == 1 or not before, (name, before)
            text = text.replace(before, after) if before else after
        path.write_text(text, "utf-8")


WORDS = """
from diagrams.network.wording import worded
from elicitation.questionnaire.question_words import quantity
print(quantity("report.trust", "value"), worded("report.trust", {"report": "The report"}), sep="; ")
"""


def resolve(folder, *words):
    """Run a command of the copy in its study; return what it prints."""
    return python(folder, "from elicitation.cli import main; main(prog_name='resolve')", *words)


def python(folder, code, *words):
    """Run code in the copy, as a command does; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        cwd=folder / "study",
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,  # of what hangs
    )
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return " ".join(done.stdout.split())


def make_study(folder, more="", questions=""):
    """Write the study of the handbook's page, with two experts."""
    from elicitation.plan.first_plan import first_plan  # noqa: PLC0415

    study = folder / "study"
    study.mkdir()
    for name, text in re.findall(
        r"```toml\n# umbrella/(\S+)\n(.*?)```", PAGE.read_text(), re.DOTALL
    ):
        (study / name).write_text(text + (more if name == "model.toml" else ""), "utf-8")
    plan = first_plan(experts={"E01": "", "E02": ""})
    (study / "elicitation.toml").write_text(plan + questions, "utf-8")


def answer(form, cells):
    """Fill a form in; cells: of a question and component, what is typed by column."""
    with form.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    at = {name: index for index, name in enumerate(head)}
    for row in rows:
        for column, typed in cells(row[at["question"]], row[at["component"]]).items():
            row[at[column]] = typed
    with form.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def workshop(folder, cells):
    """Have both experts asked and frozen; return what is printed of it."""
    resolve(folder, "round", "open", "1")
    for expert in ("E01", "E02"):
        resolve(folder, "form", "--expert", expert, "--round", "1", "--out", f"{expert}.csv")
        answer(folder / "study" / f"{expert}.csv", cells)
        resolve(folder, "submit", f"{expert}.csv", "--expert", expert, "--round", "1")
    resolve(folder, "round", "close", "1")
    resolve(folder, "freeze", "--reason", "added")


HALVES = {
    "weather[]": {"dry": "70", "wet": "30"},
    "forecast[weather=dry]": {"sun": "80", "rain": "20"},
    "forecast[weather=wet]": {"sun": "30", "rain": "70"},
}


@pytest.mark.slow
def test_a_method_with_a_number_of_its_own_kind_is_added_in_four_files(tmp_path):
    assert len(METHOD) <= MOST_FOR_A_METHOD
    packages(tmp_path, METHOD)
    make_study(tmp_path, ECHO, "\n[questions]\nsigns = false\ncheck_rows = 0\n")
    assert "sound" in resolve(tmp_path, "check")
    asked = "How far can 'The neighbour's report' be trusted, from 0, not at all, to 1?"
    assert asked in resolve(tmp_path, "questions", "--node", "report")
    words = python(tmp_path, WORDS)
    assert words == "the trust in report; The report, trust"

    def cells(question, component):
        typed = {"report.trust": {"value": "0.9"}} | HALVES
        return {"best": typed[question][component]} if question in typed else {}

    workshop(tmp_path, cells)
    assert "0002" not in resolve(tmp_path, "log")
    told = resolve(tmp_path, "whatif", "--seen", "report=wet", "--against", "home")
    assert "2 experts" in told
    assert ".891" in told, "wet is .3 * .95 of .3 * .95 + .7 * .05"
    resolve(tmp_path, "verify")


@pytest.mark.slow
def test_a_way_to_answer_with_columns_of_its_own_is_added_in_five_files(tmp_path):
    assert len(ANSWER) <= MOST_FOR_AN_ANSWER
    packages(tmp_path, ANSWER)
    plan = '\n[questions]\ntype = "ends"\nsigns = false\ncheck_rows = 0\n'
    make_study(tmp_path, questions=plan)
    assert "the middle is your answer" in resolve(tmp_path, "questions", "--node", "weather")

    def cells(question, component):
        middle = int(HALVES[question][component])
        return {"floor": str(middle - 10), "ceiling": str(middle + 10)}

    workshop(tmp_path, cells)
    told = resolve(tmp_path, "whatif", "--seen", "forecast=rain", "--against", "home")
    assert "0.600" in told, "wet is .3 * .7 of .3 * .7 + .7 * .2"
    resolve(tmp_path, "verify")
    page = "from elicitation.questionnaire.question_types import COLUMN_LABELS; print(COLUMN_LABELS['ceiling'])"
    assert python(tmp_path, page) == "At most"
    (response,) = (tmp_path / "study" / "responses" / "E01").glob("*.json")
    assert '"kind": "ends"' in response.read_text("utf-8")


@pytest.mark.parametrize("name", FORMATS)
def test_another_tools_format_is_named_where_it_is_listed_and_nowhere_else(name):
    quoted = {
        path.relative_to(ROOT).as_posix()
        for package in ("bayesnet", "diagrams", "elicitation")
        for path in (ROOT / package).rglob("*.py")
        if f'"{name}"' in path.read_text("utf-8")
    }
    own = {path for path in quoted if path.startswith(f"bayesnet/interchange/{name}")}
    assert quoted - own == {"bayesnet/cli/export.py", "bayesnet/interchange/files.py"}
