"""Every sentence and cell of ``explain``: shares over all orders, paths by copies, cut arcs."""

from __future__ import annotations

import dataclasses
import itertools
import re
from functools import cached_property

import numpy as np
import pytest

from bayesnet.inference.query import Network, Table
from tests.sentences.claims import Judge, claim, close
from tests.sentences.common import COMMON
from tests.sentences.printed import run
from tests.sentences.small import small_study
from tests.sentences.test_whatif import spans
from tests.sentences.truth import Truth

SAME = 5e-4
SMALL = 0.1
NAMED = 3
STUDIES = 60
NO_WAY = 262
"""A study whose outcome changes by rounding alone: which way is up is not for rounding to say."""
PAIRS = (("S1", "S0"), ("S3", "S0"), ("S3", "S1"), ("S2", "S1"))


def scale_of(values):
    """From how large a change on a change shows among experts who are so far apart: surely, barely.

    The last digit written stands where the first digit of half the spread stands.
    """
    half = float(np.ptp(values)) / 2 if len(values) > 1 else 0.0
    sure = max(SAME, half / 2)
    return sure * (1 + 1e-9), max(SAME, half / 20) * (1 - 1e-9)


class Explained:
    """One outcome under two scenarios, and what moves it, each worked out the long way round."""

    def __init__(self, truth, now, then, outcome):
        self.truth, self.now, self.then, self.outcome = truth, now, then, outcome
        self.change = self.level(now) - self.level(then)

    def level(self, scenario, structure="A", network=None):
        return self.truth.outcome(structure, scenario, self.outcome, network)

    @cached_property
    def differing(self):
        names = dict.fromkeys([*self.now.set, *self.now.seen, *self.then.set, *self.then.seen])
        return [
            n
            for n in names
            if (self.now.set.get(n), self.now.seen.get(n))
            != (self.then.set.get(n), self.then.seen.get(n))
        ]

    def mixed(self, taken):
        """The comparison, with what the scenario says of some nodes."""
        kinds = {}
        for kind in ("set", "seen"):
            old, new = getattr(self.then, kind), getattr(self.now, kind)
            kinds[kind] = {n: s for n, s in old.items() if n not in taken} | {
                n: s for n, s in new.items() if n in taken
            }
        return dataclasses.replace(self.then, **kinds)

    @cached_property
    def findings(self):
        """By node, what it adds on average over all orders in which findings can come in."""
        orders = list(itertools.permutations(self.differing))
        shares = dict.fromkeys(self.differing, 0.0)
        for order in orders:
            for at, node in enumerate(order):
                gain = self.level(self.mixed(order[: at + 1])) - self.level(self.mixed(order[:at]))
                shares[node] = shares[node] + gain / len(orders)
        return shares

    @property
    def network(self):
        return self.truth.study.network("A")

    @cached_property
    def paths(self):
        """By directed path from a changed setting, what it carries alone."""
        settings = {*self.now.set, *self.then.set}
        blocked = {*settings, *self.then.seen}
        children = {n: [] for n in self.truth.diagram.states}
        for child, table in self.network.tables.items():
            for parent in table.scope[:-1] if child not in blocked else ():
                children[parent].append(child)
        found = {}

        def walk(path):
            if path[-1] == self.outcome.node and len(path) > 1:
                found[path] = self.along(path)
                return
            for child in children[path[-1]]:
                walk((*path, child))

        for node in self.differing:
            if node in settings:
                walk((node,))
        return found

    def along(self, path):
        """What the change does along a path alone: copies follow each other, all else stays."""
        states = self.truth.diagram.states
        names, weight = self.truth.joint("A", self.then)
        cells = list(np.ndindex(weight.shape[:-1]))
        worlds = weight.shape[-1]
        first = path[0]
        ends = []
        for scenario in (self.now, self.then):
            flow = np.zeros((len(cells), len(states[first]), worlds))
            for number, cell in enumerate(cells):
                if first in scenario.set or (scenario is self.then and first in scenario.seen):
                    told = scenario.set.get(first, scenario.seen.get(first))
                    flow[number, states[first].index(told)] = 1.0
                else:
                    flow[number] = self._row(first, names, cell, worlds)
            for before, after in itertools.pairwise(path):
                moved = np.zeros((len(cells), len(states[after]), worlds))
                for number, cell in enumerate(cells):
                    for at in range(len(states[before])):
                        row = self._row(after, names, cell, worlds, {before: at})
                        moved[number] += flow[number, at] * row
                flow = moved
            shares = weight.reshape(len(cells), 1, worlds) / weight.sum(
                axis=tuple(range(weight.ndim - 1))
            )
            hit = [states[path[-1]].index(s) for s in self.outcome.states]
            ends.append((flow * shares).sum(axis=0)[hit].sum(axis=0))
        return np.broadcast_to(ends[0] - ends[1], (len(self.truth.study.worlds),))

    def _row(self, node, names, cell, worlds, copied=()):
        """A node's row where its parents are as in a cell, but for one that is a copy."""
        table = self.network.tables[node]
        at = {**dict(zip(names, cell, strict=True)), **dict(copied)}
        row = table.values[tuple(at[p] for p in table.scope[:-1])]
        return np.broadcast_to(row, (row.shape[0], worlds))

    @cached_property
    def arcs(self):
        """By arc at a newly seen node, what goes missing if the arc is cut: (parent, child)."""
        found = {}
        for node in self.differing:
            if node not in self.now.seen:
                continue
            rest = {n: s for n, s in self.now.seen.items() if n != node}
            without = dataclasses.replace(self.now, seen=rest)
            for child, table in self.network.tables.items():
                for parent in table.scope[:-1]:
                    other = parent if child == node else child
                    if node not in (parent, child) or other in rest:
                        continue
                    if child in self.now.set or parent in self.now.set:
                        continue
                    belief = self.truth.belief("A", without, parent)
                    cut = self._cut(parent, child, belief)
                    full = self.level(self.now)
                    found[node, parent, child] = full - self.level(self.now, network=cut)
        return found

    def _cut(self, parent, child, belief):
        table = self.network.tables[child]
        axis = table.scope.index(parent)
        values = np.moveaxis(table.values, axis, 0)
        worlds = max(values.shape[-1], belief.shape[-1])
        total = np.zeros((*values.shape[1:-1], worlds))
        for row, share in zip(values, belief, strict=True):
            total = total + row * share
        scope = tuple(n for n in table.scope if n != parent)
        tables = {**self.network.tables, child: Table(scope=scope, values=total)}
        return Network(sizes=self.network.sizes, tables=tables)


