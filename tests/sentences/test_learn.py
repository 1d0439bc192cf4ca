"""Every sentence and cell of ``learn`` on what could be observed, against every strategy."""

from __future__ import annotations

import dataclasses
import itertools
import re
from functools import cache

import networkx as nx
import numpy as np
import pytest

from tests.exhaustive import every_strategy, known_at, over_all, written_out
from tests.random_studies import option_in
from tests.sentences.claims import Judge, claim, close, number
from tests.sentences.common import COMMON
from tests.sentences.every_plan import EveryPlan
from tests.sentences.printed import run
from tests.sentences.small import scaled_study, small_study
from tests.sentences.truth import TAKEN, Truth

STUDIES = 60
COUNTED = "situations (probability"
UNIT = r"(?:units of the imported file|points|of 100|points of 100)"


class Observed:
    """What could be observed before which decision, and what that is worth."""

    def __init__(self, truth, texts):
        self.truth, self.texts = truth, texts
        self.problem = truth.problem()
        self.slack = 1e-9 * max(truth.scale, 1e-300)
        self.graph = nx.DiGraph()
        self.graph.add_nodes_from(self.problem.network.sizes)
        parents = {name: t.scope[:-1] for name, t in self.problem.network.tables.items()}
        for child, above in {**parents, **self.problem.decisions}.items():
            self.graph.add_edges_from((parent, child) for parent in above)
        self.worth = cache(self._worth)

    @property
    def pairs(self):
        """Every decision with every node that the world will tell and that is not known there."""
        known = known_at(self.problem)
        return [
            (decision, node)
            for decision in self.problem.decisions
            for node, one in self.truth.diagram.chance.items()
            if one.resolvable and node not in self.truth.known and node not in known[decision]
        ]

    def late(self, decision, node):
        """Whether a decision, or one that is made after it, leads to a node."""
        order = list(self.problem.decisions)
        return any(nx.has_path(self.graph, d, node) for d in order[order.index(decision) :])

    def possible(self, decision):
        return [n for d, n in self.pairs if d == decision and not self.late(d, n)]

    def _worth(self, decision, node, world):
        """What observing is worth; None where there are too many strategies to try."""
        problem = self.truth.problem(world)
        known = (*problem.decisions[decision], node)
        asked = dataclasses.replace(problem, decisions={**problem.decisions, decision: known})
        worths = every_strategy(asked)
        if worths is None:
            return None
        gain = float(worths.max()) - self.truth.best(world)
        return gain if gain > self.slack else 0.0

    def leads(self, decision, node):
        """By situation with a node observed: what is known, and what every other option loses there.

        The plan is followed everywhere else.
        """
        problem, states = self.problem, self.truth.diagram.states
        weight, utility, _ = written_out(problem)
        rest = np.prod(
            [self.truth.rule(d, t)[0] for d, t in self.texts.items() if d != decision] or [1.0],
            axis=0,
        )
        names = tuple(dict.fromkeys((*problem.information[decision], node)))
        own = {}
        for cell in itertools.product(*(range(problem.network.sizes[n]) for n in names)):
            here = weight * rest
            for name, at in zip(names, cell, strict=True):
                here = here * over_all(problem, (name,), np.eye(len(states[name]))[at][:, None])
            options = np.eye(len(states[decision]))
            chosen = [over_all(problem, (decision,), row[:, None]) for row in options]
            chance = float((here * chosen[0]).sum())
            if chance <= TAKEN:
                continue
            known = {n: states[n][at] for n, at in zip(names, cell, strict=True)}
            taken = option_in(self.texts[decision], {**self.truth.constant, **known})
            worth = [float((here * utility * one).sum() / (here * one).sum()) for one in chosen]
            lead = worth[states[decision].index(taken)]
            losses = {
                o: lead - w for o, w in zip(states[decision], worth, strict=True) if o != taken
            }
            own[cell] = (known, losses)
        return list(own.values())

    def nearest(self, decision, node):
        return min((min(losses.values()) for _, losses in self.leads(decision, node)), default=None)


# ------------------------------------------------------------------------------------ sentences


@claim(rf"Observing (?P<node>\w+) before (?P<decision>\w+) is worth (?P<worth>\S+) {UNIT}\.")
def worth_most(truth, node, decision, worth):
    said = truth.said
    worths = {n: said.worth(decision, n, 0) for n in said.possible(decision)}
    mine = worths[node]
    if mine is not None:
        assert mine > 0
        assert close(worth, mine, truth.scale)
        assert number(worth) > 0
    others = [w for w in worths.values() if w is not None]
    return mine is None or mine >= max(others) - said.slack


@claim(
    r"(?:(?P<none>No single observation would change)|Observing (?P<nodes>[\w ]+) would not change) "
    r"(?P<decision>\w+) \(EVPI 0\)(?:: (?P<stays>.+?)\. The nearest switch is to (?P<rival>\w+), which "
    rf"(?:loses (?P<loss>\S+) {UNIT}|(?P<level>is as good))(?: if (?P<where>[^.]+))?)?\."
    r"(?: (?P<who>\d+) of (?P<all_>\d+) experts? would gain by their own numbers\.)?"
)
def worth_nothing(truth, none, nodes, decision, stays, rival, loss, level, where, who, all_):
    said = truth.said
    possible = said.possible(decision)
    worths = [said.worth(decision, n, 0) for n in possible]
    assert not any(worths), worths
    if nodes:
        assert nodes.split(" or ") == possible
    gaining = [
        [said.worth(decision, n, w) for n in possible] for w in range(1, len(truth.experts) + 1)
    ]
    if all(one is not None for row in gaining for one in row):
        gain = sum(any(row) for row in gaining) if len(truth.experts) > 1 else 0
        assert gain == int(who or 0), gaining
        assert who is None or int(all_) == len(truth.experts)
    if stays:
        rule = re.sub(r" is best whatever is seen$|^the best rule stays ", "", stays)
        assert rule == said.texts[decision]
        assert (" is best whatever" in stays) == (" if " not in rule), stays
        switch_holds(truth, decision, possible, rival, loss, where)


