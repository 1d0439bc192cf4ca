"""The front door: a diagram in five lines, every question a method, answers in state names."""

from __future__ import annotations

import doctest
import math
import re
import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import networkx as nx
import pytest

import bayesnet as bn
from bayesnet.api import pictures
from bayesnet.study.view import StudyView

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "elicitation/handbook/pages/learn-programmer.md").read_text("utf-8")
HEAVY = ("numpy", "pandas", "scipy", "networkx", "pgmpy", "numba")


@pytest.fixture(scope="module")
def umbrella():
    return bn.diagram(
        "umbrella",
        bn.Chance("weather", ["dry", "wet"], p=[0.7, 0.3]),
        bn.Chance(
            "forecast",
            ["sunny", "cloudy", "rainy"],
            given=["weather"],
            p=[[0.7, 0.2, 0.1], [0.15, 0.25, 0.6]],
        ),
        bn.Decision("umbrella", ["take", "leave"], knows=["forecast"]),
        bn.Value("comfort", given=["weather", "umbrella"], u=[[20, 100], [70, 0]]),
    )


def test_the_example_of_the_package_runs():
    assert doctest.testmod(bn).failed == 0
    assert doctest.testmod(bn).attempted == 3


def test_five_tasks_take_no_more_lines_than_in_pyagrum():
    """One import, then a line each: build, beliefs, best plan, worth of knowing, tornado drawn."""
    shown = doctest.DocTestParser().get_examples(PAGE.partition("## Several experts")[0])
    imports = [one for one in shown if one.source.startswith(("import ", "from "))]
    asked = [one for one in shown if "umbrella" in one.source and one not in imports]
    assert len(imports) == 1
    assert len(asked) == len(("build", "beliefs", "plan", "worth", "tornado"))


def test_every_public_name_and_question_stands_on_the_page():
    questions = [n for n in vars(bn.Study) if not n.startswith("_") and n not in ("view",)]
    for name in [*bn.__all__, *questions]:
        assert re.search(rf"\b{name}\b", PAGE.partition("## The names")[2].split("\n## ")[0]), name


def test_importing_the_package_imports_nothing_heavy():
    code = f"import bayesnet, sys; print([m for m in {HEAVY} if m in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_every_public_name_is_there_and_documented():
    assert sorted(bn.__all__) == bn.__all__ == dir(bn)
    assert all(getattr(bn, name).__doc__ for name in bn.__all__)
    questions = [n for n in vars(bn.Study) if not n.startswith("_")]
    assert all(getattr(bn.Study, name).__doc__ for name in questions if name != "view")
    with pytest.raises(AttributeError, match="no attribute 'Umbrella'"):
        _ = bn.Umbrella


def test_beliefs_before_and_after_something_is_seen(umbrella):
    assert umbrella.beliefs()["weather"] == pytest.approx({"dry": 0.7, "wet": 0.3})
    seen = umbrella.beliefs(seen={"forecast": "rainy"})
    assert seen["weather"] == pytest.approx({"dry": 0.07 / 0.25, "wet": 0.18 / 0.25})
    assert umbrella.beliefs(set={"forecast": "rainy"})["weather"]["wet"] == pytest.approx(0.3)
    frame = seen.frame()
    assert frame.loc[("weather", "wet"), "pool"] == pytest.approx(0.72)
    assert "wet" in seen._repr_html_()


def test_the_best_plan_is_a_rule(umbrella):
    plan = umbrella.decide()
    assert plan.choices[0].policy.text() == "take if forecast=rainy, else leave"
    assert plan.expected[0] == pytest.approx(77.0)
    known = umbrella.under(known={"forecast": "rainy"}).decide()
    assert known.choices[0].policy.always == "take"
    assert known.expected[0] == pytest.approx(56.0)


def test_what_observing_is_worth(umbrella):
    frame = umbrella.value_of_information("weather").frame()
    assert frame.loc[("umbrella", "weather"), "pool"] == pytest.approx(91.0 - 77.0)


