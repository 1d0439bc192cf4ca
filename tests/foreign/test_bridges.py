"""Models of pgmpy and graphs of networkx."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.errors import StudyError
from bayesnet.interchange.bridges import from_pgmpy, to_networkx, to_pgmpy
from tests.foreign.diagrams import answers, assert_same, published, random_chance_diagram
from tests.foreign.test_peers import pgmpy_marginals


def hand_made(rows):
    from pgmpy.factors.discrete import TabularCPD  # noqa: PLC0415 - takes seconds
    from pgmpy.models import DiscreteBayesianNetwork  # noqa: PLC0415

    model = DiscreteBayesianNetwork([("a", 1)])
    model.add_cpds(
        TabularCPD("a", 2, [[0.3], [0.7]], state_names={"a": ["no", "yes"]}),
        TabularCPD(
            1,
            2,
            rows,
            evidence=["a"],
            evidence_card=[2],
            state_names={1: [0, 1], "a": ["no", "yes"]},
        ),
    )
    return model


def test_a_hand_made_model_becomes_a_diagram():
    diagram = from_pgmpy(hand_made([[0.1, 0.6], [0.9, 0.4]]), "mine")
    assert diagram.states == {"a": ("no", "yes"), "1": ("0", "1")}
    np.testing.assert_allclose(diagram.chance["1"].table, [[0.1, 0.9], [0.6, 0.4]])


def test_a_fitted_model_becomes_a_diagram():
    import pandas as pd  # noqa: PLC0415
    from pgmpy.models import DiscreteBayesianNetwork  # noqa: PLC0415

    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"x": rng.integers(0, 2, 400).astype(str)})
    frame["y"] = np.where(rng.random(400) < 0.8, frame["x"], "2")
    model = DiscreteBayesianNetwork([("x", "y")])
    diagram = from_pgmpy(model.fit(frame))
    counts = pd.crosstab(frame["x"], frame["y"], normalize="index")
    for index, state in enumerate(diagram.states["y"]):
        np.testing.assert_allclose(diagram.chance["y"].table[:, index], counts[state])


def test_there_and_back():
    for seed in range(5):
        diagram = random_chance_diagram(seed)
        assert_same(diagram, from_pgmpy(to_pgmpy(diagram)))


def test_a_diagram_with_fixed_decisions_answers_the_same_in_pgmpy():
    diagram = published("oil_wildcatter")
    with pytest.raises(StudyError, match="still open"):
        to_pgmpy(diagram)
    choices = {name: node.states[0] for name, node in diagram.decisions.items()}
    theirs = pgmpy_marginals(to_pgmpy(diagram, choices))
    from bayesnet.interchange.losses import decided  # noqa: PLC0415

    fixed, _ = decided(diagram, choices)
    for name, beliefs in answers(fixed)[1].items():
        for state, belief in beliefs.items():
            assert theirs[name][state] == pytest.approx(belief, abs=1e-9)


def test_what_no_diagram_can_be_made_of_is_refused():
    from pgmpy.models import DiscreteBayesianNetwork  # noqa: PLC0415

    with pytest.raises(StudyError, match="'x' has no table"):
        from_pgmpy(DiscreteBayesianNetwork([("x", "y")]))


def test_the_graph_says_what_nodes_and_arcs_are():
    graph = to_networkx(published("netica_umbrella"))
    assert dict(graph.nodes(data="kind")) == {
        "Weather": "chance",
        "Forecast": "chance",
        "Umbrella": "decision",
        "Satisfaction": "value",
    }
    assert {(a, b): kind for a, b, kind in graph.edges(data="kind")} == {
        ("Weather", "Forecast"): "cause",
        ("Forecast", "Umbrella"): "information",
        ("Weather", "Satisfaction"): "value",
        ("Umbrella", "Satisfaction"): "value",
    }
    assert graph.nodes["Forecast"]["states"] == ("sunny", "cloudy", "rainy")
