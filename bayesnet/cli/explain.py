"""The command ``resolve explain``: why an outcome changes, in sentences built from the numbers."""

from __future__ import annotations

import dataclasses

import click

from bayesnet.answers.chance_questions import MostProbable, most_probable_states
from bayesnet.answers.independence import Independence, independence
from bayesnet.answers.whatif import what_if
from bayesnet.attribution.explanation import Explanation, explanation
from bayesnet.cli.asking import scenarios
from bayesnet.cli.chance_tables import likeliest_table
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import publish
from bayesnet.errors import StudyError, problem_at
from bayesnet.rounding import steady
from bayesnet.study.model import Outcome
from bayesnet.study.named import known_outcome
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView
from bayesnet.table import ResultTable


@click.command()
@click.argument("scenario", default="")
@click.option("--against", default="", metavar="SCENARIO", help="What to compare with.")
@click.option(
    "--on",
    default="",
    metavar="OUTCOME",
    help="An outcome of model.toml; the one that changes most if not given.",
)
@click.option("--top", type=click.IntRange(1), default=12, show_default=True, help="Rows shown.")
@click.option("--mpe", is_flag=True, help="Instead: the likeliest states of all nodes together.")
@click.option(
    "--independent",
    "pair",
    type=(str, str),
    metavar="NODE NODE",
    help="Instead: whether, by the arcs alone, knowing one can tell about the other.",
)
@click.option("--given", multiple=True, metavar="NODE", help="With --independent: known already.")
@format_option
@source_options
@refusing
def explain(
    scenario: str,
    against: str,
    on: str,
    top: int,
    mpe: bool,
    pair: tuple[str, str] | None,
    given: tuple[str, ...],
    form: str,
    source: Source,
) -> None:
    """Explain a what-if: what moves it, which way, what opposes.

    \b
      resolve explain S6 --against S0
      resolve explain S5 --on serious_or_lethal
      resolve explain S5 --mpe
      resolve explain --independent rift_line miscalculation --given perceived_commitment
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    view = opened(source)
    if pair:
        _publish_independence(independence(view, *pair, given), view, form)
        return
    asked, comparison = scenarios(view.study, scenario, against)
    if mpe:
        likeliest = most_probable_states(view, asked)
        _publish_likeliest(likeliest, view, form)
        return
    if not scenario:
        raise StudyError([problem_at("", "SCENARIO", "ask.nothing-to-explain")])
    if comparison is None:
        raise StudyError([problem_at("", "--against", "ask.no-comparison", scenario=scenario)])
    outcome = (
        known_outcome(view.study.diagram, on, place="--on")
        if on
        else _most(view, asked, comparison)
    )
    answer = explanation(view, asked, comparison, outcome)
    rest = {"sentences": list(answer.sentences)}
    shown = worded_table(answer, top)
    publish(form, shown, answer.frame, answer.provenance, view.study.diagram.notice, rest)


def _publish_independence(answer: Independence, view: StudyView, form: str) -> None:
    """Print the answer under the structure asked for, and which structures have another."""
    other = [name for name, one in answer.by_structure.items() if one != bool(answer)]
    lines = [answer.sentence(view.structure)]
    lines += [f"Under {', '.join(other)}: {answer.sentence(other[0])}"] if other else []
    table = dataclasses.replace(answer.table(), above=lines)
    publish(form, table, answer.frame, answer.provenance, view.study.diagram.notice)


def _publish_likeliest(answer: MostProbable, view: StudyView, form: str) -> None:
    """Print the states that are likeliest together."""
    rest = {"probability": dict(answer.probability)}
    table, notice = likeliest_table(answer, view), view.study.diagram.notice
    publish(form, table, answer.frame, answer.provenance, notice, rest)


def _most(view: StudyView, asked: Scenario, comparison: Scenario) -> Outcome:
    """Return the outcome whose probability changes most."""
    found = what_if(view, asked, comparison).outcomes
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