def test_a_tornado_of_the_lead(umbrella):
    found = umbrella.tornado()
    assert found.base == pytest.approx(7.0)
    assert len(found.drivers) == 3
    assert "weather[]" in found.frame().index


def test_where_another_plan_becomes_best(umbrella):
    """Take in cloudy weather as well once 50 p(cloudy, wet) ... : checked against decide there."""
    for switch in umbrella.thresholds().switches:
        if switch.kind == "row" and switch.name == "weather[]=wet":
            beyond = [0.99 * switch.to + 0.01 * switch.at, 1.01 * switch.to - 0.01 * switch.at]
            rules = [rule_at(wet) for wet in beyond]
            assert rules[0] == "take if forecast=rainy, else leave" != rules[1]
            return
    pytest.fail("the weather switches the plan")


def rule_at(wet):
    forecasts = [[0.7, 0.2, 0.1], [0.15, 0.25, 0.6]]
    return (
        bn.diagram(
            "umbrella",
            bn.Chance("weather", ["dry", "wet"], p=[1 - wet, wet]),
            bn.Chance("forecast", ["sunny", "cloudy", "rainy"], p=forecasts, given=["weather"]),
            bn.Decision("umbrella", ["take", "leave"], knows=["forecast"]),
            bn.Value("comfort", given=["weather", "umbrella"], u=[[20, 100], [70, 0]]),
        )
        .decide()
        .choices[0]
        .policy.text()
    )


def test_the_likeliest_states_of_all_nodes_together(umbrella):
    likeliest = umbrella.mpe(seen={"forecast": "rainy"})
    assert dict(likeliest.pool) == {"weather": "wet", "forecast": "rainy"}
    assert likeliest["weather"] == likeliest.frame().loc["weather", "pool"] == "wet"
    assert likeliest.probability["pool"] == pytest.approx(0.72)


def test_what_tells_most_of_a_node(umbrella):
    bits = umbrella.most_informative("weather")
    assert bits.best == "forecast"
    assert bits["forecast"] == bits.frame().loc["forecast", "pool"]
    assert bits["forecast"] == pytest.approx(0.243997, abs=1e-6)


def test_independence_by_the_arcs_alone(umbrella):
    assert not umbrella.d_separated("weather", "umbrella")
    told = umbrella.d_separated("weather", "umbrella", given=["forecast"])
    assert told
    assert told.sentence("A").startswith("weather and umbrella are independent given forecast")
    with pytest.raises(bn.StudyError, match="no node 'wether'"):
        umbrella.d_separated("wether", "umbrella")
    with pytest.raises(bn.StudyError, match="twice"):
        umbrella.d_separated("weather", "weather")


def test_what_setting_is_worth(umbrella):
    """Whoever makes it dry leaves the umbrella at home: 100, against 77 as it is."""
    frame = umbrella.value_of_control().frame()
    assert frame.loc[("umbrella", "weather"), "pool"] == pytest.approx(100 - 77)
    assert frame.loc[("umbrella", "forecast"), "pool"] == 0


def test_a_plan_that_another_dominates_is_said_to_be(umbrella):
    """Leaving it at home is worth 100 (.7) or 0 (.3): so much in so few cases has the best plan."""
    frame = umbrella.plans().frame().set_index("umbrella")
    assert frame.loc["take", "dominance"] == ""
    sure = bn.diagram(
        "sure",
        WEATHER,
        bn.Decision("where", ["in", "out"]),
        bn.Value("joy", given=["weather", "where"], u=[[5, 4], [3, 2]]),
    ).plans()
    rows = sure.frame().set_index("where")
    assert list(rows.loc["out", ["dominance", "dominated_by"]]) == ["first", 0]
    assert rows.loc["in", "dominance"] == ""


