"""Random networks and decision problems, small enough to be summed or searched in full."""

from __future__ import annotations

import dataclasses

import numpy as np

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.graph import descendants
from bayesnet.inference.query import Network, Table


def random_table(rng, sizes, scope, worlds, sparse):
    """A conditional table; where sparse, about half its entries are exact zeros."""
    shape = tuple(sizes[name] for name in scope)
    values = rng.dirichlet(np.ones(shape[-1]), size=(*shape[:-1], worlds))
    if sparse:
        keep = rng.random(values.shape) < 0.5
        keep[..., 0] |= ~keep.any(axis=-1)
        values = values * keep
        values = np.where(values.sum(-1, keepdims=True) > 0, values, keep)
        values = values / values.sum(-1, keepdims=True)
    return Table(scope=scope, values=np.moveaxis(values, -1, -2))


def random_network(seed, *, most=6, worlds=2, sparse=False):
    """A network of 2 to ``most`` variables of 2 or 3 states, names in a shuffled order."""
    rng = np.random.default_rng(seed)
    names = [f"v{i}" for i in range(rng.integers(2, most + 1))]
    sizes = {name: int(rng.integers(2, 4)) for name in names}
    tables = {}
    for index, name in enumerate(names):
        parents = [p for p in names[:index] if rng.random() < 0.5][:3]
        rng.shuffle(parents)
        tables[name] = random_table(rng, sizes, (*parents, name), worlds, sparse)
    order = list(names)
    rng.shuffle(order)
    return Network(sizes={n: sizes[n] for n in order}, tables={n: tables[n] for n in order})


def random_findings(seed, network):
    """Interventions and evidence on some variables, by state."""
    rng = np.random.default_rng(seed)
    set_, seen = {}, {}
    for name, size in network.sizes.items():
        chance = rng.random()
        if chance < 0.15:
            set_[name] = int(rng.integers(size))
        elif chance < 0.45:
            seen[name] = int(rng.integers(size))
    return set_, seen


def random_likelihoods(seed, network, worlds):
    """Likelihoods on some variables, the same for all worlds or each its own, some of them 0."""
    rng = np.random.default_rng((seed, 1))
    found = {}
    for name, size in network.sizes.items():
        if rng.random() < 0.25:
            likelihood = rng.random((size, worlds if rng.random() < 0.5 else 1))
            found[name] = likelihood * (rng.random(likelihood.shape) < 0.9)
    return found


def random_problem(seed, recall):
    """One to three decisions among two to four chance variables, utilities over any of them.

    Unconnected decisions, decisions without information, barren variables and utilities of
    decisions only all occur; so do options of three, products of utilities, decisions that are
    already made, evidence before the open decisions and forbidden combinations.
    """
    rng = np.random.default_rng(seed)
    names = [f"c{i}" for i in range(rng.integers(2, 5))]
    decisions = [f"d{i}" for i in range(rng.integers(1, 4))]
    order = [*names, *decisions]
    rng.shuffle(order)
    sizes = {name: 3 if rng.random() < 0.15 else 2 for name in order}
    tables, information = {}, {}
    for index, name in enumerate(order):
        before = [p for p in order[:index] if rng.random() < 0.45][:2]
        if name in decisions:
            chance = [p for p in before if recall == "limited" or p in names]
            information[name] = tuple(chance[:2])
        else:
            tables[name] = random_table(rng, sizes, (*before, name), 1, rng.random() < 0.2)

    def values(most):
        scope = rng.choice(order, size=min(len(order), rng.integers(1, most)), replace=False)
        scope = tuple(map(str, scope))
        shape = (*(sizes[name] for name in scope), 1)
        return Table(scope=scope, values=rng.integers(-5, 10, size=shape).astype(float))

    utilities = []
    for index in range(rng.integers(1, 3)):
        first = values(3)
        times = (values(2),) if rng.random() < 0.15 else ()
        utilities.append(
            UtilityTerm(name=f"u{index}", scope=first.scope, values=first.values, times=times)
        )
    problem = DecisionProblem(
        network=Network(sizes=sizes, tables=tables),
        decisions=information,
        utilities=tuple(utilities),
        recall=recall,
    )
    return _with_particulars(rng, problem)


def random_team(seed):
    """Two or three who each see a noisy sign of a state of their own and share utilities.

    Each state may depend on what came before, so that few of these are settled in an order. Made
    decisions, evidence, forbidden combinations, signs seen by two and by none all occur.
    """
    rng = np.random.default_rng(seed)
    sizes, tables, information = {}, {}, {}
    chain = []
    sparse = rng.random() < 0.3
    for stage in range(int(rng.integers(2, 4))):
        state, sign, decision = f"s{stage}", f"o{stage}", f"d{stage}"
        sizes |= {state: int(rng.integers(2, 4)), sign: 2, decision: 2}
        before = [name for name in chain if rng.random() < 0.5][-2:]
        tables[state] = random_table(rng, sizes, (*before, state), 1, sparse)
        tables[sign] = random_table(rng, sizes, (state, sign), 1, sparse)
        kind = rng.random()
        both = (f"o{stage - 1}", sign) if stage else (sign,)
        information[decision] = () if kind < 0.1 else both if kind < 0.3 else (sign,)
        chain += [state, decision]
    utilities = []
    for index in range(int(rng.integers(1, 4))):
        most = min(len(chain), int(rng.integers(2, 4)))
        scope = tuple(map(str, rng.choice(chain, size=most, replace=False)))
        values = rng.integers(-5, 10, size=(*(sizes[name] for name in scope), 1)).astype(float)
        utilities.append(UtilityTerm(name=f"u{index}", scope=scope, values=values))
    problem = DecisionProblem(
        network=Network(sizes=sizes, tables=tables),
        decisions=information,
        utilities=tuple(utilities),
        recall="limited",
    )
    return _with_particulars(rng, problem)


def _with_particulars(rng, problem):
    """The problem with, now and then, a decision made, evidence, or a forbidden combination."""
    sizes = problem.network.sizes
    made, seen, forbidden = {}, {}, ()
    if len(problem.decisions) > 1 and rng.random() < 0.15:
        first = next(iter(problem.decisions))
        made[first] = int(rng.integers(sizes[first]))
    open_ = [name for name in problem.decisions if name not in made]
    drawn = {**problem.chance_parents, **problem.decisions}
    if made:
        drawn.update(dict.fromkeys(made, ()))
    below = set().union(*(descendants(drawn, name) for name in open_))
    for name in problem.network.tables:
        if name not in below and rng.random() < 0.2:
            seen[name] = int(rng.integers(sizes[name]))
    for decision in open_:
        partners = [*problem.decisions[decision], *(other for other in open_ if other != decision)]
        if partners and rng.random() < 0.15:
            pair = (decision, str(rng.choice(partners)))
            forbidden += ({name: int(rng.integers(sizes[name])) for name in pair},)
    return dataclasses.replace(problem, made=made, seen=seen, forbidden=forbidden)
