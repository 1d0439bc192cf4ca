"""EVPPI by regression against a closed form, nested Monte Carlo with its error, and exact sums."""

from __future__ import annotations

import dataclasses
import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from scipy.special import betainc

from bayesnet.answers.recommend import decision_problem
from bayesnet.decisions.plans import best_plans, worth
from bayesnet.decisions.solve import evaluate
from bayesnet.decisions.strategy import Strategy, fixed_rule
from bayesnet.formats.model_toml import read_model
from bayesnet.study.draws import draw, row_concentration
from bayesnet.study.priors import best_values, judgements_on
from bayesnet.study.structures import restructure
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling
from bayesnet.uncertainty.learning import evppi, learning, scouted
from bayesnet.uncertainty.regression import answer_features, expectation, group_features
from tests.bayesnet.small_study import MODEL
from tests.uncertainty.studies import uncertain_study

SAMPLING = Sampling(draws=10_000, seed=3)
RULES = [(a, b) for a in (0, 1) for b in (0, 1)]
ROWS = ("weather", "sun_if_dry", "sun_if_wet", "dl", "dt", "wl", "wt")
KEYS = dict(
    zip(
        (
            "weather[]",
            "forecast[weather=dry]",
            "forecast[weather=wet]",
            "mood[weather=dry, umbrella=leave]",
            "mood[weather=dry, umbrella=take]",
            "mood[weather=wet, umbrella=leave]",
            "mood[weather=wet, umbrella=take]",
        ),
        ROWS,
        strict=True,
    )
)


def utility(rows):
    """Expected comfort of the four rules (option if sun, option if rain); rows hold P(first)."""
    dry = rows["weather"]
    found = []
    for if_sun, if_rain in RULES:
        total = 0.0
        for weight, sun, moods in (
            (dry, rows["sun_if_dry"], (rows["dl"], rows["dt"])),
            (1 - dry, rows["sun_if_wet"], (rows["wl"], rows["wt"])),
        ):
            total = total + weight * sun * (1 - moods[if_sun])
            total = total + weight * (1 - sun) * (1 - moods[if_rain])
        found.append(100 * total)
    return np.array(found)


def shapes(study):
    """The parameters of every expert's beta for every row: {row: (a, b)}, each (experts,)."""
    found = {}
    for cpd in study.cpds.values():
        for question in cpd.parameters():
            given = judgements_on(cpd, question.key, study.priors)
            best = best_values(given)
            ends = np.array([[j.low, j.high] for j in given], float)
            width = (ends[:, 1] - ends[:, 0]).T
            total = row_concentration(best, width)
            found[KEYS[question.key]] = (best[0] * total, best[1] * total)
    return found


def nested(study, learned, outer=500, inner=1000):
    """EVPPI of some rows by two loops: (value, error).

    Inner worlds are drawn from what is left to know: the expert, by Bayes, then the other rows.
    Half of them choose, the other half say what the choice gains (too low on average); all of them
    for both is too high. The truth lies between.
    """
    usual = int((expert_means(study) @ study.weights).argmax())
    rng = np.random.default_rng(8)
    betas = shapes(study)
    weights = study.weights
    low, high = [], []
    for _ in range(outer):
        expert = rng.choice(len(weights), p=weights)
        known = {row: rng.beta(betas[row][0][expert], betas[row][1][expert]) for row in learned}
        log_chance = np.log(weights)
        for row, x in known.items():
            a, b = betas[row]
            log_chance = log_chance + (a - 1) * np.log(x) + (b - 1) * np.log1p(-x)
            log_chance -= np.array([log_beta(*ab) for ab in zip(a, b, strict=True)])
        chance = np.exp(log_chance - log_chance.max())
        experts = rng.choice(len(weights), size=inner, p=chance / chance.sum())
        rows = {
            row: np.full(inner, known[row]) if row in known else rng.beta(a[experts], b[experts])
            for row, (a, b) in betas.items()
        }
        values = utility(rows)
        values = values - values[usual]
        first, second = values[:, ::2].mean(axis=1), values[:, 1::2].mean(axis=1)
        low.append((second[first.argmax()] + first[second.argmax()]) / 2)
        high.append(values.mean(axis=1).max())
    middle = (np.mean(low) + np.mean(high)) / 2
    error = np.std(high) / np.sqrt(outer) + (np.mean(high) - np.mean(low)) / 2
    return middle, error


def log_beta(a, b):
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def expert_means(study):
    """Each rule's utility by each expert's own best values, (rules, experts): rows independent."""
    return utility({row: a / (a + b) for row, (a, b) in shapes(study).items()})


def found(study, kind, name="", structures=("A",), sampling=SAMPLING):
    answer = learning(StudyView(study, structures[0], "even"), sampling, structures[1:])
    (row,) = [r for r in answer.of(kind) if r.name == name or not name]
    return row, answer


