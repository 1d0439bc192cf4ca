"""Compare every belief of every scenario with pgmpy's, and say how far apart they are at most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.beliefs import beliefs, findings_of
from bayesnet.errors import StudyError, unplaced
from bayesnet.formats.pgmpy_bridge import installed, pgmpy_beliefs
from bayesnet.study.view import StudyView

ROUNDING = 1e-9
"""Probabilities further apart than this were computed differently."""
NO_PGMPY = unplaced("ask.no-pgmpy")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondOpinion:
    """The largest difference found, and where; ``skipped`` scenarios hold soft evidence."""

    largest: float
    node: str
    scenario: str
    compared: int
    scenarios: int
    skipped: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Return whether the difference is no more than rounding."""
        return self.largest <= ROUNDING

    def sentence(self) -> str:
        """Return the line that the terminal prints and the report quotes."""
        verdict = "agrees" if self.agrees else "DISAGREES"
        text = (
            f"Second opinion: pgmpy's variable elimination {verdict} on {self.compared} "
            f"probabilities in {self.scenarios} scenarios; {self._apart()}."
        )
        if self.skipped:
            text += f" Not compared, because of soft evidence: {', '.join(self.skipped)}."
        return text

    def _apart(self) -> str:
        """Return how far apart they are at most; of rounding alone, which no two machines share."""
        if self.agrees:
            return f"no difference above {ROUNDING:.0e}".replace("e-0", "e-")
        return f"largest difference {self.largest:.1e} ({self.node} in {self.scenario})"


def second_opinion(
    view: StudyView, progress: Callable[[str], None] = lambda _: None
) -> SecondOpinion:
    """Return the comparison over all scenarios and nodes, for the pool.

    Raises StudyError where pgmpy is not installed.
    """
    if not installed():
        raise StudyError([NO_PGMPY])
    diagram = view.diagram
    network = view.network
    largest, node, where, compared = -1.0, "", "", 0
    skipped = []
    for name in view.study.book.scenarios:
        progress(name)
        scenario = view.study.book.full(name)
        if scenario.likely:
            skipped.append(name)
            continue
        findings = findings_of(diagram, scenario)
        theirs = pgmpy_beliefs(
            network, diagram.states, world=0, set=findings.set, seen=findings.seen
        )
        for variable, ours in beliefs(view, scenario).items():
            difference = float(np.abs(ours[:, 0] - theirs[variable]).max())
            compared += len(ours)
            if difference > largest:
                largest, node, where = difference, variable, name
    return SecondOpinion(
        largest=max(largest, 0.0),
        node=node,
        scenario=where,
        compared=compared,
        scenarios=len(view.study.book.scenarios) - len(skipped),
        skipped=tuple(skipped),
    )
