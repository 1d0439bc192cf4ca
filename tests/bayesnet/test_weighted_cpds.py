"""Weighted sum, likelihood, extremes and held-out rows: worked examples, laws, refusals."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayesnet.cpds.extremes import WEIGHTS as TRIED
from bayesnet.cpds.extremes import extremes, suggest
from bayesnet.cpds.held_out import check_parameters, check_rows, misfit
from bayesnet.cpds.likelihood import Likelihood, base_key, effect_key, prior_key
from bayesnet.cpds.noisy_max import NoisyMax
from bayesnet.cpds.parameter import Domain, one_world
from bayesnet.cpds.ranked import EXPRESSIONS, Ranked, aggregate, weight_key
from bayesnet.cpds.sizes import SIZES, direct_numbers, ranked_numbers
from bayesnet.cpds.table import FullTable, row_key
from bayesnet.cpds.weighted_sum import WeightedSum
from bayesnet.formats.cpt_toml import read_cpt
from bayesnet.formats.section import Section

THREE = ("low", "mid", "high")
ABC = Domain(child="x", states=THREE, parents=(("a", THREE), ("b", THREE), ("c", THREE)))


def decimals(*numbers):
    return tuple(Decimal(str(number)) for number in numbers)


def das(**changed):
    """Return the worked example: typical situations in which all parents agree."""
    situations = tuple((state,) * 3 for state in THREE)
    placeholder = {
        row_key(ABC, situations[0]): decimals(0.7, 0.2, 0.1),
        row_key(ABC, situations[1]): decimals(0.3, 0.4, 0.3),
        row_key(ABC, situations[2]): decimals(0.1, 0.3, 0.6),
        **{weight_key("x", p): decimals(w) for p, w in zip("abc", (0.5, 0.3, 0.2), strict=True)},
    }
    typical = {(parent, state): i for parent in "abc" for i, state in enumerate(THREE)}
    values = {"placeholder": placeholder, "situations": situations, "typical": typical}
    return WeightedSum(domain=ABC, **(values | changed))


def test_weighted_sum_worked_example():
    """Das (2004), as restated: row (high, low, mid) = (.32, .29, .39)."""
    cpd = das()
    table = cpd.table(cpd.placeholder)
    assert table[2, 0, 1].round(12).tolist() == [0.32, 0.29, 0.39]
    assert len(cpd.parameters()) == 3 + 3


def test_weighted_sum_gives_back_the_rows_all_parents_agree_on():
    cpd = das()
    table = cpd.table(cpd.placeholder)
    for place, situation in enumerate(cpd.situations):
        asked = cpd.placeholder[row_key(ABC, situation)]
        assert table[place, place, place] == pytest.approx([float(p) for p in asked])


@given(st.lists(st.integers(1, 90), min_size=3, max_size=3), st.integers(2, 9))
def test_only_the_proportions_of_weights_count(weights, factor):
    cpd = das()

    def made(scale):
        numbers = {
            weight_key("x", p): decimals(w * scale) for p, w in zip("abc", weights, strict=True)
        }
        return cpd.table({**cpd.placeholder, **numbers})

    assert np.abs(made(1) - made(factor)).max() < 1e-12


def likelihood(**changed):
    domain = Domain(child="x", states=THREE, parents=(("a", ("l", "h")), ("b", THREE)))
    effects = {"a": {"l": -1, "h": 1}, "b": {"low": -0.5, "mid": 0, "high": 0.5}}
    placeholder = {
        prior_key("x"): decimals(0.2, 0.6, 0.2),
        base_key("x"): decimals(1.5),
        weight_key("x", "a"): decimals(3),
        weight_key("x", "b"): decimals(1),
        **{
            effect_key("x", p, s): decimals(e) for p, row in effects.items() for s, e in row.items()
        },
    }
    return Likelihood(domain=domain, placeholder=placeholder | changed)


def test_likelihood_worked_example():
    """The example of decisionSupport's make_CPT, prior (.2, .6, .2), b = 1.5, weights 3 and 1."""
    expected = {
        (0, 0): [0.6128911723493695, 0.36319476879962637, 0.023914058851004207],
        (0, 1): [0.5058986814712005, 0.44968771686328934, 0.04441360166551007],
        (0, 2): [0.3951219512195122, 0.526829268292683, 0.07804878048780488],
        (1, 0): [0.07804878048780488, 0.526829268292683, 0.3951219512195122],
        (1, 1): [0.04441360166551007, 0.44968771686328934, 0.5058986814712005],
        (1, 2): [0.023914058851004203, 0.36319476879962637, 0.6128911723493694],
    }
    cpd = likelihood()
    table = cpd.table(cpd.placeholder)
    for row, printed in expected.items():
        assert table[row] == pytest.approx(printed, abs=1e-14)


