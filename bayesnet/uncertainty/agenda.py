"""Which questions to discuss next: those on which agreement would matter most.

A question is worth discussing where the experts differ *and* the difference matters. Both are seen
at once by letting everybody take over each expert's answer in turn, all else as each one has it:

- *worth*: by how much the best plan, chosen once it is known whose answer holds, beats the best
  plan chosen before (the value of settling the question);
- *moves*: how far the lead of the best plan over the best without one of its options shifts between
  the experts' answers (standard deviation), at the decision whose lead is most in danger;
- *outcome*: the outcome probability that shifts most (standard deviation).

Answers are pooled linearly after each expert's own network is asked, whatever pools the rows: only
then is what everybody would answer a weighted mean of what each would. Chosen from are the
plans that are best for the pool or an expert, also with an option taken as given or ruled out. No
draws are needed, so the agenda can be made anew after every submission. Whose answer holds is one
of those who were asked.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.policy import Policy, policies_of
from bayesnet.answers.provenance import Provenance, of_answers, provenance
from bayesnet.answers.recommend import decision_problem
from bayesnet.cpds.parameter import Parameter
from bayesnet.decisions.plans import distinct, every_strategy, without_doubles
from bayesnet.decisions.problem import DecisionProblem, Infeasible
from bayesnet.decisions.rival import resolution
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.expectation import Expectation
from bayesnet.kinds import NAME, TEXT
from bayesnet.rounding import steadied, steady
from bayesnet.study.model import Name
from bayesnet.study.priors import Array, best_values, judgements_on, question_weights
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.sweep import Progress, silent
from bayesnet.table import Column, ResultTable, Tabled
from bayesnet.uncertainty.adoption import (
    adopted,
    adopted_answer,
    experts_network,
    outcome_responses,
    plan_responses,
)

FINE = 1e6
"""Resolutions of utility: worths that are closer are put into order by what else they move."""
SAME = 1e-9
"""Probabilities this close are the same."""

FEW = 64
"""Plans that are all compared with each other; of more, only those that somebody may prefer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What agreeing on one question would do; see the module.

    disagreement: mean distance of the experts' answers from their mean, as a share of what is
    possible, 0 to 1. switchers: experts whose answer, taken over by all, changes the best plan.
    decision, lead, moves: the decision whose lead is most in danger, that lead, and how far the
    answers shift it, in units of utility. outcome, shift: which probability shifts most.
    answers: the best answer of each expert who was asked.
    """

    question: Parameter
    disagreement: float
    worth: float
    switchers: tuple[str, ...]
    decision: Name
    lead: float
    moves: float
    outcome: str
    shift: float
    answers: Mapping[str, tuple[float, ...]]

    @property
    def danger(self) -> float:
        """Return the shift of the lead as a share of the lead: from 1 on the choice may turn."""
        return _danger(self.moves, self.lead)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda(Tabled):
    """The questions on which the experts differ, the most worth discussing first.

    plans: how many are chosen from.
    """

    topics: tuple[Topic, ...]
    plans: int
    weights: str
    provenance: Provenance

    def table(self) -> ResultTable:
        """Return a row for each question, in the order of the agenda."""
        kept = ("disagreement", "worth", "decision", "lead", "moves", "outcome", "shift")
        rows = self.topics
        switchers = [", ".join(topic.switchers) for topic in rows]
        return ResultTable(
            columns=[
                Column("question", "Question", TEXT, [topic.question.key for topic in rows]),
                Column("node", "Node", NAME, [topic.question.node for topic in rows]),
                *(Column(n, n.capitalize(), TEXT, [getattr(t, n) for t in rows]) for n in kept),
                Column("switchers", "Switchers", TEXT, switchers),
            ]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """All that an agreement could move: plans and their rules, by the pool; outcomes.

    resolution: differences of expected utility below it are rounding. Without anything to decide
    there are no plans, and outcomes alone can move.
    """

    plans: Sequence[Expectation]
    rules: Sequence[Mapping[Name, Policy]]
    resolution: float
    outcomes: Sequence[Expectation]
    labels: Sequence[str]
    weights: Array

    @property
    def before(self) -> Array:
        """Return each plan's worth as things are, pooled over the experts, shape (plans,)."""
        return np.array(
            [self.weights @ np.broadcast_to(p.value, self.weights.shape) for p in self.plans]
        )


def agenda(
    view: StudyView,
    progress: Progress = silent,
) -> Agenda:
    """Return what to discuss next, of all questions that the experts answer differently.

    Where there is nothing to decide, what matters is how far an outcome moves.
    Raises ImpossibleEvidence or Unsolvable where there is no best plan.
    """
    at_stake = stakes(view)
    network = experts_network(view)
    topics = []
    for number, (node, cpd) in enumerate(view.study.cpds.items()):
        progress(number, len(view.study.cpds))
        if not cpd.asked or view.diagram.chance[node].decided_by:
            continue
        for question in cpd.parameters():
            answers = best_values(judgements_on(cpd, question.key, view.study.priors))
            told = answers[:, view.study.priors.asked(question.key)]
            if told.size and np.ptp(told, axis=1).any():
                own = network.tables[node].values
                others = adopted_answer(view, node, question.key).tables
                topics.append(_topic(view.study, at_stake, question, answers, own, others))
    fine = at_stake.resolution * FINE
    topics.sort(key=lambda t: (-round(t.worth / fine), -round(t.danger, 3), -steady(t.shift)))
    return Agenda(
        topics=tuple(topics),
        plans=len(at_stake.plans),
        weights=view.weights,
        provenance=of_answers(provenance(view, scenario=view.study.book.reference)),
    )