def test_a_scenario_of_ones_own(deterrence):
    study = bn.Study(StudyView(deterrence))
    whole = deterrence.book.full("S5")
    own = bn.Scenario(label="my own", set=whole.set, seen=whole.seen)
    for against in ("S0", deterrence.book.full("S0")):
        mine = study.what_if(own, against=against).frame()
        assert mine.equals(study.what_if("S5", against="S0").frame())
    assert study.beliefs("S5").frame().equals(study.beliefs(own).frame())
    set_ = {
        option: float(option == "cancelled")
        for option in deterrence.diagram.states["exercise_plan"]
    }
    beliefs = study.beliefs("S5", set={"exercise_plan": "cancelled"})
    assert beliefs["exercise_plan"] == pytest.approx(set_)
    assert study.explain("miscalculation", own).provenance.scenario == "my own"
    with pytest.raises(bn.StudyError, match="no node 'pigs'"):
        study.what_if(bn.Scenario(seen={"pigs": "fly"}))


def test_every_answer_is_a_table_and_shows_itself_with_where_it_comes_from():
    experts = {"Ann": [0.8, 0.2], "Bea": [0.4, 0.6]}
    study = bn.diagram(
        "rain",
        bn.Chance("rain", ["no", "yes"], p=experts),
        bn.Chance("radio", ["dry", "wet"], given=["rain"], p=[[0.8, 0.2], [0.1, 0.9]]),
        bn.Decision("take", ["yes", "no"], knows=["radio"]),
        bn.Value("comfort", ["rain", "take"], u=[[20, 100], [70, 0]]),
    )
    take = bn.Scenario(label="take", set={"take": "yes"})
    asked = {
        "compare": lambda: study.compare(take, against=bn.Scenario(set={"take": "no"})),
        "d_separated": lambda: study.d_separated("rain", "take"),
        "explain": lambda: study.explain(
            "rain=yes",
            bn.Scenario(set={"take": "yes"}, seen={"radio": "wet"}),
            against=take,
        ),
        "most_informative": lambda: study.most_informative("rain"),
        "what_if": lambda: study.what_if(take),
    }
    others = ("plot", "under", "diagram", "view", "experts")  # experts are compared in scenarios
    for name in vars(bn.Study):
        if name.startswith(("_", "to_")) or name in others:
            continue
        answer = asked.get(name, getattr(study, name))()
        assert not answer.frame().empty, name
        assert "From rain" in answer._repr_html_(), name


def test_experts_are_named_in_the_numbers_and_pooled():
    two = bn.diagram(
        "two",
        bn.Chance("rain", ["no", "yes"], p={"Ann": [0.8, 0.2], "Bea": [0.4, 0.6]}),
        bn.Chance("mood", ["low", "high"], given=["rain"], p=[[0.1, 0.9], [0.7, 0.3]]),
        weights={"Ann": 3, "Bea": 1},
    )
    beliefs = two.beliefs()
    assert beliefs["rain"]["yes"] == pytest.approx(0.3)
    assert list(beliefs.frame().columns) == ["pool", "Ann", "Bea"]
    assert beliefs.frame().loc[("mood", "high"), "Bea"] == pytest.approx(0.4 * 0.9 + 0.6 * 0.3)
    answer = two.what_if(set={"rain": "yes"})
    assert answer.frame().loc["mood=low", "value"] == pytest.approx(0.7)
    assert not answer.provenance.illustrative


def test_a_study_of_files_is_asked_alike(deterrence):
    study = bn.Study(StudyView(deterrence))
    change = study.what_if("S5", against="S0").frame()["difference"]
    assert change["miscalculation"] < 0
    assert study.compare("S5", against="S0").rows[0].difference is not None
    assert study.explain("miscalculation", "S5").change == pytest.approx(change["miscalculation"])
    assert study.under("B").decide().provenance.structure.startswith("B")


