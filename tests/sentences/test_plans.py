"""Every sentence and cell of ``plans``, against every strategy's scores, in every draw."""

from __future__ import annotations

import re
from functools import cached_property

import numpy as np
import pytest
from scipy.optimize import linprog

from bayesnet.study.draws import draw
from bayesnet.sweep import Sampling, chunks
from tests.exhaustive import function_rule, over_all, written_out
from tests.sentences.claims import Judge, claim, close
from tests.sentences.common import COMMON
from tests.sentences.every_plan import EveryPlan
from tests.sentences.printed import run
from tests.sentences.small import scaled_study, small_study
from tests.sentences.truth import Truth

STUDIES = 40
DRAWS = 12
COUNTED = "situations (probability"
UNIT = r"(?:units of the imported file|points)"
LEAD = 1e-7
"""A lead that is a smaller share of the attributes' reach is left to rounding."""


class Scored:
    """Every strategy's score in each attribute, and which of them are best for somebody."""

    def __init__(self, truth, draws):
        self.truth, self.draws = truth, draws
        self.every = EveryPlan(truth)
        self.names = list(truth.diagram.utilities)
        weight, self.utility, _ = written_out(truth.problem())
        self.weight = weight
        columns = []
        for name in self.names:
            terms = [t for t in truth.terms() if t.name == name]
            columns.append(
                weight * sum(over_all(truth.problem(), t.scope, t.values) for t in terms)
            )
        self.columns = np.stack(columns, axis=-1)
        self.scores = self.every.taken @ self.columns / self.every.chance
        most = np.abs(self.scores).max(axis=0)
        apart = np.ptp(self.scores, axis=0)
        # an attribute that is always the same is apart by rounding alone
        self.reach = np.where(apart > 1e-9 * most, apart, np.maximum(most, 1e-300))

    @cached_property
    def values(self):
        """The different utilities there are, apart from rounding."""
        each = np.unique(self.utility)
        apart = np.diff(each, append=np.inf) > 1e-9 * max(np.abs(each).max(), 1e-300)
        return each[apart]

    @cached_property
    def distinct(self):
        """The different scores there are, each as a share of the reach."""
        return np.unique(np.round(self.scores / self.reach, 9), axis=0)

    def of(self, plan):
        """The scores of a plan in words."""
        return self.every.followed(plan) @ self.columns / self.every.chance

    def efficient(self, scores):
        """Whether no strategy is as good everywhere and better somewhere; None if barely."""
        apart = (self.scores - scores) / self.reach
        firm = ((apart >= -1e-9).all(axis=1) & (apart > 1e-7).any(axis=1)).any()
        barely = ((apart >= -1e-7).all(axis=1) & (apart > 1e-10).any(axis=1)).any()
        return False if firm else None if barely else True

    def alone_best(self, scores):
        """Whether some weights make these scores the only best; None if barely."""
        mine = scores / self.reach
        apart = mine - self.distinct
        apart = apart[np.abs(apart).max(axis=1) > 2e-9]
        if not len(apart):
            return True
        cost = np.append(np.zeros(len(mine)), -1.0)
        solved = linprog(
            cost,
            A_ub=np.hstack([-apart, np.ones((len(apart), 1))]),
            b_ub=np.zeros(len(apart)),
            A_eq=np.append(np.ones(len(mine)), 0.0)[None],
            b_eq=[1.0],
            bounds=[(0, 1)] * len(mine) + [(None, None)],
        )
        lead = -solved.fun
        return None if 1e-10 < abs(lead) < LEAD else bool(lead >= LEAD)

    @cached_property
    def front(self):
        """The scores that some weights make the only best ones, as shares of the reach."""
        return [one for one in self.distinct if self.alone_best(one * self.reach)]

    @cached_property
    def fixed(self):
        """The strategies that take one option at each decision, whatever is seen: their cells."""
        problem = self.every.problem
        rows = [np.ones((1, len(self.weight)))]
        for decision in problem.open:
            size = problem.network.sizes[decision]
            own = [function_rule(problem, decision, lambda _, o=o: o)[0] for o in range(size)]
            rows = [np.concatenate([row * one for one in own]) for row in rows]
        return rows[0]

    def views(self):
        """By pool and expert and set of weights, and by draw: weight times utility of every cell."""
        for world in range(len(self.truth.experts) + 1):
            for weights in self.truth.diagram.weight_sets:
                weight, utility, _ = written_out(self.truth.problem(world, weights=weights))
                yield weight * utility
        for _, worth in self.drawn:
            yield worth

    @cached_property
    def drawn(self):
        """Of every draw: the weight of every cell, and that times utility."""
        if not self.draws:
            return []
        study = self.truth.study
        (chunk,) = chunks(Sampling(draws=self.draws, seed=1, coherent=True))
        drawn = draw(study.cpds, study.priors, chunk.size, chunk.seed, coherent=True)
        tables = study.drawn("A", drawn).tables
        found = []
        for world in range(self.draws):
            weight, utility, _ = written_out(self.truth.problem_of(tables, world))
            found.append((weight, weight * utility))
        return found

    @cached_property
    def best_drawn(self):
        """What the best strategy is worth in every draw."""
        return [
            float((self.every.taken @ worth).max() / (self.every.taken[0] @ weight))
            for weight, worth in self.drawn
        ]

    def regrets(self, plan):
        """What a plan falls short of the best in every draw."""
        mine = self.every.followed(plan)
        return np.array(
            [
                best - float(mine @ worth / (mine @ weight))
                for best, (weight, worth) in zip(self.best_drawn, self.drawn, strict=True)
            ]
        )

    def for_somebody(self, plan):
        """Whether a plan is best for the pool, an expert, a set of weights, some weights, a draw."""
        mine = self.every.followed(plan)
        scores = self.of(plan) / self.reach
        if any(np.abs(scores - one).max() < 1e-6 for one in self.front):
            return True
        slack = 10 * self.every.slack
        return any(
            mine @ worth >= (self.every.taken @ worth).max() - slack for worth in self.views()
        )


