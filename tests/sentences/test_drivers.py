"""Every sentence and bar of ``drivers``: each alternative put in, the joint summed, all plans tried."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from bayesnet.inference.query import Network, Table
from tests.exhaustive import over_all, written_out
from tests.sentences.claims import Judge, claim, close, number
from tests.sentences.common import COMMON
from tests.sentences.every_plan import EveryPlan
from tests.sentences.printed import run
from tests.sentences.small import scaled_study, small_study
from tests.sentences.truth import Truth

STUDIES = 30
COUNTED = "situations (probability"
UNITS = ("row", "table", "question", "node", "expert", "weight")
UNIT = r"(?: (?:units of the imported file|points))?"


class Moved:
    """A quantity, and what it becomes by each alternative of each thing that moves."""

    def __init__(self, truth, by):
        self.truth, self.by = truth, by
        self.tables = truth.study.network("A").tables
        self.slack = 1e-9 * self.size

    size = 1.0
    """Of the values that the quantity is made of."""

    def pool(self):
        return {n: t.values[..., :1] for n, t in self.tables.items()}

    @property
    def taken(self):
        """Nodes that are not held, for they are asked about, set or seen."""
        raise NotImplementedError

    def value(self, tables, held=None, weights=None):
        raise NotImplementedError

    @property
    def base(self):
        return self.value(self.pool())

    def alternatives(self):
        """By item, by when: what tells the alternative to ``value``."""
        return getattr(self, f"_{self.by}")()

    def _row(self):
        states, found = self.truth.diagram.states, {}
        for node, table in self.tables.items():
            for given in np.ndindex(table.values.shape[:-2]):
                pairs = zip(table.scope[:-1], given, strict=True)
                item = f"{node}[{', '.join(f'{p}={states[p][g]}' for p, g in pairs)}]"
                found[item] = {}
                for number_, expert in enumerate(self.truth.experts, 1):
                    values = table.values[..., :1].copy()
                    values[(*given, slice(None), 0)] = self._own(table, number_)[given]
                    found[item][expert] = {"tables": {**self.pool(), node: values}}
        return found

    _question = _row

    def _own(self, table, number_):
        return table.values[..., min(number_, table.values.shape[-1] - 1)]

    def _table(self):
        return {
            node: {
                expert: {"tables": {**self.pool(), node: self._own(table, at)[..., None]}}
                for at, expert in enumerate(self.truth.experts, 1)
            }
            for node, table in self.tables.items()
        }

    def _expert(self):
        found = {}
        for at, expert in enumerate(self.truth.experts):
            weights = np.delete(self.truth.study.weights, at)
            tables = {}
            for node, table in self.tables.items():
                rest = np.delete(
                    np.broadcast_to(
                        table.values[..., 1:] if table.values.shape[-1] > 1 else table.values,
                        (*table.values.shape[:-1], len(self.truth.experts)),
                    ),
                    at,
                    axis=-1,
                )
                tables[node] = (rest @ (weights / weights.sum()))[..., None]
            found[expert] = {
                "pool": {"tables": self.pool()},
                f"without {expert}": {"tables": tables},
            }
        return found

    def _node(self):
        found = {}
        for node in self.truth.study.network("A").sizes:
            if node in self.taken:
                continue
            held = {"as it is": {"tables": self.pool()}}
            for at, state in enumerate(self.truth.diagram.states[node]):
                held[f"{node}={state}"] = {"tables": self.pool(), "held": (node, at)}
            found[node] = held
        return found

    def _weight(self):
        sets = [
            {n: float(w) for n, w in s.weights.items()}
            for s in self.truth.diagram.weight_sets.values()
        ]
        now = sets[list(self.truth.diagram.weight_sets).index(self.truth.diagram.default_weights)]
        found = {}
        for name, weight in now.items():
            found[name] = {}
            for end in (min(s[name] for s in sets), max(s[name] for s in sets)):
                rest = 1 - weight
                to = {
                    n: (1 - end) * (w / rest if rest > 1e-12 else 1 / max(1, len(now) - 1))
                    for n, w in now.items()
                } | {name: end}
                found[name][f"weight {end:.2f}"] = {"tables": self.pool(), "weights": to}
        return found

    def bars(self):
        """By item, by when: the values; none of those that make the evidence impossible."""
        found = {}
        for item, each in self.alternatives().items():
            values = {when: self.value(**what) for when, what in each.items()}
            found[item] = {w: v for w, v in values.items() if np.isfinite(v)}
        if self.by == "node":
            found = {item: each for item, each in found.items() if len(each) > 1}
        return found


class Lead(Moved):
    """The lead of the best plan over its nearest rival, both as they stand."""

    def __init__(self, truth, by, texts, label):
        self.size = max(truth.scale, 1e-300)
        super().__init__(truth, by)
        self.texts, self.every = texts, EveryPlan(truth)
        said = re.fullmatch(r"'?(\w+)=(.+?)'?(?: \(the best: '.+'\))?", label)
        self.decision, rule = said[1], said[2]
        self.told = COUNTED not in rule
        self.mine = self.every.followed(texts)
        self.rivals = [None]
        if self.told:
            same = truth.rule(self.decision, rule)[0]
            weight, _, _ = written_out(self.every.problem)
            # strategies that do as told wherever it can matter
            off = self.every.taken @ (weight * (1 - same)) <= 1e-12 * self.every.chance
            values = np.where(off, self.every.now, -np.inf)
            level = np.flatnonzero(values >= values.max() - self.every.slack * self.every.chance)
            self.rivals = list(self.every.taken[level])

    taken = property(lambda self: {self.decision, *self.truth.known})

    def worlds(self, tables, held=None, weights=None):
        """Weight of every cell, and that times utility; what is held is told apart from rules."""
        problem = self.truth.problem(weights=None)
        if held and held[0] in tables:
            point = np.zeros((len(self.truth.diagram.states[held[0]]), 1))
            point[held[1]] = 1.0
            new = {n: Table(scope=self.tables[n].scope, values=v) for n, v in tables.items()}
            new[held[0]] = Table(scope=(held[0],), values=point)
        else:
            new = {n: Table(scope=self.tables[n].scope, values=v) for n, v in tables.items()}
        network = Network(sizes=problem.network.sizes, tables=new)
        problem = dataclasses.replace(problem, network=network)
        if weights:
            terms = tuple(
                dataclasses.replace(t, values=t.values * weights[t.name])
                for t in self.truth.terms()
            )
            problem = dataclasses.replace(problem, utilities=terms)
        weight, utility, _ = written_out(problem)
        return problem, weight, weight * utility

    def _cells(self, cells, problem, held):
        """A plan's cells with a decision held: what its own rule says there does not count."""
        if not held or held[0] in self.tables:
            return cells
        shape = tuple(problem.network.sizes.values())
        axis = list(problem.network.sizes).index(held[0])
        spread = np.broadcast_to(cells.reshape(shape).max(axis=axis, keepdims=True), shape)
        return spread.reshape(-1) * over_all(
            problem, (held[0],), np.eye(shape[axis])[held[1]][:, None]
        )

    def value(self, tables, held=None, weights=None):
        values = self.values(tables, held, weights)
        return values[0] if np.ptp(values) <= self.slack else np.nan

    def values(self, tables, held=None, weights=None):
        problem, weight, worth = self.worlds(tables, held, weights)
        mine = self._cells(self.mine, problem, held)
        chance = float(mine @ weight)
        if chance <= 0:
            return np.array([np.nan])
        others = [self._cells(r, problem, held) for r in self.rivals]
        return np.array([float((mine - r) @ worth) / chance for r in others])

    @property
    def one_rival(self):
        """Whether all rivals that are as near behave alike for every alternative."""
        whats = [what for each in self.alternatives().values() for what in each.values()]
        return self.told and all(np.ptp(self.values(**what)) <= self.slack for what in whats)


