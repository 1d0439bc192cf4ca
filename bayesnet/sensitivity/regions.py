"""Say which plan is best where, for two parameters: exact along one, in steps along the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.answer import Provenance, notebook, provenance
from bayesnet.decisions.envelope import between, first_change
from bayesnet.decisions.solve import solve
from bayesnet.model import Name, State
from bayesnet.sensitivity.parameters import Parameter, setting, turned
from bayesnet.sensitivity.switches import plan_of
from bayesnet.study import Study

if TYPE_CHECKING:
    import pandas as pd

INSIDE = 1e-6
"""Ends at which evidence might be impossible are left out by this share of the range."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Where one plan is best: the second parameter at ``second``, the first from low to high."""

    second: float
    low: float
    high: float
    plan: Mapping[Name, State]


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """All stretches, the second parameter ascending and then the first; borders are exact."""

    first: Parameter
    second: Parameter
    stretches: tuple[Stretch, ...]
    provenance: Provenance

    def frame(self) -> pd.DataFrame:
        """Return a row for each stretch."""
        import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

        return pd.DataFrame(
            [{"second": s.second, "low": s.low, "high": s.high, **s.plan} for s in self.stretches]
        )

    def _repr_html_(self) -> str:
        return notebook(self.frame(), self.provenance)


def find_regions(
    study: Study,
    structure: str,
    weights: str,
    findings: Mapping[Name, State],
    first: Parameter,
    second: Parameter,
    steps: int = 11,
) -> Regions:
    """Return the best plan everywhere that two parameters can go; ``steps`` of the second."""
    diagram = study.structures[structure].diagram
    base = setting(study, structure, weights, findings)
    low, high = (_inside(first, share) for share in (INSIDE, 1 - INSIDE))
    grid = np.linspace(_inside(second, INSIDE), _inside(second, 1 - INSIDE), steps)
    there = turned(base, [second] * steps, grid)
    start = turned(there, [first] * steps, np.full(steps, low)).weighted()
    end = turned(there, [first] * steps, np.full(steps, high)).weighted()
    strategy = solve(start).strategy
    at = np.zeros(steps)
    stretches: list[Stretch] = []
    while (at < 1).any():
        change = first_change(start, end, strategy, at)
        until = np.minimum(change.at, 1.0)
        plans = plan_of(between(start, end, (at + until) / 2), strategy, diagram)
        for index in np.flatnonzero(at < 1):
            ends = low + np.array([at[index], until[index]]) * (high - low)
            stretch = Stretch(
                second=float(grid[index]),
                low=float(ends[0]),
                high=float(ends[1]),
                plan=plans[index],
            )
            if ends[1] > ends[0]:
                stretches.append(stretch)
        at, strategy = until, change.strategy
    return Regions(
        first=first,
        second=second,
        stretches=tuple(_joined(sorted(stretches, key=lambda s: (s.second, s.low)))),
        provenance=provenance(study, structure),
    )


def _inside(parameter: Parameter, share: float) -> float:
    return parameter.low + share * (parameter.high - parameter.low)


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    """Put stretches together between which only a rule for rare situations changes."""
    found: list[Stretch] = []
    for stretch in stretches:
        last = found[-1] if found else None
        if last and last.second == stretch.second and last.plan == stretch.plan:
            found[-1] = Stretch(second=last.second, low=last.low, high=stretch.high, plan=last.plan)
        else:
            found.append(stretch)
    return found
