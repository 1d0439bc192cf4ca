"""The command ``resolve sensitivity``: an answer as an exact function of one number, or of two."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import NamedTuple

import click
import numpy as np

from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.answers.recommend import solving
from bayesnet.cli.asking import About, amount, quantity_options
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, source_options
from bayesnet.cli.question import Asked, Question
from bayesnet.cli.show import publish
from bayesnet.decisions.solve import solve
from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.inference.query import Network
from bayesnet.inference.worlds import first_world
from bayesnet.kinds import quantity_kind
from bayesnet.rounding import steady
from bayesnet.sensitivity.digits import curve_digits
from bayesnet.sensitivity.functions import (
    Quotient,
    SensitivityFunction,
    TwoWay,
    sensitivity_function,
    two_way,
)
from bayesnet.sensitivity.parameters import row_parameter, setting
from bayesnet.sensitivity.quantity import Quantity, respond
from bayesnet.sensitivity.rows import Entry, parse_entry
from bayesnet.sensitivity.thresholds import Threshold, change_text, switches_of
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.named import deciding
from bayesnet.study.view import StudyView
from bayesnet.table import ResultTable

POINTS = 11
FLAT = 1e-12
"""A slope no steeper is one of rounding alone."""


def known_entries(texts: Sequence[str], network: Network, diagram: InfluenceDiagram) -> list[Entry]:
    """Return one entry, or two different ones; raises StudyError with what is wrong in them."""
    others = [p for p in (_of_another_kind(text, diagram) for text in texts) if p]
    if others:
        raise StudyError(others)
    chosen = [parse_entry(text, network.tables, diagram.states) for text in texts]
    if len(chosen) > 2 or len(chosen) != len({*chosen}):  # noqa: PLR2004 - one-way or two-way
        raise StudyError(
            [problem_at("", "ENTRY", "ask.entries-function-entry-two-different", count=len(texts))]
        )
    return chosen


def _of_another_kind(text: str, diagram: InfluenceDiagram) -> Problem | None:
    """Return where to ask about a number that 'switch' names and that stands in no table."""
    if text.strip().startswith("weight of "):
        return problem_at("", text, "ask.weight-is-no-entry")
    if text.partition("[")[0].strip() in diagram.utilities:
        return problem_at("", text, "ask.score-is-no-entry")
    return None


def overtaken_at(view: StudyView, about: About, entry: Entry) -> list[Threshold]:
    """Return where another plan becomes best as one entry moves, whichever plan that is.

    A lead that is never zero does not say so: it is over the rival that is nearest now.
    """
    base = setting(deciding(view, about.weights, place="--weights"))
    diagram = view.diagram
    with solving(diagram):
        strategy = solve(base.weighted()).strategy
        moved = [row_parameter(view, entry)]
        found = switches_of(diagram.states, base, strategy, moved).switches
    return sorted(found, key=lambda switch: steady(switch.to))


def of_both(quantity: Quantity, network: Network, chosen: Sequence[Entry]) -> TwoWay:
    """Return the function of two entries.

    Raises StudyError where they are not free of each other.
    """
    try:
        return two_way(quantity, network, chosen[0], chosen[1])
    except ValueError as error:
        problem = problem_at("", "ENTRY", "ask.entries-not-free", reason=str(error))
        raise StudyError([problem]) from error


def entry_name(view: StudyView, entry: Entry) -> str:
    """Return what a table's entry is called."""
    table = view.network.tables[entry.node]
    return entry.name(table.scope, view.diagram.states)


def _one(view: StudyView, answer: OfEntries) -> ResultTable:
    quantity, function, overtaken = answer.about, answer.function, answer.overtaken
    assert isinstance(function, SensitivityFunction)  # noqa: S101 - of one entry
    own = np.array([*answer.own] or [function.at])
    ends = function(np.array([own.min(), own.max()]))  # one expert may rule the evidence out
    reached = function(np.linspace(0.0, 1.0, POINTS))
    now = float(function(function.at))
    ends, curve = np.append(ends[np.isfinite(ends)], now), reached[np.isfinite(reached)].tolist()
    digits = curve_digits(view.study.diagram, now, curve)

    def shown(value: float) -> str:
        return amount(value, quantity.unit, digits)

    over = (
        f"; over the experts' own {own.min():.3f} to {own.max():.3f} it goes from "
        f"{shown(float(ends.min()))} to {shown(float(ends.max()))}"
    )
    above = [
        f"{answer.names[0]} is {function.at:.3f}, and {quantity.label} is {shown(now)}"
        f"{over if view.study.several else ''}.",
        f"f(x) = {_sum(*map(_quotient, function.parts))}",
    ]
    if quantity.unit == "points" or len(quantity.parts) > 1:
        zeros = function.reaching(0.0)
        it = "It" if overtaken is None else f"{quantity.label[0].upper()}{quantity.label[1:]}"
        above.append(
            f"{it} is zero at {', '.join(f'{x:.6f}' for x in zeros)}."
            if zeros
            else f"{it} is zero nowhere from 0 to 1."
        )
    if overtaken is not None:
        above += _told(overtaken)
    return dataclasses.replace(
        function.table(POINTS, quantity_kind(quantity.unit, digits)),
        above=above,
        below=[
            f"Sensitivity value {function.sensitivity_value:.3g}: what one unit of x would move it "
            "by, from where it is."
        ],
    )


