"""Scenarios side by side equal what comes out draw by draw, expert by expert, done by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.answers.proposition_results import proposition_results
from bayesnet.answers.recommend import recommend
from bayesnet.answers.whatif import what_if
from bayesnet.attribution.explanation import explanation
from bayesnet.errors import StudyError
from bayesnet.inference.enumeration import enumerate_marginals
from bayesnet.sensitivity.alternatives import Spread
from bayesnet.sensitivity.best_and_rival import outcome_quantity
from bayesnet.sensitivity.drivers import find_drivers
from bayesnet.sensitivity.parameters import parameters
from bayesnet.sensitivity.pedigree import pedigree_table
from bayesnet.sensitivity.prospects import find_prospects
from bayesnet.sensitivity.regions import find_regions
from bayesnet.sensitivity.robustness import find_flips
from bayesnet.sensitivity.thresholds import find_switches
from bayesnet.study.draws import draw
from bayesnet.study.priors import ANALYST
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling, chunks
from bayesnet.uncertainty.comparison import compare
from bayesnet.uncertainty.ranges import ranges
from bayesnet.uncertainty.spread import split
from tests.uncertainty.studies import uncertain_study

DRAWS = 150


def by_hand(study, structures, scenarios, sampling):
    """P(bad mood) summed over the joint, world by world: (structures, scenarios, draws), experts."""
    rows, picks = [], []
    for chunk in chunks(sampling):
        drawn = draw(study.cpds, study.priors, chunk.size, chunk.seed)
        picks.append(drawn.experts)
        rows.append(
            [
                [
                    [bad_mood(study.drawn(s, drawn), umbrella, w) for w in range(chunk.size)]
                    for umbrella in scenarios
                ]
                for s in structures
            ]
        )
    return np.concatenate(rows, axis=-1), np.concatenate(picks)


def bad_mood(network, umbrella, world):
    marginals, _ = enumerate_marginals(network, world=world, set={"umbrella": umbrella})
    return marginals["mood"][0]


@pytest.fixture(scope="module")
def study():
    return uncertain_study(5)


@pytest.fixture(scope="module")
def answer(study):
    pair = (study.book.full("covered"), study.book.full("bare"))
    return compare(study, ["A", "B"], [pair], sampling=Sampling(draws=DRAWS, seed=4))


def test_differences_and_levels_equal_the_joint_summed_world_by_world(study, answer):
    values, experts = by_hand(study, ["A", "B"], (1, 0), Sampling(draws=DRAWS, seed=4))
    (row,) = answer.rows
    for estimate, found in (
        (row.level, values[:, 0]),
        (row.before, values[:, 1]),
        (row.difference, values[:, 0] - values[:, 1]),
    ):
        assert estimate.interval == pytest.approx(np.percentile(found, [5, 50, 95]), abs=1e-12)
        for number, own in enumerate(found):
            assert estimate.intervals[number] == pytest.approx(np.percentile(own, [5, 50, 95]))
        groups = [[own[experts == e] for e in range(3)] for own in found]
        shares = [len(g) / DRAWS for g in groups[0]]
        means = [[g.mean() for g in row] for row in groups]
        whole = np.mean(found)
        structure = np.mean([(own.mean() - whole) ** 2 for own in found])
        between = np.mean(
            [
                sum(share * (m - own.mean()) ** 2 for share, m in zip(shares, row, strict=True))
                for own, row in zip(found, means, strict=True)
            ]
        )
        within = np.mean(
            [sum(s * g.var() for s, g in zip(shares, row, strict=True)) for row in groups]
        )
        spread = estimate.spread
        assert (spread.structure, spread.between, spread.within) == pytest.approx(
            (structure, between, within), abs=1e-14
        )
        assert spread.total == pytest.approx(np.var(found), abs=1e-14)
        assert sum(spread.shares) == pytest.approx(1)


def test_both_pooling_orders_and_each_expert_equal_the_joint_summed(study, answer):
    (row,) = answer.rows
    for number, structure in enumerate(("A", "B")):
        network = study.network(structure)
        levels = [bad_mood(network, 1, world) for world in range(4)]
        before = [bad_mood(network, 0, world) for world in range(4)]
        assert row.level.by_structure[number] == pytest.approx(levels[0], abs=1e-12)
        assert row.level.by_expert[number] == pytest.approx(levels[1:], abs=1e-12)
        assert row.level.answers[number] == pytest.approx(study.weights @ levels[1:], abs=1e-12)
        assert row.difference.by_structure[number] == pytest.approx(levels[0] - before[0])
        expected = study.weights @ np.subtract(levels[1:], before[1:])
        assert row.difference.answers[number] == pytest.approx(expected)
    assert row.level.by_structure[0] != pytest.approx(row.level.answers[0], abs=1e-4)


def test_signs_count_experts_and_structures(study):
    """A world where an umbrella helps one expert, harms another, and structure decides nothing."""
    found = uncertain_study(5, experts=7, width=0)
    pair = (found.book.full("covered"), found.book.full("bare"))
    (row,) = compare(found, ["A", "B"], [pair]).rows
    signs = np.sign(row.difference.by_expert[0])
    assert row.difference.signs == (sum(signs < 0), 0, sum(signs > 0))
    assert 0 < row.difference.signs[0] < 7
    same = np.sign(row.difference.by_structure) == np.sign(row.difference.value)
    assert row.difference.holding == sum(same)
    assert not row.difference.agreed
    assert row.difference.interval is None


def test_an_answer_shows_itself_with_where_it_comes_from(study, answer):
    page = answer._repr_html_()
    assert "<table" in page
    assert "priors 0001" in page
    assert "structures A, B" in page
    assert "linear pool of the rows" in page
    assert "150 draws, seed 4" in page
    frame = answer.frame()
    assert list(frame.index.get_level_values("structure")) == ["A", "B", "all"]
    assert frame.loc[("covered", "bad_mood", "all"), "difference_q50"] == pytest.approx(
        answer.rows[0].difference.interval[1]
    )


def test_draws_of_one_expert_without_ranges_have_no_spread():
    study = uncertain_study(1, experts=1, width=0)
    (row,) = compare(
        study, ["A"], [(study.book.full("bare"), None)], sampling=Sampling(draws=50)
    ).rows
    assert row.level.interval == pytest.approx((row.level.value,) * 3)
    assert row.level.spread.shares == (0, 0, 0)
    assert row.difference is None


def test_the_law_of_total_variance_holds_for_any_numbers():
    rng = np.random.default_rng(0)
    for _ in range(50):
        values = rng.normal(size=(rng.integers(1, 4), 60)) * 10 ** rng.uniform(-3, 3)
        experts = rng.integers(rng.integers(1, 5), size=60)
        assert split(values, experts).total == pytest.approx(values.var(), rel=1e-12)


def test_independent_picks_have_no_expert_behind_a_draw(study):
    scenario = study.book.full("bare")
    sampling = Sampling(draws=40, seed=2, coherent=False)
    assert ranges(study, ["A"], [scenario], sampling).experts is None
    (row,) = compare(study, ["A"], [(scenario, None)], sampling=sampling).rows
    assert row.level.spread is None
    assert row.level.interval[0] < row.level.interval[2]


def test_a_scenario_that_leaves_a_decision_open_is_refused(study):
    scenario = dataclasses.replace(study.book.full("bare"), set={})
    with pytest.raises(StudyError, match="leaves the decision umbrella open"):
        compare(study, ["A"], [(scenario, None)])


def test_what_cannot_happen_in_some_draws_says_in_how_many(study):
    certain = {**study.priors.judgements["E1"]}
    key = "weather[]"
    certain[key] = dataclasses.replace(certain[key], best=(1, 0), low=None, high=None)
    priors = dataclasses.replace(
        study.priors, judgements={**study.priors.judgements, "E1": certain}
    )
    odd = dataclasses.replace(study, priors=priors, _networks={})
    scenario = dataclasses.replace(odd.book.full("bare"), seen={"weather": "wet"})
    with pytest.raises(StudyError, match=r"for \d+ of 60 worlds\), structure A: weather=wet"):
        ranges(odd, ["A"], [scenario], Sampling(draws=60))
    assert ANALYST not in odd.priors.experts


def test_every_answer_shows_itself_in_a_notebook_with_where_it_comes_from(frozen):
    known = {"bomber_posture": "dynamic"}
    pair = (frozen.book.full("S6"), frozen.book.full("S0"))
    outcome = frozen.diagram.outcome("miscalculation")
    quantity = outcome_quantity(StudyView(frozen, "A"), outcome, *pair)
    numbers = parameters(StudyView(frozen, "A", "balanced"), ("weight",))[:2]
    answers = (
        what_if(StudyView(frozen, "A"), *pair),
        recommend(StudyView(frozen, "A", "balanced", known)),
        proposition_results(frozen, ["A"]),
        find_drivers(StudyView(frozen, "A"), quantity, "table"),
        pedigree_table(StudyView(frozen, "A"), quantity, Spread()),
        find_switches(StudyView(frozen, "A", "balanced", known), ("weight",)),
        find_flips(StudyView(frozen, "A", "balanced", known)),
        find_regions(StudyView(frozen, "A", "balanced", known), *numbers),
        find_prospects(StudyView(frozen, "A", "balanced", known)),
        explanation(StudyView(frozen, "A"), *pair, outcome),
    )
    for answer in answers:
        page = answer._repr_html_()
        assert page.startswith("<table")
        assert "priors 0002" in page
        assert "linear pool of the rows" in page
        assert "structure A" in page
