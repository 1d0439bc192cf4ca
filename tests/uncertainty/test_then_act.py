"""Rules side by side, in random studies that act on a signal: every number against all strategies.

Eight strategies are all there are: test or not, and what to do after either signal. Each is worked
out here by its sum over the state and the signal; nothing of the solver takes part.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from bayesnet.answers.recommend import recommend
from bayesnet.sensitivity.prospects import find_prospects
from bayesnet.study.draws import draw
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling, chunks
from bayesnet.uncertainty.agenda import agenda
from bayesnet.uncertainty.disagreement import disagreement
from bayesnet.uncertainty.learning import learning
from bayesnet.uncertainty.observations import observations
from tests.uncertainty.studies import signal_study

STRATEGIES = list(itertools.product((0, 1), repeat=3))
"""Test or not, act after the first signal or not, after the second."""
SEEDS = 320
SAMPLING = Sampling(draws=3, seed=4)


def tables(network, world):
    """P(state), P(signal | state, test) of one world."""
    state, signal = (network.tables[n].values for n in ("state", "signal"))
    pick = [min(world, t.shape[-1] - 1) for t in (state, signal)]
    return state[..., pick[0]], signal[..., pick[1]]


def scores(study, network, world):
    """Both attributes of every strategy, shape (8, 2): gain by (act, state), cost by (test, act)."""
    state, signal = tables(network, world)
    nodes = study.diagram.utilities
    gain = np.array([[float(nodes["gain"].table[a, s]) for s in "xy"] for a in ("wait", "go")])
    cost = np.array(
        [[float(nodes["cost"].table[t, a]) for a in ("wait", "go")] for t in ("n", "y")]
    )
    joint = state[:, None] * signal.swapaxes(0, 1)  # [test, state, signal]
    found = []
    for test, *acts in STRATEGIES:
        own = joint[test]
        found.append(
            (
                sum(own[s, o] * gain[acts[o], s] for s in (0, 1) for o in (0, 1)),
                sum(own[:, o].sum() * cost[test, acts[o]] for o in (0, 1)),
            )
        )
    return np.array(found)


def told(plan):
    """The number of the strategy that a plan's rules describe."""
    test = ("n", "y").index(plan["test"].always)

    def act(signal):
        (option,) = {c.option for c in plan["act"].cases if c.known.get("signal", signal) == signal}
        return ("wait", "go").index(option)

    return STRATEGIES.index((test, act("low"), act("high")))


def shares(vectors):
    """Shares of the first attribute between all points where two strategies are level, and 0, 1."""
    cuts = {0.0, 1.0}
    for (a, b), (c, d) in itertools.combinations(vectors.tolist(), 2):
        if (slope := (a - c) - (b - d)) and 0 < (cut := (d - b) / slope) < 1:
            cuts.add(cut)
    ends = sorted(cuts)
    return [0.0, *((a + b) / 2 for a, b in itertools.pairwise(ends) if b - a > 1e-6), 1.0]


@pytest.fixture(scope="module")
def studies():
    return [signal_study(seed) for seed in range(SEEDS)]


def test_plans_equal_all_strategies_one_by_one(studies):
    conditional = inefficient = spared = 0
    for study in studies:
        answer = find_prospects(StudyView(study, "A", "w"), SAMPLING)
        vectors = scores(study, study.network("A"), 0)
        weights = np.array([float(w) for w in study.diagram.weight_sets["w"].weights.values()])
        worth = vectors @ weights
        assert answer.best.expected == pytest.approx(worth.max(), abs=1e-9)
        fixed = [i for i, (_, low, high) in enumerate(STRATEGIES) if low == high]
        assert answer.best_fixed[1] == pytest.approx(worth[fixed].max(), abs=1e-9)
        assert answer.fixed_loss == pytest.approx(worth.max() - worth[fixed].max(), abs=1e-9)
        assert answer.complete
        assert {told(p.plan) for p in answer.prospects if p.fixed} == set(fixed)

        drawn = draw(study.cpds, study.priors, 3, chunks(SAMPLING)[0].seed)
        network = study.drawn("A", drawn)
        worlds = np.stack([scores(study, network, w) @ weights for w in range(3)], axis=1)
        level = worlds >= worlds.max(axis=0) - 1e-9
        short = (worlds.max(axis=0) - worlds).mean(axis=1)
        listed = [told(p.plan) for p in answer.prospects]
        assert len(set(listed)) == len(listed)
        for prospect, index in zip(answer.prospects, listed, strict=True):
            own = vectors[index]
            assert [*prospect.attributes.values()] == pytest.approx(own, abs=1e-9)
            assert prospect.expected == pytest.approx(worth[index], abs=1e-9)
            beaten = (vectors >= own - 1e-9).all(axis=1) & (vectors > own + 1e-9).any(axis=1)
            assert prospect.efficient == (not beaten.any())
            inefficient += prospect.efficient is False
            assert prospect.regret == pytest.approx(short[index], abs=1e-9)
            among = level[listed].sum(axis=0)
            assert prospect.chance_best == pytest.approx((level[index] / among).mean(), abs=1e-9)
        assert answer.others == pytest.approx(0, abs=1e-9)
        conditional += answer.best.fixed is None
        spared += spared_whatever_the_weights(answer, vectors, listed)
    assert min(conditional, inefficient, spared) > 20


