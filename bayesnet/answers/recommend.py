"""Find the best plan by expected utility, and say where it is no better than a tie."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.policy import Policy, policies_by_world, policy_of
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.decisions.problem import DecisionProblem, SeenTooLate, Unsolvable, UtilityTerm
from bayesnet.decisions.reply import refuse_impossible
from bayesnet.decisions.rival import ClosestCall, closest_call, nearest_rival, resolution
from bayesnet.decisions.solve import evaluate, forced_options, solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.decisions.table import DecisionTable, decision_table
from bayesnet.errors import Problem, StudyError, unplaced
from bayesnet.inference.contraction import TooLarge
from bayesnet.inference.query import ImpossibleEvidence
from bayesnet.kinds import RULE, TEXT, decimals, span
from bayesnet.messages.facts import Count, finding, items
from bayesnet.rounding import places
from bayesnet.study.attributes import utility_terms
from bayesnet.study.model import InfluenceDiagram, Name, State
from bayesnet.study.view import StudyView
from bayesnet.sweep import Progress, silent
from bayesnet.table import Column, ResultTable, Tabled

NO_OTHER = "no other is allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One decision of the best plan, beside the rule that comes nearest to the best.

    policy: the pool's best rule. rival: the rule of the best plan that never takes one of its
    options; None where none is allowed. expected, rival_expected: of the best plan and of the
    rival's, by the pool's numbers and then by each expert's own, the plans standing.
    closest: where another option would lose the least; None where there is no other.
    always: the best expected utility with the decision fixed to each option, whatever is known, and
    the others chosen anew, for the pool and then each expert; shape (options, worlds).
    resolution: differences of expected utility below it are rounding.
    """

    decision: Name
    options: tuple[State, ...]
    policy: Policy
    rival: Policy | None
    closest: ClosestCall | None
    expected: tuple[float, ...]
    rival_expected: tuple[float, ...]
    always: tuple[tuple[float, ...], ...]
    resolution: float

    @property
    def gaps(self) -> tuple[float, ...]:
        """Return what the rival loses against the best, for the pool and then each expert.

        None at all where there is no rival.
        """
        gaps = (a - b for a, b in zip(self.expected, self.rival_expected, strict=False))
        return tuple(gap if abs(gap) > self.resolution else 0.0 for gap in gaps)

    @property
    def verdict(self) -> str | None:
        """Return how many experts agree, and whether it is a tie; None where there is no rival."""
        total = len(self.gaps) - 1
        if self.rival is None:
            return None
        if total == 1:
            return "tie" if self.is_tie else "best"
        count = f"{self.supporters} of {total} agree"
        return f"tie ({count})" if self.is_tie else count

    @property
    def is_tie(self) -> bool:
        """Return whether the lead is lost in the experts' spread.

        It is where someone's own numbers prefer the rival, or where the experts' leads differ by
        more than the pool's lead itself.
        """
        if self.rival is None:
            return False
        lead, experts = self.gaps[0], self.gaps[1:]
        return min(self.gaps) <= 0 or max(experts) - min(experts) > lead

    @property
    def supporters(self) -> int:
        """Return how many experts' own numbers prefer the best rule to its rival."""
        return sum(gap > 0 for gap in self.gaps[1:])

    @property
    def best_fixed(self) -> State:
        """Return the option that is best for the pool if the same one is taken in every case.

        The option that is taken anyway goes first in a tie, then the rival's.
        """
        pool = [row[0] for row in self.always]
        level = max(pool) - self.resolution
        good = [o for o, value in zip(self.options, pool, strict=True) if value >= level]
        named = (self.policy.always, self.rival.always if self.rival else None)
        return next((option for option in named if option in good), good[0])

    @property
    def fixed_loss(self) -> float:
        """Return what always taking the best single option loses against the best rule."""
        loss = self.expected[0] - max(row[0] for row in self.always)
        return loss if loss > self.resolution else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation(Tabled):
    """The best plan of the pool under one structure and one set of weights.

    expected: its expected utility by the pool's numbers, then each expert's own best plan's.
    upper_bound: what no plan exceeds, by the pool's numbers; the same where the best is proved.
    by_attribute: the pool's expected score of each attribute under the plan, unweighted.
    tables: by decision, what every option is worth in every situation that the plan can meet.
    plans: by world, the rule that its own best plan follows at each decision.
    findings: what is already known.
    """

    choices: tuple[Choice, ...]
    expected: tuple[float, ...]
    upper_bound: float
    by_attribute: Mapping[Name, float]
    tables: Mapping[Name, DecisionTable]
    plans: Mapping[str, Mapping[Name, Policy]]
    states: Mapping[Name, tuple[State, ...]]
    weights: str
    findings: Mapping[Name, State]
    provenance: Provenance

    def table(self) -> ResultTable:
        """Return a row for each option in each situation that the best plan can meet.

        worth: expected utility of taking the option there, the plan being followed else; none where
        it is forbidden. always_...: the best expected utility with the option taken in every case,
        in each world.
        """
        rows = [
            (choice, state, at)
            for choice in self.choices
            for state in self.tables[choice.decision].states
            for at in range(len(choice.options))
        ]
        said = [
            ", ".join(f"{n}={self.states[n][s]}" for n, s in s.known.items()) for _, s, _ in rows
        ]
        tied = [at in state.ties and len(state.ties) > 1 for _, state, at in rows]
        always = [
            Column(f"always_{world}", None, TEXT, [c.always[at][number] for c, _, at in rows])
            for number, world in enumerate(self.plans)
        ]
        return ResultTable(
            index=3,
            columns=[
                Column("decision", None, TEXT, [choice.decision for choice, _, _ in rows]),
                Column("situation", None, TEXT, said),
                Column("option", None, TEXT, [choice.options[at] for choice, _, at in rows]),
                Column("probability", None, TEXT, [state.probability for _, state, _ in rows]),
                Column("taken", None, TEXT, [at == state.option for _, state, at in rows]),
                Column("tied", None, TEXT, tied),
                Column("worth", None, TEXT, [state.worth[at] for _, state, at in rows]),
                *always,
            ],
        )

    def by_decision(self, diagram: InfluenceDiagram) -> ResultTable:
        """Return a row for each decision: what to do, instead of what, and how sure that is."""
        rows, several = self.choices, len(self.plans) > 2  # noqa: PLR2004 - a pool of experts
        lead = decimals(digits_of(self, diagram), signed=True)
        whose = "By expert" if several else None
        experts = [choice.gaps[1:] if choice.rival else None for choice in rows]
        return ResultTable(
            columns=[
                Column("decision", "Decision", TEXT, [diagram.labels[c.decision] for c in rows]),
                Column("best", "Best rule", RULE, [choice.policy for choice in rows]),
                Column("next", "Next best", RULE, [c.rival or NO_OTHER for c in rows]),
                Column("lead", "Lead", lead, [c.gaps[0] if c.rival else None for c in rows]),
                Column(("lowest_lead", "highest_lead"), whose, span(lead), experts),
                Column("verdict", "Verdict", TEXT, [choice.verdict for choice in rows]),
            ]
        )

    @property
    def room(self) -> float:
        """Return by how much another plan could still be better; 0 where this is proved best."""
        room = self.upper_bound - self.expected[0]
        slack = max((choice.resolution for choice in self.choices), default=0.0)
        return room if room > slack else 0.0


