"""Every sentence and cell of ``experts``: who would choose otherwise, and what agreement turns."""

from __future__ import annotations

import re

import numpy as np
import pytest

from bayesnet.inference.query import Table
from tests.exhaustive import written_out
from tests.sentences.claims import Judge, claim, close, number
from tests.sentences.common import COMMON
from tests.sentences.every_plan import EveryPlan
from tests.sentences.printed import run
from tests.sentences.small import scaled_study, small_study
from tests.sentences.truth import Truth

STUDIES = 60
SHARE = 10
COUNTED = "situations (probability"


class Differing:
    """Every strategy by every expert's own numbers, also with one table taken over from one."""

    def __init__(self, truth, texts):
        self.truth, self.texts = truth, texts
        self.every = EveryPlan(truth)
        self.mine = self.every.followed(texts)
        self.tables = truth.study.network("A").tables
        self.slack = 10 * self.every.slack

    def _worths(self, tables, world):
        """Of every strategy, and of the pool's plan, by one world; None of impossible evidence."""
        weight, utility, _ = written_out(self.truth.problem_of(tables, world))
        chance = float(self.mine @ weight)
        if chance <= 0:
            return None
        worth = weight * utility
        return np.append(self.every.taken @ worth, self.mine @ worth) / chance

    def own(self, world):
        return self._worths(self.tables, world)

    def impossible_to_pool(self, world):
        """Whether an expert holds possible what the pool holds impossible."""
        pool, expert = (written_out(self.truth.problem(w))[0] for w in (0, world))
        return bool(((pool == 0) & (expert > 0)).any())

    def adopted(self, node=None, adopted=0):
        """What every strategy is worth, pooled over experts who all have one expert's table."""
        tables = dict(self.tables)
        if node:
            taken = self.tables[node].values
            taken = taken[..., [min(adopted, taken.shape[-1] - 1)]]
            tables[node] = Table(scope=self.tables[node].scope, values=taken)
        each = [self._worths(tables, w) for w in range(1, len(self.truth.experts) + 1)]
        if any(one is None for one in each):
            return None
        return self.truth.study.weights @ np.array(each)

    def turned(self, node, adopted):
        """Whether the plan that is best of all now is not any more; None if that is a tie now."""
        now, then = self.adopted(), self.adopted(node, adopted)
        if now is None or then is None:
            return None
        level = np.flatnonzero(now >= now.max() - self.slack)
        behind = then.max() - then[level]
        if behind.min() <= self.slack < behind.max():
            return None
        return bool(behind.min() > self.slack)


def whole(text):
    """A share in whole percent, as it was before it was told from nothing and from all."""
    return {"<1 %": 0, ">99 %": 100}.get(text) if text[0] in "<>" else int(text.removesuffix(" %"))


@claim(r"The experts form no clear camps: what they imply differs by degrees\.")
def no_camps(truth):
    return {row["Camp"] for row in truth.rows} == {"1"}


@claim(r"What their networks imply puts the experts into camps: (?P<camps>.+)\.")
def camps(truth, camps):
    told = [camp.split(", ") for camp in camps.split("; ")]
    shown = {}
    for row in truth.rows:
        shown.setdefault(row["Camp"], []).append(row["Expert"])
    return len(told) > 1 and told == list(shown.values())


@claim(r"The widest split would go, if all shared the pool's table, by (?P<tables>.+)\.")
def widest_split(truth, tables):
    told = {n: whole(s) for n, s in re.findall(r"(\w+) \(([<>]?-?\d+ %)\)", tables)}
    split = {row["Table"]: whole(row["Of the split"]) for row in truth.partings}
    assert all(told[name] == split[name] >= SHARE for name in told), (told, split)
    others = [value for name, value in split.items() if name not in told]
    assert len(told) == 3 or all(value <= SHARE for value in others), (told, split)
    return max(others, default=-100) <= min(told.values())


@claim(r"(?P<some>\d+) of (?P<all_>\d+) would choose another plan than the pool's: (?P<who>.+)\.")
def dissent(truth, some, all_, who):
    named = who.split(", ")
    assert (int(some), int(all_)) == (len(named), len(truth.experts))
    dissent_holds(truth, named)


@claim(r"All (?P<all_>\d+) would choose the same plan: they differ in levels, not choice\.")
def no_dissent(truth, all_):
    assert int(all_) == len(truth.experts)
    dissent_holds(truth, [])


def dissent_holds(truth, named):
    said = truth.said
    for world, expert in enumerate(truth.experts, 1):
        if (worths := said.own(world)) is None:
            continue
        behind = worths.max() - worths[-1]
        if expert in named:
            assert behind > 0.01 * said.slack, f"{expert} would choose the pool's plan"
        elif not said.impossible_to_pool(world):
            assert behind <= said.slack, f"{expert} would choose another plan"


