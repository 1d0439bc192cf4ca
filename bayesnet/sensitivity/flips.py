"""Ask who and what would recommend something else: structures, experts, stakeholders' weights."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bayesnet.answer import Provenance, notebook, provenance
from bayesnet.decisions.solve import solve
from bayesnet.inference.worlds import first_world
from bayesnet.model import Name, State
from bayesnet.priors import POOL
from bayesnet.recommend import decision_problem
from bayesnet.sensitivity.switches import Move, moves_between
from bayesnet.study import Study

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Whose, or which, best plan it is: what it settles otherwise than the pool's.

    kind: structure, expert or weights. plan: the option most probably taken at each decision.
    """

    kind: str
    name: str
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Flips:
    """Every view on the recommendation; those without moves agree with it."""

    views: tuple[View, ...]
    provenance: Provenance

    def frame(self) -> pd.DataFrame:
        """Return a row for each view and decision that it settles otherwise, or one that agrees."""
        import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

        rows = [
            {
                "kind": view.kind,
                "name": view.name,
                "decision": move.decision if move else "",
                "before": move.before if move else "",
                "after": move.after if move else "",
                "share": move.share if move else 0.0,
            }
            for view in self.views
            for move in view.moves or (None,)
        ]
        return pd.DataFrame(rows).set_index(["kind", "name"])

    def _repr_html_(self) -> str:
        return notebook(self.frame(), self.provenance)


def find_flips(study: Study, structure: str, weights: str, findings: Mapping[Name, State]) -> Flips:
    """Return the best plan of every other structure, expert and weight set, against the pool's.

    What a plan does instead is weighed by the numbers of the view that prefers it.
    """
    base = decision_problem(study, structure, weights, findings)
    plan = solve(dataclasses.replace(base, network=first_world(base.network))).strategy
    diagram = study.structures[structure].diagram
    views: list[View] = []
    for other in study.structures:
        if other != structure:
            problem = decision_problem(study, other, weights, findings)
            problem = dataclasses.replace(problem, network=first_world(problem.network))
            moves = moves_between(problem, plan, solve(problem).strategy, diagram)[0]
            views.append(View(kind="structure", name=other, moves=moves))
    moved = moves_between(base, plan, solve(base).strategy, diagram)
    views += [
        View(kind="expert", name=name, moves=moves)
        for name, moves in zip(study.worlds, moved, strict=True)
        if name != POOL
    ]
    for other in diagram.weight_sets:
        if other != weights:
            problem = decision_problem(study, structure, other, findings)
            problem = dataclasses.replace(problem, network=first_world(problem.network))
            moves = moves_between(problem, plan, solve(problem).strategy, diagram)[0]
            views.append(View(kind="weights", name=other, moves=moves))
    return Flips(views=tuple(views), provenance=provenance(study, structure))
