"""The workshop that the README shows can be typed as it stands, by a facilitator of five experts."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.elicitation.test_workbook import typed
from tests.elicitation.workshop import begin, done, form, resolve, submit

README = Path(__file__).parents[2] / "elicitation" / "README.md"


def test_the_workshop_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = begin(tmp_path / "study")
    plan = study / "elicitation.toml"
    plan.write_text(plan.read_text("utf-8") + '[expert.E14]\nlabel = "E14"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    section = README.read_text("utf-8").split("## A workshop, as the facilitator types it")[1]
    block = section.split("```sh\n")[1].split("```")[0]
    lines = [shlex.split(line, comments=True)[1:] for line in block.splitlines()]
    assert len(lines) == 15
    assert {words[0] for words in lines} >= {"form", "submit", "feedback", "verify", "diff"}
    head = ""
    for words in lines:
        if words[0] == "submit":  # what happens away from the facilitator's keyboard
            typed(Path(words[1]), form(30, "a dry month", mood=False))
        if words[:2] == ["round", "close"]:
            submit(study, "E12", 1, 40)
            submit(study, "E14", 1, 20)
        if words[:2] == ["round", "open"] and words[2] == "2":
            done(study, "freeze", "--reason", "first", "--allow-absent")
        if words[0] == "freeze":
            submit(study, "E14", 2, 60, "the forecast convinced me")
        result = resolve(study, *(words if words[0] != "verify" else ("verify", "--head", head)))
        assert result.exit_code == 0, (words, result.output)
        if words[:2] == ["round", "close"]:
            head = re.search(r"stands at ((?:[0-9a-f]{4} ?){3})", result.output)[1].strip()
    assert (study / "private/feedback/r1").is_dir()
    assert load_workbook(study / "exports/record/judgements.xlsx").sheetnames
    moved = "E14 lowered P(weather = dry) from 0.80 to 0.40: P(bad_mood) +.107."
    assert moved in done(study, "diff", 1, 2)