def test_a_base_of_one_is_the_typical_distribution_everywhere():
    cpd = likelihood()
    table = cpd.table({**cpd.placeholder, base_key("x"): decimals(1)})
    assert np.abs(table - [0.2, 0.6, 0.2]).max() < 1e-15


def test_extreme_numbers_of_the_likelihood_method_do_not_overflow():
    cpd = likelihood(**{base_key("x"): decimals(10), weight_key("x", "a"): decimals(100)})
    made = cpd.tables(one_world(cpd.placeholder))
    assert np.isfinite(made).all()
    assert np.abs(made.sum(axis=-2) - 1).max() < 1e-12


@pytest.mark.parametrize("cpd", [das(), likelihood()])
def test_many_worlds_are_each_world_alone(cpd):
    random = np.random.default_rng(5)
    values = {
        p.key: random.uniform(max(p.lower, 0.1), p.upper / 20 + 1, (1, 30))
        if p.kind == "number"
        else random.dirichlet(np.ones(3), size=30).T
        for p in cpd.parameters()
    }
    made = cpd.tables(values)
    assert made.shape == (*cpd.domain.shape, 30)
    assert np.abs(made.sum(axis=-2) - 1).max() < 1e-12
    for world in range(30):
        alone = {key: value[:, world : world + 1] for key, value in values.items()}
        assert np.abs(made[..., world] - cpd.tables(alone)[..., 0]).max() < 1e-15
    for key in values:  # what is the same in all worlds may be given once
        once = {**values, key: values[key][:, :1]}
        repeated = {**values, key: np.repeat(values[key][:, :1], 30, axis=1)}
        assert np.abs(cpd.tables(once) - cpd.tables(repeated)).max() < 1e-15


# Laitila & Virtanen (2022), table 1: (parents, states) and the numbers asked.
COUNTS = {
    "direct": (18, 54, 162, 32, 500),
    "Hassall": (2, 3, 4, 5, 3),
    "ranked nodes": (3, 4, 5, 6, 4),
    "InterBeta": (6, 7, 8, 7, 11),
    "Røed": (4, 6, 8, 5, 12),
    "weighted sum": (8, 9, 10, 7, 23),
    "EBBN": (10, 12, 14, 12, 26),
    "likelihood": (13, 16, 19, 15, 26),
    "functional interpolation": (8, 16, 32, 32, 32),
    "noisy-MAX": (8, 12, 16, 5, 48),
    "Cain": (8, 12, 16, 5, 48),
    "Chin": (12, 18, 24, 10, 60),
}


@pytest.mark.parametrize("method", SIZES)
def test_numbers_asked_are_those_of_the_published_table(method):
    sizes = [(2, 3), (3, 3), (4, 3), (5, 2), (3, 5)]
    assert tuple(SIZES[method](n, m) for n, m in sizes) == COUNTS[method]


def test_counts_of_our_methods_are_what_their_questions_ask():
    def numbers(cpd):
        return sum(len(p.components) - 1 or 1 for p in cpd.parameters())

    ranked = Ranked(domain=ABC, placeholder={}, expression="wmean", variant="midpoint")
    assert numbers(das()) == SIZES["weighted sum"](3, 3)
    assert numbers(FullTable(domain=ABC, placeholder={})) == SIZES["direct"](3, 3)
    assert numbers(ranked) == SIZES["ranked nodes"](3, 3) == ranked_numbers(ABC)
    assert direct_numbers(ABC) == SIZES["direct"](3, 3)


RANKED = Ranked(domain=ABC, placeholder={}, expression="wmean", variant="midpoint")


def modes_of(expression, weights):
    """Return the modes of the 2n situations as the expression itself would have them."""
    low, modes = 0.5 / 3, []
    for each in extremes(RANKED):
        ends = [(1 - low) if (p == each.parent) == each.high else low for p, _ in ABC.parents]
        z = [np.array(end) for end in ends]
        place = float(aggregate(expression, z, [np.array(w) for w in weights]))
        modes.append(min(int(place * 3 + 1e-9), 2))
    return modes


