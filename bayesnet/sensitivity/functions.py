"""Give the exact sensitivity function of a quantity by one entry of a table, or by two.

A probability given evidence is a quotient of two functions that are linear in the entry, so four
numbers say everything, and one gradient fixes them:

    f(x) = (a x + b) / (c x + d)

A difference of two what-ifs is a sum of two such quotients. By two entries each function is
bilinear. Nothing is sampled and nothing fitted.

Sources: Castillo, Gutierrez & Hadi (1997), Sensitivity analysis in discrete Bayesian networks, IEEE
Transactions on Systems, Man, and Cybernetics A 27; Laskey (1995), Sensitivity analysis for
probability assessments in Bayesian networks, ibid. 25 (the sensitivity value).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bayesnet.inference.arrays import Array
from bayesnet.inference.expectation import Expectation
from bayesnet.inference.query import Network, Table
from bayesnet.inference.worlds import first_world
from bayesnet.kinds import TEXT, Kind, decimals, possible
from bayesnet.sensitivity.quantity import Quantity, Response, respond
from bayesnet.sensitivity.rows import Entry, away, moved, row_of
from bayesnet.table import Column, ResultTable, Tabled

SAME = 1e-13
"""Denominators that differ by less are one."""
REAL = 1e-7
"""A root whose imaginary part is smaller than this share of it is real."""
SMALLEST = 1e-12
"""Where a denominator is smaller, the evidence is impossible and nothing is reached."""
GRID = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotient:
    """``(a x + b) / (c x + d)``, with c x + d = 1 at the entry's present value."""

    a: float
    b: float
    c: float
    d: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SensitivityFunction(Tabled):
    """A quantity as a function of one entry of a table, the rest of its row giving way.

    parts: the quotients whose sum it is; one for a probability. at: the entry's present value.
    """

    entry: Entry
    at: float
    parts: tuple[Quotient, ...]

    def __call__(self, x: Array | float) -> Array:
        """Return the quantity with the entry at x, of its shape; NaN where it is impossible."""
        x = np.asarray(x, dtype=float)
        return np.asarray(sum(_over(p.a * x + p.b, p.c * x + p.d, 1.0) for p in self.parts))

    def slope(self, x: float) -> float:
        """Return the derivative at x; at the present value its size is the sensitivity value."""
        return sum((p.a * p.d - p.b * p.c) / (p.c * x + p.d) ** 2 for p in self.parts)

    @property
    def sensitivity_value(self) -> float:
        """Return the size of the derivative where the entry is now (Laskey 1995)."""
        return abs(self.slope(self.at))

    def reaching(self, level: float) -> tuple[float, ...]:
        """Return every value of the entry from 0 to 1 at which the quantity is ``level``.

        None where it never is; none either where it always is.
        """
        total = np.array([-level])
        below = np.ones(1)
        for part in self.parts:
            above = np.array([part.a, part.b])
            under = np.array([part.c, part.d])
            total = np.polyadd(np.polymul(total, under), np.polymul(above, below))
            below = np.polymul(below, under)
        scale = np.abs(total).max()
        total = np.where(np.abs(total) <= SAME * scale, 0.0, total) if scale else total
        roots = np.roots(total)
        real = roots[np.abs(roots.imag) <= REAL * np.maximum(1.0, np.abs(roots))].real
        inside = np.clip(real[(real >= -SAME) & (real <= 1 + SAME)], 0.0, 1.0)
        possible = [x for x in inside if all(abs(p.c * x + p.d) > SMALLEST for p in self.parts)]
        return tuple(sorted({float(x) for x in possible}))

    def table(self, points: int = GRID, kind: Kind = TEXT) -> ResultTable:
        """Return the quantity at equally spaced values of the entry. kind: of the quantity."""
        x = np.linspace(0.0, 1.0, points)
        return ResultTable(
            index=0,
            columns=[
                Column("entry", "x", decimals(1), x.tolist()),
                Column("quantity", "f(x)", possible(kind), self(x).tolist()),
            ],
        )


def _over(above: Array, below: Array, scale: float) -> Array:
    """Return above / below, NaN where below is what rounding leaves of an exact 0."""
    possible = below > SMALLEST * scale
    return np.asarray(np.where(possible, above / np.where(possible, below, 1.0), np.nan))