def test_a_graph_of_networkx_holds_all_and_gives_it_back(umbrella):
    graph = umbrella.to_networkx()
    assert nx.is_directed_acyclic_graph(graph)
    assert graph.nodes["comfort"]["kind"] == "value"
    assert set(graph.edges) >= {("forecast", "umbrella"), ("weather", "comfort")}
    assert_the_same(bn.from_networkx(graph), umbrella)
    del graph.nodes["weather"]["numbers"]
    with pytest.raises(bn.StudyError, match="the node 'weather' has no numbers"):
        bn.from_networkx(graph)
    graph.nodes["weather"]["kind"] = "event"
    with pytest.raises(bn.StudyError, match="'weather' has the kind 'event'"):
        bn.from_networkx(graph)


def test_a_model_of_pgmpy_is_given_and_taken(umbrella):
    model = umbrella.to_pgmpy({"umbrella": "take"})
    assert model.check_model()
    back = bn.from_pgmpy(model)
    assert back.beliefs(seen={"forecast": "rainy"})["weather"]["wet"] == pytest.approx(0.72)
    with pytest.raises(bn.StudyError, match="still open: umbrella"):
        umbrella.to_pgmpy()


def test_a_diagram_of_pyagrum_is_worth_the_same_there_and_back(umbrella):
    gum = pytest.importorskip("pyagrum")
    model = umbrella.to_pyagrum()
    solver = gum.ShaferShenoyLIMIDInference(model)
    solver.makeInference()
    assert solver.MEU()["mean"] == pytest.approx(77.0)
    assert_the_same(bn.from_pyagrum(model), umbrella)
    network = gum.fastBN("a{no|yes}->b{x|y|z}<-c{u|v}")
    ours = bn.from_pyagrum(network)
    theirs = gum.LazyPropagation(network)
    theirs.setEvidence({"a": "yes", "c": "u"})
    theirs.makeInference()
    seen = ours.beliefs(seen={"a": "yes", "c": "u"})["b"]
    assert list(seen.values()) == pytest.approx(list(theirs.posterior("b").toarray()))


