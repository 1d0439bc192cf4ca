"""CPT methods against published numbers, independent tables and slow, obvious references."""

from __future__ import annotations

import json
import math
from decimal import Decimal
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayesnet.cpds import ranked
from bayesnet.cpds.noisy_max import NoisyMax
from bayesnet.cpds.parameter import Domain, distribution_problem, one_world
from bayesnet.cpds.product import Product
from bayesnet.cpds.ranked import EXPRESSIONS, VARIANTS, Ranked, aggregate, truncated_normal_masses
from bayesnet.cpds.table import FullTable
from bayesnet.messages.facts import Question, phrase

TABLES = json.loads(
    (Path(__file__).parents[1] / "oracles" / "parameterised_tables.json").read_text("utf-8")
)["tables"]


def decimals(*values):
    return tuple(Decimal(str(value)) for value in values)


def noisy_or(wording):
    domain = Domain(
        child="y", states=("no", "yes"), parents=(("a", ("no", "yes")), ("b", ("no", "yes")))
    )
    placeholder = {
        "y.leak": decimals(0.9, 0.1),
        "y.link[a=yes]": decimals(0.6, 0.4),
        "y.link[b=yes]": decimals(0.3, 0.7),
    }
    links = (("a", "yes"), ("b", "yes"))
    return NoisyMax(domain=domain, placeholder=placeholder, links=links, wording=wording)


@pytest.mark.parametrize(("wording", "answer"), [("diez", 0.838), ("henrion", 0.8)])
def test_noisy_or_depends_on_the_wording_of_the_question(wording, answer):
    """Leak .1, links .4 and .7, both present; computed with pyAgrum."""
    cpd = noisy_or(wording)
    assert cpd.table(cpd.placeholder)[1, 1, 1] == pytest.approx(answer, abs=1e-12)


def test_henrion_link_below_the_leak_is_refused():
    cpd = noisy_or("henrion")
    values = {**cpd.placeholder, "y.link[a=yes]": decimals(0.95, 0.05)}
    assert cpd.check(cpd.placeholder) == ()
    (wrong,) = cpd.check(values)
    assert wrong.facts == {
        "question": Question("y.link[a=yes]"),
        "what": phrase("table.below-leak"),
    }


@pytest.mark.parametrize("node", TABLES)
def test_parameterised_tables_of_the_study(node, deterrence):
    """Seven tables made elsewhere from the same parameters (noisy-MAX, noisy-OR, ranked means)."""
    cpd = deterrence.cpds[node]
    assert np.abs(cpd.table(cpd.placeholder) - np.array(TABLES[node])).max() < 1e-9


@pytest.mark.parametrize(
    ("expression", "weights", "answer"),
    [
        ("wmean", (3, 2), 0.42),
        ("wmin", (3, 2), 0.30),
        ("wmax", (3, 2), 0.6333333333333333),
        ("mixminmax", (3, 2), 0.42),
    ],
)
def test_ranked_expressions(expression, weights, answer):
    """z = (.1, .9), w = (3, 2); Fenton, Neil & Caballero 2007."""
    assert aggregate(expression, (0.1, 0.9), weights) == pytest.approx(answer)


def test_truncated_normal_masses_equal_numerical_integration():
    """TNormal(.1, .1) on [0, 1] has about 40 % of its mass in the lowest of five intervals."""
    x = (np.arange(200_000) + 0.5) / 200_000
    density = np.exp(-((x - 0.1) ** 2) / (2 * 0.1))
    expected = density.reshape(5, -1).sum(axis=1) / density.sum()
    found = truncated_normal_masses(0.1, math.sqrt(0.1), 5)
    assert np.abs(found - expected).max() < 1e-9
    assert found[0] == pytest.approx(0.4, abs=0.02)


def test_agenarisk_variant_averages_five_points_ends_included():
    domain = Domain(child="y", states=("l", "m", "h"), parents=(("a", ("low", "high")),))
    placeholder = {"y.weight[a]": decimals(1), "y.spread": decimals(0.2)}
    cpd = Ranked(domain=domain, placeholder=placeholder, expression="wmean", variant="agenarisk")
    points = [0.5, 0.625, 0.75, 0.875, 1.0]
    expected = np.mean([truncated_normal_masses(z, 0.2, 3) for z in points], axis=0)
    assert np.abs(cpd.table(placeholder)[1] - expected).max() < 1e-12


def test_a_falling_parent_mirrors_a_rising_one():
    domain = Domain(child="y", states=("l", "m", "h"), parents=(("a", ("x", "y", "z")),))
    placeholder = {"y.weight[a]": decimals(1), "y.spread": decimals(0.2)}
    kinds = [
        Ranked(
            domain=domain,
            placeholder=placeholder,
            expression="wmean",
            variant="midpoint",
            falling=falling,
        ).table(placeholder)
        for falling in (frozenset(), frozenset({"a"}))
    ]
    assert np.abs(kinds[0] - kinds[1][::-1]).max() < 1e-12