class Outcome(Moved):
    """An outcome's probability under a scenario, or its change against another."""

    def __init__(self, truth, by, outcome, now, then=None):
        super().__init__(truth, by)
        self.outcome, self.now, self.then = outcome, now, then

    @property
    def taken(self):
        both = [s for s in (self.now, self.then) if s]
        return {self.outcome.node, *(n for s in both for n in (*s.set, *s.seen))}

    def value(self, tables, held=None, weights=None):
        new = {n: Table(scope=self.tables[n].scope, values=v) for n, v in tables.items()}
        network = Network(sizes=self.truth.study.network("A").sizes, tables=new)
        total = 0.0
        for sign, scenario in ((1, self.now), (-1, self.then)):
            if scenario is None:
                continue
            asked = scenario
            if held:
                state = self.truth.diagram.states[held[0]][held[1]]
                asked = dataclasses.replace(scenario, set={**scenario.set, held[0]: state})
            total += sign * float(self.truth.outcome("A", asked, self.outcome, network)[0])
        return total


# ------------------------------------------------------------------------------------ sentences

QUANTITY = (
    r"(?:the best plan's lead over (?P<rival>.+?)|P\((?P<of>.+?)\) under '(?P<now>.+?)'"
    r"|the change of P\((?P<change>.+?)\), '(?P<a>.+?)' against '(?P<b>.+?)')"
)


