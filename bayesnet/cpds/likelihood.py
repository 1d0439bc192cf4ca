"""Likelihood method: each parent's state pulls the child up or down from a typical distribution.

    P(x | s_1 ... s_n)  is proportional to  P_0(x) * base^(r_x * sum_i w_i e_i(s_i))

with the child's states at evenly spaced places r_x from -1 to 1, effects e_i scaled so that the
strongest of each parent is 1 in size, and a base of 1 (no effect at all) or more; 3 is strong
(Kemp-Benedict; Sjökvist & Hansson 2013, as `make_CPT` of the R package decisionSupport has it).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from bayesnet.cpds.parameter import (
    Array,
    Domain,
    ManyValues,
    Parameter,
    Values,
    distribution_problem,
    normalised,
    number_parameter,
    of_question,
    one_table,
)
from bayesnet.cpds.ranked import weight_key, weight_parameter
from bayesnet.messages.facts import Phrase, phrase

LARGEST_BASE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """Asks a typical distribution, each state's effect from -1 to 1, weights and one base.

    Good for children of two or three ordered states. An effect moves all of them in one direction;
    on the log-odds of neighbouring states effects add up, so reinforcement is out of reach.
    """

    domain: Domain
    placeholder: Mapping[str, tuple[Decimal, ...]]
    asked: bool = True
    method: str = "likelihood"
    additive: bool = False

    def parameters(self) -> tuple[Parameter, ...]:
        """Return the typical distribution, the effects, the weights and the base."""
        child = self.domain.child
        typical = Parameter(
            key=prior_key(child),
            node=child,
            kind="distribution",
            components=self.domain.states,
            lower=0.0,
            upper=1.0,
            text="typically, with nothing known of what bears on it",
        )
        effects = (
            number_parameter(
                child, effect_key(child, parent, state), (-1.0, 1.0), f"effect of {parent}={state}"
            )
            for parent, states in self.domain.parents
            for state in states
        )
        weights = (weight_parameter(child, parent) for parent, _ in self.domain.parents)
        bounds = (1.0, LARGEST_BASE)
        base = number_parameter(child, base_key(child), bounds, "base: 1 no effect, 3 strong")
        return (typical, *effects, *weights, base)

    def table(self, values: Values) -> Array:
        """Return the table of one world."""
        return one_table(self.tables, values)

    def tables(self, values: ManyValues) -> Array:
        """Return the tables of many worlds, shape (*parents, child, worlds)."""
        child, parents = self.domain.child, self.domain.parents
        pull: Array = np.zeros((*(1,) * len(parents), 1, 1))
        for axis, (parent, states) in enumerate(parents):
            keys = (effect_key(child, parent, state) for state in states)
            effects = np.stack(np.broadcast_arrays(*(values[key] for key in keys)))
            largest = np.abs(effects).max(axis=0)
            effects = effects / np.where(largest > 0, largest, 1.0)
            shape = [1] * len(parents)
            shape[axis] = len(states)
            weighted = values[weight_key(child, parent)] * effects
            pull = pull + weighted.reshape(*shape, *weighted.shape[1:])
        places = np.linspace(-1, 1, len(self.domain.states))[:, None]
        exponent = places * pull * np.log(values[base_key(child)])
        exponent = exponent - exponent.max(axis=-2, keepdims=True)  # what is large would overflow
        rows = normalised(values[prior_key(child)]) * np.exp(exponent)
        return np.asarray(rows / rows.sum(axis=-2, keepdims=True))

    def check(self, values: Values) -> tuple[Phrase, ...]:
        """Return what is wrong with each answer that is no distribution or out of bounds."""
        found = []
        for parameter in self.parameters():
            answer = values[parameter.key]
            if parameter.kind == "distribution":
                problem = distribution_problem(answer)
            elif not parameter.lower <= answer[0] <= parameter.upper or (
                parameter.lower == 0 and answer[0] == 0
            ):
                low, high = parameter.lower, parameter.upper
                problem = phrase("table.outside", number=answer[0], low=low, high=high)
            else:
                problem = None
            if problem:
                found.append(of_question(parameter.key, problem))
        return tuple(found)


def prior_key(child: str) -> str:
    """Return the key of the typical distribution."""
    return f"{child}.prior"


def effect_key(child: str, parent: str, state: str) -> str:
    """Return the key of one state's effect."""
    return f"{child}.effect[{parent}={state}]"


def base_key(child: str) -> str:
    """Return the key of the base."""
    return f"{child}.base"
