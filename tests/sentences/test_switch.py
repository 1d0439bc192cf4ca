"""Every sentence and cell of ``switch``, against every strategy at the end of every way."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest

from tests.sentences.claims import Judge, claim, close, number
from tests.sentences.common import COMMON
from tests.sentences.every_plan import EveryPlan
from tests.sentences.printed import run
from tests.sentences.small import scaled_study, small_study
from tests.sentences.truth import Truth

STUDIES = 60
TOP = 3
KINDS = ("row", "table", "weight", "score")
UNIT = r"(?:units of the imported file|points|of 100)"
COUNTED = "situations (probability"
"""A rule with many conditions is told by a count: nobody can follow it from its words."""
NEAR = 1e-5


class Switched:
    """The switches of one study, each with its way and where along it."""

    def __init__(self, truth, texts):
        self.every = EveryPlan(truth)
        self.texts = texts
        mine = self.every.followed(texts)
        self.way = self.every.ways
        self.passed = [self.every.passed(i, mine) for i in range(len(self.way))]

    def sure(self, kind):
        """Numbers of the ways of a kind along which the plan switches, at a known place."""
        return [
            i
            for i, way in enumerate(self.way)
            if way.kind == kind and 0 < self.passed[i] < math.inf
        ]

    def loose(self, kind):
        """Those along which a tie now, or the very end of the way, leaves it open."""
        return [
            i
            for i, way in enumerate(self.way)
            if way.kind == kind and (self.passed[i] == 0 or math.isnan(self.passed[i]))
        ]

    def to(self, i):
        way = self.way[i]
        return way.at + self.passed[i] * (way.end - way.at)

    def certain(self, i):
        return self.way[i].kind in ("row", "weight") and self.way[i].at in (0.0, 1.0)

    def distance(self, i):
        to, at = self.to(i), self.way[i].at
        if self.way[i].kind in ("row", "weight") and not self.certain(i) and 0 < to < 1:
            return abs(math.log(to / (1 - to)) - math.log(at / (1 - at)))
        return abs(to - at)

    def order(self, kind):
        """The switches of a kind, the nearest first, what starts from certainty last."""
        return sorted(self.sure(kind), key=lambda i: (self.certain(i), self.distance(i)))

    def inside(self, i):
        """Whether a switch lies within what is said; None where nobody says anything."""
        ends = self.way[i].ends
        if not ends:
            return None
        low, high = min(low for low, _ in ends), max(high for _, high in ends)
        near = min(abs(self.to(i) - low), abs(self.to(i) - high)) < 1e-9
        return math.nan if near else low <= self.to(i) <= high

    def named(self, name, to):
        """The way of a name whose switch is printed so, among the sure ones; None if there is none."""
        return next(
            (
                i
                for kind in KINDS
                for i in self.sure(kind)
                if self.way[i].name == name and close(to, self.to(i), self.way[i].reach)
            ),
            None,
        )

    def unsure(self, name):
        return any(self.way[i].name == name for kind in KINDS for i in self.loose(kind))


def changed(text):
    """The rules before and after, by decision: ``d0: a -> b if x=1, else a; d1: c -> d``."""
    found = {}
    for part in re.split(r"; (?=\w+: )", text):
        decision, _, rules = part.partition(": ")
        found[decision] = rules.split(" -> ")
    return found


def turns(truth, i, change):
    """Whether a plan changes so where a way passes its switch: best before, worse beyond."""
    said, told = truth.said, changed(change)
    if any(COUNTED in rule for pair in told.values() for rule in pair):
        return
    before, after = (
        said.every.followed({**said.texts, **{d: pair[n] for d, pair in told.items()}})
        for n in (0, 1)
    )
    at = said.passed[i]
    slack = said.every.slack
    step = NEAR * min(at, 1 - at)
    assert said.every.worth_at(i, at - step, before) <= slack, (said.way[i].name, change)
    assert said.every.worth_at(i, at + step, after) <= slack, (said.way[i].name, change)
    assert said.every.worth_at(i, 1.0, before) > slack, (said.way[i].name, change)


# ------------------------------------------------------------------------------------ sentences


@claim(r"No single number changes the recommendation, however far it goes\.")
def nothing_switches(truth):
    assert not any(truth.said.sure(kind) for kind in KINDS)


def _nearest(truth, parts, within):
    order = [kind for kind in KINDS if truth.said.sure(kind)]
    heard = re.findall(r"(?:^|; )(\S.*?) from (\S+) to (\S+) \(((?:[^()]|\([^()]*\))+)\)", parts)
    assert heard, parts
    for name, at, to, change in heard:
        if truth.said.unsure(name):
            continue
        i = truth.said.named(name, to)
        assert i is not None, f"no switch of {name} at {to}"
        way = truth.said.way[i]
        assert close(at, way.at, way.reach), (name, at, way.at)
        if not truth.said.loose(way.kind):
            first = truth.said.order(way.kind)[0]
            assert truth.said.distance(i) <= truth.said.distance(first) * (1 + 1e-6), name
            assert truth.said.certain(i) == truth.said.certain(first)
        turns(truth, i, change)
    if not any(truth.said.loose(kind) for kind in KINDS):
        assert len(heard) == len(order), parts
        lies_within(truth, within)


def lies_within(truth, text):
    """``3 of 4 switch points of rows and tables lie within what experts say; 1 of ...``."""
    sure = [i for kind in KINDS for i in truth.said.sure(kind)]
    asked = [i for i in sure if truth.said.way[i].ends]
    insides = [truth.said.inside(i) for i in asked]
    if any(isinstance(one, float) for one in insides):
        return
    if not asked:
        assert not text, text
        return
    if text.startswith("No switch point"):
        assert not any(insides), text
        who = {"weight sets" if truth.said.way[i].kind == "weight" else "experts" for i in asked}
        assert text == f"No switch point lies within what {' or '.join(sorted(who))} say.", text
        return
    total = 0
    for part in text.rstrip(".").split("; "):
        said = re.fullmatch(
            r"(\d+) of (\d+) switch points? of ([\w ]+) (?:lies|lie) within what ([\w ]+) say", part
        )
        assert said, part
        kinds = {kind.removesuffix("s") for kind in said[3].split(" and ")}
        own = [i for i in asked if truth.said.way[i].kind in kinds]
        assert {truth.said.way[i].kind for i in own} == kinds, part
        assert int(said[2]) == len(own), part
        assert int(said[1]) == sum(bool(truth.said.inside(i)) for i in own), part
        assert said[4] == ("weight sets" if kinds == {"weight"} else "experts"), part
        total += len(own)
    assert total == len(asked), text


@claim(r"The recommendation changes soonest with (?P<part>.+?\))\.(?: (?P<within>(?:No|\d+) .+))?")
def soonest(truth, part, within):
    _nearest(truth, part, within or "")


@claim(
    r"What changes the recommendation soonest: (?P<parts>.+?\))\."
    r"(?: (?P<within>(?:No switch|\d+ of) .+))?"
)
def soonest_of_each(truth, parts, within):
    _nearest(truth, parts, within or "")


@claim(r"Best plan: (?P<plan>.+)\.")
def best_plan(truth, plan):
    mine = truth.said.every.followed(truth.said.texts)
    return mine @ truth.said.every.start >= truth.said.every.now.max() - 1e-9 * truth.scale


@claim(r"Moved, one at a time: (?P<parts>.+)\.")
def what_was_moved(truth, parts):
    heard = {}
    for part in parts.split("; "):
        said = re.fullmatch(
            r"(\d+) (row|table|weight|score)s?(?: \((\d+) \D+\))?, of which (\d+) can switch the plan",
            part,
        )
        assert said, part
        heard[said[2]] = (int(said[1]), int(said[3] or 0), int(said[4]))
    for kind in KINDS:
        ways = [way for way in truth.said.way if way.kind == kind]
        assert (kind in heard) == bool(ways), parts
        if not ways:
            continue
        things, tried, turning = heard[kind]
        assert things == len({way.thing for way in ways}), parts
        if kind in ("row", "table"):
            assert tried == len({way.name for way in ways}), parts
        sure = {truth.said.way[i].thing for i in truth.said.sure(kind)}
        loose = {truth.said.way[i].thing for i in truth.said.loose(kind)}
        assert len(sure) <= turning <= len(sure | loose), (parts, sure, loose)


@claim(r"(?P<rows>\d+) rows? (?:is|are) certain and (?:was|were) not moved: .*")
def certain_rows(truth, rows):
    return int(rows) == truth.said.every.certain


@claim(
    r"A tie as the numbers are: (?P<some>\d+) numbers? settles? it by the least move\. "
    r"Switch points lie beyond\."
)
def settled(truth, some):
    level = {w.thing for w, p in zip(truth.said.way, truth.said.passed, strict=True) if p == 0}
    assert int(some) == len(level), level


@claim(r"What is exactly 0 or 1 stands last: .*")
def stands_last(truth):
    return any(number(row["Now"]) in (0.0, 1.0) for row in truth.rows)


@claim(r"What experts say: (?P<what>.+)\.")
def what_experts_say(truth, what):
    said = truth.said
    rows = [said.way[i] for i in said.sure("row") if said.way[i].ends]
    if not said.loose("row"):
        ranged = any(way.ranged for way in rows)
        own = (
            "own values" if not ranged else "the ranges they gave for a row, else their own values"
        )
        assert rows, what
        assert what == own, what


@claim(
    r"Of (?P<all_>\d+) (?P<kind>other structures?|experts' own numbers|other weight sets?), "
    r"(?P<same>\d+|none|all|both) (?:gives?|recommends?) the same plan(?:; not (?P<others>.+))?\."
)
def views(truth, all_, kind, same, others):
    names, best = {
        "o": lambda: views_of(truth, kind),
        "e": lambda: views_of(truth, "experts' own numbers"),
    }[kind[0]]()
    assert int(all_) == len(names)
    turned = dict(re.findall(r"(?:^|; )(\w+) \(((?:[^()]|\([^()]*\))*)\)", others or ""))
    assert int(same) == len(names) - len(turned), others
    for name in names:
        agree(truth, name, best[name], turned.get(name))


def views_of(truth, kind):
    if kind.startswith("experts"):
        names = truth.experts
        problems = {n: truth.problem(world=i) for i, n in enumerate(names, 1)}
    elif "structure" in kind:
        names = [s for s in truth.study.structures if s != "A"]
        problems = {n: truth.problem(structure=n) for n in names}
    else:
        names = [w for w in truth.diagram.weight_sets if w != truth.diagram.default_weights]
        problems = {n: truth.problem(weights=n) for n in names}
    return names, problems


def agree(truth, name, problem, change):
    """Whether a view prefers the pool's plan as it stands, or another as told."""
    from tests.exhaustive import written_out  # noqa: PLC0415

    weight, utility, _ = written_out(problem)
    worth = weight * utility
    every = truth.said.every
    best = (every.taken @ worth).max()
    slack = every.slack * float(every.taken[0] @ weight)
    own = every.followed(truth.said.texts) @ worth
    if change is None:
        held = written_out(every.problem)[0]
        if not ((held == 0) & (weight > 0)).any():
            assert own >= best - slack, f"{name} does not agree"
        return
    assert own < best - 0.01 * slack, f"{name} agrees"
    told = dict(part.split(": ", 1) for part in re.split(r", (?=\w+: )", change))
    if any(COUNTED in rule for rule in told.values()):
        return
    assert every.followed({**truth.said.texts, **told}) @ worth >= best - slack, (name, change)


