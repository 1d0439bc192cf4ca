"""Switch points against solving again on both sides of each, and against a grid of problems."""

from __future__ import annotations

import dataclasses
import itertools
from decimal import Decimal

import numpy as np
import pytest

from bayesnet.answers.policy import same_plan
from bayesnet.answers.recommend import recommend
from bayesnet.decisions.envelope import between, first_change
from bayesnet.decisions.problem import Infeasible
from bayesnet.decisions.reply import expected
from bayesnet.decisions.solve import solve
from bayesnet.errors import StudyError
from bayesnet.folder.reading import open_study
from bayesnet.inference.query import ImpossibleEvidence, Network, Table
from bayesnet.sensitivity.best_and_rival import contest, lead_quantity
from bayesnet.sensitivity.drivers import find_drivers
from bayesnet.sensitivity.horizon import horizon_warnings
from bayesnet.sensitivity.parameters import (
    KINDS,
    parameters,
    row_parameter,
    setting,
    turned,
)
from bayesnet.sensitivity.regions import find_regions
from bayesnet.sensitivity.robustness import find_flips
from bayesnet.sensitivity.rows import Entry, away, rows_of
from bayesnet.sensitivity.thresholds import change_text, find_switches
from bayesnet.study.priors import Judgement
from bayesnet.study.view import StudyView
from tests.bayesnet.small_study import MODEL, SCENARIOS
from tests.foreign.test_value_tables import WHOLE
from tests.strategies import random_problem

KNOWN = {"bomber_posture": "dynamic"}
SWITCHING = 39
"""A random problem some of whose numbers switch its best strategy."""


@pytest.fixture(scope="module")
def umbrella(tmp_path_factory):
    folder = tmp_path_factory.mktemp("umbrella")
    (folder / "model.toml").write_text(MODEL)
    (folder / "scenarios.toml").write_text(SCENARIOS)
    return open_study(folder)[0]


@pytest.fixture(scope="module")
def switches(frozen):
    return find_switches(StudyView(frozen, "A", "balanced", KNOWN))


def test_what_was_looked_at_is_counted_as_the_study_has_it(switches, frozen):
    """Rows and tables, not their entries nor experts to go to."""
    tables = frozen.network("A").tables
    assert switches.asked["row"] == sum(len(rows_of(table)) for table in tables.values())
    assert switches.asked["table"] == len(tables)
    assert switches.tried["table"] == len(tables) * len(frozen.priors.experts)
    assert switches.tried["row"] > switches.asked["row"] > switches.turning("row") > 0
    rows = {found.name.rpartition("=")[0] for found in switches.switches if found.kind == "row"}
    assert switches.turning("row") == len(rows)


def worth(problem, strategy):
    return float(np.asarray(sum(expected(problem, strategy.rules, problem.utilities))).ravel()[0])


def moved_problem(problem, at, x):
    """A random problem with one entry of one table elsewhere, the rest of its row giving way."""
    table = problem.network.tables[at.node]
    values = table.values.copy()
    row = values[(*at.given, slice(None), 0)]
    values[(*at.given, slice(None), 0)] = row + away(row, at.state) * (x - row[at.state])
    tables = {**problem.network.tables, at.node: Table(scope=table.scope, values=values)}
    network = Network(sizes=problem.network.sizes, tables=tables)
    return dataclasses.replace(problem, network=network)


def all_worth(problem, strategy):
    """A strategy's expected utility in every world."""
    values = sum(expected(problem, strategy.rules, problem.utilities), np.zeros(problem.worlds))
    return np.broadcast_to(values, (problem.worlds,))


@pytest.mark.parametrize(("recall", "seeds", "steps"), [("perfect", 300, 201), ("limited", 60, 15)])
def test_the_first_change_is_where_a_fine_grid_sees_it(recall, seeds, steps):
    """Before it the strategy is best, beyond it another is: a grid finds no earlier change."""
    switching = 0
    for seed in range(seeds):
        problem = random_problem(seed, recall)
        rng = np.random.default_rng(seed)
        node = str(rng.choice(list(problem.network.tables)))
        rows = rows_of(problem.network.tables[node])
        at = Entry(node=node, given=rows[rng.integers(len(rows))], state=1)
        start, end = moved_problem(problem, at, 0.001), moved_problem(problem, at, 0.999)
        try:
            strategy = solve(start).strategy
            change = first_change(start, end, strategy)
        except (ImpossibleEvidence, Infeasible):
            continue
        point = float(change.at[0])
        places = np.linspace(0, 1, steps)
        grid = between(start, end, places)
        lost = solve(grid).expected_utility - all_worth(grid, strategy)
        gained = all_worth(grid, change.strategy) - all_worth(grid, strategy)
        assert (lost >= -1e-9).all()
        assert np.abs(lost[places < point]).max(initial=0) < 1e-9
        assert (lost[places > point + 1e-6] > 0).all()
        assert (gained[places > point + 1e-6] > 0).all()
        if np.isfinite(point):
            there = between(start, end, change.at)
            old, new = all_worth(there, strategy)[0], all_worth(there, change.strategy)[0]
            assert new == pytest.approx(old, abs=1e-9)
            assert solve(there).expected_utility[0] == pytest.approx(old, abs=1e-9)
            switching += 1
    assert switching >= (25 if recall == "perfect" else 3)


