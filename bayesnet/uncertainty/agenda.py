"""Which questions to discuss next: those on which agreement would matter most.

A question is worth discussing where the experts differ *and* the difference matters. Both are seen
at once by letting everybody take over each expert's answer in turn, all else as each one has it:

- *worth*: by how much the best plan, chosen once it is known whose answer holds, beats the best
  plan chosen before (the value of settling the question), in points of 0 to 100;
- *moves*: how far the lead of the best plan over the next one shifts between the experts' answers
  (standard deviation), at the decision whose lead is most in danger;
- *outcome*: the outcome probability that shifts most (standard deviation).

Answers are pooled linearly after each expert's own network is asked, whatever pools the rows: only
then is what everybody would answer a weighted mean of what each would. No draws are needed, so the
agenda can be made anew after every submission. Whose answer holds is one of those who were asked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.answer import Provenance, notebook, of_answers, provenance
from bayesnet.cpds.parameter import Parameter
from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.inference.expectation import Expectation
from bayesnet.model import Name, State
from bayesnet.priors import Array, best_values, judgements_on, question_weights
from bayesnet.recommend import EQUAL, decision_problem
from bayesnet.study import Study
from bayesnet.sweep import Progress, silent
from bayesnet.uncertainty.adoption import (
    adopted,
    adopted_answer,
    experts_network,
    outcome_responses,
    plan_responses,
)
from bayesnet.uncertainty.plans import distinct, usual_options, without_doubles

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What agreeing on one question would do; see the module.

    disagreement: mean distance of the experts' answers from their mean, as a share of what is
    possible, 0 to 1. switchers: experts whose answer, taken over by all, changes the best plan.
    decision, lead, moves: the decision whose lead is most in danger, that lead, and how far the
    answers shift it, in points of 0 to 100. outcome, shift: which probability shifts most.
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
        return self.moves / max(self.lead, EQUAL) if self.moves > EQUAL else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The questions on which the experts differ, the most worth discussing first."""

    topics: tuple[Topic, ...]
    weights: str
    provenance: Provenance

    def frame(self) -> pd.DataFrame:
        """Return a row for each question, in the order of the agenda."""
        import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

        kept = ("disagreement", "worth", "decision", "lead", "moves", "outcome", "shift")
        rows = [
            {
                "question": topic.question.key,
                "node": topic.question.node,
                **{name: getattr(topic, name) for name in kept},
                "switchers": ", ".join(topic.switchers),
            }
            for topic in self.topics
        ]
        columns = ["question", "node", *kept, "switchers"]
        return pd.DataFrame(rows, columns=columns).set_index("question")

    def _repr_html_(self) -> str:
        return notebook(self.frame(), self.provenance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakes:
    """All that an agreement could move: plans, and what each usually does; outcomes."""

    plans: Sequence[Expectation]
    options: Sequence[Mapping[Name, int]]
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
    study: Study,
    structure: str,
    weights: str,
    findings: Mapping[Name, State],
    progress: Progress = silent,
) -> Agenda:
    """Return what to discuss next, of all questions that the experts answer differently.

    Raises ImpossibleEvidence or Unsolvable where there is no best plan.
    """
    at_stake = stakes(study, structure, weights, findings)
    network = experts_network(study, structure)
    topics = []
    for number, (node, cpd) in enumerate(study.cpds.items()):
        progress(number, len(study.cpds))
        if not cpd.asked:
            continue
        for question in cpd.parameters():
            answers = best_values(judgements_on(cpd, question.key, study.priors))
            told = answers[:, study.priors.asked(question.key)]
            if told.size and np.ptp(told, axis=1).any():
                own = network.tables[node].values
                others = adopted_answer(study, structure, node, question.key).tables
                topics.append(_topic(study, at_stake, question, answers, own, others))
    topics.sort(key=lambda t: (-round(t.worth, 3), -round(t.danger, 3), -t.shift))
    return Agenda(
        topics=tuple(topics),
        weights=weights,
        provenance=of_answers(provenance(study, structure, scenario=study.book.reference)),
    )