def test_a_closed_form():
    """One expert, an unseen forecast, one uncertain row: E max(0, a + b p) for p ~ Beta."""
    study = uncertain_study(21, experts=1, width=0)
    diagram, cpds, _ = read_model(MODEL)
    decision = dataclasses.replace(diagram.decisions["umbrella"], informed_by=())
    diagram = dataclasses.replace(diagram, decisions={"umbrella": decision})
    own = study.priors.judgements["E1"]
    rows = {
        "weather[]": (0.55, 0.45),
        "mood[weather=dry, umbrella=leave]": (0.2, 0.8),
        "mood[weather=dry, umbrella=take]": (0.4, 0.6),
        "mood[weather=wet, umbrella=leave]": (0.7, 0.3),
        "mood[weather=wet, umbrella=take]": (0.4, 0.6),
    }
    judged = {
        key: dataclasses.replace(
            judgement,
            best=rows.get(key, (0.5, 0.5)),
            low=(0.35, 0.25) if key == "weather[]" else None,
            high=(0.75, 0.65) if key == "weather[]" else None,
        )
        for key, judgement in own.items()
    }
    structure = restructure(diagram, cpds, (), id="A", label="A", text="", sources=())
    study = dataclasses.replace(
        study,
        diagram=diagram,
        structures={"A": structure},
        priors=dataclasses.replace(study.priors, judgements={"E1": judged}),
        _networks={},
    )
    total = float(row_concentration(np.array([[0.55], [0.45]]), np.array([[0.4], [0.4]]))[0])
    a, b = 0.55 * total, 0.45 * total
    # taking gains 30 in rain and loses 20 when dry: 30 - 50 p, with p the chance of dry
    cut = 30 / 50
    mean = a / (a + b)
    gain = 30 * betainc(a, b, cut) - 50 * mean * betainc(a + 1, b, cut)
    exact = gain - max(0.0, 30 - 50 * mean)
    assert exact > 0.5
    row, answer = found(study, "question", "weather[]")
    assert row.value == pytest.approx(exact, abs=4 * row.standard_error)
    assert row.lower == pytest.approx(exact, abs=4 * row.standard_error)
    assert row.standard_error < 0.05
    assert answer.everything == pytest.approx(row.value, abs=0.01)
    assert row.is_something
    assert {r.name for r in answer.of("question")} == {"weather[]"}


@pytest.mark.parametrize(
    ("seed", "kind", "name", "rows"),
    [
        (2, "question", "weather[]", ("weather",)),
        (6, "question", "mood[weather=wet, umbrella=take]", ("wt",)),
        (6, "table", "mood", ("dl", "dt", "wl", "wt")),
        (9, "table", "forecast", ("sun_if_dry", "sun_if_wet")),
    ],
)
def test_regression_agrees_with_nested_monte_carlo(seed, kind, name, rows):
    study = uncertain_study(seed, width=0.4)
    expected, error = nested(study, rows)
    row, _ = found(study, kind, name)
    assert row.value == pytest.approx(expected, abs=3 * error + 3 * row.standard_error)
    assert row.lower == pytest.approx(expected, abs=3 * error + 3 * row.standard_error)
    assert expected > 5 * error


def test_which_expert_is_right_equals_the_sum_over_experts():
    for seed in (0, 1):
        study = uncertain_study(seed, width=0.3)
        means = expert_means(study)
        exact = study.weights @ means.max(axis=0) - (means @ study.weights).max()
        row, _ = found(study, "expert")
        assert row.value == pytest.approx(exact, abs=4 * row.standard_error + 0.02)


def test_which_structure_is_right_equals_the_mean_over_structures():
    for seed in (0, 1, 2):
        study = uncertain_study(seed, width=0.0)
        means = []
        for structure in ("A", "B"):
            problem = decision_problem(StudyView(study, structure, "even", {}))
            plans = scouted([StudyView(study, s, "even") for s in "AB"])
            # experts' own answers are pooled: a world is one expert's
            means.append(worth(problem, plans)[:, 1:] @ study.weights)
        means = np.array(means)
        exact = means.max(axis=1).mean() - means.mean(axis=0).max()
        row, _ = found(study, "structure", structures=("A", "B"))
        assert row.value == pytest.approx(exact, abs=4 * row.standard_error + 0.05)


def test_nothing_uncertain_is_worth_nothing():
    answer = learning(StudyView(uncertain_study(1, experts=1, width=0), "A", "even"), SAMPLING)
    assert answer.rows == ()
    assert answer.everything == pytest.approx(0, abs=1e-9)
    assert list(answer.frame().columns)