def test_many_worlds_at_once_change_where_each_does_alone():
    problem = random_problem(SWITCHING, "perfect")
    entries = [
        Entry(node=node, given=given, state=state)
        for node, table in problem.network.tables.items()
        for given in rows_of(table)
        for state in (0, 1)
    ]
    ends = [moved_problem(problem, at, 1.0) for at in entries]
    tables = {
        name: Table(
            scope=table.scope,
            values=np.concatenate([end.network.tables[name].values for end in ends], axis=-1),
        )
        for name, table in problem.network.tables.items()
    }
    network = Network(sizes=problem.network.sizes, tables=tables)
    together = dataclasses.replace(problem, network=network)
    strategy = solve(problem).strategy
    at = first_change(problem, together, strategy).at
    alone = [float(first_change(problem, end, strategy).at[0]) for end in ends]
    assert at.tolist() == pytest.approx(alone, abs=1e-9)
    assert np.isfinite(at).any()


def test_values_in_a_table_have_switch_points_in_their_own_unit(tmp_path):
    """By hand: taking gains -979.5 P(dry, seen) + 77 P(wet, seen), linear in each value.

    P(dry, sun) = .56, P(wet, sun) = .09; P(dry, rain) = .14, P(wet, rain) = .21.
    """
    (tmp_path / "model.toml").write_text(WHOLE)
    study = open_study(tmp_path)[0]
    found = find_switches(StudyView(study, "A", "even"), ("score", "weight"))
    assert found.asked == {"score": 4, "weight": 0}
    assert found.tried == found.asked
    gain = {"sun": -0.56 * 979.5 + 0.09 * 77, "rain": -0.14 * 979.5 + 0.21 * 77}
    shares = {"dry": {"sun": 0.56, "rain": 0.14}, "wet": {"sun": 0.09, "rain": 0.21}}
    for case, sign, at in (
        ("dry, umbrella=leave", -1, 1000),
        ("dry, umbrella=take", 1, 20.5),
        ("wet, umbrella=leave", -1, -7),
        ("wet, umbrella=take", 1, 70),
    ):
        nearest = min((-sign * gain[seen] / shares[case[:3]][seen] for seen in gain), key=abs)
        (switch,) = [s for s in found.switches if s.name == f"comfort[weather={case}]"]
        assert switch.at == at
        assert switch.to == pytest.approx(at + nearest, abs=1e-9)
        assert switch.distance == pytest.approx(abs(nearest), abs=1e-9)
    with pytest.raises(StudyError, match="values are in euro, so that weights are no shares"):
        rival = contest(StudyView(study, "A", "even"))
        find_drivers(
            StudyView(study, "A"), lead_quantity(StudyView(study, "A", "even"), rival), "weight"
        )


def test_the_umbrella_switches_where_algebra_says(umbrella):
    """Take it on rain iff .14 w <= .35 * ... : worth by hand, for P(weather = wet) = w.

    On rain, taking gains .5 P(wet | rain) - .2 P(dry | rain) > 0, with P(wet, rain) = .7 w and
    P(dry, rain) = .2 (1 - w): .35 w > .04 (1 - w), w > 4/39. On sun: .15 w > .16 (1 - w), w > 16/31.
    """
    found = find_switches(StudyView(umbrella, "A", "even"), ("row",)).switches
    weather = sorted(s.to for s in found if s.name == "weather[]=wet")
    assert weather == pytest.approx([4 / 39, 16 / 31], abs=1e-12)
    down, up = sorted((s for s in found if s.name == "weather[]=wet"), key=lambda s: s.to)
    assert change_text(down) == "umbrella: take if forecast=rain, else leave -> leave"
    assert change_text(up) == "umbrella: take if forecast=rain, else leave -> take"
    rain = next(case for case in up.changes[0].before.cases if case.known == {"forecast": "rain"})
    assert rain.probability == pytest.approx(0.2 * (1 - 16 / 31) + 0.7 * 16 / 31, abs=1e-9)


