"""Write what is worth learning: observations before a decision, and the numbers themselves."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence

from bayesnet.decisions.table import InformationState
from bayesnet.number_words import utility
from bayesnet.plurals import listed
from bayesnet.rounding import steady
from bayesnet.study.model import Name
from bayesnet.study.priors import POOL
from bayesnet.uncertainty.learning import EXPLAINS, Learned, Learning
from bayesnet.uncertainty.observations import Observation
from diagrams.plots.learning import learned_digits
from diagrams.report.blocks import Block, Grid, Paragraph, grid
from diagrams.report.material import Material
from diagrams.report.words import number_words, percent, setting, settings

MOST = 8
MUCH = 0.5
"""A share of an outcome's spread from which on it is told that explaining it is worth nothing."""


def learning_in_short(material: Material) -> Iterator[str]:
    """Yield one line on what is worth learning; none where nothing is decided."""
    inquiry = material.answers.inquiry
    if inquiry is None:
        return
    labels, scale = material.study.diagram.labels, material.study.diagram.scale
    worth = [row for row in _worth_observing(material) if row.values[0] >= material.least]
    if worth:
        first = [w for w in worth if w.values[0] >= worth[0].values[0] - material.rounding]
        named = listed([*dict.fromkeys(labels[w.node] for w in first)])
        each = ", each" if len({w.node for w in first}) > 1 else ""
        told = f"{material.worth(worth[0].values[0])} {scale}{each}"
        yield f"Worth knowing before deciding: {named} ({told})."
        return
    learned = _worth_learning(inquiry.learned) if inquiry.learned else []
    none = _no_observation(material, "the plan")
    if not learned:
        yield f"{none}."
    elif learned[0].value >= material.least:
        yield (
            f"{none}. Worth learning is {_learned(learned[0].name, labels)} "
            f"({material.worth(learned[0].value)} {scale})."
        )
    else:
        yield (
            f"{none}; knowing {_learned(learned[0].name, labels)} could, but is worth under "
            f"{material.worth(10.0**-material.digits)} {scale}."
        )


def the_learning(material: Material) -> Iterator[Block]:
    """Yield what knowing more would be worth: observations, then the numbers themselves."""
    answers, inquiry = material.answers, material.answers.inquiry
    if answers.plan is None or inquiry is None:
        return
    labels = material.study.diagram.labels
    yield Paragraph(
        text="What would it be worth to know a quantity before deciding (the expected value of "
        "perfect information)? It is zero where every answer would lead to the same choice, "
        "however interesting the answer."
    )
    yield from _states(material)
    worth = _worth_observing(material)
    asked = {row.decision for row in inquiry.observed.rows if row.values}
    idle = [d for d in material.study.diagram.decisions if d in asked - {w.decision for w in worth}]
    several = material.study.several
    if worth:
        heads = {"decision": "Decision", "node": "Known before it", POOL: "Pool"}
        heads |= {"Experts": "By expert"} if several else {}
        caption = "What knowing a quantity before deciding is worth, in "
        caption += f"{material.study.diagram.points}."
        table = inquiry.observed.table(worth, material.digits)
        yield grid(table, material.style, caption, heads)
    if idle:
        named = listed([labels[name] for name in idle])
        whose = ", by anybody's numbers" if several else ""
        yield Paragraph(text=f"{_no_observation(material, named, idle)}{whose}.")
    if inquiry.learned:
        yield from _numbers_learned(material, inquiry.learned)


def _worth_observing(material: Material) -> list[Observation]:
    """Return what somebody's numbers make worth observing, the most valuable to the pool first."""
    inquiry = material.answers.inquiry
    rows = [row for row in inquiry.observed.rows if row.values] if inquiry else []
    visible = [row for row in rows if max(row.values) >= material.least]
    most = max((row.values[0] for row in visible), default=0.0)
    return sorted(visible, key=lambda row: -steady(row.values[0], most))


def _no_observation(material: Material, what: str, decisions: Collection[Name] = ()) -> str:
    """Return that no observation is worth anything, or not as much as would show.

    decisions: before which; none for all.
    """
    inquiry = material.answers.inquiry
    rows = inquiry.observed.rows if inquiry else ()
    own = [row for row in rows if row.values and (not decisions or row.decision in decisions)]
    whole = [max(row.values) if decisions else row.values[0] for row in own]
    start = (
        "No single quantity that can be observed beforehand"
        if decisions
        else ("No single observation beforehand")
    )
    if max(whole, default=0.0) <= material.rounding:
        return f"{start} would change {what}"
    least = f"{material.worth(10.0**-material.digits)} {material.study.diagram.scale}"
    return f"{start} is worth as much as {least} to {what}"


