"""Laws of a forecast, whatever the numbers."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.study.agents.agent import KINDS, Uncertain, exactly
from bayesnet.study.agents.behaviour import reply
from bayesnet.study.agents.sampling import samples
from bayesnet.study.pools import PoolRule
from tests.bayesnet.two_agents import diagram, forecast_of, plain_value, random_tables, them

SIZES = {"d1": 3, "c2": 2, "a3": 3, "z": 3}
RANGE = Uncertain(low=0.3, best=1.0, high=2.5)


def game_and_agent(seed, **particulars):
    random = np.random.default_rng(seed)
    game = diagram(("d1", "c2", "a3"), SIZES)
    values = [
        plain_value("near", ("d1", "a3"), random.normal(size=(3, 3)), RANGE),
        plain_value("far", ("c2", "a3", "z"), random.normal(size=(2, 3, 3)), RANGE),
    ]
    chosen = {"samples": 200, "parameter": exactly(1.0), **particulars}
    return game, them(game, values, **chosen), random_tables(random, game, 4)


def table(agent, game, tables, **named):
    experts = named.pop("experts", ("all",))
    return forecast_of(agent, game, tables, experts, [0] * 4)["a3"].values


@pytest.mark.parametrize("behaviour", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_rows_sum_to_one(behaviour, seed):
    game, agent, tables = game_and_agent(seed, behaviour=behaviour)
    values = table(agent, game, tables)
    assert (values >= 0).all()
    assert values.sum(axis=-2) == pytest.approx(np.ones((3, 2, 4)), abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_what_we_do_leaves_an_agent_alone_that_does_not_value_it(seed):
    random = np.random.default_rng(seed)
    game = diagram(("d1", "c2", "a3"), SIZES)
    agent = them(game, [plain_value("own", ("c2", "a3"), [[1, 0, 0.5], [0, 1, 0.5]], RANGE)])
    values = table(dataclasses.replace(agent, samples=100), game, random_tables(random, game, 4))
    assert np.abs(values - values[:1]).max() == 0
    assert np.abs(values[:, 0] - values[:, 1]).max() > 0.01  # what it values does move it


@pytest.mark.parametrize("behaviour", ["best", "quantal", "prospect"])
@pytest.mark.parametrize("seed", range(3))
def test_a_positive_affine_change_of_its_utilities_changes_nothing(behaviour, seed):
    game, agent, tables = game_and_agent(seed, behaviour=behaviour)
    changed = dataclasses.replace(
        agent,
        parameter=exactly(agent.parameter.low / (7 if behaviour == "quantal" else 1)),
        values={
            name: dataclasses.replace(
                value, table=7 * value.table + 3, reference=7 * value.reference + 3
            )
            for name, value in agent.values.items()
        },
    )
    assert table(changed, game, tables) == pytest.approx(table(agent, game, tables), abs=1e-9)


def test_a_satisficer_does_the_same_with_its_aspiration_scaled_along():
    game, agent, tables = game_and_agent(3, behaviour="satisficing", parameter=exactly(0.4))
    values = {n: dataclasses.replace(v, table=7 * v.table) for n, v in agent.values.items()}
    changed = dataclasses.replace(agent, parameter=exactly(2.8), values=values)
    assert np.array_equal(table(changed, game, tables), table(agent, game, tables))


@pytest.mark.parametrize("seed", range(5))
def test_quantal_goes_from_uniform_to_best(seed):
    game, agent, tables = game_and_agent(seed, behaviour="quantal", parameter=exactly(0.0))
    assert table(agent, game, tables) == pytest.approx(np.full((3, 2, 3, 4), 1 / 3), abs=1e-12)
    sharp = dataclasses.replace(agent, parameter=exactly(1e9))
    best = dataclasses.replace(agent, behaviour="best")
    assert table(sharp, game, tables) == pytest.approx(table(best, game, tables), abs=1e-6)


def test_quantal_rises_with_an_acts_own_worth():
    random = np.random.default_rng(1)
    worth = random.normal(size=(5, 3, 7))
    more = worth.copy()
    more[:, 1] += 0.5
    precision = random.uniform(0.1, 3, size=7)
    before, after = (reply(w, "quantal", precision) for w in (worth, more))
    assert (after[:, 1] > before[:, 1]).all()
    assert (after[:, [0, 2]] < before[:, [0, 2]]).all()


def test_with_losses_that_count_once_prospect_is_best():
    game, agent, tables = game_and_agent(2, behaviour="prospect")
    best = dataclasses.replace(agent, behaviour="best")
    assert table(agent, game, tables) == pytest.approx(table(best, game, tables), abs=1e-12)
    averse = dataclasses.replace(agent, parameter=exactly(2.25))
    assert np.abs(table(averse, game, tables) - table(best, game, tables)).max() > 0.01


def test_experts_who_see_the_same_are_one_expert():
    game, agent, tables = game_and_agent(4)
    names = ("x", "y", "z")
    one = {n: dataclasses.replace(t, values=t.values[..., :1]) for n, t in tables.items()}
    apart = forecast_of(agent, game, one, names, range(3))["a3"].values
    alone = forecast_of(agent, game, one, ("all",), [0])["a3"].values
    assert np.array_equal(apart, np.repeat(alone, 3, axis=-1))
    for rule in (PoolRule(), PoolRule(pooling="median")):
        pooled = rule.pool(apart, np.array([0.2, 0.3, 0.5]))
        assert pooled == pytest.approx(alone[..., 0], abs=1e-9)


def test_a_forecast_is_the_same_every_time_and_another_by_another_seed():
    game, agent, tables = game_and_agent(5)
    again = table(agent, game, tables)
    assert np.array_equal(table(agent, game, tables), again)
    other = table(dataclasses.replace(agent, seed=1), game, tables)
    assert not np.array_equal(other, again)
    assert np.abs(other - again).max() < 0.1


def test_an_expert_who_sees_other_weights_forecasts_other_acts():
    random = np.random.default_rng(0)
    game = diagram(("a3",), SIZES, after=())
    gain = plain_value("gain", ("a3",), [0, 1, 0], Uncertain(low=0, high=2))
    price = plain_value("price", ("a3",), [0, -1, 0], Uncertain(low=0, high=2))
    agent = them(
        game, [gain, price], samples=2_000, views={"dove": {"price": Uncertain(low=0, high=4)}}
    )
    values = forecast_of(agent, game, random_tables(random, game, 1), ("hawk", "dove"), [0, 1])
    # P(G > P): both uniform on 0 to 2, and against one on 0 to 4 half of that
    assert values["a3"].values[1] == pytest.approx([0.5, 0.25], abs=0.03)


def test_what_it_believes_in_its_own_way_is_what_it_goes_by():
    """It takes the weather for certain that we take for a toss; ours stays as it is."""
    from bayesnet.cpds.parameter import Domain  # noqa: PLC0415
    from bayesnet.cpds.table import FullTable  # noqa: PLC0415
    from bayesnet.inference.query import Table  # noqa: PLC0415

    game = diagram(("a1",), {"a1": 2, "z": 2})
    value = plain_value("match", ("a1", "z"), [[1, 0], [0, 1.5]])
    tables = {"z": Table(scope=("a1", "z"), values=np.full((2, 2, 1), 0.5))}
    plain = them(game, [value])
    assert forecast_of(plain, game, tables)["a1"].values[..., 0].tolist() == [0, 1]
    rows = {"z[a1=a1_0]": (1, 0), "z[a1=a1_1]": (1, 0)}
    domain = Domain(child="z", states=("z_0", "z_1"), parents=(("a1", ("a1_0", "a1_1")),))
    sure = FullTable(domain=domain, placeholder=rows)
    wrong = dataclasses.replace(plain, beliefs={"z": sure})
    assert forecast_of(wrong, game, tables)["a1"].values[..., 0].tolist() == [1, 0]


@pytest.mark.parametrize("behaviour", ["best", "quantal"])
def test_a_forecast_is_the_average_over_agents_who_know_their_weights(behaviour):
    """Also where an earlier act is worth what a later one makes of it, in every draw another."""
    random = np.random.default_rng(8)
    game = diagram(("a1", "c2", "a3"), {"a1": 2, "c2": 2, "a3": 3, "z": 2})
    shape = tuple(game.sizes[name] for name in game.states)
    values = [
        plain_value(name, game.states, random.normal(size=shape), RANGE) for name in ("v", "w")
    ]
    agent = them(game, values, samples=9, behaviour=behaviour, parameter=exactly(2.0))
    tables = random_tables(random, game, 4)
    whole = forecast_of(agent, game, tables, ("all",), [0] * 4)
    drawn = samples(agent, ("all",))
    one_by_one = []
    for k in range(9):
        sure = {
            n: dataclasses.replace(v, weight=exactly(drawn[n][0, k]))
            for n, v in agent.values.items()
        }
        alone = dataclasses.replace(agent, values=sure, samples=1)
        one_by_one.append(forecast_of(alone, game, tables, ("all",), [0] * 4))
    for node in ("a1", "a3"):
        mean = np.mean([found[node].values for found in one_by_one], axis=0)
        assert whole[node].values == pytest.approx(mean, abs=1e-12)
    assert 0 < whole["a1"].values[0, 0] < 1