def digits_of(answer: Recommendation, diagram: InfluenceDiagram) -> int:
    """Return the digits after the point of an answer's expected utilities: every lead shows."""
    gaps = [choice.gaps[0] for choice in answer.choices if choice.rival]
    depends = [choice for choice in answer.choices if choice.policy.always is None]
    calls = [c.closest.loses for c in depends if c.closest and c.closest.loses > c.resolution]
    most = diagram.largest(answer.expected)
    return places(most, [*gaps, *(choice.fixed_loss for choice in depends), *calls])


def attribute_digits(answer: Recommendation, diagram: InfluenceDiagram) -> int:
    """Return the digits of scores: none on 0 to 100, as many as they need in a unit."""
    most = max(map(abs, answer.by_attribute.values()), default=0.0)
    return places(most) if diagram.value_unit else 0


def decision_problem(view: StudyView) -> DecisionProblem:
    """Return the study's decisions as the solver takes them; utilities times their weights.

    Raises StudyError where what is already known is impossible or depends on a decision.
    """
    diagram, network = view.diagram, view.network
    terms = utility_terms(diagram, view.weights)
    if not network.tables:  # then only the values can say how many worlds there are
        terms = _repeated(terms, len(view.study.worlds))
    problem = DecisionProblem(
        network=network,
        decisions={name: node.informed_by for name, node in diagram.decisions.items()},
        utilities=terms,
        recall=diagram.recall,
        seen={name: diagram.states[name].index(state) for name, state in view.findings.items()},
    )
    with solving(diagram):
        problem.check()
        refuse_impossible(problem, {})
    return problem


