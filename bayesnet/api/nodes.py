"""Build an influence diagram in Python: nodes with named states, nested lists of numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

import networkx as nx
import numpy as np
import numpy.typing as npt

from bayesnet.cpds.parameter import Cpd, Domain
from bayesnet.cpds.table import FullTable, row_key
from bayesnet.errors import Problem, Refused, did_you_mean, unplaced
from bayesnet.model import (
    ChanceNode,
    DecisionNode,
    Definition,
    InfluenceDiagram,
    Name,
    Outcome,
    State,
    UtilityNode,
    WeightSet,
)
from bayesnet.priors import Judgement, Priors, placeholder_priors
from bayesnet.scenario import ScenarioBook
from bayesnet.structures import restructure
from bayesnet.study import Study

SUM = 1e-6
"""A row of probabilities that misses 1 by no more was rounded, and is scaled."""
STRUCTURE, WEIGHTS = "A", "w"
ALONE = "author"
"""Whose numbers they are, where no experts are named."""


@dataclass(frozen=True, slots=True)
class Chance:
    """An uncertain quantity.

    p: its probabilities, nested as the parents in ``given`` are, a row for each combination of
    their states; or, by expert's name, each expert's own.
    """

    name: Name
    states: Sequence[State]
    p: npt.ArrayLike | Mapping[str, npt.ArrayLike]
    given: Sequence[Name] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice; ``knows`` is what is known when it is made."""

    name: Name
    states: Sequence[State]
    knows: Sequence[Name] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """Something of value: ``u`` is nested as the parents in ``given`` are, more is better."""

    name: Name
    given: Sequence[Name]
    u: npt.ArrayLike
    label: str = ""


Node: TypeAlias = Chance | Decision | Value


def study_of(
    name: str,
    nodes: Sequence[Node],
    *,
    recall: Literal["perfect", "limited"] = "perfect",
    unit: str = "units",
    weights: Mapping[str, float] | None = None,
) -> Study:
    """Return the study of some nodes; raises Refused with everything that is wrong with them.

    Decisions stand in the order of time. unit: what values are counted in. weights: of experts.
    """
    problems = [*_misnamed(nodes)]
    if not problems:
        problems = [*_misshapen(nodes), *_circular(nodes)]
    if problems:
        raise Refused(problems)
    states = {node.name: tuple(node.states) for node in nodes if not isinstance(node, Value)}
    chance = [node for node in nodes if isinstance(node, Chance)]
    diagram = _diagram(name, nodes, states, recall, unit)
    cpds = {node.name: _cpd(node, states) for node in chance}
    return Study(
        diagram=diagram,
        cpds=cpds,
        structures={
            STRUCTURE: restructure(
                diagram, cpds, (), id=STRUCTURE, label="as drawn", text="", sources=()
            )
        },
        book=ScenarioBook(reference="", scenarios={}),
        propositions=(),
        context="",
        priors=_priors(chance, cpds, weights),
        model_sha256="",
    )


def _misnamed(nodes: Sequence[Node]) -> Iterator[Problem]:
    """Yield what is wrong with names and states, before numbers are looked at."""
    names = [node.name for node in nodes]
    known = {node.name for node in nodes if not isinstance(node, Value)}
    for name in {name for name in names if names.count(name) > 1}:
        yield _problem(name, "there are two nodes of this name.", "Rename one of them.")
    for node in nodes:
        if not isinstance(node, Value):
            states = list(node.states)
            if not states or len(set(states)) < len(states):
                remedy = "Name each state once."
                yield _problem(node.name, "needs states with names of their own.", remedy)
        parents = node.knows if isinstance(node, Decision) else node.given
        for parent in parents:
            if parent not in known:
                message = f"there is no node '{parent}' with states;"
                yield _problem(node.name, message, did_you_mean(parent, known))


def _misshapen(nodes: Sequence[Node]) -> Iterator[Problem]:
    """Yield what is wrong with numbers: their shape, sums of rows, signs."""
    sizes = {node.name: len(node.states) for node in nodes if not isinstance(node, Value)}
    for node in nodes:
        if isinstance(node, Decision):
            continue
        shape = tuple(sizes[parent] for parent in node.given)
        if isinstance(node, Value):
            yield from _checked(node.name, node.u, shape)
            continue
        shape = (*shape, len(node.states))
        for numbers in _by_expert(node.p).values():
            wrong = [*_checked(node.name, numbers, shape)]
            yield from wrong
            if wrong:
                continue
            values = np.asarray(numbers, dtype=float)
            if (values < 0).any() or (np.abs(values.sum(axis=-1) - 1) > SUM).any():
                message = "each row of probabilities is at least 0 and sums to 1."
                yield _problem(node.name, message, "Check the rows.")


def _checked(name: Name, numbers: npt.ArrayLike, shape: tuple[int, ...]) -> Iterator[Problem]:
    try:
        values = np.asarray(numbers, dtype=float)
    except (TypeError, ValueError):
        yield _problem(name, "its numbers are no table.", f"Nest them in the shape {shape}.")
        return
    if values.shape != shape:
        message = f"its numbers have the shape {values.shape}, not {shape}."
        yield _problem(name, message, "One level of nesting for each node it is given.")
    elif not np.isfinite(values).all():
        yield _problem(name, "its numbers are not all finite.", "Give a number for each case.")


