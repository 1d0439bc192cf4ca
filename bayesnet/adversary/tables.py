"""Lay out what would deter an agent: the first screen, and the tables behind it."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from bayesnet.adversary.answer import Adversary, lever_table
from bayesnet.adversary.levers import Lever
from bayesnet.adversary.thresholds import doubt_to_turn
from bayesnet.adversary.words import (
    acts_text,
    first_sentence,
    knife_edge_sentences,
    knowing_sentence,
    roads_sentences,
    robust_sentence,
    weighs_sentences,
)
from bayesnet.answers.policy import Policy
from bayesnet.kinds import CHANGE, COUNT, PROBABILITY, RULE, TEXT, Kind, decimals, span
from bayesnet.plurals import listed
from bayesnet.rounding import written
from bayesnet.study.model import InfluenceDiagram, Name
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable

SCHEMA = "collective-resolve/adversary/1"
EXPERTS = span(PROBABILITY)
PLAN = Kind(
    lambda rules, style: (
        "; ".join(f"{label}: {RULE.text(rule, style)}" for label, rule in rules) or "the same"
    )
)
"""Rules with the labels of their decisions; nothing where none is another."""
MOST = 3
"""Levers of each sort on the first screen."""
OF_EXPERTS = frozenset({"Experts", "Experts' changes", "Agreement", "Acts, by expert"})
Part: TypeAlias = Callable[[Adversary, StudyView], ResultTable]


def _by_experts(make: Part) -> Part:
    """Leave out where experts differ and agree, where there is but one set of numbers."""

    @functools.wraps(make)
    def made(answer: Adversary, view: StudyView) -> ResultTable:
        table = make(answer, view)
        if len(answer.experts) > 1:
            return table
        kept = [column for column in table.columns if column.head not in OF_EXPERTS]
        return dataclasses.replace(table, columns=kept)

    return made


@_by_experts
def _levers(answer: Adversary, view: StudyView) -> ResultTable:
    diagram = view.diagram
    shown = [*answer.of_ours[:MOST], *_worst(answer), *_ends(answer.of_belief)]
    levers = lever_table([*shown, answer.costs, answer.benefits, answer.both])
    first = ["as it is", "", answer.acting[0], answer.acting[1:], None, None, ""]
    return dataclasses.replace(
        levers.with_row(first, first=True),
        above=[first_sentence(answer, diagram)],
        below=[
            *weighs_sentences(answer),
            robust_sentence(answer, diagram),
            knowing_sentence(answer, diagram),
            *roads_sentences(answer),
            *knife_edge_sentences(answer),
            f"It acts: {acts_text(answer, diagram)}. {diagram.reaction}",
        ],
    )


def _worst(answer: Adversary) -> list[Lever]:
    rest = answer.of_ours[MOST:]
    return [rest[-1]] if rest and rest[-1].change > 0 else []


def _ends(found: tuple[Lever, ...]) -> list[Lever]:
    """Return of each perception the state in which it acts least."""
    best: dict[str, Lever] = {}
    for lever in found:
        best.setdefault(lever.what.split("=")[0], lever)
    return list(best.values())[:MOST]


@_by_experts
def _forecast(answer: Adversary, view: StudyView) -> ResultTable:
    diagram = view.diagram
    owned = answer.mind.owned
    table = view.network.tables[owned.node].values
    cells = [*itertools.product(*(range(diagram.sizes[name]) for name in owned.knows))]
    acting = [1 - table[cell][answer.mind.waiting] for cell in cells]
    states = [diagram.state_label(owned.node, state) for state in diagram.states[owned.node]]
    return ResultTable(
        columns=[
            Column("", "It knows", TEXT, [_known(diagram, owned.knows, cell) for cell in cells]),
            Column(
                "", "Probability", PROBABILITY, [float(answer.mind.chance[c][0]) for c in cells]
            ),
            *(
                Column("", state, PROBABILITY, [float(table[cell][at][0]) for cell in cells])
                for at, state in enumerate(states)
            ),
            Column("", "Acts, by expert", EXPERTS, [each[1:].tolist() for each in acting]),
        ],
        above=[
            f"What {answer.mind.agent.label} does, given {listed_nodes(diagram, owned.knows)}. "
            f"Probability: of knowing it, in {answer.scenario.label}."
        ],
        below=[diagram.reaction],
    )


def _known(diagram: InfluenceDiagram, names: Sequence[str], cell: Sequence[int]) -> str:
    return ", ".join(
        diagram.state_label(name, diagram.states[name][state])
        for name, state in zip(names, cell, strict=True)
    )


def listed_nodes(diagram: InfluenceDiagram, names: Sequence[str]) -> str:
    """Return the labels of nodes as in a sentence, or that there are none."""
    return listed([diagram.labels[name] for name in names]) if names else "nothing"


@_by_experts
def _weighs(answer: Adversary, view: StudyView) -> ResultTable:
    turned = {t.value: t for t in answer.thresholds}
    order = sorted(answer.speaks, key=lambda name: -round(answer.speaks[name], 9))
    factors = [
        _factors(turned[name].factors) if name in turned else ("not solved", "") for name in order
    ]
    labels = [answer.mind.agent.values[name].label for name in order]
    return ResultTable(
        columns=[
            Column("", "It weighs", TEXT, labels),
            Column(
                "", "For acting", decimals(1, signed=True), [answer.speaks[name] for name in order]
            ),
            Column("", "Halves its acting at", COUNT, [pool for pool, _ in factors]),
            Column("", "Experts", TEXT, [experts for _, experts in factors]),
        ],
        above=weighs_sentences(answer),
        below=[
            "For acting: in points of its own, on average, of the act it likes best besides "
            "waiting. Halves: the factor by which it must weigh until half of those draws in which "
            "acting pays no longer do; exact.",
        ],
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


def _robust(answer: Adversary, view: StudyView) -> ResultTable:
    diagram = view.diagram
    variants = answer.robustness.variants
    first, rest = variants[0].plan, variants[1:]
    return ResultTable(
        columns=[
            Column("", "It chooses", TEXT, [variant.name for variant in variants]),
            Column(
                "",
                "Our best plan, where it differs",
                PLAN,
                [_rules(first, diagram), *(_apart(v.plan, first, diagram) for v in rest)],
            ),
            Column("", "Worth", decimals(1), [variant.expected for variant in variants]),
            Column("", "Regret", decimals(2), [variant.regret for variant in variants]),
        ],
        above=[robust_sentence(answer, diagram)],
        below=[
            f"Regret: what the first plan loses against the best there, in {diagram.points}.",
            *(
                []
                if answer.robustness.equilibrium
                else ["Equilibrium: none found; the levels go round in circles."]
            ),
        ],
    )


def _rules(plan: Mapping[Name, Policy], diagram: InfluenceDiagram) -> list[tuple[str, Policy]]:
    return [(diagram.labels[name], policy) for name, policy in plan.items()]


def _apart(
    plan: Mapping[Name, Policy], first: Mapping[Name, Policy], diagram: InfluenceDiagram
) -> list[tuple[str, Policy]]:
    """Return the rules that are others than in the first plan."""
    changed = {n: rule for n, rule in plan.items() if rule.text() != first[n].text()}
    return _rules(changed, diagram)


@_by_experts
def _roads(answer: Adversary, view: StudyView) -> ResultTable:
    labels, roads = view.diagram.labels, answer.roads
    return ResultTable(
        columns=[
            Column("", "Scenario", TEXT, [road.scenario for road in roads]),
            Column("", "Derived", PROBABILITY, [road.derived[0] for road in roads]),
            Column("", "Experts", EXPERTS, [road.derived[1:] for road in roads]),
            Column("", "Elicited", PROBABILITY, [road.elicited[0] for road in roads]),
            Column("", "Experts", EXPERTS, [road.elicited[1:] for road in roads]),
            Column("", "Apart", CHANGE, [road.apart for road in roads]),
            Column(
                "",
                "It weighs otherwise",
                TEXT,
                [", ".join(labels[name] for name in road.incentives) for road in roads],
            ),
        ],
        above=roads_sentences(answer) or ["Nothing in the study shows whether it was misled."],
    )


TABLES: Mapping[str, Part] = {
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
            {
                "name": v.name,
                "plan": {n: rule.text() for n, rule in v.plan.items()},
                "worth": v.expected,
                "regret": v.regret,
            }
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