def stakes(view: StudyView) -> Stakes:
    """Return the plans that matter, the outcomes in the reference scenario, and experts' weights.

    Plans: the best of the pool and of each expert, and the best with each option taken as given
    and with each ruled out.
    """
    network = experts_network(view)
    outcomes: list[Expectation] = []
    if view.study.book.reference:
        reference = view.study.book.full(view.study.book.reference)
        outcomes = outcome_responses(view, network, reference)
    labels, weights = [o.id for o in view.study.diagram.outcomes], view.study.weights
    if not view.decides:
        return Stakes(
            plans=(), rules=(), resolution=1.0, outcomes=outcomes, labels=labels, weights=weights
        )
    problem = decision_problem(view)
    plans = rival_plans(problem)
    return Stakes(
        plans=plan_responses(dataclasses.replace(problem, network=network), plans),
        rules=[policies_of(problem, plan, view.study.diagram.states) for plan in plans],
        resolution=resolution(problem),
        outcomes=outcomes,
        labels=labels,
        weights=weights,
    )


def rival_plans(problem: DecisionProblem) -> tuple[Strategy, ...]:
    """Return every plan where they are few, else the best of every world and with other options.

    Those are the best with each option given, and without it.
    """
    every = None if problem.forbidden else every_strategy(problem)
    if every is not None and len(every) <= FEW:
        return every
    found = list(distinct(problem, solve(problem).strategy))
    for decision in problem.open:
        for option in range(problem.network.sizes[decision]):
            made = {**problem.made, decision: option}
            forced = dataclasses.replace(problem, made=made)
            barred = (*problem.forbidden, {decision: option})
            without = dataclasses.replace(problem, forbidden=barred)
            for other in (forced, without):
                with suppress(Infeasible):
                    found += distinct(other, solve(other).strategy)
    return without_doubles(found)


def adopted_worths(at_stake: Stakes, node: Name, own: Array, others: Array) -> Array:
    """Return each plan's worth, pooled over the experts, by what is adopted: (plans, adopted)."""
    return np.array([at_stake.weights @ adopted(p, node, own, others) for p in at_stake.plans])


def _topic(
    study: Study, at_stake: Stakes, question: Parameter, answers: Array, own: Array, others: Array
) -> Topic:
    experts = study.priors.experts
    asked, right = study.priors.asked(question.key), question_weights(question.key, study.priors)
    settled, turned, (decision, lead, moves) = 0.0, np.zeros_like(asked), ("", 0.0, 0.0)
    if at_stake.plans:
        worths = adopted_worths(at_stake, question.node, own, others)
        before = at_stake.before
        best = int(steadied(before).argmax())
        settled = float(right @ worths.max(axis=0) - (worths @ right).max())
        turned = asked & (worths.max(axis=0) > worths[best] + at_stake.resolution)
        decision, lead, moves = _in_danger(at_stake, before, worths, right)
    shifts = [
        _deviation(at_stake.weights @ adopted(o, question.node, own, others), right)
        for o in at_stake.outcomes
    ]
    most = int(np.argmax(steadied(np.array(shifts)))) if shifts else 0
    return Topic(
        question=question,
        disagreement=_disagreement(question, answers, right),
        worth=settled if settled > at_stake.resolution else 0.0,
        switchers=tuple(e for e, turns in zip(experts, turned, strict=True) if turns),
        decision=decision,
        lead=lead,
        moves=moves,
        outcome=at_stake.labels[most] if shifts and shifts[most] > SAME else "",
        shift=float(shifts[most]) if shifts and shifts[most] > SAME else 0.0,
        answers={e: tuple(answers[:, i].tolist()) for i, e in enumerate(experts) if asked[i]},
    )


def _in_danger(
    at_stake: Stakes, before: Array, worths: Array, right: Array
) -> tuple[Name, float, float]:
    """Return the decision whose lead shifts most relative to itself: its name, lead and shift.

    The lead is over the best plan that never takes one of the options that the best plan takes.
    """
    best = int(steadied(before).argmax())
    found = ("", 0.0, 0.0)
    most = -1.0
    for decision, policy in at_stake.rules[best].items():
        rivals = [
            i
            for i, rules in enumerate(at_stake.rules)
            if not {*policy.options} <= {*rules[decision].options}
        ]
        if not rivals:
            continue
        lead = _or_nothing(float(before[best] - before[rivals].max()), at_stake.resolution)
        leads = worths[best] - worths[rivals].max(axis=0)
        moves = _or_nothing(_deviation(leads, right), at_stake.resolution)
        if (danger := steady(_danger(moves, lead))) > most:
            most, found = danger, (decision, lead, moves)
    return found


def _or_nothing(value: float, rounding: float) -> float:
    return value if value > rounding else 0.0


def _danger(moves: float, lead: float) -> float:
    """Return a shift as a share of a lead; without end where there is no lead."""
    if not moves:
        return 0.0
    return moves / lead if lead > 0 else math.inf


def _deviation(values: Array, weights: Array) -> float:
    return float(np.sqrt(weights @ (values - weights @ values) ** 2))


def _disagreement(question: Parameter, answers: Array, weights: Array) -> float:
    """Return the mean total variation from the mean distribution, or the mean distance in range."""
    off = np.abs(answers - (answers @ weights)[:, None])
    if question.kind == "distribution":
        return float(off.sum(axis=0) @ weights / 2)
    reach = min(question.upper - question.lower, float(np.ptp(answers)) or 1.0)
    return float(off[0] @ weights / reach)
