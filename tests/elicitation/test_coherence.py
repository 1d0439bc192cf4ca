"""What an expert's numbers imply is held against what the same expert says directly."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import numpy as np
import pytest

from bayesnet.answers.beliefs import beliefs
from bayesnet.cpds.extremes import extremes
from bayesnet.cpds.held_out import check_rows
from bayesnet.messages.facts import Node, phrase
from bayesnet.study.priors import ANALYST
from bayesnet.study.view import StudyView
from elicitation.checks.coherence import coherence, own_table
from elicitation.checks.signs import declared
from elicitation.record.responses import Estimate, Judgement
from elicitation.study import open_elicitation
from tests.conftest import SHIPPED


@pytest.fixture(scope="module")
def opened():
    return open_elicitation(SHIPPED)[0]


@pytest.fixture(scope="module")
def placeholder(opened):
    """An expert who answers every question with the number of model.toml."""
    own = opened.study.priors.judgements[ANALYST]
    components = {p.key: p.components for p in opened.parameters}
    return {
        key: said(key, dict(zip(components[key], own[key].best, strict=True))) for key in components
    }


def said(key, numbers, reason=""):
    answers = {name: Estimate(best=Decimal(str(number))) for name, number in numbers.items()}
    return Judgement(question=key, answers=answers, reason=reason)


def queue(opened, own):
    return coherence(opened.study, opened.falling, {"E01": own}, opened.reference).by_expert["E01"]


def test_the_placeholders_agree_with_themselves(opened, placeholder):
    assert queue(opened, placeholder) == ()


def held_out(opened, placeholder, off):
    """Return a held-out row that is off by so much from the one the method makes."""
    cpd = opened.study.cpds["combined_readiness"]
    ((key, configuration),) = check_rows(cpd, 1).items()
    places = [s.index(x) for (_, s), x in zip(cpd.domain.parents, configuration, strict=True)]
    made = own_table(cpd, placeholder)[tuple(places)]
    moved = made + np.array([off, 0, -off])
    return key, said(key, dict(zip(cpd.domain.states, moved.round(6).tolist(), strict=True)))


def test_a_held_out_row_off_by_more_than_fifteen_points_is_reported(opened, placeholder):
    key, near = held_out(opened, placeholder, -0.14)
    assert queue(opened, {**placeholder, key: near}) == ()
    key, far = held_out(opened, placeholder, 0.16)
    (doubt,) = queue(opened, {**placeholder, key: far})
    assert doubt.kind == "misfit"
    assert (doubt.code, doubt.questions) == ("doubt.misfit", (key,))
    partial = {k: j for k, j in placeholder.items() if k != "combined_readiness.spread"}
    assert queue(opened, {**partial, key: far}) == ()  # no table yet to compare with


def modes(cpd, answers):
    """Return the most probable states that an expert names in the extreme situations."""
    keys = [
        f"{cpd.domain.child}.extreme[{cpd.domain.when(each.configuration)}]"
        for each in extremes(cpd)
    ]
    return {key: said(key, {"value": mode}) for key, mode in zip(keys, answers, strict=True)}


def test_extreme_situations_that_suit_another_expression_are_reported(opened, placeholder):
    """Readiness is low unless every cause is at its best: that is a minimum, not a mean."""
    cpd = opened.study.cpds["combined_readiness"]
    (doubt,) = queue(opened, {**placeholder, **modes(cpd, (1, 1, 1, 1, 1, 2))})
    assert doubt.kind == "method"
    assert (doubt.code, doubt.facts["key"]) == ("doubt.another-expression", "wmin")
    assert doubt.facts["other"] == phrase("doubt.expression-wmean")


def test_extreme_situations_that_suit_other_weights_are_reported(opened, placeholder):
    """Allies alone decide, says the expert, whose weights say that exercises do."""
    cpd = opened.study.cpds["combined_readiness"]
    own = {**placeholder, **modes(cpd, (1, 3, 1, 3, 3, 1))}
    (doubt,) = queue(opened, own)
    told = [doubt.facts[name] for name in ("agreeing", "asked", "other_agreeing")]
    assert (doubt.code, told) == ("doubt.other-weights", [6, 6, 2])
    for name, weight in (("exercise_plan", 1), ("opcon_process", 1), ("ally_confidence", 10)):
        own[f"combined_readiness.weight[{name}]"] = said("", {"value": weight})
    assert [d for d in queue(opened, own) if d.kind == "method"] == []


def test_ranks_are_held_against_how_far_the_rows_of_a_full_table_move(opened, placeholder):
    """By hand: over the other cause, the mean distance of the rows furthest apart."""
    cpd = opened.study.cpds["posture_credibility"]
    table = own_table(cpd, placeholder)
    by_capability, by_commitment = (
        max(
            np.mean([abs(a - b).sum() / 2 for a, b in zip(one, other, strict=True)])
            for one in rows
            for other in rows
        )
        for rows in (table, table.swapaxes(0, 1))
    )
    more, less = "perceived_commitment", "perceived_capability"
    assert by_commitment > by_capability + 0.05
    keys = [f"posture_credibility.rank[{name}]" for name in (less, more)]
    right = [said(key, {"value": place}) for key, place in zip(keys, (2, 1), strict=True)]
    assert queue(opened, {**placeholder, **dict(zip(keys, right, strict=True))}) == ()
    wrong = [said(key, {"value": place}) for key, place in zip(keys, (1, 2), strict=True)]
    (doubt,) = queue(opened, {**placeholder, **dict(zip(keys, wrong, strict=True))})
    assert doubt.kind == "effect"
    assert doubt.code == "doubt.rank-against-rows"
    assert [doubt.facts[name] for name in ("first", "second")] == [Node(less), Node(more)]
    assert doubt.facts["first_moved"] == pytest.approx(100 * by_capability)
    assert doubt.facts["second_moved"] == pytest.approx(100 * by_commitment)
    meant = [said(key, {"value": place}, "yes") for key, place in zip(keys, (1, 2), strict=True)]
    assert queue(opened, {**placeholder, **dict(zip(keys, meant, strict=True))}) == ()


def test_a_marginal_is_held_against_the_sum_over_causes(opened, placeholder):
    scenario = opened.reference
    implied = beliefs(StudyView(opened.study, "A"), scenario)["miscalculation"][1, 0]
    assert f"{implied:.3f}" == "0.170"
    near = said("miscalculation.marginal", {"no": 0.74, "yes": 0.26})
    assert queue(opened, {**placeholder, near.question: near}) == ()
    far = said("miscalculation.marginal", {"no": 0.6, "yes": 0.4})
    (doubt,) = queue(opened, {**placeholder, far.question: far})
    assert str(doubt) == (
        "You give miscalculation (yes) 40 % all in all; your rows, weighed by what you say of "
        "their causes, give 17 %. Which do you mean? Change one, or say why."
    )


def test_total_probability_follows_the_experts_own_rows(opened, placeholder):
    key = "miscalculation[posture_credibility={}, hardliner_influence={}]"
    own = dict(placeholder)
    for posture in ("weak", "moderate", "strong"):
        for influence in ("low", "high"):
            row = key.format(posture, influence)
            own[row] = said(row, {"no": 0.6, "yes": 0.4}, reason="whatever they do")
    agreed = said("miscalculation.marginal", {"no": 0.6, "yes": 0.4})
    assert queue(opened, {**own, agreed.question: agreed}) == ()


def test_no_total_where_a_decision_is_open(opened, placeholder):
    far = said("miscalculation.marginal", {"no": 0.6, "yes": 0.4})
    own = {"E01": {**placeholder, far.question: far}}
    scenario = dataclasses.replace(opened.reference, set={})
    for given in (None, scenario):
        assert coherence(opened.study, opened.falling, own, given).by_expert == {"E01": ()}


@pytest.mark.parametrize("node", ["combined_readiness", "cohesion_end"])
def test_no_two_doubts_are_told_apart_by_their_sentences_alone(opened, placeholder, node):
    """What is sent back is known by its code and questions: one answer is none to another doubt."""
    cpd = opened.study.cpds[node]
    own = {p.key: placeholder[p.key] for p in cpd.parameters()}
    assert queue(opened, own) == ()
    signs = declared(opened.study.diagram, opened.falling)
    turned = [(cause, sign) for (cause, child), sign in signs.items() if child == node]
    for cause, sign in turned:
        key = f"{node}.sign[{cause}]"
        own[key] = said(key, {"value": -sign}, "so it is")
    found = queue(opened, own)
    assert len({(doubt.code, frozenset(doubt.questions)) for doubt in found}) == len(found)
    (doubt,) = (doubt for doubt in found if doubt.kind == "sign")
    assert len(turned) > 1
    assert "You, or the model, say" in str(doubt)  # here the model says nothing against it
    for cause, _ in turned:
        assert f"when {cause} is" in str(doubt)


def test_the_queue_is_a_table(opened, placeholder):
    far = said("miscalculation.marginal", {"no": 0.6, "yes": 0.4})
    own = {"E02": {**placeholder, far.question: far}, "E01": placeholder}
    table = coherence(opened.study, opened.falling, own, opened.reference).frame()
    assert list(table.index) == ["E02"]
    assert table.loc["E02", "kind"] == "total"
