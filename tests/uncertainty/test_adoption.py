"""Taking over an answer or a table equals the study made anew with it; agenda and camps by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.answers.recommend import decision_problem
from bayesnet.decisions.solve import evaluate, solve
from bayesnet.errors import StudyError
from bayesnet.inference.enumeration import enumerate_marginals
from bayesnet.inference.query import Network, Table
from bayesnet.study.priors import Judgement
from bayesnet.study.scenario import Likely
from bayesnet.study.view import StudyView
from bayesnet.uncertainty.adoption import (
    adopted,
    adopted_answer,
    adopted_table,
    experts_network,
    outcome_responses,
    plan_responses,
)
from bayesnet.uncertainty.agenda import agenda, rival_plans
from bayesnet.uncertainty.disagreement import camps_of, disagreement, silhouette
from tests.uncertainty.studies import uncertain_study


def with_answer(study, key, giver):
    """The study in which everybody gives one expert's answer to one question."""
    judged = {
        expert: {**answers, key: study.priors.judgements[giver][key]}
        for expert, answers in study.priors.judgements.items()
    }
    priors = dataclasses.replace(study.priors, judgements=judged)
    return dataclasses.replace(study, priors=priors, _networks={})


def questions(study):
    return [q for cpd in study.cpds.values() for q in cpd.parameters()]


def worths(study, structure, findings, plans):
    problem = decision_problem(StudyView(study, structure, findings=findings))
    own = dataclasses.replace(problem, network=experts_network(StudyView(study, structure)))
    return np.array([sum(v for _, v in evaluate(own, plan)) for plan in plans])


@pytest.mark.parametrize("structure", ["A", "B"])
def test_an_answer_taken_over_equals_the_study_made_anew(structure):
    study = uncertain_study(11, experts=4)
    problem = decision_problem(StudyView(study, structure, "even", {}))
    own = dataclasses.replace(problem, network=experts_network(StudyView(study, structure)))
    plans = rival_plans(problem)
    responses = plan_responses(own, plans)
    scenario = dataclasses.replace(
        study.book.full("bare"),
        seen={"forecast": "rain"},
        likely={"mood": Likely(kind="ratio", values=(1.0, 3.0))},
    )
    outcomes = outcome_responses(StudyView(study, structure), own.network, scenario)
    for question in questions(study):
        adoption = adopted_answer(StudyView(study, structure), question.node, question.key)
        before = own.network.tables[question.node].values
        for number, giver in enumerate(study.priors.experts):
            anew = with_answer(study, question.key, giver)
            expected = worths(anew, structure, {}, plans)
            for response, row in zip(responses, expected, strict=True):
                found = adopted(response, question.node, before, adoption.tables)[:, number]
                assert found == pytest.approx(row, abs=1e-10)
            network = experts_network(StudyView(anew, structure))
            for world in range(4):
                marginals, _ = enumerate_marginals(
                    network,
                    world=world,
                    set={"umbrella": 0},
                    seen={"forecast": 1},
                    likely={"mood": np.array([[1.0], [3.0]])},
                )
                (found,) = [adopted(o, question.node, before, adoption.tables) for o in outcomes]
                assert found[world, number] == pytest.approx(marginals["mood"][0], abs=1e-12)


def test_the_study_s_own_methods_and_structures_too(frozen):
    """Ranked nodes, noisy-OR, products, shifts and attenuations: all linear in one table."""
    findings = {"bomber_posture": "dynamic"}
    for structure in ("B", "C"):
        problem = decision_problem(StudyView(frozen, structure, "balanced", findings))
        own = dataclasses.replace(problem, network=experts_network(StudyView(frozen, structure)))
        plans = (solve(problem).strategy.world(0),)
        (response,) = plan_responses(own, plans)
        for key in (
            "combined_readiness.weight[exercise_plan]",
            "provocation_calculus.leak",
            "internal_strain[]",
            "hardliner_influence[response_style=quiet_restraint, internal_strain=severe]",
        ):
            (question,) = [q for q in questions(frozen) if q.key == key]
            adoption = adopted_answer(StudyView(frozen, structure), question.node, key)
            before = own.network.tables[question.node].values
            found = adopted(response, question.node, before, adoption.tables)
            for number in (0, 3):
                anew = with_answer(frozen, key, frozen.priors.experts[number])
                expected = worths(anew, structure, findings, plans)[0]
                assert found[:, number] == pytest.approx(expected, abs=1e-10)


def test_a_table_taken_over_equals_the_network_with_it():
    study = uncertain_study(12, experts=3)
    problem = decision_problem(StudyView(study, "A", "even"))
    own = dataclasses.replace(problem, network=experts_network(StudyView(study, "A")))
    plans = rival_plans(problem)
    for node, table in own.network.tables.items():
        adoption = adopted_table(own.network, node)
        for number in range(3):
            same = np.repeat(table.values[..., number : number + 1], 3, axis=-1)
            tables = {**own.network.tables, node: Table(scope=table.scope, values=same)}
            network = Network(sizes=own.network.sizes, tables=tables)
            tried = dataclasses.replace(own, network=network)
            for response, plan in zip(plan_responses(own, plans), plans, strict=True):
                found = adopted(response, node, table.values, adoption.tables)[:, number]
                assert found == pytest.approx(sum(v for _, v in evaluate(tried, plan)), abs=1e-10)