@claim(
    rf"(?P<item>.+?) moves {QUANTITY} most: from (?P<low>\S+) to (?P<high>\S+?){UNIT}, where it is "
    r"(?P<base>\S+) now\.(?: (?P<some>None|\d+) of (?P<all_>\d+) alone would "
    r"(?P<what>put the rival ahead|turn the sign of the change)\.)?"
)
def most(truth, item, low, high, base, some, all_, what, **_):
    said = truth.said
    if not truth.judged:
        return
    bar = truth.bars[item]
    widest = max(np.ptp(list(b.values())) for b in truth.bars.values())
    assert np.ptp(list(bar.values())) >= widest - said.slack, item
    assert close(low, min(bar.values()), said.size)
    assert close(high, max(bar.values()), said.size)
    assert close(base, said.base, said.size)
    assert low != high
    if some is None:
        assert not isinstance(said, Lead)
        return
    assert int(all_) == len(truth.bars)
    count = 0 if some == "None" else int(some)
    assert (what == "put the rival ahead") == isinstance(said, Lead)
    turning = 0
    for each in truth.bars.values():
        low, high = min(each.values()), max(each.values())
        if min(abs(low), abs(high)) < said.slack and low < -said.slack < said.slack < high:
            return
        if abs(said.base) <= said.slack and not isinstance(said, Lead):
            turning += low < -said.slack and high > said.slack
        else:
            turning += high > said.slack if said.base < -said.slack else low < -said.slack
    assert count == turning, (count, turning)


@claim(
    rf"(?:(?P<one>There is one set of numbers, and numbers move only between experts: )|Nothing here "
    rf"moves ){QUANTITY}(?P<colon>: it)? stays at (?P<base>\S+?){UNIT}\."
    r"(?: '--range swing' moves each one\.)?"
)
def nothing_moves(truth, one, base, **_):
    said = truth.said
    if one:
        assert len(truth.experts) == 1
    if not truth.judged:
        return
    assert close(base, said.base, said.size)
    digits = len(base.partition(".")[2])
    for bar in truth.bars.values():
        assert np.ptp(list(bar.values())) <= 0.5 * 10.0**-digits + said.slack, bar


@claim(r"(?P<table>\w+): row swings are small because (?P<rows>\d+) rows share the effect\. .*")
def hidden(truth, table, rows):
    whole = type(truth.said).__mro__ and truth.table_bars[table]
    own = [np.ptp(list(b.values())) for n, b in truth.bars.items() if n.startswith(f"{table}[")]
    assert len(own) == int(rows)
    return np.ptp(list(whole.values())) >= 2 * max(own) * (1 - 1e-9)


