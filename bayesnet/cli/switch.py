"""The command ``resolve switch``: what would change the recommendation."""

from __future__ import annotations

import click

from bayesnet.cli.decide import known_before, known_weights
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import Sheet, below, publish
from bayesnet.cli.workers import progress_bar
from bayesnet.errors import Problem, Refused, did_you_mean
from bayesnet.model import InfluenceDiagram
from bayesnet.recommend import recommend
from bayesnet.sensitivity.flips import Flips, find_flips
from bayesnet.sensitivity.horizon import horizon_warnings
from bayesnet.sensitivity.parameters import KINDS, Kind, Parameter, parameters, row_parameter
from bayesnet.sensitivity.regions import Regions, find_regions
from bayesnet.sensitivity.rows import parse_entry
from bayesnet.sensitivity.switches import Switch, Switches, change_text, find_switches
from bayesnet.study import Study

WAYS = {"row": "entries", "table": "ways, each to one expert's"}
"""In what numbers rows and tables are moved."""
FAR = {"row": "log-odds", "weight": "log-odds", "table": "of the way"}


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
    study, structure = opened(source)
    weights, known = known_weights(study, weights), known_before(study)
    notice = study.diagram.notice
    if regions:
        first, second = known_numbers(study, structure, weights, regions)
        where = find_regions(study, structure, weights, known, first, second)
        frame = where.frame() if form in ("csv", "json") else None
        publish(form, _regions(where, notice), frame, where.provenance)
        return
    with progress_bar("Moving each number") as progress:
        answer = find_switches(study, structure, weights, known, kinds or KINDS, progress)
    frame = answer.frame() if form in ("csv", "json") else None
    flips = find_flips(study, structure, weights, known)
    lines = [*_flips(flips), *_tie(study, structure, weights), *horizon_warnings(study.diagram)]
    rest = {"flips": flips.frame().reset_index().to_dict("records")} if form == "json" else None
    publish(form, _sheet(answer, lines, top, study.diagram), frame, answer.provenance, rest)


def known_numbers(
    study: Study, structure: str, weights: str, names: tuple[str, str]
) -> tuple[Parameter, Parameter]:
    """Return two numbers to move side by side; raises Refused unless each is free of the other."""
    first, second = (known_number(study, structure, weights, name) for name in names)
    if first.thing == second.thing:
        same = first.name == second.name
        message = (
            f"'{first.name}' is named twice: a region is of two different numbers."
            if same
            else "two entries of one row cannot be moved independently."
        )
        remedy = "Name another for one of them." if same else "Name entries of different rows."
        raise Refused([Problem(file="", path="NUMBER", message=message, remedy=remedy)])
    return first, second


def known_number(study: Study, structure: str, weights: str, name: str) -> Parameter:
    """Return the number of that name; raises Refused if there is none."""
    known = {p.name: p for p in parameters(study, structure, weights, ("weight", "score"))}
    if name in known:
        return known[name]
    tables = study.network(structure).tables
    if name.partition("[")[0].strip() in {*study.diagram.utilities, ""} or name.startswith(
        "weight"
    ):
        message, remedy = f"there is no '{name}';", did_you_mean(name, known)
        raise Refused([Problem(file="", path="--regions", message=message, remedy=remedy)])
    entry = parse_entry(name, tables, study.structures[structure].diagram.states)
    return row_parameter(study, structure, entry)


def _sheet(answer: Switches, lines: list[str], top: int, diagram: InfluenceDiagram) -> Sheet:
    shown = [
        found
        for kind in answer.asked
        for found in [s for s in answer.switches if s.kind == kind][:top]
    ]
    plan = ", ".join(answer.plan.values())
    whose = "Experts or weight sets" if answer.provenance.experts > 1 else "Weight sets"
    return Sheet(
        heads=["Number", "Now", "Switches at", "Distance", whose, "Then"],
        rows=[
            [
                found.name,
                f"{found.at:.3f}" if found.kind != "score" else f"{found.at:g}",
                f"{found.to:.3f}" if found.kind != "score" else f"{found.to:.2f}",
                _far(found, diagram.unit),
                _reach(found) if found.kind == "weight" or answer.provenance.experts > 1 else "-",
                change_text(found),
            ]
            for found in shown
        ],
        right=frozenset({1, 2}),
        above=[
            _answer(answer),
            f"Best plan: {plan}.",
            f"Moved, one at a time: {_counts(answer)}.",
        ],
        below=lines,
        footer=below(answer.provenance, diagram.notice),
    )


