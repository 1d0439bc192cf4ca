"""What would deter an agent: every number against brute force, every sentence against its values."""

from __future__ import annotations

import dataclasses
import json
import math

import numpy as np
import pytest
from click.testing import CliRunner

from bayesnet.adversary.answer import adversary
from bayesnet.adversary.knife_edge import distinct_rules
from bayesnet.adversary.knowing import worth_of_knowing
from bayesnet.adversary.levers import STEP
from bayesnet.adversary.mind import agent_of, mind
from bayesnet.adversary.tables import TABLES, document_of
from bayesnet.adversary.thresholds import doubt_to_turn, thresholds
from bayesnet.adversary.variants import with_agent
from bayesnet.adversary.words import (
    first_sentence,
    knowing_sentence,
    roads_sentences,
    robust_sentence,
    weighs_sentences,
)
from bayesnet.answers.recommend import decision_problem
from bayesnet.answers.whatif import what_if
from bayesnet.decisions.plans import worth
from bayesnet.decisions.solve import solve
from bayesnet.errors import StudyError
from bayesnet.study.agents.agent import Uncertain, exactly
from bayesnet.study.agents.forecast import forecasts
from bayesnet.study.agents.sampling import samples
from bayesnet.study.draws import draw
from bayesnet.study.pools import PoolRule
from bayesnet.study.view import StudyView
from elicitation.cli import main
from tests.conftest import SHIPPED

KNOWN = {"bomber_posture": "dynamic"}


@pytest.fixture(scope="module")
def under_e(frozen):
    return StudyView(frozen, "E", "balanced", KNOWN)


@pytest.fixture(scope="module")
def s0(frozen):
    return frozen.book.full("S0")


@pytest.fixture(scope="module")
def answer(under_e, s0):
    return adversary(under_e, s0, agent_of(under_e))


def acts(view, scenario):
    found = what_if(view, scenario)
    one = next(o for o in found.outcomes if o.outcome.id == "serious_or_lethal")
    return np.array([one.value, *one.by_expert])


def test_it_acts_as_what_if_says(under_e, s0, answer):
    assert answer.acting == pytest.approx(acts(under_e, s0), abs=1e-12)
    assert answer.mind.acting() == pytest.approx(answer.acting, abs=1e-9)


def test_a_lever_is_what_if_with_one_thing_set(under_e, s0, answer):
    assert len(answer.levers) > 10
    for lever in answer.of_ours:
        node, _, state = lever.what.partition("=")
        other = dataclasses.replace(s0, set={**s0.set, node: state})
        assert lever.after == pytest.approx(acts(under_e, other), abs=1e-12)


def test_weights_are_moved_as_in_the_file(under_e, s0, answer):
    """A quarter more cost is the study whose agent has a quarter more, table by table."""
    agent = answer.mind.agent
    costs = [name for name, points in answer.speaks.items() if points < 0]
    values = {
        name: dataclasses.replace(v, table=v.table * (1 + STEP)) if name in costs else v
        for name, v in agent.values.items()
    }
    changed = with_agent(under_e, dataclasses.replace(agent, values=values), agent.id)
    assert answer.costs.after == pytest.approx(acts(changed, s0), abs=1e-9)


@pytest.mark.parametrize("pooling", ["linear", "median", "log"])
def test_a_threshold_is_where_half_of_the_acting_stops(under_e, s0, pooling):
    view = under_e.of(under_e.study.pooled_by(PoolRule(pooling=pooling)))
    one = mind(view, agent_of(view), s0)
    assert one.acting() == pytest.approx(acts(view, s0), abs=1e-9)
    solved = 0
    for threshold in thresholds(one):
        for world, factor in enumerate(threshold.factors):
            if math.isnan(factor):
                continue
            solved += 1
            half = one.acting()[world] / 2
            inward, outward = (1 + 1e-6), (1 - 1e-6)
            if not threshold.speaks_for:
                inward, outward = outward, inward
            before = one.acting({threshold.value: factor * inward})[world]
            after = one.acting({threshold.value: factor * outward})[world]
            assert after <= half + 1e-9 < before + 2e-9
    assert solved > 25


def test_belief_turns_it_where_the_line_says(answer):
    for lever in answer.of_belief:
        share = doubt_to_turn(lever)
        mixed = [(1 - s) * lever.before[0] + s * lever.after[0] for s in (share, 1.0)]
        if math.isnan(share):
            assert mixed[1] > lever.before[0] / 2
        else:
            assert mixed[0] == pytest.approx(lever.before[0] / 2)