def stakes(study: Study, structure: str, weights: str, findings: Mapping[Name, State]) -> Stakes:
    """Return the plans that matter, the outcomes in the reference scenario, and experts' weights.

    Plans: the best of the pool and of each expert, and the best with each other option forced.
    """
    problem = decision_problem(study, structure, weights, findings)
    plans = rival_plans(problem)
    own = dataclasses.replace(problem, network=experts_network(study, structure))
    outcomes: list[Expectation] = []
    if study.book.reference:
        reference = study.book.full(study.book.reference)
        outcomes = outcome_responses(study, own.network, structure, reference)
    return Stakes(
        plans=plan_responses(own, plans),
        options=[usual_options(problem, plan) for plan in plans],
        outcomes=outcomes,
        labels=[o.id for o in study.diagram.outcomes],
        weights=study.weights,
    )


def rival_plans(problem: DecisionProblem) -> tuple[Strategy, ...]:
    """Return the best plan of every world, and of every world with each option taken as given."""
    found = list(distinct(problem, solve(problem).strategy))
    for decision in problem.open:
        for option in range(problem.network.sizes[decision]):
            made = {**problem.made, decision: option}
            forced = dataclasses.replace(problem, made=made)
            found += distinct(forced, solve(forced).strategy)
    return without_doubles(found)


def adopted_worths(at_stake: Stakes, node: Name, own: Array, others: Array) -> Array:
    """Return each plan's worth, pooled over the experts, by what is adopted: (plans, adopted)."""
    return np.array([at_stake.weights @ adopted(p, node, own, others) for p in at_stake.plans])


def _topic(
    study: Study, at_stake: Stakes, question: Parameter, answers: Array, own: Array, others: Array
) -> Topic:
    experts = study.priors.experts
    asked, right = study.priors.asked(question.key), question_weights(question.key, study.priors)
    worths = adopted_worths(at_stake, question.node, own, others)
    before = at_stake.before
    best = int(before.argmax())
    settled = right @ worths.max(axis=0) - (worths @ right).max()
    turned = asked & (worths.max(axis=0) > worths[best] + EQUAL)
    decision, lead, moves = _in_danger(at_stake, before, worths, right)
    shifts = [
        _deviation(at_stake.weights @ adopted(o, question.node, own, others), right)
        for o in at_stake.outcomes
    ]
    most = int(np.argmax(shifts)) if shifts else 0
    return Topic(
        question=question,
        disagreement=_disagreement(question, answers, right),
        worth=float(settled) if settled > EQUAL else 0.0,
        switchers=tuple(e for e, turns in zip(experts, turned, strict=True) if turns),
        decision=decision,
        lead=lead,
        moves=moves,
        outcome=at_stake.labels[most] if shifts and shifts[most] > EQUAL else "",
        shift=float(shifts[most]) if shifts and shifts[most] > EQUAL else 0.0,
        answers={e: tuple(answers[:, i].tolist()) for i, e in enumerate(experts) if asked[i]},
    )


def _in_danger(
    at_stake: Stakes, before: Array, worths: Array, right: Array
) -> tuple[Name, float, float]:
    """Return the decision whose lead shifts most relative to itself: its name, lead and shift."""
    best = int(before.argmax())
    found = ("", 0.0, 0.0)
    most = -1.0
    for decision, option in at_stake.options[best].items():
        rivals = [i for i, o in enumerate(at_stake.options) if o[decision] != option]
        if not rivals:
            continue
        lead = float(before[best] - before[rivals].max())
        leads = worths[best] - worths[rivals].max(axis=0)
        moves = _deviation(leads, right)
        if moves / max(lead, EQUAL) > most:
            most, found = moves / max(lead, EQUAL), (decision, lead, moves)
    return found


def _deviation(values: Array, weights: Array) -> float:
    return float(np.sqrt(weights @ (values - weights @ values) ** 2))


def _disagreement(question: Parameter, answers: Array, weights: Array) -> float:
    """Return the mean total variation from the mean distribution, or the mean distance in range."""
    off = np.abs(answers - (answers @ weights)[:, None])
    if question.kind == "distribution":
        return float(off.sum(axis=0) @ weights / 2)
    reach = min(question.upper - question.lower, float(np.ptp(answers)) or 1.0)
    return float(off[0] @ weights / reach)