def _counts(answer: Switches) -> str:
    """Return what was moved and how much of it switches; what cannot be moved is left out."""
    parts = []
    for kind, number in answer.asked.items():
        if not number:
            continue
        ways = f" ({answer.tried[kind]} {WAYS[kind]})" if kind in WAYS else ""
        said = f"{number} {kind}{'' if number == 1 else 's'}{ways}"
        parts.append(f"{said}, of which {answer.turning(kind)} can switch the plan")
    return "; ".join(parts) or "nothing"


def _answer(answer: Switches) -> str:
    nearest = [found for kind in answer.asked if (found := answer.nearest(kind))]
    if not nearest:
        return "No single number changes the recommendation, however far it goes."
    parts = [f"{f.name} from {_at(f, f.at)} to {_at(f, f.to)} ({change_text(f)})" for f in nearest]
    inside = [f for f in answer.switches if f.inside]
    text = (
        f"What changes the recommendation soonest: {'; '.join(parts)}."
        if len(parts) > 1
        else f"The recommendation changes soonest with {parts[0]}."
    )
    whose = "experts or weight sets" if answer.provenance.experts > 1 else "weight sets"
    return text + (
        f" {len(inside)} of the switch points lie within what {whose} say."
        if inside
        else f" No switch point lies within what {whose} say."
    )


def _at(found: Switch, value: float) -> str:
    """Return a value for a sentence: points to one digit, the rest to two."""
    return f"{value:.1f}" if found.kind == "score" else f"{value:.2f}"


def _far(found: Switch, unit: str) -> str:
    if found.kind == "table":
        return f"{found.distance:.0%} {FAR[found.kind]}"
    return f"{found.distance:.2f} {FAR.get(found.kind, unit)}"


def _reach(found: Switch) -> str:
    if found.lowest is None or found.highest is None:
        return "-"
    where = f"{found.lowest:.2f} to {found.highest:.2f}"
    return f"{where}; {found.beyond} of {found.others} beyond it" if found.beyond else where


def _flips(flips: Flips) -> list[str]:
    """Return a sentence for each kind of view: which of them recommend something else."""
    lines = []
    for kind, words in (
        ("structure", "other structures"),
        ("expert", "experts' own numbers"),
        ("weights", "other weight sets"),
    ):
        views = [view for view in flips.views if view.kind == kind]
        turned = [view for view in views if view.moves]
        if not views or (kind == "expert" and len(views) == 1):
            continue
        told = "; ".join(
            f"{view.name} ({', '.join(f'{m.decision}: {m.after}' for m in view.moves)})"
            for view in turned
        )
        same = len(views) - len(turned)
        lines.append(
            f"Of {len(views)} {words}, {same} give the same plan"
            + (f"; not {told}." if turned else ".")
        )
    return lines


def _tie(study: Study, structure: str, weights: str) -> list[str]:
    """Return the warning that the best and the second are too near to tell apart."""
    choices = recommend(study, structure, weights, known_before(study)).choices
    ties = [choice for choice in choices if choice.is_tie]
    return [
        f"{choice.decision}: best and second differ by {choice.gaps[0]:.1f} "
        f"{study.diagram.scale}; the expert range of that gap is wider. Report as a tie."
        for choice in ties
    ]


def _regions(where: Regions, notice: str) -> Sheet:
    differing = [
        name
        for name in where.stretches[0].plan
        if len({stretch.plan[name] for stretch in where.stretches}) > 1
    ]
    plans = {tuple(stretch.plan.values()) for stretch in where.stretches}
    return Sheet(
        heads=[where.second.name, f"{where.first.name}: from", "to", *differing],
        rows=[
            [
                f"{stretch.second:.3f}",
                f"{stretch.low:.3f}",
                f"{stretch.high:.3f}",
                *(stretch.plan[name] for name in differing),
            ]
            for stretch in where.stretches
        ],
        right=frozenset({0, 1, 2}),
        above=[
            f"{len(plans)} plans are best somewhere as {where.first.name} "
            f"(now {where.first.at:.3g}) and {where.second.name} (now {where.second.at:.3g}) move."
            if len(plans) > 1
            else f"One plan is best wherever {where.first.name} and {where.second.name} go."
        ],
        below=["Borders are exact along the first number; the second goes in steps."],
        footer=below(where.provenance, notice),
    )
