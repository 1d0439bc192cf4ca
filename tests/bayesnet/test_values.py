"""Utilities of utilities equal the same arithmetic done cell by cell."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.decisions import values as module
from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.solve import solve
from bayesnet.decisions.values import Product, WeightedSum, multiplicative, table_of, terms_of
from bayesnet.inference.contraction import TooLarge
from bayesnet.inference.query import Network
from tests.exhaustive import every_strategy
from tests.strategies import random_table

SIZES = {"a": 2, "b": 3, "c": 2}


def attribute(name, *scope, seed=0):
    rng = np.random.default_rng(seed)
    shape = (*(SIZES[v] for v in scope), 1)
    return UtilityTerm(name=name, scope=scope, values=rng.random(shape))


A = attribute("A", "a", "b", seed=1)
B = attribute("B", "b", seed=2)
C = attribute("C", "c", "a", seed=3)


def by_hand(function):
    """A function of the three attributes, at every state of a, b and c."""
    total = np.empty((2, 3, 2))
    for a, b, c in np.ndindex(total.shape):
        total[a, b, c] = function(A.values[a, b, 0], B.values[b, 0], C.values[c, a, 0])
    return total


def in_full(value):
    table = table_of(terms_of(value, SIZES), SIZES)
    order = [table.scope.index(name) for name in "abc"]
    return table.values[..., 0].transpose(order)


@pytest.mark.parametrize(
    ("value", "function"),
    [
        (
            WeightedSum(parts=((0.2, A), (0.3, B), (0.5, C))),
            lambda a, b, c: 0.2 * a + 0.3 * b + 0.5 * c,
        ),
        (Product(parts=(A, B, C)), lambda a, b, c: a * b * c),
        (
            WeightedSum(parts=((2.0, Product(parts=(A, C))), (-1.0, B)), constant=4.0),
            lambda a, b, c: 2 * a * c - b + 4,
        ),
        (
            Product(parts=(WeightedSum(parts=((1.0, A), (2.0, B))), C)),
            lambda a, b, c: (a + 2 * b) * c,
        ),
    ],
)
def test_sums_and_products_in_any_depth(value, function):
    assert in_full(value) == pytest.approx(by_hand(function), abs=1e-12)


@pytest.mark.parametrize("interaction", [-0.5, 0.0, 2.0])
def test_keeney_and_raiffas_multiplicative_utility(interaction):
    """1 + K U = product of (1 + K k_i u_i)."""
    value = multiplicative(((0.4, A), (0.3, B), (0.2, C)), interaction)
    utility = in_full(value)
    expected = by_hand(
        lambda a, b, c: (
            (1 + interaction * 0.4 * a) * (1 + interaction * 0.3 * b) * (1 + interaction * 0.2 * c)
        )
    )
    if interaction:
        assert 1 + interaction * utility == pytest.approx(expected, abs=1e-12)
    else:
        assert utility == pytest.approx(by_hand(lambda a, b, c: 0.4 * a + 0.3 * b + 0.2 * c))


def test_an_interaction_of_minus_one_or_less_is_refused():
    with pytest.raises(ValueError, match="above -1"):
        multiplicative(((0.5, A),), -1.0)


def test_a_factor_too_large_to_write_out_is_refused(monkeypatch):
    monkeypatch.setattr(module, "LARGEST_ENTRIES", 5)
    sum_ = WeightedSum(parts=((1.0, A), (1.0, B)))
    with pytest.raises(TooLarge, match="would hold"):
        terms_of(Product(parts=(sum_, C)), SIZES)


@pytest.mark.parametrize("seed", range(20))
def test_a_decision_by_a_product_of_values_equals_all_strategies(seed):
    rng = np.random.default_rng(seed)
    sizes = {"c": 2, "a": 2, "b": 3}
    tables = {
        "c": random_table(rng, sizes, ("c",), 1, False),
        "b": random_table(rng, sizes, ("c", "a", "b"), 1, False),
    }
    value = multiplicative(((0.4, A), (0.3, B), (0.2, C)), float(rng.uniform(-0.9, 3)))
    problem = DecisionProblem(
        network=Network(sizes=sizes, tables=tables),
        decisions={"a": ("c",)},
        utilities=terms_of(value, SIZES),
        recall="perfect",
    )
    assert solve(problem).expected_utility[0] == pytest.approx(every_strategy(problem).max())
