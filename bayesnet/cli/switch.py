"""The command ``resolve switch``: what would change the recommendation."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

import click

from bayesnet.answers.recommend import Choice, Recommendation, digits_of, recommend
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import publish
from bayesnet.cli.workers import progress_bar
from bayesnet.errors import StudyError, problem_at
from bayesnet.messages.remedies import did_you_mean
from bayesnet.plurals import many
from bayesnet.rounding import written
from bayesnet.sensitivity.digits import LEAST, point_digits, switch_digits
from bayesnet.sensitivity.horizon import horizon_warnings
from bayesnet.sensitivity.parameters import KINDS, Kind, Parameter, parameters, row_parameter
from bayesnet.sensitivity.regions import Regions, find_regions
from bayesnet.sensitivity.robustness import Robustness, find_flips
from bayesnet.sensitivity.rows import parse_entry
from bayesnet.sensitivity.rules import behaviour, plan_text, rule_document
from bayesnet.sensitivity.switch_table import switch_table
from bayesnet.sensitivity.thresholds import (
    Switches,
    Threshold,
    change_text,
    find_switches,
    within_text,
)
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.named import deciding
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.table import ResultTable

WAYS = {"row": "entries", "table": "ways, each to one expert's"}
"""In what numbers rows and tables are moved."""
TWO = 2
"""So many weights leave one of them no choice."""


@click.command()
@click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml.")
@click.option(
    "--by",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    help="What is moved, one at a time; everything if not given.",
)
@click.option(
    "--regions",
    nargs=2,
    default=None,
    metavar="NUMBER NUMBER",
    help="Two numbers: which plan is best where.",
)
@click.option("--top", type=click.IntRange(1), default=4, show_default=True, help="Of each kind.")
@format_option
@source_options
@refusing
def switch(
    weights: str,
    kinds: tuple[Kind, ...],
    regions: tuple[str, str] | None,
    top: int,
    form: str,
    source: Source,
) -> None:
    """Say what would change the recommendation.

    Every switch point is solved for, exactly; numbers are named as the table names them. Examples:

    \b
      resolve switch
      resolve switch --by weight
      resolve switch --regions "weight of deterrence" "internal_strain=severe"
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    view = deciding(opened(source), weights, place="--weights")
    study = view.study
    if regions:
        first, second = known_numbers(view, regions)
        where = find_regions(view, first, second)
        table, notice = _regions_table(where, study.diagram), study.diagram.notice
        maps: dict[str, object] = {"regions": where.document()}
        publish(form, table, where.frame, where.provenance, notice, maps)
        return
    with progress_bar("Moving each number") as progress:
        answer = find_switches(view, kinds or KINDS, progress)
    flips = find_flips(view)
    ties = tie_lines(recommend(view), study)
    lines = [*_flips(flips), *ties, *horizon_warnings(study.diagram)]
    rest, table = document_of(answer, flips), _worded_table(answer, lines, top, study.diagram)
    publish(form, table, answer.frame, answer.provenance, study.diagram.notice, rest)


def document_of(answer: Switches, flips: Robustness) -> dict[str, object]:
    """Return what JSON holds beside the rows: the best plan and every change of it, as rules."""
    return {
        "plan": {name: rule_document(rule) for name, rule in answer.plan.items()},
        "changes": [
            {
                "name": found.name,
                "to": found.to,
                "decisions": [change.document() for change in found.changes],
            }
            for found in answer.switches
        ],
        "moved": {
            kind: {"asked": n, "tried": answer.tried[kind]} for kind, n in answer.asked.items()
        },
        "certain_rows": answer.certain,
        "settle_a_tie": answer.level,
        "flips": flips.document(),
    }


def known_numbers(view: StudyView, names: tuple[str, str]) -> tuple[Parameter, Parameter]:
    """Return two numbers to move side by side.

    Raises StudyError unless each is free of the other.
    """
    first, second = (known_number(view, name) for name in names)
    if first.thing == second.thing:
        same = first.name == second.name
        code = "ask.number-twice" if same else "ask.entries-of-one-row"
        raise StudyError([problem_at("", "NUMBER", code, name=first.name)])
    if first.kind == second.kind == "weight" and len(view.study.diagram.utilities) <= TWO:
        raise StudyError([problem_at("", "NUMBER", "ask.two-weights-only-where-goes")])
    return first, second


def known_number(view: StudyView, name: str) -> Parameter:
    """Return the number of that name; raises StudyError if there is none."""
    known = {p.name: p for p in parameters(view, ("weight", "score"))}
    if name in known:
        return known[name]
    tables = view.network.tables
    if name.partition("[")[0].strip() in {*view.study.diagram.utilities, ""} or name.startswith(
        "weight"
    ):
        raise StudyError(
            [problem_at("", "--regions", "ask.no", did_you_mean(name, known), word=name)]
        )
    entry = parse_entry(name, tables, view.diagram.states)
    return row_parameter(view, entry)


def _worded_table(
    answer: Switches, lines: list[str], top: int, diagram: InfluenceDiagram
) -> ResultTable:
    shown = answer.nearest_of_each(top)
    return dataclasses.replace(
        switch_table(shown, diagram),
        above=[
            _answer(answer, diagram),
            f"Best plan: {plan_text(answer.plan)}.",
            f"Moved, one at a time: {_counts(answer)}.",
        ],
        below=[*_asides(answer, shown), *lines],
    )