@given(
    st.sampled_from(sorted(EXPRESSIONS)),
    st.lists(st.sampled_from(TRIED), min_size=3, max_size=3),
)
def test_answers_that_an_expression_gives_are_given_back_by_the_suggestion(expression, weights):
    """The suggested expression may be a simpler one, but it gives every answer back."""
    weights = weights[:2] if expression == "mixminmax" else weights
    modes = modes_of(expression, weights)
    best = suggest(RANKED, modes)[0]
    assert best.agreeing == best.asked == 6
    assert modes_of(best.expression, best.weights) == modes


def test_a_minimum_is_told_from_a_maximum():
    assert suggest(RANKED, modes_of("wmin", (3, 5, 3)))[0].expression == "wmin"
    assert suggest(RANKED, modes_of("wmax", (5, 3, 3)))[0].expression == "wmax"
    with pytest.raises(ValueError, match="2 answers to 6 situations"):
        suggest(RANKED, [0, 1])


def test_the_table_that_is_suggested_has_the_modes_that_were_said():
    modes = modes_of("wmin", (4, 2, 3))
    best = suggest(RANKED, modes)[0]
    cpd = Ranked(domain=ABC, placeholder={}, expression=best.expression, variant="midpoint")
    weights = {weight_key("x", n): decimals(w) for n, w in zip("abc", best.weights, strict=True)}
    table = cpd.table({**weights, "x.spread": decimals(0.05)})
    for each, mode in zip(extremes(cpd), modes, strict=True):
        place = tuple(THREE.index(state) for state in each.configuration)
        assert table[place].argmax() == mode


def test_extreme_situations_follow_the_positions_of_the_states():
    assert extremes(RANKED)[0].configuration == ("high", "low", "low")
    turned = Ranked(
        domain=ABC,
        placeholder={},
        expression="wmean",
        variant="midpoint",
        scores={"a": (0.9, 0.5, 0.1), "b": (0.2, 0.8, 0.4)},
        falling=frozenset(["c"]),
    )
    assert extremes(turned)[0].configuration == ("low", "low", "high")
    assert extremes(turned)[2].configuration == ("high", "mid", "high")


def test_held_out_rows_are_none_that_the_method_asks_itself():
    cpd = das()
    rows = check_rows(cpd, 3)
    assert list(rows) == [
        "x.check[a=high, b=low, c=low]",
        "x.check[a=low, b=high, c=high]",
        "x.check[a=low, b=high, c=low]",
    ]
    assert not set(rows.values()) & set(cpd.situations)
    assert [p.key for p in check_parameters(cpd, 1)] == ["x.check[a=high, b=low, c=low]"]
    assert check_rows(FullTable(domain=ABC, placeholder={}), 3) == {}
    noisy = NoisyMax(
        domain=Domain(
            child="x", states=("no", "yes"), parents=(("a", ("n", "y")), ("b", ("n", "y")))
        ),
        placeholder={},
        links=(("a", "y"), ("b", "y")),
        wording="henrion",
    )
    assert list(check_rows(noisy, 3).values()) == [("y", "y")]  # one cause alone is a link


def test_a_misfit_above_fifteen_points_advises_a_table():
    cpd = das()
    table = cpd.table(cpd.placeholder)
    key = "x.check[a=high, b=low, c=low]"  # made: (.4, .25, .35)
    near = misfit(cpd, table, key, [0.3, 0.3, 0.4])
    far = misfit(cpd, table, key, [0.2, 0.25, 0.55])
    assert (near.state, round(near.largest, 12), near.far_off) == ("low", 0.1, False)
    assert (far.state, far.far_off) == ("low", True)
    assert misfit(cpd, table, "x.check[a=mid, b=mid, c=mid]", [1, 0, 0]) is None


