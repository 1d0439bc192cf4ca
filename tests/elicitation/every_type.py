"""A study in which every type of question is asked, of four experts, and an answer to each page."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from elicitation.cli import main
from elicitation.questionnaire.question_types import BINS, TYPES
from elicitation.workshop.fields import control_of
from elicitation.workshop.pages import PICK, Page
from tests.elicitation.workshop import done

EXPERTS = ("E01", "E04", "E07", "E10")
"""One of each panel: together they are asked everything."""
QUESTIONS = """\
[questions]
weights = "pairwise"
extremes = true
together = ["hardliner_influence"]
marginals = ["miscalculation"]
[questions.types]
burden_dispute = "roulette"
internal_strain = "roulette"
ally_confidence = "scale"
pressure_move = "scale"
rift_line = "quantiles"
provocation_level = "quantiles"
posture_credibility = "four_point"
miscalculation = "four_point"
message_coherence = "point"
"""
BEST = {
    1: ("30",),
    3: ("20", "30", "50"),
    4: ("10", "20", "30", "40"),
    5: ("10",) * 2 + ("30",) * 2 + ("20",),
}
WORDS = {1: ("unlikely",), 3: ("very unlikely", "unlikely", "roughly even chance")}
CHIPS = {1: (3,), 3: (1, 2, 4)}
"""In which tenth and the next ten chips lie, state by state: the middles come to 100."""


def fresh(folder: Path, questions: str = "", *, opened: bool = True) -> Path:
    """Return a study whose experts have answered nothing, its first round open."""
    made = CliRunner().invoke(main, ["init", str(folder), "--fresh"])
    assert made.exit_code == 0, made.output
    plan = folder / "elicitation.toml"
    text = plan.read_text("utf-8").replace("[round.1]", questions + "[round.1]", 1)
    plan.write_text(text, "utf-8")
    if opened:
        done(folder, "round", "open", 1)
    return folder


def every_type(folder: Path) -> Path:
    """Return a study that asks every type of question, its first round open."""
    return fresh(folder, QUESTIONS)


SHORT = ("internal_strain", "hardliner_influence", "ally_confidence", "cohesion_end", "rift_line")
"""Nodes that take every control between them."""


def every_control(folder: Path) -> Path:
    """Return a study that asks E01 on every control, its first round open."""
    made = fresh(folder, QUESTIONS, opened=False)
    plan = made / "elicitation.toml"
    nodes = ", ".join(f'"{node}"' for node in SHORT)
    short = f'[panel.short]\nlabel = "Short"\nnodes = [{nodes}]\n[expert.E01]\nlabel = "E01"\n'
    text = plan.read_text("utf-8").replace('[expert.E01]\nlabel = "E01"\n', short)
    text = text.replace('panels = ["alliance"]', 'panels = ["short"]', 1)
    plan.write_text(text, "utf-8")
    done(made, "round", "open", 1)
    return made


def typed_answer(page: Page) -> dict[str, str]:
    """Return by field an answer to a page, the same whoever gives it."""
    asked = [line for line in page.lines if line.asked]
    states = len(asked) // len(page.questions)
    control = control_of(page)
    cells: dict[str, str] = {}
    for at, line in enumerate(asked):
        if control in ("choices", "ranking"):
            cells[line.field("best")] = str(at + 1) if control == "ranking" else "1"
        elif control in ("spread", "balance"):
            cells[line.field(PICK)] = "0.1" if control == "spread" else "2"
        elif control == "chips":
            low = CHIPS[states][at % states]
            cells |= {line.field(BINS[low]): "5", line.field(BINS[low + 1]): "5"}
        elif control == "words":
            cells[line.field("word")] = WORDS[states][at % states]
        elif line.question.parameter.kind == "number":
            cells |= {line.field(c): n for c, n in zip(("low", "best", "high"), "235", strict=True)}
        else:
            best = int(BEST[states][at % states])
            given = {"low": best - 5, "best": best, "high": best + 5, "confidence": 80}
            given |= {"q5": best - 5, "q50": best, "q95": best + 5}
            columns = set(TYPES[page.type].columns) & set(given)
            cells |= {line.field(column): str(given[column]) for column in columns}
    return cells
