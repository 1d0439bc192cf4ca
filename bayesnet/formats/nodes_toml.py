"""Read the nodes, arcs, assumptions, outcomes and weights of ``model.toml``, a table each."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Literal, cast

from bayesnet.cpds.parameter import TOLERANCE
from bayesnet.formats.section import Section
from bayesnet.study.model import (
    BEST_GRADE,
    PEDIGREE,
    ROLES,
    Arc,
    Assumption,
    ChanceNode,
    DecisionNode,
    Definition,
    Outcome,
    Sign,
    Status,
    UtilityNode,
    WeightSet,
)


def _definition(section: Section) -> Definition:
    return Definition(
        text=section.text("definition", required=False),
        by=section.date("by", required=False),
        settled_by=section.text("settled_by", required=False),
        article=section.texts("article", required=False),
    )


def _states(section: Section) -> tuple[str, ...]:
    states = section.texts("states")
    for state, count in Counter(states).items():
        if count > 1:
            section.problem("states", f"state '{state}' is there {count} times.", "Name it once.")
        if not state:
            section.problem("states", "a state has no name.", "Name it or take it away.")
    if section.has("states") and len(states) == 1:
        section.problem("states", "a node needs at least two states.", "Add the alternative.")
    elif isinstance(section.value.get("states"), list) and not section.value["states"]:
        section.problem("states", "a node needs at least two states.", "List them.")
    return states


def _state_labels(section: Section) -> tuple[str, ...]:
    """Return the labels of the states, none where they are not given for each of them."""
    labels, states = section.texts("state_labels", required=False), section.value.get("states")
    if not section.has("state_labels") or not isinstance(states, list):
        return ()
    if len(labels) != len(states):
        message = f"{len(labels)} labels for {len(states)} states."
        section.problem("state_labels", message, "Give one to each, in their order.")
    elif not all(labels):
        section.problem("state_labels", "a label is empty.", "Write what a person reads.")
    elif len(set(labels)) < len(labels):
        section.problem("state_labels", "two states have the same label.", "Tell them apart.")
    else:
        return labels
    return ()


def read_decision(name: str, section: Section) -> DecisionNode:
    """Return the decision node of one ``[decision.NAME]`` table."""
    node = DecisionNode(
        name=name,
        label=section.text("label"),
        states=_states(section),
        state_labels=_state_labels(section),
        informed_by=section.texts("informed_by", required=False),
        definition=_definition(section),
        horizon_note=section.text("horizon_note", required=False),
        module=section.text("module", required=False),
    )
    section.finish()
    return node


def read_chance(name: str, section: Section) -> ChanceNode:
    """Return the chance node of one ``[chance.NAME]`` table; its CPT needs all nodes first."""
    # finish() is left to the caller, after the CPT.
    return ChanceNode(
        name=name,
        label=section.text("label"),
        states=_states(section),
        state_labels=_state_labels(section),
        parents=section.texts("parents"),
        definition=_definition(section),
        role=section.choice("role", ROLES, required=False, default="mechanism"),
        perceiver=section.text("perceiver", required=False),
        resolvable=section.flag("resolvable", default=True),
        settable=section.flag("settable", default=False),
        module=section.text("module", required=False),
        pedigree=_pedigree(section.section("pedigree", required=False)),
    )


def _pedigree(section: Section) -> dict[str, int]:
    """Return the grades there are, each from 0 to 4."""
    grades = {name: section.whole(name, required=False, default=-1) for name in PEDIGREE}
    for name, grade in grades.items():
        if section.has(name) and not 0 <= grade <= BEST_GRADE:
            remedy = f"Grades go from 0 (a guess) to {BEST_GRADE} (well founded)."
            section.problem(name, f"{grade} is not a grade.", remedy)
    section.finish()
    return {name: grade for name, grade in grades.items() if section.has(name)}


def read_utility(name: str, section: Section) -> UtilityNode:
    """Return the utility node of one ``[utility.NAME]`` table."""
    whole = section.has("table")
    scores = {
        parent: {state: table.number(state) for state in table.value}
        for parent, table in section.sections("scores", required=not whole).items()
    }
    node = UtilityNode(
        name=name,
        label=section.text("label"),
        parents=section.texts("parents") if whole else tuple(scores),
        scores=scores,
        definition=_definition(section),
        table=_value_table(section) if whole else {},
        blank=section.value.get("table") == [],
    )
    if whole and scores:
        section.problem("scores", "this value has scores and a table.", "Keep one of the two.")
    section.finish()
    return node


def _value_table(section: Section) -> dict[tuple[str, ...], Decimal]:
    table: dict[tuple[str, ...], Decimal] = {}
    for item in section.items("table"):
        when, value = item.texts("when"), item.number("value")
        item.finish()
        if when in table:
            item.problem("", f"the value for {', '.join(when)} is there twice.", "Keep one.")
        table[when] = value
    return table


def read_arc(section: Section) -> Arc:
    """Return the annotation of one ``[[arc]]`` table."""
    arc = Arc(
        parent=section.text("from"),
        child=section.text("to"),
        claim=section.text("claim"),
        article=section.texts("article", required=False),
        sign=cast(
            Sign,
            section.choice("sign", ("+", "-", "mixed"), required=False, default="mixed"),
        ),
        contrary=section.texts("contrary", required=False),
    )
    section.finish()
    return arc


def read_assumption(section: Section) -> Assumption:
    """Return the assumption of one ``[[assumption]]`` table."""
    assumption = Assumption(
        id=section.text("id"),
        text=section.text("text"),
        arcs=section.pairs("arcs"),
        status=cast(Status, section.choice("status", ("solid", "caveat", "unsupported"))),
        if_false=section.text("if_false"),
        structure=section.text("structure", required=False),
    )
    section.finish()
    return assumption


def read_outcome(section: Section) -> Outcome:
    """Return the outcome of one ``[[outcome]]`` table."""
    outcome = Outcome(
        id=section.text("id"),
        label=section.text("label"),
        node=section.text("node"),
        states=section.texts("states"),
        better=cast(
            Literal["lower", "higher"],
            section.choice("better", ("lower", "higher"), default="lower"),
        ),
    )
    section.finish()
    return outcome


def read_weights(name: str, section: Section, *, points: bool) -> WeightSet:
    """Return the weight set of one ``[weights.NAME]`` table; its other keys are utility nodes.

    points: whether values are points from 0 to 100, so that the weights have to sum to 1.
    """
    label = section.text("label")
    weights = {key: section.number(key) for key in section.value if key != "label"}
    if not points:
        return WeightSet(id=name, label=label, weights=weights)
    for key, weight in weights.items():
        if not 0 <= weight <= 1:
            section.problem(key, f"{weight} is not a weight from 0 to 1.", "Weights sum to 1.")
    total = sum(weights.values(), Decimal(0))
    if abs(total - 1) > TOLERANCE:
        section.problem("", f"the weights sum to {total}, not 1.", "Scale them.")
    return WeightSet(id=name, label=label, weights=weights)
