"""Pictures of what the advice hangs on: there where there is something to show, as the text says."""

from __future__ import annotations

import pytest

from bayesnet.folder.reading import open_study
from bayesnet.sensitivity.thresholds import find_switches
from bayesnet.study.view import StudyView
from diagrams.report.blocks import Figure, Grid, Paragraph
from diagrams.report.compose import compose
from diagrams.report.figures import Sources, drawn, figures, plates
from diagrams.report.gather import gather
from diagrams.report.inquiry import inquiry_of
from diagrams.report.material import Material
from elicitation.build.documents import study_document
from elicitation.questionnaire.lexicons import USUAL, lexicons
from tests.bayesnet.small_study import MODEL, SCENARIOS
from tests.bayesnet.test_pedigree import graded
from tests.conftest import SHIPPED


def named(sources):
    return {plate.name: plate for plate in plates(sources)}


@pytest.fixture(scope="module")
def rated(frozen):
    """The shipped study, one table of it graded, and what a report without draws says of it."""
    study = graded(frozen, "posture_credibility", proxy=1, empirical=0, method=1, validation=0)
    return study, gather(study, draws=0)


def test_the_pedigree_stands_beside_its_table_where_anybody_graded_one(frozen, rated):
    study, answers = rated
    assert "pedigree" not in named(Sources(study=frozen, shown="S3", inquiry=inquiry_of(frozen)))
    sources = Sources(study=study, shown="S3", inquiry=answers.inquiry)
    material = Material(answers=answers, lexicon=lexicons()[USUAL], figures=figures(sources))
    blocks = compose(material).blocks
    at = next(
        n for n, b in enumerate(blocks) if isinstance(b, Figure) and b.drawing.prefix == "pedigree"
    )
    assert isinstance(blocks[at - 1], Paragraph)
    assert isinstance(blocks[at + 1], Grid)
    assert blocks[at + 1].caption.startswith("Pedigree beside influence")
    assert blocks[at].drawing.title == "Weak and influential: Posture credibility"
    assert "Posture credibility: strength" in blocks[at].alt


@pytest.mark.parametrize("name", ["learning", "prospects"])
def test_a_report_without_draws_has_no_picture_over_draws(frozen, rated, name):
    study, answers = rated
    assert answers.inquiry.learned is None
    assert name not in named(Sources(study=study, shown="S3", inquiry=answers.inquiry))
    assert name in named(Sources(study=frozen, shown="S3", inquiry=inquiry_of(frozen)))


def test_the_map_is_of_the_two_weights_that_switch_the_plan_soonest(frozen, document):
    known = frozen.book.full("S0").seen
    switches = find_switches(StudyView(frozen, "A", "balanced", known), ("weight",)).switches
    first, second = list(dict.fromkeys(switch.name for switch in switches))[:2]
    shown = one(document, "plans-by-weight").drawing
    assert shown.stamp["numbers"] == f"{first}; {second}"
    assert f"holds while {labelled(first, frozen)} is from" in shown.title
    assert f">{labelled(second, frozen)}, upward<" in shown.svg


def test_a_study_with_a_single_value_has_no_map_of_weights(tmp_path):
    (tmp_path / "model.toml").write_text(MODEL)
    (tmp_path / "scenarios.toml").write_text(SCENARIOS)
    study, _ = open_study(tmp_path)
    found = named(Sources(study=study, shown=study.book.reference, inquiry=inquiry_of(study)))
    assert "drivers" in found
    assert "plans-by-weight" not in found


def test_pictures_and_tables_of_a_report_come_from_the_same_draws(frozen):
    document, _ = study_document(SHIPPED, frozen, second_opinion=False, draws=50, seed=7)
    for name in ("learning", "prospects"):
        assert one(document, name).drawing.stamp["draws"] == "50 draws, seed 7"


def test_a_picture_kept_as_a_file_is_the_reports(document, frozen):
    """They are drawn from an inquiry of their own."""
    sources = Sources(study=frozen, shown="S3", inquiry=inquiry_of(frozen))
    plates_by_name = named(sources)
    for name in ("plans-by-weight", "learning", "prospects", "drivers"):
        kept = drawn(plates_by_name[name], sources)
        assert kept.content == one(document, name).drawing.content, name


def one(document, name):
    """The only figure of that name."""
    (found,) = [b for b in document.blocks if isinstance(b, Figure) and b.drawing.prefix == name]
    return found


def labelled(number, study):
    name = number.removeprefix("weight of ")
    return f"weight of {study.diagram.labels[name]}"
