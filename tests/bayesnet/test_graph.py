"""Walks over graphs, on random ones against networkx and on small ones by hand."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from bayesnet.graph import children_of, descendants, find_cycle, graph_of, in_causal_order, reached


def random_parents(seed, size=12):
    """Up to three parents for each node, names out of order, so that their order tells nothing."""
    rng = np.random.default_rng(seed)
    names = [f"n{number}" for number in rng.permutation(size)]
    parents = {
        name: [str(p) for p in rng.choice(names[:at], min(at, 3), replace=False)]
        for at, name in enumerate(names)
    }
    return {name: parents[name] for name in sorted(names)}


@pytest.mark.parametrize("seed", range(20))
def test_what_is_reached_is_what_networkx_reaches(seed):
    parents = random_parents(seed)
    graph = graph_of(parents)
    for name in parents:
        assert descendants(parents, name) == nx.descendants(graph, name)
        assert reached(parents, [name]) == {name, *nx.ancestors(graph, name)}
    blocked = {"n3", "n7"}
    rest = graph.subgraph(set(graph) - blocked)
    found = reached(children_of(parents), ["n0"], blocked)
    assert found == {"n0", *nx.descendants(rest, "n0")}


@pytest.mark.parametrize("seed", range(20))
def test_parents_come_first_and_else_the_order_stays(seed):
    parents = random_parents(seed)
    order = in_causal_order(parents)
    place = {name: at for at, name in enumerate(order)}
    assert sorted(order) == sorted(parents)
    assert all(place[p] < place[name] for name, own in parents.items() for p in own)
    for at, name in enumerate(order):
        ready = [n for n in parents if place[n] >= at and all(place[p] < at for p in parents[n])]
        assert name == ready[0]


def test_a_cycle_is_told_along_its_arcs():
    parents = {"a": ["c"], "b": ["a"], "c": ["b", "x"], "d": ["c"]}
    cycle = find_cycle(parents)
    assert cycle[0] == cycle[-1]
    assert set(cycle) == {"a", "b", "c"}
    assert all(one in parents[other] for one, other in pairwise(cycle))
    assert find_cycle({"a": ["a"], "b": ["a"]}) == ()
    assert find_cycle(random_parents(0)) == ()