def test_what_it_weighs_sums_to_what_acting_is_worth(answer):
    total = sum(answer.mind.gaps().values(), np.zeros(1))
    best = np.delete(total, answer.mind.waiting, axis=-3).max(axis=-3).mean(axis=-1)
    expected = ((best @ answer.mind.weights) * answer.mind.chance[..., 0]).sum()
    assert sum(answer.speaks.values()) == pytest.approx(expected, abs=1e-9)


def test_no_plan_is_better_than_the_one_that_is_best_there(answer):
    table = answer.robustness.worth
    for place, variant in enumerate(answer.robustness.variants):
        assert variant.expected == pytest.approx(table[:, place].max(), abs=1e-9)
        assert variant.regret == pytest.approx(variant.expected - table[0, place], abs=1e-9)
    assert answer.robustness.variants[0].regret == 0


def test_level_0_is_structure_a(frozen, under_e, answer):
    agent = answer.mind.agent
    zero = with_agent(under_e, None, agent.id)
    for scenario in ("S0", "S3", "S5"):
        full = frozen.book.full(scenario)
        assert acts(zero, full) == pytest.approx(acts(under_e.under("A"), full), abs=1e-12)
    for road in answer.roads:
        full = frozen.book.full(road.scenario)
        for structure, levels in (("E", road.derived), ("A", road.elicited)):
            one = next(
                o
                for o in what_if(under_e.under(structure), full).outcomes
                if o.outcome.id == "miscalculation"
            )
            assert (one.value, *one.by_expert) == pytest.approx(levels, abs=1e-12)


def test_to_know_what_is_known_is_worth_nothing(under_e, answer):
    agent = answer.mind.agent
    sure = dataclasses.replace(
        agent,
        views={},
        values={
            n: dataclasses.replace(v, weight=exactly(v.weight.centre))
            for n, v in agent.values.items()
        },
    )
    changed = with_agent(under_e, sure, agent.id)
    assert worth_of_knowing(changed, sure) == 0
    assert answer.knowing > 0


def test_to_know_its_weights_is_worth_what_solving_for_each_says(under_e, answer):
    """A draw for each of the experts' two: who is sure of those weights is solved for alone."""
    agent = dataclasses.replace(answer.mind.agent, samples=2)
    drawn = samples(agent, under_e.study.priors.experts)
    sure = [
        dataclasses.replace(
            agent,
            views={},
            values={
                name: dataclasses.replace(value, weight=exactly(drawn[name][expert, draw]))
                for name, value in agent.values.items()
            },
        )
        for expert in range(len(under_e.study.priors.experts))
        for draw in range(2)
    ]
    problems = [decision_problem(with_agent(under_e, one, agent.id)).world(0) for one in sure]
    plans = [solve(problem).strategy for problem in problems]
    table = np.array([worth(problem, plans)[:, 0] for problem in problems]).T
    average = decision_problem(with_agent(under_e, agent, agent.id)).world(0)
    alone = worth(average, [solve(average).strategy])[0, 0]
    least = table.max(axis=0).mean() - max(table.mean(axis=1).max(), alone)
    assert worth_of_knowing(with_agent(under_e, agent, agent.id), agent) == pytest.approx(
        least, abs=1e-9
    )
    assert least > 0


def test_to_know_what_never_changes_our_plan_is_worth_nothing(under_e, s0, answer):
    """Its weights are open by a tenth: it acts otherwise here and there, our best plan stays."""
    agent = answer.mind.agent
    narrow = {
        name: dataclasses.replace(value, weight=Uncertain(low=0.9 * w, high=1.1 * w))
        for name, value in agent.values.items()
        for w in [value.weight.centre]
    }
    open_ = dataclasses.replace(agent, views={}, values=narrow)
    changed = with_agent(under_e, open_, agent.id)
    assert distinct_rules(mind(changed, open_, s0).chosen({})).min() > 1
    assert worth_of_knowing(changed, open_) == 0


def test_with_noise_no_threshold_is_claimed(under_e, s0):
    agent = agent_of(under_e)
    noisy = dataclasses.replace(agent, behaviour="quantal", parameter=exactly(0.2))
    changed = with_agent(under_e, noisy, agent.id)
    assert thresholds(mind(changed, noisy, s0)) == ()


