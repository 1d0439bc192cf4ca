"""Share a study's questions out over panels, so that nobody is asked for longer than the budget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from elicitation.plan.load import FEW_EXPERTS, minutes_of, split
from elicitation.plan.protocol import ElicitationPlan, Panel
from elicitation.questionnaire.questions import Question

REST = "rest"


def shared_out(plan: ElicitationPlan, asked: Sequence[Question]) -> Mapping[str, Panel]:
    """Return panels by id that cover every question, each within the plan's budget of minutes.

    Panels of the plan that fit are kept; one that does not is dealt out into parts of even load,
    numbered behind its label. What no panel of it has makes panels of its own. None where
    everybody can be asked everything in that time. A single node that takes longer stays whole.
    """
    budget = plan.questions.minutes
    if minutes_of(asked) <= budget:
        return {}
    nodes = list(dict.fromkeys(q.parameter.node for q in asked if not q.core))
    placed = {node for panel in plan.panels.values() for node in panel.nodes}
    rest = tuple(node for node in nodes if node not in placed)
    panels = {**plan.panels, **({REST: Panel(label="Others", nodes=rest)} if rest else {})}
    found: dict[str, Panel] = {}
    for id_, panel in panels.items():
        own = [q for q in asked if q.core or q.parameter.node in panel.nodes]
        parts = _parts(own, budget)
        for number, part in enumerate(parts, 1):
            behind = (f"_{number}", f" {number}") if len(parts) > 1 else ("", "")
            found[id_ + behind[0]] = Panel(label=panel.label + behind[1], nodes=part)
    return found


def _parts(own: Sequence[Question], budget: int) -> tuple[tuple[str, ...], ...]:
    """Return the nodes of the fewest panels of even load within the budget, or of one each."""
    nodes = {q.parameter.node for q in own if not q.core}
    for number in count(1):
        dealt, longest = split(own, number)
        if longest <= budget or number >= len(nodes):
            return dealt
    raise AssertionError  # counting does not end


def placed_experts(panels: Mapping[str, Panel]) -> Mapping[str, str]:
    """Return the panel of each expert, by id: three to a panel, for of fewer nothing is shown."""
    seats = [id_ for id_ in panels for _ in range(FEW_EXPERTS)]
    return {f"E{number:02d}": id_ for number, id_ in enumerate(seats, 1)}
