"""Choose all policies at once by a mixed-integer program on the rooted junction tree.

Its variables are the probability of every cell of every cluster and, for each decision, which
option is taken in each situation. Every number that does not depend on a choice is linear in those,
so the program is exact; its relaxation gives a bound that holds even if the search for the best is
ended early. HiGHS solves it, within a number of nodes, so that the answer does not depend on how
busy the machine is.

Sources: Parmentier, Cohen, Leclère, Obozinski & Salmon (2020), Integer programming on the junction
tree polytope for influence diagrams, INFORMS Journal on Optimization 2(3).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bayesnet.decisions.quiet import silent
from bayesnet.decisions.rooted import Cluster, Policies, Tree
from bayesnet.inference.arrays import Array

MOST_CELLS = 10_000
"""Cells of all clusters together; a program of that size takes some hundred MiB and a minute."""
WORK = 1_000_000
"""Cells times branches that are followed before the search ends with a bound."""
SPAN = 1e3
"""What the largest utility of a cell is scaled to: HiGHS takes 1e-6 for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programmed:
    """What a program ends with: policies if it found any, and a bound on the expected utility.

    proved: whether nothing better can exist, within what HiGHS takes for nothing.
    """

    policies: Policies | None
    upper_bound: float
    proved: bool


def fits(tree: Tree) -> bool:
    """Return whether a tree's program is small enough to be solved."""
    return tree.cells <= MOST_CELLS


