"""Warn of a lever whose cost falls inside the horizon and whose benefit falls outside it."""

from __future__ import annotations

from bayesnet.study.model import InfluenceDiagram


def horizon_warnings(diagram: InfluenceDiagram) -> tuple[str, ...]:
    """Return a sentence for each decision that an attribute counts directly and a note says so.

    What is counted directly counts in full; what works through the world counts only as far as it
    arrives by the end of the horizon.
    """
    found = []
    last = diagram.horizon_end or "the horizon"
    for name, node in diagram.decisions.items():
        counted = [u.label for u in diagram.utilities.values() if name in u.parents]
        if counted and node.horizon_note:
            found.append(
                f"Horizon: {node.label} is counted directly in {', '.join(counted)}, in full, but "
                f"what it brings only as far as it arrives by {last}. "
                f"{node.horizon_note}"
            )
    return tuple(found)
