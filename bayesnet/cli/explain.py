"""The command ``resolve explain``: why an outcome changes, in sentences built from the numbers."""

from __future__ import annotations

import click

from bayesnet.answers.whatif import what_if
from bayesnet.attribution.explanation import Explanation, explanation
from bayesnet.cli.asking import known_outcome, scenarios
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import Sheet, below, change, publish, span
from bayesnet.errors import StudyError, problem_at
from bayesnet.rounding import steady
from bayesnet.study.model import Outcome
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study

KINDS = {
    "finding": "finding",
    "path": "path, alone",
    "arc": "learned through",
    "together": "remainder",
}


@click.command()
@click.argument("scenario")
@click.option("--against", default="", metavar="SCENARIO", help="What to compare with.")
@click.option(
    "--on",
    default="",
    metavar="OUTCOME",
    help="An outcome of model.toml; the one that changes most if not given.",
)
@click.option("--top", type=click.IntRange(1), default=12, show_default=True, help="Rows shown.")
@format_option
@source_options
@refusing
def explain(scenario: str, against: str, on: str, top: int, form: str, source: Source) -> None:
    """Explain a what-if: what moves it, which way, what opposes.

    \b
      resolve explain S6 --against S0
      resolve explain S5 --on serious_or_lethal
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    study, structure = opened(source)
    asked, comparison = scenarios(study, scenario, against)
    if comparison is None:
        raise StudyError([problem_at("", "--against", "ask.no-comparison", scenario=scenario)])
    outcome = known_outcome(study.diagram, on) if on else _most(study, structure, asked, comparison)
    answer = explanation(study, structure, asked, comparison, outcome)
    frame = answer.frame() if form in ("csv", "json") else None
    sheet = _sheet(answer, top, study.diagram.notice)
    publish(form, sheet, frame, answer.provenance, {"sentences": list(answer.sentences)})


def _most(study: Study, structure: str, asked: Scenario, comparison: Scenario) -> Outcome:
    """Return the outcome whose probability changes most."""
    found = what_if(study, structure, asked, comparison).outcomes
    return max(found, key=lambda a: steady(abs(a.difference or 0.0))).outcome


def _sheet(answer: Explanation, top: int, notice: str) -> Sheet:
    shown = answer.reasons[:top]
    more = len(answer.reasons) - len(shown)
    several = answer.provenance.experts > 1
    return Sheet(
        heads=["Kind", "What", "Effect", *(["Experts"] if several else [])],
        rows=[
            [
                KINDS[reason.kind],
                reason.name,
                change(reason.effect),
                *([span(reason.by_expert, signed=True)] if several else []),
            ]
            for reason in shown
        ],
        right=frozenset({2}),
        above=list(answer.sentences),
        below=[
            *([f"{more} more; --top shows them."] if more else []),
            "Findings: each one's share of the change, over all orders; they sum to it. A path: "
            "what the change would do along it alone.",
        ],
        footer=below(answer.provenance, notice),
    )
