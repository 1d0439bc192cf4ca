"""The command ``resolve explain``: why an outcome changes, in sentences built from the numbers."""

from __future__ import annotations

import dataclasses

import click

from bayesnet.answers.whatif import what_if
from bayesnet.attribution.explanation import Explanation, explanation
from bayesnet.cli.asking import known_outcome, scenarios
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import publish
from bayesnet.errors import Problem, StudyError
from bayesnet.rounding import steady
from bayesnet.study.model import Outcome
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.table import ResultTable


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
        message = f"{scenario} has no comparison."
        raise StudyError([Problem(file="", path="--against", message=message, remedy="Name one.")])
    outcome = known_outcome(study.diagram, on) if on else _most(study, structure, asked, comparison)
    answer = explanation(study, structure, asked, comparison, outcome)
    rest = {"sentences": list(answer.sentences)}
    shown = worded_table(answer, top)
    publish(form, shown, answer.frame, answer.provenance, study.diagram.notice, rest)


def _most(study: Study, structure: str, asked: Scenario, comparison: Scenario) -> Outcome:
    """Return the outcome whose probability changes most."""
    found = what_if(study, structure, asked, comparison).outcomes
    return max(found, key=lambda a: steady(abs(a.difference or 0.0))).outcome


def worded_table(answer: Explanation, top: int) -> ResultTable:
    """Return the strongest reasons under the account in words."""
    more = len(answer.reasons) - top
    return dataclasses.replace(
        answer.table(answer.reasons[:top]),
        above=list(answer.sentences),
        below=[
            *([f"{more} more; --top shows them."] if more > 0 else []),
            "Findings: each one's share of the change, over all orders; they sum to it. A path: "
            "what the change would do along it alone.",
        ],
    )
