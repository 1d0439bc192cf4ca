"""Make a study of nodes written in Python."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from numbers import Real

import numpy as np
import numpy.typing as npt

from bayesnet.api.checks import node_problem, refuse_mistakes
from bayesnet.api.nodes import ALONE, Chance, Decision, Node, Recall, Value, by_expert
from bayesnet.cpds.parameter import Cpd, Domain
from bayesnet.cpds.table import FullTable, row_key
from bayesnet.errors import StudyError, unplaced
from bayesnet.messages.facts import Expert, items
from bayesnet.study.model import (
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
from bayesnet.study.priors import Judgement, Priors, placeholder_priors
from bayesnet.study.scenario import ScenarioBook
from bayesnet.study.structures import restructure
from bayesnet.study.study import Study

STRUCTURE, WEIGHTS = "A", "w"


def study_of(
    name: str,
    nodes: Sequence[Node],
    *,
    recall: Recall = "perfect",
    unit: str = "units",
    weights: Mapping[str, float] | None = None,
) -> Study:
    """Return the study of some nodes; raises StudyError with everything that is wrong with them.

    Decisions stand in the order of time. unit: what values are counted in. weights: of experts.
    """
    refuse_mistakes(name, nodes, recall)
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


def _diagram(
    name: str,
    nodes: Sequence[Node],
    states: Mapping[Name, tuple[State, ...]],
    recall: Recall,
    unit: str,
) -> InfluenceDiagram:
    nowhere = Definition(text="")
    values = [node for node in nodes if isinstance(node, Value)]
    return InfluenceDiagram(
        id=name,
        title=name,
        question=name,
        decision_maker="",
        as_of=None,
        horizon_end=None,
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
    return FullTable(domain=domain, placeholder=_answers(domain, _first(node.p)))


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
    named = dict.fromkeys(e for node in chance if isinstance(node.p, Mapping) for e in node.p)
    experts = list(named) or [ALONE]
    missing = [
        node_problem(node.name, "api.no-numbers-of-expert", expert=Expert(expert))
        for node in chance
        for expert in experts
        if isinstance(node.p, Mapping) and expert not in node.p
    ]
    if missing:
        raise StudyError(missing)
    if weights and not named:
        raise StudyError([unplaced("api.no-experts-weighed-each-node")])
    shares = weights or dict.fromkeys(experts, 1.0)
    if not _are_weights(shares, experts):
        raise StudyError([unplaced("api.weights-least-each-not-all", experts=items(experts))])
    whole = sum(shares.values())
    judgements = {
        expert: {
            key: Judgement(best=best)
            for node in chance
            for key, best in _answers(
                cpds[node.name].domain, by_expert(node.p).get(expert, _first(node.p))
            ).items()
        }
        for expert in experts
    }
    return dataclasses.replace(
        placeholder_priors(cpds),
        reason="numbers given in Python",
        illustrative=False,
        weights={expert: shares[expert] / whole for expert in experts},
        judgements=judgements,
    )


def _are_weights(shares: object, experts: Sequence[str]) -> bool:
    if not isinstance(shares, Mapping) or set(shares) != set(experts):
        return False
    values = list(shares.values())
    if not all(isinstance(value, Real) for value in values):
        return False
    return bool(min(values) >= 0 and 0 < sum(values) < math.inf)


def _first(p: npt.ArrayLike | Mapping[str, npt.ArrayLike]) -> npt.ArrayLike:
    return next(iter(by_expert(p).values()))
