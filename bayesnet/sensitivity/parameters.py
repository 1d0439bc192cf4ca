"""Name the numbers a switch point is sought in, and put them elsewhere in a decision problem.

======  ==================================================  ======================  ==============
kind    what moves                                          what gives way          goes from, to
======  ==================================================  ======================  ==============
row     one entry of a table                                the rest of its row     0 to 1
table   a whole table, towards one expert's                 nothing                 0 to 1 (a share)
weight  one attribute's weight                              the other weights       0 to 1
score   one score of an attribute, or value of its table    nothing                 -100 to 100
======  ==================================================  ======================  ==============

Values in a unit of their own, such as euro, go as far again as ten times the largest of them; their
weights are no shares of a whole, and are left out. Rows that everybody holds for certain are taken
as logic, and are left out too unless they are asked for by name.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from bayesnet.answers.recommend import decision_problem, utility_terms, value_tables
from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.inference.arrays import Array
from bayesnet.inference.query import Network, Table
from bayesnet.inference.worlds import first_world
from bayesnet.sensitivity.rows import Entry, away, moved, row_of, rows_of
from bayesnet.study.model import InfluenceDiagram, Name
from bayesnet.study.priors import judgements_on
from bayesnet.study.view import StudyView

Kind = Literal["row", "table", "weight", "score"]
KINDS: tuple[Kind, ...] = ("row", "table", "weight", "score")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number of the study that could be otherwise.

    at: where it is; low, high: how far it can go.
    entry: of a row; towards: of a table, the one it goes to, shape (*sizes,).
    others: each expert's (or weight set's) own value, of a table that of the expert it goes to;
    none where nobody was asked. reaches: the least and the most that each of them holds possible,
    none where nobody gave a range.
    case: of a score, the parents whose states it is for, with the numbers of those states.
    """

    kind: Kind
    name: str
    at: float
    low: float
    high: float
    entry: Entry | None = None
    node: str = ""
    towards: Array | None = None
    case: tuple[tuple[Name, int], ...] = ()
    others: tuple[float, ...] = ()
    reaches: tuple[tuple[float, float], ...] = ()

    @property
    def ends(self) -> tuple[tuple[float, float], ...]:
        """Return how far each of them goes both ways: a range, or the one value that was given."""
        return self.reaches or tuple((value, value) for value in self.others)

    @property
    def thing(self) -> str:
        """Return what it is a number of: the row of an entry, the table that an expert pulls at."""
        if self.entry is not None:
            return f"{self.node}{list(self.entry.given)}"
        return self.node if self.kind == "table" else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A decision problem whose utilities are not yet weighted, and the weights of each world.

    weights: by attribute, shape (worlds or 1,).
    """

    problem: DecisionProblem
    weights: Mapping[str, Array]

    def weighted(self) -> DecisionProblem:
        """Return the problem with every term times its attribute's weight."""
        terms = tuple(
            dataclasses.replace(term, values=term.values * self.weights[term.name])
            for term in self.problem.utilities
        )
        return dataclasses.replace(self.problem, utilities=terms)


def setting(view: StudyView) -> Setting:
    """Return the pool's decision problem under a structure and a weight set."""
    diagram = view.diagram
    problem = decision_problem(view)
    problem = dataclasses.replace(
        problem, network=first_world(problem.network), utilities=utility_terms(diagram, None)
    )
    shares = diagram.weight_sets[view.weights].weights
    return Setting(
        problem=problem,
        weights={name: np.array([float(share)]) for name, share in shares.items()},
    )


def parameters(view: StudyView, kinds: Sequence[Kind]) -> tuple[Parameter, ...]:
    """Return every parameter of these kinds; of a row of two states, the second state's entry."""
    found: list[Parameter] = []
    if "row" in kinds:
        found += _rows(view)
    if "table" in kinds:
        found += _tables(view)
    diagram = view.diagram
    shared = not diagram.value_unit and len(diagram.utilities) > 1  # a lone weight is always 1
    if "weight" in kinds and shared:
        for name, share in diagram.weight_sets[view.weights].weights.items():
            sets = tuple(float(s.weights[name]) for s in diagram.weight_sets.values())
            others = sets if len(sets) > 1 else ()
            found.append(
                Parameter(
                    kind="weight",
                    name=f"weight of {name}",
                    at=float(share),
                    low=0.0,
                    high=1.0,
                    node=name,
                    others=others,
                )
            )
    if "score" in kinds:
        found += _scores(diagram)
    return tuple(found)


