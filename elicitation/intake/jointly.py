"""Repair several answers of an expert together, as far as doubts about them ask for it.

===========  =======================================================================================
level        rows that fall along a cause where they should rise, see ``levelling``
marginal     rows that do not come to the answer all in all, see ``scaling``
===========  =======================================================================================

The numbers are told, and recorded as a response of their own; what they take the place of stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from elicitation.checks.checks import States, doubts
from elicitation.checks.coherence import coherence
from elicitation.intake.levelling import LEVELLED, cause_of, chain, levelled
from elicitation.intake.scaling import SCALED, Unscalable, scalable, scaled_rows
from elicitation.intake.sums import top
from elicitation.questionnaire.question_words import node_of, parts_of
from elicitation.record.responses import Judgement, Key

JOINT: Mapping[str, str] = {"level": LEVELLED, "marginal": SCALED}
"""The repairs by name, with the reason that is recorded."""
Own = Mapping[Key, Judgement]


def rising(own: Own, model: States) -> tuple[Judgement, ...]:
    """Return the answers that levelling moves, as probabilities; none where all rise.

    own: everything that the expert says. Levelling along one cause may undo it along another: it is
    done again until nothing falls.
    """
    standing = dict(own)
    for _ in range(len(own)):
        found = [each for each in doubts([*standing.values()], model) if each.kind == "order"]
        if not found:
            break
        keys = chain(found[0], standing, model.states[cause_of(found[0].questions)])
        rows = [standing[key] for key in keys]
        made = levelled(rows, model.states[parts_of(keys[0]).node], top("probability"))
        standing |= {row.question: row for row in made}
    return tuple(row for key, row in standing.items() if row != own[key])


def adding_up(
    study: Study, falling: frozenset[str], expert: str, own: Own, scenario: Scenario | None
) -> tuple[Judgement, ...]:
    """Return the rows that are scaled to the answers all in all; none where they come to them.

    Rows that no factor brings there are left as they are.
    """
    if scenario is None:
        return ()
    queue = coherence(study, falling, {expert: own}, scenario).by_expert[expert]
    nodes = dict.fromkeys(node_of(d.questions[0]) for d in queue if d.kind == "total")
    return tuple(row for node in nodes for row in _scaled(study, own, scenario, node))


def _scaled(study: Study, own: Own, scenario: Scenario, node: str) -> Iterator[Judgement]:
    if not scalable(study, own, scenario, node):
        return
    try:
        made = scaled_rows(study, own, scenario, node)
    except Unscalable:
        return
    yield from (row for row in made if row != own[row.question])
