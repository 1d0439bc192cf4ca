"""Digits follow the difference that matters, whatever the unit."""

from __future__ import annotations

import pytest

from bayesnet.rounding import places, written


@pytest.mark.parametrize(
    ("largest", "differences", "digits"),
    [
        (100, (), 1),
        (63.4, (), 1),
        (0.916, (0.012,), 3),
        (0.916, (0.0004,), 4),
        (7000, (), 0),
        (7000, (0.25,), 1),
        (100, (0.58,), 1),
        (100, (0.04, 3.0), 2),
        (100, (0.0, 3.0), 1),
        (1e-9, (2e-10,), 12),
        (1e308, (1e300,), 0),
        (0.0, (), 0),
        (0.0, (0.001,), 3),
    ],
)
def test_three_figures_and_the_smallest_difference_that_matters(largest, differences, digits):
    assert places(largest, differences) == digits


@pytest.mark.parametrize("gap", [10.0**-n * f for n in range(1, 11) for f in (1, 2, 4.9, 9.9)])
def test_a_difference_that_matters_never_prints_as_nothing(gap):
    assert float(written(gap, places(100, [gap]))) > 0


@pytest.mark.parametrize(
    ("value", "digits", "signed", "text"),
    [
        (7000.0, 0, False, "7,000"),
        (-0.0, 1, True, "0.0"),
        (-0.04, 1, True, "0.0"),
        (-0.06, 1, True, "-0.1"),
        (2.5, 1, True, "+2.5"),
        (1234567.891, 2, False, "1,234,567.89"),
        (1e308, 0, False, "1.00e+308"),
        (-2e15, 3, True, "-2.00e+15"),
    ],
)
def test_numbers_are_grouped_and_nothing_has_a_sign(value, digits, signed, text):
    assert written(value, digits, signed=signed) == text
