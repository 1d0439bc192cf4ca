"""Lay scenarios side by side: paired differences first, levels second, each with its spread.

A difference is taken within one world: one draw, one expert, one structure, so that what an expert
holds high or low throughout cancels. How much that narrows the experts down is counted, not taken
for granted: see ``narrowed``.

Both orders of pooling are given. *Pooled rows*: the rows are pooled and the pool is asked. *Pooled
answers*: every expert's own network is asked and the answers are pooled. They agree only where the
answer is linear in what is pooled. Both pool by the rule of record: of answers, the probability of
an outcome and of its complement, and a difference is one of two pools.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.answers.beliefs import check_scenario
from bayesnet.answers.provenance import Provenance, across, provenance
from bayesnet.answers.whatif import SAME, scenario_notes, signs_of
from bayesnet.study.model import Outcome
from bayesnet.study.priors import Array
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.sweep import Progress, Sampling, silent
from bayesnet.table import Tabled
from bayesnet.uncertainty.ranges import Ranges, exact, ranges
from bayesnet.uncertainty.spread import Groups, Spread, quantiles, split

if TYPE_CHECKING:
    import pandas as pd

Interval = tuple[float, float, float]
Pair = tuple[Scenario, Scenario | None]
"""A complete scenario and what it is compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A probability or a difference of two, under every structure asked.

    by_structure: of the pooled rows, by structure, the model's own first.
    answers: of the pooled answers, by structure. by_expert: [structure][expert].
    interval: 5 %, 50 % and 95 % over the draws of all structures; intervals: of each.
    spread: of the same draws, in its parts. None of these where nothing was drawn.
    """

    by_structure: tuple[float, ...]
    answers: tuple[float, ...]
    by_expert: tuple[tuple[float, ...], ...]
    interval: Interval | None = None
    intervals: tuple[Interval, ...] = ()
    spread: Spread | None = None

    @property
    def value(self) -> float:
        """Return the pooled rows' under the first structure."""
        return self.by_structure[0]

    @property
    def signs(self) -> tuple[int, int, int]:
        """Return how many experts see it negative, nil and positive under the first structure."""
        return signs_of(self.by_expert[0])

    @property
    def sign(self) -> int:
        """Return -1, 0 or 1: the sign of the value; 0 where it would print as nothing."""
        return _sign(self.value)

    @property
    def holding(self) -> int:
        """Return under how many structures the sign is that of the first."""
        return self.held()

    def held(self, least: float = SAME) -> int:
        """Return under how many structures the sign is that of the first; less is none."""
        return sum(_sign(value, least) == _sign(self.value, least) for value in self.by_structure)

    @property
    def agreed(self) -> bool:
        """Return whether every structure and every expert under it gives the same sign."""
        values = [*self.by_structure, *(v for row in self.by_expert for v in row)]
        return len({_sign(value) for value in values}) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One outcome in one scenario: its level, that of the scenario's comparison, the difference."""

    scenario: Scenario
    comparison: Scenario | None
    outcome: Outcome
    level: Estimate
    before: Estimate | None
    difference: Estimate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Tabled):
    """Scenarios side by side; ``rows`` by scenario, then by outcome.

    notes: what a reader must know of what was set and seen.
    """

    rows: tuple[Compared, ...]
    structures: tuple[str, ...]
    experts: tuple[str, ...]
    notes: tuple[str, ...]
    provenance: Provenance

    @property
    def narrowed(self) -> tuple[int, int]:
        """Return in how many differences the experts lie closer together than in the level.

        And of how many: of those that somebody sees at all. Under the first structure.
        """
        pairs = [
            (np.ptp(row.difference.by_expert[0]), np.ptp(row.level.by_expert[0]))
            for row in self.visible
            if row.difference
        ]
        return sum(float(apart) < float(levels) - SAME for apart, levels in pairs), len(pairs)

    @property
    def visible(self) -> tuple[Compared, ...]:
        """Return the rows in which the pool or some expert sees a difference at all."""
        return tuple(
            row
            for row in self.rows
            if row.difference is not None
            and max(map(abs, (row.difference.value, *row.difference.by_expert[0]))) >= SAME
        )

    def frame(self) -> pd.DataFrame:
        """Return a row for each scenario, outcome and structure, and one for all structures.

        Unrounded; quantiles and parts of the spread only where worlds were drawn.
        """
        import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

        rows = [
            {
                "scenario": row.scenario.id or row.scenario.label,
                "compared_with": row.comparison.id if row.comparison else "",
                "outcome": row.outcome.id,
                "structure": structure,
                **_cells("", row.level, number),
                **(_cells("difference_", row.difference, number) if row.difference else {}),
            }
            for row in self.rows
            for number, structure in enumerate((*self.structures, "all"))
            if structure != "all" or row.level.interval
        ]
        return pd.DataFrame(rows).set_index(["scenario", "outcome", "structure"])


