"""Move what is not a number of one table: a node, an assumption, an expert's vote, a weight."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np

from bayesnet.errors import StudyError, problem_at
from bayesnet.inference.arc_removal import cut_arc
from bayesnet.inference.query import Findings, ImpossibleEvidence, Network, Table, posteriors
from bayesnet.inference.worlds import first_world
from bayesnet.sensitivity.alternatives import Spread
from bayesnet.sensitivity.quantity import Quantity, by_name, value_of
from bayesnet.sensitivity.rows import swung
from bayesnet.sensitivity.tornado_bar import TornadoBar, driver
from bayesnet.study.model import Assumption
from bayesnet.study.priors import POOL
from bayesnet.study.view import StudyView

AS_IT_IS = "as it is"
"""When nothing is moved."""


def by_node(view: StudyView, quantity: Quantity) -> tuple[list[TornadoBar], str]:
    """Return a bar for each node held in each of its states: what it causes, not what it tells.

    The answer as it is counts too: holding a node can move it one way in every state. The node
    asked about is left out, and so are nodes already set or seen and states that the evidence rules
    out.
    """
    states = view.diagram.states
    network = first_world(view.network)
    base = float(value_of(quantity, network)[0])
    taken = {quantity.target}
    for part in quantity.parts:
        taken |= {*part.findings.set, *part.findings.seen, *part.findings.likely}
    bars = []
    for name in network.sizes:
        if name in taken:
            continue
        values, names = [base], [AS_IT_IS]
        for index, state in enumerate(states[name]):
            try:
                values.append(float(value_of(_held(quantity, name, index), network)[0]))
                names.append(f"{name}={state}")
            except ImpossibleEvidence:
                continue
        if len(values) > 1:
            bars.append(driver(name, values, names))
    return bars, "each node as it is and held in each of its states"


def _held(quantity: Quantity, name: str, state: int) -> Quantity:
    """Return the quantity with a node set, in every part."""
    parts = tuple(
        dataclasses.replace(
            part,
            findings=Findings(
                set={**part.findings.set, name: state},
                seen=part.findings.seen,
                likely=part.findings.likely,
            ),
        )
        for part in quantity.parts
    )
    return dataclasses.replace(quantity, parts=parts)


def by_assumption(view: StudyView, quantity: Quantity) -> tuple[list[TornadoBar], str]:
    """Return a bar for each assumption, from the answer as it is to the answer if it is false.

    Where the assumption names a structure, that structure answers. Where it names arcs alone, they
    are cut: the child keeps its average over the parent, and follows it no more. An assumption that
    no number leans on is left out, and so is one without which what was seen cannot happen.
    """
    network = first_world(view.network)
    base = float(value_of(quantity, network)[0])
    bars = []
    for assumption in view.diagram.assumptions:
        if assumption.structure and assumption.structure != view.structure:
            other = first_world(view.study.network(assumption.structure))
            how = f"structure {assumption.structure}"
        else:
            arcs = _arcs(assumption, network)
            if not arcs:
                continue
            other = without_arcs(network, quantity, arcs)
            how = "without " + ", ".join(f"{parent} -> {child}" for parent, child in arcs)
        try:
            value = float(value_of(quantity, other)[0])
        except ImpossibleEvidence:  # what was seen cannot happen if it is false
            continue
        bars.append(driver(f"{assumption.id} {assumption.text}", [base, value], [AS_IT_IS, how]))
    return bars, "each assumption false: the structure that shows it, or its arcs cut"


def _arcs(assumption: Assumption, network: Network) -> list[tuple[str, str]]:
    """Return the arcs that lie inside the network's tables."""
    return [
        (parent, child)
        for parent, child in assumption.arcs
        if child in network.tables and parent in network.tables[child].scope[:-1]
    ]


def without_arcs(network: Network, quantity: Quantity, arcs: Iterable[tuple[str, str]]) -> Network:
    """Return the network with arcs cut, the child averaged over what its parent is believed to be.

    Beliefs are those of the quantity's last part (the comparison of a difference) before anything
    is seen.
    """
    part = quantity.parts[-1]
    followed = part.strategy.applied_to(network)
    parents = tuple(dict.fromkeys(parent for parent, _ in arcs))
    believed = posteriors(followed, set=part.findings.set, targets=parents).marginals
    for parent, child in arcs:
        network = cut_arc(network, parent, child, believed[parent])
    return network


def by_expert(view: StudyView, quantity: Quantity) -> tuple[list[TornadoBar], str]:
    """Return a bar for each expert left out of the pool, the others keeping their weights."""
    experts = view.study.priors.experts
    if len(experts) < 2:  # noqa: PLR2004 - somebody has to be left
        raise StudyError([problem_at("", "--by", "ask.set-numbers-only-nobody-can")])
    network = view.network
    left = {expert: view.study.without(expert) for expert in experts}
    rest = [one.network(view.structure).tables for one in left.values() if one is not None]
    pooled = Network(
        sizes=network.sizes,
        tables={
            name: Table(
                scope=table.scope, values=np.stack([r[name].values[..., 0] for r in rest], axis=-1)
            )
            for name, table in network.tables.items()
        },
    )
    base = float(value_of(quantity, first_world(network))[0])
    values = np.broadcast_to(value_of(quantity, pooled), (len(rest),))
    bars = [
        driver(expert, [base, float(value)], [POOL, f"without {expert}"])
        for expert, value in zip((e for e, one in left.items() if one), values, strict=True)
    ]
    return bars, "each expert left out of the pool"


def by_weight(view: StudyView, quantity: Quantity, spread: Spread) -> tuple[list[TornadoBar], str]:
    """Return a bar for each attribute's weight, the others keeping their proportions.

    From the lowest to the highest of the study's weight sets, or by the step of a swing.
    """
    if not quantity.weights:
        raise StudyError([problem_at("", "--by", "ask.weights-do-not-enter-probability")])
    diagram = view.diagram
    if diagram.value_unit:
        unit = diagram.value_unit
        raise StudyError(
            [problem_at("", "--by", "ask.values-so-weights-no-shares", value_unit=unit)]
        )
    network = first_world(view.network)
    worth = {name: float(value[0]) for name, value in by_name(quantity, network).items()}
    sets = diagram.weight_sets.values()
    text = "each attribute's weight, from the lowest to the highest of the weight sets"
    if spread.kind == "swing":
        text = f"each attribute's weight, {spread.text}"
    bars = []
    for name, weight in quantity.weights.items():
        if spread.kind == "swing":
            ends = [float(swung(np.array(weight), s * spread.logit)) for s in (-1, 1)]
        else:
            given = [float(s.weights[name]) for s in sets]
            ends = [min(given), max(given)]
        values = [_reweighed(quantity, worth, name, end) for end in ends]
        bars.append(driver(name, values, [f"weight {end:.2f}" for end in ends]))
    return bars, text


def _reweighed(quantity: Quantity, worth: dict[str, float], name: str, weight: float) -> float:
    """Return the quantity with one weight changed and the others in proportion."""
    rest = 1.0 - quantity.weights[name]
    others = {n: w for n, w in quantity.weights.items() if n != name}
    if rest <= 0:
        others, rest = dict.fromkeys(others, 1.0), float(len(others))
    scale = (1.0 - weight) / rest if rest else 0.0
    return weight * worth[name] + sum(scale * w * worth[n] for n, w in others.items())
