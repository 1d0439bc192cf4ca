"""Find the best plan by expected utility, and say where it is no better than a tie."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.answer import Provenance, notebook, provenance
from bayesnet.decisions.problem import DecisionProblem, SeenTooLate, Unsolvable, UtilityTerm
from bayesnet.decisions.reply import evidence_probability
from bayesnet.decisions.solve import evaluate, forced_options, solve
from bayesnet.decisions.strategy import Strategy, situations
from bayesnet.errors import Problem, Refused
from bayesnet.inference.contraction import TooLarge
from bayesnet.inference.query import ImpossibleEvidence
from bayesnet.model import InfluenceDiagram, Name, State, UtilityNode
from bayesnet.priors import Array
from bayesnet.study import Study

if TYPE_CHECKING:
    import pandas as pd


EQUAL = 1e-9
"""Expected utilities this close are the same, on the scale of 0 to 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One decision of the best plan.

    by_option: the best expected utility with the decision fixed to each option and the others
    chosen anew, for the pool and then each expert; shape (options, worlds), on 0 to 100.
    best, rival: the pool's best and second-best fixed option.
    """

    decision: Name
    options: tuple[State, ...]
    by_option: tuple[tuple[float, ...], ...]
    best: State
    rival: State

    @property
    def gaps(self) -> tuple[float, ...]:
        """Return what the rival loses against the best, for the pool and then each expert."""
        best = self.by_option[self.options.index(self.best)]
        rival = self.by_option[self.options.index(self.rival)]
        return tuple(a - b for a, b in zip(best, rival, strict=True))

    @property
    def is_tie(self) -> bool:
        """Return whether the lead is lost in the experts' spread.

        It is where someone's own numbers prefer the rival, or where the experts' leads differ by
        more than the pool's lead itself.
        """
        lead, experts = self.gaps[0], self.gaps[1:]
        return min(self.gaps) <= EQUAL or max(experts) - min(experts) > lead

    @property
    def supporters(self) -> int:
        """Return how many experts' own numbers prefer the best to the rival."""
        return sum(gap > EQUAL for gap in self.gaps[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the pool's best plan says of one decision in one kind of situation."""

    known: Mapping[Name, State]
    probability: float
    option: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The best plan of the pool under one structure and one set of weights.

    expected: its expected utility by the pool's numbers, then each expert's own best; 0 to 100.
    by_attribute: the pool's expected score of each attribute under the plan, unweighted.
    rules: by decision, what to choose in each situation that can occur, most probable first.
    plans: by world, the option that its own best plan most probably takes at each decision.
    findings: what is already known.
    """

    choices: tuple[Choice, ...]
    expected: tuple[float, ...]
    by_attribute: Mapping[Name, float]
    rules: Mapping[Name, tuple[Rule, ...]]
    plans: Mapping[str, Mapping[Name, State]]
    weights: str
    findings: Mapping[Name, State]
    provenance: Provenance

    def frame(self) -> pd.DataFrame:
        """Return a row for each decision's option: its best expected utility in every world."""
        import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

        rows = [
            {
                "decision": choice.decision,
                "option": option,
                "best": option == choice.best,
                "tied": choice.is_tie and option in (choice.best, choice.rival),
                **dict(zip(self.plans, values, strict=True)),
            }
            for choice in self.choices
            for option, values in zip(choice.options, choice.by_option, strict=True)
        ]
        return pd.DataFrame(rows).set_index(["decision", "option"])

    def _repr_html_(self) -> str:
        return notebook(self.frame(), self.provenance)


def decision_problem(
    study: Study, structure: str, weights: str, findings: Mapping[Name, State]
) -> DecisionProblem:
    """Return the study's decisions as the solver takes them; utilities times their weights.

    Raises Refused where what is already known is impossible or depends on a decision.
    """
    diagram = study.structures[structure].diagram
    problem = DecisionProblem(
        network=study.network(structure),
        decisions={name: node.informed_by for name, node in diagram.decisions.items()},
        utilities=utility_terms(diagram, weights),
        recall=diagram.recall,
        seen={name: diagram.states[name].index(state) for name, state in findings.items()},
    )
    with solving(diagram):
        problem.check()
        evidence_probability(problem, {})
    return problem


def utility_terms(diagram: InfluenceDiagram, weights: str | None) -> tuple[UtilityTerm, ...]:
    """Return a term for each attribute and parent: the scores of its states, weighted if asked.

    An attribute with a table is one term over all its parents.
    """
    share = diagram.weight_sets[weights].weights if weights else dict.fromkeys(diagram.utilities, 1)
    return tuple(
        UtilityTerm(name=name, scope=scope, values=float(share[name]) * values[..., None])
        for name, node in diagram.utilities.items()
        for scope, values in value_tables(diagram, node)
    )


@contextmanager
def solving(diagram: InfluenceDiagram) -> Iterator[None]:
    """Turn what keeps a problem from being solved into Refused, in the study's own words."""
    try:
        yield
    except (ImpossibleEvidence, TooLarge, Unsolvable) as error:
        raise Refused([_unsolved(diagram, error)]) from error


def value_tables(
    diagram: InfluenceDiagram, node: UtilityNode
) -> Iterator[tuple[tuple[Name, ...], Array]]:
    """Yield the tables that an attribute is the sum of: scope and values, shape (*scope sizes)."""
    if node.table:
        cases = itertools.product(*(diagram.states[parent] for parent in node.parents))
        values = np.array([float(node.table[case]) for case in cases])
        yield node.parents, values.reshape([diagram.sizes[parent] for parent in node.parents])
        return
    for parent in node.parents:
        scores = node.scores[parent]
        yield (parent,), np.array([float(scores[state]) for state in diagram.states[parent]])


def recommend(
    study: Study, structure: str, weights: str, findings: Mapping[Name, State]
) -> Recommendation:
    """Return the best plan, given what is already known; raises Refused if there is none."""
    diagram = study.structures[structure].diagram
    problem = decision_problem(study, structure, weights, findings)
    with solving(diagram):
        solution = solve(problem)
        forced = forced_options(problem)
    strategy = solution.strategy
    rules = {name: _rules(problem, strategy, diagram, name) for name in diagram.decisions}
    attributes: dict[Name, float] = dict.fromkeys(diagram.utilities, 0.0)
    unweighted = dataclasses.replace(problem, utilities=utility_terms(diagram, None))
    for name, value in evaluate(unweighted, strategy):
        attributes[name] += float(value[0])
    return Recommendation(
        choices=tuple(
            _choice(name, diagram.states[name], forced[name], rules[name][0].option)
            for name in diagram.decisions
        ),
        expected=tuple(np.broadcast_to(solution.expected_utility, len(study.worlds)).tolist()),
        by_attribute=attributes,
        rules=rules,
        plans={
            world: {
                name: _rules(problem, strategy, diagram, name, index)[0].option
                for name in diagram.decisions
            }
            for index, world in enumerate(study.worlds)
        },
        weights=weights,
        findings=findings,
        provenance=provenance(study, structure),
    )


def _rules(
    problem: DecisionProblem,
    strategy: Strategy,
    diagram: InfluenceDiagram,
    decision: Name,
    world: int = 0,
) -> tuple[Rule, ...]:
    return tuple(
        Rule(
            known={name: diagram.states[name][state] for name, state in situation.known.items()},
            probability=situation.probability,
            option=diagram.states[decision][situation.option],
        )
        for situation in situations(strategy, problem.network, problem.seen, decision, world)
    )


def _choice(decision: Name, options: tuple[State, ...], forced: Array, preferred: State) -> Choice:
    """Compare the best fixed option with the next; the plan's own option goes first in a tie."""
    pool = forced[:, 0]
    order = sorted(range(len(options)), key=lambda o: (-pool[o], options[o] != preferred))
    return Choice(
        decision=decision,
        options=options,
        by_option=tuple(tuple(row) for row in forced.tolist()),
        best=options[order[0]],
        rival=options[order[1]],
    )


def _unsolved(diagram: InfluenceDiagram, error: Exception) -> Problem:
    if isinstance(error, ImpossibleEvidence):
        known = ", ".join(f"{n}={diagram.states[n][s]}" for n, s in error.findings)
        message = f"What is already known has probability 0: {known}."
        return Problem(file="", path="", message=message, remedy="Take one of them back.")
    remedy = "Leave a way open that leads to none."
    if isinstance(error, SeenTooLate):
        remedy = "Only what is known before the first decision can be seen here."
    if isinstance(error, TooLarge):
        remedy = "Draw fewer arcs, or let a decision know less."
    return Problem(file="", path="", message=f"No best plan can be given: {error}", remedy=remedy)