@claim(
    r"(?P<decision>\w+): best and second(?: \((?P<pair>.+)\))? differ by (?P<lead>\S+) "
    rf"{UNIT}; (?P<why>.+)\. Report as a tie\."
)
def near_tie(truth, decision, pair, lead, why):
    gap, experts = gaps(truth, decision)
    assert close(lead, gap, truth.scale)
    if why == "the expert range of that gap is wider":
        return experts is None or max(experts) - min(experts) > gap - 1e-9 * truth.scale
    said = re.fullmatch(
        r"by the own numbers of (\d+) of (\d+) the second is as good or better", why
    )
    assert said, why
    assert int(said[2]) == len(truth.experts)
    return experts is None or int(said[1]) == sum(e <= 1e-9 * truth.scale for e in experts)


@claim(
    r"(?P<decision>\w+): best and second \((?P<pair>.+)\) are worth exactly the same\. "
    r"Report as a tie\."
)
def exact_tie(truth, decision, pair):
    gap, _ = gaps(truth, decision)
    assert gap <= 1e-9 * truth.scale
    every = truth.said.every
    for text in pair.split("; ") if pair.count(";") == 1 else ():
        only = {decision: truth.rule(decision, text)}
        assert truth.worths(only=only).max() >= truth.best() - every.slack, text


