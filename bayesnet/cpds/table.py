"""A full table: one distribution for each configuration of the parents, all of them asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from bayesnet.cpds.parameter import (
    Array,
    Cpd,
    Domain,
    ManyValues,
    Parameter,
    Values,
    distribution_problem,
    normalised,
    of_question,
    one_table,
)
from bayesnet.messages.facts import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class FullTable:
    """Says anything a table can say, at the price of asking for every row.

    blank: there is no number yet, experts are still to be asked; the placeholders, all alike, only
    hold the place and answer nothing.
    """

    domain: Domain
    placeholder: Mapping[str, tuple[Decimal, ...]]
    asked: bool = True
    method: str = "table"
    additive: bool = False
    blank: bool = False

    def parameters(self) -> tuple[Parameter, ...]:
        """Return a distribution for each row."""
        return tuple(
            Parameter(
                key=row_key(self.domain, configuration),
                node=self.domain.child,
                kind="distribution",
                components=self.domain.states,
                lower=0.0,
                upper=1.0,
                text=self.domain.when(configuration) or "whatever else",
            )
            for configuration in self.domain.configurations()
        )

    def table(self, values: Values) -> Array:
        """Return the rows as given, each scaled to sum to exactly 1."""
        return one_table(self.tables, values)

    def tables(self, values: ManyValues) -> Array:
        """Return the rows of many worlds, shape (*parents, child, worlds)."""
        rows = np.broadcast_arrays(*(normalised(values[p.key]) for p in self.parameters()))
        return np.stack(rows).reshape(*self.domain.shape, -1)

    def check(self, values: Values) -> tuple[Phrase, ...]:
        """Return what is wrong with each row that is no distribution."""
        found = ((p.key, distribution_problem(values[p.key])) for p in self.parameters())
        return tuple(of_question(key, problem) for key, problem in found if problem)


def fixed_rows(cpd: Cpd) -> frozenset[str]:
    """Return the keys of the rows that the model settles: one state is certain, all others are not.

    Such a row says what can occur at all, as that no test has no result; it is nobody's judgement.
    A node without parents has none: its one row is what is asked about it. Nor has another method.
    """
    if cpd.method != "table" or not cpd.domain.parents:
        return frozenset()
    certain = (Decimal(0), Decimal(1))
    return frozenset(
        key
        for key, row in cpd.placeholder.items()
        if sum(row) == 1 and all(number in certain for number in row)
    )


def row_key(domain: Domain, configuration: tuple[str, ...]) -> str:
    """Return the key of one row, for example ``x[a=low, b=high]``; ``x[]`` for a root."""
    return f"{domain.child}[{domain.when(configuration)}]"


def blank_table(domain: Domain) -> FullTable:
    """Return a table that is still to be asked."""
    alike = (Decimal(1) / len(domain.states),) * len(domain.states)
    placeholder = {row_key(domain, when): alike for when in domain.configurations()}
    return FullTable(domain=domain, placeholder=placeholder, blank=True)


def is_blank(cpd: Cpd) -> bool:
    """Return whether the model has no number for the node, so that only experts' answers count."""
    return isinstance(cpd, FullTable) and cpd.blank
