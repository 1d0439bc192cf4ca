"""A study goes out into every format and comes back as a study that answers the same."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from bayesnet.answers.recommend import decision_problem, recommend
from bayesnet.answers.whatif import what_if
from bayesnet.decisions.solve import solve
from bayesnet.errors import errors_in
from bayesnet.folder.reading import load_study
from bayesnet.inference.query import posteriors
from bayesnet.interchange.files import FORMATS
from bayesnet.interchange.losses import decided
from bayesnet.interchange.problems import network_of, problem_of
from bayesnet.interchange.study_in import files_of
from bayesnet.interchange.study_out import diagram_of_study
from bayesnet.study.view import StudyView
from tests.foreign.diagrams import (
    PROBLEMS,
    answers,
    published,
    random_chance_diagram,
    random_diagram,
    with_noisy_and_weights,
)

WHOLE = [name for name, found in FORMATS.items() if found.decisions]
TODAY = dt.date(2026, 2, 3)


def studied(diagram, folder, source="x.xdsl"):
    """The study that a diagram is made into, and the notes on the way."""
    files, notes = files_of(diagram, source=source, today=TODAY)
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    study, problems = load_study(folder)
    assert study is not None, [str(problem) for problem in errors_in(problems)]
    return study, notes


def solved(study, weights):
    problem = decision_problem(StudyView(study, study.diagram.structure, weights, {}))
    return solve(problem), problem


@pytest.mark.parametrize("form", WHOLE)
def test_the_shipped_study_through_every_format(form, deterrence, tmp_path):
    diagram, _ = diagram_of_study(StudyView(deterrence))
    text, _ = FORMATS[form].write(diagram)
    found, problems = FORMATS[form].read(text, f"x.{form}")
    assert found is not None, problems
    back, _ = studied(found, tmp_path)
    before, problem = solved(deterrence, deterrence.diagram.default_weights)
    after, again = solved(back, back.diagram.default_weights)
    # the pool of a single set of numbers is world 0
    assert after.expected_utility[0] == pytest.approx(before.expected_utility[0], abs=1e-9)
    for name, rule in before.strategy.rules.items():
        other = after.strategy.rules[name]
        assert set(other.information) == set(rule.information)
        order = [other.information.index(n) for n in rule.information]
        ours, theirs = rule.table[..., 0], other.table[..., 0]
        np.testing.assert_allclose(theirs.transpose(*order, len(order)), ours)
    mine = posteriors(before.strategy.applied_to(problem.network)).marginals
    theirs = posteriors(after.strategy.applied_to(again.network)).marginals
    for name, states in deterrence.diagram.states.items():
        order = [back.diagram.states[name].index(state) for state in states]
        np.testing.assert_allclose(theirs[name][order, 0], mine[name][:, 0], rtol=0, atol=1e-9)
    old, new = deterrence.diagram.nodes, back.diagram.nodes
    assert all(new[name].label == old[name].label for name in deterrence.diagram.states)
    assert all(new[name].definition.text == old[name].definition.text for name in mine)
    assert all(new[name].definition.by == old[name].definition.by for name in mine)


@pytest.mark.parametrize("form", [name for name in FORMATS if name not in WHOLE])
def test_the_shipped_study_with_its_decisions_fixed(form, deterrence):
    """Networks without decisions give the posteriors of the study under the same choices."""
    diagram, _ = diagram_of_study(StudyView(deterrence))
    choices = {name: node.states[-1] for name, node in diagram.decisions.items()}
    fixed, _ = decided(diagram, choices)
    found, problems = FORMATS[form].read(FORMATS[form].write(fixed)[0], f"x.{form}")
    assert found is not None, problems
    states = deterrence.diagram.states
    expected = posteriors(
        deterrence.network("A"), set={n: states[n].index(s) for n, s in choices.items()}
    ).marginals
    theirs = posteriors(network_of(found)).marginals
    names = dict(zip(fixed.chance, found.chance, strict=True))  # UAI has none of its own
    for name in deterrence.diagram.chance:
        np.testing.assert_allclose(
            theirs[names[name]][:, 0], expected[name][:, 0], rtol=0, atol=1e-9
        )


def test_the_pool_and_one_expert(frozen):
    pool, losses = diagram_of_study(StudyView(frozen))
    assert "these experts' own are left out: alignment_first" in "\n".join(map(str, losses))
    one, losses = diagram_of_study(StudyView(frozen), "spiral")
    assert "the tables are those of spiral" in "\n".join(map(str, losses))
    index = frozen.worlds.index("spiral")
    for name, table in frozen.network("A").tables.items():
        np.testing.assert_allclose(one.chance[name].table, table.values[..., index])
        np.testing.assert_allclose(pool.chance[name].table, table.values[..., 0])
    # one expert's noisy-MAX stays one; the pool of several is no noisy-MAX any more
    assert one.chance["message_coherence"].noisy is not None
    assert pool.chance["message_coherence"].noisy is None


def test_what_only_a_study_holds_is_named(deterrence):
    _, losses = diagram_of_study(StudyView(deterrence))
    said = "\n".join(map(str, losses))
    for words in (
        "claims and sources of the arcs: ",
        "assumptions: A1, A2",
        "other structures: B, C, D",
        "scenarios: S0",
        "combined_readiness",
    ):
        assert words in said


def test_noisy_links_come_back_as_noisy_max(deterrence, tmp_path):
    diagram, _ = diagram_of_study(StudyView(deterrence))
    text, _ = FORMATS["xdsl"].write(diagram)
    found, _ = FORMATS["xdsl"].read(text, "x.xdsl")
    back, notes = studied(found, tmp_path)
    cpd = back.cpds["message_coherence"]
    assert cpd.method == "noisy_max"
    assert cpd.domain.states == deterrence.cpds["message_coherence"].domain.states
    assert "lowest to the highest" in "\n".join(map(str, notes))


@pytest.mark.parametrize("name", PROBLEMS)
def test_published_problems_as_studies(name, tmp_path):
    diagram = published(name)
    study, _ = studied(diagram, tmp_path)
    found, _ = solved(study, "imported")
    expected = solve(problem_of(diagram)).expected_utility[0]
    assert found.expected_utility[0] == pytest.approx(expected, rel=1e-9)
    answer = recommend(StudyView(study, study.diagram.structure, "imported", {}))
    assert answer.expected[0] == pytest.approx(expected, rel=1e-9)
    if study.diagram.outcomes:
        reference = study.book.full(study.book.reference)
        assert what_if(StudyView(study), reference).outcomes


@pytest.mark.parametrize("recall", ["perfect", "limited"])
def test_random_diagrams_with_ugly_names_as_studies(recall, tmp_path):
    for seed in range(15):
        diagram = random_diagram(seed, recall)
        study, notes = studied(diagram, tmp_path)
        found, _ = solved(study, "imported")
        expected = answers(diagram)[0][0]
        assert found.expected_utility[0] == pytest.approx(expected, abs=1e-9)
        said = "\n".join(map(str, notes))
        assert all(f"'{name}' is called" in said for name in diagram.nodes)


def test_networks_as_studies(tmp_path):
    for seed in range(10):
        diagram = random_chance_diagram(seed)
        study, _ = studied(diagram, tmp_path)
        expected = posteriors(network_of(diagram)).marginals
        found = posteriors(study.network(study.diagram.structure)).marginals
        for old, new in zip(diagram.chance, study.diagram.chance, strict=True):
            np.testing.assert_allclose(found[new][:, :1], expected[old], rtol=0, atol=1e-9)


def test_weights_come_back_as_a_weight_set(tmp_path):
    diagram = with_noisy_and_weights()
    study, notes = studied(diagram, tmp_path)
    weights = study.diagram.weight_sets["imported"].weights
    assert {name: float(w) for name, w in weights.items()} == {"cost": 1.0, "harm": 0.125}
    assert study.diagram.scale == "units of the imported file"
    assert "multiplied out into one weight for each value" in "\n".join(map(str, notes))
    found, _ = solved(study, "imported")
    assert found.expected_utility[0] == pytest.approx(answers(diagram)[0][0], abs=1e-9)
