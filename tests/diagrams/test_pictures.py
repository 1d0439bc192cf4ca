"""Pictures checked as text: what is where, that it fits, and that it is always the same."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from itertools import groupby, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from bayesnet.answers.whatif import what_if
from bayesnet.formats.model_toml import read_model
from bayesnet.study.view import StudyView
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import text
from diagrams.canvas.text import text_width, wrap
from diagrams.network.picture import Picture
from diagrams.network.scenes import plain_picture, scenario_picture
from diagrams.render import render, write_drawing
from tests.bayesnet.small_study import MODEL

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def pictures(frozen):
    book = frozen.book
    answer = what_if(StudyView(frozen, "A"), book.full("S8"), book.full("S0"))
    return {
        "overview": (plain_picture(StudyView(frozen, "A")), "overview"),
        "full": (scenario_picture(StudyView(frozen, "A"), answer), "full"),
        "spiral": (plain_picture(StudyView(frozen, "B")), "overview"),
    }


@pytest.fixture(scope="module")
def drawings(pictures):
    return {name: render(picture, view)[0] for name, (picture, view) in pictures.items()}


@pytest.fixture(scope="module")
def drawn(drawings):
    return {name: drawing.svg for name, drawing in drawings.items()}


def shapes_of(svg):
    """Bounding box of each node's shape, and its texts as (x0, x1, baseline, size, words)."""
    root = ET.fromstring(svg)
    found = {}
    for group in root.iter(f"{SVG}g"):
        if group.get("class") not in ("decision", "chance", "value"):
            continue
        shape = next(e for e in group if e.tag != f"{SVG}title")
        found[group.get("id")] = (box_of(shape), [text_of(t) for t in group.iter(f"{SVG}text")])
    return found


def box_of(shape):
    def number(key):
        return float(shape.get(key))

    if shape.tag == f"{SVG}ellipse":
        x, y, rx, ry = map(number, ("cx", "cy", "rx", "ry"))
        return "ellipse", x - rx, y - ry, x + rx, y + ry
    if shape.tag == f"{SVG}rect":
        x, y, w, h = map(number, ("x", "y", "width", "height"))
        return "rect", x, y, x + w, y + h
    points = [tuple(map(float, p.split(","))) for p in shape.get("points").split()]
    xs, ys = zip(*points, strict=True)
    return "polygon", min(xs), min(ys), max(xs), max(ys)


def text_of(element):
    size, bold = float(element.get("font-size")), element.get("font-weight") == "700"
    width = text_width(element.text or "", size, bold=bold)
    x = float(element.get("x"))
    left = {"start": x, "middle": x - width / 2, "end": x - width}[element.get("text-anchor")]
    return left, left + width, float(element.get("y")), size, element.text