def test_without_pyagrum_it_is_said_how_to_get_it(umbrella, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyagrum", None)
    with pytest.raises(bn.StudyError, match="pip install pyagrum"):
        umbrella.to_pyagrum()


def assert_the_same(one, other):
    assert one.decide().expected[0] == pytest.approx(other.decide().expected[0])
    rules = [study.decide().choices[0].policy.text() for study in (one, other)]
    assert rules[0] == rules[1]
    assert one.beliefs()["weather"] == pytest.approx(other.beliefs()["weather"])


@pytest.fixture
def drawers(monkeypatch):
    """What pyproject.toml registers, whether or not the package here was installed since."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    registered = told["project"]["entry-points"][pictures.GROUP]
    entries = [EntryPoint(n, value, pictures.GROUP) for n, value in registered.items()]
    monkeypatch.setattr(pictures, "entry_points", lambda group: entries)
    pictures._drawer.cache_clear()
    yield
    pictures._drawer.cache_clear()


def test_an_answer_is_drawn_in_one_line(umbrella, drawers, tmp_path):
    tornado = umbrella.tornado()
    shown = umbrella.plot(tornado, tmp_path / "tornado.svg")
    assert umbrella._repr_svg_() == umbrella.plot()._repr_svg_()
    text = (tmp_path / "tornado.svg").read_text("utf-8")
    assert text == shown._repr_svg_()
    assert text.startswith("<svg")
    for answer in (None, umbrella.decide(), umbrella.what_if(set={"umbrella": "take"})):
        assert umbrella.plot(answer)._repr_svg_().startswith("<svg")
    with pytest.raises(bn.StudyError, match="there is no picture of Switches"):
        umbrella.plot(umbrella.thresholds())
    with pytest.raises(bn.StudyError, match="no kind of picture"):
        umbrella.plot(tornado, tmp_path / "tornado.doc")


def test_where_nothing_draws_it_is_said(umbrella, monkeypatch):
    monkeypatch.setattr(pictures, "entry_points", lambda group: [])
    pictures._drawer.cache_clear()
    with pytest.raises(bn.StudyError, match="nothing is installed that draws"):
        umbrella.plot(umbrella.tornado())
    assert umbrella._repr_svg_() is None


WEATHER = bn.Chance("weather", ["dry", "wet"], p=[0.7, 0.3])


@pytest.mark.parametrize(
    ("nodes", "said"),
    [
        ([bn.Chance("x", ["a", "b"], p=[0.6, 0.6])], "x: each row of probabilities is at least 0"),
        ([bn.Chance("x", ["a", "b"], p=[-0.1, 1.1])], "x: each row of probabilities is at least 0"),
        ([bn.Chance("x", ["a", "b"], p=[1.0])], r"has the shape|have the shape \(1,\), not \(2,\)"),
        ([bn.Chance("x", ["a", "b"], p=["?", 1])], "x: its numbers are no table"),
        ([bn.Chance("x", ["a", "a"], p=[0.5, 0.5])], "x: needs states with names of their own"),
        ([WEATHER, WEATHER], "weather: there are two nodes of this name"),
        (
            [WEATHER, bn.Chance("y", ["a", "b"], p=[[1, 0], [0, 1]], given=["wether"])],
            "y: there is no node 'wether' with states; did you mean 'weather'",
        ),
        (
            [
                bn.Chance("x", ["a", "b"], p=[[1, 0], [0, 1]], given=["y"]),
                bn.Chance("y", ["a", "b"], p=[[1, 0], [0, 1]], given=["x"]),
            ],
            "its arcs go in a circle",
        ),
        (
            [WEATHER, bn.Value("v", given=["weather"], u=[1, float("nan")])],
            "v: its numbers are not",
        ),
    ],
)
def test_what_is_wrong_with_nodes_is_said(nodes, said):
    with pytest.raises(bn.StudyError, match=said):
        bn.diagram("wrong", *nodes)


def test_what_cannot_be_answered_is_said(umbrella):
    with pytest.raises(bn.StudyError, match="there is no structure 'Z'"):
        umbrella.under("Z")
    with pytest.raises(bn.StudyError, match="no scenario 'S9'"):
        umbrella.what_if("S9")
    with pytest.raises(bn.StudyError, match="snowy"):
        umbrella.beliefs(seen={"forecast": "snowy"})
    with pytest.raises(bn.StudyError, match="nothing to decide"):
        bn.diagram("d", WEATHER).decide()


CHANCE = ("weather", ["dry", "wet"])
BOTH = {"Ann": [0.8, 0.2], "Bea": [0.4, 0.6]}
MISTAKES = {
    "no node": (lambda: bn.diagram("x", "weather"), "'weather' is no node."),
    "no name": (lambda: bn.diagram(bn.Chance(*CHANCE, p=[0.5, 0.5])), "the study's name"),
    "a text for states": (
        lambda: bn.diagram("x", bn.Chance("rain", "yn", p=[0.5, 0.5])),
        "rain: states is no list of names.",
    ),
    "states without an order": (
        lambda: bn.diagram("x", bn.Chance("rain", {"y", "n"}, p=[0.5, 0.5])),
        "rain: states is no list of names.",
    ),
    "a text for parents": (
        lambda: bn.diagram("x", bn.Decision("take", ["y", "n"], knows="rain")),
        "take: knows is no list of names.",
    ),
    "a number for a state": (
        lambda: bn.diagram("x", bn.Chance("rain", [0, 1], p=[0.5, 0.5])),
        "rain: states cannot hold 0: names are texts.",
    ),
    "a state that reads like a condition": (
        lambda: bn.diagram("x", bn.Chance("rain", ["a,b=c", "n"], p=[0.5, 0.5])),
        "rain: states cannot hold 'a,b=c': names are without",
    ),
    "a parent twice": (
        lambda: bn.diagram(
            "x", bn.Decision("d", ["y", "n"]), bn.Value("v", ["d", "d"], u=[[1, 2], [3, 4]])
        ),
        "v: 'd' is there twice.",
    ),
    "nobody's numbers": (
        lambda: bn.diagram("x", bn.Chance(*CHANCE, p={})),
        "weather: has no numbers.",
    ),
    "numbers by state": (
        lambda: bn.diagram("x", bn.Chance(*CHANCE, p={"dry": 0.7, "wet": 0.3})),
        "weather: its numbers are given by state;",
    ),
    "an expert called like the pool": (
        lambda: bn.diagram("x", bn.Chance(*CHANCE, p={"pool": [0.5, 0.5], "Bea": [0.1, 0.9]})),
        "weather: an expert cannot be called 'pool'",
    ),
    "a weight that is text": (
        lambda: bn.diagram("x", bn.Chance(*CHANCE, p=BOTH), weights={"Ann": "1", "Bea": 2}),
        "weights are of Ann, Bea",
    ),
    "a weight without end": (
        lambda: bn.diagram("x", bn.Chance(*CHANCE, p=BOTH), weights={"Ann": math.inf, "Bea": 2}),
        "weights are of Ann, Bea",
    ),
    "weights of nobody": (
        lambda: bn.diagram("x", bn.Chance(*CHANCE, p=[0.5, 0.5]), weights={"Ann": 1}),
        "there are no experts to be weighed",
    ),
    "another memory": (lambda: bn.diagram("x", recall="none"), "there is no recall 'none';"),
}


@pytest.mark.parametrize("build, said", MISTAKES.values(), ids=MISTAKES)
def test_what_python_callers_mistake_is_said(build, said):
    with pytest.raises(bn.StudyError) as refused:
        build()
    assert said in str(refused.value)


def test_an_expert_may_be_called_author():
    study = bn.diagram("x", bn.Chance(*CHANCE, p={"author": [0.5, 0.5], "Bea": [0.1, 0.9]}))
    assert study.beliefs()["weather"]["dry"] == pytest.approx(0.3)
    assert study.beliefs().worlds == ("pool", "author", "Bea")


def test_what_is_known_is_checked(umbrella):
    for known, said in {
        ("forecast", "purple"): "forecast has no state 'purple'",
        ("nothing", "dry"): "no node 'nothing'",
        ("umbrella", "take"): "umbrella is decided, not learned",
        ("comfort", "high"): "comfort is a value",
    }.items():
        with pytest.raises(bn.StudyError, match=said):
            umbrella.under(known=dict([known]))
        with pytest.raises(bn.StudyError, match=said):
            bn.Study(umbrella.view.knowing(dict([known]))).plans()


@pytest.mark.parametrize(
    "ask, said",
    [
        (lambda study: study.tornado(by="column"), "by cannot be 'column'; known: row,"),
        (
            lambda study: study.tornado(spread="wide"),
            "spread cannot be 'wide'; known: experts,",
        ),
        (lambda study: study.compare(), "no scenario is named. Known: none."),
        (lambda study: study.plans(draws=-1), "there cannot be -1 draws"),
        (lambda study: study.plans(draws=1, seed=-1), "there cannot be 1 draw"),
    ],
)
def test_a_word_that_no_question_knows_is_said(umbrella, ask, said):
    with pytest.raises(bn.StudyError) as refused:
        ask(umbrella)
    assert said in str(refused.value)


def test_what_only_one_expert_holds_impossible_is_said_to_be_so():
    """The pool gives rain .45: not what is known has probability 0, but by whose numbers."""
    experts = {"Ann": [1, 0], "Bea": [0.1, 0.9]}
    study = bn.diagram(
        "x",
        bn.Chance(*CHANCE, p=experts),
        bn.Decision("take", ["yes", "no"], knows=["weather"]),
        bn.Value("comfort", ["weather", "take"], u=[[0, 1], [1, 0]]),
    )
    said = "has probability 0 by the numbers of 1 expert: weather=wet"
    with pytest.raises(bn.StudyError, match=said):
        study.under(known={"weather": "wet"}).decide()