def gaps(truth, decision):
    """The pool's lead over the nearest rival; by each expert, if there is one such rival alone."""
    every = truth.said.every
    texts = truth.said.texts
    states = truth.diagram.states[decision]
    mine = every.followed(texts)
    base = truth.problem()
    from tests.exhaustive import over_all, written_out  # noqa: PLC0415

    rivals = np.zeros(len(every.taken), dtype=bool)
    weight, _, _ = written_out(base)
    for at, _ in enumerate(states):
        here = over_all(base, (decision,), np.eye(len(states))[at][:, None])
        if mine @ (weight * here) > 1e-12 * every.chance:
            rivals |= every.taken @ (weight * here) <= 1e-12 * every.chance
    values = np.where(rivals, every.now, -np.inf)
    gap = float(mine @ every.start - values.max()) / every.chance
    level = np.flatnonzero(values >= values.max() - every.slack)
    experts = []
    for world in range(1, len(truth.experts) + 1):
        weight, utility, _ = written_out(truth.problem(world))
        worth = weight * utility
        own = (mine @ worth - every.taken[level] @ worth) / float(mine @ weight)
        if np.ptp(own) > every.slack:
            return gap, None
        experts.append(float(own[0]))
    return gap, experts


@claim(
    r"(?P<decision>\w+): in (?P<some>\d+) situations? \(probability (?P<share>\S+)\) "
    r"another option is exactly as good\."
)
def level_situations(truth, decision, some, share):
    truth.texts = truth.said.texts
    met = truth.situations(decision)
    level = [chance for chance, losses in met if min(losses, default=1) <= 1e-9 * truth.scale]
    assert len(level) == int(some), (level, some)
    assert sum(level) == pytest.approx(float(share), rel=0.06)


