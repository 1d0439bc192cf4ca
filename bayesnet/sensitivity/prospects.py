"""Lay plans side by side: attributes, efficiency, chance of being best, regret.

Listed are the plans of fixed options, where they are few, and every rule that is the best for
somebody: for the pool, an expert, a weight set of the model, for some weights at all, or in a drawn
world. Which plans are best for some weights does not depend on anybody's weights; which plan is
best in how many draws does not depend on a single set of numbers. Regret is against the best plan
of each draw, listed or not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.policy import Policy, always, policies_of, same_plan
from bayesnet.answers.provenance import Provenance, across, provenance
from bayesnet.answers.recommend import decision_problem
from bayesnet.decisions.dominance import Dominance
from bayesnet.decisions.front import Front, front, is_ordered, scores_of
from bayesnet.decisions.plans import best_plans, every_strategy, without_doubles
from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.prospects import (
    as_strategy,
    efficient,
    fixed_plans,
    plan_values,
    weights_for,
)
from bayesnet.decisions.rival import resolution
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.arrays import Array
from bayesnet.kinds import TEXT, decimals
from bayesnet.rounding import PROBABILITY, steady
from bayesnet.sensitivity.drawn_prospects import Asked, each_once, over_draws
from bayesnet.sensitivity.plan_dominance import dominators
from bayesnet.study.attributes import utility_terms
from bayesnet.study.model import InfluenceDiagram, Name, State
from bayesnet.study.view import StudyView
from bayesnet.sweep import Progress, Sampling, silent
from bayesnet.table import Column, ResultTable, Tabled

FEW = 2_000
"""So many plans of fixed options are listed whole."""
MOST_FIXED = 1_000_000
"""Of more of them not even the best is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """One plan: the rule that it follows at each decision.

    attributes: the pool's expected score of each, unweighted. expected: utility by the pool.
    efficient: no other plan is as good in every attribute and better in one; None where that is
    not settled. best_for: weights under which it leads all others listed by the most; None if it is
    never alone the best of them. chance_best, regret: share of the draws in which it is best, and
    what it falls short of the best on average; None without draws, and where it was not worked out
    in them.
    """

    plan: Mapping[Name, Policy]
    attributes: Mapping[Name, float]
    expected: float
    efficient: bool | None
    best_for: Mapping[Name, float] | None
    chance_best: float | None
    regret: float | None

    @property
    def fixed(self) -> Mapping[Name, State] | None:
        """Return the option taken at each decision, whatever is known; None where it depends."""
        options = {name: policy.always for name, policy in self.plan.items()}
        same = {name: option for name, option in options.items() if option is not None}
        return same if len(same) == len(options) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospects(Tabled):
    """Plans, the pool's best first and then by expected utility.

    fixed: number of plans of fixed options, which are all listed where ``whole``. complete: for
    every set of weights a best plan is listed, proved. solved: regret is against the best plan of
    each draw, else against the best that is listed. others: share of the draws in which only rules
    that are not listed are best; None without draws. best_fixed: the best plan of fixed options and
    its expected utility; None where they are too many. dominators: of the first plans, which other
    dominates it by the whole distribution of utility, and how. resolution: differences of expected
    utility below it are rounding.
    """

    prospects: tuple[Prospect, ...]
    dominators: tuple[tuple[int, Dominance] | None, ...]
    fixed: int
    whole: bool
    complete: bool
    solved: bool
    others: float | None
    best_fixed: tuple[Mapping[Name, State], float] | None
    resolution: float
    weights: str
    provenance: Provenance

    @property
    def best(self) -> Prospect:
        """Return the pool's best plan."""
        return self.prospects[0]

    @property
    def fixed_loss(self) -> float:
        """Return what the best plan of fixed options loses against the best plan; 0 if unknown."""
        loss = self.best.expected - self.best_fixed[1] if self.best_fixed else 0.0
        return loss if loss > self.resolution else 0.0

    def spared_options(self) -> tuple[tuple[Name, State], ...]:
        """Return the options that some best plan does without, whatever the weights.

        None at all where the list is not proved complete.
        """
        if not self.complete:
            return ()
        plans = [p.plan for p in self.prospects]
        taken = {
            (name, option)
            for p in self.prospects
            if p.best_for
            for name, policy in p.plan.items()
            for option in policy.options
        }
        everything = dict.fromkeys(
            (name, option)
            for plan in plans
            for name, policy in plan.items()
            for option in policy.options
        )
        return tuple(item for item in everything if item not in taken)

    def table(
        self,
        prospects: Sequence[Prospect] | None = None,
        labels: Mapping[Name, str] | None = None,
        digits: tuple[int, int] = (PROBABILITY, PROBABILITY),
    ) -> ResultTable:
        """Return a row for each plan, or for those given.

        labels: of the values. digits: after the point, of scores and of expected utilities.
        ``dominated_by`` is the number of a row of the whole table.
        """
        rows = self.prospects if prospects is None else prospects
        labels, (scores, worth) = labels or {}, map(decimals, digits)
        rules = [
            Column(name, None, TEXT, [p.plan[name].text() for p in rows]) for name in self.best.plan
        ]
        values = [
            Column(f"score of {n}", labels.get(n, n), scores, [p.attributes[n] for p in rows])
            for n in self.best.attributes
        ]
        of = {id(p): by for p, by in zip(self.prospects, self.dominators, strict=False)}
        dominated = [of.get(id(p)) for p in rows]
        return ResultTable(
            index=0,
            columns=[
                *rules,
                *values,
                Column("expected", "Utility", worth, [p.expected for p in rows]),
                Column("efficient", None, TEXT, [p.efficient for p in rows]),
                Column("ever_best", None, TEXT, [p.best_for is not None for p in rows]),
                Column("chance_best", "P(best)", decimals(2), [p.chance_best for p in rows]),
                Column("regret", "Regret", worth, [p.regret for p in rows]),
                Column("dominance", None, TEXT, [how[1] if how else "" for how in dominated]),
                Column("dominated_by", None, TEXT, [how[0] if how else None for how in dominated]),
            ],
        )


