"""Questions are made from the model: their order, their words, what they cost, who gets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bayesnet.errors import StudyError
from elicitation.questionnaire.question_types import TYPES
from elicitation.questionnaire.question_words import parts_of, quantity
from elicitation.questionnaire.questions import STAGES, causal_order, questions_table
from elicitation.study import open_elicitation
from tests.bayesnet.small_study import MODEL, SCENARIOS
from tests.conftest import SHIPPED

PLAN = """\
format = "collective-resolve/elicitation"
version = 1
pooling = "linear"
weights = "equal"
[round.1]
label = "First"
[panel.sky]
label = "Sky"
nodes = ["weather"]
[expert.E01]
label = "One"
[expert.E02]
label = "Two"
panels = ["sky"]
"""


def study(folder: Path, plan: str = PLAN, model: str = MODEL, scenarios: str = SCENARIOS):
    (folder / "model.toml").write_text(model, "utf-8")
    (folder / "scenarios.toml").write_text(scenarios, "utf-8")
    (folder / "elicitation.toml").write_text(plan, "utf-8")
    return open_elicitation(folder)[0]


@pytest.fixture(scope="module")
def shipped():
    return open_elicitation(SHIPPED)[0]


def text(opened, key):
    (question,) = (q for q in opened.asked() if q.key == key)
    return question.wording.text


def test_a_row_is_asked_in_natural_frequencies(shipped):
    key = "miscalculation[posture_credibility=weak, hardliner_influence=high]"
    assert text(shipped, key) == (
        "Suppose that 'Posture credibility' is weak and 'Hardliner influence' is high. "
        "Out of 100 such six-month periods, in how many is 'DPRK miscalculation' 'no', in how many "
        "'yes'?"
    )
    (question,) = (q for q in shipped.asked() if q.key == key)
    assert [d.partition(":")[0] for d in question.wording.definitions] == [
        "Period",
        "DPRK miscalculation",
        "Posture credibility",
        "Hardliner influence",
    ]
    assert question.wording.hint == (
        "Give the lowest number you hold plausible, the highest, and then your best. "
        "The truth should lie between the two in 9 of 10 such answers. "
        "All of them together are 100 (write 0.2 for 20 of 100)."
    )
    assert question.wording.definitions[0] == "Period: 2020-07-23 to 2021-01-31."
    assert question.wording.definitions[1].endswith(
        "Settled by 2021-01-31. Source: a named panel twelve months on; it may stay unresolved."
    )


def test_wording_decides_the_formula_of_a_cause(shipped, tmp_path):
    """Diez switches unlisted causes off; Henrion lets them act."""
    key = "message_coherence.link[burden_dispute=open_public]"
    assert text(shipped, key).startswith(
        "Suppose that 'Cost-sharing dispute' is open public, and no other listed cause is present: "
        "'Message discipline' is joint line and 'OPCON process' is integrated. "
        "Every other cause, known or unknown, is switched off."
    )
    model = (SHIPPED / "model.toml").read_text("utf-8").replace('"diez"', '"henrion"', 1)
    plan = (SHIPPED / "elicitation.toml").read_text("utf-8")
    scenarios = (SHIPPED / "scenarios.toml").read_text("utf-8")
    model = model[: model.index("[[assumption]]")] + model[model.index("[[outcome]]") :]
    henrion = study(tmp_path, plan, model, scenarios)
    assert "Causes that are not listed may act." in text(henrion, key)
    assert text(henrion, "message_coherence.leak").startswith(
        "Suppose that none of the listed causes is present: 'Message discipline' is joint line,"
    )


def test_plain_numbers_say_what_their_scale_means(shipped):
    assert text(shipped, "combined_readiness.weight[opcon_process]") == (
        "How strongly does 'OPCON process' move 'Combined readiness'? Any scale will do: only the "
        "proportions between the causes count."
    )
    assert "0.05 hardly at all" in text(shipped, "combined_readiness.spread")
    assert text(shipped, "miscalculation.sign[posture_credibility]") == (
        "As 'Posture credibility' moves from weak towards strong, which way does 'DPRK "
        "miscalculation' move? 1 towards yes, -1 towards no, 0 neither way, or it depends."
    )
    assert "which place has 'Hardliner influence'" in text(
        shipped, "miscalculation.rank[hardliner_influence]"
    )


def test_causes_first_then_direction_numbers_checks(shipped):
    asked = shipped.asked()
    order = causal_order(shipped.study.diagram)
    places = {name: place for place, name in enumerate(order)}
    for name, node in shipped.study.diagram.chance.items():
        assert all(places[p] < places[name] for p in node.parents if p in places)
    sorted_ = sorted(asked, key=lambda q: (places[q.parameter.node], STAGES.index(q.stage)))
    assert list(asked) == sorted_
    assert {q.stage for q in asked} == set(STAGES)
    keys = [q.key for q in asked]
    assert len(set(keys)) == len(keys)
    for question in asked:  # every key can be taken apart and said in words
        assert parts_of(question.key).node == question.parameter.node
        assert "of " + question.key not in quantity(question.key, question.parameter.components[0])


def test_every_parameterised_node_has_held_out_rows(shipped):
    checked = {q.parameter.node for q in shipped.asked() if ".check[" in q.key}
    methods = {n for n, c in shipped.study.cpds.items() if c.asked and c.method != "table"}
    assert checked == methods
    assert len([q for q in shipped.asked() if ".check[" in q.key]) == len(methods)


def test_without_a_reference_a_root_is_like_this_period(tmp_path):
    opened = study(tmp_path)
    assert text(opened, "weather[]") == (
        "Out of 100 one-month periods like this one, in how many is 'Weather' 'dry', in how many "
        "'wet'?"
    )


CHOSEN = PLAN.replace(
    "[round.1]",
    """\
