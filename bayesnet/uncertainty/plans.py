"""The plans that are best for somebody, and what each is worth in every world.

A plan is a strategy with nothing in it that can never be called upon, so that two plans are the
same exactly if they do the same. Which plan is best is asked in the pool, for every expert and in
some hundred drawn worlds; what is best in none of them is left out.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np

from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.solve import evaluate, solve
from bayesnet.decisions.strategy import POSSIBLE, DecisionRule, Strategy
from bayesnet.inference.query import posteriors
from bayesnet.priors import Array


def best_plans(problem: DecisionProblem) -> tuple[Strategy, ...]:
    """Return the distinct best plans of all worlds of a problem, in the order of the worlds.

    Raises ImpossibleEvidence or Unsolvable, as ``solve`` does.
    """
    return distinct(problem, solve(problem).strategy)


def distinct(problem: DecisionProblem, strategy: Strategy) -> tuple[Strategy, ...]:
    """Return the distinct plans among the worlds of a strategy."""
    followed = strategy.applied_to(problem.network)
    told = posteriors(followed, seen=problem.seen, targets=tuple(strategy.rules)).families
    worlds = problem.worlds
    choices = {}
    for name, rule in strategy.rules.items():
        reached = told[name].values.sum(axis=-2) > POSSIBLE
        chosen = np.where(reached, rule.table.argmax(axis=-2), 0)
        choices[name] = np.broadcast_to(chosen, (*chosen.shape[:-1], worlds))
    found: dict[tuple[bytes, ...], Strategy] = {}
    for world in range(worlds):
        own = {name: chosen[..., world] for name, chosen in choices.items()}
        key = tuple(chosen.tobytes() for chosen in own.values())
        if key not in found:
            found[key] = _plan(problem, strategy, own)
    return tuple(found.values())


def _plan(problem: DecisionProblem, strategy: Strategy, chosen: dict[str, np.ndarray]) -> Strategy:
    rules = {}
    for name, rule in strategy.rules.items():
        options = np.eye(problem.network.sizes[name])[chosen[name]][..., None]
        rules[name] = DecisionRule(
            decision=name, information=rule.information, table=np.asarray(options)
        )
    return Strategy(rules=rules)


def without_doubles(plans: Iterable[Strategy]) -> tuple[Strategy, ...]:
    """Return the plans without those that are there already, rule for rule."""
    kept: dict[tuple[tuple[str, tuple[str, ...], bytes], ...], Strategy] = {}
    for plan in plans:
        key = tuple((d, r.information, r.table.tobytes()) for d, r in plan.rules.items())
        kept.setdefault(key, plan)
    return tuple(kept.values())


def worth(problem: DecisionProblem, plans: Iterable[Strategy]) -> Array:
    """Return the expected utility of every plan in every world, shape (plans, worlds).

    Terms of one variable come from one pass over all of them; the rest one by one.
    """
    single = [term for term in problem.utilities if len(term.scope) == 1 and not term.times]
    rest = tuple(term for term in problem.utilities if all(term is not s for s in single))
    others = dataclasses.replace(problem, utilities=rest)
    rows = []
    for plan in plans:
        followed = plan.applied_to(problem.network)
        targets = tuple(dict.fromkeys(term.scope[0] for term in single))
        told = posteriors(followed, seen=problem.seen, targets=targets).marginals
        total = np.zeros(problem.worlds)
        for term in single:
            total = total + (term.values * told[term.scope[0]]).sum(axis=0)
        if rest:
            total = sum((value for _, value in evaluate(others, plan)), total)
        rows.append(total)
    return np.array(rows)


def usual_options(problem: DecisionProblem, plan: Strategy) -> dict[str, int]:
    """Return, for each decision, the option that a plan most probably takes in the first world."""
    followed = plan.applied_to(problem.network)
    marginals = posteriors(followed, seen=problem.seen, targets=tuple(plan.rules)).marginals
    return {name: int(marginals[name][:, 0].argmax()) for name in plan.rules}