def test_the_plans_hold_the_best_with_any_option_forced():
    study = uncertain_study(13, experts=4)
    problem = decision_problem(StudyView(study, "A", "even"))
    plans = rival_plans(problem)
    best = worths(study, "A", {}, plans).max(axis=0)
    exact = solve(problem).expected_utility[1:]
    assert best == pytest.approx(exact, abs=1e-10)
    assert len({plan.rules["umbrella"].table.tobytes() for plan in plans}) == len(plans)


def by_hand(study, question):
    """Worth of settling a question, who would turn the plan, shift of the outcome: all made anew."""
    weights = study.weights
    problem = decision_problem(StudyView(study, "A", "even"))
    plans = rival_plans(problem)
    best = (worths(study, "A", {}, plans) @ weights).argmax()
    pooled, bad = [], []
    for giver in study.priors.experts:
        anew = with_answer(study, question.key, giver)
        pooled.append(worths(anew, "A", {}, plans) @ weights)
        network = experts_network(StudyView(anew, "A"))
        levels = [
            enumerate_marginals(network, world=w, set={"umbrella": 0})[0]["mood"][0]
            for w in range(len(weights))
        ]
        bad.append(weights @ levels)
    pooled = np.array(pooled).T
    worth = weights @ pooled.max(axis=0) - (pooled @ weights).max()
    turned = [
        e
        for e, row in zip(study.priors.experts, pooled.T, strict=True)
        if row.max() > row[best] + 1e-9
    ]
    return worth, turned, np.sqrt(weights @ (bad - weights @ np.array(bad)) ** 2)


def test_the_agenda_equals_the_study_made_anew_for_every_answer():
    something = 0
    for seed in (1, 2, 5):
        study = uncertain_study(seed, experts=3, width=0)
        found = agenda(StudyView(study, "A", "even"))
        assert {t.question.key for t in found.topics} == {q.key for q in questions(study)}
        for topic in found.topics:
            worth, turned, shift = by_hand(study, topic.question)
            assert topic.worth == pytest.approx(max(worth, 0), abs=1e-9)
            assert list(topic.switchers) == turned
            assert topic.shift == pytest.approx(shift, abs=1e-9)
            something += worth > 0.05
        assert [t.worth for t in found.topics] == pytest.approx(
            sorted((t.worth for t in found.topics), reverse=True), abs=1e-3
        )
    assert something >= 3


def test_a_question_all_answer_alike_is_not_on_the_agenda():
    study = uncertain_study(1)
    agreed = with_answer(study, "weather[]", "E2")
    keys = {topic.question.key for topic in agenda(StudyView(agreed, "A", "even")).topics}
    assert "weather[]" not in keys
    assert "weather[]" in {t.question.key for t in agenda(StudyView(study, "A", "even")).topics}


def test_disagreement_is_the_mean_distance_from_the_mean():
    study = uncertain_study(2, experts=3, width=0)
    (topic,) = [
        t for t in agenda(StudyView(study, "A", "even")).topics if t.question.key == "weather[]"
    ]
    dry = np.array([float(j["weather[]"].best[0]) for j in study.priors.judgements.values()])
    assert topic.disagreement == pytest.approx(study.weights @ np.abs(dry - dry @ study.weights))


def test_camps_are_the_ones_built_in():
    rng = np.random.default_rng(3)
    centres = np.array([[0.1, 0.1], [0.1, 0.1], [0.6, 0.1], [0.6, 0.1], [0.6, 0.1], [0.1, 0.7]])
    implied = centres + rng.normal(scale=0.01, size=centres.shape)
    camps, two, score = camps_of(implied)
    assert camps == [[2, 3, 4], [0, 1], [5]]
    assert sorted(map(len, two)) in ([1, 5], [3, 3])
    assert score > 0.7


def test_no_camps_where_experts_differ_by_degrees():
    implied = np.linspace(0, 1, 7)[:, None] ** 1.0
    same = np.zeros((5, 3))
    assert camps_of(same)[0] == [[0, 1, 2, 3, 4]]
    assert len(camps_of(implied[:2])[0]) == 1


def test_the_silhouette_equals_a_published_definition():
    """Rousseeuw (1987), worked by hand: points 0, 1 and 5."""
    points = np.array([0.0, 1.0, 5.0])
    distances = np.abs(points[:, None] - points)
    assert silhouette(distances, [[0, 1], [2]]) == pytest.approx(
        ((5 - 1) / 5 + (4 - 1) / 4 + 0) / 3
    )