def _scores(diagram: InfluenceDiagram) -> list[Parameter]:
    """Return a parameter for every score of every attribute, and every value of its table."""
    entries = [
        (name, scope, values, given)
        for name, node in diagram.utilities.items()
        for scope, values in value_tables(diagram, node)
        for given in np.ndindex(values.shape)
    ]
    most = max((float(np.abs(values).max()) for _, _, values, _ in entries), default=0.0)
    reach = 10 * most if diagram.value_unit else 100.0
    found = []
    for name, scope, values, given in entries:
        case = tuple(zip(scope, given, strict=True))
        told = ", ".join(f"{parent}={diagram.states[parent][state]}" for parent, state in case)
        found.append(
            Parameter(
                kind="score",
                name=f"{name}[{told}]",
                at=float(values[given]),
                low=-reach,
                high=reach,
                node=name,
                case=case,
            )
        )
    return found


def _rows(view: StudyView) -> list[Parameter]:
    states = view.diagram.states
    found = []
    for node, table in view.network.tables.items():
        several = len(states[node]) > 2  # noqa: PLR2004 - of two, one says all
        for given in rows_of(table):
            if _is_certain(table.values[given]):
                continue
            for state in range(0 if several else 1, len(states[node])):
                entry = Entry(node=node, given=given, state=state)
                parameter = row_parameter(view, entry)
                found.append(parameter)
    return found


def row_parameter(view: StudyView, entry: Entry) -> Parameter:
    """Return the parameter that moves one entry of a table."""
    states = view.diagram.states
    table = view.network.tables[entry.node]
    values = table.values[(*entry.given, entry.state)]
    own = np.broadcast_to(values, (len(view.study.worlds),))[1:]
    asked = _asked(view, entry)
    ranges = _ranges(view, entry)
    reaches = [
        (min(value, low), max(value, high))
        for value, (low, high) in zip(own.tolist(), ranges, strict=False)
    ]
    return Parameter(
        kind="row",
        name=entry.name(table.scope, states),
        at=float(values[0]),
        low=0.0,
        high=1.0,
        entry=entry,
        node=entry.node,
        others=tuple(own[asked].tolist()),
        reaches=tuple(reach for reach, known in zip(reaches, asked, strict=False) if known),
    )


def certain_rows(view: StudyView) -> int:
    """Return how many rows everybody holds for certain: one entry is 1, by the pool and by all."""
    return sum(
        _is_certain(table.values[given])
        for table in view.network.tables.values()
        for given in rows_of(table)
    )


def _is_certain(row: Array) -> bool:
    """row: shape (states, worlds)."""
    return bool((row == 1).all(axis=-1).any())


def _asked(view: StudyView, entry: Entry) -> npt.NDArray[np.bool_]:
    """Return which experts' own numbers an entry is of, shape (experts,).

    Nobody's where the numbers are the analyst's or the structure's.
    """
    cpd = view.study.cpds[entry.node]
    answers = view.study.several or bool(view.study.priors.number)
    if not (answers and cpd.asked and view.drawing.cpds[entry.node] is cpd):
        return np.zeros(len(view.study.priors.experts), dtype=bool)
    keys = [parameter.key for parameter in cpd.parameters()]
    if cpd.method == "table":
        keys = [keys[_number(view, entry)]]
    return view.study.priors.asked(*keys)


def _ranges(view: StudyView, entry: Entry) -> list[tuple[float, float]]:
    """Return the ends of every expert's range of an entry: infinitely narrow where none is given.

    None at all where nobody gave one, or the entry is no answer as it was given: of a table that is
    made of other answers, or that the structure changes.
    """
    changed = {adjustment.node for adjustment in view.drawing.adjustments}
    cpd = view.study.cpds[entry.node]
    if cpd.method != "table" or entry.node in changed:
        return []
    key = cpd.parameters()[_number(view, entry)].key
    judgements = judgements_on(cpd, key, view.study.priors)
    if all(judgement.low is None for judgement in judgements):
        return []
    nothing = (math.inf, -math.inf)
    return [
        (float(judgement.low[entry.state]), float(judgement.high[entry.state]))
        if judgement.low and judgement.high
        else nothing
        for judgement in judgements
    ]