SITUATIONS = [
    {"when": [s, s], "p": list(decimals(*p))} for s, p in (("no", (0.9, 0.1)), ("yes", (0.2, 0.8)))
]
SUM = {"method": "weighted_sum", "weights": {"a": 2, "b": 1}, "situations": SITUATIONS}
LIKELIHOOD = {
    "method": "likelihood",
    "prior": list(decimals(0.6, 0.4)),
    "base": 2,
    "weights": {"a": 2, "b": 1},
    "effects": {"a": [-1, 1], "b": [1, -1]},
}
BAD = {
    "situation twice": (
        {**SUM, "situations": [*SITUATIONS, SITUATIONS[0]]},
        "situations[2]: the situation no, no is there twice. Keep one.",
    ),
    "two typical": (
        {**SUM, "situations": [*SITUATIONS, {**SITUATIONS[0], "when": ["no", "yes"]}]},
        "a=no has a typical situation already. Say with typical_of",
    ),
    "typical of no parent": (
        {**SUM, "situations": [{**SITUATIONS[0], "typical_of": ["c"]}, SITUATIONS[1]]},
        "situations[0].typical_of[0]: no parent 'c';",
    ),
    "typical of none": (
        {**SUM, "situations": SITUATIONS[:1]},
        "situations: no situation is typical of a=yes, b=yes. Add { when",
    ),
    "weight missing": ({**SUM, "weights": {"a": 1}}, "weights.b: this key is missing."),
    "weight of nought": ({**SUM, "weights": {"a": 1, "b": 0}}, "y.weight[b]: 0 is not above 0"),
    "effect outside": (
        {**LIKELIHOOD, "effects": {"a": [-2, 1], "b": [0, 0]}},
        "y.effect[a=no]: -2 is not within -1 to 1.",
    ),
    "effects too few": (
        {**LIKELIHOOD, "effects": {"a": [-1], "b": [0, 0]}},
        "effects.a: 1 effects for 2 states. States in order: no, yes.",
    ),
    "base below one": (
        {**LIKELIHOOD, "base": Decimal("0.5")},
        "y.base: 0.5 is not within 1 to 10.",
    ),
    "prior too short": ({**LIKELIHOOD, "prior": [1]}, "prior: 1 probabilities for 2 states."),
}


def read(value, parents="ab"):
    problems = []
    names = tuple((name, ("no", "yes")) for name in parents)
    domain = Domain(child="y", states=("no", "yes"), parents=names)
    return read_cpt(Section(value, "model.toml", "chance.y.cpt", problems), domain), problems


@pytest.mark.parametrize("case", BAD)
def test_bad_ones_are_refused_with_their_sentence(case):
    value, sentence = BAD[case]
    cpd, problems = read(value)
    assert cpd is None
    assert sentence in "\n".join(map(str, problems))


@pytest.mark.parametrize("value", [SUM, LIKELIHOOD])
def test_the_sound_ones_are_read(value):
    cpd, problems = read(value)
    assert problems == []
    assert np.abs(cpd.table(cpd.placeholder).sum(axis=-1) - 1).max() < 1e-12
    assert "needs parents" in str(read(value, "")[1][0])


def test_a_situation_may_be_typical_of_one_parents_state_alone():
    """Without one-to-one compatibility, each parent's state has a situation of its own."""
    rows = [
        {**SITUATIONS[0], "typical_of": ["a"]},
        {"when": ["yes", "no"], "p": list(decimals(0.5, 0.5)), "typical_of": ["a", "b"]},
        {**SITUATIONS[1], "typical_of": ["b"]},
    ]
    cpd, problems = read({**SUM, "situations": rows})
    assert problems == []
    assert cpd.typical == {("a", "no"): 0, ("a", "yes"): 1, ("b", "no"): 1, ("b", "yes"): 2}
    table = cpd.table(cpd.placeholder)
    assert table[0, 0] == pytest.approx([(2 * 0.9 + 0.5) / 3, (2 * 0.1 + 0.5) / 3])


@pytest.mark.parametrize("method", ["weighted_sum", "likelihood"])
def test_the_documented_examples_are_read(method):
    text = (Path(__file__).parents[2] / "elicitation" / "FORMAT.md").read_text("utf-8")
    blocks = [block.partition("```")[0] for block in text.split("```toml\n")[1:]]
    (block,) = (b for b in blocks if f'method = "{method}"' in b)
    problems = []
    value = tomllib.loads(block, parse_float=Decimal)["chance"]["mood"]["cpt"]
    parents = (("weather", ("dry", "wet")), ("umbrella", ("leave", "take")))
    domain = Domain(child="mood", states=("bad", "good"), parents=parents)
    read_cpt(Section(value, "model.toml", "chance.mood.cpt", problems), domain)
    assert problems == []
