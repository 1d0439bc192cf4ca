"""Files changed underneath are noticed, and what answers rest on is locked with its reason."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import SHIPPED
from tests.modelling.site import Person, small


@pytest.fixture
def own(tmp_path):
    person = Person(small(tmp_path / "own"))
    return person.edit("add-node", kind="chance", label="Weather", states="dry\nwet")


def test_a_file_changed_underneath_is_shown_in_both_versions(own):
    """Nothing is written over; the change can be made in the file as it is now."""
    path = own.folder / "model.toml"
    theirs = own.read().replace("# Mine.", "# Theirs.").replace("Umbrella?", "Coat?")
    path.write_text(theirs, "utf-8")
    own.edit("relabel", expect=409, node="weather", label="Sky")
    assert own.read() == theirs
    for line in (
        '-question = "Umbrella?"',
        '+question = "Coat?"',
        "-# Mine.",
        "+# Theirs.",
        "label: Sky",
    ):
        assert line in own.text
    own.edit("relabel", node="weather", label="Sky")  # as the button on that page sends it
    assert own.read() == theirs.replace('"Weather"', '"Sky"')
    own.edit("undo")
    assert own.read() == theirs
    own.edit("undo")
    assert "# Mine." in own.read()


def test_two_windows_do_not_overwrite_each_other(own):
    old = own.mark
    own.edit("relabel", node="weather", label="Sky")
    own.mark = old
    own.edit("define", expect=409, node="weather", text="Rain on any day.")
    assert '-label = "Weather"' in own.text


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    folder = tmp_path_factory.mktemp("answered") / "study"
    shutil.copytree(SHIPPED, folder)
    return Person(folder)


@pytest.mark.parametrize(
    ("edit", "fields"),
    [
        ("relabel", {"node": "miscalculation", "label": "Error"}),
        ("relabel", {"node": "response_style", "label": "Style"}),
        ("define", {"node": "miscalculation", "text": "Another."}),
        ("add-arc", {"parent": "bomber_posture", "child": "pressure_move"}),
        ("remove-arc", {"parent": "posture_credibility", "child": "miscalculation"}),
        ("method", {"node": "miscalculation", "method": "ranked"}),
        ("states", {"node": "rift_line", "label-0": "a", "label-1": "b"}),
        ("expert", {"expert": "E99"}),
    ],
)
def test_what_answers_rest_on_is_locked_with_the_reason(answered, edit, fields):
    before = answered.read()
    answered.edit(edit, expect=422, **fields)
    (words,) = answered.problems
    assert "2026-" in words and "Copy the study" in words
    assert answered.read() == before


def test_what_no_answer_rests_on_may_change(answered):
    text = answered.read()
    answered.edit("relabel", node="alliance", label="The alliance")
    answered.edit("scores", node="alliance", parent="cohesion_end", **{"score-weaker": "1"})
    answered.edit("place", node="alliance", x="10", y="10")
    answered.edit("rows", node="rift_line", **{"p-0-0": "0.5", "p-0-1": "0.5"})
    for _ in range(4):
        answered.edit("undo")
    assert answered.read() == text