def plan_of(truth, text):
    """The rules of a plan in words: ``a, (b if x=1, else c)``; one alone has no brackets."""
    names = list(truth.problem().open)
    if len(names) == 1:
        return {names[0]: text}
    parts = re.findall(r"\(([^()]*)\)|([^,() ]+)", text)
    return dict(zip(names, [a or b for a, b in parts], strict=True))


def per_cent(text, share):
    """Whether a share in words is so: all and none only if it is all or none."""
    if text == ">99 %":
        return 0.99 < share < 1
    if text == "<1 %":
        return 0 < share < 0.01
    said = int(text.removesuffix(" %")) / 100
    if said in (0.0, 1.0):
        return abs(said - share) < 1e-9
    return abs(said - share) <= 0.0051


# ------------------------------------------------------------------------------------ sentences


@claim(r"The best plan is (?P<plan>.+)\.")
def best_is(truth, plan):
    assert not truth.said.draws
    return is_best(truth, plan)


def is_best(truth, plan):
    if COUNTED in plan:
        return True
    every = truth.said.every
    mine = every.followed(plan_of(truth, plan))
    return mine @ every.start >= every.now.max() - every.slack


@claim(
    r"The best plan, (?P<plan>.+), is best in (?P<share>.+) of the draws and falls short of the best"
    rf"(?P<listed> plan listed)? by (?P<short>less than \S+|\S+) {UNIT} on average\."
)
def best_over_draws(truth, plan, share, listed, short):
    assert is_best(truth, plan)
    if COUNTED in plan or listed:
        return
    regrets = truth.said.regrets(plan_of(truth, plan))
    row = next(row for row in truth.rows if plan_in(row) == plan)
    assert close(row["P(best)"], chances(truth)[row["Plan"]])
    assert per_cent(share, chances(truth)[row["Plan"]]), (share, chances(truth)[row["Plan"]])
    mean, slack = float(regrets.mean()), truth.said.every.slack
    if short == "0":
        assert mean <= slack, short
    elif short.startswith("less than "):
        assert slack / 100 < mean < float(short.removeprefix("less than ")), short
    else:
        assert close(short, mean, truth.scale), (short, mean)


@claim(
    rf"The best plan of fixed options, (?P<plan>.+), is worth (?:(?P<loss>\S+) {UNIT} less|as much)\."
)
def best_fixed(truth, plan, loss):
    every = truth.said.every
    worths = truth.said.fixed @ every.start
    mine = every.followed(plan_of(truth, plan))
    assert mine @ every.start >= worths.max() - every.slack
    gap = float(every.now.max() - worths.max()) / every.chance
    return close(loss, gap, truth.scale) if loss else gap <= every.slack