@claim(r"Agreement could change the plan: (?P<turns>.+)\.")
def could_change(truth, turns):
    told = set(re.findall(r"at (\w+)'s (\w+) \w+ turns from", turns))
    shown = {
        (expert, row["Table"])
        for row in truth.partings
        for expert in row["Plan turns at"].split(", ")
        if expert != "-"
    }
    return told == shown


@claim(
    r"Agreement on no single table would change the plan(?:; nearest comes (?P<table>\w+), where "
    r"(?P<left>\S+)(?: of 100| units of the imported file)? would be left of the lead)?\."
)
def no_change(truth, table, left):
    assert all(row["Plan turns at"] == "-" for row in truth.partings)
    if table is None:
        return
    leads = {
        row["Table"]: number(row["Lead left"]) for row in truth.partings if row["Lead left"] != "-"
    }
    assert leads[table] == min(leads.values()), (table, leads)
    assert (
        leads[table] == 0
        if left == "nothing"
        else abs(number(left) - leads[table]) <= (0.51 * 10.0 ** -len(left.partition(".")[2]))
    )


@claim(r"Best plan of the pool: (?P<plan>.+)\.")
def pools_plan(truth, plan):
    every = truth.said.every
    return truth.said.mine @ every.start >= every.now.max() - every.slack


@claim(r"Shown: the (?P<some>\d+) implications that the experts' own networks differ on most\.")
def shown(truth, some):
    return int(some) == len(truth.rows[0]) - (3 if truth.said else 2)


@claim(r"What goes if everybody has the pool's table:|Split: between the two widest camps\. .+")
def headings(truth):
    return True


JUDGE = Judge(
    claims=(
        no_camps,
        camps,
        widest_split,
        dissent,
        no_dissent,
        could_change,
        no_change,
        pools_plan,
        shown,
        headings,
        *COMMON,
    )
)


def plan_of(text):
    return dict(part.split("=", 1) for part in re.split(r"[,;] (?=d\d=)", text))


def row_holds(truth, row):
    """An expert's own plan, and what the expert's own network implies."""
    said, world = truth.said, 1 + truth.experts.index(row["Expert"])
    if said is not None:
        plan_holds(truth, said, row, world)
    for head, cell in row.items():
        asked = re.fullmatch(r"(S\d)(?: - (S\d))?: (.+)", head)
        if not asked:
            continue
        outcome = next(o for o in truth.diagram.outcomes if o.id == asked[3])
        value = truth.outcome("A", truth.full(asked[1]), outcome)[world]
        if asked[2]:
            value -= truth.outcome("A", truth.full(asked[2]), outcome)[world]
        assert close(cell, value), (row, head, value)


def plan_holds(truth, said, row, world):
    told = {} if row["Best plan"] == "as the pool" else plan_of(row["Best plan"])
    worths = said.own(world)
    if worths is not None and not any(COUNTED in text for text in told.values()):
        own = said.every.followed({**said.texts, **told})
        weight, utility, _ = written_out(truth.problem(world))
        worth = float(own @ (weight * utility) / (own @ weight))
        if told or not said.impossible_to_pool(world):
            assert worth >= worths.max() - said.slack, row


def parting_holds(truth, row):
    """At whose table the plan turns: there some strategy is better than what is best now.

    Chosen from are some plans, as the page says: where another one turns it, none may be told.
    """
    turns = [] if row["Plan turns at"] == "-" else row["Plan turns at"].split(", ")
    for at, expert in enumerate(truth.experts, 1):
        turned = truth.said.turned(row["Table"], at)
        assert turned is not False or expert not in turns, (row, expert)
    if row["Lead left"] != "-":
        assert (number(row["Lead left"]) < 0) == bool(turns), row


def heard(study):
    """One study's answer judged; None where nobody can differ, or too much is to be tried."""
    printed = run(study, "experts")
    if printed.code:
        assert printed.code == 2, printed.output
        assert "nan" not in printed.output
        return None
    truth = Truth(study)
    truth.said = None
    if study.diagram.decisions and study.diagram.utilities:
        plan = next(line for line in printed.lines if line.startswith("Best plan of the pool: "))
        if EveryPlan(truth).taken is None or COUNTED in plan:
            return None
        truth.said = Differing(truth, plan_of(plan.removeprefix("Best plan of the pool: ")[:-1]))
    truth.rows, truth.partings = (*printed.tables, ())[:2]
    JUDGE.hear(printed.lines, truth)
    assert sorted(row["Expert"] for row in truth.rows) == sorted(truth.experts)
    for row in truth.rows:
        row_holds(truth, row)
    for row in truth.partings if truth.said else ():
        parting_holds(truth, row)
    return printed


@pytest.mark.slow
@pytest.mark.parametrize("kind", [small_study, scaled_study])
def test_experts_says_what_is_so(kind):
    answered = [heard(kind(seed)) for seed in range(STUDIES)]
    assert sum(one is not None for one in answered) > STUDIES / 6