# ------------------------------------------------------------------------------------ sentences

WHO = r"\((?P<who>one set of numbers|[^()]+)\)\."


@claim(
    r"(?P<label>.+): no visible difference, (?P<level>\S+)(?: before and (?P<after>\S+) now)? "
    + WHO
)
def no_difference(truth, label, level, after, who):
    said = truth.said
    assert label == said.outcome.label
    assert close(level, said.level(said.then)[0])
    assert close(after or level, said.level(said.now)[0])
    who_holds(truth, who)
    assert (after is None) or after != level
    return abs(said.change[0]) <= scale_of(said.change[1:])[0]


@claim(
    r"(?P<label>.+) (?P<verb>rises|falls) by (?P<by>\S+?)(?:, from (?P<low>\S+) to (?P<high>\S+)"
    r"| from about (?P<about>\S+)) " + WHO
)
def moves(truth, label, verb, by, low, high, about, who):
    said = truth.said
    assert label == said.outcome.label
    assert (said.change[0] > 0) == (verb == "rises")
    assert abs(said.change[0]) >= scale_of(said.change[1:])[1]
    assert close(by, abs(said.change[0]))
    assert any(digit in "123456789" for digit in by)
    assert close(low or about, said.level(said.then)[0])
    assert close(high or about, said.level(said.now)[0])
    assert low is None or low != high
    who_holds(truth, who)


