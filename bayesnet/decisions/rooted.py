"""Hold what is left to be decided as a rooted junction tree, and update policies on it.

Every variable has a cluster of which it is the last in an order of time, and that holds its
family. So what a variable depends on besides its parents drops out within its cluster: one pass
from the root gives the probability of every cluster, one pass back what is expected below it, and
on the way back each decision is given its best reply.

Sources: Lauritzen & Nilsson (2001), Representing and solving decision problems with limited
information (single policy updating); Parmentier, Cohen, Leclère, Obozinski & Salmon (2020), Integer
programming on the junction tree polytope for influence diagrams (the rooted tree).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.decisions.backward import Settled
from bayesnet.decisions.relaxation import Worth
from bayesnet.decisions.reply import best_options, first_of
from bayesnet.decisions.view import Ground, Terms
from bayesnet.graph import reached
from bayesnet.inference.arrays import Array, Scope
from bayesnet.inference.contraction import TooLarge
from bayesnet.inference.query import Table

MOST_CELLS = 2**19
"""Cells of all clusters together, 4 MiB of float64; a pass holds about four times that."""

Policies = Mapping[str, Array]
"""By decision: the probability of each option, shape (*information sizes, options)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A variable with all that it shares a table or a term of value with, in one world.

    scope: the variable comes last. family: its parents, or what is known, and itself. chance: its
    table, spread over the scope; None for a decision. worth: terms of utility and of penalty that
    lie here, spread over the scope. above: number of the cluster that holds all but the variable,
    None at a root.
    """

    scope: Scope
    family: Scope
    sizes: tuple[int, ...]
    chance: Array | None
    worth: tuple[Array, Array]
    above: int | None

    @property
    def variable(self) -> str:
        """Return the variable that the cluster is for."""
        return self.scope[-1]

    @property
    def family_sizes(self) -> tuple[int, ...]:
        """Return the states of its parents, or of what is known, and its own."""
        sizes = dict(zip(self.scope, self.sizes, strict=True))
        return tuple(sizes[name] for name in self.family)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Clusters in an order of time, and what is the same whatever is decided."""

    clusters: tuple[Cluster, ...]
    constant: Worth

    @property
    def cells(self) -> int:
        """Return the number of cells of all clusters together."""
        return sum(math.prod(cluster.sizes) for cluster in self.clusters)

    @property
    def largest(self) -> float:
        """Return the largest utility that lies in a cell, whatever its sign."""
        return max((float(np.abs(c.worth[0]).max()) for c in self.clusters), default=0.0)


def rooted_tree(settled: Settled) -> Tree:
    """Return the tree of a problem of one world; raises TooLarge before any table is made."""
    ground = settled.ground
    tables = given_evidence(ground)
    known = {d: ground.parents[d] for d in settled.left}
    parents = {v: tuple(n for n in t.scope if n != v) for v, t in tables.items()} | known
    kinds = [settled.utilities, settled.penalties]
    scopes = [frozenset(term.variables) for terms in kinds for term in terms]
    above = reached(parents, {name for scope in scopes for name in scope})
    parents = {name: own for name, own in parents.items() if name in above}
    order = _order(parents, scopes, ground)
    place = {scope[-1]: number for number, scope in enumerate(order)}
    homes = [_homes(terms, place) for terms in kinds]
    clusters = []
    for scope in order:
        variable = scope[-1]
        sizes = tuple(ground.sizes[name] for name in scope)
        table = tables.get(variable)
        utility, penalty = (_sum_of(home.get(variable, ()), scope) for home in homes)
        clusters.append(
            Cluster(
                scope=scope,
                family=(*parents[variable], variable),
                sizes=sizes,
                chance=None if table is None else spread(table.values[..., 0], table.scope, scope),
                worth=(utility, penalty),
                above=max((place[name] for name in scope[:-1]), default=None),
            )
        )
    free_utility, free_penalty = (float(_sum_of(home.get("", ()), ())) for home in homes)
    return Tree(clusters=tuple(clusters), constant=(free_penalty, free_utility))


def spread(values: Array, own: Sequence[str], scope: Scope) -> Array:
    """Return values with the axes of a wider scope, of length 1 where they do not depend on it."""
    axes = [own.index(name) for name in scope if name in own]
    sizes = dict(zip(own, values.shape, strict=True))
    return values.transpose(axes).reshape([sizes.get(name, 1) for name in scope])


def onto(values: Array, own: Scope, scope: Scope) -> Array:
    """Return values summed onto some of their variables."""
    rest = tuple(axis for axis, name in enumerate(own) if name not in scope)
    left = [name for name in own if name in scope]
    return np.asarray(values.sum(axis=rest)).transpose([left.index(name) for name in scope])


def improved(tree: Tree, policies: Policies, slack: float) -> tuple[Policies, Worth]:
    """Return policies none of which can be bettered alone, and what they are worth.

    Best replies from the last decision to the first, until a round gains no more than ``slack``.
    """
    worth: Worth = (-math.inf, -math.inf)
    while True:
        policies, now = _updated(tree, policies)
        if now <= (worth[0], worth[1] + slack):
            return policies, now
        worth = now