def test_the_table_that_parts_two_schools_is_found():
    """Two schools that agree on everything but one table: it is the whole split, by definition."""
    study = uncertain_study(4, experts=4, width=0)
    other = uncertain_study(9, experts=1, width=0).priors.judgements["E1"]
    base = study.priors.judgements["E1"]
    school = {key: other[key] if key.startswith("mood") else answer for key, answer in base.items()}
    judged = {"E1": base, "E2": base, "E3": school, "E4": school}
    priors = dataclasses.replace(study.priors, judgements=judged)
    study = dataclasses.replace(study, priors=priors, _networks={})
    found = disagreement(StudyView(study, "A", "even"))
    assert set(found.camps) == {("E1", "E2"), ("E3", "E4")}
    (parting,) = found.partings
    assert parting.node == "mood"
    assert (parting.split, parting.spread) == pytest.approx((1, 1))
    assert found.implied["E1"] == found.implied["E2"] != found.implied["E3"]


def test_shares_of_the_split_sum_to_about_one_and_turns_are_as_made_anew(frozen):
    findings = {"bomber_posture": "dynamic"}
    found = disagreement(StudyView(frozen, "A", "balanced", findings))
    assert sum(p.split for p in found.partings) == pytest.approx(1, abs=0.1)
    assert found.partings[0].node == "hardliner_influence"
    assert all(not p.turns and p.lead > 0 for p in found.partings)
    page = found._repr_html_()
    assert "structure A" in page
    assert "priors 0002" in page


def test_a_table_that_turns_the_plan_says_from_what_to_what():
    turned = 0
    for seed in range(8):
        study = uncertain_study(seed, experts=3, width=0)
        found = disagreement(StudyView(study, "A", "even"))
        for parting in found.partings:
            own = experts_network(StudyView(study, "A")).tables[parting.node]
            for number, expert in enumerate(study.priors.experts):
                same = np.repeat(own.values[..., number : number + 1], 3, axis=-1)
                network = experts_network(StudyView(study, "A"))
                tables = {**network.tables, parting.node: Table(scope=own.scope, values=same)}
                problem = decision_problem(StudyView(study, "A", "even"))
                plans = rival_plans(problem)
                tried = dataclasses.replace(
                    problem, network=Network(sizes=network.sizes, tables=tables)
                )
                after = np.array([sum(v for _, v in evaluate(tried, p)) for p in plans])
                best = (worths(study, "A", {}, plans) @ study.weights).argmax()
                after = after @ study.weights
                assert (expert in parting.turns) == (after.max() > after[best] + 1e-9)
                turned += expert in parting.turns
    assert turned > 0


def test_one_set_of_numbers_is_refused(deterrence):
    with pytest.raises(StudyError, match="there is nobody to differ"):
        disagreement(StudyView(deterrence, "A", "balanced"))


def test_what_was_filled_in_for_who_was_not_asked_is_no_answer(frozen):
    """Two of six were asked about the hardliners; the pool's rows stand in for the others."""
    node, experts = "hardliner_influence", frozen.priors.experts
    keys = frozenset(p.key for p in frozen.cpds[node].parameters())
    two, others = experts[:2], experts[2:]
    mean = {
        key: Judgement(
            best=tuple(
                sum(frozen.priors.judgements[e][key].best[i] for e in two) / 2 for i in range(2)
            )
        )
        for key in keys
    }
    priors = dataclasses.replace(
        frozen.priors,
        judgements={
            e: {**own, **mean} if e in others else own
            for e, own in frozen.priors.judgements.items()
        },
        not_asked=dict.fromkeys(others, keys),
    )
    known = frozen.book.full("S0").seen
    asked = [
        t
        for t in agenda(StudyView(frozen, "A", "balanced", known)).topics
        if t.question.node == node
    ]
    found = agenda(StudyView(frozen.with_priors(priors), "A", "balanced", known))
    topics = [t for t in found.topics if t.question.node == node]
    assert topics
    assert len(topics) <= len(asked)
    for topic in topics:
        first, second = (priors.judgements[e][topic.question.key].best for e in two)
        assert set(topic.answers) == set(two)
        assert topic.disagreement == pytest.approx(abs(float(first[0] - second[0])) / 2)
        assert set(topic.switchers) <= set(two)


def test_a_side_that_counts_nothing_still_stands_somewhere(frozen):
    """Of camps in two, one whose only expert has no weight: what parts them is worked out."""
    known = frozen.book.full("S0").seen
    camps = disagreement(StudyView(frozen, "A", "balanced", known)).camps
    lone = min(camps, key=len)
    weights = {e: 0.0 if e in lone else 1 / (6 - len(lone)) for e in frozen.priors.experts}
    priors = dataclasses.replace(frozen.priors, weights=weights)
    found = disagreement(StudyView(frozen.with_priors(priors), "A", "balanced", known))
    assert max(parting.split for parting in found.partings) > 0.1