def who_holds(truth, who):
    """How many see it so, as far as the changes are written."""
    changes = truth.said.change[1:]
    if len(truth.experts) == 1:
        assert who == "one set of numbers", who
        return
    counts, _, reach = who.partition("; their changes ")
    total = len(changes)
    sure, barely = scale_of(changes)
    if reach:
        assert spans(reach, changes), who
    if counts == f"{total} of {total} experts unchanged":
        assert np.abs(changes).max() <= sure, who
        return
    heard = {"higher": 0, "lower": 0, "unchanged": None}
    for part in counts.split(", "):
        said = re.fullmatch(r"(\d+)(?: of \d+ experts)? (higher|lower|unchanged)", part)
        assert said, who
        count, word = said.groups()
        heard[word] = int(count)
    for word, sign in (("higher", 1), ("lower", -1)):
        firm = sum(sign * c > sure for c in changes)
        most = sum(sign * c >= barely for c in changes)
        other = heard["lower" if word == "higher" else "higher"]
        assert heard[word] <= most, who
        assert heard[word] >= firm or (heard[word] == 0 and firm <= other), who


@claim(r"The two scenarios say the same, so there is nothing to explain\.")
def nothing_to_explain(truth):
    return not truth.said.differing


@claim(r"No finding moves it visibly\.")
def no_finding(truth):
    return all(not shows(effect) for effect in truth.said.findings.values())


def shows(effect):
    """Whether an effect surely shows."""
    return abs(effect[0]) > scale_of(effect[1:])[0]


def sides(truth, effects, way):
    """The effects that go one way: those that surely are to be told, and those that may be."""
    said = truth.said
    all_ = [*said.findings.values(), *said.paths.values(), *said.arcs.values()]
    most = max((abs(e[0]) for e in all_), default=0.0)
    toward = (-1 if said.change[0] < -1e-12 else 1) * way
    own = [e for e in effects if e[0] * toward > 0]
    firm = [e for e in own if shows(e) and abs(e[0]) > SMALL * most * (1 + 1e-9)]
    may = [
        e for e in own if abs(e[0]) >= scale_of(e[1:])[1] and abs(e[0]) >= SMALL * most * (1 - 1e-9)
    ]
    return firm, may


def list_holds(truth, text, effects, way):
    """``name (+0.4); name (+0.1); and 2 more``: the strongest named, none that goes elsewhere."""
    more = re.search(r"; and (\d+) more$", text)
    body = text[: more.start()] if more else text
    named = re.findall(r"(?:^|; (?:and )?)(.+?) \((\S+)\)", body)
    firm, may = sides(truth, effects, way)
    total = len(named) + (int(more[1]) if more else 0)
    assert len(firm) <= total <= len(may), (text, firm, may)
    assert len(named) == min(NAMED, total), text
    left = sorted(may, key=lambda e: -abs(e[0]))
    for _, number in named:
        match = next((e for e in left if close(number, e[0])), None)
        assert match is not None, (text, number)
        left = [e for e in left if e is not match]


@claim(r"What moved it: (?P<text>.+)\.")
def what_moved(truth, text):
    list_holds(truth, text, truth.said.findings.values(), 1)


@claim(r"What opposes: (?P<text>.+)\.")
def opposes(truth, text):
    list_holds(truth, text, truth.said.findings.values(), -1)


@claim(r"Nothing of weight opposes it\.")
def nothing_opposes(truth):
    return not sides(truth, truth.said.findings.values(), -1)[0] and len(truth.said.findings) > 1


@claim(r"It works from (?P<text>.+)\.")
def works(truth, text):
    truth.of = truth.said.paths.values()
    list_holds(truth, text, truth.of, 1)


@claim(r"It is learned from (?P<text>.+)\.")
def learned(truth, text):
    truth.of = truth.said.arcs.values()
    list_holds(truth, text, truth.of, 1)


@claim(r"The other way it goes from (?P<text>.+)\.")
def other_way(truth, text):
    for effects in (truth.said.paths.values(), truth.said.arcs.values()):
        try:
            list_holds(truth, text, effects, -1)
        except AssertionError:
            continue
        return True
    return False


@claim(r"The sign is not agreed: some experts see it fall, others rise\.")
def not_agreed(truth):
    changes = truth.said.change[1:]
    barely = scale_of(changes)[1]
    return bool(changes.min() <= -barely and changes.max() >= barely)