LISTED = (
    r"(?:Listed are (?P<fixed>\d+) plans? of fixed options"
    r"(?:(?P<none>: no rule that depends on what is seen is the best for anybody)"
    r"| and (?P<rules>\d+) rules? that depends? on what is seen and (?:is|are) best for somebody, "
    r"for some weights or in a draw)\."
    r") (?P<good>\d+) of them (?:is|are) efficient \(no plan at all is as good in every attribute and "
    r"better in one\)(?:, (?P<open_>\d+) more may be)?"
)


def listed_holds(truth, fixed, none, rules, good, open_):
    said = truth.said
    assert int(fixed) == len(said.fixed)
    total = int(fixed) + int(rules or 0)
    if truth.everything:
        assert len(truth.rows) == total
    plans = [(row, plan_of(truth, plan_in(row))) for row in truth.rows]
    told = [p for _, p in plans if not any(COUNTED in text for text in p.values())]
    for plan in told:
        if any(" if " in text for text in plan.values()):
            assert said.for_somebody(plan), plan
    if none:
        slack = 10 * said.every.slack
        for worth in said.views():
            assert (said.fixed @ worth).max() >= (said.every.taken @ worth).max() - slack, "a rule"
        own = said.fixed @ said.columns / said.every.chance / said.reach
        for one in said.front:
            assert np.abs(own - one).max(axis=1).min() < 1e-6, ("a rule for some weights", one)
    if truth.everything and len(told) == len(plans):
        verdicts = [said.efficient(said.of(plan)) for plan in told]
        firm, unsure = verdicts.count(True), verdicts.count(None)
        assert firm <= int(good) + int(open_ or 0) <= firm + unsure or open_, good
        assert int(good) <= firm + unsure, good


@claim(
    LISTED + r", and (?P<ever>\d+) (?:is|are) the best for some weights"
    r"(?P<rest>; the rest are never alone the best, whatever the weights)?\."
)
def listed(truth, fixed, none, rules, good, open_, ever, rest):
    listed_holds(truth, fixed, none, rules, good, open_)
    total = int(fixed) + int(rules or 0)
    assert (rest is not None) == (int(ever) < total)
    if truth.everything and not any(COUNTED in row["Plan"] for row in truth.rows):
        verdicts = [
            truth.said.alone_best(truth.said.of(plan_of(truth, plan_in(r)))) for r in truth.rows
        ]
        firm, unsure = verdicts.count(True), verdicts.count(None)
        assert firm <= int(ever) <= firm + unsure, (ever, firm, unsure)
        shown = [truth.said.of(plan_of(truth, plan_in(r))) / truth.said.reach for r in truth.rows]
        for one in truth.said.front:
            assert min(np.abs(mine - one).max() for mine in shown) < 1e-6, ("left out", one)


@claim(LISTED + r"\. Whether others would be the best for some weights was not settled\.")
def listed_unsettled(truth, fixed, none, rules, good, open_):
    return listed_holds(truth, fixed, None, rules, good, open_)


@claim(r"Options in the order: (?P<names>.+)\.")
def order(truth, names):
    return names.split(", ") == list(truth.problem().open)


@claim(r"Whatever the weights, a best plan does without (?P<options>.+)\.")
def spared(truth, options):
    said = truth.said
    never = np.zeros(len(said.every.taken))
    for pair in options.split(", "):
        decision, option = pair.split("=")
        states = truth.diagram.states[decision]
        here = over_all(
            said.every.problem, (decision,), np.eye(len(states))[states.index(option)][:, None]
        )
        never = never + said.every.taken @ (said.weight * here)
    without = said.scores[never <= 1e-12] / said.reach
    assert len(without), options
    for one in said.front:
        assert np.abs(without - one).max(axis=1).min() < 1e-6, (options, one)


@claim(r"Not shown: (?P<number>\d+) plans?; --all shows them, too\.")
def not_shown(truth, number):
    return not truth.everything and int(number) == truth.whole - len(truth.rows)


@claim(
    r"P\(best\) and regret: over the draws(?P<listed>, against the best plan listed)?"
    r"(?:; in (?P<others>.+) of them a rule without a figure here is the best)?\."
)
def over_draws(truth, listed, others):
    if not truth.everything or any(COUNTED in row["Plan"] for row in truth.rows) or listed:
        return
    total = sum(chances(truth).values())
    assert per_cent(others, 1 - total) if others else total == pytest.approx(1.0), (others, total)


