"""``resolve trace`` finds in every kind of file what made it, and when the study has moved on."""

from __future__ import annotations

import io
import shutil
import zipfile

import pytest
from click.testing import CliRunner
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from diagrams.canvas.drawing import Drawing
from diagrams.canvas.provenance import (
    as_properties,
    as_text,
    from_properties,
    from_text,
    moved_on,
)
from elicitation.cli import main

STAMP = {
    "study": "umbrella",
    "model_sha256": "a" * 64,
    "priors": "priors 0001",
    "priors_sha256": "b" * 64,
    "structure": "A (as drawn)",
    "scenario": "rain; <wet> & 'windy', \"cold\" 한글",
    "compared_with": "",
    "scenarios_sha256": "c" * 64,
    "structures_sha256": "d" * 64,
    "software": "collective-resolve 0",
}


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A study and one picture of it in every kind."""
    folder = tmp_path_factory.mktemp("trace") / "study"
    assert resolve("init", folder).exit_code == 0
    assert resolve("draw", "S5", "--study", folder, "--dpi", "60").exit_code == 0
    return folder


@pytest.fixture
def copy(drawn, tmp_path):
    shutil.copytree(drawn, tmp_path / "study")
    return tmp_path / "study"


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_a_picture_tells_what_made_it(drawn, kind):
    result = resolve("trace", drawn / "figures" / f"full-S5.{kind}", "--study", drawn)
    assert result.exit_code == 0, result.output
    for words in (
        "rok-us-deterrence-2020 (",
        "priors 0002 (",
        "A (as the article argues)",
        "Resolve plus standing offer, against Status quo, July 2020",
        "nothing was drawn by chance",
        "collective-resolve ",
        "Up to date: nothing in the study has changed since.",
    ):
        assert words in result.output


@pytest.mark.parametrize("kind", ["html", "pdf", "docx"])
def test_a_report_tells_what_made_it_and_when_the_study_has_moved_on(reported, tmp_path, kind):
    study = tmp_path / "study"
    shutil.copytree(reported, study)
    file = study / "reports" / f"report.{kind}"
    result = resolve("trace", file, "--study", study)
    assert result.exit_code == 0, result.output
    assert "priors 0002 (" in result.output
    assert "200 draws, seed 7" in result.output
    assert "Up to date: nothing in the study has changed since." in result.output
    for name, sentence in (
        ("propositions.toml", "Stale: The propositions have changed since."),
        ("elicitation.toml", "Stale: The plan of the elicitation has changed since."),
        ("report.toml", "Stale: The texts of report.toml have changed since."),
        ("scenarios.toml", "Stale: The scenarios have changed since."),
        ("model.toml", "Stale: model.toml has changed since"),
    ):
        with (study / name).open("a") as stream:
            stream.write("\n# a remark\n")
        result = resolve("trace", file, "--study", study)
        assert result.exit_code == 1
        assert sentence in " ".join(result.output.split())
    assert resolve("dissent", "--expert", "spiral", "No.", "--study", study).exit_code == 0
    assert "Stale: What is recorded has changed since." in " ".join(
        resolve("trace", file, "--study", study).output.split()
    )


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("model.toml", "Stale: model.toml has changed since: it was "),
        ("scenarios.toml", "Stale: The scenarios have changed since."),
        ("structures/B.toml", "Stale: The structures have changed since."),
    ],
)
def test_a_study_that_moved_on_is_noticed(copy, kind, file, sentence):
    with (copy / file).open("a") as stream:
        stream.write("\n# a second thought\n")
    result = resolve("trace", copy / "figures" / f"full-S5.{kind}", "--study", copy)
    assert result.exit_code == 1, result.output
    assert sentence in result.output
    assert "Draw it again, or state what it was made from." in result.output


def test_a_picture_of_older_priors_is_stale(copy):
    target = copy / "old.pdf"
    assert resolve("draw", "--priors", "1", "--study", copy, "--out", target).exit_code == 0
    result = resolve("trace", target, "--study", copy)
    assert result.exit_code == 1
    assert "It was made from priors 0001; the study's newest are priors 0002." in result.output


def test_without_a_study_it_still_tells(drawn, tmp_path):
    result = resolve("trace", drawn / "figures" / "full-S5.png", "--study", tmp_path)
    assert result.exit_code == 0
    assert "priors 0002" in result.output
    assert "is not a study. Name one with --study." in result.output


def with_properties(properties, target):
    """A DOCX with custom properties, as Office writes them."""
    plain = io.BytesIO()
    Document().save(plain)
    space = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    types = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    root = etree.Element(f"{{{space}}}Properties", nsmap={None: space, "vt": types})
    for number, (name, value) in enumerate(properties.items(), start=2):
        entry = etree.SubElement(root, f"{{{space}}}property", name=name, pid=str(number))
        etree.SubElement(entry, f"{{{types}}}lpwstr").text = value
    with zipfile.ZipFile(plain, "a") as package:
        package.writestr("docProps/custom.xml", etree.tostring(root))
    target.write_bytes(plain.getvalue())


def test_a_word_file_tells_what_made_it(tmp_path):
    target = tmp_path / "r.docx"
    with_properties({**as_properties(STAMP), "Company": "x"}, target)
    result = resolve("trace", target, "--study", tmp_path)
    assert result.exit_code == 0, result.output
    assert "priors 0001 (bbbbbbbb)" in result.output


@pytest.mark.parametrize("name", ["a.svg", "a.png", "a.pdf", "a.html", "a.docx"])
@pytest.mark.parametrize(
    "content", [b"", b"<svg><metadata>{}</metadata></svg>", b"PK\x03\x04 junk"]
)
def test_what_is_not_ours_is_told_in_a_sentence(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    result = resolve("trace", tmp_path / name)
    assert result.exit_code == 2
    assert "it does not say what made it." in result.stderr


def test_other_files_are_refused(tmp_path):
    result = resolve("trace", tmp_path / "none.svg")
    assert (result.exit_code, "there is no such file." in result.stderr) == (2, True)
    result = resolve("trace", tmp_path / "a.txt")
    assert (result.exit_code, "carries no provenance" in result.stderr) == (2, True)


@given(st.dictionaries(st.text(), st.text()))
def test_a_stamp_comes_back_as_it_was(more):
    stamp = {**more, **STAMP}
    assert from_text(as_text(stamp)) == stamp
    assert from_properties(as_properties(stamp)) == stamp
    assert from_text(as_text(more)) is None or set(STAMP) <= set(more)


def test_a_drawing_shows_itself_with_its_stamp_whatever_stands_in_it():
    drawing = Drawing(
        title="t", about="a", caption="c", stamp=STAMP, content="", width=10.0, height=10.0
    )
    assert drawing._repr_svg_() == drawing.svg
    assert "<wet>" not in drawing.svg


def test_another_study_is_no_newer_version():
    other = {**STAMP, "study": "raincoat", "model_sha256": "e" * 64}
    assert moved_on(STAMP, other) == (
        "It was made from another study, umbrella; this is raincoat.",
    )
    assert moved_on(STAMP, STAMP) == ()


def test_figures_of_different_priors_do_not_stand_together(copy):
    first, second = copy / "figures" / "first.svg", copy / "figures" / "second.svg"
    for number, target in (("1", first), ("2", second)):
        made = resolve("plot", "whatif", "S5", "--priors", number, "--study", copy, "--out", target)
        assert made.exit_code == 0, made.output
    told = resolve("trace", first, second, "--study", copy)
    assert told.exit_code == 1
    assert f"Drawn from different priors: {first} from priors 0001 (" in told.output
    assert f"; {second} from priors 0002 (" in told.output
    assert told.output.endswith("Draw it again, or state what it was made from.\n")
    assert resolve("trace", second, second, "--study", copy).exit_code == 0