lexicon = "PHIA"
unit = "percent"
[questions]
type = "point"
signs = false
extremes = true
marginals = ["mood"]
[questions.types]
forecast = "roulette"
[core]
nodes = ["mood"]
[load]
minutes = 5
[load.seconds]
point = 60
[round.1]""",
)


def test_the_plan_says_how_and_to_whom(tmp_path):
    opened = study(tmp_path, CHOSEN)
    asked = {q.key: q for q in opened.asked()}
    assert not any(".sign[" in key for key in asked)
    assert asked["forecast[weather=dry]"].type == "roulette"
    assert asked["forecast[weather=dry]"].seconds == TYPES["roulette"].seconds
    assert asked["weather[]"].seconds == 60
    assert asked["mood.marginal"].core
    assert asked["mood.marginal"].wording.text.startswith(
        "Suppose that 'Umbrella' is leave. Out of 100 such one-month periods, in how many"
    )
    assert "(write" not in text(opened, "weather[]")  # percent: 20 of 100 is 20
    assert {q.parameter.node for q in opened.asked("E02")} == {"weather", "mood"}
    assert opened.lexicon.name == "PHIA"


RANKED = (
    MODEL[: MODEL.index("[chance.mood.cpt]")]
    + """\
[chance.mood.cpt]
method = "ranked"
expression = "wmean"
variant = "midpoint"
weights = { weather = 2, umbrella = 1 }
spread = 0.2
"""
    + MODEL[MODEL.index("\n[utility.comfort]") :]
)


def test_ranked_nodes_may_be_asked_by_their_extremes(tmp_path):
    opened = study(tmp_path, CHOSEN, RANKED)
    keys = [q.key for q in opened.asked() if ".extreme[" in q.key]
    assert keys == [  # of two causes, one high is the other low
        "mood.extreme[weather=wet, umbrella=leave]",
        "mood.extreme[weather=dry, umbrella=take]",
    ]
    assert text(opened, keys[0]) == (
        "Suppose that 'Weather' is wet and 'Umbrella' is leave. "
        "Which state of 'Mood' is the most probable? 1 bad, 2 good."
    )


def test_weights_may_be_asked_by_comparing_causes(shipped, tmp_path):
    plan = CHOSEN.replace("signs = false", 'signs = false\nweights = "pairwise"')
    opened = study(tmp_path, plan, RANKED)
    (question,) = (q for q in opened.asked() if "weight" in q.key)
    assert (question.type, question.numbers) == ("pairwise", 1)
    assert question.lines == (("mood.weight[weather]", "vs umbrella"),)
    assert [p.key for p in question.parameters] == [
        "mood.weight[weather]",
        "mood.weight[umbrella]",
    ]
    assert question.wording.text == (
        "'Weather' and 'Umbrella' move 'Mood'. Compare them in pairs: how many times as strongly "
        "does the first of the two move it as the second?"
    )
    minimum = RANKED.replace('"wmean"', '"wmin"')  # its weights are no proportions
    opened = study(tmp_path, plan, minimum)
    assert [q.type for q in opened.asked() if "weight" in q.key] == ["three_point"] * 2


BAD_PLAN = [
    ('[questions]\ntype = "rulette"', "questions.type: 'rulette' is not one of the choices; did you mean 'roulette'?"),
    ("[questions]\ncheck_rows = 4", "questions.check_rows: 4 rows. Hold out 0 to 3."),
    ('[questions]\nmarginals = ["modo"]', "questions.marginals[0]: no uncertain node 'modo'; did you mean 'mood'?"),
    ('[questions.types]\nmod = "point"', "questions.types.mod: no uncertain node 'mod'; did you mean 'mood'?"),
    ("[questions]\nmethod = 1", "questions.method: unknown key 'method';"),
    ('[core]\nnodes = ["umbrella"]', "core.nodes[0]: no uncertain node 'umbrella';"),
    ("[load]\nminutes = 0", "load.minutes: 0 minutes is no time. Write minutes = 60."),
    ("[load.seconds]\npoint = 0", "load.seconds.point: 0 seconds. Write 1 to 3600."),
    ("[load.seconds]\npint = 10", "load.seconds.pint: no question type 'pint'; did you mean 'point'?"),
]  # fmt: skip


@pytest.mark.parametrize(("added", "sentence"), BAD_PLAN)
def test_each_mistake_in_the_plan_has_its_sentence(added, sentence, tmp_path):
    with pytest.raises(StudyError) as caught:
        study(tmp_path, PLAN + added + "\n")
    assert f"elicitation.toml: {sentence}" in str(caught.value)


def test_an_unknown_lexicon_is_refused(tmp_path):
    with pytest.raises(StudyError, match="lexicon: 'ICD' is not one of the choices;"):
        study(tmp_path, PLAN.replace('weights = "equal"', 'weights = "equal"\nlexicon = "ICD"'))


def test_the_list_has_a_row_for_each_question(shipped):
    table = questions_table(shipped.asked()).frame()
    assert len(table) == len(shipped.asked())
    assert table["numbers"].sum() == sum(q.numbers for q in shipped.asked())
    assert table["definitions"].str.len().min() > 20
