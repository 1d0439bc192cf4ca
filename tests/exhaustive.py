"""Every strategy of a small decision problem, worth by worth: the judge of faster solvers.

Nothing of the solver takes part. The joint over all variables is written out as one array; a
deterministic rule is a row of noughts and ones over its cells; every combination of rules is summed.
"""

from __future__ import annotations

import itertools

import numpy as np

from bayesnet.graph import no_forgetting

MOST_RULES = 300
"""Deterministic rules of one decision beyond which a problem is too large to search in full."""
MOST_STRATEGIES = 40_000


def known_at(problem):
    """What is known at each open decision."""
    known = dict(problem.decisions)
    return no_forgetting(known) if problem.recall == "perfect" else known


def over_all(problem, scope, values):
    """A table over one world's variables as a flat array over the joint's cells."""
    names = list(problem.network.sizes)
    order = sorted(range(len(scope)), key=lambda axis: names.index(scope[axis]))
    shape = [problem.network.sizes[name] if name in scope else 1 for name in names]
    spread = values[..., 0].transpose(order).reshape(shape)
    return np.broadcast_to(spread, tuple(problem.network.sizes.values())).reshape(-1)


def written_out(problem):
    """By cell of the joint: the weight of chance and evidence, the utility, what is forbidden."""
    sizes = problem.network.sizes
    weight = np.ones(int(np.prod(list(sizes.values()))))
    for table in problem.network.tables.values():
        weight = weight * over_all(problem, table.scope, table.values)
    for name, state in {**problem.seen, **problem.made}.items():
        weight = weight * over_all(problem, (name,), np.eye(sizes[name])[state][:, None])
    utility = np.zeros_like(weight)
    for term in problem.utilities:
        product = np.ones_like(weight)
        for factor in term.factors:
            product = product * over_all(problem, factor.scope, factor.values)
        utility += product
    forbidden = np.zeros_like(weight)
    for combination in problem.forbidden:
        hit = np.ones_like(weight)
        for name, state in combination.items():
            hit *= over_all(problem, (name,), np.eye(sizes[name])[state][:, None])
        forbidden += hit
    return weight, utility, forbidden


def rules_of(problem, decision, information):
    """Every deterministic rule, shape (rules, cells of the joint); None if there are too many."""
    sizes = problem.network.sizes
    cells = int(np.prod([sizes[name] for name in information], dtype=int))
    options = sizes[decision]
    if float(options) ** cells > MOST_RULES:
        return None
    rules = []
    for assignment in itertools.product(range(options), repeat=cells):
        table = np.eye(options)[list(assignment)].reshape(*(sizes[n] for n in information), -1, 1)
        rules.append(over_all(problem, (*information, decision), table))
    return np.array(rules)


def every_strategy(problem, only=None):
    """Expected utility of every strategy, minus infinity where what is forbidden comes about.

    only: by decision, the rules that may be used, as ``rules_of`` has them; all if it is not there.
    Returns None where there are too many strategies, and raises ZeroDivisionError where the
    evidence is impossible. Evidence lies above every open decision, so that all strategies share
    its probability.
    """
    rules = all_rules(problem, only)
    if rules is None:
        return None
    weight, utility, forbidden = written_out(problem)
    chance = summed(rules, weight)
    if not chance.max() > 0:
        raise ZeroDivisionError
    worth = summed(rules, weight * utility) / chance
    barred = summed(rules, weight * forbidden) > 1e-12
    return np.where(barred, -np.inf, worth)


def all_rules(problem, only=None):
    """The rules of every open decision; None if they make too many strategies."""
    known = known_at(problem)
    rules = {decision: rules_of(problem, decision, known[decision]) for decision in problem.open}
    rules |= only or {}
    if any(one is None for one in rules.values()):
        return None
    if np.prod([float(len(one)) for one in rules.values()]) > MOST_STRATEGIES:
        return None
    return list(rules.values())


def summed(rules, values):
    """What every strategy makes of some values of the joint's cells, the last rule the fastest."""
    taken = np.ones((1, len(values)))
    for one in rules[:-1]:
        taken = (taken[:, None] * one[None]).reshape(-1, len(values))
    last = rules[-1].T if rules else np.ones((len(values), 1))
    return (taken @ (values[:, None] * last)).ravel()


def probability_of(problem, decision, option):
    """By strategy, the probability that it takes an option, in the order of ``every_strategy``."""
    weight, _, _ = written_out(problem)
    chosen = over_all(
        problem, (decision,), np.eye(problem.network.sizes[decision])[option][:, None]
    )
    rules = all_rules(problem)
    return summed(rules, weight * chosen) / summed(rules, weight)


def function_rule(problem, decision, option_of):
    """A rule as ``rules_of`` has them, of a function from what is known to an option."""
    information = known_at(problem)[decision]
    sizes = problem.network.sizes
    table = np.zeros((*(sizes[name] for name in information), sizes[decision], 1))
    for cell in np.ndindex(table.shape[:-2]):
        table[(*cell, option_of(dict(zip(information, cell, strict=True))))] = 1.0
    return over_all(problem, (*information, decision), table)[None]


def worth_of_strategy(problem, strategy):
    """Expected utility of one strategy and the probability of what is forbidden, by the joint."""
    weight, utility, forbidden = written_out(problem)
    for name, rule in strategy.rules.items():
        weight = weight * over_all(problem, (*rule.information, name), rule.table)
    total = weight.sum()
    return (weight * utility).sum() / total, (weight * forbidden).sum() / total
