"""Lay every plan of fixed options side by side: attributes, efficiency, chance of being best.

Which plans are best for some weights does not depend on anybody's weights; which plan is best in
how many draws does not depend on a single set of numbers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.answer import Provenance, across, notebook, provenance
from bayesnet.decisions.prospects import (
    chance_best,
    efficient,
    fixed_plans,
    plan_values,
    regret,
    weights_for,
)
from bayesnet.draws import draw
from bayesnet.inference.arrays import Array
from bayesnet.inference.worlds import first_world
from bayesnet.model import Name, State
from bayesnet.recommend import decision_problem, utility_terms
from bayesnet.study import Study
from bayesnet.sweep import Chunk, Progress, Sampling, chunks, silent, sweep

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
    """Every plan, the highest expected utility first."""

    prospects: tuple[Prospect, ...]
    weights: str
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

    def _repr_html_(self) -> str:
        return notebook(self.frame(), self.provenance)


def find_prospects(
    study: Study,
    structure: str,
    weights: str,
    findings: Mapping[Name, State],
    sampling: Sampling | None = None,
    *,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Prospects:
    """Return every plan of fixed options; with draws, also how often each is best.

    Nothing is kept of a chunk of draws but its sums. Raises Refused where there is no best plan.
    """
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
    chances, regrets = None, None
    if sampling is not None:
        work = partial(_chunk, study, structure, weights, dict(findings), sampling.coherent)
        sums = np.zeros((2, len(expected)))
        for part in sweep(work, chunks(sampling), executor, progress):
            sums += part
        chances, regrets = sums / sampling.draws
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
        provenance=across(provenance(study, structure), [structure], str(sampling or "")),
    )


def _chunk(
    study: Study,
    structure: str,
    weights: str,
    findings: Mapping[Name, State],
    coherent: bool,
    chunk: Chunk,
) -> Array:
    """Return in how many drawn worlds each plan is best, and its summed regret, (2, plans)."""
    draws = draw(study.cpds, study.priors, chunk.size, chunk.seed, coherent=coherent)
    problem = decision_problem(study, structure, weights, findings)
    drawn = dataclasses.replace(problem, network=study.drawn(structure, draws))
    values = plan_values(drawn, drawn.utilities)
    return np.stack([chance_best(values) * chunk.size, regret(values).sum(axis=1)])
