"""Every strategy of a small study, and what each is worth wherever one number is put.

Nothing of the solver takes part, nor of the code that moves numbers: the joint is written out anew
at the end of each way, and because it is linear in a row, a table, a weight or a score, what a
strategy is worth along the way is a straight line between the two.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bayesnet.inference.query import Network, Table
from tests.exhaustive import known_at, rules_of, written_out

FEW = 3_000
"""Strategies up to which a study is judged."""
SAME = 1e-9
"""Shares of the utilities' scale that are rounding."""


def taken_by(problem, few=FEW):
    """The cells of the joint that every strategy can reach: (strategies, cells); None if too many."""
    known = known_at(problem)
    rules = [rules_of(problem, decision, known[decision]) for decision in problem.open]
    if any(one is None for one in rules) or math.prod(len(one) for one in rules) > few:
        return None
    weight, _, _ = written_out(problem)
    taken = np.ones((1, len(weight)))
    for one in rules:
        taken = (taken[:, None] * one[None]).reshape(-1, len(weight))
    return taken


@dataclass(frozen=True)
class Way:
    """One number moved one way, as far as it goes: where from, where to, and the joint there."""

    kind: str
    thing: str
    name: str
    at: float
    end: float
    worth: np.ndarray
    """At the end, weight times utility of every cell."""
    ends: tuple = ()
    """How far each of those who were asked goes, both ways."""
    ranged: bool = False

    @property
    def reach(self):
        """The size of the numbers that it goes through."""
        return max(abs(self.at), abs(self.end))