def spared_whatever_the_weights(answer, vectors, listed):
    """Check what is said of all weights; return how many options are spared."""
    first = shares(vectors)
    values = vectors @ np.array([first, 1 - np.array(first)])
    for prospect, index in zip(answer.prospects, listed, strict=True):
        other = np.abs(vectors - vectors[index]).max(axis=1) > 1e-9
        lead = values[index] - values[other].max(axis=0, initial=-np.inf)
        assert (prospect.best_for is not None) == (lead.max() > 1e-7)
        if prospect.best_for:
            own = vectors @ [*prospect.best_for.values()]
            assert own[index] == pytest.approx(own.max(), abs=1e-9)
    assert values[listed].max(axis=0) == pytest.approx(values.max(axis=0), abs=1e-9)
    for name, option in answer.spared_options():
        without = [i for i in range(8) if not takes(i, name, option)]
        assert values[without].max(axis=0) == pytest.approx(values.max(axis=0), abs=1e-9)
    return len(answer.spared_options())


def takes(index, name, option):
    test, *acts = STRATEGIES[index]
    if name == "test":
        return test == ("n", "y").index(option)
    return ("wait", "go").index(option) in acts


def test_observing_the_state_is_worth_the_difference_of_two_sums(studies):
    something = 0
    for study in studies:
        found = observations(StudyView(study, "A", "w"), ["state"], ["test", "act"])
        by_decision = {row.decision: row for row in found.rows}
        weights = [float(w) for w in study.diagram.weight_sets["w"].weights.values()]
        for world in range(len(study.worlds)):
            vectors = scores(study, study.network("A"), world)
            best = (vectors @ weights).max()
            rows = by_state(study, world) @ weights
            late = max(rows[:, test].max(axis=1).sum() for test in (0, 1))
            early = rows.max(axis=(1, 2)).sum()
            assert by_decision["act"].values[world] == pytest.approx(late - best, abs=1e-8)
            assert by_decision["test"].values[world] == pytest.approx(early - best, abs=1e-8)
            something += late - best > 1e-6
    assert something > 100


def by_state(study, world):
    """Both attributes times P(state), [state, test, act, attribute]: the state is known, so that
    the signal tells nothing more."""
    state, _ = tables(study.network("A"), world)
    nodes = study.diagram.utilities
    return np.array(
        [
            [
                [
                    (
                        state[s] * float(nodes["gain"].table[a, "xy"[s]]),
                        state[s] * float(nodes["cost"].table[t, a]),
                    )
                    for a in ("wait", "go")
                ]
                for t in ("n", "y")
            ]
            for s in (0, 1)
        ]
    )


def test_what_learning_is_worth_at_least_is_never_more_than_it_is_worth(studies):
    rows = [
        row
        for study in studies[:40]
        for row in learning(StudyView(study, "A", "w"), Sampling(draws=200, seed=2)).rows
    ]
    assert len(rows) > 100
    assert all(row.lower <= row.value and 0 <= row.at_least <= row.value for row in rows)
    assert any(row.is_something for row in rows)
    assert all(row.value > 0 or not row.is_something for row in rows)


@pytest.mark.parametrize("power", [-9, 0, 12])
def test_a_study_is_judged_alike_whatever_its_utilities_are_counted_in(power):
    scale = 10.0**power
    for seed in range(6):
        one, other = signal_study(seed), signal_study(seed, scale)
        here, there = (find_prospects(StudyView(s, "A", "w"), SAMPLING) for s in (one, other))
        assert [told(p.plan) for p in here.prospects] == [told(p.plan) for p in there.prospects]
        for a, b in zip(here.prospects, there.prospects, strict=True):
            assert (a.efficient, a.best_for is None) == (b.efficient, b.best_for is None)
            assert a.chance_best == pytest.approx(b.chance_best)
            assert a.regret * scale == pytest.approx(b.regret, rel=1e-6, abs=1e-9 * scale)
        for what in (
            lambda s: [
                (t.question.key, t.switchers, t.worth > 0)
                for t in agenda(StudyView(s, "A", "w")).topics
            ],
            lambda s: [
                (r.node, r.decision, tuple(v > 0 for v in r.values))
                for r in observations(StudyView(s, "A", "w"), ["state"], ["test", "act"]).rows
            ],
            lambda s: [
                (p.node, sorted(p.turns)) for p in disagreement(StudyView(s, "A", "w")).partings
            ],
            lambda s: [
                (r.name, r.is_something, r.turns)
                for r in learning(StudyView(s, "A", "w"), Sampling(draws=100)).rows
            ],
        ):
            assert what(one) == what(other)


def test_a_turn_names_the_rules_and_dissent_is_another_rule(studies):
    conditional = dissent = 0
    for study in studies[:60]:
        found = disagreement(StudyView(study, "A", "w"))
        plans = recommend(StudyView(study, "A", "w")).plans
        for expert in study.priors.experts:
            vectors = scores(study, study.network("A"), study.worlds.index(expert))
            weights = [float(w) for w in study.diagram.weight_sets["w"].weights.values()]
            assert (vectors @ weights)[told(plans[expert])] == pytest.approx(
                (vectors @ weights).max(), abs=1e-9
            )
            other = told(plans[expert]) != told(plans["pool"])
            assert (expert in found.dissenters) == other
            dissent += other
        for parting in found.partings:
            for turn in parting.turns.values():
                assert turn
                assert all(old.differs(new) for old, new in turn.values())
                conditional += any(new.always is None for _, new in turn.values())
    assert min(conditional, dissent) > 2
