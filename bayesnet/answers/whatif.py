"""Answer "what if?": each outcome under a scenario against another, for pool and experts."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from bayesnet.answers.beliefs import beliefs, event_probability, need_outcomes, unchecked_beliefs
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.errors import StudyError
from bayesnet.inference.conflict import conflict
from bayesnet.inference.worlds import first_world
from bayesnet.kinds import CHANGE, CHANGE_SPAN, PROBABILITY, TEXT, span, worded
from bayesnet.rounding import STEADY, steady
from bayesnet.study.model import Name, Outcome
from bayesnet.study.priors import Array
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled

SAME = 5e-4
"""A change that would print as 0.000 counts as none."""
CONFLICT = 0.05
"""Bits of conflict that would print as 0.0 are none."""
Believed: TypeAlias = tuple[Scenario, Mapping[Name, Array]]
"""A scenario and every node's distribution under it, (states, worlds): the pool, each expert."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeAnswer:
    """One outcome's probability.

    value: of the pool; by_expert: of each expert, in the order of the answer's experts.
    before, before_by_expert: the same under the comparison; None when there is none.
    """

    outcome: Outcome
    value: float
    by_expert: tuple[float, ...]
    before: float | None = None
    before_by_expert: tuple[float, ...] | None = None

    @property
    def difference(self) -> float | None:
        """Return the pool's change against the comparison."""
        return None if self.before is None else self.value - self.before

    @property
    def differences(self) -> tuple[float, ...]:
        """Return each expert's own change: paired, so that differing levels cancel."""
        if self.before_by_expert is None:
            return ()
        return tuple(a - b for a, b in zip(self.by_expert, self.before_by_expert, strict=True))

    @property
    def signs(self) -> tuple[int, int, int]:
        """Return how many experts see it fall, stay and rise."""
        return signs_of(self.differences)

    def agreement(self) -> str:
        """Return the sign count as people say it, for example ``5 of 6 lower``."""
        return agreement(*self.signs)


def signs_of(changes: Sequence[float], least: float = SAME) -> tuple[int, int, int]:
    """Return how many changes are falls, none, and rises.

    least: the size below which a change counts as none: what would print as nothing beside it.
    """
    falls = sum(change < -least for change in changes)
    rises = sum(change > least for change in changes)
    return falls, len(changes) - falls - rises, rises


def agreement(falls: int, same: int, rises: int) -> str:
    """Return a count of experts as people say it; empty if there are none."""
    total = falls + same + rises
    if not total:
        return ""
    if max(falls, rises) == 0:
        return f"{same} of {total} unchanged"
    word, count = ("lower", falls) if falls >= rises else ("higher", rises)
    if falls == rises:
        rest = f", {same} unchanged" if same else ""
        return f"split: {falls} lower, {rises} higher{rest}"
    return f"{count} of {total} {word}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf(Tabled):
    """The answer to one what-if.

    beliefs, before: the pool's distribution of every node under the scenario and the comparison.
    """

    scenario: Scenario
    comparison: Scenario | None
    outcomes: tuple[OutcomeAnswer, ...]
    experts: tuple[str, ...]
    beliefs: Mapping[Name, tuple[float, ...]]
    before: Mapping[Name, tuple[float, ...]] | None
    notes: tuple[str, ...]
    provenance: Provenance

    def table(self) -> ResultTable:
        """Return a row for each outcome: differences first, then levels.

        Of one set of numbers there are no experts to agree or to differ.
        """
        rows, several = self.outcomes, len(self.experts) > 1
        asked = "Experts" if several else None
        columns = [
            Column("outcome", None, TEXT, [a.outcome.id for a in rows]),
            Column("label", "Outcome", TEXT, [a.outcome.label for a in rows]),
            Column("value", "Now", PROBABILITY, [a.value for a in rows]),
            Column(("lowest", "highest"), asked, span(PROBABILITY), [a.by_expert for a in rows]),
        ]
        if self.comparison is not None:
            moved = "Experts' changes" if several else None
            ends = ("lowest_difference", "highest_difference")
            signs = worded(lambda counts: agreement(*counts))
            whose = "Agreement" if several else None
            columns += [
                Column("before", "Before", PROBABILITY, [a.before for a in rows]),
                Column("difference", "Change", CHANGE, [a.difference for a in rows]),
                Column(ends, moved, CHANGE_SPAN, [a.differences for a in rows]),
                Column(("lower", "unchanged", "higher"), whose, signs, [a.signs for a in rows]),
            ]
        order = ("label", "difference", "lowest_difference", "lower", "value", "lowest", "before")
        return ResultTable(columns=columns, order=order)


