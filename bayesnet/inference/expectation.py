"""Expect a sum of tables given the evidence, and know what every table entry does to it.

An expected value is a quotient of two polynomials, numerator over probability of the evidence, and
both are linear in each table, because every product holds it once. One forward and one backward
pass therefore say exactly what the value becomes when any one table, or row, is replaced by any
other: no second inference, and no approximation however large the change.

Source: Darwiche (2003), A differential approach to inference in Bayesian networks, JACM 50(3).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.inference.arrays import Array
from bayesnet.inference.query import Findings, Network, Table, contract_with, cut_tables, impossible
from bayesnet.inference.scaled import Contraction

IMPOSSIBLE = 1e-12
"""Evidence less probable than this share of what it was is what is left of an exact 0."""
Term = Sequence[Table]
"""Tables whose product is one summand; their scopes may be any variables, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """An expected value given the evidence, in every world.

    value: shape (worlds,). log_probability: ln P(evidence), shape (worlds,).
    above, below: derivatives of the numerator and of P(evidence) by each entry of each table, both
    divided by P(evidence), of shape (*table, worlds); a table that has no part in it is left out.
    """

    value: Array
    log_probability: Array
    above: Mapping[str, Array]
    below: Mapping[str, Array]

    def replaced(self, name: str, differences: Array, world: int = 0) -> Array:
        """Return the value in one world with one table changed, shape (alternatives,).

        differences: what is added to the table, shape (*table, alternatives). NaN where they make
        the evidence impossible.
        """
        rows = differences.reshape(-1, differences.shape[-1])
        above = self.value[world] + _sum(self.above, name, rows, world)
        return quotient(above, 1.0 + _sum(self.below, name, rows, world))


def quotient(above: Array, below: Array) -> Array:
    """Return above / below, NaN where the evidence (below) has become impossible."""
    possible = below > IMPOSSIBLE
    return np.asarray(np.where(possible, above / np.where(possible, below, 1.0), np.nan))


def _sum(gradients: Mapping[str, Array], name: str, rows: Array, world: int) -> Array:
    if name not in gradients:
        return np.zeros(rows.shape[-1])
    gradient = gradients[name]
    return np.asarray(gradient[..., min(world, gradient.shape[-1] - 1)].ravel() @ rows)


def expectation(
    network: Network, terms: Sequence[Term], findings: Findings, *, derivatives: bool = True
) -> Expectation:
    """Return the expected sum of the terms given the findings; exact in every world.

    Every variable that matters has a table or is set. Raises ImpossibleEvidence.
    """
    evidence, known = _contract(network, (), findings, derivatives)
    if not evidence.mantissa.min() > 0:
        raise impossible(network, findings, evidence.mantissa)
    value: Array = np.zeros(1)
    above: dict[str, Array] = {}
    for term in terms:
        found, names = _contract(network, term, findings, derivatives)
        value = value + found.over(evidence)
        for number, name in enumerate(names):
            above[name] = above.get(name, 0.0) + found.slope(number, evidence)
    return Expectation(
        value=value,
        log_probability=np.log(evidence.mantissa) + evidence.log_scale,
        above=above,
        below={name: evidence.slope(number) for number, name in enumerate(known)},
    )


def _contract(
    network: Network, term: Term, findings: Findings, derivatives: bool
) -> tuple[Contraction, list[str]]:
    """Return the contraction of a term with the evidence, and the tables it is differentiated by.

    An intervention has no table of its own to be differentiated by.
    """
    asked = [name for factor in term for name in factor.scope]
    known = network.ancestors([*asked, *findings.seen, *findings.likely], findings.set)
    tables = cut_tables(network, known, findings)
    names = [name for name in tables if name not in findings.set] if derivatives else []
    places = {name: index for index, name in enumerate(tables)}
    factors = [*tables.values(), *term]
    wanted = tuple(places[name] for name in names)
    return contract_with(network, factors, findings, wanted), names
