"""Write what is worth learning: observations before a decision, and the numbers themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bayesnet.decisions.table import InformationState
from bayesnet.uncertainty.learning import Learned, Learning
from diagrams.report.blocks import Block, Grid, Paragraph
from diagrams.report.material import Material
from diagrams.report.words import (
    EN_DASH,
    listed,
    number_words,
    percent,
    plain,
    score,
    settings,
)

NOTHING = 0.05
"""A worth that would print as 0.0 points counts as none."""
MOST = 8


def learning_in_short(material: Material) -> Iterator[str]:
    """Yield one line on what is worth learning; none where nothing is decided."""
    inquiry = material.answers.inquiry
    if inquiry is None:
        return
    labels, scale = material.study.diagram.labels, material.study.diagram.scale
    worth = [*_worth_observing(material)]
    learned = _worth_learning(inquiry.learned) if inquiry.learned else []
    if worth:
        yield f"Worth knowing before deciding: {worth[0][1]} ({worth[0][2]} {scale})."
    elif learned:
        yield (
            "No single observation beforehand would change the plan. Worth learning is "
            f"{_learned(learned[0], labels)} ({score(learned[0].value)} {scale})."
            if learned[0].value >= NOTHING
            else "No single observation beforehand would change the plan; knowing "
            f"{_learned(learned[0], labels)} could, but is worth under {NOTHING} {scale}."
        )
    else:
        yield "No single observation beforehand would change the plan."


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
    worth = [*_worth_observing(material)]
    idle = [d for d in material.study.diagram.decisions if labels[d] not in {w[0] for w in worth}]
    if worth:
        yield Grid(
            caption="What knowing a quantity before deciding is worth; points of expected utility.",
            heads=["Decision", "Known before it", "Pool", "By expert"],
            rows=worth,
            right=frozenset({2, 3}),
        )
    if idle:
        yield Paragraph(
            text="No single quantity that can be observed beforehand would change "
            f"{listed([labels[name] for name in idle])}, by anybody's numbers."
        )
    if inquiry.learned:
        yield from _numbers_learned(material, inquiry.learned)


def _worth_observing(material: Material) -> Iterator[list[str]]:
    """Yield what is worth observing before a decision, the most valuable first."""
    inquiry, labels = material.answers.inquiry, material.study.diagram.labels
    rows = [row for row in inquiry.observed.rows if row.values] if inquiry else []
    for row in sorted(rows, key=lambda row: -row.values[0]):
        if max(row.values) >= NOTHING:
            reach = row.values[1:] or row.values
            yield [
                labels[row.decision],
                labels[row.node],
                score(row.values[0]),
                f"{score(min(reach))} to {score(max(reach))}",
            ]


def _worth_learning(learned: Learning) -> list[Learned]:
    rows = [*learned.of("structure"), *learned.of("expert"), *learned.of("table")]
    return sorted((row for row in rows if row.is_something), key=lambda row: -row.value)


def _learned(row: Learned, labels: Mapping[str, str]) -> str:
    """Return what would be learned, in words."""
    if row.kind == "structure":
        return row.name.replace("which of", "which of the structures", 1)
    return number_words(row.name, labels)


def _numbers_learned(material: Material, learned: Learning) -> Iterator[Block]:
    """Yield what it would be worth to know which structure, expert or table is right."""
    labels = material.study.diagram.labels
    rows = [*learned.of("structure"), *learned.of("expert")]
    rows += sorted(learned.of("table"), key=lambda r: (-round(r.value, 2), -r.share))[:MOST]
    yield Paragraph(
        text="And the numbers themselves: what would it be worth to know which structure or which "
        f"expert is right, or a whole table? From {learned.provenance.draws}; knowing every number "
        f"would add {learned.everything:.2f} {material.study.diagram.scale}. What explains much of "
        "an outcome's spread may be worth nothing to the choice."
    )
    yield from material.figures.get("worth_learning", ())
    yield Grid(
        caption="What learning the numbers is worth (EVPPI), in points of expected utility, and "
        "how much of which outcome's variance it explains.",
        heads=["Learning", "Worth", "Standard error", "Could change", "Explains"],
        rows=[
            [
                _learned(row, labels),
                f"{row.value:.2f}",
                f"{row.standard_error:.2f}",
                ", ".join(labels[name] for name in row.turns) or "nothing",
                f"{percent(row.share)} of {row.outcome}" if row.outcome else EN_DASH,
            ]
            for row in rows
        ],
        right=frozenset({1, 2}),
    )


def _states(material: Material) -> Iterator[Block]:
    """Yield what the best options are worth in every state of information, and what never is."""
    diagram = material.study.diagram
    rows: list[list[str]] = []
    groups = {}
    never = []
    for decision, table in material.answers.states.items():
        options = diagram.states[decision]
        never += [
            f"{diagram.labels[decision]}: {plain(options[index])}" for index in table.never_best
        ]
        if len(table.states) > 1:
            groups[len(rows)] = diagram.labels[decision]
            rows += [_state(material, state, options) for state in table.states]
    if rows:
        yield Grid(
            caption="Where a decision is told something: the options in every state of "
            "information that the pool's plan can meet; points of expected utility.",
            heads=["Known", "Chance", "Best", "Worth", "Next best", "Worth"],
            rows=rows,
            right=frozenset({1, 3, 5}),
            groups=groups,
        )
    if never:
        yield Paragraph(
            text=f"Best in no state of information, by the pool's numbers: {'; '.join(never)}."
        )


def _state(material: Material, state: InformationState, options: tuple[str, ...]) -> list[str]:
    diagram = material.study.diagram
    known = {
        name: diagram.states[name][value]
        for name, value in state.known.items()
        if name in diagram.chance
    }
    order = sorted(
        (index for index, worth in enumerate(state.worth) if worth is not None),
        key=lambda index: (index != state.option, -(state.worth[index] or 0.0)),
    )
    best, *others = order
    return [
        settings(known, diagram.labels),
        percent(state.probability),
        plain(options[best]),
        score(state.worth[best] or 0.0),
        plain(options[others[0]]) if others else "none",
        score(state.worth[others[0]] or 0.0) if others else "",
    ]
