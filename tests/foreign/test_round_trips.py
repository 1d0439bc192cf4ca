"""A diagram written and read again answers as before, in every format."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest

from bayesnet.errors import StudyError, errors_in
from bayesnet.interchange.files import FORMATS
from bayesnet.interchange.losses import decided
from tests.foreign.diagrams import (
    PROBLEMS,
    answers,
    assert_same,
    published,
    random_chance_diagram,
    random_diagram,
    with_noisy_and_weights,
)

WHOLE = [name for name, found in FORMATS.items() if found.decisions]
CHANCE = [name for name, found in FORMATS.items() if not found.decisions]


def again(diagram, form):
    """The diagram after writing and reading."""
    text, losses = FORMATS[form].write(diagram)
    assert not errors_in(losses)
    found, problems = FORMATS[form].read(text, f"x.{form}")
    assert found is not None, [str(problem) for problem in problems]
    return found


@pytest.mark.parametrize("form", WHOLE)
@pytest.mark.parametrize("name", PROBLEMS)
def test_published_problems(name, form):
    diagram = published(name)
    assert_same(diagram, again(diagram, form))


@pytest.mark.parametrize("form", WHOLE)
@pytest.mark.parametrize("recall", ["perfect", "limited"])
def test_random_diagrams_with_ugly_names(form, recall):
    for seed in range(25):
        diagram = random_diagram(seed, recall)
        found = again(diagram, form)
        assert list(found.nodes) == list(diagram.nodes)
        for name, node in diagram.nodes.items():
            assert found.nodes[name].comment == node.comment
            if node.position is not None:
                assert found.nodes[name].position == node.position
            if form != "dne":  # which has no second place for a long name
                assert found.nodes[name].label == node.label
        for name, node in diagram.decisions.items():
            assert found.decisions[name].informed_by == node.informed_by
        assert_same(diagram, found)


@pytest.mark.parametrize("form", CHANCE)
def test_networks_with_ugly_names_where_there_are_no_decisions(form):
    for seed in range(25):
        diagram = random_chance_diagram(seed)
        found = again(diagram, form)
        if form != "uai":
            assert_same(diagram, found)
            continue
        for old, new in zip(diagram.chance.values(), found.chance.values(), strict=True):
            np.testing.assert_allclose(old.table, new.table, rtol=1e-14)


@pytest.mark.parametrize("form", CHANCE)
def test_decisions_are_fixed_where_there_are_none(form):
    diagram = published("netica_umbrella")
    with pytest.raises(StudyError, match="Umbrella"):
        FORMATS[form].write(diagram)
    fixed, losses = decided(diagram, {"Umbrella": "take"})
    assert "Umbrella=take" in str(losses[0])
    text, losses = FORMATS[form].write(fixed)
    assert "Satisfaction" in str(losses[0])
    found, _ = FORMATS[form].read(text, f"x.{form}")
    assert len(found.chance) == 3


@pytest.mark.parametrize("form", WHOLE)
def test_noisy_max_and_weights(form):
    diagram = with_noisy_and_weights()
    text, losses = FORMATS[form].write(diagram)
    found, _ = FORMATS[form].read(text, f"x.{form}")
    assert_same(diagram, found)
    said = " ".join(map(str, losses))
    assert (found.chance["y"].noisy is not None) == (form in ("xdsl", "pgmx"))
    assert ("noisy-MAX links" in said) == (form not in ("xdsl", "pgmx"))
    assert bool(found.sums) == (form == "xdsl")
    assert ("part, whole is left out" in said) == (form != "xdsl")


@pytest.mark.parametrize("form", ["bif", "uai", "net"])
def test_every_loss_is_named(form):
    diagram = with_noisy_and_weights()
    nodes = dict(diagram.nodes)
    nodes["a"] = dataclasses.replace(nodes["a"], comment="what a means", label="A", position=(1, 2))
    diagram, _ = decided(dataclasses.replace(diagram, nodes=nodes), {"d": "d1"})
    _, losses = FORMATS[form].write(diagram)
    said = "\n".join(map(str, losses))
    for what in ("label of a", "definition or comment of a", "position of a"):
        assert (f"cannot hold the {what}" in said) == (form != "net")
    assert "noisy-MAX links, only the table they make, of y" in said


def test_equal_files_for_equal_diagrams():
    for form in WHOLE:
        texts = {FORMATS[form].write(published("oil_wildcatter"))[0] for _ in range(2)}
        assert len(texts) == 1


def without_marks(text):
    """The file as its own tool sees it: without the lines that only this program reads."""
    marks = ("resolve_", "<PROPERTY>recall", "<PROPERTY>remembered", "// collective-resolve")
    lines = text.split("\n")
    kept = [line for line in lines if not line.strip().startswith(marks) and "resolve_" not in line]
    return re.sub(r'<Property name="remembered"[^>]*/>', "", "\n".join(kept))


@pytest.mark.parametrize("form", WHOLE)
def test_the_format_s_own_tool_remembers_what_is_remembered(form):
    """Hugin and aGrUM know only what is drawn: all that was known before is drawn for them.

    The others forget nothing, and see from the arcs which decision comes first.
    """
    differing = 0
    for seed in range(60):
        diagram = random_diagram(seed, "perfect")
        text = without_marks(FORMATS[form].write(diagram)[0])
        found, problems = FORMATS[form].read(text, f"x.{form}")
        assert found.recall == ("limited" if form in ("net", "bifxml") else "perfect")
        assert not any("which comes first" in str(problem) for problem in problems)
        assert list(found.decisions) == list(diagram.decisions)
        expected = answers(diagram)[0]
        assert answers(found)[0] == pytest.approx(expected, abs=1e-9)
        forgetful = dataclasses.replace(diagram, recall="limited")
        differing += answers(forgetful)[0] != pytest.approx(expected, abs=1e-9)
    assert differing  # or it would not matter