def _updated(tree: Tree, policies: Policies) -> tuple[Policies, Worth]:
    """Return each decision's best reply to the others, those below it updated before it."""
    weights = _weights(tree, policies)
    below: list[list[tuple[tuple[Array, Array], Scope]]] = [[] for _ in tree.clusters]
    new: dict[str, Array] = {}
    total = np.array(tree.constant)
    for number in reversed(range(len(tree.clusters))):
        cluster = tree.clusters[number]
        worth = [np.broadcast_to(own, cluster.sizes) for own in cluster.worth]
        for messages, scope in below[number]:
            worth = [
                own + spread(m, scope, cluster.scope)
                for own, m in zip(worth, messages, strict=True)
            ]
        taken = cluster.chance
        if taken is None:
            before = _before(tree, weights, cluster)[..., None]
            utility, penalty = (
                onto(before * own, cluster.scope, cluster.family)[..., None] for own in worth
            )
            eligible = best_options(penalty, np.ones(penalty.shape, dtype=bool))
            best = first_of(best_options(utility, eligible))[..., 0]
            new[cluster.variable] = best
            taken = spread(best, cluster.family, cluster.scope)
        utility, penalty = ((own * taken).sum(axis=-1) for own in worth)
        if cluster.above is None:
            total += [float(penalty), float(utility)]
        else:
            below[cluster.above].append(((utility, penalty), cluster.scope[:-1]))
    return new, (round(float(total[0]), 12), float(total[1]))


def _weights(tree: Tree, policies: Policies) -> list[Array]:
    """Return the probability of every cluster's cells."""
    weights: list[Array] = []
    for cluster in tree.clusters:
        taken = cluster.chance
        if taken is None:
            taken = spread(policies[cluster.variable], cluster.family, cluster.scope)
        weights.append(_before(tree, weights, cluster)[..., None] * taken)
    return weights


def _before(tree: Tree, weights: Sequence[Array], cluster: Cluster) -> Array:
    """Return the probability of a cluster's cells but for its variable."""
    if cluster.above is None:
        return np.ones(())
    return onto(weights[cluster.above], tree.clusters[cluster.above].scope, cluster.scope[:-1])


def given_evidence(ground: Ground) -> dict[str, Table]:
    """Return conditional tables, one world's, whose product is the probability given what is seen.

    What lies above the evidence is taken in turn: the product of all tables that hold a variable
    is its probability given the others in it, times what is left of these. Raises TooLarge.
    """
    free = {name: table for name, table in ground.tables.items() if name not in ground.fixed}
    seen = [name for name in ground.fixed if name in ground.tables]
    above = reached(ground.parents, seen).intersection(free)
    factors = [ground.tables[name] for name in (*seen, *sorted(above))]
    while above:
        near = {v: {n for t in factors if v in t.scope for n in t.scope} for v in above}
        variable = min(above, key=lambda v: (ground.entries(near[v]), v))
        scope = (*sorted(near[variable] - {variable}), variable)
        if ground.entries(scope) > MOST_CELLS:
            raise TooLarge(scope, ground.entries(scope))
        product = np.ones(())
        for table in factors:
            if variable in table.scope:
                product = product * spread(table.values[..., 0], table.scope, scope)
        rest = product.sum(axis=-1)
        size = ground.sizes[variable]
        even = np.full(product.shape, 1.0 / size)
        values = np.divide(product, rest[..., None], out=even, where=rest[..., None] > 0)
        free[variable] = Table(scope=scope, values=values[..., None])
        factors = [table for table in factors if variable not in table.scope]
        factors.append(Table(scope=scope[:-1], values=rest[..., None]))
        above.remove(variable)
    return free


def _order(
    parents: Mapping[str, Scope], scopes: Iterable[frozenset[str]], ground: Ground
) -> list[Scope]:
    """Return the clusters' scopes in an order of time, the last taken being the smallest there is.

    Raises TooLarge.
    """
    children = dict.fromkeys(parents, 0)
    for own in parents.values():
        for parent in own:
            children[parent] += 1
    pending = list(scopes)
    rank = {name: number for number, name in enumerate(ground.sizes)}
    order: list[Scope] = []
    cells = 0
    while children:
        last = [name for name, count in children.items() if not count]
        union = {v: {v, *parents[v]}.union(*(s for s in pending if v in s)) for v in last}
        variable = min(last, key=lambda v: (ground.entries(union[v]), -rank[v]))
        rest = union[variable] - {variable}
        order.append((*sorted(rest, key=rank.__getitem__), variable))
        pending = [scope for scope in pending if variable not in scope] + [frozenset(rest)]
        cells += ground.entries(order[-1])
        if cells > MOST_CELLS:
            raise TooLarge(order[-1], cells)
        for parent in parents[variable]:
            children[parent] -= 1
        del children[variable]
    return order[::-1]


def _homes(terms: Terms, place: Mapping[str, int]) -> dict[str, list[list[Table]]]:
    """Return the terms' factors by the last of their variables in time; '' for no variable."""
    homes: dict[str, list[list[Table]]] = {}
    for term in terms:
        home = max(term.variables, key=place.__getitem__, default="")
        homes.setdefault(home, []).append(list(term.factors))
    return homes


def _sum_of(terms: Iterable[Sequence[Table]], scope: Scope) -> Array:
    """Return the sum of products of one world's tables, spread over a scope."""
    total = np.zeros((1,) * len(scope))
    for factors in terms:
        product = np.ones(())
        for factor in factors:
            product = product * spread(factor.values[..., 0], factor.scope, scope)
        total = total + product
    return total