def _asides(answer: Switches, shown: Sequence[Threshold]) -> Iterator[str]:
    """Yield what was left out, and what distances and ranges are of."""
    if answer.certain:
        rows, were = many(answer.certain, "row is certain and was"), "were"
        rows = rows if answer.certain == 1 else f"{answer.certain} rows are certain and {were}"
        yield (
            f"{rows} not moved: an entry is 1, as logic has it. 'resolve sensitivity ENTRY' moves "
            "one all the same."
        )
    if answer.level:
        settle = many(answer.level, "number settles", "numbers settle")
        yield f"A tie as the numbers are: {settle} it by the least move. Switch points lie beyond."
    if any(found.certain for found in shown):
        yield "What is exactly 0 or 1 stands last: its distance is in probability, not log-odds."
    asked = [s for s in answer.switches if s.kind == "row" and s.lowest is not None]
    if asked:
        ranged = any(found.ranged for found in asked)
        what = "the ranges they gave for a row, else their own values" if ranged else "own values"
        yield f"What experts say: {what}."


def _counts(answer: Switches) -> str:
    """Return what was moved and how much of it switches; what cannot be moved is left out."""
    parts = []
    for kind, number in answer.asked.items():
        if not number:
            continue
        ways = f" ({answer.tried[kind]} {WAYS[kind]})" if kind in WAYS else ""
        moved = f"{number} {kind}{'' if number == 1 else 's'}{ways}"
        parts.append(f"{moved}, of which {answer.turning(kind)} can switch the plan")
    return "; ".join(parts) or "nothing"


def _answer(answer: Switches, diagram: InfluenceDiagram) -> str:
    nearest = [found for kind in answer.asked if (found := answer.nearest(kind))]
    if not nearest:
        return "No single number changes the recommendation, however far it goes."
    parts = [
        f"{f.name} from {at_text(f, f.at, diagram)} to {at_text(f, f.to, diagram)} "
        f"({change_text(f)})"
        for f in nearest
    ]
    text = (
        f"What changes the recommendation soonest: {'; '.join(parts)}."
        if len(parts) > 1
        else f"The recommendation changes soonest with {parts[0]}."
    )
    return f"{text} {within_text(answer.switches)}".rstrip()


def at_text(found: Threshold, value: float, diagram: InfluenceDiagram, least: int = LEAST) -> str:
    """Return a switch's number with the digits at which it and the switch point differ."""
    return written(value, switch_digits(found, diagram, least))


def _flips(flips: Robustness) -> list[str]:
    """Return a sentence for each kind of view: which of them recommend something else."""
    lines = []
    for kind, words in (
        ("structure", "other structures"),
        ("expert", "experts' own numbers"),
        ("weights", "other weight sets"),
    ):
        views = [view for view in flips.views if view.kind == kind]
        turned = [view for view in views if view.changes]
        if not views or (kind == "expert" and len(views) == 1):
            continue
        told = "; ".join(
            f"{view.name} "
            f"({', '.join(f'{c.decision}: {c.after.text(rest=c.rest)}' for c in view.changes)})"
            for view in turned
        )
        same = len(views) - len(turned)
        lines.append(
            f"Of {len(views)} {words}, {same} give the same plan"
            + (f"; not {told}." if turned else ".")
        )
    return lines


def tie_lines(answer: Recommendation, study: Study) -> Iterator[str]:
    """Yield the warning that the best and the second are too near to tell apart, and where."""
    digits = digits_of(answer, study.diagram)
    for choice in answer.choices:
        if choice.is_tie and choice.rival:
            yield f"{choice.decision}: {_tie(choice, digits, study.diagram)} Report as a tie."
        level = [s for s in answer.tables[choice.decision].states if len(s.ties) > 1]
        if level and choice.gaps[:1] != (0.0,):
            share = sum(state.probability for state in level)
            yield (
                f"{choice.decision}: in {many(len(level), 'situation')} (probability {share:.2g}) "
                "another option is exactly as good."
            )


def _tie(choice: Choice, digits: int, diagram: InfluenceDiagram) -> str:
    """Return how near the second comes, and why that is a tie."""
    assert choice.rival is not None  # noqa: S101 - a choice without a rival is no tie
    lead, experts = choice.gaps[0], choice.gaps[1:]
    pair = f"{choice.policy.text()}; {choice.rival.text()}"
    fixed = choice.policy.always and choice.rival.always
    named = "best and second" if fixed else f"best and second ({pair})"
    if not lead:
        return f"best and second ({pair}) are worth exactly the same."
    text = f"{named} differ by {written(lead, digits)} {diagram.scale}; "
    if max(experts) - min(experts) > lead:
        return f"{text}the expert range of that gap is wider."
    against = sum(gap <= 0 for gap in experts)
    return (
        f"{text}by the own numbers of {against} of {len(experts)} the second is as good or better."
    )


def _regions_table(where: Regions, diagram: InfluenceDiagram) -> ResultTable:
    """Return a row for each stretch of the first number, with the rules that are not everywhere."""
    plans = {behaviour(stretch.plan) for stretch in where.stretches}
    borders = [s.high - s.low for s in where.stretches]
    ends = [e for n in (where.first, where.second) if n.kind == "score" for e in (n.low, n.high)]
    triangular = "The two weights are as the table says; the others share the rest in proportion."
    return dataclasses.replace(
        where.table(point_digits(diagram, ends, borders)),
        above=[
            f"{len(plans)} plans are best somewhere as {where.first.name} "
            f"(now {where.first.at:.3g}) and {where.second.name} (now {where.second.at:.3g}) move."
            if len(plans) > 1
            else f"One plan is best wherever {where.first.name} and {where.second.name} go: "
            f"{plan_text(where.plan)}."
        ],
        below=[
            "Borders are exact along the first number; the second goes in steps.",
            *([triangular] if where.triangular else []),
        ],
    )