def find_prospects(
    view: StudyView,
    sampling: Sampling | None = None,
    *,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Prospects:
    """Return the plans worth listing; with draws, also how often each is best.

    Nothing is kept of a chunk of draws but its sums. Raises StudyError where there is no best plan.
    """
    diagram = view.diagram
    problem = decision_problem(view)
    pool = problem.world(0)
    number = math.prod(problem.network.sizes[d] for d in problem.open)
    fixed = fixed_plans(pool) if number <= FEW else ()
    terms = utility_terms(diagram, None)
    attributes = [[t for t in terms if t.name == name] for name in diagram.utilities]
    best, whole = _best_for_somebody(view, problem, attributes)
    rules = each_once(problem, best, bool(fixed))
    drawn = None
    if sampling is not None:
        asked = Asked(
            view=view,
            coherent=sampling.coherent,
            fixed=bool(fixed),
            solved=is_ordered(problem),
        )
        more = each_once(problem, whole.plans, bool(fixed))
        drawn = over_draws(asked, (rules, more), sampling, executor, progress)
        rules = drawn.rules
    rules = each_once(problem, [*rules, *whole.plans], bool(fixed))
    strategies = [*(as_strategy(pool, plan) for plan in fixed), *rules]
    scores = scores_of(pool, attributes, strategies)
    listed = [
        *(_always(diagram, pool, plan) for plan in fixed),
        *(policies_of(pool, rule, diagram.states) for rule in rules),
    ]
    expected = scores @ [
        float(diagram.weight_sets[view.weights].weights[a]) for a in diagram.utilities
    ]
    good = _efficient(pool, attributes, scores)
    first = policies_of(pool, solve(pool).strategy, diagram.states)
    tried = 0 if drawn is None else len(drawn.best)
    found: list[tuple[Prospect, Strategy]] = []
    for index, plan in enumerate(listed):
        best_for = weights_for(scores, index) if good[index] is not False else None
        prospect = Prospect(
            plan=plan,
            attributes=dict(zip(diagram.utilities, scores[index].tolist(), strict=True)),
            expected=float(expected[index]),
            efficient=True if best_for is not None and whole.complete else good[index],
            best_for=None
            if best_for is None
            else dict(zip(diagram.utilities, best_for.tolist(), strict=True)),
            chance_best=float(drawn.best[index]) if drawn and index < tried else None,
            regret=float(drawn.regret[index]) if drawn and index < tried else None,
        )
        found.append((prospect, strategies[index]))
    size = max(abs(p.expected) for p, _ in found)
    found.sort(key=lambda p: (not same_plan(p[0].plan, first), -steady(p[0].expected, size)))
    return Prospects(
        prospects=tuple(prospect for prospect, _ in found),
        dominators=tuple(dominators(pool, [strategy for _, strategy in found])),
        fixed=number,
        whole=bool(fixed),
        complete=whole.complete,
        solved=is_ordered(problem),
        others=None if drawn is None else drawn.others,
        best_fixed=_best_fixed(diagram, pool, number),
        resolution=resolution(pool),
        weights=view.weights,
        provenance=across(provenance(view), [view.structure], str(sampling or "")),
    )


def _best_for_somebody(
    view: StudyView,
    problem: DecisionProblem,
    attributes: Sequence[Sequence[UtilityTerm]],
) -> tuple[tuple[Strategy, ...], Front]:
    """Return the plans that are best for the pool or an expert, and those best for some weights."""
    diagram = view.diagram
    best = without_doubles(
        plan
        for weights in diagram.weight_sets
        for plan in best_plans(decision_problem(view.weighing(weights)))
    )
    return best, front(problem.world(0), attributes, best)


def _always(
    diagram: InfluenceDiagram, problem: DecisionProblem, plan: Sequence[int]
) -> dict[Name, Policy]:
    """Return a plan of fixed options as the rule of each decision."""
    return {
        d: always(d, diagram.states[d][option])
        for d, option in zip(problem.open, plan, strict=True)
    }


def _best_fixed(
    diagram: InfluenceDiagram, pool: DecisionProblem, number: int
) -> tuple[Mapping[Name, State], float] | None:
    """Return the best plan of fixed options and its worth, None where they are too many."""
    if number > MOST_FIXED:
        return None
    worths = plan_values(pool, pool.utilities)[:, 0]
    best = int((worths >= worths.max() - resolution(pool)).argmax())
    options = np.unravel_index(best, [pool.network.sizes[d] for d in pool.open])
    plan = {d: diagram.states[d][int(o)] for d, o in zip(pool.open, options, strict=True)}
    return plan, float(worths[best])


def _efficient(
    pool: DecisionProblem, attributes: Sequence[Sequence[UtilityTerm]], scores: Array
) -> list[bool | None]:
    """Return which plans are efficient among all strategies; None where that is not settled."""
    strategies = every_strategy(pool)
    if strategies is not None:
        everything = scores_of(pool, attributes, strategies)
        return [bool(good) for good in efficient(scores, everything)]
    return [None if good else False for good in efficient(scores)]
