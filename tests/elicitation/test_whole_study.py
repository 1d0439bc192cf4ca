"""A study is answered from and called sound only as a whole: plan, texts, ledger and records."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from tests.conftest import SHIPPED


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SHIPPED, tmp_path / "study")


def said(folder, *words):
    """Return the exit code and all that is said."""
    result = CliRunner().invoke(main, [*words, "--study", str(folder)])
    return result.exit_code, " ".join(result.output.split())


def cut(folder):
    path = folder / "ledger.jsonl"
    path.write_bytes(path.read_bytes()[:3000])


def spoiled(folder):
    lines = (folder / "ledger.jsonl").read_text("utf-8").splitlines(keepends=True)
    (folder / "ledger.jsonl").write_text("".join([*lines[:3], *lines[4:]]), "utf-8")


def gone(folder):
    (folder / "ledger.jsonl").unlink()


DAMAGE = {
    cut: "the line is cut off or the file was added to.",
    spoiled: "line 4: the entry does not follow the one before it.",
    gone: "ledger.jsonl: the file is missing, which says what was frozen.",
}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda f: f.__name__)
@pytest.mark.parametrize("words", [("whatif", "S6"), ("decide",), ("check",), ("propositions",)])
def test_a_damaged_ledger_stops_every_answer(folder, damage, words):
    """Else an older version of the priors, or none, would answer without a word."""
    damage(folder)
    code, told = said(folder, *words)
    assert code == 2
    assert DAMAGE[damage] in told


PLAN = "elicitation.toml"
BROKEN = [
    (PLAN, "garbage = = \n", "elicitation.toml: this is not TOML"),
    (PLAN, 'pooling = "vincent"\n', "elicitation.toml: "),
    (PLAN, '[expert.E99]\nlabel = "E99"\nname = "Jane Doe"\n', "Move it to private/roster.json"),
    (PLAN, '[panel.x]\nlabel = "X"\nnodes = ["weather"]\n', "no uncertain node 'weather'"),
    ("report.toml", "sections = [[[\n", "report.toml: this is not TOML"),
    ("report.toml", '[section.modell]\ntext = ["x"]\n', "report.toml: section.modell: no section"),
    ("seeds.toml", "x = \n", "seeds.toml: this is not TOML"),
]


@pytest.mark.parametrize(("name", "text", "sentence"), BROKEN)
def test_check_reads_every_file_of_the_study(folder, name, text, sentence):
    path = folder / name
    path.write_text((path.read_text("utf-8") if path.exists() else "") + text, "utf-8")
    code, told = said(folder, "check")
    assert code == 2
    assert sentence in told
    assert "to mend." in told


def test_check_reads_the_reports_sentences_as_the_report_does(folder):
    text = 'format = "collective-resolve/report"\nversion = 1\n'
    text += 'not_modelled = ["It is very likely, and we have high confidence in it."]\n'
    (folder / "report.toml").write_text(text, "utf-8")
    code, told = said(folder, "check")
    assert code == 0
    assert "report.toml: not_modelled[0]: likelihood and confidence in one sentence." in told


def test_check_finds_a_record_that_is_gone_or_changed(folder):
    first, second = sorted((folder / "responses").rglob("r1-*.json"))[:2]
    first.unlink()
    second.write_bytes(second.read_bytes() + b" ")
    code, told = said(folder, "check")
    assert code == 2
    assert "the response is missing." in told
    assert "the response is not the file that was recorded." in told


def test_a_study_that_asks_nobody_is_sound_and_says_so(folder):
    shutil.rmtree(folder / "responses")
    shutil.rmtree(folder / "priors")
    (folder / "ledger.jsonl").unlink()
    (folder / PLAN).unlink()
    code, told = said(folder, "check")
    assert code == 0
    assert "note: elicitation.toml: the study has no such file: nobody is asked." in told


def test_a_fresh_study_has_the_diagram_and_experts_who_have_said_nothing(tmp_path):
    made = CliRunner().invoke(main, ["init", str(tmp_path / "my study"), "--fresh"])
    assert made.exit_code == 0, made.output
    assert "my study' && resolve check && resolve questions" in made.output
    folder = tmp_path / "my study"
    assert not (folder / "responses").exists()
    assert "viewpoints" not in (folder / PLAN).read_text("utf-8")
    assert 'unit = "percent"' in (folder / PLAN).read_text("utf-8")  # as questions count out of 100
    code, told = said(folder, "check")
    assert code == 0
    assert "5 decisions, 17 uncertain nodes" in told
    assert "E06" in said(folder, "rounds")[1]
    assert said(folder, "form", "--expert", "E06", "--round", "1")[0] == 0
    assert said(folder, "whatif", "S6")[0] == 0


def test_what_all_experts_lack_after_a_change_of_the_model_is_one_sentence(folder):
    model = folder / "model.toml"
    text = model.read_text("utf-8")
    start = text.index("[chance.posture_credibility.cpt]")
    end = text.index("\n[chance.", start)
    ranked = (
        'method = "ranked"\nexpression = "wmean"\nvariant = "midpoint"\nspread = 0.1\n'
        "weights = { perceived_capability = 1, perceived_commitment = 1 }\n"
    )
    model.write_text(text[: start + 33] + ranked + text[end:], "utf-8")
    code, told = said(folder, "check")
    assert code == 2
    frozen = (
        "priors/0002.json: posture_credibility was frozen as table and is ranked in model.toml."
    )
    assert told.count(frozen) == 1
    assert "--priors placeholder" in told
    assert told.count("error:") + told.count("note:") < 8