def _number(view: StudyView, entry: Entry) -> int:
    """Return which row of its table an entry stands in."""
    sizes = view.network.tables[entry.node].values.shape[:-2]
    return int(np.ravel_multi_index(entry.given, sizes)) if sizes else 0


def _tables(view: StudyView) -> list[Parameter]:
    return [
        Parameter(
            kind="table",
            name=f"{node} as {expert} has it",
            at=0.0,
            low=0.0,
            high=1.0,
            node=node,
            towards=table.values[..., index],
            others=(1.0,),
            reaches=((0.0, 1.0),),
        )
        for node, table in view.network.tables.items()
        for index, expert in enumerate(view.study.priors.experts, 1)
        if table.values.shape[-1] > 1
        and not np.array_equal(table.values[..., index], table.values[..., 0])
    ]


def turned(base: Setting, chosen: Sequence[Parameter], values: Array) -> Setting:
    """Return the setting in which world i has parameter i at value i and the rest as it is.

    ``base`` has one world, or as many as there are parameters.
    """
    worlds = len(chosen)
    tables = dict(base.problem.network.tables)
    terms = list(base.problem.utilities)
    weights = dict(base.weights)

    def own(values: Array) -> Array:
        return np.array(np.broadcast_to(values, (*values.shape[:-1], worlds)))

    for index in {p.node for p in chosen if p.kind in ("row", "table")}:
        tables[index] = Table(scope=tables[index].scope, values=own(tables[index].values))
    if any(p.kind == "weight" for p in chosen):
        weights = {name: own(share) for name, share in weights.items()}
    if any(p.kind == "score" for p in chosen):
        terms = [dataclasses.replace(term, values=own(term.values)) for term in terms]
    for world, (parameter, value) in enumerate(zip(chosen, values, strict=True)):
        if parameter.kind == "weight":
            _turn_weight(weights, parameter, float(value), world)
        elif parameter.kind == "score":
            _turn_score(terms, parameter, float(value), world)
        else:
            _turn_table(tables[parameter.node].values, parameter, float(value), world)
    network = Network(sizes=base.problem.network.sizes, tables=tables)
    problem = dataclasses.replace(base.problem, network=network, utilities=tuple(terms))
    return Setting(problem=problem, weights=weights)


def placed(
    base: Setting, first: Parameter, second: Parameter, across: Array, upward: Array
) -> Setting:
    """Return the setting in which world i has the two parameters at the values i, exactly.

    Two weights share the whole with the rest, which keeps its proportions: what they may be is at
    most 1 together. Of anything else the one does not move the other.
    """
    there = turned(base, [second] * len(upward), upward)
    if first.kind != "weight" or second.kind != "weight":
        return turned(there, [first] * len(across), across)
    pair = (first.node, second.node)
    rest = [name for name in base.weights if name not in pair]
    row = np.array([float(base.weights[name][0]) for name in rest])
    shares = row / row.sum() if row.sum() > 0 else np.full(len(rest), 1.0 / len(rest))
    left = 1.0 - across - upward
    weights = {first.node: across, second.node: upward}
    weights |= {name: left * share for name, share in zip(rest, shares, strict=True)}
    return Setting(problem=base.problem, weights={name: weights[name] for name in base.weights})


def _turn_table(values: Array, parameter: Parameter, to: float, world: int) -> None:
    if parameter.towards is not None:
        values[..., world] += to * (parameter.towards - values[..., world])
    if parameter.entry is not None:
        row = row_of(values, parameter.entry, world)
        row[:] = moved(row, parameter.entry.state, np.array([to]))[:, 0]


def _turn_weight(weights: Mapping[str, Array], parameter: Parameter, to: float, world: int) -> None:
    """Put one weight elsewhere; the others keep their proportions, or share evenly from nothing."""
    names = list(weights)
    row = np.array([weights[name][world] for name in names])
    state = names.index(parameter.node)
    shares = row + away(row, state) * (to - row[state])
    for name, share in zip(names, shares, strict=True):
        weights[name][world] = share


def _turn_score(terms: Sequence[UtilityTerm], parameter: Parameter, to: float, world: int) -> None:
    scope, given = zip(*parameter.case, strict=True)
    for term in terms:
        if term.name == parameter.node and term.scope == scope:
            term.values[(*given, world)] = to
