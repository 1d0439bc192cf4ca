"""Tables for ``resolve explain --mpe`` and ``resolve learn --about`` and ``--control``."""

from __future__ import annotations

from bayesnet.answers.chance_questions import Informative, MostProbable
from bayesnet.cli.show import Sheet, below
from bayesnet.plurals import many
from bayesnet.rounding import figures, places, written
from bayesnet.study.view import StudyView
from bayesnet.uncertainty.control import Controls

BITS = 3
"""Digits of bits of information."""


def likeliest_sheet(answer: MostProbable, view: StudyView) -> Sheet:
    """Return a row for each uncertain node: its state, and how many experts have another there."""
    diagram, several = view.study.diagram, view.study.several
    worlds = list(answer.states)
    rows = []
    for node, state in answer.pool.items():
        other = sum(answer.states[world][node] != state for world in worlds[1:])
        apart = [f"{other} of {len(worlds) - 1}" if other else ""] if several else []
        rows.append([diagram.labels[node], diagram.state_label(node, state), *apart])
    chance = figures(answer.probability[worlds[0]], 2)
    return Sheet(
        heads=["Node", "Likeliest", *(["Experts elsewhere"] if several else [])],
        rows=rows,
        above=[f"The likeliest states of all nodes together, under {_scenario(answer)}:"],
        below=[
            f"Together they have probability {chance}: so much detail is never likely, only "
            "likelier than any other. A node's own likeliest state can be another."
        ],
        footer=below(answer.provenance, diagram.notice),
    )


def telling_sheet(answer: Informative, view: StudyView) -> Sheet:
    """Return a row for each node: how many bits it tells about the one that is asked about."""
    diagram, several = view.study.diagram, view.study.several
    rows = [
        [
            diagram.labels[node],
            written(bits[0], BITS),
            *([_span(bits[1:], BITS)] if several else []),
        ]
        for node, bits in answer.bits.items()
    ]
    about = diagram.labels[answer.about]
    best = f"{diagram.labels[answer.best]} tells most about {about}" if rows else ""
    if rows and float(written(answer[answer.best], BITS)) == 0:
        best = f"No single node tells anything about {about}"
    return Sheet(
        heads=["Knowing", "Tells, bits", *(["Experts"] if several else [])],
        rows=rows,
        right=frozenset({1}),
        above=[f"{best}, under {_scenario(answer)}."] if rows else [],
        below=["Bits: mutual information, what knowing it takes from the uncertainty on average."],
        footer=below(answer.provenance, diagram.notice),
    )


def control_sheet(answer: Controls, view: StudyView) -> Sheet:
    """Return a row for each node that could be set before a decision, the most valuable first."""
    diagram, several = view.study.diagram, view.study.several
    pool = [values[0] for values in answer.values.values()]
    digits = places(diagram.largest(pool), pool)
    rows = [
        [
            decision,
            node,
            written(values[0], digits),
            *([_span(values[1:], digits)] if several else []),
        ]
        for (decision, node), values in answer.values.items()
    ]
    left = len({node for _, node in answer.refused} - {node for _, node in answer.values})
    return Sheet(
        heads=["Before", "Setting", "Worth", *(["Experts"] if several else [])],
        rows=rows,
        right=frozenset({2}),
        above=[f"What being able to set a node would be worth, in {diagram.points}:"],
        below=[
            "No way of influencing it can be worth more than setting it.",
            *([f"{many(left, 'node')} can be set before none of them."] if left else []),
        ],
        footer=below(answer.provenance, diagram.notice),
    )


def _span(values: tuple[float, ...], digits: int) -> str:
    low, high = written(min(values), digits), written(max(values), digits)
    return low if low == high else f"{low} to {high}"


def _scenario(answer: MostProbable | Informative) -> str:
    return answer.provenance.scenario or "what is known"