def test_agenarisk_variant_averages_every_combination_of_points():
    """Two parents of three states: 25 combinations a row, of positions that neighbours share."""
    states = ("l", "m", "h")
    domain = Domain(child="y", states=states, parents=(("a", states), ("b", states)))
    placeholder = {
        "y.weight[a]": decimals(3),
        "y.weight[b]": decimals(2),
        "y.spread": decimals(0.1),
    }
    cpd = Ranked(
        domain=domain,
        placeholder=placeholder,
        expression="wmin",
        variant="agenarisk",
        falling=frozenset({"b"}),
    )
    for (i, a), (j, b) in product(enumerate((0, 1, 2)), enumerate((2, 1, 0))):
        rows = [
            truncated_normal_masses(aggregate("wmin", (x, y), (3, 2)), 0.1, 3)
            for x in np.linspace(a / 3, (a + 1) / 3, 5)
            for y in np.linspace(b / 3, (b + 1) / 3, 5)
        ]
        assert np.abs(cpd.table(placeholder)[i, j] - np.mean(rows, axis=0)).max() < 1e-12


def test_parents_that_are_all_at_one_give_one_whatever_the_weights():
    """Rounding to 1.0000000000000002 made a variance below 0, to 0.9999999999999999 one of 0."""
    parents = tuple((name, ("no", "yes")) for name in "abc")
    cpd = Ranked(
        domain=Domain(child="y", states=("l", "h"), parents=parents),
        placeholder={},
        expression="wmin",
        variant="midpoint",
        scores=dict.fromkeys("abc", (0.0, 1.0)),
    )
    random = np.random.default_rng(1)
    values = {f"y.weight[{name}]": random.uniform(1, 9, (1, 500)) for name in "abc"}
    made = cpd.tables({**values, "y.spread": np.full((1, 1), 0.2)})
    assert np.abs(made[1, 1, 1] - truncated_normal_masses(1.0, 0.2, 2)[:, None]).max() < 1e-15


def test_small_tails_keep_their_digits():
    """1 - erf loses everything below 1e-16: an event would become impossible."""
    masses = truncated_normal_masses(0.1, 0.05, 4)
    exact = (math.erfc(0.65 / 0.05 / math.sqrt(2)) - math.erfc(0.9 / 0.05 / math.sqrt(2))) / (
        math.erfc(-2 / math.sqrt(2)) - math.erfc(0.9 / 0.05 / math.sqrt(2))
    )
    assert masses[3] == pytest.approx(exact, rel=1e-12)
    assert 0 < masses[3] < 1e-30


GRID = Domain(
    child="y",
    states=("l", "m", "h"),
    parents=(("a", ("low", "mid", "high")), ("b", ("no", "yes"))),
)
METHODS = {
    "table": FullTable(domain=GRID, placeholder={}),
    **{
        f"noisy {wording}": NoisyMax(
            domain=GRID,
            placeholder={},
            links=(("a", "mid"), ("a", "high"), ("b", "no")),
            wording=wording,
        )
        for wording in ("diez", "henrion")
    },
    **{
        f"ranked {expression} {variant}": Ranked(
            domain=GRID,
            placeholder={},
            expression=expression,
            variant=variant,
            falling=frozenset({"a"}),
        )
        for expression in EXPRESSIONS
        for variant in VARIANTS
    },
    "product": Product(
        domain=GRID,
        intervals={"a": (0.0, 0.4, 0.75, 1.0), "b": (0.0, 0.5, 1.0)},
        cuts=(0.0, 0.25, 0.55, 1.0),
    ),
}


def random_values(cpd, worlds):
    random = np.random.default_rng(1)
    return {
        p.key: random.uniform(1, 9, (1, worlds))
        if p.kind == "number"
        else random.dirichlet(np.ones(len(p.components)), size=worlds).T
        for p in cpd.parameters()
    }


@pytest.mark.parametrize("method", METHODS)
def test_many_worlds_at_once_are_each_world_alone(method):
    cpd = METHODS[method]
    values = random_values(cpd, 40)
    made = np.broadcast_to(cpd.tables(values), (*cpd.domain.shape, 40))
    assert np.abs(made.sum(axis=-2) - 1).max() < 1e-12
    assert made.min() >= 0
    for world in range(40):
        alone = {key: value[:, world : world + 1] for key, value in values.items()}
        assert np.abs(made[..., world] - cpd.tables(alone)[..., 0]).max() < 1e-15
        if method == "noisy henrion":  # drawn below the leak: as typed answers these are refused
            continue
        typed = {key: tuple(map(Decimal, value[:, 0].tolist())) for key, value in alone.items()}
        assert np.abs(made[..., world] - cpd.table(typed)).max() < 1e-15