@claim(r"(?P<some>\d+) (?:does|do) not move it visibly\.")
def few(truth, some):
    return int(some) == len(truth.bars) - len(truth.rows)


@claim(r"Each bar: .+; all else stays as the pool has it\.")
def each_bar(truth):
    return True


JUDGE = Judge(claims=(most, nothing_moves, hidden, few, each_bar, *COMMON))


def row_holds(truth, row):
    said = truth.said
    item = next(iter(row.values()))
    bar = truth.bars[item]
    values = list(bar.values())
    assert close(row["Lowest"], min(values), said.size), row
    assert close(row["Highest"], max(values), said.size), row
    assert close(row["Swing"], max(values) - min(values), said.size), row
    assert number(row["Swing"]) > 0, row


def whens_hold(truth, output):
    """The two columns named alike: what it is then."""
    for line in output.splitlines():
        cells = [c.strip() for c in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 6 and cells[0] in truth.bars:
            bar = truth.bars[cells[0]]
            assert abs(bar[cells[3]] - min(bar.values())) <= truth.said.slack, cells
            assert abs(bar[cells[5]] - max(bar.values())) <= truth.said.slack, cells


def judged(truth, said, printed):
    truth.said = said
    truth.judged = not isinstance(said, Lead) or said.one_rival
    if not truth.judged:
        return
    truth.bars = said.bars()
    if said.by == "row":
        said.by = "table"
        truth.table_bars = said.bars()
        said.by = "row"
    truth.rows = printed.tables[0] if printed.tables else ()
    JUDGE.hear(printed.lines, truth)
    for row in truth.rows:
        row_holds(truth, row)
    whens_hold(truth, printed.output)


def heard(study):
    """One study's tornados judged; None where there is nothing to decide, or too much."""
    truth = Truth(study)
    answered = of_outcomes(truth)
    if not (study.diagram.decisions and study.diagram.utilities):
        return answered
    if EveryPlan(truth).taken is None:
        return answered
    decided = run(study, "decide").tables[0]
    texts = {truth.decision_of(row["Decision"]): row["Best rule"] for row in decided}
    if any(COUNTED in text for text in texts.values()):
        return answered
    for by in UNITS:
        printed = run(study, "drivers", "--by", by, "--draws", 0, "--top", 100)
        if printed.code:
            assert printed.code == 2, printed.output
            continue
        label = re.search(r"lead over (.+?)(?: most: | stays at |: it stays)", printed.output)
        judged(truth, Lead(truth, by, texts, label[1]), printed)
        answered = printed
    return answered


def of_outcomes(truth):
    answered = None
    for scenario, against in (("S3", None), ("S1", "S0"), ("S3", "S0")):
        for by in UNITS[:-1]:
            outcome = truth.diagram.outcomes[-1] if truth.diagram.outcomes else None
            if outcome is None or scenario not in truth.study.book.scenarios:
                continue
            more = ("--against", against) if against else ()
            words = (
                "drivers",
                scenario,
                "--on",
                outcome.id,
                "--by",
                by,
                "--draws",
                0,
                "--top",
                100,
            )
            printed = run(truth.study, *words, *more)
            if printed.code:
                assert printed.code == 2, printed.output
                assert "nan" not in printed.output
                continue
            then = truth.full(against) if against else None
            judged(truth, Outcome(truth, by, outcome, truth.full(scenario), then), printed)
            answered = printed
    return answered


@pytest.mark.slow
@pytest.mark.parametrize("kind", [small_study, scaled_study])
def test_drivers_says_what_is_so(kind):
    answered = [heard(kind(seed)) for seed in range(STUDIES)]
    assert sum(one is not None for one in answered) > STUDIES / 4