class EveryPlan:
    """What every strategy is worth at the end of every way, and between."""

    def __init__(self, truth):
        self.truth = truth
        self.problem = truth.problem()
        self.taken = taken_by(self.problem)
        weight, utility, _ = written_out(self.problem)
        self.start = weight * utility
        self.slack = SAME * max(truth.scale, 1e-300)

    @cached_property
    def chance(self):
        """How probable what is known is: the same by every strategy."""
        weight, _, _ = written_out(self.problem)
        return float(self.taken[0] @ weight)

    @cached_property
    def now(self):
        """What every strategy is worth, times how probable what is known is: (strategies,)."""
        return self.taken @ self.start

    def followed(self, texts):
        """The cells that a plan in words can reach, shape (cells,)."""
        return np.prod([self.truth.rule(d, text)[0] for d, text in texts.items()], axis=0)

    # ---------------------------------------------------------------------------------- ways

    @cached_property
    def ways(self):
        """Every way of every number that ``switch`` moves."""
        return [*self._rows(), *self._tables(), *self._weights(), *self._scores()]

    def _with_table(self, node, values):
        network = self.problem.network
        tables = dict(network.tables)
        tables[node] = Table(scope=tables[node].scope, values=values[..., None])
        moved = Network(sizes=network.sizes, tables=tables)
        weight, utility, _ = written_out(dataclasses.replace(self.problem, network=moved))
        return weight * utility

    @cached_property
    def certain(self):
        """How many rows everybody holds for certain."""
        tables = self.truth.study.network("A").tables.values()
        rows = [t.values.reshape(-1, *t.values.shape[-2:]) for t in tables]
        return sum(bool((row == 1).all(axis=-1).any()) for each in rows for row in each)

    def _rows(self):
        study, states = self.truth.study, self.truth.diagram.states
        for node, table in study.network("A").tables.items():
            *parents, _ = table.scope
            for given in np.ndindex(table.values.shape[:-2]):
                row = table.values[given]
                if (row == 1).all(axis=-1).any():
                    continue
                case = ", ".join(f"{p}={states[p][g]}" for p, g in zip(parents, given, strict=True))
                for state in range(0 if len(row) > 2 else 1, len(row)):
                    name = f"{node}[{case}]={states[node][state]}"
                    ends, ranged = self._said(f"{node}[{case}]", state, row[state, 1:])
                    for end in (0.0, 1.0):
                        if row[state, 0] == end:
                            continue
                        values = table.values[..., 0].copy()
                        values[given] = shared(row[:, 0], state, end)
                        yield Way(
                            kind="row",
                            thing=f"{node}[{case}]",
                            name=name,
                            at=float(row[state, 0]),
                            end=end,
                            worth=self._with_table(node, values),
                            ends=ends,
                            ranged=ranged,
                        )

    def _said(self, key, state, own):
        """How far every expert goes: the range of a question, else the value given."""
        judgements = [
            own_answers[key] for own_answers in self.truth.study.priors.judgements.values()
        ]
        own = (
            np.broadcast_to(own, (len(judgements),))
            if len(own)
            else [float(j.best[state]) for j in judgements]
        )
        ranged = any(j.low is not None for j in judgements)
        ends = tuple(
            (min(v, float(j.low[state])), max(v, float(j.high[state]))) if j.low else (v, v)
            for v, j in zip(own, judgements, strict=True)
        )
        return ends, ranged

    def _tables(self):
        for node, table in self.truth.study.network("A").tables.items():
            for index, expert in enumerate(self.truth.experts, 1):
                if table.values.shape[-1] == 1:
                    continue
                own = table.values[..., index]
                if np.array_equal(own, table.values[..., 0]):
                    continue
                yield Way(
                    kind="table",
                    thing=node,
                    name=f"{node} as {expert} has it",
                    at=0.0,
                    end=1.0,
                    worth=self._with_table(node, own),
                    ends=((0.0, 1.0),),
                )

    def _with_terms(self, terms):
        weight, utility, _ = written_out(dataclasses.replace(self.problem, utilities=tuple(terms)))
        return weight * utility

    def _weights(self):
        diagram = self.truth.diagram
        if diagram.value_unit or len(diagram.utilities) < 2:
            return
        sets = [{n: float(w) for n, w in s.weights.items()} for s in diagram.weight_sets.values()]
        shares = {
            n: float(w) for n, w in diagram.weight_sets[diagram.default_weights].weights.items()
        }
        for name, share in shares.items():
            ends = tuple((s[name], s[name]) for s in sets) if len(sets) > 1 else ()
            for end in (0.0, 1.0):
                if share == end:
                    continue
                rest = 1.0 - share
                to = {
                    n: (1 - end) * (w / rest if rest else 1 / (len(shares) - 1))
                    for n, w in shares.items()
                } | {name: end}
                terms = [
                    dataclasses.replace(t, values=t.values * to[t.name]) for t in self.truth.terms()
                ]
                yield Way(
                    kind="weight",
                    thing=f"weight of {name}",
                    name=f"weight of {name}",
                    at=share,
                    end=end,
                    worth=self._with_terms(terms),
                    ends=ends,
                )

    def _scores(self):
        diagram = self.truth.diagram
        shares = {
            n: float(w) for n, w in diagram.weight_sets[diagram.default_weights].weights.items()
        }
        terms = self.truth.terms()
        most = max(float(np.abs(t.values).max()) for t in terms)
        reach = 10 * most if diagram.value_unit else 100.0
        for number, term in enumerate(terms):
            for cell in np.ndindex(term.values.shape[:-1]):
                case = ", ".join(
                    f"{p}={diagram.states[p][g]}" for p, g in zip(term.scope, cell, strict=True)
                )
                for end in (-reach, reach):
                    if term.values[(*cell, 0)] == end:
                        continue
                    values = term.values.copy()
                    values[(*cell, 0)] = end
                    moved = [
                        dataclasses.replace(
                            t, values=shares[t.name] * (values if i == number else t.values)
                        )
                        for i, t in enumerate(terms)
                    ]
                    yield Way(
                        kind="score",
                        thing=f"{term.name}[{case}]",
                        name=f"{term.name}[{case}]",
                        at=float(term.values[(*cell, 0)]),
                        end=end,
                        worth=self._with_terms(moved),
                    )

    @cached_property
    def ends(self):
        """What every strategy is worth at the end of every way, (strategies, ways)."""
        return self.taken @ np.stack([way.worth for way in self.ways], axis=-1)

    def passed(self, number, mine):
        """Where along a way a plan stops being a best one, as a share of the way.

        mine: the plan's cells. Returns 0 where it is none right from the start, infinity where it
        is best all along, NaN where rounding decides.
        """
        slack = self.slack * self.chance
        at, to = mine @ self.start, mine @ self.ways[number].worth
        ahead, gain = at - self.now, (self.ends[:, number] - to) - (self.now - at)
        if ahead.min() < -slack:
            return 0.0
        if (gain[ahead <= slack] > slack).any():
            return 0.0
        steep = (ahead > slack) & (gain > slack)
        where = np.min(ahead[steep] / gain[steep], initial=np.inf)
        if abs(where - 1) < 1e-6:
            return math.nan
        return float(where) if where < 1 else math.inf

    def worth_at(self, number, share, mine):
        """What a plan falls short of the best somewhere along a way."""
        way = self.ways[number]
        everything = (1 - share) * self.now + share * self.ends[:, number]
        own = (1 - share) * (mine @ self.start) + share * (mine @ way.worth)
        return float(everything.max() - own) / self.chance


def shared(row, state, end):
    """A row with one entry at 0 or 1 and the rest in proportion, evenly where it was all."""
    rest = np.array(row)
    rest[state] = 0.0
    left = rest.sum()
    rest = (
        rest / left if left > 0 else np.where(np.arange(len(row)) == state, 0, 1 / (len(row) - 1))
    )
    moved = (1 - end) * rest
    moved[state] = end
    return moved
