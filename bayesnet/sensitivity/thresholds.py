"""Find what would change the recommendation: for every number, where the best plan switches.

Each number is moved alone, as far as it can go both ways; the crossing is solved for, not searched.
A switch is a change of what is done in a situation that can occur, and worth more beyond it: plans
that are as good as each other do not switch, and a tie that there is at the start is no switch.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.policy import Policy, policies_by_world, policies_of, same_plan
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.answers.recommend import solving
from bayesnet.decisions.envelope import Turn, between, first_turn
from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.reply import impossible_worlds
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.arrays import Array
from bayesnet.kinds import TEXT, changes_text
from bayesnet.plurals import many
from bayesnet.rounding import steady
from bayesnet.sensitivity.parameters import (
    KINDS,
    Kind,
    Parameter,
    Setting,
    certain_rows,
    parameters,
    setting,
    turned,
)
from bayesnet.sensitivity.rules import RuleChange, rule_changes
from bayesnet.study.model import Name, State
from bayesnet.study.view import StudyView
from bayesnet.sweep import Progress, silent
from bayesnet.table import Column, ResultTable, Tabled

SHORT = 1e-6
"""Where evidence becomes impossible at an end, the search stops this share of the way short."""
NEAR = 1e-6
"""A switch nearer to an end of the way is looked at so far inside it, where all that can occur
does."""
UNTOLD = ("changes", "thing")
"""What a table of switches says in other words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """Where moving one number makes another plan best.

    at: where the number is; to: where the plan switches. distance: how far that is, in log-odds for
    a row or weight, as a share of the way for a table, in points for a score; of a row or weight at
    0 or 1, which is infinitely far in log-odds, in probability.
    changes: the rules that change, of the decisions that are settled otherwise.
    lowest, highest: how far experts (or weight sets) go; None where nobody says. ranged: whether
    that is by the ranges that they gave, not by their values alone.
    beyond: how many of them reach the switch, on its side; others: of how many.
    thing: the row, table, weight or score that moves; several entries are of one row.
    """

    kind: Kind
    name: str
    at: float
    to: float
    distance: float
    changes: tuple[RuleChange, ...]
    lowest: float | None
    highest: float | None
    ranged: bool
    beyond: int
    others: int
    thing: str

    @property
    def certain(self) -> bool:
        """Return whether it starts from a probability or weight of exactly 0 or 1."""
        return self.kind in ("row", "weight") and self.at in (0.0, 1.0)

    @property
    def inside(self) -> bool | None:
        """Return whether the switch lies within what experts say; None where nobody does."""
        if self.lowest is None or self.highest is None:
            return None
        low, to, high = (steady(v, self.to) for v in (self.lowest, self.to, self.highest))
        return low <= to <= high

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
class Switches(Tabled):
    """Every switch point there is, the nearest of each kind first; what starts at 0 or 1 last.

    asked: by kind, how many rows, tables, weights and scores were moved; tried: in how many ways,
    by single entries and experts. What has no switch changes nothing, however far it goes.
    certain: how many rows were left out, an entry of which is 1 by everybody. level: how many of
    what was moved settle a tie that there is now, however little they move. plan: the best now.
    """

    switches: tuple[Threshold, ...]
    asked: Mapping[Kind, int]
    tried: Mapping[Kind, int]
    certain: int
    level: int
    plan: Mapping[Name, Policy]
    provenance: Provenance

    def nearest(self, kind: Kind) -> Threshold | None:
        """Return the nearest switch of a kind, or None."""
        return next((switch for switch in self.switches if switch.kind == kind), None)

    def nearest_of_each(self, most: int) -> tuple[Threshold, ...]:
        """Return the nearest switches, so many of each kind at most."""
        of = ([s for s in self.switches if s.kind == kind][:most] for kind in self.asked)
        return tuple(switch for own in of for switch in own)

    def turning(self, kind: Kind) -> int:
        """Return how many of the rows, tables, weights or scores can switch the plan."""
        return len({switch.thing for switch in self.switches if switch.kind == kind})

    def table(self) -> ResultTable:
        """Return a row for each switch; ``switch_table`` says it to people."""
        names = [f.name for f in dataclasses.fields(Threshold) if f.name not in UNTOLD]
        rows = self.switches
        columns = [
            Column(name, None, TEXT, [getattr(switch, name) for switch in rows])
            for name in ("name", *(n for n in names if n != "name"), "inside", "depth")
        ]
        changes = Column("change", None, TEXT, [change_text(switch) for switch in rows])
        return ResultTable(columns=[*columns, changes])


def change_text(switch: Threshold) -> str:
    """Return what the plan does instead, for example ``exercise_plan: full_scale -> modified``."""
    return changes_text(switch.changes)