@pytest.mark.parametrize("method", METHODS)
def test_a_value_that_is_the_same_in_all_worlds_may_be_given_once(method):
    cpd = METHODS[method]
    values = random_values(cpd, 7)
    for key in values:
        once = {**values, key: values[key][:, :1]}
        repeated = {**values, key: np.repeat(values[key][:, :1], 7, axis=1)}
        assert np.abs(cpd.tables(once) - cpd.tables(repeated)).max() < 1e-15


@pytest.mark.parametrize("method", [name for name in METHODS if name.startswith("ranked")])
def test_neither_the_chunk_nor_the_library_of_the_tails_changes_a_table(method, monkeypatch):
    cpd = METHODS[method]
    values = random_values(cpd, 40)
    expected = cpd.tables(values)
    monkeypatch.setattr(ranked, "FEW", 0)
    monkeypatch.setattr(ranked, "CHUNK", 1000)
    assert np.abs(cpd.tables(values) - expected).max() < 1e-14


def test_a_drawn_henrion_link_below_the_leak_is_held_to_the_leak():
    cpd = noisy_or("henrion")
    below = {**cpd.placeholder, "y.link[a=yes]": decimals(0.95, 0.05)}
    drawn = cpd.tables(one_world(below))[..., 0]
    assert drawn[1, 0].tolist() == pytest.approx([0.9, 0.1])  # the leak: the cause does nothing
    assert drawn[0, 1].tolist() == pytest.approx([0.3, 0.7])  # the sound link is as it was
    with pytest.raises(ValueError, match=r"y\.link\[a=yes\] is below the leak"):
        cpd.table(below)


def test_a_henrion_ratio_that_falls_is_lowered_to_a_cumulative():
    """Leak (.5, .4, .1), answer (.45, .27, .28): ratios .9, .8, 1 become .8, .8, 1."""
    domain = Domain(child="y", states=("l", "m", "h"), parents=(("a", ("no", "yes")),))
    cpd = NoisyMax(domain=domain, placeholder={}, links=(("a", "yes"),), wording="henrion")
    values = {
        "y.leak": decimals(0.5, 0.4, 0.1),
        "y.link[a=yes]": decimals(0.45, 0.27, 0.28),
    }
    made = cpd.tables(one_world(values))[..., 0]
    assert made[1].tolist() == pytest.approx([0.4, 0.32, 0.28])


def test_product_equals_a_fine_sum_over_both_intervals():
    cuts, edges = (0.0, 0.25, 0.55, 1.0), (0.0, 0.4, 0.75, 1.0)
    parents = (("a", ("l", "m", "h")), ("b", ("l", "m", "h")))
    domain = Domain(child="y", states=("w", "m", "s"), parents=parents)
    cpd = Product(domain=domain, intervals={"a": edges, "b": edges}, cuts=cuts)
    table = cpd.table({})
    fine = (np.arange(2000) + 0.5) / 2000
    for i in range(3):
        for j in range(3):
            a = edges[i] + (edges[i + 1] - edges[i]) * fine
            b = edges[j] + (edges[j + 1] - edges[j]) * fine
            counted, _ = np.histogram(np.multiply.outer(a, b), bins=cuts)
            assert np.abs(table[i, j] - counted / counted.sum()).max() < 2e-3
    assert table[2, 0, 2] == 0  # high but doubted cannot be strong


def test_only_what_adds_up_is_called_additive(deterrence):
    additive = {name for name, cpd in deterrence.cpds.items() if cpd.additive}
    assert additive == {
        "combined_readiness",
        "perceived_capability",
        "perceived_commitment",
        "diplomatic_opening",
        "cohesion_end",
    }


@given(st.lists(st.integers(1, 99), min_size=2, max_size=4))
def test_rows_sum_to_one_whatever_was_typed(parts):
    total = sum(parts)
    row = tuple(Decimal(part) / total for part in parts)
    states = tuple(f"s{i}" for i in range(len(parts)))
    domain = Domain(child="y", states=states, parents=())
    table = FullTable(domain=domain, placeholder={"y[]": row}).table({"y[]": row})
    assert table.sum() == pytest.approx(1.0, abs=1e-15)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ((0.5, 0.5), ""),
        ((0.5, 0.500001), ""),
        ((0.5, 0.50001), "table.sum-too-large"),
        ((40, 54), "table.nearly-in-percent"),
        ((40, 60), "table.in-percent"),
        ((-0.1, 1.1), "table.probability-negative"),
    ],
)
def test_what_is_wrong_with_a_distribution(row, code):
    found = distribution_problem(decimals(*row))
    assert (found.code if found else "") == code