def programmed(tree: Tree) -> Programmed:
    """Return the best policies, as far as HiGHS finds them within its number of nodes."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415 - takes .4 s
    from scipy.sparse import coo_array  # noqa: PLC0415 - comes with it

    rows = _Rows(tree)
    utility = np.concatenate([_flat(c, c.worth[0]) for c in tree.clusters])
    barred = np.concatenate([_flat(c, c.worth[1]) for c in tree.clusters]) < 0
    scale = SPAN / max(float(np.abs(utility).max()), 1e-300)
    cost = np.zeros(rows.width)
    cost[: utility.size] = -scale * utility
    highest = np.ones(rows.width)
    highest[: utility.size][barred] = 0.0
    matrix = coo_array(
        (np.concatenate(rows.values), (np.concatenate(rows.row), np.concatenate(rows.column))),
        shape=(rows.height, rows.width),
    )
    with silent():
        found = milp(
            cost,
            integrality=(np.arange(rows.width) >= utility.size).astype(int),
            bounds=Bounds(np.zeros(rows.width), highest),
            constraints=LinearConstraint(
                matrix.tocsc(), np.concatenate(rows.lowest), np.concatenate(rows.most)
            ),
            options={"node_limit": max(1, WORK // tree.cells), "mip_rel_gap": 1e-9},
        )
    proved = found.status == 0
    dual = found.fun if proved else found.mip_dual_bound
    bound = math.inf if dual is None else tree.constant[1] - dual / scale
    if found.x is None:
        return Programmed(policies=None, upper_bound=bound, proved=False)
    policies = {}
    for cluster, start in rows.choices.items():
        shape = tree.clusters[cluster].family_sizes
        taken = found.x[start : start + math.prod(shape)].reshape(shape)
        policies[tree.clusters[cluster].variable] = np.eye(shape[-1])[taken.argmax(axis=-1)]
    return Programmed(policies=policies, upper_bound=bound, proved=proved)


class _Rows:
    """The constraints, as they are laid down: row, column and value of every coefficient."""

    def __init__(self, tree: Tree) -> None:
        self.row: list[npt.NDArray[np.intp]] = []
        self.column: list[npt.NDArray[np.intp]] = []
        self.values: list[Array] = []
        self.lowest: list[Array] = []
        self.most: list[Array] = []
        self.height = 0
        sizes = [math.prod(cluster.sizes) for cluster in tree.clusters]
        self.starts = np.cumsum([0, *sizes])
        self.width = int(self.starts[-1])
        self.choices: dict[int, int] = {}
        for number, cluster in enumerate(tree.clusters):
            if cluster.chance is None:
                self.choices[number] = self.width
                self.width += math.prod(cluster.family_sizes)
                self._decided(tree, number)
            else:
                self._by_chance(tree, number)

    def _lay(self, count: int, lowest: Array | float, most: Array | float) -> int:
        """Return the number of the first of new rows, between these limits."""
        first, self.height = self.height, self.height + count
        self.lowest.append(np.broadcast_to(np.asarray(lowest, dtype=float), (count,)))
        self.most.append(np.broadcast_to(np.asarray(most, dtype=float), (count,)))
        return first

    def _put(
        self, row: npt.NDArray[np.intp], column: npt.NDArray[np.intp], values: Array | float
    ) -> None:
        row, column, spread = np.broadcast_arrays(row, column, np.asarray(values, dtype=float))
        kept = spread != 0
        self.row.append(row[kept])
        self.column.append(column[kept])
        self.values.append(spread[kept])

    def _by_chance(self, tree: Tree, number: int) -> None:
        """The cluster is its table times what its neighbour above makes of the rest."""
        cluster = tree.clusters[number]
        table = _flat(cluster, cluster.chance).reshape(-1, cluster.sizes[-1])
        cells = np.arange(table.size).reshape(table.shape)
        if cluster.above is None:
            first = self._lay(table.size, table.ravel(), table.ravel())
            self._put(first + cells, self.starts[number] + cells, 1.0)
            return
        first = self._lay(table.size, 0.0, 0.0)
        self._put(first + cells, self.starts[number] + cells, 1.0)
        above = tree.clusters[cluster.above]
        at = _places(above, cluster.scope[:-1])
        columns = self.starts[cluster.above] + np.arange(at.size)
        self._put(first + cells[at], columns[:, None], -table[at])

    def _decided(self, tree: Tree, number: int) -> None:
        """Options share what the neighbour above makes of the rest, all of it to the one taken."""
        cluster = tree.clusters[number]
        options = cluster.sizes[-1]
        cells = np.arange(math.prod(cluster.sizes))
        rest = cells.size // options
        fixed = 1.0 if cluster.above is None else 0.0
        first = self._lay(rest, fixed, fixed)
        self._put(first + cells // options, self.starts[number] + cells, 1.0)
        if cluster.above is not None:
            at = _places(tree.clusters[cluster.above], cluster.scope[:-1])
            self._put(first + at, self.starts[cluster.above] + np.arange(at.size), -1.0)
        start = self.choices[number]
        choices = np.arange(math.prod(cluster.family_sizes))
        first = self._lay(choices.size // options, 1.0, 1.0)
        self._put(first + choices // options, start + choices, 1.0)
        first = self._lay(choices.size, -np.inf, 0.0)
        self._put(first + _places(cluster, cluster.family), self.starts[number] + cells, 1.0)
        self._put(first + choices, start + choices, -_most_probable(tree, cluster))


def _flat(cluster: Cluster, values: Array | None) -> Array:
    """Return values by cell."""
    return np.broadcast_to(np.asarray(values), cluster.sizes).ravel()


def _places(cluster: Cluster, scope: Sequence[str]) -> npt.NDArray[np.intp]:
    """Return, by cell, the number of the cell that some of its variables make on their own."""
    index = np.indices(cluster.sizes).reshape(len(cluster.sizes), -1)
    place = np.zeros(index.shape[-1], dtype=np.intp)
    for name in scope:
        axis = cluster.scope.index(name)
        place = place * cluster.sizes[axis] + index[axis]
    return place


def _most_probable(tree: Tree, cluster: Cluster) -> Array:
    """Return, by cell of the family, a bound on the probability of what is known there.

    What is known is no more probable than the most probable entry of each of its variables.
    """
    own = {other.variable: other for other in tree.clusters}
    bound = np.ones(cluster.family_sizes)
    for axis, name in enumerate(cluster.family[:-1]):
        chance = own[name].chance
        if chance is not None:
            most = chance.reshape(-1, chance.shape[-1]).max(axis=0)
            bound = np.minimum(bound, most.reshape([-1, *(1,) * (bound.ndim - axis - 1)]))
    return bound.ravel()