@claim(
    r"It holds under (?:all (?P<all_>\d+) structures|(?P<some>\d+) of (?P<total>\d+) structures; "
    r"not under (?P<others>.+))\."
)
def holds_under(truth, all_, some, total, others):
    said = truth.said
    elsewhere = {}
    for name in truth.study.structures:
        if name != "A":
            change = said.level(said.now, name)[0] - said.level(said.then, name)[0]
            if np.isfinite(change):
                elsewhere[name] = change
    assert int(all_ or total) == len(elsewhere) + 1
    told = dict(re.findall(r"(\w+) \((\S+)\)", others or ""))
    assert int(some or all_) == int(all_ or total) - len(told)
    sure, barely = scale_of(said.change[1:])
    for name, change in elsewhere.items():
        ways = {
            np.sign(c) if abs(c) > sure else 0 if abs(c) < barely else None
            for c in (said.change[0], change)
        }
        if None in ways:
            continue
        assert (name in told) == (len(ways) > 1), (name, change)
        assert name not in told or close(told[name], change)


@claim(r"(?P<more>\d+) more; --top shows them\.")
def more_rows(truth, more):
    said = truth.said
    return int(more) == len(said.findings) + len(said.paths) + len(said.arcs) + 1 - len(truth.rows)


@claim(r"Findings: each one's share of the change, over all orders; they sum to it\. .*")
def what_findings_are(truth):
    total = sum(truth.said.findings.values(), np.zeros(1))
    return bool(np.allclose(total, truth.said.change, atol=1e-9)) or not truth.said.findings


JUDGE = Judge(
    claims=(
        no_difference,
        moves,
        nothing_to_explain,
        no_finding,
        what_moved,
        opposes,
        nothing_opposes,
        works,
        learned,
        other_way,
        not_agreed,
        holds_under,
        more_rows,
        what_findings_are,
        *COMMON,
    )
)


def row_holds(truth, row):
    said, what = truth.said, row["What"]
    if row["Kind"] == "finding":
        effect = said.findings[what.split()[0]]
    elif row["Kind"] == "path, alone":
        effect = said.paths[tuple(what.split(" -> "))]
    elif row["Kind"] == "learned through":
        one, arrow, two = what.split()
        effect = said.arcs[(one, two, one) if arrow == "<-" else (one, one, two)]
    else:
        assert row["Kind"] == "remainder", row
        effect = said.change - sum(said.paths.values())
    assert close(row["Effect"], effect[0]), (row, effect[0])
    if "Experts" in row:
        assert spans(row["Experts"], effect[1:]), row


def heard_of(study, now, then, number):
    """The account of one outcome judged; None where it was rightly refused."""
    truth = Truth(study)
    if number >= len(truth.diagram.outcomes) or not {now, then} <= set(study.book.scenarios):
        return None
    outcome = truth.diagram.outcomes[number]
    printed = run(study, "explain", now, "--against", then, "--on", outcome.id)
    if printed.code:
        assert printed.code == 2, printed.output
        assert "nan" not in printed.output, printed.output
        return None
    said = Explained(truth, truth.full(now), truth.full(then), outcome)
    truth.said, truth.rows = said, printed.tables[0]
    JUDGE.hear([line for line in printed.lines if not line.startswith("ILLUS")], truth)
    for row in truth.rows:
        row_holds(truth, row)
    kinds = [row["Kind"] for row in truth.rows]
    if len(truth.rows) < 12:
        assert kinds.count("finding") == len(said.findings)
        assert kinds.count("path, alone") == len(said.paths)
        assert kinds.count("learned through") == len(said.arcs)
    sure = scale_of(said.change[1:])[0]
    if said.differing and said.change[1:].min() < -sure and said.change[1:].max() > sure:
        assert any(line.startswith("The sign is not agreed") for line in printed.lines)
    told = any(line.startswith("It holds under") for line in printed.lines)
    assert told or len(study.structures) == 1 or not said.differing
    return printed


def heard(study):
    answers = [
        heard_of(study, *pair, number)
        for pair in PAIRS
        for number in range(len(study.diagram.outcomes))
    ]
    return next((one for one in answers if one is not None), None)


@pytest.mark.slow
def test_explain_says_what_is_so():
    answered = [heard(small_study(seed)) for seed in (*range(STUDIES), NO_WAY)]
    assert sum(one is not None for one in answered) > STUDIES / 3
