"""What is stale is made anew, what is not is left alone."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from elicitation.reporting.rebuild import (
    EVERYTHING,
    NUMBERS,
    PRIORS,
    BuiltFile,
    is_fresh,
    read_manifest,
    sources_hash,
    write_manifest,
)
from tests.bayesnet.small_study import MODEL, PROPOSITIONS, SCENARIOS

HASHES = {
    "model.toml": "a",
    "structures/B.toml": "b",
    "priors/0001.json": "c",
    "ledger.jsonl": "d",
    "report.toml": "e",
    PRIORS: "f",
}


def moved(names, path):
    return sources_hash(HASHES, names, "1") != sources_hash({**HASHES, path: "x"}, names, "1")


def test_a_picture_hangs_on_the_model_and_the_newest_priors_alone():
    assert moved(NUMBERS, "model.toml")
    assert moved(NUMBERS, "structures/B.toml")
    assert moved(NUMBERS, PRIORS)
    assert not moved(NUMBERS, "ledger.jsonl")  # a new answer changes no picture before a freeze
    assert not moved(NUMBERS, "priors/0001.json")
    assert not moved(NUMBERS, "report.toml")


def test_a_report_hangs_on_everything_and_on_the_program():
    assert all(moved(EVERYTHING, path) for path in HASHES)
    assert sources_hash(HASHES, NUMBERS, "1") != sources_hash(HASHES, NUMBERS, "2")


def test_fresh_is_what_stands_as_it_was_made():
    made = BuiltFile(sources="s", content="c")
    assert is_fresh(made, "s", "c")
    assert not is_fresh(made, "t", "c")
    assert not is_fresh(made, "s", "changed by hand")
    assert not is_fresh(made, "s", None)
    assert not is_fresh(None, "s", "c")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"format": "x"}', "null", '{"format": 1, "made": 2}']
)
def test_a_damaged_manifest_counts_for_nothing(text):
    assert read_manifest(text) == {}


def test_a_manifest_is_read_as_it_was_written():
    made = {"figures/a.svg": BuiltFile(sources="s", content="c")}
    assert read_manifest(write_manifest(made).decode()) == made


@pytest.fixture
def study(tmp_path):
    (tmp_path / "model.toml").write_text(MODEL)
    (tmp_path / "scenarios.toml").write_text(SCENARIOS)
    (tmp_path / "propositions.toml").write_text(PROPOSITIONS)
    return tmp_path


def build(study, *words):
    return CliRunner().invoke(main, ["build", "--study", str(study), *words])


def stamps(study):
    return {
        path.relative_to(study).as_posix(): path.stat().st_mtime_ns
        for folder in ("figures", "tables", "reports")
        for path in (study / folder).iterdir()
    }


def test_build_makes_everything_once_and_then_only_what_is_stale(study):
    result = build(study)
    assert result.exit_code == 0, result.output
    assert "24 of 24 files made, 0 were not stale." in result.output
    assert "24/24  reports/report.docx" in result.output  # progress
    first = stamps(study)
    assert len(first) == 24

    assert "0 of 24 files made, 24 were not stale." in build(study).output
    assert stamps(study) == first

    (study / "propositions.toml").write_text(PROPOSITIONS + "\n# a remark\n")
    (study / "figures" / "overview.png").write_bytes(b"changed by hand")
    (study / "tables" / "scenarios.csv").unlink()
    result = build(study)
    remade = {path for path, stamp in stamps(study).items() if stamp != first[path]}
    assert remade == {
        "figures/overview.png",
        "tables/propositions.csv",
        "tables/scenarios.csv",
        *(f"reports/report.{kind}" for kind in ("html", "pdf", "docx")),
    }
    assert "6 of 24 files made" in result.output


def test_what_is_wrong_stops_a_build_and_leaves_what_was_made(study):
    assert build(study).exit_code == 0
    first = stamps(study)
    (study / "report.toml").write_text('format = "collective-resolve/report"\nversion = 1\nx = 1\n')
    result = build(study)
    assert result.exit_code == 2
    assert "report.toml: x: unknown key 'x'" in result.output
    assert stamps(study) == first