def compare(
    study: Study,
    structures: Sequence[str],
    pairs: Sequence[Pair],
    *,
    sampling: Sampling | None = None,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Comparison:
    """Return complete scenarios side by side, each with what it is compared with or None.

    sampling: worlds to draw; if None, there is only what the pool and the experts say at their best
    values. Raises StudyError with what is wrong in a scenario.
    """
    asked = asked_in(pairs)
    for scenario in asked:
        check_scenario(study.diagram, scenario)
    best = exact(study, structures, asked)
    drawn = None
    if sampling is not None:
        drawn = ranges(study, structures, asked, sampling, executor=executor, progress=progress)
    return laid_out(study, structures, pairs, best, drawn)


def asked_in(pairs: Sequence[Pair]) -> list[Scenario]:
    """Return the scenarios of the pairs, each once."""
    asked: list[Scenario] = []
    for scenario in (s for pair in pairs for s in pair if s is not None):
        if scenario not in asked:
            asked.append(scenario)
    return asked


def laid_out(
    study: Study,
    structures: Sequence[str],
    pairs: Sequence[Pair],
    best: Array,
    drawn: Ranges | None,
) -> Comparison:
    """Return the comparison made from outcomes that are known already.

    best: (structures, scenarios, outcomes, 1 + experts), scenarios as ``asked_in`` orders them, as
    in ``drawn``.
    """
    asked = asked_in(pairs)
    both = np.stack([best[..., 1:], 1 - best[..., 1:]], axis=-2)
    answers = study.priors.rule.pool(both, study.weights)[..., 0]

    def estimate(outcome: int, scenario: Scenario, other: Scenario | None = None) -> Estimate:
        def taken(values: Array) -> Array:
            now = values[:, asked.index(scenario), outcome]
            return now if other is None else now - values[:, asked.index(other), outcome]

        values = None if drawn is None else taken(drawn.values)
        experts = None if drawn is None else drawn.experts
        pooled = taken(answers[..., None])[:, 0]
        return _estimate(taken(best), pooled, values, experts)

    rows = [
        Compared(
            scenario=scenario,
            comparison=other,
            outcome=outcome,
            level=estimate(number, scenario),
            before=None if other is None else estimate(number, other),
            difference=None if other is None else estimate(number, scenario, other),
        )
        for scenario, other in pairs
        for number, outcome in enumerate(study.diagram.outcomes)
    ]
    labels = "; ".join(scenario.label for scenario, _ in pairs)
    against = "; ".join(dict.fromkeys(o.label for _, o in pairs if o is not None))
    origin = provenance(StudyView(study, structures[0]), scenario=labels, compared_with=against)
    return Comparison(
        rows=tuple(rows),
        structures=tuple(structures),
        experts=study.priors.experts,
        notes=_notes(StudyView(study, structures[0]), structures[1:], pairs),
        provenance=across(origin, structures, str(drawn.sampling) if drawn else ""),
    )


def _notes(view: StudyView, others: Sequence[str], pairs: Sequence[Pair]) -> tuple[str, ...]:
    """Return the notes on what was seen and what is set beyond the comparisons, each once.

    Of the other structures, what is assumed of who else decides there.
    """
    found: dict[str, None] = {}
    for scenario, other in pairs:
        before = other.set if other else {}
        names = [name for name, state in scenario.set.items() if before.get(name) != state]
        found |= dict.fromkeys(scenario_notes(view, scenario, names))
    chosen = [view.study.structures[name] for name in others]
    found |= {f"Under {s.id}: {s.diagram.reaction}": None for s in chosen if s.agents}
    return tuple(found)


def _estimate(
    best: Array, answers: Array, values: Array | None, experts: Groups | None
) -> Estimate:
    """best: (structures, 1 + experts). answers: (structures,). values: (structures, draws)."""
    return Estimate(
        by_structure=tuple(best[:, 0].tolist()),
        answers=tuple(answers.tolist()),
        by_expert=tuple(tuple(row) for row in best[:, 1:].tolist()),
        interval=None if values is None else quantiles(values),
        intervals=() if values is None else tuple(quantiles(row) for row in values),
        spread=None if values is None or experts is None else split(values, experts),
    )


def _sign(value: float, least: float = SAME) -> int:
    return int(value > least) - int(value < -least)


def _cells(prefix: str, estimate: Estimate, structure: int) -> dict[str, object]:
    """Return one structure's numbers; past the last structure, those over all of them."""
    whole = structure == len(estimate.by_structure)
    cells: dict[str, object] = {}
    if not whole:
        own = estimate.by_expert[structure]
        cells = {
            f"{prefix}pooled_rows": estimate.by_structure[structure],
            f"{prefix}pooled_answers": estimate.answers[structure],
            f"{prefix}lowest_expert": min(own),
            f"{prefix}highest_expert": max(own),
        }
        if prefix:
            cells["negative"] = sum(v < -SAME for v in own)
            cells["positive"] = sum(v > SAME for v in own)
    if estimate.interval:
        three = estimate.interval if whole else estimate.intervals[structure]
        cells |= {f"{prefix}q{q}": v for q, v in zip(("05", "50", "95"), three, strict=True)}
    if whole and estimate.spread:
        parts = ("structure", "between", "within")
        cells |= {f"{prefix}variance_{p}": getattr(estimate.spread, p) for p in parts}
    return cells
