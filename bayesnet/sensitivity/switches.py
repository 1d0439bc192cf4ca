"""Find what would change the recommendation: for every number, where the best plan switches.

Each number is moved alone, as far as it can go both ways; the crossing is solved for, not searched.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.answer import Provenance, notebook, provenance
from bayesnet.decisions.envelope import between, first_change
from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.reply import impossible_worlds
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.arrays import Array
from bayesnet.inference.query import posteriors
from bayesnet.model import InfluenceDiagram, Name, State
from bayesnet.sensitivity.parameters import (
    KINDS,
    Kind,
    Parameter,
    Setting,
    parameters,
    setting,
    turned,
)
from bayesnet.study import Study
from bayesnet.sweep import Progress, silent

if TYPE_CHECKING:
    import pandas as pd

SHORT = 1e-6
"""Where evidence becomes impossible at an end, the search stops this share of the way short."""
ALWAYS = 0.9999
"""A change this probable happens in every case."""
DIFFERENT = 1e-9
"""Probabilities of an option that differ by more are different."""
UNTOLD = ("moves", "thing")
"""What a table of switches says in other words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One decision that is settled otherwise: the option it leaves most, and most takes instead.

    share: how probable the situations are in which it does.
    """

    decision: Name
    before: State
    after: State
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Where moving one number makes another plan best.

    at: where the number is; to: where the plan switches. distance: how far that is, in log-odds for
    a row or weight, as a share of the way for a table, in points for a score.
    moves: the decisions that change.
    lowest, highest: what experts (or weight sets) say; None where nobody does.
    beyond: how many of them lie at or beyond the switch, on its side; others: of how many.
    thing: the row, table, weight or score that moves; several entries are of one row.
    """

    kind: Kind
    name: str
    at: float
    to: float
    distance: float
    moves: tuple[Move, ...]
    lowest: float | None
    highest: float | None
    beyond: int
    others: int
    thing: str

    @property
    def inside(self) -> bool | None:
        """Return whether the switch lies within what experts say; None where nobody does."""
        if self.lowest is None or self.highest is None:
            return None
        return self.lowest <= self.to <= self.highest

    @property
    def depth(self) -> float | None:
        """Return how far out the switch lies towards the furthest expert on its side.

        0 is where the pool is, 1 where that expert is, more is beyond everyone; None where nobody
        says anything on that side.
        """
        if self.lowest is None or self.highest is None:
            return None
        edge = self.highest if self.to > self.at else self.lowest
        reach = edge - self.at
        return (self.to - self.at) / reach if reach * (self.to - self.at) > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """Every switch point there is, the nearest of each kind first.

    asked: by kind, how many rows, tables, weights and scores were moved; tried: in how many ways,
    by single entries and experts. What has no switch changes nothing, however far it goes.
    """

    switches: tuple[Switch, ...]
    asked: Mapping[Kind, int]
    tried: Mapping[Kind, int]
    plan: Mapping[Name, State]
    provenance: Provenance

    def nearest(self, kind: Kind) -> Switch | None:
        """Return the nearest switch of a kind, or None."""
        return next((switch for switch in self.switches if switch.kind == kind), None)

    def turning(self, kind: Kind) -> int:
        """Return how many of the rows, tables, weights or scores can switch the plan."""
        return len({switch.thing for switch in self.switches if switch.kind == kind})

    def frame(self) -> pd.DataFrame:
        """Return a row for each switch, unrounded."""
        import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

        columns = [f.name for f in dataclasses.fields(Switch) if f.name not in UNTOLD]
        rows = [
            {
                **{name: getattr(switch, name) for name in columns},
                "inside": switch.inside,
                "depth": switch.depth,
                "change": change_text(switch),
            }
            for switch in self.switches
        ]
        return pd.DataFrame(rows, columns=[*columns, "inside", "depth", "change"]).set_index("name")

    def _repr_html_(self) -> str:
        return notebook(self.frame(), self.provenance)


def change_text(switch: Switch) -> str:
    """Return what the plan does instead, for example ``exercise_plan: full_scale -> modified``."""
    return "; ".join(
        f"{move.decision}: {move.before} -> {move.after}"
        + ("" if move.share > ALWAYS else f" in {move.share:.0%} of cases")
        for move in switch.moves
    )


def find_switches(
    study: Study,
    structure: str,
    weights: str,
    findings: Mapping[Name, State],
    kinds: Sequence[Kind] = KINDS,
    progress: Progress = silent,
) -> Switches:
    """Return every switch point of the pool's best plan, one number at a time."""
    diagram = study.structures[structure].diagram
    base = setting(study, structure, weights, findings)
    strategy = solve(base.weighted()).strategy
    chosen = parameters(study, structure, weights, kinds)
    found: list[Switch] = []
    for number, kind in enumerate(kinds, 1):
        own = switches_of(diagram, base, strategy, [p for p in chosen if p.kind == kind])
        found += sorted(own, key=lambda switch: switch.distance)
        progress(number, len(kinds))
    return Switches(
        switches=tuple(found),
        asked={kind: len({p.thing for p in chosen if p.kind == kind}) for kind in kinds},
        tried={kind: sum(p.kind == kind for p in chosen) for kind in kinds},
        plan=plan_of(base.weighted(), strategy, diagram)[0],
        provenance=provenance(study, structure),
    )


