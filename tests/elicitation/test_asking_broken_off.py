"""An asking that is broken off loses no answer, and a slip is told as soon as it is typed."""

from __future__ import annotations

import os
import shlex
import shutil
import signal

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from elicitation.record.records import read_response
from tests.conftest import SHIPPED

WORDS = ("ask", "--expert", "spiral", "--round", "2", "--node", "rift_line", "--again")
FIRST = "-1\n"
ROW = ("0.7", "0.9", "0.8")


@pytest.fixture
def study(tmp_path, monkeypatch):
    shutil.copytree(SHIPPED, tmp_path / "my study")
    monkeypatch.chdir(tmp_path / "my study")
    return tmp_path / "my study"


def resolve(*words, **rest):
    return CliRunner().invoke(main, [str(word) for word in words], **rest)


def test_what_was_answered_is_kept_as_a_form_that_can_be_handed_in(study):
    broken = resolve(*WORDS, input=FIRST + "\n".join(ROW) + "\n0.3\n")
    assert broken.exit_code == 1
    assert "Broken off: 2 answers kept in ask-spiral-r2.csv" in broken.stderr
    (line,) = (line for line in broken.stderr.splitlines() if line.startswith("To hand in: "))
    handed_in = resolve(*shlex.split(line.partition(": ")[2])[1:])
    assert "Recorded 2 answers of spiral" in handed_in.output, handed_in.output
    (path,) = (study / "responses" / "spiral").glob("r2-0002-*.json")
    response, _ = read_response(path.read_bytes(), file="r")
    assert str(response.judgements[0].answers["value"].best) == "-1"
    said = response.judgements[1].answers["present"]
    assert tuple(map(str, (said.low, said.high, said.best))) == ROW


def test_a_kept_form_never_takes_the_place_of_another(study):
    for name in ("ask-spiral-r2.csv", "ask-spiral-r2-2.csv"):
        resolve(*WORDS, input=FIRST)
        assert (study / name).read_text("utf-8-sig").startswith("question,component,")
    assert resolve(*WORDS, input="").exit_code == 1
    assert len(list(study.glob("ask-*"))) == 2  # nothing answered, nothing kept


def test_from_elsewhere_the_command_names_the_study(study, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    broken = resolve(*WORDS, "--study", study, input=FIRST)
    assert f"--study '{study}'" in broken.stderr


def test_a_lost_terminal_is_an_end_like_another(study, monkeypatch):
    def lost(*_, **__):
        os.kill(os.getpid(), signal.SIGHUP)

    before = signal.getsignal(signal.SIGHUP)
    replies = iter(["-1"])
    monkeypatch.setattr("click.prompt", lambda *_, **__: next(replies, None) or lost())
    assert resolve(*WORDS).exit_code == 1
    assert (study / "ask-spiral-r2.csv").exists()
    assert signal.getsignal(signal.SIGHUP) is before


def test_a_refused_response_is_kept_too(study):

    def spoiled(*_, **__):
        (study / "ledger.jsonl").write_text("damaged\n", "utf-8")
        return True

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("click.confirm", spoiled)
        refused = resolve(*WORDS, input=FIRST + ".\n")
    assert refused.exit_code == 2
    assert "Broken off: 1 answer kept in ask-spiral-r2.csv" in refused.stderr


def test_every_number_is_checked_when_it_is_typed(study):
    replies = ["2", "-1", "because", "70", "0.7", "-", "?", "1.5", "0.8", ".", "n"]
    told = resolve(*WORDS, input="\n".join(replies) + "\n").output
    lines = [line for line in told.splitlines() if "not a number" in line or "outside" in line]
    assert [line.rpartition("  ")[2].strip() for line in lines] == [
        "2 is outside -1 to 1.",
        "'because' is not a number. Write 0.25, or 25 under the unit percent.",
        "70 is outside 0 to 1. Did you mean 0.7, which is 70 %? Type 0.7.",
        "'?' is not a number. Write 0.25, or 25 under the unit percent.",
        "1.5 is outside 0 to 1. If you meant percent, say unit percent.",
    ]


def test_a_percent_sign_that_repeats_the_unit_is_no_slip(study):
    plan = study / "elicitation.toml"
    text = plan.read_text("utf-8")
    plan.write_text(text.replace('unit = "probability"', 'unit = "percent"'), "utf-8")
    replies = ["-1", "70 %", "90%", "80", ".", "y"]
    told = resolve(*WORDS, input="\n".join(replies) + "\n").output
    assert "Recorded 2 answers of spiral" in told, told