@claim(r"Weights: (?P<label>.+)\.")
def weights(truth, label):
    return label == truth.diagram.weight_sets[truth.diagram.default_weights].label


@claim(
    r"Nobody who likes more(?P<averse> and dislikes risk)? takes (?P<plan>.+): (?P<other>.+) is "
    r"better in distribution, too\."
)
def dominated(truth, averse, plan, other):
    if COUNTED in plan + other:
        return True
    worse, better = (below_each(truth, text) for text in (plan, other))
    steps = np.diff(truth.said.values)
    if not averse:
        return (better <= worse + 1e-9).all() and (better < worse - 1e-12).any()
    area = np.cumsum((worse - better)[:-1] * steps)
    reach = truth.said.values[-1] - truth.said.values[0]
    return (area >= -1e-9 * reach).all() and (area > 1e-12 * reach).any()


def below_each(truth, text):
    """How probable a plan makes it that the utility is no more than each value there is."""
    said = truth.said
    probability = said.every.followed(plan_of(truth, text)) * said.weight / said.every.chance
    return np.array([probability[said.utility <= value].sum() for value in said.values])


JUDGE = Judge(
    claims=(
        dominated,
        best_is,
        best_over_draws,
        best_fixed,
        listed,
        listed_unsettled,
        order,
        spared,
        not_shown,
        over_draws,
        weights,
        *COMMON,
    )
)


# ----------------------------------------------------------------------------------------- rows


def plan_in(row):
    return re.sub(r" \((?:inefficient|never alone best)\)$", "", row["Plan"])


def chances(truth):
    """By row, the share of the draws in which its plan is best, ties shared between those listed."""
    plans = {
        row["Plan"]: plan_of(truth, plan_in(row))
        for row in truth.all_rows
        if COUNTED not in row["Plan"] and row["P(best)"]
    }
    level = np.array(
        [truth.said.regrets(plan) <= truth.said.every.slack for plan in plans.values()]
    )
    share = (level / np.maximum(level.sum(axis=0), 1)).mean(axis=1)
    return dict(zip(plans, share.tolist(), strict=True))


def row_holds(truth, row):
    if COUNTED in row["Plan"]:
        return
    said, plan = truth.said, plan_of(truth, plan_in(row))
    scores = said.of(plan)
    for name, value in zip(said.names, scores, strict=True):
        assert close(row[truth.diagram.labels[name]], value, truth.scale), row
    weights_ = truth.diagram.weight_sets[truth.diagram.default_weights].weights
    worth = sum(float(weights_[n]) * v for n, v in zip(said.names, scores, strict=True))
    assert close(row["Utility"], worth, truth.scale), row
    efficient, alone = said.efficient(scores), said.alone_best(scores)
    if row["Plan"].endswith("(inefficient)"):
        assert efficient is not True, row
    elif row["Plan"].endswith("(never alone best)"):
        assert efficient is not False, row
        assert alone is not True, row
    elif efficient is False:
        raise AssertionError(row)
    if said.draws and row["P(best)"]:
        assert close(row["Regret"], float(said.regrets(plan).mean()), truth.scale), row
        if truth.everything:
            assert close(row["P(best)"], chances(truth)[row["Plan"]]), row


def heard(study):
    """One study's answers judged; None where there is nothing to decide, or too much."""
    if not (study.diagram.decisions and study.diagram.utilities):
        assert run(study, "plans", "--draws", 0).code == 2
        return None
    truth = Truth(study)
    if EveryPlan(truth).taken is None:
        return None
    for draws in (0, DRAWS):
        truth.said = Scored(truth, draws)
        whole = run(study, "plans", "--draws", draws, "--all")
        truth.whole = len(whole.tables[0])
        truth.all_rows = whole.tables[0]
        for everything in (True, False):
            printed = whole if everything else run(study, "plans", "--draws", draws)
            assert printed.code == 0, printed.output
            truth.everything, truth.rows = everything, printed.tables[0]
            JUDGE.hear(printed.lines, truth)
            for row in truth.rows:
                row_holds(truth, row)
    return printed


@pytest.mark.slow
@pytest.mark.parametrize("kind", [small_study, scaled_study])
def test_plans_says_what_is_so(kind):
    answered = [heard(kind(seed)) for seed in range(STUDIES)]
    assert sum(one is not None for one in answered) > STUDIES / 4