def solved(base, parameter, value):
    problem = turned(base, [parameter], np.array([value])).weighted()
    return solve(problem), problem


def test_every_switch_of_the_study_is_exact_on_both_sides(frozen, switches):
    """At the switch old and new plan are worth the same; a hair beyond, only the new one is best."""
    base = setting(StudyView(frozen, "A", "balanced", KNOWN))
    old = solve(base.weighted()).strategy
    known = {p.name: p for p in parameters(StudyView(frozen, "A", "balanced"), KINDS)}
    assert len(switches.switches) > 40
    for switch in switches.switches[::2]:
        parameter = known[switch.name]
        best, problem = solved(base, parameter, switch.to)
        assert best.expected_utility[0] == pytest.approx(worth(problem, old), abs=1e-9)
        step = (1 if switch.to > switch.at else -1) * 1e-4
        best, problem = solved(base, parameter, switch.to - step)
        assert best.expected_utility[0] == pytest.approx(worth(problem, old), abs=1e-9)
        best, problem = solved(base, parameter, switch.to + step)
        assert best.expected_utility[0] > worth(problem, old)


def test_what_never_switches_keeps_the_plan_at_its_ends(frozen, switches):
    base = setting(StudyView(frozen, "A", "balanced", KNOWN))
    old = solve(base.weighted()).strategy
    ways = {(s.name, s.to > s.at) for s in switches.switches}
    for parameter in parameters(StudyView(frozen, "A", "balanced"), KINDS)[::17]:
        for end in (parameter.low, parameter.high):
            if end == parameter.at or (parameter.name, end > parameter.at) in ways:
                continue
            try:
                best, problem = solved(base, parameter, end)
            except ImpossibleEvidence:  # bomber_posture has been seen
                continue
            assert best.expected_utility[0] == pytest.approx(worth(problem, old), abs=1e-9)


def test_thresholds_that_a_trial_of_the_study_found(deterrence):
    """Upgrades accelerate under a deterrence weight between .6 and .8, or a net cost under about 2."""
    found = find_switches(StudyView(deterrence, "A", "balanced", KNOWN), ("weight", "score"))
    weight = next(s for s in found.switches if s.name == "weight of deterrence")
    assert 0.6 < weight.to < 0.8
    assert change_text(weight) == "capability_upgrades: on_schedule -> accelerated"
    score = next(
        s for s in found.switches if s.name == "defence_cost[capability_upgrades=accelerated]"
    )
    assert 10 - score.to < 2  # on_schedule has 10
    assert {s.kind for s in found.switches} == {"weight", "score"}
    assert {c.decision for s in found.switches for c in s.changes} <= set(
        deterrence.diagram.decisions
    )


def test_switches_say_how_far_inside_the_experts_they_lie(frozen):
    """A weight's experts are the stakeholders' weight sets."""
    found = find_switches(StudyView(frozen, "A", "diplomats", KNOWN), ("weight", "row"))
    weight = next(s for s in found.switches if s.name == "weight of deterrence")
    assert (weight.lowest, weight.highest) == (0.2, 0.45)
    assert weight.others == 5
    assert weight.inside == (0.2 <= weight.to <= 0.45)
    assert weight.beyond == sum(
        float(s.weights["deterrence"]) >= weight.to for s in frozen.diagram.weight_sets.values()
    )
    assert weight.depth == pytest.approx((weight.to - weight.at) / (0.45 - weight.at))
    distances = [s.distance for s in found.switches if s.kind == "row"]
    assert distances == sorted(distances)


def test_a_row_that_the_experts_straddle_lies_inside_their_range(frozen):
    """A switch at depth 1 or less is inside, with at least one expert at or beyond it."""
    found = find_switches(StudyView(frozen, "A", "diplomats", KNOWN), ("row", "weight"))
    told = [switch for switch in found.switches if switch.depth is not None]
    assert told
    for switch in told:
        assert (switch.depth <= 1) == switch.inside == (switch.beyond > 0)


def two_experts(study):
    """The small study with two experts: a dry one, and one who expects rain."""
    (own,) = study.priors.judgements.values()
    wet = {**own, "weather[]": Judgement(best=(Decimal("0.2"), Decimal("0.8")))}
    priors = dataclasses.replace(
        study.priors, judgements={"dry": own, "wet": wet}, weights={"dry": 0.5, "wet": 0.5}
    )
    return dataclasses.replace(study, priors=priors, _networks={})