def _circular(nodes: Sequence[Node]) -> Iterator[Problem]:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for node in nodes:
        parents = node.knows if isinstance(node, Decision) else node.given
        graph.add_edges_from((parent, node.name) for parent in parents)
    try:
        cycle = [arc[0] for arc in nx.find_cycle(graph)]
    except nx.NetworkXNoCycle:
        return
    way = " -> ".join([*cycle, cycle[0]])
    yield _problem(cycle[0], f"its arcs go in a circle: {way}.", "Turn or drop one of them.")


def _problem(name: Name, message: str, remedy: str) -> Problem:
    return unplaced(f"{name}: {message}", remedy)


def _by_expert(p: npt.ArrayLike | Mapping[str, npt.ArrayLike]) -> Mapping[str, npt.ArrayLike]:
    return p if isinstance(p, Mapping) else {ALONE: p}


def _diagram(
    name: str,
    nodes: Sequence[Node],
    states: Mapping[Name, tuple[State, ...]],
    recall: Literal["perfect", "limited"],
    unit: str,
) -> InfluenceDiagram:
    nowhere = Definition(text="")
    today = dt.date.today()  # noqa: DTZ011 - a day without a place
    values = [node for node in nodes if isinstance(node, Value)]
    return InfluenceDiagram(
        id=name,
        title=name,
        question=name,
        decision_maker="",
        as_of=today,
        horizon_end=today,
        source="",
        recall=recall,
        illustrative=False,
        notice="",
        structure=STRUCTURE,
        structure_label="as drawn",
        chance={
            node.name: ChanceNode(
                name=node.name,
                label=node.label or node.name,
                states=states[node.name],
                parents=tuple(node.given),
                definition=nowhere,
                role="context",
                settable=True,
            )
            for node in nodes
            if isinstance(node, Chance)
        },
        decisions={
            node.name: DecisionNode(
                name=node.name,
                label=node.label or node.name,
                states=states[node.name],
                informed_by=tuple(node.knows),
                definition=nowhere,
            )
            for node in nodes
            if isinstance(node, Decision)
        },
        utilities={
            node.name: UtilityNode(
                name=node.name,
                label=node.label or node.name,
                parents=tuple(node.given),
                scores={},
                definition=nowhere,
                table=_cases(node, states),
            )
            for node in values
        },
        outcomes=tuple(
            Outcome(id=f"{n}={s}", label=f"{n}={s}", node=n, states=(s,), better="higher")
            for n, own in states.items()
            for s in own
        ),
        weight_sets={
            WEIGHTS: WeightSet(
                id=WEIGHTS,
                label="as given",
                weights={node.name: Decimal(1) for node in values},
            )
        }
        if values
        else {},
        default_weights=WEIGHTS if values else "",
        value_unit=unit,
    )


def _cases(
    node: Value, states: Mapping[Name, tuple[State, ...]]
) -> dict[tuple[State, ...], Decimal]:
    values = np.asarray(node.u, dtype=float)
    return {
        tuple(states[n][i] for n, i in zip(node.given, cell, strict=True)): _decimal(
            float(values[cell])
        )
        for cell in np.ndindex(values.shape)
    }


def _cpd(node: Chance, states: Mapping[Name, tuple[State, ...]]) -> Cpd:
    domain = Domain(
        child=node.name,
        states=states[node.name],
        parents=tuple((parent, states[parent]) for parent in node.given),
    )
    first = next(iter(_by_expert(node.p).values()))
    return FullTable(domain=domain, placeholder=_answers(domain, first))


def _answers(domain: Domain, numbers: npt.ArrayLike) -> dict[str, tuple[Decimal, ...]]:
    """Return a row for each combination of the parents' states, by the row's key."""
    rows = np.asarray(numbers, dtype=float).reshape(-1, len(domain.states))
    return {
        row_key(domain, case): tuple(map(_decimal, row))
        for case, row in zip(domain.configurations(), rows, strict=True)
    }


def _decimal(value: float) -> Decimal:
    return Decimal(repr(float(value)))


def _priors(
    chance: Sequence[Chance], cpds: Mapping[str, Cpd], weights: Mapping[str, float] | None
) -> Priors:
    """Return the experts' numbers; a node with one set of numbers is the same for all of them."""
    experts = list(dict.fromkeys(e for node in chance for e in _by_expert(node.p) if e != ALONE))
    experts = experts or [ALONE]
    missing = [
        _problem(node.name, f"has no numbers of {expert}.", "Give every expert's, or one set.")
        for node in chance
        for expert in experts
        if isinstance(node.p, Mapping) and expert not in node.p
    ]
    if missing:
        raise Refused(missing)
    shares = weights or dict.fromkeys(experts, 1.0)
    if set(shares) != set(experts) or min(shares.values()) < 0 or not sum(shares.values()) > 0:
        message = f"weights are of {', '.join(experts)}: at least 0 each, not all of them 0."
        raise Refused([unplaced(message, "Give one for each of them.")])
    whole = sum(shares.values())
    judgements = {
        expert: {
            key: Judgement(best=best)
            for node in chance
            for key, best in _answers(
                cpds[node.name].domain, _by_expert(node.p).get(expert, _first(node.p))
            ).items()
        }
        for expert in experts
    }
    priors = placeholder_priors(cpds)
    return Priors(
        number=priors.number,
        sha256="",
        created_at="",
        reason="numbers given in Python",
        illustrative=False,
        model_sha256="",
        weights={expert: shares[expert] / whole for expert in experts},
        judgements=judgements,
    )


def _first(p: npt.ArrayLike | Mapping[str, npt.ArrayLike]) -> npt.ArrayLike:
    return next(iter(_by_expert(p).values()))
