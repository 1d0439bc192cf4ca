"""Each sign that an arc declares is held against the numbers, whatever the method."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bayesnet.cpds.noisy_max import NoisyMax, leak_key, link_key
from bayesnet.cpds.parameter import Domain
from bayesnet.cpds.ranked import Ranked, spread_key, weight_key
from bayesnet.cpds.table import FullTable
from bayesnet.cpds.weighted_sum import WeightedSum
from bayesnet.study.priors import expert_tables, placeholder_priors
from elicitation.checks.signs import LEAST, contradictions
from elicitation.cli import main

LEVELS = ("low", "medium", "high")
DOMAIN = Domain(child="y", states=LEVELS, parents=(("a", LEVELS), ("b", ("no", "yes"))))
SIGN = {("a", "y"): 1, ("b", "y"): 1}


def brute(table, cause, sign):
    """Return whether some row is against the sign, by dominance of every pair of rows."""
    axis = [name for name, _ in DOMAIN.parents].index(cause)
    for row in product(*(range(len(states)) for _, states in DOMAIN.parents)):
        for later in range(row[axis] + 1, len(DOMAIN.parents[axis][1])):
            other = (*row[:axis], later, *row[axis + 1 :])
            for place in range(1, len(LEVELS)):
                rise = table[other][place:].sum() - table[row][place:].sum()
                if sign * rise < -2 * LEAST:
                    return True
    return False


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.sampled_from([-1, 1]), st.booleans())
def test_a_sign_is_contradicted_where_brute_force_says_so(seed, sign, ordered):
    rng = np.random.default_rng(seed)
    table = rng.dirichlet(np.ones(3), size=(3, 2))
    if ordered:  # rows that rise in both causes
        lift = np.arange(3)[:, None] + np.arange(2)[None, :]
        table = np.stack([np.exp(-lift), np.ones_like(lift), np.exp(lift)], axis=-1).astype(float)
        table /= table.sum(axis=-1, keepdims=True)
    signs = {("a", "y"): sign, ("b", "y"): sign}
    found = {each.cause: each for each in contradictions(DOMAIN, table, signs)}
    assert found.keys() == {cause for cause in ("a", "b") if brute(table, cause, sign)}
    for each in found.values():
        index = [
            tuple(states.index(s) for (_, states), s in zip(DOMAIN.parents, row, strict=True))
            for row in each.rows
        ]
        place = LEVELS.index(each.above)
        shares = [table[at][place:].sum() for at in index]
        assert shares == pytest.approx(each.shares)
        assert sign * (shares[1] - shares[0]) < 0


def decimals(*numbers):
    return tuple(map(Decimal, numbers))


def ranked(**settings_):
    placeholder = {weight_key("y", name): decimals(1) for name in "ab"}
    placeholder[spread_key("y")] = decimals("0.2")
    return Ranked(
        domain=DOMAIN, placeholder=placeholder, expression="wmean", variant="midpoint", **settings_
    )


def noisy():
    """b raises y; a's middle state raises it more than its last."""
    placeholder = {
        leak_key("y"): decimals("0.9", "0.05", "0.05"),
        link_key("y", "a", "medium"): decimals("0.2", "0.4", "0.4"),
        link_key("y", "a", "high"): decimals("0.6", "0.2", "0.2"),
        link_key("y", "b", "yes"): decimals("0.5", "0.3", "0.2"),
    }
    links = (("a", "medium"), ("a", "high"), ("b", "yes"))
    return NoisyMax(
        domain=DOMAIN, placeholder=placeholder, links=links, wording="diez", method="noisy_max"
    )


def weighed():
    """The typical rows fall along a and rise along b."""
    situations = (("low", "no"), ("medium", "no"), ("high", "yes"))
    typical = {("a", s): n for n, s in enumerate(LEVELS)} | {("b", "no"): 1, ("b", "yes"): 0}
    rows = ("0.1", "0.2", "0.7"), ("0.3", "0.3", "0.4"), ("0.6", "0.2", "0.2")
    placeholder = {
        f"y[{DOMAIN.when(s)}]": decimals(*p) for s, p in zip(situations, rows, strict=True)
    }
    placeholder |= {weight_key("y", name): decimals(1) for name in "ab"}
    return WeightedSum(
        domain=DOMAIN, placeholder=placeholder, situations=situations, typical=typical
    )


@pytest.mark.parametrize(
    ("cpd", "against"),
    [
        (ranked(), set()),
        (ranked(falling=frozenset("a")), {"a"}),
        (ranked(scores={"b": (0.9, 0.1)}), {"b"}),
        (noisy(), {"a"}),
        (weighed(), {"a"}),
    ],
    ids=["ranked", "ranked falling", "ranked scores", "noisy_max", "weighted_sum"],
)
def test_every_method_is_held_against_its_signs(cpd, against):
    table = cpd.table(cpd.placeholder)
    assert {each.cause for each in contradictions(DOMAIN, table, SIGN)} == against
    turned = dict.fromkeys(SIGN, -1)
    assert {each.cause for each in contradictions(DOMAIN, table, turned)} >= {"b"} - against


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "study"
    assert CliRunner().invoke(main, ["init", str(folder), "--fresh"]).exit_code == 0
    return folder


def told(folder, command):
    result = CliRunner().invoke(main, [command, "--study", str(folder)])
    assert result.exit_code == 0
    return " ".join(result.output.split())


def test_check_and_coherence_name_each_sign_that_the_numbers_contradict(study):
    model = study / "model.toml"
    text = model.read_text("utf-8")
    assert "the sign '" not in told(study, "check")
    assert "Nothing to ask back." in told(study, "coherence")
    arcs = [arc for arc in text.split("[[arc]]") if 'from = "internal_strain"' in arc]
    children = [re.search(r'to = "(\w+)"', arc)[1] for arc in arcs if 'sign = "+"' in arc]
    assert len(children) >= 3
    for arc in arcs:
        text = text.replace(arc, arc.replace('sign = "+"', 'sign = "-"'))
    model.write_text(text, "utf-8")
    checked, asked_back = told(study, "check"), told(study, "coherence")
    for child in children:
        assert f"the sign '-' of internal_strain on {child} is not that of the numbers" in checked
    assert (
        "hardliner_influence (high) is 36 % when internal_strain is manageable and 50 % when it is "
        "severe, where response_style is resolve_and_offer."
    ) in checked
    assert f"{len(children)} to ask back." in asked_back
    assert "analyst sign By the numbers in model.toml Hardliner influence (high) is" in asked_back


def test_rows_that_are_no_distribution_are_refused_in_python():
    domain = Domain(child="y", states=("no", "yes"), parents=())
    cpd = FullTable(domain=domain, placeholder={"y[]": decimals("0.7", "0.7")})
    with pytest.raises(ValueError, match=r"y\[\]: the numbers sum to 1.4, not 1"):
        cpd.table(cpd.placeholder)
    with pytest.raises(ValueError, match=r"y\[\]: the numbers sum to 1.4, not 1"):
        expert_tables({"y": cpd}, placeholder_priors({"y": cpd}))
