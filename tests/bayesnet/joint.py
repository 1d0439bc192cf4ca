"""The whole joint distribution of a small network, and Asia: what faster answers are held against."""

from __future__ import annotations

import numpy as np

from bayesnet.inference.query import Network, Table


def joint(network, world, *, set=None, seen=None, likely=None):
    """P(every state together, evidence) in one world, one axis a variable in order of sizes."""
    names = list(network.sizes)
    total = np.ones(tuple(network.sizes.values()))

    def multiply(scope, values):
        nonlocal total
        values = values[..., min(world, values.shape[-1] - 1)]
        values = values.transpose(sorted(range(len(scope)), key=lambda i: names.index(scope[i])))
        total = total * values.reshape([network.sizes[n] if n in scope else 1 for n in names])

    def one(name, state):
        multiply((name,), np.eye(network.sizes[name])[state][:, None])

    for name, table in network.tables.items():
        if name not in (set or {}):
            multiply(table.scope, table.values)
    for findings in (set or {}, seen or {}):
        for name, state in findings.items():
            one(name, state)
    for name, likelihood in (likely or {}).items():
        multiply((name,), likelihood)
    return total


def kept(network, values, *names):
    """A joint with every other variable summed out; its axes in order of sizes."""
    return values.sum(axis=tuple(i for i, n in enumerate(network.sizes) if n not in names))


def asia():
    """Lauritzen & Spiegelhalter (1988); states are no, yes."""
    rows = {
        ("asia",): [0.99, 0.01],
        ("asia", "tub"): [0.99, 0.01, 0.95, 0.05],
        ("smoke",): [0.5, 0.5],
        ("smoke", "lung"): [0.99, 0.01, 0.9, 0.1],
        ("smoke", "bronc"): [0.7, 0.3, 0.4, 0.6],
        ("tub", "lung", "either"): [1, 0, 0, 1, 0, 1, 0, 1],
        ("either", "xray"): [0.95, 0.05, 0.02, 0.98],
        ("bronc", "either", "dysp"): [0.9, 0.1, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9],
    }
    tables = {
        scope[-1]: Table(scope=scope, values=np.array(values, float).reshape(*(2,) * len(scope), 1))
        for scope, values in rows.items()
    }
    return Network(sizes=dict.fromkeys(tables, 2), tables=tables)


def as_pyagrum(gum, network):
    """The same network, first world, in pyAgrum."""
    theirs = gum.BayesNet()
    for name, size in network.sizes.items():
        theirs.add(gum.LabelizedVariable(name, name, size))
    for name, table in network.tables.items():
        for parent in table.scope[:-1]:
            theirs.addArc(parent, name)
    for name, table in network.tables.items():
        cpt = theirs.cpt(name)
        for index in np.ndindex(*table.values.shape[:-1]):
            cpt[dict(zip(table.scope, map(int, index), strict=True))] = table.values[(*index, 0)]
    return theirs