def within_text(switches: Sequence[Threshold], points: str = "switch point") -> str:
    """Return how many switch points lie within what somebody says, and who; empty for nobody.

    Of rows and tables those are the experts, by their ranges where they gave them; of weights the
    study's weight sets.
    """
    asked: dict[str, list[Threshold]] = {}
    for found in switches:
        if found.inside is not None:
            whose = "weight sets" if found.kind == "weight" else "experts"
            asked.setdefault(whose, []).append(found)
    inside = {whose: sum(bool(s.inside) for s in own) for whose, own in asked.items()}
    if not asked:
        return ""
    if not any(inside.values()):
        return f"No {points} lies within what {' or '.join(sorted(asked))} say."
    parts = [
        f"{number} of {many(len(asked[whose]), points)} of {_of(asked[whose])} "
        f"{'lies' if number == 1 else 'lie'} within what {whose} say"
        for whose, number in sorted(inside.items())
    ]
    return f"{'; '.join(parts)}."


def _of(switches: Sequence[Threshold]) -> str:
    kinds = dict.fromkeys(found.kind for found in switches)
    return " and ".join(f"{kind}s" for kind in kinds)


def find_switches(
    view: StudyView,
    kinds: Sequence[Kind] = KINDS,
    progress: Progress = silent,
) -> Switches:
    """Return every switch point of the pool's best plan, one number at a time.

    Raises StudyError where there is no best plan.
    """
    diagram = view.diagram
    base = setting(view)
    with solving(diagram):
        strategy = solve(base.weighted()).strategy
    chosen = parameters(view, kinds)
    found: list[Threshold] = []
    level = 0
    for number, kind in enumerate(kinds, 1):
        with solving(diagram):
            one = switches_of(diagram.states, base, strategy, [p for p in chosen if p.kind == kind])
        found += sorted(one.switches, key=lambda s: (s.certain, steady(s.distance, 0.0)))
        level += len(one.level)
        progress(number, len(kinds))
    return Switches(
        switches=tuple(found),
        asked={kind: len({p.thing for p in chosen if p.kind == kind}) for kind in kinds},
        tried={kind: sum(p.kind == kind for p in chosen) for kind in kinds},
        certain=certain_rows(view) if "row" in kinds else 0,
        level=level,
        plan=policies_of(base.weighted(), strategy, diagram.states),
        provenance=provenance(view),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Turning:
    """What some parameters do: their switches, and which things settle a tie at once."""

    switches: tuple[Threshold, ...]
    level: frozenset[str]


def switches_of(
    states: Mapping[Name, tuple[State, ...]],
    base: Setting,
    strategy: Strategy,
    chosen: Sequence[Parameter],
) -> Turning:
    """Return the switches of some parameters of one kind: the first each way, if there is one."""
    ways = [(p, end) for p in chosen for end in (p.low, p.high) if end != p.at]
    if not ways:
        return Turning(switches=(), level=frozenset())
    moving = [p for p, _ in ways]
    values, end = _reachable(base, moving, np.array([end for _, end in ways]))
    start = base.weighted()
    turn = first_turn(start, end, strategy)
    at = np.array([p.at for p in moving])
    place = np.where(np.isfinite(turn.at), turn.at, 0.0)
    to = at + place * (values - at)
    there = between(start, end, np.clip(place, NEAR, 1 - NEAR))
    before, after = (
        policies_by_world(there, one, states, len(ways)) for one in (turn.before, turn.after)
    )
    now = policies_of(start, strategy, states)
    switches = [
        _switch(moving[i], float(to[i]), bool(values[i] > at[i]), changes)
        for i in np.flatnonzero(np.isfinite(turn.at))
        if (changes := rule_changes(before[i], after[i], now))
    ]
    return Turning(
        switches=tuple(switches),
        level=frozenset(moving[i].thing for i in _settling(start, now, turn, states)),
    )


def _settling(
    start: DecisionProblem,
    now: Mapping[Name, Policy],
    turn: Turn,
    states: Mapping[Name, tuple[State, ...]],
) -> list[int]:
    """Return in which worlds the plan just beyond the start differs from the plan there is."""
    if not turn.level.any():
        return []
    beyond = policies_by_world(start, turn.before, states, len(turn.level))
    return [int(i) for i in np.flatnonzero(turn.level) if not same_plan(now, beyond[i])]


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


def _switch(
    parameter: Parameter, to: float, upward: bool, changes: tuple[RuleChange, ...]
) -> Threshold:
    ends = parameter.ends
    beyond = sum(high >= to if upward else low <= to for low, high in ends)
    return Threshold(
        kind=parameter.kind,
        name=parameter.name,
        at=parameter.at,
        to=to,
        distance=_distance(parameter, to),
        changes=changes,
        lowest=min((low for low, _ in ends), default=None),
        highest=max((high for _, high in ends), default=None),
        ranged=bool(parameter.reaches) and parameter.kind == "row",
        beyond=beyond,
        others=len(ends),
        thing=parameter.thing,
    )


def _distance(parameter: Parameter, to: float) -> float:
    apart = abs(to - parameter.at)
    if parameter.kind in ("table", "score") or parameter.at in (0.0, 1.0) or not 0 < to < 1:
        return apart
    return abs(_logit(to) - _logit(parameter.at))


def _logit(p: float) -> float:
    return math.log(p / (1 - p))
