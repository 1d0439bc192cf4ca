"""Print what would deter an agent: the first screen, and the tables behind it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from bayesnet.adversary.answer import KNIFE_EDGE, Adversary
from bayesnet.adversary.levers import Lever
from bayesnet.adversary.thresholds import doubt_to_turn
from bayesnet.cli.adversary_words import (
    first_sentence,
    knowing_sentence,
    roads_sentences,
    robust_sentence,
    weighs_sentences,
)
from bayesnet.cli.show import Sheet, below, change, probability, span
from bayesnet.rounding import written
from bayesnet.study.agents.assumed import listed
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.view import StudyView

SCHEMA = "collective-resolve/adversary/1"
MOST = 3
"""Levers of each sort on the first screen."""


def _levers(answer: Adversary, view: StudyView) -> Sheet:
    diagram = view.diagram
    shown = [*answer.of_ours[:MOST], *_worst(answer), *_ends(answer.of_belief)]
    rows = [
        ["as it is", "", probability(answer.acting[0]), span(answer.acting[1:]), "", "", ""],
        *(_row(lever) for lever in shown),
        *(_row(lever) for lever in (answer.costs, answer.benefits, answer.both)),
    ]
    return Sheet(
        heads=["Changed", "What", "It acts", "Experts", "Change", "Experts' changes", "Agreement"],
        rows=rows,
        right=frozenset({2, 4}),
        above=[first_sentence(answer, diagram)],
        below=[
            *weighs_sentences(answer, diagram),
            robust_sentence(answer, diagram),
            knowing_sentence(answer, diagram),
            *roads_sentences(answer),
            *_knife_edge(answer),
            f"It acts: {_acts(answer, diagram)}. {diagram.reaction}",
        ],
        footer=below(answer.provenance, diagram.notice),
    )


def _acts(answer: Adversary, diagram: InfluenceDiagram) -> str:
    owned = answer.mind.owned
    others = [diagram.state_label(owned.node, s) for s in diagram.states[owned.node]]
    others.pop(answer.mind.waiting)
    return f"{diagram.labels[owned.node]} {' or '.join(others)}, in {answer.scenario.label}"


def _row(lever: Lever) -> list[str]:
    return [
        lever.sort,
        lever.what,
        probability(float(lever.after[0])),
        span(lever.after[1:].tolist()),
        change(lever.change),
        span(lever.changes.tolist(), signed=True),
        lever.agreement(),
    ]


def _worst(answer: Adversary) -> list[Lever]:
    rest = answer.of_ours[MOST:]
    return [rest[-1]] if rest and rest[-1].change > 0 else []


def _ends(found: tuple[Lever, ...]) -> list[Lever]:
    """Return of each perception the state in which it acts least."""
    best: dict[str, Lever] = {}
    for lever in found:
        best.setdefault(lever.what.split("=")[0], lever)
    return list(best.values())[:MOST]


def _knife_edge(answer: Adversary) -> list[str]:
    if answer.rules >= KNIFE_EDGE or answer.mind.agent.behaviour == "quantal":
        return []
    return [
        f"Knife-edge: for some expert all draws of its weights make no more than {answer.rules} "
        "different rules; a little more or less of one weight may turn the forecast."
    ]


def _forecast(answer: Adversary, view: StudyView) -> Sheet:
    diagram = view.diagram
    owned = answer.mind.owned
    table = view.network.tables[owned.node].values
    rows = []
    for cell in itertools.product(*(range(diagram.sizes[name]) for name in owned.knows)):
        acts = table[cell]
        acting = 1 - acts[answer.mind.waiting]
        rows.append(
            [
                ", ".join(
                    diagram.state_label(name, diagram.states[name][state])
                    for name, state in zip(owned.knows, cell, strict=True)
                ),
                probability(float(answer.mind.chance[cell][0])),
                *(probability(float(p[0])) for p in acts),
                span(acting[1:].tolist()),
            ]
        )
    states = [diagram.state_label(owned.node, state) for state in diagram.states[owned.node]]
    return Sheet(
        heads=["It knows", "Probability", *states, "Acts, by expert"],
        rows=rows,
        right=frozenset(range(1, len(states) + 2)),
        above=[
            f"What {answer.mind.agent.label} does, given {listed_nodes(diagram, owned.knows)}. "
            f"Probability: of knowing it, in {answer.scenario.label}."
        ],
        below=[diagram.reaction],
        footer=below(answer.provenance, diagram.notice),
    )


def listed_nodes(diagram: InfluenceDiagram, names: Sequence[str]) -> str:
    """Return the labels of nodes as in a sentence, or that there are none."""
    return listed([diagram.labels[name] for name in names]) if names else "nothing"


def _weighs(answer: Adversary, view: StudyView) -> Sheet:
    diagram = view.diagram
    turned = {t.value: t for t in answer.thresholds}
    rows = []
    for name, points in sorted(answer.speaks.items(), key=lambda item: -round(item[1], 9)):
        threshold = turned.get(name)
        rows.append(
            [
                answer.mind.agent.values[name].label,
                written(points, 1, signed=True),
                *(_factors(threshold.factors) if threshold else ("not solved", "")),
            ]
        )
    return Sheet(
        heads=["It weighs", "For acting", "Halves its acting at", "Experts"],
        rows=rows,
        right=frozenset({1, 2}),
        above=weighs_sentences(answer, diagram),
        below=[
            "For acting: in points of its own, on average, of the act it likes best besides "
            "waiting. Halves: the factor by which it must weigh until half of those draws in which "
            "acting pays no longer do; exact.",
        ],
        footer=below(answer.provenance, diagram.notice),
    )


def _factors(factors: np.ndarray) -> tuple[str, str]:
    texts = ["never" if math.isnan(f) else f"×{written(float(f), 2)}" for f in factors]
    solved = [float(f) for f in factors[1:] if not math.isnan(f)]
    if not solved:
        return texts[0], "never for any"
    low, high = written(min(solved), 2), written(max(solved), 2)
    never = len(factors) - 1 - len(solved)
    said = f"×{low}" if low == high else f"×{low} to ×{high}"
    return texts[0], said + (f"; never for {never}" if never else "")


def _robust(answer: Adversary, view: StudyView) -> Sheet:
    diagram = view.diagram
    first = answer.robustness.variants[0].plan
    rows = [
        [
            variant.name,
            ", ".join(
                f"{diagram.labels[name]}: {text}"
                for name, text in variant.plan.items()
                if text != first[name]
            )
            or ("; ".join(first.values()) if place == 0 else "the same"),
            written(variant.expected, 1),
            written(variant.regret, 2),
        ]
        for place, variant in enumerate(answer.robustness.variants)
    ]
    return Sheet(
        heads=["It chooses", "Our best plan, where it differs", "Worth", "Regret"],
        rows=rows,
        right=frozenset({2, 3}),
        above=[robust_sentence(answer, diagram)],
        below=[
            f"Regret: what the first plan loses against the best there, in {diagram.points}.",
            *(
                []
                if answer.robustness.equilibrium
                else ["Equilibrium: none found; the levels go round in circles."]
            ),
        ],
        footer=below(answer.provenance, diagram.notice),
    )


def _roads(answer: Adversary, view: StudyView) -> Sheet:
    diagram = view.diagram
    rows = [
        [
            road.scenario,
            probability(road.derived[0]),
            span(road.derived[1:]),
            probability(road.elicited[0]),
            span(road.elicited[1:]),
            change(road.apart),
            ", ".join(diagram.labels[name] for name in road.incentives),
        ]
        for road in answer.roads
    ]
    return Sheet(
        heads=["", "Derived", "Experts", "Elicited", "Experts", "Apart", "It weighs otherwise"],
        rows=rows,
        right=frozenset({1, 3, 5}),
        above=roads_sentences(answer) or ["Nothing in the study shows whether it was misled."],
        footer=below(answer.provenance, diagram.notice),
    )


SHEETS: Mapping[str, Callable[[Adversary, StudyView], Sheet]] = {
    "levers": _levers,
    "forecast": _forecast,
    "weighs": _weighs,
    "robust": _robust,
    "roads": _roads,
}


def document_of(answer: Adversary, view: StudyView) -> dict[str, object]:
    """Return what JSON holds beside the levers."""
    owned = answer.mind.owned
    table = view.network.tables[owned.node].values

    def plain(values: np.ndarray) -> list[float | None]:
        return [None if math.isnan(v) else float(v) for v in values]

    return {
        "schema": SCHEMA,
        "agent": answer.mind.agent.id,
        "decision": owned.node,
        "knows": list(owned.knows),
        "acting": list(answer.acting),
        "forecast": table[..., 0].tolist(),
        "speaks_for_acting": dict(answer.speaks),
        "halves_at": {t.value: plain(t.factors) for t in answer.thresholds},
        "turns_at_share": {
            lever.what: (None if math.isnan(share) else share)
            for lever in answer.of_belief
            for share in [doubt_to_turn(lever)]
        },
        "variants": [
            {"name": v.name, "plan": dict(v.plan), "worth": v.expected, "regret": v.regret}
            for v in answer.robustness.variants
        ],
        "equilibrium_found": answer.robustness.equilibrium,
        "worth_of_knowing_weights": answer.knowing,
        "worth_of_knowing_variant": answer.robustness.knowing,
        "roads": [
            {"scenario": r.scenario, "derived": list(r.derived), "elicited": list(r.elicited)}
            for r in answer.roads
        ],
    }
