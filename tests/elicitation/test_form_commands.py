"""Forms go out and come back, and answers typed in the terminal go the same way."""

from __future__ import annotations

import csv
import io
import json
import shutil

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from elicitation.record.records import read_response
from elicitation.study import open_elicitation
from tests.conftest import SHIPPED


def resolve(*words, **more):
    return CliRunner().invoke(main, [str(word) for word in words], **more)


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "study")
    return tmp_path / "study"


def test_a_form_goes_out_and_comes_back(folder, tmp_path):
    out = tmp_path / "spiral.csv"
    words = ("--expert", "spiral", "--round", 2, "--study", folder)
    wrote = resolve("form", *words, "--out", out)
    assert wrote.exit_code == 0, wrote.output
    assert "151 questions in probability, 77 with the expert's own answers." in wrote.output
    assert (
        "it is there already; nothing was overwritten."
        in resolve("form", *words, "--out", out).stderr
    )
    assert "'.xlsy' is no kind of form." in resolve("form", *words, "--out", "x.xlsy").stderr
    back = resolve("submit", out, *words)
    assert back.exit_code == 0, back.output
    assert "Recorded 77 answers of spiral" in back.output
    printed = resolve("form", "--expert", "spiral", "--round", 1, "--study", folder)
    assert printed.output.startswith("question,component,wording,low,best,high,reason\n")
    assert len(list(csv.DictReader(io.StringIO(printed.output)))) > 151
    assert resolve("form", "--expert", "x", "--round", 1, "--study", folder).exit_code == 2


def test_a_repair_is_recorded_beside_what_was_typed(folder, tmp_path):
    form = tmp_path / "f.csv"
    form.write_text(
        "question,component,best\nrift_line[perceived_commitment=firm],absent,0.7\n"
        "rift_line[perceived_commitment=firm],present,0.2\n"
    )
    words = ("submit", form, "--expert", "spiral", "--round", 2, "--study", folder)
    refused = resolve(*words)
    assert refused.exit_code == 2
    assert "The best values sum to 0.9, not 1. Add 0.1, or scale." in refused.stderr
    assert "With the expert's consent: --repair scale" in refused.stderr
    done = resolve(*words, "--repair", "scale")
    assert done.exit_code == 0, done.output
    (path,) = (p for p in (folder / "responses" / "spiral").glob("r2-0002-*.json"))
    response, _ = read_response(path.read_bytes(), file="r")
    (judgement,) = response.judgements
    assert str(judgement.answers["absent"].best) == "0.777778"
    assert judgement.typed.cells["absent"] == {"best": "0.7"}
    assert judgement.typed.repair == "scale"
    assert resolve("verify", "--study", folder).exit_code == 0


def test_submitting_asks_back_and_does_not_block(folder, tmp_path):
    form = tmp_path / "f.csv"
    key = "miscalculation[posture_credibility=strong, hardliner_influence=low]"
    form.write_text(f'question,component,best\n"{key}",no,0.5\n"{key}",yes,\n')
    done = resolve("submit", form, "--expert", "spiral", "--round", 2, "--study", folder)
    assert done.exit_code == 0, done.output
    assert (
        "You give DPRK miscalculation (yes) 50 % when Posture credibility is strong" in done.stderr
    )
    listed = resolve("coherence", "--study", folder, "--format", "csv")
    row = next(csv.DictReader(io.StringIO(listed.output)))
    assert (row["expert"], row["kind"]) == ("spiral", "order")
    assert "to ask back." in resolve("coherence", "--study", folder).output
    assert (
        "| spiral | order |"
        in resolve(
            "coherence", "--study", folder, "--format", "markdown", "--expert", "spiral"
        ).output
    )


def test_asking_in_the_terminal_records_through_the_same_door(folder):
    words = ("ask", "--expert", "spiral", "--round", 2, "--node", "rift_line", "--study", folder)
    replies = "\n".join(["-1", "0.7", "0.9", "0.8", "."])
    stopped = resolve(*words, "--again", input=replies + "\nn\n")
    assert stopped.exit_code == 0, stopped.output
    assert "Nothing was saved." in stopped.output
    saved = resolve(*words, "--again", input=replies + "\ny\n")
    assert "Recorded 2 answers of spiral in responses/spiral/r2-0002-" in saved.output
    (path,) = (folder / "responses" / "spiral").glob("r2-0002-*.json")
    response, _ = read_response(path.read_bytes(), file="r")
    assert response.mode == "terminal"
    rest = resolve(*words, input=".\n")  # what is answered in this round is not asked again
    assert "0 questions" not in rest.output
    assert "No question is answered; nothing was saved." in rest.output
    broken = resolve(*words, input="")
    assert broken.exit_code == 1  # the input ended: nothing is saved
    assert len(list((folder / "responses" / "spiral").glob("r2-*"))) == 2


def test_lists_load_and_screen_in_every_format(folder):
    table = resolve("questions", "--node", "rift_line", "--study", folder)
    assert "4 questions, 4 numbers, about 4 min." in table.output
    rows = list(
        csv.DictReader(
            io.StringIO(resolve("questions", "--study", folder, "--format", "csv").output)
        )
    )
    assert len(rows) == 151
    assert rows[0]["question"] == "burden_dispute[]"
    assert "did you mean" in resolve("questions", "--node", "rift", "--study", folder).stderr
    assert "no expert 'x'" in resolve("questions", "--expert", "x", "--study", folder).stderr
    document = json.loads(resolve("load", "--study", folder, "--format", "json").output)
    assert document["rows"][2]["judgements"] == 59
    assert "Panel DPRK leadership: 59 judgements, about 82 min; over your 60." in " ".join(
        resolve("load", "--study", folder).output.split()
    )
    split = resolve("load", "--split", 3, "--study", folder).output
    assert split.count("[panel.p") == 3
    screened = resolve("screen", "--by", "table", "--study", folder, "--priors", "placeholder")
    assert "45 of 181 rows, 14 of 16 tables move an outcome by 1 point or more." in " ".join(
        screened.output.split()
    )
    by_json = resolve("screen", "--study", folder, "--format", "json", "--scenario", "S0")
    assert {row["size"] for row in json.loads(by_json.output)["rows"]} == {
        "question",
        "row",
        "table",
    }
    assert resolve("screen", "--scenario", "S99", "--study", folder).exit_code == 2


def test_the_shipped_study_has_questions_for_everybody():
    opened, _ = open_elicitation(SHIPPED)
    assert len(opened.asked("spiral")) == len(opened.asked()) == 151
