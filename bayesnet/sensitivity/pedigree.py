"""Put beside how much hangs on each table how well it is founded: weak and influential first.

A pedigree is graded from 0 to 4 on five criteria, in ``model.toml``: proxy (how near what was asked
is to what is meant), empirical basis, method, validation, and agreement among colleagues. Agreement
is worked out from the experts' own tables where nobody graded it.

Sources: Funtowicz & Ravetz (1990), Uncertainty and Quality in Science for Policy; van der Sluijs et
al. (2005), Combining quantitative and qualitative measures of uncertainty in model-based
environmental assessment: the NUSAP system, Risk Analysis 25(2).
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.provenance import Provenance
from bayesnet.kinds import COUNT, NAME, SHARE, quantity_kind
from bayesnet.rounding import PROBABILITY
from bayesnet.sensitivity.alternatives import Spread
from bayesnet.sensitivity.drivers import find_drivers
from bayesnet.sensitivity.quantity import Quantity
from bayesnet.study.model import BEST_GRADE, PEDIGREE
from bayesnet.study.priors import Array, node_weights
from bayesnet.study.view import StudyView
from bayesnet.sweep import Progress, silent
from bayesnet.table import Column, ResultTable, Tabled

AGREED = (0.02, 0.05, 0.1, 0.2)
"""Mean distance of an expert's row from the pool's, in probability, up to which agreement is
graded 4, 3, 2 and 1."""
ROUNDING = 1e-12
HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PedigreeScore:
    """One table: its grades, its strength, and what hangs on it.

    grades: by criterion; one that nobody gave is not there. strength: their mean as a share of the
    best grade, 0 to 1; None without any grade but a computed agreement, which alone founds nothing.
    influence: how far the quantity moves with the whole table, in its unit.
    """

    node: str
    grades: Mapping[str, int]
    strength: float | None
    influence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PedigreeTable(Tabled):
    """Every table, the most influential first."""

    quantity: str
    unit: str
    spread: str
    footings: tuple[PedigreeScore, ...]
    provenance: Provenance

    @property
    def weak_and_influential(self) -> tuple[PedigreeScore, ...]:
        """Return the tables graded below half that move the quantity half as much as any can."""
        most = max((f.influence for f in self.footings), default=0.0)
        return tuple(
            f
            for f in self.footings
            if f.strength is not None and f.strength < HALF and f.influence >= HALF * most > 0
        )

    @property
    def ungraded(self) -> tuple[str, ...]:
        """Return the nodes whose pedigree nobody wrote down."""
        return tuple(f.node for f in self.footings if f.strength is None)

    def table(self, digits: int = PROBABILITY, most: int | None = None) -> ResultTable:
        """Return a row for each table, or for the first so many: grades, strength, influence.

        digits: after the point, of an influence in points of utility.
        """
        rows = self.footings[:most]
        grades = [
            Column(name, name.capitalize(), COUNT, [f.grades.get(name) for f in rows])
            for name in PEDIGREE
        ]
        influence = quantity_kind(self.unit, digits)
        return ResultTable(
            columns=[
                Column("node", "Table", NAME, [f.node for f in rows]),
                *grades,
                Column("strength", "Strength", SHARE, [f.strength for f in rows]),
                Column("influence", "Influence", influence, [f.influence for f in rows]),
            ]
        )


def pedigree_table(
    view: StudyView,
    quantity: Quantity,
    spread: Spread,
    *,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> PedigreeTable:
    """Return pedigree beside influence for every table of a structure."""
    found = find_drivers(view, quantity, "table", spread, executor=executor, progress=progress)
    chance = view.diagram.chance
    footings = []
    for bar in found.drivers:
        grades = dict(chance[bar.item].pedigree)
        strength = float(np.mean([*grades.values()])) / BEST_GRADE if grades else None
        weights = node_weights(view.study.cpds[bar.item], view.study.priors)
        agreed = agreement(view.network.tables[bar.item].values, weights)
        if agreed is not None and "agreement" not in grades:
            if grades:
                strength = float(np.mean([*grades.values(), agreed])) / BEST_GRADE
            grades["agreement"] = agreed
        footings.append(
            PedigreeScore(node=bar.item, grades=grades, strength=strength, influence=bar.swing)
        )
    return PedigreeTable(
        quantity=found.quantity,
        unit=found.unit,
        spread=found.spread,
        footings=tuple(footings),
        provenance=found.provenance,
    )


def agreement(values: Array, weights: Array) -> int | None:
    """Return a grade from how far experts' rows are from the pool's; None where only one counts.

    values: shape (*table, worlds), the pool first. weights: what each expert counts for, shape
    (experts,) or (*parents, experts); who was not asked counts nothing. The distance is the total
    variation, averaged over rows and experts.
    """
    if (weights > 0).sum(axis=-1).max() < 2:  # noqa: PLR2004 - nobody to agree with
        return None
    apart = 0.5 * np.abs(values[..., 1:] - values[..., :1]).sum(axis=-2)
    *rows, experts = weights.shape  # a structure may have given the table parents of its own
    counted = weights.reshape(*rows, *[1] * (apart.ndim - weights.ndim if rows else 0), experts)
    mean = float((apart * counted).sum(axis=-1).mean())
    return BEST_GRADE - int(np.searchsorted(AGREED, mean - ROUNDING))
