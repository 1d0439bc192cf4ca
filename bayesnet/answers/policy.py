"""Say a decision's rule as a person would: what is done, and on what that depends.

A rule is one of a best plan's answers: ``leave`` where nothing that is learned changes it, else
``take if forecast=rainy, else leave``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.strategy import (
    Situation,
    Strategy,
    situations,
    situations_by_world,
)
from bayesnet.rounding import figures
from bayesnet.study.model import Name, State

MOST_CONDITIONS = 6
"""Situations that are told one by one in a sentence; more are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is done in one kind of situation, and how probable that situation is."""

    known: Mapping[Name, State]
    probability: float
    option: State

    def meets(self, other: Case) -> bool:
        """Return whether one situation can be of both kinds."""
        shared = self.known.keys() & other.known.keys()
        return all(self.known[name] == other.known[name] for name in shared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rule of one decision wherever a plan can meet it.

    cases: the most probable first; what makes no difference to the choice is left out of them.
    """

    decision: Name
    cases: tuple[Case, ...]

    @property
    def options(self) -> tuple[State, ...]:
        """Return the options that are taken at all, the most probable case's first."""
        return tuple(dict.fromkeys(case.option for case in self.cases))

    @property
    def always(self) -> State | None:
        """Return the option that is taken in every case; None where it depends."""
        return self.options[0] if len(self.options) == 1 else None

    @property
    def usual(self) -> State:
        """Return the option that is taken with the highest probability."""
        return max(self.options, key=self.probability)

    def probability(self, option: State) -> float:
        """Return the probability with which an option is taken."""
        return sum(case.probability for case in self.cases if case.option == option)

    def document(self) -> list[dict[str, object]]:
        """Return the rule for a machine: what is done in every kind of situation."""
        return [dataclasses.asdict(case) for case in self.cases]

    def differs(self, other: Policy) -> bool:
        """Return whether two rules would be told apart by what they do.

        They differ where they take other options in a situation that both can meet, and where one
        takes an option that the other never takes.
        """
        return set(self.options) != set(other.options) or any(
            mine.option != theirs.option and mine.meets(theirs)
            for mine in self.cases
            for theirs in other.cases
        )

    @property
    def rest(self) -> State:
        """Return the option that is told last, as what is done else: that of the most situations.

        Of as many the more probable one.
        """
        number = {o: sum(case.option == o for case in self.cases) for o in self.options}
        return max(self.options, key=lambda o: (number[o], self.probability(o)))

    def text(
        self,
        option: Callable[[State], str] = str,
        condition: Callable[[Name, State], str] = "{}={}".format,
        rest: State | None = None,
    ) -> str:
        """Return the rule in words; option, condition: how a choice and what is known are said.

        rest: what to tell last if it is taken at all, so that two rules read alike.
        """
        if self.always is not None:
            return option(self.always)
        last = rest if rest in self.options else self.rest
        said = [f"{option(o)} {self._when(o, condition)}" for o in self.options if o != last]
        return f"{'; '.join(said)}, else {option(last)}"

    def _when(self, option: State, condition: Callable[[Name, State], str]) -> str:
        """Return when an option is taken, a condition for each kind of situation."""
        cases = [case for case in self.cases if case.option == option]
        if len(cases) > MOST_CONDITIONS:
            share = figures(self.probability(option), 2)
            return f"in {len(cases)} of {len(self.cases)} situations (probability {share})"
        each = [
            " and ".join(condition(name, state) for name, state in case.known.items())
            for case in cases
        ]
        return f"if {' or '.join(each)}" if len(each) > 1 or each[0] else ""


def policy_of(
    problem: DecisionProblem,
    strategy: Strategy,
    states: Mapping[Name, tuple[State, ...]],
    decision: Name,
    world: int = 0,
) -> Policy:
    """Return what one world's strategy does at a decision; raises ImpossibleEvidence."""
    met = situations(strategy, problem.network, problem.seen, decision, world)
    return _policy(met, states, decision)


def _policy(
    met: tuple[Situation, ...], states: Mapping[Name, tuple[State, ...]], decision: Name
) -> Policy:
    return Policy(
        decision=decision,
        cases=tuple(
            Case(
                known={name: states[name][state] for name, state in situation.known.items()},
                probability=situation.probability,
                option=states[decision][situation.option],
            )
            for situation in met
        ),
    )


def policies_of(
    problem: DecisionProblem, strategy: Strategy, states: Mapping[Name, tuple[State, ...]]
) -> Mapping[Name, Policy]:
    """Return the rule of every decision in the first world; raises ImpossibleEvidence."""
    return policies_by_world(problem, strategy, states, 1)[0]


def policies_by_world(
    problem: DecisionProblem,
    strategy: Strategy,
    states: Mapping[Name, tuple[State, ...]],
    worlds: int,
) -> tuple[Mapping[Name, Policy], ...]:
    """Return the rule of every decision in each of the first worlds; raises ImpossibleEvidence."""
    met = situations_by_world(strategy, problem.network, problem.seen, worlds)
    return tuple(
        {d: _policy(by_decision[d], states, d) for d in problem.decisions} for by_decision in met
    )


def same_plan(one: Mapping[Name, Policy], other: Mapping[Name, Policy]) -> bool:
    """Return whether two plans do the same at every decision."""
    return not any(policy.differs(other[decision]) for decision, policy in one.items())


def always(decision: Name, option: State) -> Policy:
    """Return the rule that takes one option in every case."""
    return Policy(decision=decision, cases=(Case(known={}, probability=1.0, option=option),))
