"""Say over draws how often each plan is best, and what it falls short of the best of each draw.

The first chunk of draws says which rules are listed because they are best in some of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from bayesnet.answers.policy import policies_of
from bayesnet.answers.recommend import decision_problem
from bayesnet.decisions.plans import counted, distinct, possible_world, stacked, worth
from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.prospects import chance_best, plan_values, regret
from bayesnet.decisions.rival import resolution
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.arrays import Array
from bayesnet.study.draws import draw
from bayesnet.study.view import StudyView
from bayesnet.sweep import Chunk, Progress, Sampling, chunks, sweep

MOST_DRAWN = 12
"""Rules that are listed because they are the best in some draws; those most often best."""
MOST_TRIED = 24
"""Rules that are worked out in every draw, those first that are best for somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of every chunk of draws; travels to whoever computes it."""

    view: StudyView
    coherent: bool
    fixed: bool
    solved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Sums over some draws: worlds in which each plan is best, regret, worlds of other plans' best.

    rules: those after the plans of fixed options.
    """

    best: Array
    regret: Array
    others: float
    rules: tuple[Strategy, ...]


def over_draws(
    asked: Asked,
    rules: tuple[tuple[Strategy, ...], tuple[Strategy, ...]],
    sampling: Sampling,
    executor: Executor | None,
    progress: Progress,
) -> Drawn:
    """Return every plan's share of the draws and its mean regret.

    rules: those that are best for somebody, and others, tried where there is room. The first chunk
    of draws says which more rules are best in some of them.
    """
    parts = chunks(sampling)
    steps = len(parts)

    def later(done: int, _: int) -> None:
        progress(done + 1, steps)

    def first(done: int, _: int) -> None:
        progress(done, steps)

    (total,) = sweep(partial(_chunk, asked, *rules), parts[:1], executor, first)
    rest = partial(_chunk, asked, total.rules, None)
    for part in sweep(rest, parts[1:], executor, later):
        total = dataclasses.replace(
            total,
            best=total.best + part.best,
            regret=total.regret + part.regret,
            others=total.others + part.others,
        )
    draws = sampling.draws
    return dataclasses.replace(
        total, best=total.best / draws, regret=total.regret / draws, others=total.others / draws
    )


def _chunk(
    asked: Asked,
    rules: tuple[Strategy, ...],
    others: tuple[Strategy, ...] | None,
    chunk: Chunk,
) -> Drawn:
    """Return the sums of a chunk; in the first, with the rules that are most often best in it.

    others: rules that are tried after those; None if it is settled which are.
    """
    view, study = asked.view, asked.view.study
    draws = draw(study.cpds, study.priors, chunk.size, chunk.seed, coherent=asked.coherent)
    problem = decision_problem(view)
    drawn = dataclasses.replace(problem.world(0), network=view.drawn(draws))
    best: Array | None = None
    often: tuple[Strategy, ...] = ()
    if asked.solved:
        solution = solve(drawn)
        best = np.broadcast_to(solution.expected_utility, (chunk.size,))
        if others is not None:
            count = sorted(counted(drawn, solution.strategy), key=lambda pair: -pair[1])
            often = each_once(problem, [plan for plan, _ in count], asked.fixed, MOST_DRAWN)
    if others is not None:
        rules = each_once(problem, [*rules, *often, *others], asked.fixed, MOST_TRIED)
    values = worth(drawn, rules)
    if asked.fixed:
        values = np.concatenate([plan_values(drawn, drawn.utilities), values])
    values = np.broadcast_to(values, (len(values), chunk.size))
    chance = chance_best(values, best, resolution(drawn)) * chunk.size
    return Drawn(
        best=chance,
        regret=regret(values, best).sum(axis=1),
        others=float(chunk.size - chance.sum()),
        rules=rules,
    )


def each_once(
    problem: DecisionProblem, plans: Sequence[Strategy], fixed: bool, most: int | None = None
) -> tuple[Strategy, ...]:
    """Return the first of the plans, each once; fixed: those of fixed options are listed anyway."""
    if not plans:
        return ()
    possible, pool = possible_world(problem), problem.world(0)
    states = {name: tuple(map(str, range(n))) for name, n in problem.network.sizes.items()}
    kept: list[Strategy] = []
    for plan in distinct(possible, stacked(plans)):
        rules = policies_of(pool, plan, states).values()
        if not fixed or any(policy.always is None for policy in rules):
            kept.append(plan)
        if len(kept) == most:
            break
    return tuple(kept)
