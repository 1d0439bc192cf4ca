"""What a file says beside numbers stays: where nodes stand, and what somebody could set."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from click.testing import CliRunner

from bayesnet.errors import StudyError
from bayesnet.folder.places import kept_in
from bayesnet.folder.reading import open_study
from bayesnet.formats.layout_json import VIEWS
from bayesnet.interchange.diagram import Chance, Diagram
from bayesnet.interchange.files import FORMATS, read_file
from bayesnet.interchange.study_in import files_of
from elicitation.cli import main
from tests.foreign.diagrams import published
from tests.random_studies import TODAY

POSITIONED = [form for form in FORMATS if form not in ("bif", "uai", "xmlbif")]


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def imported(tmp_path, diagram, form, *options):
    file = tmp_path / f"umbrella.{form}"
    file.write_text(FORMATS[form].write(diagram)[0], "utf-8")
    return resolve("import", file, "--into", tmp_path / "study", *options)


def placed(diagram, *places):
    """The diagram with its nodes at these places, in their order."""
    pairs = zip(diagram.nodes.items(), places, strict=True)
    nodes = {name: dataclasses.replace(node, position=place) for (name, node), place in pairs}
    return dataclasses.replace(diagram, nodes=nodes)


def places_of(diagram):
    return {name: node.position for name, node in diagram.nodes.items()}


@pytest.mark.parametrize("form", POSITIONED)
def test_nodes_stand_where_they_stood_in_the_study_and_in_what_goes_out_again(form, tmp_path):
    places = ((310.5, 20), (17, 42.5), (640, 300), (90, 512))
    diagram = placed(published("netica_umbrella"), *places)
    made = imported(tmp_path, diagram, form)
    assert made.exit_code == 0, made.output
    assert kept_in(tmp_path / "study") == dict.fromkeys(VIEWS, places_of(diagram))
    again = resolve("export", "--format", form, "--study", tmp_path / "study")
    assert again.exit_code == 0, again.output
    found, _ = read_file(again.stdout.encode(), f"again.{form}")
    assert places_of(found) == places_of(diagram)


def test_what_stands_left_of_and_above_the_corner_is_moved_together(tmp_path):
    diagram = placed(published("netica_umbrella"), (-40, 0), (10, -7.5), (60, 90), (0, 0))
    assert imported(tmp_path, diagram, "net").exit_code == 0
    kept = kept_in(tmp_path / "study")["full"]
    assert {name: (x - 40, y - 7.5) for name, (x, y) in kept.items()} == places_of(diagram)
    drawn = resolve("draw", "--study", tmp_path / "study", "--out", tmp_path / "x.svg")
    assert drawn.exit_code == 0, drawn.output


def settable(tmp_path):
    study, _ = open_study(tmp_path / "study")
    return [name for name, node in study.diagram.chance.items() if node.settable]


def test_what_has_no_causes_can_be_set_where_nobody_says_what_can(tmp_path):
    made = imported(tmp_path, published("netica_umbrella"), "net")
    assert "(decisions, and what has no causes)" in made.stdout
    assert settable(tmp_path) == ["Weather"]


def test_who_says_what_can_be_set_says_it_all(tmp_path):
    made = imported(tmp_path, published("netica_umbrella"), "net", "--settable", "Forecast")
    assert "Can be set: Umbrella, Forecast. " in made.stdout
    assert settable(tmp_path) == ["Forecast"]


def test_a_node_that_is_not_there_cannot_be_set_and_no_study_is_made(tmp_path):
    made = imported(tmp_path, published("netica_umbrella"), "net", "--settable", "Forcast")
    assert made.exit_code == 2
    assert "--settable: no uncertain node 'Forcast'; did you mean 'Forecast'?" in made.stderr
    assert not (tmp_path / "study").exists()


def test_a_table_that_no_study_holds_is_refused_in_the_files_own_words(tmp_path):
    roots = {
        f"cause {i}": Chance(name=f"cause {i}", states=("n", "y"), parents=(), table=np.ones(2) / 2)
        for i in range(17)
    }
    table = np.full((2,) * 18, 0.5)
    wide = Chance(name="a wide one", states=("n", "y"), parents=(*roots,), table=table)
    diagram = Diagram(name="wide", nodes={**roots, "a wide one": wide})
    with pytest.raises(StudyError) as refusal:
        files_of(diagram, source="wide.net", today=TODAY)
    assert "262,178 numbers" in str(refusal.value)
    assert "the largest, of a wide one, has 262,144" in str(refusal.value)
    assert "model.toml" not in str(refusal.value)


def test_so_is_a_diagram_whose_tables_are_too_large_together(monkeypatch):
    monkeypatch.setattr("bayesnet.interchange.study_in.MAX_CHARACTERS", 1000)
    with pytest.raises(StudyError) as refusal:
        files_of(published("netica_umbrella"), source="umbrella.net", today=TODAY)
    assert "model.toml" not in str(refusal.value)
    assert "the largest, of Forecast, has 6" in str(refusal.value)