def _repeated(terms: tuple[UtilityTerm, ...], worlds: int) -> tuple[UtilityTerm, ...]:
    """Return the terms with the same values in every world."""
    return tuple(
        dataclasses.replace(
            term, values=np.broadcast_to(term.values, (*term.values.shape[:-1], worlds))
        )
        for term in terms
    )


@contextmanager
def solving(diagram: InfluenceDiagram) -> Iterator[None]:
    """Turn what keeps a problem from being solved into StudyError, in the study's own words."""
    try:
        yield
    except (ImpossibleEvidence, TooLarge, Unsolvable) as error:
        raise StudyError([_unsolved(diagram, error)]) from error


def recommend(view: StudyView, progress: Progress = silent) -> Recommendation:
    """Return the best plan, given what is already known; raises StudyError if there is none."""
    diagram = view.diagram
    problem = decision_problem(view)
    with solving(diagram):
        options = [problem.network.sizes[name] for name in problem.open]
        done = itertools.count(1)

        def step() -> None:
            progress(next(done), sum(options) + len(options))

        solution = solve(problem)
        forced = forced_options(problem, solution, step)
        pool, best = problem.world(0), solution.world(0)
        tables = {name: decision_table(pool, best.strategy, name) for name in problem.open}
        worlds, rounding = len(view.study.worlds), resolution(pool)
        plans = policies_by_world(problem, solution.strategy, diagram.states, worlds)
        expected = _by_world(problem, best.strategy, worlds)
        choices = []
        for name, table in tables.items():
            rival = nearest_rival(pool, table)
            step()
            choices.append(
                Choice(
                    decision=name,
                    options=diagram.states[name],
                    policy=plans[0][name],
                    rival=policy_of(pool, rival.strategy, diagram.states, name) if rival else None,
                    closest=closest_call(table),
                    expected=expected,
                    rival_expected=_by_world(problem, rival.strategy, worlds) if rival else (),
                    always=tuple(
                        tuple(np.broadcast_to(row, (worlds,)).tolist()) for row in forced[name]
                    ),
                    resolution=rounding,
                )
            )
    attributes: dict[Name, float] = dict.fromkeys(diagram.utilities, 0.0)
    unweighted = dataclasses.replace(pool, utilities=utility_terms(diagram, None))
    for name, value in evaluate(unweighted, best.strategy):
        attributes[name] += float(value[0])
    return Recommendation(
        choices=tuple(choices),
        expected=tuple(np.broadcast_to(solution.expected_utility, (worlds,)).tolist()),
        upper_bound=float(best.upper_bound[0]),
        by_attribute=attributes,
        tables=tables,
        plans=dict(zip(view.study.worlds, plans, strict=True)),
        states=diagram.states,
        weights=view.weights,
        findings=view.findings,
        provenance=provenance(view),
    )


def _by_world(problem: DecisionProblem, strategy: Strategy, worlds: int) -> tuple[float, ...]:
    """Return the expected utility of one strategy by every world's numbers."""
    total = sum((value for _, value in evaluate(problem, strategy)), np.zeros(1))
    return tuple(np.broadcast_to(total, (worlds,)).tolist())


def _unsolved(diagram: InfluenceDiagram, error: Exception) -> Problem:
    if isinstance(error, ImpossibleEvidence):
        known = items(finding(n, diagram.states[n][s]) for n, s in error.findings)
        if 0 in error.worlds:
            return unplaced("ask.known-is-impossible", known=known)
        who = Count(len(error.worlds), "expert")
        return unplaced("ask.known-is-impossible-for-experts", experts=who, known=known)
    code = "ask.unsolved"
    if isinstance(error, SeenTooLate):
        code = "ask.unsolved-seen-too-late"
    if isinstance(error, TooLarge):
        code = "ask.unsolved-too-large"
    return unplaced(code, reason=str(error))
