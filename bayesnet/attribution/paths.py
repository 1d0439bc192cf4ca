"""Say what a change carries along one path, and what a finding tells through one arc.

**Along a path.** Every node of the path gets two copies. A copy follows the copy before it on the
path, and for its other parents the nodes as they are in the comparison; the first copy has the new
setting in one row of copies, the comparison's in the other. The effect of the path is the
difference between the outcome's probabilities at the two ends: what the change would do if it could
travel along this path alone, and nothing where nothing changes. Copies are drawn anew given their
parents (randomised interventional analogues), so no assumption about single cases across worlds is
needed. What is set does not listen, and what is seen is as it is: no path goes through either.
Effects of all paths need not sum to the change: the rest is what they do together.

**Through an arc.** A finding that is learned also tells of its causes. The arc between the finding
and a neighbour is cut (the child then follows what was believed of the parent before); what goes
missing is what came through that arc.

Sources: Pearl (2001), Direct and indirect effects, UAI 17; Avin, Shpitser & Pearl (2005),
Identifiability of path-specific effects, IJCAI 19; VanderWeele, Vansteelandt & Robins (2014),
Effect decomposition in the presence of an exposure-induced mediator-outcome confounder,
Epidemiology 25(2); for the cut arcs, ``inference/surgery.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from bayesnet.inference.arc_removal import cut_arc
from bayesnet.inference.arrays import Array
from bayesnet.inference.query import Findings, Network, Table, posteriors

MOST_PATHS = 400


def directed_paths(
    network: Network, source: str, target: str, blocked: Collection[str]
) -> Iterator[tuple[str, ...]]:
    """Yield every directed path between two variables; none goes through or ends in ``blocked``."""
    children: dict[str, list[str]] = {name: [] for name in network.sizes}
    for child, table in network.tables.items():
        if child not in blocked:
            for parent in table.scope[:-1]:
                children[parent].append(child)
    useful = network.ancestors([target], blocked)

    def walk(path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        if path[-1] == target:
            yield path
            return
        for child in children[path[-1]]:
            if child in useful:
                yield from walk((*path, child))

    yield from walk((source,))


def path_effect(
    network: Network, before: Findings, path: Sequence[str], state: int | None, event: Array
) -> Array:
    """Return what changing the first node of a path does along it alone, shape (worlds,).

    before: the comparison's findings; none is on the path behind its first node. state: the first
    node's new setting; None where it is set free, to follow its own table. event: 1 for each state
    of the last node that counts, (states,).
    """
    was = {**before.seen, **before.set}.get(path[0])
    changed, unchanged = (f"{path[-1]}, {row}" for row in ("changed", "unchanged"))
    wide = _copied(_copied(network, path, state, "changed"), path, was, "unchanged")
    found = posteriors(
        wide, set=before.set, seen=before.seen, likely=before.likely, targets=(changed, unchanged)
    ).marginals
    return np.asarray(event @ (found[changed] - found[unchanged]))


def _copied(network: Network, path: Sequence[str], state: int | None, row: str) -> Network:
    """Return the network with a row of copies of a path, the first in a state or free."""
    tables, sizes = dict(network.tables), dict(network.sizes)
    copies = {name: f"{name}, {row}" for name in path}
    for index, name in enumerate(path):
        sizes[copies[name]] = network.sizes[name]
        if index == 0 and state is not None:
            point = np.zeros((network.sizes[name], 1))
            point[state] = 1.0
            tables[copies[name]] = Table(scope=(copies[name],), values=point)
            continue
        table = network.tables[name]
        came_from = path[index - 1] if index else None
        scope = tuple(copies[p] if p in (came_from, name) else p for p in table.scope)
        tables[copies[name]] = Table(scope=scope, values=table.values)
    return Network(sizes=sizes, tables=tables)


def told_through(
    network: Network, after: Findings, finding: str, target: str, event: Array
) -> Mapping[tuple[str, str], Array]:
    """Return what a learned finding tells of the target through each of its arcs, (worlds,) each.

    Keys are (parent, child). Nothing comes through an arc into a variable that is set, and nothing
    is told of what has been seen already.
    """
    without = Findings(
        set=after.set,
        seen={name: state for name, state in after.seen.items() if name != finding},
        likely={name: ratio for name, ratio in after.likely.items() if name != finding},
    )
    full = _event(network, after, target, event)
    arcs = [
        (parent, child)
        for child, table in network.tables.items()
        for parent in table.scope[:-1]
        if finding in (parent, child) and child not in after.set and parent not in after.set
        if not ({parent, child} - {finding}).issubset(after.seen)
    ]
    parents = tuple(dict.fromkeys(parent for parent, _ in arcs))
    believed = posteriors(
        network, set=without.set, seen=without.seen, likely=without.likely, targets=parents
    ).marginals
    return {
        (parent, child): full
        - _event(cut_arc(network, parent, child, believed[parent]), after, target, event)
        for parent, child in arcs
    }


def _event(network: Network, findings: Findings, target: str, event: Array) -> Array:
    found = posteriors(
        network,
        set=findings.set,
        seen=findings.seen,
        likely=findings.likely,
        targets=(target,),
    )
    return np.asarray(event @ found.marginals[target])
