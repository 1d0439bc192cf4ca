"""Weighted sum of distributions: each parent's state votes with the row of its typical situation.

For each state of each parent the experts say in which situation it would most typically be found
(the compatible states of the other parents) and give the child's distribution there. Any other row
is the weighted mean of the distributions that its parents' states stand for (Das 2004):

    P(x | y_1 ... y_n) = sum_j w_j P(x | Comp(Y_j = y_j)) / sum_j w_j

Where each typical situation is typical of all the states in it, m distributions are enough. A row
that was asked is given back exactly only if it is typical of every state in it.
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
    of_question,
    one_table,
)
from bayesnet.cpds.ranked import LARGEST_WEIGHT, weight_key, weight_parameter
from bayesnet.cpds.table import row_key
from bayesnet.messages.facts import Phrase, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedSum:
    """Asks a distribution for each typical situation and a weight for each parent.

    situations: configurations of all parents, each asked once.
    typical: by parent and state, the index of the situation that stands for it.
    It only adds up: no effect depends on another, no threshold, and rows between two typical ones
    are mixtures of them.
    """

    domain: Domain
    placeholder: Mapping[str, tuple[Decimal, ...]]
    situations: tuple[tuple[str, ...], ...]
    typical: Mapping[tuple[str, str], int]
    asked: bool = True
    method: str = "weighted_sum"
    additive: bool = True

    def parameters(self) -> tuple[Parameter, ...]:
        """Return the distributions in the typical situations, and then the weights."""
        child = self.domain.child
        rows = (
            Parameter(
                key=row_key(self.domain, situation),
                node=child,
                kind="distribution",
                components=self.domain.states,
                lower=0.0,
                upper=1.0,
                text=self.domain.when(situation),
            )
            for situation in self.situations
        )
        weights = (weight_parameter(child, parent) for parent, _ in self.domain.parents)
        return (*rows, *weights)

    def table(self, values: Values) -> Array:
        """Return the table; only the weights' proportions count."""
        return one_table(self.tables, values)

    def tables(self, values: ManyValues) -> Array:
        """Return the tables of many worlds, shape (*parents, child, worlds)."""
        keys = [row_key(self.domain, situation) for situation in self.situations]
        rows = np.stack(np.broadcast_arrays(*(normalised(values[key]) for key in keys)))
        weights = [values[weight_key(self.domain.child, parent)] for parent, _ in self.parents]
        total = np.add.reduce(np.broadcast_arrays(*weights))
        table: Array = np.zeros((*(1,) * len(self.parents), len(self.domain.states), 1))
        for axis, ((parent, states), weight) in enumerate(zip(self.parents, weights, strict=True)):
            index = [self.typical[parent, state] for state in states]
            shape = [1] * len(self.parents)
            shape[axis] = len(states)
            table = table + (weight / total) * rows[index].reshape(*shape, *rows.shape[1:])
        return np.asarray(table)

    @property
    def parents(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the parents with their states."""
        return self.domain.parents

    def check(self, values: Values) -> tuple[Phrase, ...]:
        """Return what is wrong with each row and weight."""
        found = []
        for parameter in self.parameters():
            answer = values[parameter.key]
            if parameter.kind == "distribution":
                problem = distribution_problem(answer)
            elif 0 < answer[0] <= LARGEST_WEIGHT:
                problem = None
            else:
                problem = phrase("table.not-above-zero", number=answer[0], high=LARGEST_WEIGHT)
            if problem:
                found.append(of_question(parameter.key, problem))
        return tuple(found)
