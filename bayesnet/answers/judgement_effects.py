"""Say what each judgement that moved between two versions does to every outcome, one at a time."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bayesnet.answers.beliefs import beliefs, event_probability
from bayesnet.answers.provenance import HASH_SHOWN, Provenance, provenance
from bayesnet.kinds import CHANGE, PROBABILITY, TEXT
from bayesnet.study.model import Outcome
from bayesnet.study.priors import Judgement, Priors
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementEffect:
    """One expert's judgement on one question that is another in the later version.

    changes: of the pool's probability of each outcome, by its id, when this judgement alone is
    taken over into the earlier version.
    """

    expert: str
    question: str
    changes: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementEffects(Tabled):
    """Every moved judgement with its effect, and the effect of all of them together.

    before, after: the pool's probability of each outcome under the two versions. What the moves do
    one at a time need not add up to what they do together; weights and experts that came or went
    are in the total alone. provenance: names both versions.
    """

    moves: tuple[JudgementEffect, ...]
    outcomes: tuple[Outcome, ...]
    before: Mapping[str, float]
    after: Mapping[str, float]
    provenance: Provenance
    notice: str

    def table(self) -> ResultTable:
        """Return a row for each outcome: before, after, and what the moves did."""
        ids = [outcome.id for outcome in self.outcomes]
        return ResultTable(
            columns=[
                Column("outcome", None, TEXT, ids),
                Column("label", None, TEXT, [outcome.label for outcome in self.outcomes]),
                Column("", "Outcome", TEXT, [f"{o.label} ({o.id})" for o in self.outcomes]),
                Column("before", "Before", PROBABILITY, [self.before[id_] for id_ in ids]),
                Column("after", "After", PROBABILITY, [self.after[id_] for id_ in ids]),
                Column("together", "Together", CHANGE, [self.total(id_) for id_ in ids]),
                Column("alone", "Sum of each alone", CHANGE, [self.alone(id_) for id_ in ids]),
            ]
        )

    def total(self, outcome: str) -> float:
        """Return by how much the outcome's probability differs between the versions."""
        return self.after[outcome] - self.before[outcome]

    def alone(self, outcome: str) -> float:
        """Return the sum of what the moves do one at a time."""
        return sum(move.changes[outcome] for move in self.moves)


def effect_of_moves(
    view: StudyView, later: Priors, scenario: Scenario, moved: Iterable[tuple[str, str]]
) -> JudgementEffects:
    """Return the exact effect of each move; the view is of the earlier version.

    moved: expert and question of each; those that either version lacks are left out. scenario:
    complete. Raises StudyError as ``beliefs`` does.
    """
    study, diagram = view.study, view.diagram
    before = _outcomes(view, scenario)
    moves = []
    for expert, question in moved:
        own = study.priors.judgements.get(expert, {})
        new = later.judgements.get(expert, {}).get(question)
        if new is None or question not in own:
            continue
        with_it = _with(study, expert, {**own, question: new})
        after = _outcomes(view.of(with_it), scenario)
        changes = {outcome: after[outcome] - before[outcome] for outcome in before}
        moves.append(JudgementEffect(expert=expert, question=question, changes=changes))
    origin = provenance(view, scenario=scenario.label)
    first = f"{origin.priors} ({origin.priors_sha256[:HASH_SHOWN]})"
    return JudgementEffects(
        moves=tuple(moves),
        outcomes=tuple(diagram.outcomes),
        before=before,
        after=_outcomes(view.of(study.with_priors(later)), scenario),
        provenance=dataclasses.replace(
            origin, priors=f"{first} and {later.name}", priors_sha256=later.sha256
        ),
        notice=diagram.notice,
    )


def _outcomes(view: StudyView, scenario: Scenario) -> dict[str, float]:
    """Return the pool's probability of every outcome, by its id."""
    diagram = view.diagram
    nodes = {outcome.node for outcome in diagram.outcomes}
    found = beliefs(view, scenario, nodes)
    return {o.id: float(event_probability(found, diagram, o)[0]) for o in diagram.outcomes}


def _with(study: Study, expert: str, answers: Mapping[str, Judgement]) -> Study:
    judgements = {**study.priors.judgements, expert: answers}
    return study.with_priors(dataclasses.replace(study.priors, judgements=judgements))