def test_plans_are_worth_what_each_world_gives_them():
    study = uncertain_study(4)
    drawn = draw(study.cpds, study.priors, 60, 5)
    problem = decision_problem(StudyView(study, "A", "even"))
    tried = dataclasses.replace(problem, network=study.drawn("A", drawn))
    plans = best_plans(tried)
    assert len(plans) > 1
    tables = {name: t.values for name, t in tried.network.tables.items()}
    rows = {
        "weather": tables["weather"][0],
        "sun_if_dry": tables["forecast"][0, 0],
        "sun_if_wet": tables["forecast"][1, 0],
        "dl": tables["mood"][0, 0, 0],
        "dt": tables["mood"][0, 1, 0],
        "wl": tables["mood"][1, 0, 0],
        "wt": tables["mood"][1, 1, 0],
    }
    expected = utility(rows)
    assert worth(tried, plans).max(axis=0) == pytest.approx(expected.max(axis=0))
    for plan, row in zip(plans, worth(tried, plans), strict=True):
        rule = plan.rules["umbrella"]
        chosen = np.broadcast_to(rule.table.argmax(axis=-2)[..., 0], (2,)).tolist()
        assert row == pytest.approx(expected[RULES.index(tuple(chosen))])


def test_plans_that_are_told_different_things_are_worth_what_each_world_gives_them():
    """One of them ignores what it could know; together and one by one it is the same."""
    study = uncertain_study(4)
    problem = decision_problem(StudyView(study, "A", "even"))
    blind = [
        Strategy(rules={"umbrella": fixed_rule("umbrella", option, problem.network.sizes)})
        for option in range(2)
    ]
    plans = [blind[0], *best_plans(problem), blind[1], blind[0]]
    together = worth(problem, plans)
    for row, plan in zip(together, plans, strict=True):
        assert row == pytest.approx(sum(value for _, value in evaluate(problem, plan)))
    assert (together[0] != together[-2]).any()
    assert (together[0] == together[-1]).all()


def test_features_that_say_the_same_change_nothing():
    """A copy of a feature, and the sum of two, leave every expectation as it is."""
    rng = np.random.default_rng(5)
    features = rng.normal(size=(400, 3))
    values = features @ rng.normal(size=(3, 2)) + rng.normal(size=(400, 2))
    copies = np.column_stack([features, features[:, 0], features[:, 1] - 2 * features[:, 2]])
    plain, more = expectation(features, values.T), expectation(copies, values.T)
    design = np.column_stack([np.ones(400), features])
    expected = design @ np.linalg.lstsq(design, values, rcond=None)[0]
    assert plain.fitted == pytest.approx(expected.T, abs=1e-9)
    assert more.fitted == pytest.approx(plain.fitted, abs=1e-6)
    assert more.crossed == pytest.approx(plain.crossed, abs=1e-6)


def test_group_features_give_the_groups_means_exactly():
    rng = np.random.default_rng(0)
    groups = rng.integers(4, size=500)
    values = rng.normal(size=(3, 500)) + groups
    fitted = expectation(group_features(groups), values).fitted
    for group in range(4):
        expected = values[:, groups == group].mean(axis=1)
        assert fitted[:, groups == group] == pytest.approx(
            np.repeat(expected[:, None], (groups == group).sum(), axis=1)
        )


def test_a_row_that_tells_the_expert_is_worth_as_much_as_knowing_the_expert():
    """Experts without ranges: one row tells them apart, so learning it is learning whose it is."""
    study = uncertain_study(3, width=0)
    expert, _ = found(study, "expert")
    row, _ = found(study, "question", "weather[]")
    assert expert.value > 0.01
    assert row.value == pytest.approx(expert.value, rel=1e-6)


def test_features_of_a_constant_are_none():
    assert answer_features(np.ones((2, 30)), None).shape == (30, 0)


def test_the_same_draws_in_chunks_on_threads_give_the_same_bits():
    study = uncertain_study(3)
    alone = learning(StudyView(study, "A", "even"), Sampling(draws=3000), ["B"])
    with ThreadPoolExecutor(3) as threads:
        shared = learning(
            StudyView(study, "A", "even"), Sampling(draws=3000), ["B"], executor=threads
        )
    assert shared == alone


def test_many_numbers_tell_whose_world_it_is():
    """Six numbers, two experts: the expectation of a mark of the second is its chance, by Bayes."""
    rng = np.random.default_rng(2)
    experts = rng.integers(2, size=8000)
    answers = rng.normal(scale=[[0.3], [1.0]], size=(6, 2, 8000))[:, experts, np.arange(8000)]
    squares = (answers**2).sum(axis=0)
    odds = np.exp(-squares / 2 + squares / (2 * 0.3**2) + 6 * np.log(0.3))
    chance = odds / (1 + odds)
    told = expectation(answer_features(answers, experts), (experts == 1)[None].astype(float))
    assert np.abs(told.fitted[0] - chance).mean() < 0.02
    assert np.abs(told.crossed[0] - chance).mean() < 0.02


def test_noise_looks_valuable_to_all_draws_but_not_to_the_other_half():
    """The caution that is printed: fitted on all draws is too high, on the other half too low."""
    high, low = [], []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        own = rng.normal(size=(4, 200))
        told = expectation(rng.normal(size=(200, 20)), own)
        value, lower, _ = evppi(own, told.fitted, told.crossed)
        high.append(value)
        low.append(lower)
    assert np.mean(high) > 0.2
    assert np.mean(low) < 0.05
