"""Every bar of a tornado against the whole study answered anew with the one thing changed."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import numpy as np
import pytest

from bayesnet.answers.beliefs import unchecked_beliefs
from bayesnet.answers.recommend import decision_problem
from bayesnet.answers.whatif import what_if
from bayesnet.decisions.solve import evaluate
from bayesnet.errors import StudyError
from bayesnet.inference.query import Network, Table, posteriors
from bayesnet.inference.worlds import first_world, only_world
from bayesnet.sensitivity.alternatives import Spread, questions_of, table_alternatives
from bayesnet.sensitivity.best_and_rival import (
    contest,
    lead_quantity,
    outcome_quantity,
    utility_quantity,
)
from bayesnet.sensitivity.drivers import find_drivers
from bayesnet.sensitivity.quantity import respond, value_of
from bayesnet.sensitivity.rows import rows_of
from bayesnet.sensitivity.tornado_bar import driver
from bayesnet.study.draws import draw
from bayesnet.study.priors import Judgement
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling, chunks

KNOWN = {"bomber_posture": "dynamic"}
OUTCOME = "serious_or_lethal"


def fresh(study, **changes):
    """A study with something changed and nothing remembered."""
    return dataclasses.replace(study, _networks={}, **changes)


def difference(study, structure, network=None):
    """The change of the outcome, S5 against S0, by the pool: the slow way."""
    if network is None:
        book = study.book
        answer = what_if(StudyView(study, structure), book.full("S5"), book.full("S0"))
        return next(a.difference for a in answer.outcomes if a.outcome.id == OUTCOME)
    states = study.structures[structure].diagram.states
    found = []
    for name in ("S5", "S0"):
        scenario = study.book.full(name)
        told = [
            {n: states[n].index(s) for n, s in entries.items()}
            for entries in (scenario.set, scenario.seen)
        ]
        marginals = posteriors(network, set=told[0], seen=told[1]).marginals
        found.append(marginals["provocation_level"][1:, 0].sum())
    return found[0] - found[1]


def quantity_of(study, structure):
    book = study.book
    return outcome_quantity(
        StudyView(study, structure),
        study.diagram.outcome(OUTCOME),
        book.full("S5"),
        book.full("S0"),
    )


def bars(study, structure, by, spread=Spread()):  # noqa: B008 - a frozen value
    found = find_drivers(StudyView(study, structure), quantity_of(study, structure), by, spread)
    return {bar.item: bar for bar in found.drivers}, found


@pytest.mark.parametrize("structure", "AB")
def test_quantities_are_what_the_study_answers(structure, frozen):
    assert value_of(quantity_of(frozen, structure), frozen.network(structure))[0] == pytest.approx(
        difference(frozen, structure), abs=1e-12
    )


@pytest.mark.parametrize("structure", "AC")
def test_rows_and_tables_equal_the_network_with_each_expert_put_in(structure, frozen):
    rows, _ = bars(frozen, structure, "row")
    whole, _ = bars(frozen, structure, "table")
    network = frozen.network(structure)
    assert len(rows) == sum(len(rows_of(t)) for t in network.tables.values())
    pool = first_world(network)

    def with_table(name, values):
        table = Table(scope=network.tables[name].scope, values=values)
        return Network(sizes=pool.sizes, tables={**pool.tables, name: table})

    for name in ("posture_credibility", "hardliner_influence"):
        table = network.tables[name].values
        each = [
            difference(frozen, structure, with_table(name, table[..., e : e + 1]))
            for e in range(1, 7)
        ]
        bar = whole[name]
        assert (bar.lowest, bar.highest) == pytest.approx((min(each), max(each)), abs=1e-12)
        assert bar.lowest_when == frozen.priors.experts[int(np.argmin(each))]
        given = rows_of(network.tables[name])[1]
        each = []
        for e in range(1, 7):
            values = table[..., :1].copy()
            values[given] = table[given][:, e : e + 1]
            each.append(difference(frozen, structure, with_table(name, values)))
        bar = rows[list(rows)[[r.startswith(f"{name}[") for r in rows].index(True)]]
        found = [b for item, b in rows.items() if item.startswith(f"{name}[")]
        assert any(
            (b.lowest, b.highest) == pytest.approx((min(each), max(each)), abs=1e-12) for b in found
        )


QUESTIONS = (  # of a table, a ranked node, a noisy-MAX; all in the model of the study
    "miscalculation[posture_credibility=weak, hardliner_influence=high]",
    "combined_readiness.weight[exercise_plan]",
    "message_coherence.link[burden_dispute=open_public]",
)


def answered(study, key, answer):
    """The study in which every expert gives ``answer(expert's own judgement)`` to one question."""
    judgements = {
        expert: {**own, key: answer(own[key])} for expert, own in study.priors.judgements.items()
    }
    return fresh(study, priors=dataclasses.replace(study.priors, judgements=judgements))


@pytest.mark.parametrize("key", QUESTIONS)
@pytest.mark.parametrize("structure", "AB")
def test_a_question_answered_as_one_expert_does(key, structure, frozen):
    found, _ = bars(frozen, structure, "question")
    each = [
        difference(answered(frozen, key, lambda _, j=own[key]: j), structure)
        for own in frozen.priors.judgements.values()
    ]
    bar = found[key]
    assert (bar.lowest, bar.highest) == pytest.approx((min(each), max(each)), abs=1e-11)


@pytest.mark.parametrize("key", QUESTIONS)
def test_a_question_at_the_ends_of_the_experts_own_ranges(key, frozen):
    found, _ = bars(frozen, "A", "question", Spread(kind="ranges"))
    node = key.partition("[")[0].partition(".")[0]
    question = next(q for q in questions_of(StudyView(frozen, "A"), node) if q.key == key)

    def at_end(index, end):
        def answer(judgement):
            best = list(map(float, judgement.best))
            to = float((getattr(judgement, end) or judgement.best)[index])
            if question.kind == "distribution":
                rest = 1 - best[index]
                moved = [b * (1 - to) / rest for b in best]
                moved[index] = to
            else:
                moved = [to]
            return Judgement(best=tuple(Decimal(repr(m)) for m in moved))

        return difference(answered(frozen, key, answer), "A")

    each = [
        at_end(index, end) for index in range(len(question.components)) for end in ("low", "high")
    ]
    bar = found[key]
    assert (bar.lowest, bar.highest) == pytest.approx((min(each), max(each)), abs=1e-11)


def test_questions_that_a_structure_replaces_are_not_asked(frozen):
    assert questions_of(StudyView(frozen, "D"), "posture_credibility") == ()
    assert questions_of(StudyView(frozen, "A"), "bomber_posture") == ()  # fixed by the facilitator
    assert len(questions_of(StudyView(frozen, "A"), "posture_credibility")) == 9


def test_swings_move_log_odds(deterrence):
    """Of a node without parents: the posterior with the typed swing, by hand."""
    found, _ = bars(deterrence, "A", "row", Spread(kind="swing", logit=0.7))
    ends = []
    for sign in (-1, 1):
        odds = 0.6 / 0.4 * np.exp(sign * 0.7)
        values = np.array([[1 / (1 + odds)], [odds / (1 + odds)]])
        pool = first_world(deterrence.network("A"))
        table = Table(scope=("internal_strain",), values=values)
        moved = Network(sizes=pool.sizes, tables={**pool.tables, "internal_strain": table})
        ends.append(difference(deterrence, "A", moved))
    bar = found["internal_strain[]"]
    assert (bar.lowest, bar.highest) == pytest.approx((min(ends), max(ends)), abs=1e-12)


def test_draws_give_the_quantiles_of_each_drawn_row(frozen):
    sampling = Sampling(draws=40, seed=3)
    found, answer = bars(frozen, "A", "row", Spread(kind="draws", sampling=sampling))
    assert "(40 draws, seed 3)" in answer.spread
    assert "; 40 draws, seed 3; " in answer.provenance.line()
    draws = draw(frozen.cpds, frozen.priors, 40, chunks(sampling)[0].seed)
    drawn = frozen.drawn("A", draws).tables["miscalculation"].values
    pool = first_world(frozen.network("A"))
    given = (0, 1)
    each = []
    for world in range(40):
        values = pool.tables["miscalculation"].values.copy()
        values[given] = drawn[given][:, world : world + 1]
        table = Table(scope=pool.tables["miscalculation"].scope, values=values)
        moved = Network(sizes=pool.sizes, tables={**pool.tables, "miscalculation": table})
        each.append(difference(frozen, "A", moved))
    bar = found["miscalculation[posture_credibility=weak, hardliner_influence=high]"]
    assert (bar.lowest, bar.highest) == pytest.approx(np.quantile(each, [0.05, 0.95]), abs=1e-12)


def test_an_expert_left_out_is_a_pool_without_them(frozen):
    found, _ = bars(frozen, "B", "expert")
    for expert in ("spiral", "local_balance"):
        kept = {e: j for e, j in frozen.priors.judgements.items() if e != expert}
        weights = {e: frozen.priors.weights[e] for e in kept}
        priors = dataclasses.replace(frozen.priors, judgements=kept, weights=weights)
        without = difference(fresh(frozen, priors=priors), "B")
        base = difference(frozen, "B")
        bar = found[expert]
        assert (bar.lowest, bar.highest) == pytest.approx(sorted((base, without)), abs=1e-12)


def test_assumptions_answer_by_their_structure_or_without_their_arcs(frozen):
    """A4 is structure D; of A7 the arc from provocation to cohesion is cut, which S5 does not feel."""
    found, _ = bars(frozen, "A", "assumption")
    a4 = next(bar for item, bar in found.items() if item.startswith("A4 "))
    ends = sorted((difference(frozen, "A"), difference(frozen, "D")))
    assert (a4.lowest, a4.highest) == pytest.approx(ends, abs=1e-12)
    assert "structure D" in (a4.lowest_when, a4.highest_when)
    a7 = next(bar for item, bar in found.items() if item.startswith("A7 "))
    assert a7.swing < 1e-15


def test_cutting_an_arc_keeps_the_level_and_takes_the_effect(frozen):
    """Without capability_upgrades -> perceived_capability, setting upgrades moves nothing."""
    accelerated = dataclasses.replace(
        frozen.book.full("S0"),
        set={**frozen.book.full("S0").set, "capability_upgrades": "accelerated"},
    )
    outcome = frozen.diagram.outcome(OUTCOME)
    quantity = outcome_quantity(
        StudyView(frozen, "A"), outcome, accelerated, frozen.book.full("S0")
    )
    found = {
        b.item[:2]: b for b in find_drivers(StudyView(frozen, "A"), quantity, "assumption").drivers
    }
    assert found["A8"].highest == pytest.approx(0.0, abs=1e-15)
    level = outcome_quantity(StudyView(frozen, "A"), outcome, frozen.book.full("S0"))
    found = {
        b.item[:2]: b for b in find_drivers(StudyView(frozen, "A"), level, "assumption").drivers
    }
    assert found["A8"].swing < 1e-15  # the child keeps its average over what the parent is


def test_nodes_are_held_in_each_state(frozen):
    found, _ = bars(frozen, "A", "node")
    assert "provocation_level" not in found  # it is what is asked about
    assert "bomber_posture" not in found  # seen already
    bar = found["internal_strain"]
    each = []
    for state in ("manageable", "severe"):
        worlds = []
        for name in ("S5", "S0"):
            scenario = frozen.book.full(name)
            scenario = dataclasses.replace(scenario, set={**scenario.set, "internal_strain": state})
            held = unchecked_beliefs(StudyView(frozen, "A"), scenario, ("provocation_level",))
            worlds.append(held["provocation_level"][1:, 0].sum())
        each.append(worlds[0] - worlds[1])
    assert (bar.lowest, bar.highest) == pytest.approx((min(each), max(each)), abs=1e-12)


def test_a_node_that_moves_the_answer_alike_in_every_state_is_seen(frozen):
    """The lead rests on upgrades being perceived: held at either level, they do nothing."""
    found = contest(StudyView(frozen, "A", "balanced", KNOWN))
    lead = lead_quantity(StudyView(frozen, "A", "balanced", KNOWN), found)
    answer = find_drivers(StudyView(frozen, "A"), lead, "node")
    bar = next(bar for bar in answer.drivers if bar.item == "perceived_capability")
    assert bar.lowest == pytest.approx(answer.base, abs=1e-9)
    assert bar.lowest_when == "as it is"
    assert "capability_upgrades" not in {bar.item for bar in answer.drivers}  # it is led in
    assert bar.swing == pytest.approx(answer.drivers[0].swing, abs=1e-9)
    assert bar.swing > 0.2


def utility(study, strategy, weights):
    """A plan's expected utility by the pool, one weight set after another."""
    problem = decision_problem(StudyView(study, "A", weights, KNOWN))
    return sum(float(value[0]) for _, value in evaluate(problem, strategy))


def test_the_lead_is_what_the_rival_loses_and_weights_move_it(frozen):
    found = contest(StudyView(frozen, "A", "balanced", KNOWN))
    assert found.label == "capability_upgrades=accelerated"
    lead = lead_quantity(StudyView(frozen, "A", "balanced", KNOWN), found)
    base = utility(frozen, found.best, "balanced") - utility(frozen, found.rival, "balanced")
    assert value_of(lead, frozen.network("A"))[0] == pytest.approx(base, abs=1e-10)
    assert found.lead == pytest.approx(base, abs=1e-10)
    sets = frozen.diagram.weight_sets
    answer = find_drivers(StudyView(frozen, "A"), lead, "weight")
    bar = next(b for b in answer.drivers if b.item == "defence_cost")
    ends = []
    for weight in (0.1, 0.6):  # the lowest and the highest of the weight sets
        others = {
            n: Decimal(repr(float(w) * (1 - weight) / 0.8))
            for n, w in sets["balanced"].weights.items()
        }
        others["defence_cost"] = Decimal(repr(weight))
        changed = dataclasses.replace(sets["balanced"], weights=others)
        diagram = dataclasses.replace(frozen.diagram, weight_sets={**sets, "balanced": changed})
        structure = dataclasses.replace(frozen.structures["A"], diagram=diagram)
        study = fresh(frozen, diagram=diagram, structures={**frozen.structures, "A": structure})
        ends.append(
            utility(study, found.best, "balanced") - utility(study, found.rival, "balanced")
        )
    assert (bar.lowest, bar.highest) == pytest.approx(sorted(ends), abs=1e-9)


def test_the_utility_of_a_plan_by_each_expert(frozen):
    found = contest(StudyView(frozen, "A", "balanced", KNOWN))
    quantity = utility_quantity(StudyView(frozen, "A", "balanced", KNOWN), found.best)
    answer = find_drivers(StudyView(frozen, "A"), quantity, "table")
    problem = decision_problem(StudyView(frozen, "A", "balanced", KNOWN))
    each = sum(value for _, value in evaluate(problem, found.best))
    assert answer.base == pytest.approx(each[0], abs=1e-10)
    assert answer.by_expert == pytest.approx(each[1:].tolist(), abs=1e-10)
    alone = value_of(quantity, only_world(frozen.network("A"), 3))
    assert answer.by_expert[2] == pytest.approx(alone[0], abs=1e-10)


def test_rows_that_hide_what_their_table_does_are_named(frozen):
    found = contest(StudyView(frozen, "A", "balanced", KNOWN))
    lead = lead_quantity(StudyView(frozen, "A", "balanced", KNOWN), found)
    assert find_drivers(StudyView(frozen, "A"), lead, "row").notes == (
        "posture_credibility: row swings are small because 9 rows share the effect. "
        "Try --by table.",
    )
    assert find_drivers(StudyView(frozen, "A"), lead, "table").notes == ()


def test_what_has_no_meaning_is_refused(frozen, deterrence):
    with pytest.raises(StudyError, match="weights do not enter a probability"):
        bars(frozen, "A", "weight")
    with pytest.raises(StudyError, match="nobody can be left out"):
        bars(deterrence, "A", "expert")


def test_every_answer_says_where_it_comes_from(frozen):
    _, answer = bars(frozen, "B", "row")
    assert "priors 0002" in answer.provenance.line()
    assert "structure B (spiral)" in answer.provenance.line()
    assert "linear pool" in answer.provenance.line()
    frame = answer.frame()
    assert frame["swing"].is_monotonic_decreasing
    assert isinstance(frozen, Study)


def test_an_expert_who_rules_the_evidence_out_has_no_say_in_a_bar(frozen):
    """If one expert's row makes what was seen impossible, the bar goes over the others."""
    network = frozen.network("A")
    table = network.tables["rift_line"]
    values = table.values.copy()
    values[:, 1, 1] = 0.0  # the first expert never expects it
    values[:, 0, 1] = 1.0
    values[..., 0] = values[..., 1:].mean(axis=-1)
    changed = Network(
        sizes=network.sizes,
        tables={**network.tables, "rift_line": Table(scope=table.scope, values=values)},
    )
    study = fresh(frozen)
    scenario = dataclasses.replace(frozen.book.full("S0"), seen={"rift_line": "present"})
    outcome = frozen.diagram.outcome(OUTCOME)
    quantity = outcome_quantity(StudyView(study, "A"), outcome, scenario)
    study._networks["A"] = changed
    with pytest.raises(StudyError, match="have probability 0 under priors 0002"):
        outcome_quantity(StudyView(study, "A"), outcome, scenario)
    alternatives = table_alternatives(StudyView(study, "A"), "rift_line", Spread())
    response = respond(quantity, first_world(changed))
    each = response.replaced("rift_line", alternatives.differences)
    assert np.isnan(each[0])
    bar = driver("rift_line", each.tolist(), alternatives.names)
    assert np.isfinite([bar.lowest, bar.highest]).all()