@pytest.mark.parametrize("name", ["overview", "full", "spiral"])
def test_every_text_lies_inside_its_shape(drawn, name):
    shapes = shapes_of(drawn[name])
    assert len(shapes) == 26
    for (kind, x0, y0, x1, y1), texts in shapes.values():
        for left, right, baseline, size, words in texts:
            if words in ("SET", "SEEN", "LIKELY"):
                continue  # badges sit on the edge on purpose
            assert x0 < left, words
            assert right < x1, words
            assert y0 < baseline - 0.75 * size, words
            assert baseline + 0.22 * size < y1, words
            if kind == "ellipse":
                a, b, cx, cy = (x1 - x0) / 2, (y1 - y0) / 2, (x0 + x1) / 2, (y0 + y1) / 2
                for x in (left, right):
                    for y in (baseline - 0.72 * size, baseline):
                        assert ((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 <= 1, words


@pytest.mark.parametrize("name", ["overview", "full", "spiral"])
def test_no_two_shapes_overlap(drawn, name):
    boxes = [box for box, _ in shapes_of(drawn[name]).values()]
    for index, (_, ax0, ay0, ax1, ay1) in enumerate(boxes):
        for _, bx0, by0, bx1, by1 in boxes[index + 1 :]:
            assert ax1 < bx0 or bx1 < ax0 or ay1 < by0 or by1 < ay0


@pytest.mark.parametrize(("name", "millimetres"), [("overview", 160), ("full", 277)])
def test_text_prints_large_enough(drawn, name, millimetres):
    """The overview in the column of an A4 page, the full diagram across A3 portrait."""
    root = ET.fromstring(drawn[name])
    scale = millimetres / 25.4 * 72 / float(root.get("width"))
    smallest = min(
        float(t.get("font-size"))
        for g in root.iter(f"{SVG}g")
        for t in g.iter(f"{SVG}text")
        if g.get("class") in ("decision", "chance", "value") and t.text not in ("SET", "SEEN")
    )
    assert smallest * scale >= style.LEAST_POINTS


def test_rows_in_a_node_do_not_touch(drawn):
    for _, texts in shapes_of(drawn["full"]).values():
        lines = {}
        for left, right, baseline, _, words in texts:
            if words not in ("SET", "SEEN"):
                lines.setdefault(baseline, []).append((left, right))
        for spans in lines.values():
            spans.sort()
            for (_, right), (left, _) in pairwise(spans):
                assert right + style.BAR_WIDTH <= left


def test_the_same_picture_has_the_same_bytes(pictures, drawn):
    for name, (picture, view) in pictures.items():
        assert render(picture, view)[0].svg == drawn[name]


def test_bars_ticks_and_badges_say_what_the_numbers_say(pictures, drawn):
    picture, _ = pictures["full"]
    shapes = shapes_of(drawn["full"])
    texts = [words for _, _, _, _, words in shapes["d-internal_strain"][1]]
    assert "SEEN" in texts
    assert "100 %" in texts
    share = picture.beliefs["miscalculation"][1]
    assert f"{100 * share:.0f} %" in [t[4] for t in shapes["d-miscalculation"][1]]
    ticks = drawn["full"].count('stroke="#000000" stroke-width="2.2"')
    assert ticks == sum(len(b) for b in picture.before.values()) + 1  # and one in the legend


def test_setting_a_node_cuts_the_arcs_into_it_and_seeing_it_does_not(drawn):
    """S8 sets message coherence (three causes) and sees the early pressure move (two)."""
    assert drawn["full"].count('stroke-dasharray="1.5 4"') == 3 + 1  # and one in the legend
    assert "cut, because made so" in drawn["full"]
    assert "cut, because made so" not in drawn["overview"]


def test_placeholders_are_marked_and_provenance_is_inside(drawings, tmp_path):
    picture = drawings["full"]
    svg = picture.svg
    assert "ILLUSTRATIVE." in svg
    root = ET.fromstring(svg)
    told = json.loads(root.find(f"{SVG}metadata").text)
    assert told["priors"] == "priors 0002"
    assert told["scenario"] == "Severe strain and an early pressure move"
    assert root.get("role") == "img"
    assert "What changed most:" in root.find(f"{SVG}desc").text
    write_drawing(picture, tmp_path / "p.png", dpi=60)
    image = Image.open(tmp_path / "p.png")
    assert json.loads(image.text["Provenance"]) == told
    assert image.text["Description"] == root.find(f"{SVG}desc").text
    write_drawing(picture, tmp_path / "p.pdf")
    reader = PdfReader(tmp_path / "p.pdf")
    assert len(reader.pages) == 1
    assert reader.metadata.title == picture.title
    assert json.loads(reader.metadata["/Keywords"]) == told
    words = reader.pages[0].extract_text()
    assert "Perceived commitment" in words


def test_png_and_pdf_are_the_same_bytes_twice(drawings, tmp_path):
    for suffix in ("png", "pdf"):
        files = []
        for turn in ("a", "b"):
            target = tmp_path / f"{turn}.{suffix}"
            write_drawing(drawings["overview"], target, dpi=50)
            files.append(target.read_bytes())
        assert files[0] == files[1]


def test_the_png_shows_something(drawings, tmp_path):
    write_drawing(drawings["overview"], tmp_path / "p.png", dpi=60)
    image = Image.open(io.BytesIO((tmp_path / "p.png").read_bytes())).convert("RGB")
    colours = {
        image.getpixel((x, y)) for x in range(0, image.width, 3) for y in range(0, image.height, 3)
    }
    assert (253, 246, 227) in colours  # chance
    assert (219, 234, 247) in colours  # decision


@pytest.mark.parametrize("dpi", [96, 110, 192, 200, 300])
def test_no_row_or_column_of_pixels_is_left_out(dpi, tmp_path):
    """Stripes of one width stay so in a PNG, whatever broken size the drawing has."""
    stripes = "".join(
        f'<rect x="{10 * i}" y="0" width="5" height="60" fill="#000000"/>'
        f'<rect x="0" y="{70 + 10 * i}" width="60" height="5" fill="#000000"/>'
        for i in range(60)
    )
    drawing = Drawing(
        title="t",
        about="a",
        caption="",
        stamp={},
        content=stripes,
        width=603.37,
        height=683.71,
        scale=96 / 100,
    )
    write_drawing(drawing, tmp_path / "p.png", dpi=dpi)
    image = Image.open(tmp_path / "p.png").convert("L")
    dark = [
        [image.getpixel((x, dpi // 10)) < 128 for x in range(image.width)],
        [image.getpixel((dpi // 10, y)) < 128 for y in range(image.height)],
    ]
    for line in dark:
        runs = [len(list(run)) for value, run in groupby(line) if value][1:-1]
        assert max(runs) - min(runs) <= (0 if (dpi / 100 * 5).is_integer() else 1)


def picture_named(label):
    text = MODEL.replace('label = "Mood"', f"label = {json.dumps(label, ensure_ascii=False)}")
    diagram, _, problems = read_model(text)
    assert not [p for p in problems if p.severity == "error"], problems
    beliefs = {name: tuple(1 / n for _ in range(n)) for name, n in diagram.sizes.items()}
    return Picture(
        diagram=diagram,
        title=label,
        subtitle="",
        caption="",
        notice="",
        provenance={"note": label},
        beliefs=beliefs,
    )


@settings(max_examples=15)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60)
)
def test_any_label_is_drawn_whole_and_inside(label):
    if not label.strip():
        return
    svg = render(picture_named(label), "full")[0].svg
    (_, x0, _, x1, _), texts = shapes_of(svg)["d-mood"]
    for left, right, _, _, words in texts:
        assert x0 < left, words
        assert right < x1, words


def test_markup_in_a_label_stays_text():
    label = '<script>alert("x")</script> & ü 한글'
    svg = render(picture_named(label), "overview")[0].svg
    assert "<script" not in svg
    assert ET.fromstring(svg).find(f"{SVG}title").text == label
    assert re.search(r"&lt;script&gt;", svg)


def test_wrapping_breaks_words_only_when_it_must():
    assert wrap("Cost-sharing dispute", 14, 104, bold=True) == ("Cost-sharing", "dispute")
    for line in wrap("x" * 100, 14, 104):
        assert text_width(line, 14) <= 104


@pytest.mark.parametrize("words", ["two words", "  two \t words\n"])
def test_a_texts_width_is_that_of_what_a_viewer_shows(words):
    written = ET.fromstring(text(0.0, 0.0, words, 12.0))
    assert written.text == "two words"
    assert float(written.get("textLength")) == pytest.approx(text_width("two words", 12), abs=0.01)


def test_a_text_without_letters_has_no_width():
    assert "textLength" not in ET.fromstring(text(0.0, 0.0, " ", 12.0)).attrib
