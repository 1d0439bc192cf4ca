"""The study of the article: what its numbers must reproduce, and that it is whole."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.answers.beliefs import beliefs
from bayesnet.answers.proposition_results import proposition_results
from bayesnet.answers.recommend import recommend
from bayesnet.answers.whatif import what_if
from bayesnet.formats.second_opinion import second_opinion
from bayesnet.study.expressible import inexpressible
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.view import StudyView

# P(credibility strong, miscalculation, serious or lethal, hardliners high, diplomacy closed,
# readiness degraded), placeholder numbers, structure A: made by another program.
TABLE = {
    "S0": (".16", ".170", ".355", ".42", ".24", ".34"),
    "S1": (".16", ".168", ".351", ".42", ".24", ".34"),
    "S1b": (".32", ".131", ".315", ".42", ".24", ".26"),
    "S2": (".28", ".142", ".327", ".42", ".24", ".10"),
    "S3": (".23", ".182", ".387", ".74", ".55", ".12"),
    "S4": (".34", ".132", ".320", ".42", ".24", ".10"),
    "S5": (".33", ".132", ".308", ".44", ".19", ".10"),
    "S6": (".15", ".173", ".355", ".42", ".24", ".68"),
    "S7": (".11", ".186", ".374", ".42", ".25", ".39"),
    "S8": (".16", ".173", ".438", ".48", ".27", ".34"),
}


@pytest.mark.parametrize("name", TABLE)
def test_scenarios_reproduce_the_table_to_the_printed_digit(name, deterrence):
    answer = what_if(StudyView(deterrence, "A"), deterrence.book.full(name))
    for outcome, printed in zip(answer.outcomes, TABLE[name], strict=True):
        digits = len(printed) - 1
        assert f"{outcome.value:.{digits}f}".lstrip("0") == printed, outcome.outcome.id


FAILING = {"A": set(), "B": {"Q1"}, "C": set(), "D": {"Q1", "Q2", "Q3"}}


@pytest.mark.parametrize("structure", FAILING)
def test_propositions_tell_the_structures_apart(structure, deterrence):
    findings = proposition_results(deterrence, [structure]).findings
    assert len(findings) == 14
    assert {f.proposition.id for f in findings if not f.holds[0]} == FAILING[structure]


def test_dissent_is_where_the_positions_put_it(frozen):
    findings = proposition_results(frozen, ["A"]).findings
    failing = {
        expert: {f.proposition.id for f in findings if not f.holds[index]}
        for index, expert in enumerate(frozen.worlds)
    }
    assert failing["alignment_first"] == set()
    assert failing["local_balance"] == {"Q1", "Q2", "Q3"}
    assert failing["deterrent_dominant"] == {"Q5"}


def test_exercises_have_no_agreed_sign_over_structures(deterrence):
    """Cancelled -> full scale moves P(serious or lethal) by -.006 under A and +.053 under B."""
    found = {}
    for structure in "AB":
        rows = []
        for plan in ("cancelled", "full_scale"):
            scenario = deterrence.book.full("S0")
            changed = {**scenario.set, "exercise_plan": plan}
            answer = beliefs(
                StudyView(deterrence, structure),
                type(scenario)(id="", label="", set=changed, seen=scenario.seen),
                ("provocation_level",),
            )
            rows.append(answer["provocation_level"][1:, 0].sum())
        found[structure] = rows[1] - rows[0]
    assert f"{found['A']:.3f}" == "-0.006"
    assert f"{found['B']:.3f}" == "0.053"


def test_a_weighted_mean_cannot_express_q1(deterrence):
    spiral, balance = deterrence.structures["B"], deterrence.structures["D"]
    assert inexpressible(spiral.diagram, spiral.cpds, deterrence.propositions, file="B.toml") == []
    (warning,) = inexpressible(
        balance.diagram, balance.cpds, deterrence.propositions, file="structures/D.toml"
    )
    assert str(warning) == (
        "structures/D.toml: chance.posture_credibility.cpt: Q1 (interaction) cannot hold with a "
        "weighted mean at posture_credibility, whatever the weights. "
        "Use a full table, product, or weighted MIN (weights of 2 or more)."
    )


def test_pgmpy_gives_the_same_beliefs_in_every_scenario(frozen):
    opinion = second_opinion(StudyView(frozen, "A"))
    assert opinion.scenarios == 10
    assert opinion.compared == 10 * 58
    assert opinion.largest < 1e-12
    assert opinion.agrees


def test_the_best_plan_and_its_nearest_rival(deterrence):
    """On schedule beats accelerated by 0.58 of 100: the near tie that the study is known for."""
    plan = recommend(StudyView(deterrence, "A", "balanced", {"bomber_posture": "dynamic"}))
    chosen = {choice.decision: choice.policy.always for choice in plan.choices}
    assert chosen == {
        "capability_upgrades": "on_schedule",
        "opcon_process": "integrated",
        "exercise_plan": "full_scale",
        "message_discipline": "joint_line",
        "response_style": "resolve_and_offer",
    }
    upgrades = plan.choices[0]
    assert upgrades.rival.always == "accelerated"
    assert f"{upgrades.gaps[0]:.2f}" == "0.58"
    assert [choice.policy.always is None for choice in plan.choices] == [
        False
    ] * 5  # best whatever is observed


def test_a_lead_within_the_experts_spread_is_called_a_tie(frozen):
    plan = recommend(StudyView(frozen, "A", "diplomats", {"bomber_posture": "dynamic"}))
    ties = {choice.decision for choice in plan.choices if choice.is_tie}
    assert ties == {"capability_upgrades"}  # local balance would accelerate
    assert plan.choices[0].supporters == 5
    assert plan.plans["local_balance"]["capability_upgrades"].always == "accelerated"


def test_spiral_prefers_modified_exercises(deterrence):
    plan = recommend(StudyView(deterrence, "B", "balanced", {"bomber_posture": "dynamic"}))
    assert {c.decision: c.policy.always for c in plan.choices}["exercise_plan"] == "modified"


def test_every_node_has_a_clear_definition_and_every_arc_a_claim(deterrence):
    diagram: InfluenceDiagram = deterrence.diagram
    assert len(diagram.nodes) == 26
    for name in diagram.states:
        definition = diagram.nodes[name].definition
        assert definition.text
        assert definition.by
        assert definition.settled_by
        assert definition.article
    drawn = {(p, child) for child, parents in diagram.parents.items() for p in parents}
    assert {(arc.parent, arc.child) for arc in diagram.arcs} == drawn
    assert all(arc.claim and arc.article for arc in diagram.arcs)


def test_experts_are_asked_107_numbers(deterrence):
    asked = 0
    for cpd in deterrence.cpds.values():
        if cpd.asked:
            asked += sum(max(1, len(p.components) - 1) for p in cpd.parameters())
    assert asked == 107


def test_the_pool_is_the_mean_of_the_experts_tables(frozen):
    values = frozen.network("A").tables["miscalculation"].values
    assert len(frozen.worlds) == 7
    assert np.abs(values[..., 0] - values[..., 1:].mean(axis=-1)).max() < 1e-12
