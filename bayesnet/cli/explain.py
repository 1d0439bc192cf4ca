"""The command ``resolve explain``: why an outcome changes, in sentences built from the numbers."""

from __future__ import annotations

import click

from bayesnet.answers.chance_questions import most_probable_states
from bayesnet.answers.independence import Independence, independence
from bayesnet.answers.whatif import what_if
from bayesnet.attribution.explanation import Explanation, explanation
from bayesnet.cli.asking import scenarios
from bayesnet.cli.chance_sheets import likeliest_sheet
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import Sheet, below, change, publish, span
from bayesnet.errors import StudyError, problem_at
from bayesnet.rounding import steady
from bayesnet.study.model import Outcome
from bayesnet.study.named import known_outcome
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView

KINDS = {
    "finding": "finding",
    "path": "path, alone",
    "arc": "learned through",
    "together": "remainder",
}


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
        rest = {"probability": dict(likeliest.probability)}
        sheet = likeliest_sheet(likeliest, view)
        publish(form, sheet, likeliest.frame(), likeliest.provenance, rest)
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
    frame = answer.frame() if form in ("csv", "json") else None
    sheet = _sheet(answer, top, view.study.diagram.notice)
    publish(form, sheet, frame, answer.provenance, {"sentences": list(answer.sentences)})


def _publish_independence(answer: Independence, view: StudyView, form: str) -> None:
    """Print the answer under the structure asked for, and which structures have another."""
    other = [name for name, one in answer.by_structure.items() if one != bool(answer)]
    lines = [answer.sentence(view.structure)]
    lines += [f"Under {', '.join(other)}: {answer.sentence(other[0])}"] if other else []
    rows = [[name, "yes" if one else "no"] for name, one in answer.by_structure.items()]
    sheet = Sheet(
        heads=["Structure", "Independent"],
        rows=rows,
        above=lines,
        footer=below(answer.provenance, view.study.diagram.notice),
    )
    publish(form, sheet, answer.frame() if form in ("csv", "json") else None, answer.provenance)


def _most(view: StudyView, asked: Scenario, comparison: Scenario) -> Outcome:
    """Return the outcome whose probability changes most."""
    found = what_if(view, asked, comparison).outcomes
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