def switch_holds(truth, decision, possible, rival, loss, where):
    """Whether no situation with a node observed is nearer, and one as told is as near."""
    said = truth.said
    known = dict(pair.split("=") for pair in where.split(", ")) if where else {}
    leads = [one for node in possible for one in said.leads(decision, node)]
    least = min(min(losses.values()) for _, losses in leads)
    if loss is None:
        assert least <= said.slack
    else:
        assert close(loss, least, truth.scale), (loss, least)
    chance = truth.diagram.chance
    assert any(
        losses.get(rival, np.inf) <= least + said.slack
        and {n: s for n, s in situation.items() if n in chance} == known
        for situation, losses in leads
    ), (rival, known)


@claim(r"Worth of observing, in (?:units of the imported file|points of 100):")
def heading(truth):
    return bool(truth.rows)


@claim(r"Already known: (?P<known>.+)\.")
def already(truth, known):
    return dict(p.split("=") for p in known.split(", ")) == truth.constant


@claim(r"Nearest switch: how far the option taken leads where the observation .+\.")
def what_a_switch_is(truth):
    return bool(truth.rows)


@claim(
    r"(?P<node>\w+) depends on (?P<cause>\w+)(?: \(through (?P<through>[\w, ]+)\))?, (?P<when>.+)\."
)
def comes_too_late(truth, node, cause, through, when):
    said = truth.said
    path = [cause, *(through.split(", ") if through else []), node]
    assert all(said.graph.has_edge(a, b) for a, b in itertools.pairwise(path)), path
    order = list(said.problem.decisions)
    assert cause in order
    if when == "so it cannot be known before that decision":
        return said.late(cause, node)
    before = re.fullmatch(r"which is decided later, so it cannot be known before (\w+)", when)
    assert before, when
    return order.index(before[1]) < order.index(cause) and said.late(before[1], node)


@claim(r"There is nothing more to observe: all that the world will tell is known by then\.")
def nothing_left(truth):
    return not truth.said.pairs


JUDGE = Judge(
    claims=(
        worth_most,
        worth_nothing,
        heading,
        already,
        what_a_switch_is,
        comes_too_late,
        nothing_left,
        *COMMON,
    )
)


def row_holds(truth, row):
    said = truth.said
    decision, node = row["Before"], row["Observing"]
    worth = said.worth(decision, node, 0)
    if worth is not None:
        assert close(row["Worth"], worth, truth.scale), row
        assert (number(row["Worth"]) > 0) == (worth > 0), row
        assert (row["Nearest switch"] == "changes the choice") == (worth > 0), row
    if "Experts" in row:
        own = [said.worth(decision, node, w) for w in range(1, len(truth.experts) + 1)]
        low, _, high = row["Experts"].partition(" to ")
        if None not in own:
            assert close(low, min(own), truth.scale), row
            assert close(high or low, max(own), truth.scale), row
    if row["Nearest switch"] in ("changes the choice", "no choice"):
        assert row["Nearest switch"] != "no choice" or len(truth.diagram.states[decision]) == 1, row
        return
    lead, _, rival = row["Nearest switch"].partition(" to ")
    least = said.nearest(decision, node)
    assert close(lead, least, truth.scale), (row, least)
    assert any(
        losses.get(rival, np.inf) <= least + said.slack for _, losses in said.leads(decision, node)
    ), row


def heard(study):
    """One study's answer judged; None where there is nothing to decide, or too much."""
    printed = run(study, "learn", "--draws", 0)
    if not (study.diagram.decisions and study.diagram.utilities):
        # told in bits, unless an open decision is a cause; bayesnet/test_nothing_to_decide.py counts
        assert printed.code == 2 or "There is nothing to decide." in printed.output
        return None
    truth = Truth(study)
    if EveryPlan(truth).taken is None:
        return None
    assert printed.code == 0, printed.output
    decided = run(study, "decide").tables[0]
    texts = {truth.decision_of(row["Decision"]): row["Best rule"] for row in decided}
    if any(COUNTED in text for text in texts.values()):
        return None
    truth.said = Observed(truth, texts)
    truth.rows = printed.tables[0] if printed.tables else ()
    JUDGE.hear(printed.lines, truth)
    open_pairs = {(d, n) for d, n in truth.said.pairs if not truth.said.late(d, n)}
    assert {(row["Before"], row["Observing"]) for row in truth.rows} == open_pairs
    for decision in study.diagram.decisions:
        worths = [number(r["Worth"]) for r in truth.rows if r["Before"] == decision]
        assert worths == sorted(worths, reverse=True), truth.rows
    if truth.rows:
        said = {line.split()[1] if "EVPI" not in line else "" for line in printed.lines}
        told = sum(" is worth " in line or "EVPI 0" in line for line in printed.lines)
        assert told == len({d for d, _ in open_pairs}), said
    late = {n for d, n in truth.said.pairs if truth.said.late(d, n)}
    assert {line.split()[0] for line in printed.lines if " depends on " in line} == late
    for row in truth.rows:
        row_holds(truth, row)
    return printed


@pytest.mark.slow
@pytest.mark.parametrize("kind", [small_study, scaled_study])
def test_learn_says_what_is_so(kind):
    answered = [heard(kind(seed)) for seed in range(STUDIES)]
    assert sum(one is not None for one in answered) > STUDIES / 4