def _told(overtaken: list[Threshold]) -> list[str]:
    """Return where the plan changes, for the lead is only that over the nearest rival as it is."""
    if not overtaken:
        return ["No other plan, this rival or another, becomes best anywhere from 0 to 1."]
    return [
        f"The best plan changes first at {s.to:.6f}, going {'up' if s.to > s.at else 'down'}: "
        f"{change_text(s)}."
        for s in overtaken
    ]


def _quotient(q: Quotient) -> str:
    if q.c == 0:
        return _linear(q.a / q.d, q.b / q.d)
    return f"({_linear(q.a, q.b)}) / ({_linear(q.c, q.d)})"


def _linear(slope: float, constant: float) -> str:
    parts = [f"{slope:.6g} x"] if abs(slope) > FLAT else []
    return _sum(*parts, f"{constant:.6g}")


def _sum(*parts: str) -> str:
    return " + ".join(parts).replace("+ -", "- ")


def _two(view: StudyView, answer: OfEntries) -> ResultTable:
    quantity, both, (down, across) = answer.about, answer.function, answer.names
    assert isinstance(both, TwoWay)  # noqa: S101 - of two entries
    steps = np.linspace(0.0, 1.0, POINTS)
    grid = both(steps[:, None], steps[None, :])
    at = float(both(*both.at))
    possible = [at, *grid[np.isfinite(grid)].tolist()]
    digits = curve_digits(view.study.diagram, at, possible)

    def shown(value: float) -> str:
        return amount(value, quantity.unit, digits)

    return dataclasses.replace(
        both.table(POINTS, quantity_kind(quantity.unit, digits)),
        above=[
            f"{quantity.label} is {shown(at)}; over both numbers it goes from "
            f"{shown(min(possible))} to {shown(max(possible))}.",
            f"Down: {down}, now {both.at[0]:.3f}. Across: {across}, now {both.at[1]:.3f}.",
        ],
    )


class OfEntries(NamedTuple):
    """A quantity by one entry of a table, or two: what they are called, and the function.

    own: each expert's value of the one entry. overtaken: where another plan becomes best as it
    moves; None where no plan is asked about.
    """

    about: Quantity
    names: tuple[str, ...]
    function: SensitivityFunction | TwoWay
    own: Sequence[float]
    overtaken: list[Threshold] | None
    provenance: Provenance


def ask(entries: tuple[str, ...], about: About, source: Source) -> Asked:
    """Give an answer as an exact function of one number, or two.

    A number is an entry of a table, ENTRY.
    The rest of the entry's row keeps its proportions. Examples:

    \b
      resolve sensitivity "internal_strain=severe"
      resolve sensitivity "rift_line[perceived_commitment=firm]=present" --on miscalculation
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    view = opened(source)
    quantity = about.quantity(view)
    network = first_world(view.network)
    chosen = known_entries(entries, network, view.diagram)
    function: SensitivityFunction | TwoWay
    own: Sequence[float] = ()
    overtaken = None
    if len(chosen) == 1:
        function = sensitivity_function(respond(quantity, network), network, chosen[0])
        values = view.network.tables[chosen[0].node].values
        own = values[(*chosen[0].given, chosen[0].state)][1:].tolist() if view.study.several else ()
        if about.is_lead:
            overtaken = overtaken_at(view, about, chosen[0])
    else:
        function = of_both(quantity, network, chosen)
    names = tuple(entry_name(view, entry) for entry in chosen)
    origin = provenance(view, scenario=about.scenario, compared_with=about.against)
    return Asked(view, OfEntries(quantity, names, function, own, overtaken, origin))


def show(asked: Asked, form: str) -> None:
    """Print the function at some values of the entry, or of both."""
    view, answer = asked
    function, quantity = answer.function, answer.about
    rest: dict[str, object] | None = None
    if isinstance(function, TwoWay):
        table = _two(view, answer)
    else:
        table = _one(view, answer)
        rest = {
            "quantity": quantity.label,
            "at": function.at,
            "sensitivity_value": function.sensitivity_value,
            "quotients": [{"a": q.a, "b": q.b, "c": q.c, "d": q.d} for q in function.parts],
        }
        if answer.overtaken is not None:
            rest["switches"] = [
                {
                    "to": s.to,
                    "change": change_text(s),
                    "decisions": [change.document() for change in s.changes],
                }
                for s in answer.overtaken
            ]
    publish(form, table, function.frame, answer.provenance, view.study.diagram.notice, rest)


sensitivity = Question(
    ask=ask,
    show=show,
    options=(
        click.argument("entries", nargs=-1, required=True, metavar="ENTRY [ENTRY]"),
        click.option(
            "--scenario", default="", metavar="SCENARIO", help="What the outcome is asked under."
        ),
        quantity_options,
        source_options,
    ),
)