def test_nobody_else_decides_under_a(under_e):
    with pytest.raises(StudyError, match=r"nobody but us decides under structure A\. Ask under E"):
        agent_of(under_e.under("A"))
    with pytest.raises(StudyError, match="did you mean 'dprk'"):
        agent_of(under_e, "dprq")


def test_the_first_sentence_names_the_strongest_levers(frozen, answer):
    diagram = frozen.structures["E"].diagram
    said = first_sentence(answer, diagram)
    assert "Response style: resolve and offer" in said
    assert answer.of_ours[0].what == "response_style=resolve_and_offer"
    assert answer.of_ours[0].change == min(lever.change for lever in answer.of_ours)
    assert "The experts agree on the direction, but their levels" in said
    none = dataclasses.replace(answer, levers=())
    assert "nothing that we do or that it believes" in first_sentence(none, diagram)
    torn = [
        dataclasses.replace(lever, after=lever.before + np.where(np.arange(7) == 3, 0.01, -0.05))
        for lever in answer.levers
    ]
    assert "Experts differ in direction" in first_sentence(
        dataclasses.replace(answer, levers=tuple(torn)), diagram
    )


def test_sentences_follow_their_values(frozen, answer):
    diagram = frozen.structures["E"].diagram
    said = " ".join(weighs_sentences(answer))
    assert "to deny benefits brings more (6 of 6 experts)" in said
    swapped = dataclasses.replace(answer, costs=answer.benefits, benefits=answer.costs)
    assert "to impose costs brings more" in " ".join(weighs_sentences(swapped))
    assert "is the best against all" in robust_sentence(answer, diagram)
    worse = [
        dataclasses.replace(v, regret=k * 0.1) for k, v in enumerate(answer.robustness.variants)
    ]
    other = dataclasses.replace(answer.robustness, variants=tuple(worse))
    assert "loses most, 0.70 points, against equilibrium" in robust_sentence(
        dataclasses.replace(answer, robustness=other), diagram
    )
    assert "worth nothing: no plan would change" in knowing_sentence(
        dataclasses.replace(answer, knowing=0.0), diagram
    )


def test_the_roads_part_where_incentives_do(answer):
    said = " ".join(roads_sentences(answer))
    far = [road.scenario for road in answer.roads if not road.agree]
    assert far == ["S3", "S5", "S8"]
    assert "they part where what it weighs is another than in the reference, and only there" in said
    blind = tuple(dataclasses.replace(road, incentives=()) for road in answer.roads)
    changed = " ".join(roads_sentences(dataclasses.replace(answer, roads=blind)))
    assert "in 0 of these 3 and in 0 of the other 7" in changed
    near = tuple(dataclasses.replace(road, derived=road.elicited) for road in answer.roads)
    assert "agree within 0.02 everywhere" in " ".join(
        roads_sentences(dataclasses.replace(answer, roads=near))
    )


def test_drawn_worlds_hold_the_forecast_of_their_expert(frozen):
    """Kept from the experts' own where no table of the world counts; the same as made anew."""
    drawn = draw(frozen.cpds, frozen.priors, 20, 1)
    whole = frozen.structures["E"]
    network = frozen.drawn("E", drawn)
    made = forecasts(
        whole.agents, whole.diagram, network.tables, frozen.priors.experts, drawn.experts
    )
    for name, table in made.items():
        assert network.tables[name].scope == table.scope
        assert network.tables[name].values == pytest.approx(table.values, abs=1e-12)


def test_every_table_can_be_printed(under_e, answer):
    for part, table in TABLES.items():
        made = table(answer, under_e)
        rows = made.texts()
        assert rows, part
        assert all(len(row) == len(made.heads) for row in rows)


def test_the_command_is_a_screen():
    shown = CliRunner().invoke(main, ["adversary", "--study", str(SHIPPED)])
    assert shown.exit_code == 0
    assert shown.output.startswith("DPRK acts with probability")
    assert len(shown.output.splitlines()) <= 45


def test_json_holds_what_the_tables_show(under_e, answer):
    found = json.loads(json.dumps(document_of(answer, under_e), allow_nan=False))
    assert found["agent"] == "dprk"
    assert len(found["variants"]) == 8
    assert found["acting"] == pytest.approx(answer.acting)
    assert set(answer.frame().columns) >= {"acting", "change", "fewer", "more"}