def _worth_learning(learned: Learning) -> list[Learned]:
    rows = [*learned.of("structure"), *learned.of("expert"), *learned.of("table")]
    return sorted((row for row in rows if row.is_something), key=lambda row: -steady(row.value))


def _learned(name: str, labels: Mapping[str, str]) -> str:
    """Return what would be learned, in words."""
    if name.startswith("which of "):
        return name.replace("which of", "which of the structures", 1)
    return number_words(name, labels)


def _numbers_learned(material: Material, learned: Learning) -> Iterator[Block]:
    """Yield what it would be worth to know which structure, expert or table is right."""
    labels = material.study.diagram.labels
    rows = [*learned.of("structure"), *learned.of("expert")]
    rows += sorted(learned.of("table"), key=lambda row: row.rank)[:MOST]
    digits = learned_digits(learned, material.study.diagram)
    others = ", but not which structure is right," if learned.of("structure") else ""
    yield Paragraph(
        text="And the numbers themselves: what would it be worth to know which structure or which "
        f"expert is right, or a whole table? From {learned.provenance.draws}; knowing every number"
        f"{others} would add {utility(learned.everything, digits)} {material.study.diagram.scale}."
        + _idle_explainer(material, rows, digits)
    )
    yield from material.figures.get("worth_learning", ())
    yield grid(
        learned.table(rows, digits),
        dataclasses.replace(material.style, number=lambda name: _learned(name, labels)),
        f"What learning the numbers is worth (EVPPI), in {material.study.diagram.points}, "
        "and how much of which outcome's variance it explains.",
        {
            "name": "Learning",
            "value": "Worth",
            "standard_error": "Standard error",
            "turns": "Could change",
            EXPLAINS: "Explains",
        },
    )


def _idle_explainer(material: Material, rows: Sequence[Learned], digits: int) -> str:
    """Return what explains most of an outcome's spread and is yet worth nothing to the choice."""
    idle = [
        row
        for row in rows
        if row.share >= MUCH and row.kind == "table" and row.value < 0.5 * 10.0**-digits
    ]
    if not idle:
        return ""
    most = max(idle, key=lambda row: row.share)
    name = _learned(most.name, material.study.diagram.labels)
    return (
        f" To explain an outcome's spread is not to matter to the choice: {name} explains "
        f"{percent(most.share)} of {most.outcome}, and knowing it is worth nothing."
    )


def _states(material: Material) -> Iterator[Block]:
    """Yield what the best options are worth in every state of information, and what never is."""
    diagram = material.study.diagram
    rows: list[list[str]] = []
    groups = {}
    never = []
    for decision, table in material.answers.states.items():
        options = diagram.states[decision]
        never += [setting(diagram, decision, options[index]) for index in table.never_best]
        if len(table.states) > 1:
            groups[len(rows)] = diagram.labels[decision]
            rows += [_state(material, state, decision) for state in table.states]
    if rows:
        yield Grid(
            caption="Where a decision is told something: the options in every state of "
            f"information that the pool's plan can meet; expected utility in {diagram.points}.",
            heads=["Known", "Chance", "Best", "Worth", "Next best", "Worth"],
            rows=rows,
            right=frozenset({1, 3, 5}),
            groups=groups,
        )
    if never:
        yield Paragraph(
            text="Best in no state of information that the plan can meet, by the pool's numbers: "
            f"{'; '.join(never)}."
        )


def _state(material: Material, state: InformationState, decision: str) -> list[str]:
    diagram = material.study.diagram
    options = diagram.states[decision]
    known = {
        name: diagram.states[name][value]
        for name, value in state.known.items()
        if name in diagram.chance
    }
    order = sorted(
        (index for index, worth in enumerate(state.worth) if worth is not None),
        key=lambda index: (index != state.option, -steady(state.worth[index] or 0.0)),
    )
    best, *others = order
    return [
        settings(known, diagram),
        percent(state.probability),
        diagram.state_label(decision, options[best]),
        material.worth(state.worth[best] or 0.0),
        diagram.state_label(decision, options[others[0]]) if others else "none",
        material.worth(state.worth[others[0]] or 0.0) if others else "",
    ]
