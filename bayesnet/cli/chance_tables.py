"""Tables for ``resolve explain --mpe`` and ``resolve learn --about`` and ``--control``."""

from __future__ import annotations

import dataclasses

from bayesnet.answers.chance_questions import BITS, Informative, MostProbable
from bayesnet.plurals import many
from bayesnet.rounding import figures, places, written
from bayesnet.study.view import StudyView
from bayesnet.table import ResultTable
from bayesnet.uncertainty.control import Controls


def likeliest_table(answer: MostProbable, view: StudyView) -> ResultTable:
    """Return a row for each uncertain node: its state, and how many experts have another there."""
    chance = figures(next(iter(answer.probability.values())), 2)
    return dataclasses.replace(
        answer.table(view.study.diagram),
        above=[f"The likeliest states of all nodes together, under {_scenario(answer)}:"],
        below=[
            f"Together they have probability {chance}: so much detail is never likely, only "
            "likelier than any other. A node's own likeliest state can be another."
        ],
    )


def telling_table(answer: Informative, view: StudyView) -> ResultTable:
    """Return a row for each node: how many bits it tells about the one that is asked about."""
    labels = view.study.diagram.labels
    about = labels[answer.about]
    above = []
    if answer.bits:
        best = f"{labels[answer.best]} tells most about {about}"
        if float(written(answer[answer.best], BITS)) == 0:
            best = f"No single node tells anything about {about}"
        above = [f"{best}, under {_scenario(answer)}."]
    return dataclasses.replace(
        answer.table(labels),
        above=above,
        below=[
            "Bits: mutual information, what knowing it takes from the uncertainty on average.",
            *(
                []
                if view.decides
                else ["There is nothing to decide. Of another node: --about NODE."]
            ),
        ],
    )


def control_table(answer: Controls, view: StudyView) -> ResultTable:
    """Return a row for each node that could be set before a decision, the most valuable first."""
    diagram = view.study.diagram
    pool = [values[0] for values in answer.values.values()]
    left = len({node for _, node in answer.refused} - {node for _, node in answer.values})
    return dataclasses.replace(
        answer.table(places(diagram.largest(pool), pool)),
        above=[f"What being able to set a node would be worth, in {diagram.points}:"],
        below=[
            "No way of influencing it can be worth more than setting it.",
            *([f"{many(left, 'node')} cannot be set before any decision."] if left else []),
        ],
    )


def _scenario(answer: MostProbable | Informative) -> str:
    return answer.provenance.scenario or "what is known"
