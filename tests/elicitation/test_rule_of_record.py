"""The rule is fixed by the first round that is opened; a change is recorded with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from diagrams.report.people import Ruling
from elicitation.record.ledger import Event, line_of, next_entry, read_ledger
from elicitation.reporting.annex import Annexed, annex
from elicitation.store.recording import snapshot
from elicitation.study import open_elicitation
from tests.elicitation.workshop import EXPERTS, begin, done, refused, submit

SEEDS = """\
format = "collective-resolve/seeds"
version = 1
quantiles = [0.05, 0.5, 0.95]
[seed.S01]
text = "Wet days last June"
unit = "days"
scale = "uniform"
source = "the list"
realisation = 7
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = begin(tmp_path / "study")
    (folder / "seeds.toml").write_text(SEEDS, "utf-8")
    done(folder, "round", "open", 1)
    for expert in EXPERTS:
        submit(folder, expert, 1, 30)
    done(folder, "round", "close", 1)
    return folder


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), "utf-8")


CHANGES = [
    ("elicitation.toml", 'pooling = "linear"', 'pooling = "median"'),
    ("seeds.toml", "realisation = 7", "realisation = 9"),
]


@pytest.mark.parametrize(("name", "old", "new"), CHANGES, ids=["plan", "seeds"])
def test_a_change_between_the_rounds_stops_what_uses_it_until_its_reason_is_recorded(
    study: Path, name: str, old: str, new: str
) -> None:
    edit(study, name, old, new)
    before = (study / "ledger.jsonl").read_bytes()
    for words in (
        ("freeze", "--reason", "r"),
        ("round", "open", 2),
        ("round", "reopen", 1, "--reason", "r"),
        ("check",),
        ("verify",),
    ):
        said = refused(study, *words)
        assert f"error: {name}" in said, words
        assert "resolve round amend --reason TEXT" in said
    assert (study / "ledger.jsonl").read_bytes() == before
    assert "is changed for a reason" in refused(study, "round", "amend")
    done(study, "round", "amend", "--reason", "a typing error")
    assert "the rule of record was changed" in done(study, "log")
    for words in (("freeze", "--reason", "r"), ("check",), ("verify",), ("round", "open", 2)):
        done(study, *words)
    assert "is as it was recorded" in refused(study, "round", "amend", "--reason", "again")


def test_what_changed_is_said_in_words(study: Path) -> None:
    edit(study, *CHANGES[0])
    assert (
        "the rule of record was fixed as linear pool, equal weights; the file says median pool, "
        "equal weights." in refused(study, "verify")
    )
    (study / "seeds.toml").unlink()
    assert "seeds.toml: the file was taken away" in refused(study, "verify")


def test_the_file_put_back_is_the_rule_again(study: Path) -> None:
    for name, old, new in CHANGES:
        edit(study, name, old, new)
        refused(study, "freeze", "--reason", "r")
        edit(study, name, new, old)
    done(study, "freeze", "--reason", "r")


def test_the_first_round_fixes_the_rule_once(study: Path) -> None:
    done(study, "round", "open", 2)
    entries, _ = read_ledger((study / "ledger.jsonl").read_bytes())
    kinds = [entry.type for entry in entries]
    assert kinds[:3] == ["study", "rule", "round"]
    assert kinds.count("rule") == 1


def test_without_a_round_nothing_is_fixed_and_nothing_amended(tmp_path: Path) -> None:
    folder = begin(tmp_path / "study")
    assert "no rule of record is fixed yet" in refused(folder, "round", "amend", "--reason", "r")
    submit(folder, "E07", 1, 30)
    edit(folder, *CHANGES[0])
    done(folder, "verify")


def test_a_version_of_another_rule_than_the_one_in_force_is_named(study: Path) -> None:
    """As if the file had been changed, frozen with, and put back behind the program's back."""
    original = (study / "elicitation.toml").read_bytes()
    edit(study, *CHANGES[0])
    done(study, "round", "amend", "--reason", "r")
    done(study, "freeze", "--reason", "r")
    done(study, "verify")
    ledger = (study / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    entries, _ = read_ledger(b"".join(ledger))
    chain = []
    for e in entries:
        if e.type == "rule" and e.note:
            continue
        event = Event(kind=e.type, path=e.path, sha256=e.sha256, note=e.note, details=e.details)
        chain.append(next_entry(chain, event, at=e.at))
    (study / "ledger.jsonl").write_bytes(b"".join(map(line_of, chain)))
    (study / "elicitation.toml").write_bytes(original)
    assert "priors/0001.json: it was made with another elicitation.toml" in refused(study, "verify")


def test_the_report_tells_when_the_rule_was_fixed_and_how_it_changed(study: Path) -> None:
    edit(study, *CHANGES[0])
    done(study, "round", "amend", "--reason", "linear was too wide")
    opened, _ = open_elicitation(study)
    about = Annexed(plan=opened.plan, questions=opened.asked(), labels={}, version=0)
    record = annex(snapshot(study), about)
    fixed, changed = record.rulings
    assert not record.fixed_first
    assert (fixed.pool, fixed.reason, fixed.answers) == ("linear pool, equal weights", "", 0)
    assert changed == Ruling(
        at=changed.at,
        pool="median pool, equal weights",
        reason="linear was too wide",
        answers=len(EXPERTS),
    )
    done(study, "freeze", "--reason", "r")
    done(study, "report", "--format", "html", "--out", study.parent / "report.html")
    page = " ".join((study.parent / "report.html").read_text("utf-8").split())
    assert "The rule of record was changed after it was fixed." in page
    assert "linear was too wide" in page
    assert "fixed before the first answer" not in page
