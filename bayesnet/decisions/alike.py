"""Change a strategy no more than it has to be: where two options are as good, keep another's.

Of strategies that are worth the same a solver takes the first. Told as a change from another
strategy that would name decisions that nothing compels to change.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.reply import worth_of
from bayesnet.decisions.rival import resolution
from bayesnet.decisions.strategy import POSSIBLE, DecisionRule, Strategy
from bayesnet.inference.arrays import Array
from bayesnet.inference.query import posteriors


def alike(problem: DecisionProblem, strategy: Strategy, other: Strategy) -> Strategy:
    """Return a strategy worth the same that does as another does wherever that costs nothing.

    In every world; situations that cannot occur cost nothing. The last decision is settled first,
    so that an earlier one is judged by what follows it. Raises ImpossibleEvidence.
    """
    slack = resolution(problem)
    rules = dict(strategy.rules)
    for decision in reversed(problem.open):
        rule = rules[decision]
        wanted = _over(other.rules[decision], rule, problem)
        if wanted is None:
            continue
        apart = rule.table - wanted
        worth = worth_of(problem, rules, decision, problem.utilities)
        barred = worth_of(problem, rules, decision, problem.penalties)
        costs = (worth * apart).sum(axis=-2) > slack
        costs = costs | ((barred * apart).sum(axis=-2) > POSSIBLE)
        table = np.where(costs[..., None, :], rule.table, wanted)
        rules[decision] = dataclasses.replace(rule, table=table)
    return Strategy(rules=rules)


def completed(
    strategy: Strategy, home: DecisionProblem, filling: Strategy, abroad: DecisionProblem
) -> Strategy:
    """Return a strategy that follows another where its own problem never calls upon a rule.

    strategy: of one world, for the problem ``home``; what it says in situations that cannot occur
    there is arbitrary. filling: for the problem ``abroad``, with as many worlds as it likes.
    """
    followed = strategy.applied_to(home.network)
    families = posteriors(followed, seen=home.seen, targets=tuple(strategy.rules)).families
    rules = dict(filling.rules)
    for decision in abroad.open:
        rule, mine = rules[decision], strategy.rules[decision]
        wanted = _over(mine, rule, abroad)
        chance = families[decision].values.sum(axis=-2, keepdims=True)
        met = _over(dataclasses.replace(mine, table=chance), rule, abroad)
        if wanted is not None and met is not None:
            table = np.where(met > POSSIBLE, wanted, rule.table)
            rules[decision] = dataclasses.replace(rule, table=table)
    return Strategy(rules=rules)


def _over(one: DecisionRule, rule: DecisionRule, problem: DecisionProblem) -> Array | None:
    """Return a rule's table over the information of another, repeated where it looks at less.

    None where it looks at something that the other does not.
    """
    if not set(one.information) <= set(rule.information):
        return None
    order = [one.information.index(name) for name in rule.information if name in one.information]
    table = one.table.transpose(*order, one.table.ndim - 2, one.table.ndim - 1)
    kept = [problem.network.sizes[n] if n in one.information else 1 for n in rule.information]
    return table.reshape(*kept, *table.shape[-2:])