def test_a_whole_table_switches_on_the_way_to_an_expert(umbrella):
    """The pool says wet .55, the dry expert .3, and below 16/31 the walker leaves it if it is sunny."""
    study = two_experts(umbrella)
    found = find_switches(StudyView(study, "A", "even"), ("table", "row"))
    table = found.nearest("table")
    assert table.name == "weather as dry has it"
    assert table.to == pytest.approx((0.55 - 16 / 31) / 0.25, abs=1e-12)
    row = next(s for s in found.switches if s.name == "weather[]=wet")
    assert row.to == pytest.approx(16 / 31, abs=1e-12)
    assert (row.lowest, row.highest, row.beyond, row.others) == (0.3, 0.8, 1, 2)
    assert row.inside
    assert row.depth == pytest.approx(table.to, abs=1e-12)


def test_flips_by_structure_expert_and_weights(frozen):
    views = find_flips(StudyView(frozen, "A", "diplomats", KNOWN)).views
    turned_ = {v.name: [(c.decision, c.after.always) for c in v.changes] for v in views}
    assert turned_["B"] == [("exercise_plan", "modified")]
    assert turned_["local_balance"] == [("capability_upgrades", "accelerated")]
    assert [name for name, moves in turned_.items() if not moves] == [
        "C", "D", "E", "alignment_first", "deterrent_dominant", "diplomacy_first",
        "domestic_drivers", "spiral", "balanced", "alliance_managers", "defence_planners", "treasury",
    ]  # fmt: skip
    plan = recommend(StudyView(frozen, "A", "diplomats", KNOWN))
    for expert in frozen.priors.experts:
        same = same_plan(plan.plans[expert], plan.plans["pool"])
        assert same == (not turned_[expert])


def test_regions_equal_a_grid_of_problems(frozen):
    known = {p.name: p for p in parameters(StudyView(frozen, "A", "balanced"), KINDS)}
    first = known["weight of deterrence"]
    second = known["defence_cost[capability_upgrades=accelerated]"]
    base = setting(StudyView(frozen, "A", "balanced", KNOWN))
    where = find_regions(StudyView(frozen, "A", "balanced", KNOWN), first, second, steps=5)
    assert {s.plan["capability_upgrades"].always for s in where.stretches} == {
        "on_schedule",
        "accelerated",
    }
    for second_at in {s.second for s in where.stretches}:
        row = [s for s in where.stretches if s.second == second_at]
        assert row[0].low == pytest.approx(0, abs=1e-5)
        assert row[-1].high == pytest.approx(1, abs=1e-5)
        assert all(a.high == b.low for a, b in itertools.pairwise(row))
        for x in np.linspace(0.03, 0.97, 12):
            there = turned(base, [second], np.array([second_at]))
            problem = turned(there, [first], np.array([x])).weighted()
            table = solve(problem).strategy.rules["capability_upgrades"].table
            option = frozen.diagram.states["capability_upgrades"][int(table[..., 0].argmax())]
            own = next(s for s in row if s.low <= x <= s.high)
            assert own.plan["capability_upgrades"].always == option


def test_two_rows_of_one_table_make_regions_too(umbrella):
    first = row_parameter(StudyView(umbrella, "A"), Entry(node="forecast", given=(0,), state=1))
    second = row_parameter(StudyView(umbrella, "A"), Entry(node="forecast", given=(1,), state=1))
    where = find_regions(StudyView(umbrella, "A", "even"), first, second, steps=3)
    middle = [s for s in where.stretches if s.second == pytest.approx(0.5)]
    assert where.frame().shape[0] == len(where.stretches)
    # half the rainy days are foretold: taking on rain gains while .075 > .14 x, up to x = .536,
    # and on sun while .075 > .14 (1 - x), from x = .464; outside both, the usual forecast decides
    assert [s.plan["umbrella"].text() for s in middle] == [
        "take if forecast=rain, else leave",
        "take",
        "take if forecast=sun, else leave",
    ]
    borders = [s.high for s in middle][:2]
    assert borders == pytest.approx([1 - 0.075 / 0.14, 0.075 / 0.14], abs=1e-6)
    assert [s.low for s in middle][1:] == borders


def test_a_cost_inside_the_horizon_with_a_benefit_outside_is_warned_of(frozen):
    (warning,) = horizon_warnings(frozen.diagram)
    assert warning == (
        "Horizon: Capability upgrades is counted directly in Defence and cost, in full, but what "
        "it brings only as far as it arrives by 2021-01-31. Mostly fixed inside six months; most "
        "of the benefit falls after the horizon."
    )


def test_every_answer_says_where_it_comes_from(frozen, switches):
    assert "priors 0002" in switches.provenance.line()
    frame = switches.frame()
    assert list(frame.columns[:2]) == ["kind", "at"]
    assert find_flips(StudyView(frozen, "B", "balanced", KNOWN)).frame().index.names == [
        "kind",
        "name",
    ]
