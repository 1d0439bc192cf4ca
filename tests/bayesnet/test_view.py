"""A study bound to a structure, weights and what is known; names of any of them are checked once."""

from __future__ import annotations

import pytest

from bayesnet.errors import StudyError
from bayesnet.study.named import (
    compared,
    deciding,
    known_before,
    known_outcome,
    known_structure,
    reference_or,
)
from bayesnet.study.scenario import Scenario, ScenarioBook
from bayesnet.study.view import StudyView


def test_what_is_not_named_is_the_models_own(deterrence):
    view = StudyView(deterrence)
    own = deterrence.diagram
    assert (view.structure, view.weights, view.findings) == (
        own.structure,
        own.default_weights,
        {},
    )
    assert view.diagram is deterrence.structures["A"].diagram
    assert view.network is deterrence.network("A")


def test_another_of_each_leaves_the_rest(deterrence):
    view = StudyView(deterrence, findings={"rift_line": "present"})
    other = view.under("B").weighing("treasury")
    assert other.diagram is deterrence.structures["B"].diagram
    assert (other.structure, other.weights, other.findings) == ("B", "treasury", view.findings)
    assert other.knowing({}).findings == {}
    frozen = deterrence.with_priors(deterrence.priors)
    assert view.of(frozen).study is frozen


def test_a_plan_is_asked_for_with_what_the_reference_has_seen(deterrence):
    view = deciding(StudyView(deterrence))
    assert view.weights == deterrence.diagram.default_weights
    assert view.findings == known_before(deterrence)
    told = deciding(StudyView(deterrence, findings={"burden_dispute": "settled"}), "treasury")
    assert told.weights == "treasury"
    assert told.findings["burden_dispute"] == "settled"


@pytest.mark.parametrize(
    "ask, said",
    [
        (
            lambda s: known_structure(s, "Z", "--structure"),
            "--structure: there is no structure 'Z'",
        ),
        (lambda s: deciding(StudyView(s), "x"), "there is no weight set 'x'; known: balanced"),
        (lambda s: known_outcome(s.diagram, "gaps", "gap"), "did you mean 'gap'?"),
        (lambda s: compared(s.book, "S55", ""), "there is no scenario 'S55'; did you mean 'S5'?"),
        (lambda _: reference_or(ScenarioBook(), ""), "the study has no reference scenario"),
    ],
)
def test_what_is_not_there_is_said_with_what_may_have_been_meant(deterrence, ask, said):
    with pytest.raises(StudyError) as refusal:
        ask(deterrence)
    assert said in str(refusal.value)


def test_a_scenario_is_compared_with_its_own_comparison_unless_another_is_named():
    book = ScenarioBook(
        reference="S0",
        scenarios={
            "S0": Scenario(id="S0"),
            "S1": Scenario(id="S1", compare_with="S2"),
            "S2": Scenario(id="S2"),
        },
    )
    pairs = [(name, against) for name in ("", "S1") for against in ("", "S0")]
    asked = {pair: compared(book, *pair) for pair in pairs}
    ids = {key: (one.id, other.id if other else None) for key, (one, other) in asked.items()}
    assert ids == {
        ("", ""): ("S0", None),
        ("", "S0"): ("S0", "S0"),
        ("S1", ""): ("S1", "S2"),
        ("S1", "S0"): ("S1", "S0"),
    }