JUDGE = Judge(
    claims=(
        nothing_switches,
        soonest,
        soonest_of_each,
        best_plan,
        what_was_moved,
        certain_rows,
        settled,
        stands_last,
        what_experts_say,
        views,
        near_tie,
        exact_tie,
        level_situations,
        *COMMON,
    )
)


# ----------------------------------------------------------------------------------------- rows


def kind_of(name):
    if " as " in name:
        return "table"
    if name.startswith("weight of "):
        return "weight"
    return "row" if "]=" in name else "score"


def row_holds(truth, row):
    said, name = truth.said, row["Number"]
    if said.unsure(name):
        return
    i = said.named(name, row["Switches at"])
    assert i is not None, row
    way = said.way[i]
    assert close(row["Now"], way.at, way.reach), row
    far, unit = row["Distance"].split(" ", 1)
    if way.kind == "table":
        beside = 0.005 if far[0] in "<>" else 0.0  # next to an end, and not at it
        assert abs(int(far.strip("<>")) / 100 - said.passed[i]) <= 0.0051 + beside, row
    else:
        assert close(far, said.distance(i), way.reach), row
        expected = {"row": "in probability", "weight": "in weight"}.get(way.kind)
        assert (unit == "log-odds") == (expected is not None and not said.certain(i)), row
    turns(truth, i, row["Then"])
    whose = next((h for h in row if h.lower() in WHOSE), None)
    if whose is None:
        assert not way.ends or way.kind == "table", row
        return
    reach_holds(said, i, row[whose], row)


WHOSE = ("experts", "weight sets", "experts or weight sets")


def reach_holds(said, i, cell, row):
    way = said.way[i]
    if way.kind == "table":
        assert cell == "that expert is beyond it", row
        return
    if not way.ends:
        assert cell == "-", row
        return
    where, _, count = cell.partition("; ")
    low, _, high = where.partition(" to ")
    assert close(low, min(low for low, _ in way.ends)), row
    assert close(high or low, max(high for _, high in way.ends)), row
    upward = way.end > way.at
    reach = [high - said.to(i) if upward else said.to(i) - low for low, high in way.ends]
    if min(map(abs, reach)) < 1e-9:
        return
    beyond = sum(one > 0 for one in reach)
    assert (beyond > 0) == bool(count), row
    if count:
        assert count.split(" reach")[0].split(" beyond")[0] == f"{beyond} of {len(reach)}", row


def rows_hold(truth):
    """Each kind's nearest are shown, in order; no more than asked for, none left out."""
    for kind in KINDS:
        shown = [row for row in truth.rows if kind_of(row["Number"]) == kind]
        sure, loose = truth.said.order(kind), truth.said.loose(kind)
        assert len(shown) >= min(TOP, len(sure)), kind
        if loose:
            continue
        assert len(shown) == min(TOP, len(sure)), kind
        for row, i in zip(shown, sure, strict=False):
            mine = truth.said.named(row["Number"], row["Switches at"])
            assert mine is not None, row
            apart = truth.said.distance(mine) - truth.said.distance(i)
            assert abs(apart) <= 1e-6 * (1 + truth.said.distance(i)), row
    for row in truth.rows:
        row_holds(truth, row)


def heard(study):
    """One study's answer judged; None where there is nothing to decide, or too much."""
    if not (study.diagram.decisions and study.diagram.utilities):
        printed = run(study, "switch")
        assert printed.code == 2, printed.output
        return None
    truth = Truth(study)
    if EveryPlan(truth).taken is None:
        return None
    printed = run(study, "switch", "--top", TOP)
    assert printed.code == 0, printed.output
    plan = next(line for line in printed.lines if line.startswith("Best plan: "))[11:-1]
    if COUNTED in plan:
        return None
    truth.said = Switched(truth, plan_of(truth, plan))
    truth.rows = printed.tables[0]
    JUDGE.hear(printed.lines, truth)
    rows_hold(truth)
    return printed


def plan_of(truth, text):
    """The rules of a plan in words: ``a, b`` or ``d0: a if x=1, else b; d1: c``."""
    names = list(truth.diagram.decisions)
    if re.match(rf"{names[0]}: ", text) or re.match(r"\w+: ", text):
        return dict(part.split(": ", 1) for part in re.split(r"; (?=\w+: )", text))
    return dict(zip(truth.problem().open, text.split(", "), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("kind", [small_study, scaled_study])
def test_switch_says_what_is_so(kind):
    answered = [heard(kind(seed)) for seed in range(STUDIES)]
    assert sum(one is not None for one in answered) > STUDIES / 4