def sensitivity_function(
    response: Response, network: Network, entry: Entry, world: int = 0
) -> SensitivityFunction:
    """Return the exact function of one entry, from the response at the present tables."""
    row = row_of(network.tables[entry.node].values, entry, world)
    at = float(row[entry.state])
    direction = away(row, entry.state)
    quotients: list[Quotient] = []
    for part in response.parts:
        a = _slope(part.above, entry, direction, world)
        c = _slope(part.below, entry, direction, world)
        value = float(part.value[min(world, part.value.shape[-1] - 1)])
        new = Quotient(a=a, b=value - a * at, c=c, d=1.0 - c * at)
        old = quotients[-1] if quotients else None
        if old and abs(old.c - c) <= SAME and abs(old.d - new.d) <= SAME:
            quotients[-1] = Quotient(a=old.a + new.a, b=old.b + new.b, c=old.c, d=old.d)
        else:
            quotients.append(new)
    return SensitivityFunction(entry=entry, at=at, parts=tuple(quotients))


def _slope(gradients: Mapping[str, Array], entry: Entry, direction: Array, world: int) -> float:
    gradient = gradients.get(entry.node)
    if gradient is None:
        return 0.0
    return float(row_of(gradient, entry, world) @ direction)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoWay(Tabled):
    """A quantity as a function of two entries of different rows.

    parts: for each quotient the coefficients of (x y, x, y, 1), above and below the line.
    at: the entries' present values.
    """

    entries: tuple[Entry, Entry]
    at: tuple[float, float]
    parts: tuple[tuple[Array, Array], ...]

    def __call__(self, x: Array | float, y: Array | float) -> Array:
        """Return the quantity with the entries at x and y, whatever shapes broadcast.

        NaN where the evidence is impossible.
        """
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        total: Array = np.zeros(())
        for a, b in self.parts:
            above = a[0] * x * y + a[1] * x + a[2] * y + a[3]
            below = b[0] * x * y + b[1] * x + b[2] * y + b[3]
            total = total + _over(above, below, float(np.abs(b).max()))
        return total

    def table(self, points: int = 11, kind: Kind = TEXT) -> ResultTable:
        """Return a grid: the first entry down, the second across. kind: of the quantity."""
        steps = np.linspace(0.0, 1.0, points)
        values, cell = self(steps[:, None], steps[None, :]), possible(kind, "-")
        across = [
            Column(step, f"{step:.1f}", cell, values[:, at].tolist())
            for at, step in enumerate(steps.tolist())
        ]
        return ResultTable(columns=[Column("first", "", decimals(1), steps.tolist()), *across])


def two_way(quantity: Quantity, network: Network, first: Entry, second: Entry) -> TwoWay:
    """Return the exact function of two entries in the first world.

    Two gradients fix it: one here, one with the second entry elsewhere.
    Raises ValueError for two entries of the same row: they are not free of each other.
    """
    if (first.node, first.given) == (second.node, second.given):
        raise ValueError("two entries of one row cannot be moved independently.")
    network = first_world(network)
    here = respond(quantity, network)
    table = network.tables[second.node]
    row = row_of(table.values, second)
    y0 = float(row[second.state])
    y1 = y0 + 0.25 if y0 < 0.5 else y0 - 0.25  # noqa: PLR2004 - inside, on the wider side
    values = np.array(table.values)
    row_of(values, second)[:] = moved(row, second.state, np.array([y1]))[:, 0]
    tables = {**network.tables, second.node: Table(scope=table.scope, values=values)}
    elsewhere = Network(sizes=network.sizes, tables=tables)
    there = respond(quantity, elsewhere)
    one, other = [], []
    for base, part in zip(here.parts, there.parts, strict=True):
        apart = float(part.log_probability[0] - base.log_probability[0])
        # A quotient has no scale of its own: the less probable side is the one scaled down.
        one.append(_quotient(base, network, first, min(0.0, -apart)))
        other.append(_quotient(part, elsewhere, first, min(0.0, apart)))
    x0 = float(row_of(network.tables[first.node].values, first)[first.state])
    parts = []
    for (a0, b0), (a1, b1) in zip(one, other, strict=True):
        parts.append((_bilinear(a0, a1, y0, y1), _bilinear(b0, b1, y0, y1)))
    return TwoWay(entries=(first, second), at=(x0, y0), parts=tuple(parts))


def _quotient(
    part: Expectation, network: Network, entry: Entry, log_scale: float
) -> tuple[Array, Array]:
    """Return (slope, constant) above and below the line, times exp(log_scale)."""
    row = row_of(network.tables[entry.node].values, entry)
    direction, at = away(row, entry.state), float(row[entry.state])
    scale = float(np.exp(log_scale))
    a, c = (_slope(g, entry, direction, 0) for g in (part.above, part.below))
    value = float(part.value[0])
    return scale * np.array([a, value - a * at]), scale * np.array([c, 1.0 - c * at])


def _bilinear(at0: Array, at1: Array, y0: float, y1: float) -> Array:
    """Return the coefficients of (x y, x, y, 1) of what is linear in x at two values of y."""
    by_y = (at1 - at0) / (y1 - y0)
    constant = at0 - by_y * y0
    return np.array([by_y[0], constant[0], by_y[1], constant[1]])
