"""A picture on which a model is drawn: what stands stays, and new arcs are led as in any picture."""

from __future__ import annotations

import dataclasses
import re

import pytest

from bayesnet.edits.checked import draft_of
from diagrams.network.layout import Layout
from diagrams.selectable import Standing, placed, selectable
from elicitation.workshop.modelling.picture import believed, picture_of
from tests.edits.studies import odd


@pytest.fixture(scope="module")
def picture():
    draft = draft_of(odd())
    return picture_of(draft, believed(draft))


def without(picture, parent, child):
    nodes = picture.diagram.chance
    left = tuple(p for p in nodes[child].parents if p != parent)
    fewer = {**nodes, child: dataclasses.replace(nodes[child], parents=left)}
    return dataclasses.replace(picture, diagram=dataclasses.replace(picture.diagram, chance=fewer))


def test_a_new_arc_is_led_as_if_all_were_and_the_others_stay(picture):
    first = placed(picture, {})
    kept = first.layout.centres
    bare = placed(without(picture, "weather", "forecast"), kept, first)
    assert len(bare.layout.curves) == len(first.layout.curves) - 1
    assert bare.layout.centres == kept
    again = placed(picture, kept, bare)
    whole = placed(picture, kept)
    ends = lambda standing: {  # noqa: E731
        (c.parent, c.child): [round(value, 1) for point in (*c.points, c.tip) for value in point]
        for c in standing.layout.curves
    }
    assert again.layout.centres == kept
    new = ("weather", "forecast")
    assert ends(again)[new] == ends(whole)[new]
    others = set(ends(first)) - {new}
    assert {arc: ends(again)[arc] for arc in others} == {arc: ends(bare)[arc] for arc in others}


def test_a_node_that_was_moved_stands_there_and_no_other_moves(picture):
    first = placed(picture, {})
    x, y = first.layout.centres["comfort"]
    moved = placed(picture, {**first.layout.centres, "comfort": (x + 60, y + 90)}, first)
    steps = {
        name: (round(moved.layout.centres[name][0] - px), round(moved.layout.centres[name][1] - py))
        for name, (px, py) in first.layout.centres.items()
    }
    assert steps.pop("comfort") == (60, 90)
    assert set(steps.values()) == {(0, 0)}


def test_every_node_is_a_link_that_says_what_is_believed(picture):
    standing = placed(picture, {})
    drawn = selectable(picture, standing.layout, "?node={}".format, chosen="weather", about="All")
    links = re.findall(r'<a href="\?node=(\w+)"[^>]*aria-label="([^"]*)"', drawn)
    assert dict(links)["weather"] == "Weather: dry 70 %, wet 30 %"
    assert {name for name, _ in links} == set(picture.diagram.nodes)
    assert drawn.count('aria-current="true"') == 1


def test_nothing_at_all_is_a_picture_too(picture):
    bare = dataclasses.replace(picture, shown=frozenset())
    assert placed(bare, {}) == Standing(
        layout=Layout(centres={}, curves=(), width=0.0, height=0.0), shapes={}
    )
