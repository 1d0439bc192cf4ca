"""Worlds drawn from the experts' priors: each from one expert, as sure as that expert said."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import numpy as np
import pytest
from scipy.stats import beta

from bayesnet.cpds.parameter import Domain
from bayesnet.cpds.ranked import Ranked
from bayesnet.cpds.table import FullTable
from bayesnet.study.draws import concentration, draw, row_concentration
from bayesnet.study.priors import Judgement, Priors, expert_tables, placeholder_priors

ROOT = Domain(child="x", states=("no", "yes"), parents=())
CHILD = Domain(child="y", states=("no", "yes"), parents=(("x", ("no", "yes")),))
HALF = (Decimal("0.5"), Decimal("0.5"))
CPDS = {
    "x": FullTable(domain=ROOT, placeholder={"x[]": HALF}),
    "y": FullTable(domain=CHILD, placeholder={"y[x=no]": HALF, "y[x=yes]": HALF}),
}


def numbers(*values):
    return tuple(Decimal(str(value)) for value in values)


def ranged(best, low, high):
    return Judgement(best=numbers(*best), low=numbers(*low), high=numbers(*high))


def asked(weights, answers):
    """Priors of experts e0, e1, ... of these weights, each with these answers by question."""
    names = [f"e{i}" for i in range(len(weights))]
    return Priors(
        number=1,
        sha256="",
        created_at="",
        reason="",
        illustrative=True,
        model_sha256="",
        weights=dict(zip(names, weights, strict=True)),
        judgements=dict(zip(names, answers, strict=True)),
    )


def everywhere(*best):
    """An expert with one answer to every question, without a range."""
    return {key: Judgement(best=numbers(*best)) for key in ("x[]", "y[x=no]", "y[x=yes]")}


# ------------------------------------------------------------------- the distributions' parameters


@pytest.mark.parametrize("total", [0.5, 2.0, 7.5, 40.0, 1234.5])
def test_the_concentration_of_a_beta_is_found_from_its_90_per_cent(total):
    means = np.linspace(0.21, 0.79, 30)
    ends = beta.ppf([[0.05], [0.95]], means * total, (1 - means) * total)
    assert concentration(means, ends[1] - ends[0]) == pytest.approx(total, rel=1e-8)


def test_a_binary_row_has_the_range_that_was_given():
    """The central 90 % of Beta(6, 14), typed with nine digits."""
    low, high = beta.ppf([0.05, 0.95], 6, 14).round(9)
    width = np.full((2, 1), high - low)
    (n,) = row_concentration(np.array([[0.3], [0.7]]), width)
    assert np.abs(beta.ppf([0.05, 0.95], 0.3 * n, 0.7 * n) - [low, high]).max() < 1e-6


@pytest.mark.parametrize("best", [0.06, 0.2, 0.5, 0.93])
@pytest.mark.parametrize("width", [0.004, 0.05, 0.11, 0.3])
def test_any_range_of_a_binary_row_keeps_its_width(best, width):
    (n,) = row_concentration(np.array([[best], [1 - best]]), np.full((2, 1), width))
    ends = beta.ppf([0.05, 0.95], best * n, (1 - best) * n)
    assert ends[1] - ends[0] == pytest.approx(width, abs=1e-6)


def test_a_range_that_no_beta_with_the_mean_fills_gets_the_widest():
    """A best guess of 1 % and a range of 40 points: quantiles cannot be so far apart."""
    assert concentration(np.array([0.01]), np.array([0.4])) == pytest.approx(0.1 / 0.01)


def test_components_that_ask_for_different_concentrations_meet_between():
    """Means .5, .3, .2 asking for 10, 20, 40: computed from the published formula by hand."""
    mean, each = np.array([0.5, 0.3, 0.2]), np.array([10.0, 20.0, 40.0])
    ends = beta.ppf([[0.05], [0.95]], mean * each, (1 - mean) * each)
    (found,) = row_concentration(mean[:, None], (ends[1] - ends[0])[:, None])
    # .25 + .21 + .16 = .62; .25 / 11^.5 + .21 / 21^.5 + .16 / 41^.5 = .146192
    assert found == pytest.approx((0.62 / 0.146192) ** 2 - 1, rel=1e-4)


# ------------------------------------------------------------------------------------- the draws


def test_draws_have_the_experts_mean_and_range():
    low, high = beta.ppf([0.05, 0.95], 6, 14).round(9)
    answers = {"x[]": ranged((0.7, 0.3), (1 - high, low), (1 - low, high))}
    drawn = draw(CPDS, asked([1.0], [answers]), 40_000, 1).tables["x"][1]
    deviation = np.sqrt(0.3 * 0.7 / 21)
    assert drawn.mean() == pytest.approx(0.3, abs=4 * deviation / 200)
    assert drawn.std() == pytest.approx(deviation, rel=0.02)
    assert np.mean((drawn > low) & (drawn < high)) == pytest.approx(0.9, abs=0.006)


def drawn_spread(answer, number):
    """The drawn spreads of a ranked node, taken where its tables are made of them."""
    seen = []

    class Recorder(Ranked):
        __slots__ = ()

        def tables(self, values):
            seen.append(values)
            return Ranked.tables(self, values)

    placeholder = {"y.weight[x]": numbers(1), "y.spread": numbers(0.3)}
    cpd = Recorder(domain=CHILD, placeholder=placeholder, expression="wmean", variant="midpoint")
    answers = {"y.weight[x]": ranged((2,), (2,), (2,)), "y.spread": answer}
    draw({"y": cpd}, asked([1.0], [answers]), number, 1)
    (values,) = seen
    assert (values["y.weight[x]"] == 2).all()
    return values["y.spread"][0]


def test_a_number_is_drawn_from_its_pert():
    """Spread .2 in [.1, .5]: mean (.1 + 4 * .2 + .5) / 6, nothing outside."""
    spread = drawn_spread(ranged((0.2,), (0.1,), (0.5,)), 20_000)
    assert 0.1 < spread.min() < spread.max() < 0.5
    assert spread.mean() == pytest.approx(1.4 / 6, abs=0.002)
    share = beta.ppf([0.05, 0.5, 0.95], 2, 4)
    assert np.quantile(spread, [0.05, 0.5, 0.95]) == pytest.approx(0.1 + 0.4 * share, abs=0.004)


def test_a_range_beyond_what_a_number_can_be_ends_at_the_bound():
    """A spread is above 0 and at most 10."""
    spread = drawn_spread(ranged((9,), (-5,), (15,)), 1000)
    assert 0 < spread.min() < spread.max() < 10


def test_who_gave_no_range_is_certain_beside_one_who_did():
    answers = [everywhere(0.25, 0.75), {"x[]": ranged((0.5, 0.5), (0.3, 0.3), (0.7, 0.7))}]
    draws = draw(CPDS, asked([0.5, 0.5], answers), 100, 1)
    x = draws.tables["x"][1]
    assert (x[draws.experts == 0] == 0.75).all()
    assert len(set(x[draws.experts == 1])) == (draws.experts == 1).sum() > 30


def test_what_experts_are_not_asked_is_fixed_whatever_they_answer():
    cpds = {**CPDS, "x": dataclasses.replace(CPDS["x"], asked=False)}
    draws = draw(cpds, asked([1.0], [everywhere(0, 1)]), 10, 1)
    assert (draws.tables["x"] == 0.5).all()
    assert (draws.tables["y"][:, 1] == 1).all()


def test_rows_of_one_expert_are_drawn_independently():
    """The expert is all they share."""
    row = ranged((0.5, 0.5), (0.3, 0.3), (0.7, 0.7))
    answers = dict.fromkeys(("x[]", "y[x=no]", "y[x=yes]"), row)
    tables = draw(CPDS, asked([1.0], [answers]), 4000, 1).tables
    rows = np.stack([tables["x"][1], *tables["y"][:, 1]])
    assert np.abs(np.corrcoef(rows) - np.eye(3)).max() < 4 / np.sqrt(4000)


def test_a_coherent_world_is_of_one_expert():
    """One expert says no to everything, one yes, one does not know."""
    priors = asked([0.3, 0.3, 0.4], [everywhere(1, 0), everywhere(0, 1), everywhere(0.5, 0.5)])
    draws = draw(CPDS, priors, 500, 1)
    says = np.array([0.0, 1.0, 0.5])[draws.experts]
    assert (draws.tables["x"][1] == says).all()
    assert (draws.tables["y"][:, 1] == says).all()


def test_a_sensitivity_picks_an_expert_anew_for_each_row():
    priors = asked([0.5, 0.5], [everywhere(1, 0), everywhere(0, 1)])
    draws = draw(CPDS, priors, 4000, 1, coherent=False)
    assert draws.experts is None
    rows = np.stack([draws.tables["x"][1], *draws.tables["y"][:, 1]])
    assert np.abs(np.corrcoef(rows) - np.eye(3)).max() < 4 / np.sqrt(4000)
    assert rows.mean(axis=1) == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(4000))


@pytest.mark.parametrize("coherent", [True, False])
def test_experts_are_picked_by_their_weights(coherent):
    priors = asked([0.8, 0.2, 0.0], [everywhere(1, 0), everywhere(0, 1), everywhere(0.5, 0.5)])
    drawn = draw(CPDS, priors, 10_000, 1, coherent=coherent).tables["x"][1]
    assert drawn.mean() == pytest.approx(0.2, abs=4 * 0.4 / 100)
    assert set(drawn) == {0.0, 1.0}


def test_what_is_certain_stays_certain():
    """A range around 0 or 1 cannot make the impossible possible."""
    answers = {
        "x[]": ranged((0, 1), (0, 0.9), (0.1, 1)),
        "y[x=no]": ranged((0.5, 0.5), (0.5, 0.5), (0.5, 0.5)),
    }
    draws = draw(CPDS, asked([1.0], [answers]), 100, 1)
    assert (draws.tables["x"] == [[0.0], [1.0]]).all()
    assert (draws.tables["y"][0] == 0.5).all()
    three = FullTable(domain=dataclasses.replace(ROOT, states=("a", "b", "c")), placeholder={})
    answers = {"x[]": ranged((0.6, 0, 0.4), (0.4, 0, 0.2), (0.8, 0.2, 0.6))}
    made = draw({"x": three}, asked([1.0], [answers]), 100, 1).tables["x"]
    assert (made[1] == 0).all()
    assert made[0].std() > 0.05


def test_the_same_seed_gives_the_same_bits_and_another_others(frozen):
    one, same, other = (draw(frozen.cpds, frozen.priors, 50, seed) for seed in (1, 1, 2))
    assert one.experts.tobytes() == same.experts.tobytes() != other.experts.tobytes()
    for name, values in one.tables.items():
        assert values.tobytes() == same.tables[name].tobytes()
    moved = {n for n, values in one.tables.items() if not np.array_equal(values, other.tables[n])}
    assert moved == {name for name, cpd in frozen.cpds.items() if cpd.asked}


@pytest.mark.parametrize("coherent", [True, False])
def test_a_new_question_leaves_the_draws_of_the_others(frozen, coherent):
    fewer = {name: frozen.cpds[name] for name in list(frozen.cpds)[1::2]}
    all_ = draw(frozen.cpds, frozen.priors, 50, 1, coherent=coherent)
    for name, values in draw(fewer, frozen.priors, 50, 1, coherent=coherent).tables.items():
        assert values.tobytes() == all_.tables[name].tobytes()


@pytest.mark.parametrize("coherent", [True, False])
def test_rows_sum_to_one(frozen, coherent):
    draws = draw(frozen.cpds, frozen.priors, 1000, 1, coherent=coherent)
    assert set(draws.tables) == set(frozen.cpds)
    for name, values in draws.tables.items():
        assert values.shape == (*frozen.cpds[name].domain.shape, 1000)
        assert values.min() >= 0
        assert np.abs(values.sum(axis=-2) - 1).max() < 1e-12


def test_answers_without_ranges_are_the_experts_tables(frozen):
    """Also where an expert left a question out: the number of model.toml stands in for it."""
    bare = {
        expert: {key: Judgement(best=answer.best) for key, answer in answers.items()}
        for expert, answers in frozen.priors.judgements.items()
    }
    bare["spiral"] = dict(list(bare["spiral"].items())[::2])
    priors = dataclasses.replace(frozen.priors, judgements=bare)
    draws = draw(frozen.cpds, priors, 300, 1)
    assert len(set(draws.experts)) == 6
    for name, values in expert_tables(frozen.cpds, priors).items():
        assert (draws.tables[name] == values[..., draws.experts]).all(), name


def test_placeholders_are_one_world_over_and_over(deterrence):
    priors = placeholder_priors(deterrence.cpds)
    draws = draw(deterrence.cpds, priors, 20, 1)
    for name, cpd in deterrence.cpds.items():
        assert (draws.tables[name] == cpd.table(cpd.placeholder)[..., None]).all()


def test_draws_lie_around_each_experts_tables(frozen):
    """Full tables: the mean over one expert's worlds is the table of that expert's best answers."""
    draws = draw(frozen.cpds, frozen.priors, 6000, 1)
    exact = expert_tables(frozen.cpds, frozen.priors)
    for name in [n for n, cpd in frozen.cpds.items() if cpd.method == "table" and cpd.asked]:
        for expert in range(6):
            own = draws.tables[name][..., draws.experts == expert]
            error = own.std(axis=-1) / np.sqrt(own.shape[-1])
            assert (np.abs(own.mean(axis=-1) - exact[name][..., expert]) < 5 * error + 1e-12).all()


@pytest.mark.parametrize("structure", "ABCD")
def test_a_structure_changes_every_world_as_if_alone(frozen, structure):
    draws = draw(frozen.cpds, frozen.priors, 12, 1)
    together = frozen.drawn(structure, draws)
    assert together.sizes == frozen.network(structure).sizes
    for world in range(12):
        tables = {n: values[..., world : world + 1] for n, values in draws.tables.items()}
        alone = frozen.drawn(structure, dataclasses.replace(draws, number=1, tables=tables))
        for name, table in together.tables.items():
            assert table.scope == frozen.network(structure).tables[name].scope
            assert table.values.shape[-1] == 12
            difference = table.values[..., world] - alone.tables[name].values[..., 0]
            assert np.abs(difference).max() < 1e-15


def test_a_structure_moves_the_drawn_tables(frozen):
    """Structure B replaces or shifts what A leaves as drawn."""
    draws = draw(frozen.cpds, frozen.priors, 12, 1)
    plain = frozen.drawn("A", draws).tables
    assert all((plain[name].values == values).all() for name, values in draws.tables.items())
    changed = {adjustment.node for adjustment in frozen.structures["B"].adjustments}
    assert changed
    for name, table in frozen.drawn("B", draws).tables.items():
        same = table.scope == plain[name].scope and (table.values == plain[name].values).all()
        assert same == (name not in changed), name
