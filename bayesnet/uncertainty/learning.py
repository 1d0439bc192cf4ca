"""What it is worth to learn something about the numbers themselves before deciding.

The expected value of partial perfect information (EVPPI) of a row, a table, of which expert is
right, or of which structure is right: by how much the best plan chosen with it beats the best plan
chosen without, on average over the drawn worlds. One set of draws serves all of them
(``regression``); no second loop.

A drawn world is one expert's, so that means over the draws are a linear pool of the experts'
answers, whatever pools the rows. Only plans that are best for the pool, for an expert or in one of
some hundred worlds are chosen from. In a coherent world, a row that is learned also tells whose
world it is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import numpy as np

from bayesnet.answers.beliefs import check_scenario, event_probability, unchecked_beliefs
from bayesnet.answers.policy import Policy, policies_of
from bayesnet.answers.provenance import Provenance, across, of_answers, provenance
from bayesnet.answers.recommend import decision_problem
from bayesnet.decisions.plans import best_plans, without_doubles, worth
from bayesnet.decisions.rival import resolution
from bayesnet.decisions.strategy import Strategy
from bayesnet.kinds import ENTRY, NAMES, TEXT, decimals, worded
from bayesnet.number_words import percent
from bayesnet.rounding import PROBABILITY, places, steadied, steady
from bayesnet.study.draws import draw
from bayesnet.study.model import Name
from bayesnet.study.priors import Array
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView
from bayesnet.sweep import Chunk, Progress, Sampling, check_kept, chunks, one_thread, silent, sweep
from bayesnet.table import Column, ResultTable, Tabled, attributes
from bayesnet.uncertainty.regression import (
    answer_features,
    expectation,
    group_features,
)
from bayesnet.uncertainty.spread import Groups

ERRORS = 2
"""Standard errors that a value has to stand clear of."""
SCOUTS = 300
"""Worlds that are asked for their best plan."""
CHUNK = 2_500
"""Draws in a chunk: many plans are tried in each, so that progress shows."""
SMALL = 5e-4
"""Share of the utilities' size that is hardly worth a word: 0.05 points of 100."""
Kind: TypeAlias = Literal["question", "table", "expert", "structure"]
ORDER: tuple[Kind, ...] = ("structure", "expert", "table", "question")


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What learning one thing is worth.

    value: the EVPPI in units of utility, from all draws: with few draws a little too high, and
    never below lower. lower: what choices made by the other half of the draws gain: a little too
    low. standard_error: of either, from the number of draws. outcome, share: the outcome whose
    spread over the draws it explains most, and how much of its variance; empty and 0 where there is
    none. turns: decisions whose rule some of what could be learned would change.
    """

    kind: Kind
    name: str
    value: float
    lower: float
    standard_error: float
    outcome: str
    share: float
    turns: tuple[Name, ...]

    @property
    def is_something(self) -> bool:
        """Return whether the value stands clear of chance."""
        return self.at_least > 0

    @property
    def at_least(self) -> float:
        """Return the lower value less two standard errors, and 0 where nothing is left."""
        return max(0.0, self.lower - ERRORS * self.standard_error)

    @property
    def rank(self) -> tuple[float, float]:
        """Return what sorts the most worthwhile first: the value as printed, then the share."""
        return -round(steady(self.value), 2), -steady(self.share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning(Tabled):
    """What each thing is worth to learn, the most valuable first within each kind.

    expected: of the best plan with nothing learned; everything: what knowing all numbers would add.
    plans: how many are chosen from.
    """

    rows: tuple[Learned, ...]
    expected: float
    everything: float
    plans: int
    provenance: Provenance

    def digits(self, level: float) -> int:
        """Return the digits after the point of worths: what is worth something shows.

        level: the size of the utilities, 100 or the expected utility itself.
        """
        sure = [max(row.value, level * SMALL) for row in self.rows if row.is_something]
        return places(level, [*sure, level / 100])

    def of(self, kind: Kind) -> tuple[Learned, ...]:
        """Return the rows of one kind."""
        return tuple(row for row in self.rows if row.kind == kind)

    def table(
        self, rows: Sequence[Learned] | None = None, digits: int = PROBABILITY
    ) -> ResultTable:
        """Return a row for each thing that could be learned, or for those given.

        digits: after the point, of a worth in units of utility.
        """
        rows = self.rows if rows is None else rows
        worth, error = decimals(digits), decimals(digits, before="± ")
        explains = [(row.share, row.outcome) if row.outcome else None for row in rows]
        return ResultTable(
            index=2,
            columns=[
                *attributes(
                    rows,
                    ("kind", "Kind", TEXT),
                    ("name", "Learning", ENTRY),
                    ("value", "Worth", worth),
                    "lower",
                    ("standard_error", "Error", error),
                    *("outcome", "share"),
                    ("turns", "Could change", NAMES),
                    ("at_least", "At least", worth),
                ),
                Column("", EXPLAINS, worded(_share_of), explains),
            ],
            order=("kind", "name", "value", "standard_error", "at_least", EXPLAINS),
        )


EXPLAINS = "Explains, of the spread"


def _share_of(explained: tuple[float, str]) -> str:
    share, outcome = explained
    return f"{percent(share)} of {outcome}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is asked of every chunk; travels to whoever computes it."""

    views: tuple[StudyView, ...]
    plans: tuple[Strategy, ...]
    reference: Scenario | None
    coherent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A chunk's worlds: worth (structures, plans, draws), outcomes (outcomes, draws), answers."""

    worth: Array
    outcomes: Array
    answers: Mapping[str, Array]
    experts: Groups | None


