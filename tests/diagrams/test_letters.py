"""Letters that our fonts lack: a box in print, a note that names them, and nothing is stopped."""

from __future__ import annotations

import dataclasses
import io
import shutil

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from diagrams.canvas.letters import SIGN, in_print, lost, lost_problems
from diagrams.canvas.provenance import as_text
from diagrams.canvas.svg import text
from diagrams.report.blocks import Bullets, Document, Figure, Grid, Heading, Paragraph
from diagrams.report.pdf import lost_letters
from diagrams.report.writers import written
from elicitation.cli import main
from tests.bayesnet.small_study import MODEL, SCENARIOS
from tests.diagrams.small_drawing import drawing

ODD = "연구 研究 ☔ \u0378"


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def document():
    shown = text(0, 40, f"{ODD} ж", 12)
    return Document(
        title=ODD,
        subtitle=ODD,
        notice=ODD,
        provenance={"study": ODD, "software": "x"},
        blocks=[
            Heading(text=ODD),
            Paragraph(text=f"before {ODD} after"),
            Bullets(items=[ODD]),
            Grid(caption=ODD, heads=[ODD], rows=[[ODD]]),
            Figure(drawing=dataclasses.replace(drawing(ODD), content=shown), caption=ODD),
        ],
    )


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("plain", "plain"),
        ("é Ω ж ≥ – …", "é Ω ж ≥ – …"),
        ("研究", SIGN * 2),
        ("☔\ufe0f", SIGN),
        ("a\nb", "a\nb"),
        ("\u0378", SIGN),
    ],
)
def test_a_box_stands_for_each_letter_that_our_fonts_lack(typed, printed):
    assert in_print(typed) == printed


def test_the_pdf_is_made_with_boxes_and_keeps_what_no_one_sees(document):
    read = PdfReader(io.BytesIO(written(document, "pdf")))
    assert f"before {in_print(ODD)} after" in read.pages[0].extract_text().replace("\n", " ")
    assert read.metadata.title == ODD
    assert read.metadata["/Keywords"] == as_text(document.provenance)
    assert lost_letters(document) == frozenset("연구研究☔\u0378")


def test_other_documents_keep_the_letters(document):
    pytest.importorskip("docx")
    assert ODD in written(document, "html").decode()
    assert written(document, "docx")


def test_the_note_lists_the_letters_and_where_they_stand():
    assert lost_problems(lost(["plain é"])) == ()
    (problem,) = lost_problems(lost([ODD]))
    assert problem.severity == "warning"
    assert "☔ 研 究 구 연" in str(problem)
    assert "HTML, SVG and DOCX hold them" in str(problem)
    many = "".join(map(chr, range(0xAC00, 0xAC20)))
    (problem,) = lost_problems(lost([many]))
    assert "and 20 more" in str(problem)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    model = MODEL.replace('label = "Weather"', 'label = "날씨"')
    (folder / "model.toml").write_text(model, "utf-8")
    (folder / "scenarios.toml").write_text(SCENARIOS.replace("With umbrella", "傘"), "utf-8")
    return folder


def test_the_report_and_the_build_say_it_once_and_make_every_file(study, tmp_path):
    copy = tmp_path / "study"
    shutil.copytree(study, copy)
    result = resolve("report", "--format", "all", "--no-second-opinion", "--study", copy)
    assert result.exit_code == 0, result.output
    assert result.output.count("our fonts lack 傘 날 씨") == 1
    assert {p.suffix for p in (copy / "reports").iterdir()} == {".html", ".pdf", ".docx"}
    result = resolve("build", "--study", copy)
    assert result.exit_code == 0, result.output
    assert result.output.count("our fonts lack") == 1


def test_pictures_say_it_where_a_png_or_pdf_is_made(study, tmp_path):
    drawn = resolve("draw", "bare", "--study", study, "--out", tmp_path / "p.png")
    assert "our fonts lack 날 씨" in drawn.output
    drawn = resolve("draw", "bare", "--study", study, "--out", tmp_path / "p.svg")
    assert "our fonts lack" not in drawn.output
    assert "날씨" in (tmp_path / "p.svg").read_text("utf-8")
