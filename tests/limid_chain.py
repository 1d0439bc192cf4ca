"""Chains of decisions that each know one noisy sign of a hidden state and remember nothing."""

from __future__ import annotations

import itertools

import numpy as np

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.inference.query import Network, Table

FIRST = np.array([0.4, 0.3, 0.2, 0.1])
SIGN = np.array([[0.85, 0.1, 0.05, 0], [0.1, 0.8, 0.1, 0], [0.05, 0.1, 0.85, 0], [0, 0, 0, 1]])
NEXT = np.full((4, 3, 4), 0.1)
"""Where a state goes under each option: most often to their sum, modulo 3."""
for _state, _option in itertools.product(range(4), range(3)):
    NEXT[_state, _option, (_state + _option) % 3] = 0.7
WORTH = np.eye(4, 3)


def limid_chain(stages):
    """At each stage a state of four, its sign, and an option of three that is worth 1 if it hits."""
    sizes, tables, decisions, utilities = {}, {}, {}, []
    for t in range(stages):
        state, sign, option = f"S{t}", f"O{t}", f"D{t}"
        sizes |= {state: 4, sign: 4, option: 3}
        tables[state] = Table(scope=(state,), values=FIRST[:, None])
        if t:
            scope = (f"S{t - 1}", f"D{t - 1}", state)
            tables[state] = Table(scope=scope, values=NEXT[..., None])
        tables[sign] = Table(scope=(state, sign), values=SIGN[..., None])
        decisions[option] = (sign,)
        utilities.append(UtilityTerm(name=f"U{t}", scope=(state, option), values=WORTH[..., None]))
    return DecisionProblem(
        network=Network(sizes=sizes, tables=tables),
        decisions=decisions,
        utilities=tuple(utilities),
        recall="limited",
    )


def best_of_chain(stages, fixed=None):
    """The best of all strategies, every one of them followed: 81 rules at each stage.

    fixed: the option always taken at some stages.
    """
    rules = np.array([np.eye(3)[list(rule)] for rule in itertools.product(range(3), repeat=4)])
    states, total = FIRST[None], np.zeros(1)
    for t in range(stages):
        some = rules
        if t in (fixed or {}):
            some = np.eye(3)[fixed[t]][None, None].repeat(4, axis=1)
        taken = np.einsum("so,rod->rsd", SIGN, some)
        gain = states @ (taken * WORTH).sum(axis=-1).T
        total = (total[:, None] + gain).ravel()
        states = np.einsum("ks,rsd,sdn->krn", states, taken, NEXT, optimize=True).reshape(-1, 4)
    return total.max()


def pig_breeding(months, seed):
    """Treat a pig or not, month by month, knowing its latest test; effects drawn by lot."""
    rng = np.random.default_rng(seed)
    sizes, tables, decisions, utilities = {}, {}, {}, []
    for t in range(1, months + 1):
        sizes[f"H{t}"] = 2
        tables[f"H{t}"] = Table(scope=(f"H{t}",), values=np.array([[0.9], [0.1]]))
        if t > 1:
            well = np.sort(rng.random((2, 2)), axis=0)[::-1]
            scope = (f"H{t - 1}", f"D{t - 1}", f"H{t}")
            tables[f"H{t}"] = Table(scope=scope, values=np.stack([well, 1 - well], -1)[..., None])
        if t < months:
            sizes |= {f"T{t}": 2, f"D{t}": 2}
            wrong = 0.5 * rng.random(2)
            values = np.array([[1 - wrong[0], wrong[0]], [wrong[1], 1 - wrong[1]]])
            tables[f"T{t}"] = Table(scope=(f"H{t}", f"T{t}"), values=values[..., None])
            decisions[f"D{t}"] = (f"T{t}",)
            cost = np.array([-100.0 * rng.random(), 0.0])[:, None]
            utilities.append(UtilityTerm(name=f"C{t}", scope=(f"D{t}",), values=cost))
    sale = np.array([1000.0, 300.0])[:, None]
    utilities.append(UtilityTerm(name="sale", scope=(f"H{months}",), values=sale))
    return DecisionProblem(
        network=Network(sizes=sizes, tables=tables),
        decisions=decisions,
        utilities=tuple(utilities),
        recall="limited",
    )
