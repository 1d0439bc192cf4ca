"""Lay every plan of fixed options side by side: attributes, efficiency, chance of being best.

Which plans are best for some weights does not depend on anybody's weights; which plan is best in
how many draws does not depend on a single set of numbers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.answer import Provenance, provenance
from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.prospects import (
    chance_best,
    efficient,
    fixed_plans,
    plan_values,
    regret,
    weights_for,
)
from bayesnet.draws import Draws
from bayesnet.inference.query import Network
from bayesnet.model import Name, State
from bayesnet.recommend import decision_problem, utility_terms
from bayesnet.sensitivity.quantity import first_world
from bayesnet.study import Study

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One plan: an option at each decision, whatever is known.

    attributes: the pool's expected score of each, unweighted. expected: utility by the pool.
    efficient: no other plan is as good in every attribute and better in one.
    best_for: weights under which it leads by the most; None if it is best for no weights at all.
    chance_best, regret: share of the draws in which it is best, and what it falls short of the best
    on average, in points; None without draws.
    """

    plan: Mapping[Name, State]
    attributes: Mapping[Name, float]
    expected: float
    efficient: bool
    best_for: Mapping[Name, float] | None
    chance_best: float | None
    regret: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospects:
    """Every plan, the highest expected utility first.

    draws: their number and seed in words, or empty.
    """

    prospects: tuple[Prospect, ...]
    weights: str
    draws: str
    provenance: Provenance

    def never_best_options(self) -> tuple[tuple[Name, State], ...]:
        """Return the options that no plan takes which is best for some weights."""
        taken = {item for p in self.prospects if p.best_for for item in p.plan.items()}
        everything = dict.fromkeys(item for p in self.prospects for item in p.plan.items())
        return tuple(item for item in everything if item not in taken)

    def frame(self) -> pd.DataFrame:
        """Return a row for each plan, unrounded."""
        import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

        return pd.DataFrame(
            [
                {
                    **p.plan,
                    **{f"score of {name}": value for name, value in p.attributes.items()},
                    "expected": p.expected,
                    "efficient": p.efficient,
                    "ever_best": p.best_for is not None,
                    "chance_best": p.chance_best,
                    "regret": p.regret,
                }
                for p in self.prospects
            ]
        )


def find_prospects(
    study: Study,
    structure: str,
    weights: str,
    findings: Mapping[Name, State],
    draws: Draws | None = None,
) -> Prospects:
    """Return every plan of fixed options; with draws, also how often each is best."""
    diagram = study.structures[structure].diagram
    problem = decision_problem(study, structure, weights, findings)
    pool = dataclasses.replace(problem, network=first_world(problem.network))
    terms = utility_terms(diagram, None)
    scores = np.stack(
        [
            plan_values(pool, [term for term in terms if term.name == name])[:, 0]
            for name in diagram.utilities
        ],
        axis=1,
    )
    expected = plan_values(pool, pool.utilities)[:, 0]
    good = efficient(scores)
    chances, regrets = _over(problem, study.drawn(structure, draws)) if draws else (None, None)
    found = []
    for index, plan in enumerate(fixed_plans(pool)):
        best_for = weights_for(scores, index) if good[index] else None
        found.append(
            Prospect(
                plan={d: diagram.states[d][o] for d, o in zip(pool.open, plan, strict=True)},
                attributes=dict(zip(diagram.utilities, scores[index].tolist(), strict=True)),
                expected=float(expected[index]),
                efficient=bool(good[index]),
                best_for=None
                if best_for is None
                else dict(zip(diagram.utilities, best_for.tolist(), strict=True)),
                chance_best=None if chances is None else float(chances[index]),
                regret=None if regrets is None else float(regrets[index]),
            )
        )
    return Prospects(
        prospects=tuple(sorted(found, key=lambda p: -p.expected)),
        weights=weights,
        draws=f"{draws.number:,} draws, seed {draws.seed}" if draws else "",
        provenance=provenance(study, structure),
    )


def _over(problem: DecisionProblem, network: Network) -> tuple[np.ndarray, np.ndarray]:
    """Return each plan's chance of being best and its expected regret over drawn worlds."""
    drawn = dataclasses.replace(problem, network=network)
    values = plan_values(drawn, drawn.utilities)
    return chance_best(values), np.asarray(regret(values).mean(axis=1))
