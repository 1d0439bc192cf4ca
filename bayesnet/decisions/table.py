"""Lay a strategy open: what every option would be worth in every state of information."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.reply import SLACK, Rules, derivative, evidence_of, largest_utility
from bayesnet.decisions.strategy import POSSIBLE, Strategy
from bayesnet.inference.arrays import Array
from bayesnet.inference.scaled import Contraction
from bayesnet.kinds import PROBABILITY, TEXT, decimals
from bayesnet.rounding import PROBABILITY as PROBABILITY_PLACES
from bayesnet.rounding import steady
from bayesnet.table import Column, ResultTable


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationState:
    """One state of information that can occur when the strategy is followed.

    known: state of each variable that the decision is told. probability: given the evidence.
    worth: of each option, the expected utility if it is taken here and the strategy is followed
    everywhere else; an option that a forbidden combination rules out is None.
    option: the one the strategy takes.
    scale: the largest utility there can be, or 1 if that is less: a difference of its rounding is
    none.
    """

    known: Mapping[str, int]
    probability: float
    worth: tuple[float | None, ...]
    option: int
    scale: float = 1.0

    @property
    def ties(self) -> tuple[int, ...]:
        """Return every option that is as good as the one taken, itself included."""
        best = self.worth[self.option]
        assert best is not None  # noqa: S101 - the option taken is never forbidden
        slack = SLACK * max(self.scale, *(abs(w) for w in self.worth if w is not None)) * 100
        return tuple(o for o, w in enumerate(self.worth) if w is not None and w >= best - slack)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTable:
    """Every state of information in which one decision can be called upon, most probable first."""

    decision: str
    options: int
    states: tuple[InformationState, ...]

    @property
    def never_best(self) -> tuple[int, ...]:
        """Return the options that are best, or as good as the best, in no state."""
        best = {option for state in self.states for option in state.ties}
        return tuple(option for option in range(self.options) if option not in best)

    @property
    def dominated(self) -> Mapping[int, int]:
        """Return each option than which another is no worse anywhere and better somewhere."""
        worth = np.array(
            [[-np.inf if w is None else w for w in s.worth] for s in self.states]
        ).reshape(-1, self.options)
        least = min((state.scale for state in self.states), default=1.0)
        scale = np.abs(worth[np.isfinite(worth)]).max(initial=least) * SLACK * 100
        found: dict[int, int] = {}
        for option, other in itertools.permutations(range(self.options), 2):
            mine, theirs = worth[:, option], worth[:, other]
            if (theirs >= mine - scale).all() and (theirs > mine + scale).any():
                found.setdefault(option, other)
        return found

    def table(
        self, names: Mapping[str, tuple[str, ...]] | None = None, digits: int = PROBABILITY_PLACES
    ) -> ResultTable:
        """Return a row for each state: what is known, its probability, worth of each option.

        names: of each variable's states; numbers stand for them if None. A variable called like
        another column is in ``known NAME``. digits: of a worth, after the point.
        """
        rows = self.states

        def name(variable: str, state: int) -> object:
            return names[variable][state] if names else state

        def known(variable: str) -> Column:
            key = f"known {variable}" if variable in ("probability", "choice") else variable
            states = [name(variable, state.known[variable]) for state in rows]
            return Column(key, variable if len({*states}) > 1 else None, TEXT, states)

        def worth(option: int) -> Column:
            said = name(self.decision, option)
            values = [state.worth[option] for state in rows]
            return Column(f"worth of {said}", str(said), decimals(digits), values)

        best = [" or ".join(str(name(self.decision, o)) for o in state.ties) for state in rows]
        return ResultTable(
            index=0,
            columns=[
                *map(known, rows[0].known if rows else ()),
                Column("probability", "Probability", PROBABILITY, [s.probability for s in rows]),
                *map(worth, range(self.options)),
                Column("choice", None, TEXT, [name(self.decision, s.option) for s in rows]),
                Column("", "Choice", TEXT, best),
            ],
        )


def decision_table(
    problem: DecisionProblem, strategy: Strategy, decision: str, world: int = 0
) -> DecisionTable:
    """Return what each option of one decision is worth wherever it can be called upon.

    Raises ImpossibleEvidence, and KeyError if the decision is not open.
    """
    one = problem.world(world)
    rules = strategy.world(world).rules
    rule = rules[decision]
    evidence = evidence_of(one, rules)
    chance = derivative(one, rules, decision, None, evidence)[..., 0, 0]
    worth = _sum(one, rules, decision, one.utilities, evidence)
    penalty = _sum(one, rules, decision, one.penalties, evidence)
    scale = min(1.0, float(largest_utility(one)[0]))
    found = []
    for cell in np.ndindex(chance.shape):
        if chance[cell] <= POSSIBLE:
            continue
        weight = chance[cell]
        barred = penalty[cell] < penalty[cell].max() - SLACK * weight
        found.append(
            InformationState(
                known=dict(zip(rule.information, cell, strict=True)),
                probability=float(chance[cell]),
                worth=tuple(
                    None if out else float(value / weight)
                    for out, value in zip(barred, worth[cell], strict=True)
                ),
                option=int(rule.table[cell].argmax()),
                scale=scale,
            )
        )
    return DecisionTable(
        decision=decision,
        options=rule.table.shape[-2],
        states=tuple(sorted(found, key=lambda state: -steady(state.probability))),
    )


def _sum(
    problem: DecisionProblem,
    rules: Rules,
    decision: str,
    terms: Sequence[UtilityTerm],
    evidence: Contraction,
) -> Array:
    """Return the derivative of all terms by the rule, also of those it does not reach."""
    zero = np.zeros(rules[decision].table.shape[:-1])
    worth = (derivative(problem, rules, decision, term, evidence)[..., 0] for term in terms)
    return sum(worth, zero)
