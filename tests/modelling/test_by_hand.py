"""Files that people write by hand, short or wrong, can be drawn on or say where they are to be mended."""

from __future__ import annotations

import pytest

from tests.modelling.site import Person

SHORT = """[chance.weather]
states = ["dry", "wet"]
cpt.rows = [{ p = [0.7, 0.3] }] # of old

[chance.mud]
states = ["no", "a bit"]
parents = ["weather"]
cpt.rows = [{ when = ["dry"], p = [1, 0] }, { when = ["wet"], p = [0.4, 0.6] }]

[[outcome]]
node = "mud"
states = ["a bit"]
"""


def person(folder, model, **beside):
    folder.mkdir()
    for name, text in {"model": model, **beside}.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return Person(folder)


def test_what_a_short_study_leaves_out_is_there_for_every_edit(tmp_path):
    own = person(tmp_path / "own", SHORT, scenarios='[scenario.S0]\nseen.weather = "dry"\n')
    assert 'name="p-0-0"' in own.go("/?node=weather").text
    own.edit("rows", node="weather", **{"p-0-0": "0.6", "p-0-1": "0.4"})
    assert "p = [0.6, 0.4]" in own.read() and "# of old" in own.read()
    text = own.read()
    assert own.edit("method", node="weather", method="table").read() == text
    own.edit("scenario", id="S1", label="Wet", **{"say-weather": "seen wet"})
    assert "reference" not in own.read("scenarios.toml")  # the first one is that already
    assert "None" not in own.go("/?show=whatifs").text
    own.edit("remove-outcome", id="mud=a bit")
    assert "[[outcome]]" not in own.read()
    own.edit("about", title="Mine")
    assert 'title = "Mine"' in own.read()


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("cpt.rows = [{ p = [0.7, 0.3] }]", "cpt = 3", "chance.weather.cpt"),
        ('parents = ["weather"]', "parents = 3", "chance.mud.parents"),
        ("[[outcome]]", "[outcome]", "outcome"),
    ],
)
def test_a_part_of_another_kind_is_named_and_ends_in_no_error_of_ours(tmp_path, old, new, path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "model.toml").write_text(SHORT, "utf-8")
    own = Person(folder)
    (folder / "model.toml").write_text(SHORT.replace(old, new), "utf-8")
    own.go("/?show=counts&node=weather")
    own.go("/?node=weather")
    assert own.status == 422 and path in own.text


@pytest.mark.parametrize("cell", ['"a"', "nan", "true"])
def test_a_cell_that_is_no_number_is_shown_empty(tmp_path, cell):
    own = person(tmp_path / "own", SHORT.replace("0.7", cell))
    assert own.go("/?node=weather").status == 200


def test_values_in_no_list_are_a_problem_of_the_file(tmp_path):
    worth = '[utility.u]\nparents = ["weather"]\ntable = 3\n'
    own = person(tmp_path / "own", SHORT + worth)
    assert own.go("/?node=weather").status in (200, 422)


def test_a_state_of_no_place_is_refused(tmp_path):
    own = person(tmp_path / "own", SHORT)
    own.edit("states", expect=422, node="weather", **{"label-x": "a", "label-1": "b"})


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("x" * 20_001, "20001 characters; 20000 is the most"),
        ("rain\x00", "nobody sees"),
    ],
)
def test_a_text_is_saved_whole_or_not_at_all(tmp_path, text, refusal):
    own = person(tmp_path / "own", SHORT)
    before = own.read()
    assert refusal in own.edit("about", expect=422, title=text).text
    assert own.read() == before
    long = "a long question " * 400
    assert long.strip() in own.edit("about", title="Mine", question=long).read()