def learning(
    view: StudyView,
    sampling: Sampling,
    others: Sequence[str] = (),
    *,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Learning:
    """Return what learning each question, table, expert and structure is worth.

    others: structures that may be the right one instead of the view's, under which all but that is
    asked. All answers and worths of all draws are kept until the end: StudyError is raised where
    they would not fit in memory. Raises ImpossibleEvidence or Unsolvable where there is no best
    plan.
    """
    study, structures = view.study, (view.structure, *others)
    views = tuple(map(view.under, structures))
    plans = scouted(views)
    answers = sum(len(q.components) for cpd in study.cpds.values() for q in cpd.parameters())
    check_kept(sampling, len(views) * len(plans) + len(study.diagram.outcomes) + answers)
    reference = study.book.full(study.book.reference) if study.book.reference else None
    if reference is not None:
        check_scenario(study.diagram, reference)
    asked = _Asked(
        views=views,
        plans=plans,
        reference=reference,
        coherent=sampling.coherent,
    )
    parts = chunks(sampling, CHUNK)
    steps = len(parts) + len(study.cpds)

    def drawing(done: int, _: int) -> None:
        progress(done, steps)

    found = _joined(list(sweep(partial(_chunk, asked), parts, executor, drawing)))
    own = found.worth[0]
    problem = decision_problem(view)
    slack = resolution(problem)
    rules = [policies_of(problem, plan, view.diagram.states) for plan in plans]
    usual = int(steadied(own.mean(axis=1)).argmax())
    labels = [o.label for o in study.diagram.outcomes] if reference is not None else []

    def learned(kind: Kind, name: str, features: Array) -> Learned:
        told = expectation(features, np.concatenate([own, found.outcomes]))
        fitted, crossed = told.fitted[: len(own)], told.crossed[: len(own)]
        value, lower, error = evppi(own, fitted, crossed, slack)
        outcome, share = _explained(told.crossed[len(own) :], found.outcomes, labels)
        return Learned(
            kind=kind,
            name=name,
            value=value,
            lower=lower,
            standard_error=error,
            outcome=outcome,
            share=share,
            turns=_turns(rules, usual, np.unique(steadied(fitted).argmax(axis=0)).tolist()),
        )

    rows: list[Learned] = []
    with one_thread():
        for number, (name, cpd) in enumerate(study.cpds.items()):
            progress(len(parts) + number, steps)
            keys = [q.key for q in cpd.parameters()]
            uncertain = [key for key in keys if np.ptp(found.answers[key], axis=1).any()]
            rows += [
                learned("question", key, answer_features(found.answers[key], found.experts))
                for key in uncertain
            ]
            if uncertain:
                together = np.concatenate([found.answers[key] for key in uncertain])
                rows.append(learned("table", name, answer_features(together, found.experts)))
        if found.experts is not None and len(study.priors.experts) > 1:
            rows.append(learned("expert", "which expert is right", group_features(found.experts)))
    if len(structures) > 1:
        rows.append(_which_structure(found.worth, structures, rules))
    return Learning(
        rows=_in_order(rows),
        expected=float(own.mean(axis=1).max()),
        everything=float(own.max(axis=0).mean() - own.mean(axis=1).max()),
        plans=len(plans),
        provenance=across(of_answers(provenance(view)), structures, str(sampling)),
    )


def _in_order(rows: Sequence[Learned]) -> tuple[Learned, ...]:
    """Return the rows by kind, in each kind what is worth most first."""
    most = max((row.value for row in rows), default=0.0)

    def place(row: Learned) -> tuple[int, float, float]:
        return ORDER.index(row.kind), -steady(row.value, most), -steady(row.share)

    return tuple(sorted(rows, key=place))


def scouted(views: Sequence[StudyView]) -> tuple[Strategy, ...]:
    """Return the distinct plans that are best in the pool, for an expert or in some drawn worlds.

    One set of worlds is drawn for it, from a seed of its own, so that the plans do not depend on
    how many worlds they are then tried in.
    """
    study = views[0].study
    drawn = draw(study.cpds, study.priors, SCOUTS, 0)
    found: list[Strategy] = []
    for view in views:
        problem = decision_problem(view)
        tried = dataclasses.replace(problem.world(0), network=view.drawn(drawn))
        found += [*best_plans(problem), *best_plans(tried)]
    return without_doubles(found)


def _chunk(asked: _Asked, chunk: Chunk) -> _Drawn:
    own = asked.views[0]
    study = own.study
    drawn = draw(study.cpds, study.priors, chunk.size, chunk.seed, coherent=asked.coherent)
    values = []
    for view in asked.views:
        problem = decision_problem(view)
        tried = dataclasses.replace(problem.world(0), network=view.drawn(drawn))
        values.append(np.broadcast_to(worth(tried, asked.plans), (len(asked.plans), chunk.size)))
    outcomes = np.empty((0, chunk.size))
    if asked.reference is not None:
        diagram = own.diagram
        nodes = tuple(dict.fromkeys(outcome.node for outcome in diagram.outcomes))
        network = own.drawn(drawn)
        beliefs = unchecked_beliefs(own, asked.reference, nodes, network)
        levels = [event_probability(beliefs, diagram, o) for o in diagram.outcomes]
        outcomes = np.reshape(levels, (-1, chunk.size)) if levels else outcomes
    return _Drawn(
        worth=np.array(values),
        outcomes=outcomes,
        answers={
            key: np.broadcast_to(answer, (len(answer), chunk.size))
            for key, answer in drawn.answers.items()
        },
        experts=drawn.experts,
    )


def _joined(parts: Sequence[_Drawn]) -> _Drawn:
    picks = [part.experts for part in parts if part.experts is not None]
    return _Drawn(
        worth=np.concatenate([part.worth for part in parts], axis=-1),
        outcomes=np.concatenate([part.outcomes for part in parts], axis=-1),
        answers={
            key: np.concatenate([part.answers[key] for part in parts], axis=-1)
            for key in parts[0].answers
        },
        experts=np.concatenate(picks) if picks else None,
    )


def _turns(
    rules: Sequence[Mapping[Name, Policy]], usual: int, chosen: Sequence[int]
) -> tuple[Name, ...]:
    """Return the decisions at which some chosen plan follows another rule."""
    return tuple(d for d, r in rules[usual].items() if any(r.differs(rules[c][d]) for c in chosen))


def _explained(told: Array, outcomes: Array, labels: Sequence[str]) -> tuple[str, float]:
    """Return the outcome whose variance is explained most, and the share; told: of the outcomes."""
    shares = [0.0]
    for level, crossed in zip(outcomes, told, strict=True):
        variance = level.var()
        left = np.mean((level - crossed) ** 2)
        shares.append(float(max(0.0, 1 - left / variance)) if variance > 0 else 0.0)
    most = int(np.argmax(steadied(np.array(shares))))
    return ("", *labels)[most], shares[most]


def evppi(
    own: Array, fitted: Array, crossed: Array, slack: float = 0.0
) -> tuple[float, float, float]:
    """Return value, lower value and standard error, from worths of shape (plans, draws).

    own: of each plan in each world; fitted, crossed: its expectation there, see ``regression``.
    slack: what is only rounding. The lower value is what a rule of choice that owes nothing to
    these draws gains in them, which no information can be worth less than; where it is above what
    the regression says, the regression has missed something, and the lower value is both.
    """
    usual = int(steadied(own.mean(axis=1)).argmax())
    worlds = np.arange(own.shape[1])
    gain = own[fitted.argmax(axis=0), worlds] - own[usual]
    honest = own[crossed.argmax(axis=0), worlds] - own[usual]
    value = float(fitted.max(axis=0).mean() - fitted.mean(axis=1).max())
    error = float(max(gain.std(), honest.std()) / np.sqrt(own.shape[1]))
    lower = float(honest.mean())
    if abs(lower) <= slack:
        lower = 0.0
    value = max(value, lower)
    return value if value > slack else 0.0, lower, error


def _which_structure(
    worths: Array, structures: Sequence[str], rules: Sequence[Mapping[Name, Policy]]
) -> Learned:
    """Return what knowing the structure is worth, all being equally probable: exact but for draws.

    Each structure's best plan is chosen by its mean over the draws.
    """
    means = worths.mean(axis=2)
    usual = int(steadied(means.mean(axis=0)).argmax())
    best = steadied(means).argmax(axis=1)
    gains = np.array([worths[s, b] - worths[s, usual] for s, b in enumerate(best)]).mean(axis=0)
    value = float(gains.mean())
    return Learned(
        kind="structure",
        name=f"which of {', '.join(structures)} is right",
        value=value,
        lower=value,
        standard_error=float(gains.std() / np.sqrt(len(gains))),
        outcome="",
        share=0.0,
        turns=_turns(rules, usual, best.tolist()),
    )
