"""Every golden picture, checked from its own geometry: nothing overlaps, clips or is too small."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest

from diagrams.canvas import style
from tests.diagrams import geometry

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.svg"))
BADGES = ("SET", "SEEN", "LIKELY")
PAGE = {"overview": 160, "full-S5": 257}
"""Millimetres that pictures are printed at that are drawn for no page: the others are scaled."""


@pytest.fixture(scope="module", params=GOLDEN, ids=lambda path: path.stem)
def picture(request):
    return request.param.stem, request.param.read_text("utf-8")


def test_no_two_texts_overlap(picture):
    _, svg = picture
    for one, other in itertools.combinations(geometry.texts(svg), 2):
        assert not one.overlaps(other), (one.words, other.words)


def test_every_text_lies_on_the_picture(picture):
    _, svg = picture
    width, height, _ = geometry.size(svg)
    paper = geometry.Box(6, 6, width - 6, height - 6)
    for text in geometry.texts(svg):
        assert text.inside(paper), text.words


def test_every_text_is_as_wide_as_it_was_measured_in_whatever_font(picture):
    """What a viewer draws it with: tests/browser looks at it in another font."""
    _, svg = picture
    elements = [e for e, *_ in geometry.placed(svg) if e.tag == f"{geometry.SVG}text"]
    for element, text in zip(elements, geometry.texts(svg), strict=True):
        if text.words:
            assert float(element.get("textLength")) == pytest.approx(
                text.right - text.left, abs=0.01
            )
            assert element.get("lengthAdjust") == "spacingAndGlyphs"


def test_every_text_in_a_node_lies_inside_its_shape(picture):
    _, svg = picture
    for shape, texts in geometry.nodes(svg):
        for text in texts:
            assert text.words in BADGES or text.inside(shape), text.words


def test_no_two_nodes_overlap_and_no_other_text_lies_on_one(picture):
    _, svg = picture
    nodes = geometry.nodes(svg)
    for (one, _), (other, _) in itertools.combinations(nodes, 2):
        assert not one.overlaps(other)
    own = {text for _, texts in nodes for text in texts}
    for text in geometry.texts(svg):
        if text not in own:
            for shape, _ in nodes:
                assert not text.overlaps(shape), text.words


def test_labels_on_arcs_cover_neither_nodes_nor_each_other(picture):
    _, svg = picture
    marks = geometry.marks(svg)
    for one, other in itertools.combinations(marks, 2):
        assert not one.overlaps(other)
    for mark in marks:
        for shape, _ in geometry.nodes(svg):
            assert not mark.overlaps(shape)


def test_labels_on_arcs_cover_no_arrowhead(picture):
    _, svg = picture
    for mark in geometry.marks(svg):
        for (x, y), _ in geometry.heads(svg):
            assert not (mark.left < x < mark.right and mark.top < y < mark.bottom)


def test_words_on_an_arc_leave_most_of_it_to_be_seen(picture):
    _, svg = picture
    for mark in geometry.marks(svg):
        if mark.right - mark.left > 28:
            for course in geometry.arcs(svg):
                inside = [
                    mark.left < x < mark.right and mark.top < y < mark.bottom for x, y in course
                ]
                assert sum(inside) <= 0.55 * len(course)


def test_no_arc_runs_through_a_node(picture):
    """Ends lie on the edges of two nodes; between them an arc keeps clear of every shape."""
    _, svg = picture
    for course in geometry.arcs(svg):
        for shape, _ in geometry.nodes(svg):
            cx, cy = (shape.left + shape.right) / 2, (shape.top + shape.bottom) / 2
            a, b = (shape.right - shape.left) / 2, (shape.bottom - shape.top) / 2
            for x, y in course[3:-3]:
                assert ((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 > 0.97


def test_heads_of_arcs_into_different_nodes_do_not_touch(picture):
    _, svg = picture
    for (one, into), (other, elsewhere) in itertools.combinations(geometry.heads(svg), 2):
        assert into == elsewhere or math.dist(one, other) > 10


def test_every_arrow_ends_on_the_shape_it_points_at(picture):
    """Also at a hexagon's slanted side and at a rounded corner, where the box round it is empty."""
    _, svg = picture
    for tip, shape in geometry.ends(svg):
        assert geometry.gap(tip, shape) <= 1.5


def test_every_text_can_be_read_in_print(picture):
    """At the size of its page."""
    name, svg = picture
    width, _, scale = geometry.size(svg)
    if name in PAGE:
        scale = min(1.0, PAGE[name] / 25.4 * 96 / width)
    smallest = min(text.size for text in geometry.texts(svg))
    assert smallest * scale * 0.75 >= style.LEAST_POINTS


def test_round_marks_cover_no_words_but_their_own(picture):
    _, svg = picture
    for x, y, radius in geometry.circles(svg):
        for text in geometry.texts(svg):
            near = geometry.distance((x, y), text)
            own = text.left < x < text.right and text.top < y < text.bottom
            assert near > radius or own, text.words


def test_pictures_say_what_they_show_and_what_made_them(picture):
    _, svg = picture
    for tag in ("<title ", "<desc ", "<metadata>", "ILLUSTRATIVE."):
        assert tag in svg