def switches_of(
    diagram: InfluenceDiagram, base: Setting, strategy: Strategy, chosen: Sequence[Parameter]
) -> list[Switch]:
    """Return the switches of some parameters of one kind: the first each way, if there is one."""
    ways = [(p, end) for p in chosen for end in (p.low, p.high) if end != p.at]
    if not ways:
        return []
    moving = [p for p, _ in ways]
    values, end = _reachable(base, moving, np.array([end for _, end in ways]))
    start = base.weighted()
    change = first_change(start, end, strategy)
    switching = np.flatnonzero(np.isfinite(change.at))
    if not switching.size:
        return []
    at = np.array([p.at for p in moving])
    to = at + np.where(np.isfinite(change.at), change.at, 0.0) * (values - at)
    there = between(start, end, np.where(np.isfinite(change.at), change.at, 0.0))
    moves = moves_between(there, strategy, change.strategy, diagram)
    return [_switch(moving[i], float(to[i]), values[i] > at[i], moves[i]) for i in switching]


def _reachable(
    base: Setting, moving: Sequence[Parameter], ends: Array
) -> tuple[Array, DecisionProblem]:
    """Return ends at which the evidence is possible, and the problem there."""
    rules = solve(base.weighted()).strategy.rules
    at = np.array([p.at for p in moving])
    ends = ends.copy()
    for share in (SHORT, 1.0):  # where even just short of the end is too far, nothing moves
        end = turned(base, moving, ends).weighted()
        impossible = impossible_worlds(end, rules)
        ends[impossible] -= share * (ends[impossible] - at[impossible])
    return ends, turned(base, moving, ends).weighted()


def plan_of(
    problem: DecisionProblem, strategy: Strategy, diagram: InfluenceDiagram
) -> list[dict[Name, State]]:
    """Return, for each world, the option that a strategy most probably takes at each decision."""
    marginals = _options(problem, strategy)
    worlds = max(problem.worlds, *(values.shape[-1] for values in marginals.values()))
    best = {
        name: np.broadcast_to(values, (len(values), worlds)).argmax(axis=0)
        for name, values in marginals.items()
    }
    return [
        {name: diagram.states[name][int(options[world])] for name, options in best.items()}
        for world in range(worlds)
    ]


def _options(problem: DecisionProblem, strategy: Strategy) -> Mapping[Name, Array]:
    followed = strategy.applied_to(problem.network)
    return posteriors(followed, seen=problem.seen, targets=tuple(problem.decisions)).marginals


def moves_between(
    problem: DecisionProblem, one: Strategy, other: Strategy, diagram: InfluenceDiagram
) -> list[tuple[Move, ...]]:
    """Return, for each world, the decisions that two strategies do not settle alike."""
    first, second = _options(problem, one), _options(problem, other)
    worlds = max(problem.worlds, *(values.shape[-1] for values in second.values()))
    found: list[tuple[Move, ...]] = [()] * worlds
    for name in problem.decisions:
        gained = np.broadcast_to(second[name] - first[name], (len(first[name]), worlds))
        states = diagram.states[name]
        for world in np.flatnonzero(gained.max(axis=0) > DIFFERENT):
            column = gained[:, world]
            move = Move(
                decision=name,
                before=states[int(column.argmin())],
                after=states[int(column.argmax())],
                share=float(column.clip(0).sum()),
            )
            found[world] = (*found[world], move)
    return found


def _switch(
    parameter: Parameter,
    to: float,
    upward: bool,
    moves: tuple[Move, ...],
) -> Switch:
    others = parameter.others
    beyond = sum(value >= to if upward else value <= to for value in others)
    return Switch(
        kind=parameter.kind,
        name=parameter.name,
        at=parameter.at,
        to=to,
        distance=_distance(parameter, to),
        moves=moves,
        lowest=min(others, default=None),
        highest=max(others, default=None),
        beyond=beyond,
        others=len(others),
        thing=parameter.thing,
    )


def _distance(parameter: Parameter, to: float) -> float:
    if parameter.kind in ("table", "score"):
        return abs(to - parameter.at)
    return abs(_logit(to) - _logit(parameter.at))


def _logit(p: float) -> float:
    if p <= 0 or p >= 1:
        return math.inf if p >= 1 else -math.inf
    return math.log(p / (1 - p))