def what_if(
    view: StudyView,
    scenario: Scenario,
    comparison: Scenario | None = None,
    outcomes: Sequence[Outcome] = (),
) -> WhatIf:
    """Return the exact answer; both scenarios are complete.

    outcomes: what it is given in; the study's own without any.
    Raises StudyError with what is wrong.
    """
    after = beliefs(view, scenario)
    then = None
    if comparison is not None:
        then = comparison, beliefs(view, comparison)
    return answered(view, (scenario, after), then, outcomes)


def answered(
    view: StudyView, now: Believed, then: Believed | None, outcomes: Sequence[Outcome] = ()
) -> WhatIf:
    """Return the answer made from beliefs that are known already."""
    diagram = view.diagram
    if not outcomes:
        need_outcomes(diagram)
    scenario, after = now
    comparison, before = then or (None, None)
    answers = []
    for outcome in outcomes or diagram.outcomes:
        level = event_probability(after, diagram, outcome)
        old = None if before is None else event_probability(before, diagram, outcome)
        answers.append(
            OutcomeAnswer(
                outcome=outcome,
                value=float(level[0]),
                by_expert=tuple(level[1:].tolist()),
                before=None if old is None else float(old[0]),
                before_by_expert=None if old is None else tuple(old[1:].tolist()),
            )
        )
    return WhatIf(
        scenario=scenario,
        comparison=comparison,
        outcomes=tuple(answers),
        experts=view.study.priors.experts,
        beliefs=_pooled(after),
        before=None if before is None else _pooled(before),
        notes=scenario_notes(view, scenario, scenario.set),
        provenance=provenance(
            view,
            scenario=scenario.label,
            compared_with=comparison.label if comparison else "",
        ),
    )


def _pooled(beliefs_: Mapping[Name, Array]) -> dict[Name, tuple[float, ...]]:
    return {name: tuple(values[:, 0].tolist()) for name, values in beliefs_.items()}


def scenario_notes(view: StudyView, scenario: Scenario, names: Collection[Name]) -> tuple[str, ...]:
    """Return what a reader must know of what was seen, and of some of what was set."""
    notes = _conflict_note(view, scenario)
    if names:
        caveat = view.diagram.reaction
        notes += [f"Set: {', '.join(names)}. {caveat}"] if caveat else []
    notes += [_set_is_not_seen(view, scenario, name) for name in names]
    return tuple(filter(None, notes))


def _conflict_note(view: StudyView, scenario: Scenario) -> list[str]:
    """Return a note where findings are rarer together than if they had nothing in common."""
    if len(scenario.seen) < 2:  # noqa: PLR2004 - one finding cannot contradict another
        return []
    diagram = view.diagram

    def numbered(states: Mapping[Name, str]) -> dict[Name, int]:
        return {name: diagram.states[name].index(state) for name, state in states.items()}

    found = conflict(view.network, seen=numbered(scenario.seen), set=numbered(scenario.set))
    bits, first = float(found.total[0]), found.culprits()[0]
    if bits < CONFLICT:
        return []
    return [
        f"What was seen does not fit together well ({bits:.1f} bits of conflict). Look first at "
        f"{first}={scenario.seen[first]}: a rare case, or a finding that is wrong."
    ]


def _set_is_not_seen(view: StudyView, scenario: Scenario, name: Name) -> str:
    """Return what learning the state would tell about its causes, which setting it does not."""
    diagram = view.diagram
    if name not in diagram.chance:
        return ""
    state = scenario.set[name]
    rest = {other: s for other, s in scenario.set.items() if other != name}
    learned = dataclasses.replace(scenario, set=rest, seen={**scenario.seen, name: state})
    causes = [cause for cause in diagram.chance[name].parents if cause in diagram.chance]
    causes = [cause for cause in causes if cause not in {*rest, *scenario.seen}]
    if not causes:
        return ""
    # The note is about the pool, so one expert's 0 does not count.
    pool = first_world(view.network)
    after = unchecked_beliefs(view, scenario, causes, pool)
    try:
        told = unchecked_beliefs(view, learned, causes, pool)
    except StudyError:  # what can be set need not be something that could be learned
        return ""
    changes = {cause: told[cause][:, 0] - after[cause][:, 0] for cause in causes}
    cause = max(causes, key=lambda c: steady(float(np.abs(changes[c]).max())))
    row = int(np.argmax(np.abs(changes[cause]).round(STEADY)))
    if abs(changes[cause][row]) < 0.005:  # noqa: PLR2004 - would not show in two digits
        return ""
    verb = "rise" if changes[cause][row] > 0 else "fall"
    return (
        f"You set {name}. If you learned it was {state}, "
        f"P({cause}={diagram.states[cause][row]}) would {verb} from {after[cause][row, 0]:.2f} "
        f"to {told[cause][row, 0]:.2f}. Use 'seen' for that."
    )
