"""Read the nodes, arcs, assumptions, outcomes and weights of ``model.toml``, a table each."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Literal, cast

from bayesnet.cpds.parameter import TOLERANCE
from bayesnet.formats.defaults import outcome_id, words
from bayesnet.formats.section import Section
from bayesnet.messages.facts import items
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
            section.problem("states", "model.state-times", state=state, count=count)
        if not state:
            section.problem("states", "model.state-no-name")
    if section.has("states") and len(states) == 1:
        section.problem("states", "model.node-needs-least-two-states")
    elif isinstance(section.value.get("states"), list) and not section.value["states"]:
        section.problem("states", "model.node-without-states")
    return states


def _state_labels(section: Section) -> tuple[str, ...]:
    """Return the labels of the states, none where they are not given for each of them."""
    labels, states = section.texts("state_labels", required=False), section.value.get("states")
    if not section.has("state_labels") or not isinstance(states, list):
        return ()
    if len(labels) != len(states):
        section.problem(
            "state_labels", "model.labels-states", label_count=len(labels), state_count=len(states)
        )
    elif not all(labels):
        section.problem("state_labels", "model.label-empty")
    elif len(set(labels)) < len(labels):
        section.problem("state_labels", "model.two-states-same-label")
    else:
        return labels
    return ()


def read_decision(name: str, section: Section) -> DecisionNode:
    """Return the decision node of one ``[decision.NAME]`` table."""
    node = DecisionNode(
        name=name,
        label=section.text_or("label", words(name)),
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
        label=section.text_or("label", words(name)),
        states=_states(section),
        state_labels=_state_labels(section),
        parents=section.texts("parents", required=False),
        definition=_definition(section),
        role=section.choice("role", ROLES, required=False, default="mechanism"),
        perceiver=section.text("perceiver", required=False),
        resolvable=section.flag("resolvable", default=True),
        settable=section.flag("settable", default=False),
        module=section.text("module", required=False),
        pedigree=_pedigree(section.section("pedigree", required=False)),
        ask=section.text("ask", required=False),
    )


def _pedigree(section: Section) -> dict[str, int]:
    """Return the grades there are, each from 0 to 4."""
    grades = {name: section.whole(name, required=False, default=-1) for name in PEDIGREE}
    for name, grade in grades.items():
        if section.has(name) and not 0 <= grade <= BEST_GRADE:
            section.problem(name, "model.not-grade", grade=grade, best_grade=BEST_GRADE)
    section.finish()
    return {name: grade for name, grade in grades.items() if section.has(name)}


def read_utility(name: str, section: Section) -> UtilityNode:
    """Return the utility node of one ``[utility.NAME]`` table."""
    whole = section.has("table")
    scores = {
        parent: {state: table.number(state) for state in table.value}
        for parent, table in section.sections("scores", required=not whole).items()
    }
    table = _value_table(section) if whole else {}
    node = UtilityNode(
        name=name,
        label=section.text_or("label", words(name)),
        parents=section.texts("parents") if whole else tuple(scores),
        scores=scores,
        definition=_definition(section),
        table=table,
        blank=whole and not table,
    )
    if whole and scores:
        section.problem("scores", "model.value-scores-table")
    section.finish()
    return node


def _value_table(section: Section) -> dict[tuple[str, ...], Decimal]:
    table: dict[tuple[str, ...], Decimal] = {}
    for item in section.items("table"):
        when, value = item.texts("when"), item.number("value")
        item.finish()
        if when in table:
            item.problem("", "model.value-twice", when=items(when))
        table[when] = value
    return table


def read_arc(section: Section) -> Arc:
    """Return the annotation of one ``[[arc]]`` table."""
    arc = Arc(
        parent=section.text("from"),
        child=section.text("to"),
        claim=section.text("claim", required=False),
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
    node, states = section.text("node"), section.texts("states")
    outcome = Outcome(
        id=section.text_or("id", outcome_id(node, states)),
        label=section.text_or("label", f"{words(node)}: {', '.join(states)}"),
        node=node,
        states=states,
        better=cast(
            Literal["lower", "higher", ""],
            section.choice("better", ("lower", "higher"), required=False),
        ),
    )
    section.finish()
    return outcome


def read_weights(name: str, section: Section, *, points: bool) -> WeightSet:
    """Return the weight set of one ``[weights.NAME]`` table; its other keys are utility nodes.

    points: whether values are points from 0 to 100, so that the weights have to sum to 1.
    """
    label = section.text_or("label", words(name))
    weights = {key: section.number(key) for key in section.value if key != "label"}
    if not points:
        return WeightSet(id=name, label=label, weights=weights)
    for key, weight in weights.items():
        if not 0 <= weight <= 1:
            section.problem(key, "model.not-weight-from", weight=weight)
    total = sum(weights.values(), Decimal(0))
    if abs(total - 1) > TOLERANCE:
        section.problem("", "model.weights-sum-not", total=total)
    return WeightSet(id=name, label=label, weights=weights)
