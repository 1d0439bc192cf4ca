"""Find the most probable explanation of what was seen: all variables, or those asked about.

Variables are eliminated one by one, by summing (those nobody asked about, first) or by taking the
largest (those to be explained); each maximum remembers where it stood, and walking back through
these memories gives the states. Everything is in logs, so deep products do not vanish.

Sources: Pearl (1988), Probabilistic Reasoning in Intelligent Systems, chapter 5; Dechter (1999),
Bucket elimination, Artificial Intelligence 113; Park & Darwiche (2004), Complexity results and
approximation strategies for MAP explanations, JAIR 21 (why sums have to come first).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bayesnet.inference.arrays import Array, Scope
from bayesnet.inference.contraction import LARGEST_ENTRIES, TooLarge
from bayesnet.inference.query import Network, posteriors
from bayesnet.messages.remedies import did_you_mean
from bayesnet.messages.terminal import terminal

States: TypeAlias = npt.NDArray[np.intp]
_Factor: TypeAlias = tuple[Scope, Array]
"""Scope and natural logs of shape (*sizes, worlds or 1)."""
_Elimination: TypeAlias = Scope
"""The variable that goes, then those its factors share with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The most probable states of some variables, world by world.

    states: by variable, the number of its state, shape (worlds,).
    log_probability: natural log of P(these states, evidence), shape (worlds,); where there are
    likelihoods, they are multiplied in as they were given.
    posterior: P(these states | evidence), from 0 to 1, shape (worlds,).
    """

    states: Mapping[str, States]
    log_probability: Array
    posterior: Array


def most_probable(
    network: Network,
    *,
    set: Mapping[str, int] | None = None,
    seen: Mapping[str, int] | None = None,
    likely: Mapping[str, Array] | None = None,
    over: Sequence[str] | None = None,
) -> Explanation:
    """Return the most probable explanation (MPE) or, ``over`` some variables, their MAP states.

    Without ``over``, the most probable states together of every variable that has a table or is
    set. With it, those of these variables, the rest summed out (maximum a posteriori); the
    variables' own most probable states, or their states in the MPE, can be others.
    ``set`` cuts a variable from its parents; what is set or seen keeps its state; ``likely`` holds
    a likelihood for each state, of shape (states, worlds or 1).

    Where several explanations are equally probable, up to rounding, one is returned, always the
    same: walking back, each variable takes its lowest state that is best given those before it.

    Raises ValueError for an unknown name, or a variable that is needed and has neither table nor
    ``set``; TooLarge before anything runs; ImpossibleEvidence where the evidence cannot occur.
    """
    set, seen, likely = set or {}, seen or {}, likely or {}
    wanted = _wanted(network, set, over)
    known = network.ancestors([*wanted, *seen, *likely], set)
    _need_tables(network, known, set)
    fixed = {**set, **seen}
    factors = _factors(network, known, set, fixed, likely)
    free = [name for name in network.sizes if name in known and name not in fixed]
    first = [name for name in free if name not in wanted]
    last = [name for name in free if name in wanted]
    order = _order([scope for scope, _ in factors], network.sizes, first, last)
    evidence = _log_evidence(network, set, seen, likely)
    arrays = [*(t.values for t in network.tables.values()), *likely.values()]
    worlds = max((array.shape[-1] for array in arrays), default=1)
    log_value, choices = _eliminate(factors, order, last)
    states = {name: np.full(worlds, state, np.intp) for name, state in fixed.items()}
    states |= _walk_back(choices, states, worlds)
    log_probability = np.zeros(worlds) + log_value
    return Explanation(
        states={name: states[name] for name in wanted},
        log_probability=log_probability,
        posterior=np.minimum(np.exp(log_probability - evidence), 1.0),
    )


def _wanted(network: Network, set: Mapping[str, int], over: Sequence[str] | None) -> Scope:
    """Return the variables to explain, each once."""
    if over is None:
        return tuple(name for name in network.sizes if name in network.tables or name in set)
    for name in over:
        if name not in network.sizes:
            near = terminal().remedies([did_you_mean(name, network.sizes)])
            raise ValueError(f"there is no variable '{name}' to explain; {near}")
    return tuple(dict.fromkeys(over))


def _need_tables(network: Network, known: Collection[str], set: Mapping[str, int]) -> None:
    for name in network.sizes:
        if name in known and name not in network.tables and name not in set:
            raise ValueError(f"'{name}' has no table, so it has to be set before it can be asked.")


def _log_evidence(
    network: Network,
    set: Mapping[str, int],
    seen: Mapping[str, int],
    likely: Mapping[str, Array],
) -> Array:
    """Return ln P(evidence), shape (worlds or 1,); raises ImpossibleEvidence."""
    if not seen and not likely:
        return np.zeros(1)
    told = (*seen, *likely)
    answer = posteriors(network, set=set, seen=seen, likely=likely, targets=told)
    return answer.log_probability


def _factors(
    network: Network,
    known: Collection[str],
    set: Mapping[str, int],
    fixed: Mapping[str, int],
    likely: Mapping[str, Array],
) -> list[_Factor]:
    """Return the logs of all tables and likelihoods, cut down to the states that are fixed."""
    given: list[_Factor] = [
        (table.scope, table.values)
        for name, table in network.tables.items()
        if name in known and name not in set
    ]
    given.extend(((name,), likelihood) for name, likelihood in likely.items())
    factors = []
    for scope, values in given:
        index = tuple(fixed.get(name, slice(None)) for name in scope)
        with np.errstate(divide="ignore"):  # log 0 is -inf, as it should be
            logs = np.log(values[index])
        factors.append((tuple(name for name in scope if name not in fixed), logs))
    return factors


def _order(
    scopes: Sequence[Scope], sizes: Mapping[str, int], first: Sequence[str], last: Sequence[str]
) -> list[_Elimination]:
    """Return the variables with what they meet: all of ``first`` before any of ``last``.

    Greedy by the size of the table that eliminating a variable makes; of equals, the first in
    order of ``sizes``. Raises TooLarge.
    """
    near: dict[str, frozenset[str]] = {
        name: frozenset().union(*(scope for scope in scopes if name in scope)) - {name}
        for name in (*first, *last)
    }
    weight = {name: sizes[name] * math.prod(sizes[n] for n in near[name]) for name in near}
    order: list[_Elimination] = []
    for group in (first, last):
        left = dict.fromkeys(group)
        while left:
            variable = min(left, key=weight.__getitem__)
            del left[variable]
            met = near.pop(variable)
            axes = (variable, *(name for name in sizes if name in met))
            if weight[variable] > LARGEST_ENTRIES:
                raise TooLarge(axes, weight[variable])
            order.append(axes)
            for name in met:
                near[name] = (near[name] | met) - {name, variable}
                weight[name] = sizes[name] * math.prod(sizes[n] for n in near[name])
    return order


def _eliminate(
    factors: Sequence[_Factor], order: Sequence[_Elimination], maximised: Collection[str]
) -> tuple[Array, list[tuple[_Elimination, States]]]:
    """Return the log of what is left, (worlds or 1,), and each maximum's place, (*met, worlds)."""
    left = list(factors)
    choices: list[tuple[_Elimination, States]] = []
    for axes in order:
        variable, *met = axes
        total = sum(
            (_spread(factor, axes) for factor in left if variable in factor[0]), start=np.zeros(1)
        )
        left = [factor for factor in left if variable not in factor[0]]
        if variable in maximised:
            choices.append((axes, total.argmax(axis=0)))
            left.append((tuple(met), total.max(axis=0)))
        else:
            left.append((tuple(met), _log_sum(total)))
    return sum((values for _, values in left), start=np.zeros(1)), choices


def _spread(factor: _Factor, axes: Scope) -> Array:
    """Return the factor over ``axes`` and worlds, with length 1 where it lacks one."""
    scope, values = factor
    order = sorted(range(len(scope)), key=lambda axis: axes.index(scope[axis]))
    lengths = dict(zip(scope, values.shape, strict=False))
    shape = (*(lengths.get(name, 1) for name in axes), values.shape[-1])
    return values.transpose(*order, len(scope)).reshape(shape)


def _log_sum(logs: Array) -> Array:
    """Return ln of the sum of exp over the first axis; -inf where all are -inf."""
    peak = logs.max(axis=0)
    peak = np.where(np.isfinite(peak), peak, 0.0)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.exp(logs - peak).sum(axis=0)) + peak)


def _walk_back(
    choices: Sequence[tuple[_Elimination, States]], fixed: Mapping[str, States], worlds: int
) -> dict[str, States]:
    """Return the states of the maximised variables, the last eliminated first."""
    states = dict(fixed)
    world = np.arange(worlds)
    for (variable, *met), choice in reversed(choices):
        spread = np.broadcast_to(choice, (*choice.shape[:-1], worlds))
        states[variable] = spread[(*(states[name] for name in met), world)]
    return states
