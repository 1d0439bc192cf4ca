"""Settle decisions one by one, each leaving a single term in place of those that it leads to.

What a settled decision leads to is worth, to all decisions that are still open, what is expected of
it given what is known when it is made: one table takes the place of every term that it leads to. So
each decision is settled among few nodes, however many there are.

Without perfect recall a decision is settled on either of two grounds. No rule that is still open is
relevant to it: its best reply is best whatever they turn out to be (a solution order). Or one
option is best for every state of the variables that part the decision from those rules: to know
these variables would change nothing. Decisions that neither holds for are left.

Sources: Shachter (1986), Evaluating influence diagrams; Lauritzen & Nilsson (2001), Representing
and solving decision problems with limited information (theorem 4: why an order is exact).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.reply import best_options, first_of
from bayesnet.decisions.strategy import DecisionRule
from bayesnet.decisions.view import Ground, Terms, View, view
from bayesnet.graph import reached
from bayesnet.inference.arrays import Array, Scope
from bayesnet.inference.contraction import TooLarge
from bayesnet.inference.query import Table

MOST_CELLS = 2**18
"""Situations and options beyond which more knowledge than a decision has is not considered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The best rule of every decision that could be settled, and what is left to be expected.

    utilities, penalties: terms that none of them leads to any more; their expectations add up to
    those of the strategy. left: the other decisions.
    """

    ground: Ground
    rules: Mapping[str, DecisionRule]
    utilities: Terms
    penalties: Terms
    left: tuple[str, ...]

    @property
    def kinds(self) -> dict[str, Terms]:
        """Return the terms by kind."""
        return {"utilities": self.utilities, "penalties": self.penalties}


def settle(problem: DecisionProblem) -> Settled:
    """Return the best rule of every decision that can be settled; with perfect recall, of all.

    The first option wins a tie; what is forbidden is avoided first, whatever it costs. Raises
    TooLarge.
    """
    ground = Ground(problem)
    settled = Settled(
        ground=ground,
        rules=problem.rules_made,
        utilities=ground.cut_terms(problem.utilities),
        penalties=ground.cut_terms(problem.penalties),
        left=problem.open,
    )
    if problem.recall == "perfect":
        for decision in reversed(problem.open):
            seen = view(ground, decision, settled.kinds)
            best, worth, _ = _best(seen)
            settled = _ruled(settled, seen, best, worth)
        return settled
    before = None
    while settled.left != before:
        before = settled.left
        for decision in last_first(ground.parents, before):
            settled = _settled(settled, decision) or settled
    return settled


def last_first(parents: Mapping[str, Scope], decisions: tuple[str, ...]) -> tuple[str, ...]:
    """Return decisions such that none leads to a later one; of unrelated ones, the last first."""
    above = {d: len(reached(parents, [d]).intersection(decisions)) for d in decisions}
    return tuple(sorted(decisions, key=lambda d: (above[d], decisions.index(d)), reverse=True))


def _settled(settled: Settled, decision: str) -> Settled | None:
    """Return the problem with one decision more settled; None if it cannot be, as things are."""
    seen = view(settled.ground, decision, settled.kinds)
    others = set(settled.left) - {decision}
    if not seen.relevant(others):
        best, worth, _ = _best(seen)
        return _ruled(settled, seen, best, worth)
    parted = seen.parted(others)
    if parted is None:
        return None
    seen, beyond = parted
    try:
        _check_size(seen)
        best, worth, chance = _best(seen)
    except TooLarge:
        return None
    common = np.asarray((best | ~(chance > 0)).all(axis=_axes(seen, beyond), keepdims=True))
    return _ruled(settled, seen, common, worth) if common.any(axis=-2).all() else None


def _check_size(view: View) -> None:
    """Raise TooLarge where a decision would have to know too much."""
    cells = view.ground.entries(view.known)
    if cells * view.ground.worlds > MOST_CELLS:
        raise TooLarge(view.known, cells)


def _axes(view: View, beyond: Scope) -> tuple[int, ...]:
    """Return the axes of what the decision would have to know."""
    return tuple(view.known.index(name) for name in beyond)


def _best(view: View) -> tuple[np.ndarray, dict[str, Array], Array]:
    """Return which options are best in each situation, what each is worth, and what can occur."""
    worth, chance = view.worth()
    eligible = np.ones(worth["utilities"].shape, dtype=bool)
    if view.terms["penalties"]:
        eligible = best_options(worth["penalties"], np.ones(worth["penalties"].shape, dtype=bool))
    return best_options(worth["utilities"], eligible), worth, chance


def _rule(view: View, taken: Array) -> DecisionRule:
    """Return the rule that takes options, the same ones whatever parts the decision from others."""
    information = view.ground.parents[view.decision]
    shape = tuple(view.ground.sizes[name] for name in (*information, view.decision))
    return DecisionRule(
        decision=view.decision,
        information=information,
        table=taken.reshape(*shape, taken.shape[-1]),
    )


def _ruled(settled: Settled, view: View, best: np.ndarray, worth: Mapping[str, Array]) -> Settled:
    """Return the problem in which the decision follows the rule of its best options."""
    taken = first_of(best)
    rule = _rule(view, taken)
    table = Table(scope=(*rule.information, view.decision), values=rule.table)
    settled = _replaced(settled, view, taken, worth)
    return dataclasses.replace(
        settled,
        ground=settled.ground.with_rule(table),
        rules={**settled.rules, view.decision: rule},
    )


def _replaced(settled: Settled, view: View, taken: Array, worth: Mapping[str, Array]) -> Settled:
    """Return the problem in which a term has taken the place of those the decision leads to."""
    kinds: dict[str, Terms] = {}
    for kind, terms in view.terms.items():
        kinds[kind] = view.rest[kind]
        if terms:
            value = (worth[kind] * taken).sum(axis=-2)
            name = f"value of {view.decision}"
            kinds[kind] += (UtilityTerm(name=name, scope=view.known[:-1], values=value),)
    left = tuple(name for name in settled.left if name != view.decision)
    return dataclasses.replace(
        settled, left=left, utilities=kinds["utilities"], penalties=kinds["penalties"]
    )
