"""Rounds as a facilitator keeps them: the sentences, who is missing, and what a version counts."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from elicitation.record.ledger import read_ledger
from elicitation.record.records import read_response
from elicitation.reporting.agreement import agreement
from elicitation.rounds.rounds import round_states
from elicitation.store.recorded import current_answers
from elicitation.store.recording import snapshot
from tests.elicitation.small_records import PARAMETERS, rain
from tests.elicitation.workshop import EXPERTS, begin, done, form, refused, resolve, submit


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return begin(tmp_path / "study")


def entries(study: Path):
    return read_ledger((study / "ledger.jsonl").read_bytes())[0]


def newest(study: Path):
    path = [e.path for e in entries(study) if e.type == "submission"][-1]
    return read_response((study / path).read_bytes(), file=path)[0]


def test_a_study_that_opens_no_round_takes_answers_to_any(study: Path) -> None:
    submit(study, "E07", 2, 30)
    submit(study, "E07", 1, 30)
    assert round_states(entries(study)) == {}
    assert "Round 1 (Private first round): no rounds are kept; 1 of 4 accounted for." in done(
        study, "rounds"
    )


def test_answers_to_a_round_that_is_not_open_are_refused_with_the_remedy(study: Path) -> None:
    (study.parent / "f.csv").write_text(form(30), "utf-8")
    words = ("submit", study.parent / "f.csv", "--expert", "E07", "--round")
    done(study, "round", "open", 1)
    before = (study / "ledger.jsonl").read_bytes()
    assert refused(study, *words, 2) == (
        "error: Round 2 is not open; nothing was recorded. Submit to round 1, which is open, or "
        "open it: resolve round open 2."
    )
    assert (study / "ledger.jsonl").read_bytes() == before
    assert not (study / "responses").exists()
    done(study, *words, 1)
    done(study, "round", "close", 1)
    assert refused(study, *words, 1) == (
        "error: Round 1 is closed; nothing was recorded. "
        "Open it again: resolve round reopen 1 --reason TEXT."
    )


def test_a_round_is_not_opened_over_missing_entries_unless_told_to(study: Path) -> None:
    done(study, "round", "open", 1)
    for expert in ("E07", "E12"):
        submit(study, expert, 1, 30)
    assert refused(study, "round", "open", 2) == (
        "error: Round 2 not opened: round 1 is still open. Close it first: resolve round close 1."
    )
    assert "No entry: E03, E09. Say why with 'resolve absent'." in done(study, "round", "close", 1)
    assert refused(study, "round", "open", 2) == (
        "error: Round 2 not opened: E03, E09 have no round-1 entry. Continue without them? They "
        "will be marked absent. Yes: add --without E03,E09."
    )
    assert refused(study, "round", "open", 2, "--without", "E03,E07,E77") == (
        "error: --without: E07 has a round-1 entry or is absent already. Leave them out of "
        "--without. error: --without: there is no expert 'E77'. "
        "error: Round 2 not opened: E09 has no round-1 entry. Continue without this expert? They "
        "will be marked absent. Yes: add --without E09."
    )
    said = done(study, "round", "open", 2, "--without", "E03,E09")
    assert said == "Round 2 is open. Marked absent from round 1: E03, E09."
    rows = list(csv.DictReader(io.StringIO(done_csv(study))))
    states = {(row["round"], row["expert"]): row["state"] for row in rows}
    assert states["1", "E03"] == "absent: no entry when round 2 was opened"
    assert states["1", "E07"] == "7 of 12"  # directions and ranks count, too
    assert states["2", "E12"] == "no entry"
    assert "Missing: E03, E07, E09, E12." in done(study, "rounds")


def done_csv(study: Path) -> str:
    return resolve(study, "rounds", "--format", "csv").stdout


def test_rounds_go_one_after_the_other(study: Path) -> None:
    assert "there is no round 3. Known: 1, 2." in refused(study, "round", "open", 3)
    assert refused(study, "round", "close", 1) == "error: Round 1 is not open. See: resolve rounds."
    assert "Round 1 was never opened." in refused(study, "round", "reopen", 1, "--reason", "x")
    done(study, "round", "open", 1)
    assert "it is open already" in refused(study, "round", "open", 1)
    for expert in EXPERTS:
        submit(study, expert, 1, 30)
    done(study, "round", "close", 1)
    assert "it was closed. Open it again with: resolve round reopen 1" in refused(
        study, "round", "open", 1
    )
    assert "A round is opened again for a reason." in refused(study, "round", "reopen", 1)
    done(study, "round", "open", 2)
    assert "Round 1 is not reopened: round 2 is open." in refused(
        study, "round", "reopen", 1, "--reason", "x"
    )


def test_a_correction_in_a_reopened_round_needs_its_reason_and_supersedes(study: Path) -> None:
    done(study, "round", "open", 1)
    submit(study, "E07", 1, 30)
    first = entries(study)[-1].path
    done(study, "round", "close", 1)
    done(study, "round", "reopen", 1, "--reason", "E07 typed 30 for 3")
    words = ("submit", study.parent / "E07.csv", "--expert", "E07", "--round", 1)
    assert "Round 1 was reopened: a correction needs its reason. Add --reason TEXT." in refused(
        study, *words
    )
    done(study, *words, "--reason", "a slip of the pen")
    response = newest(study)
    assert (response.supersedes, response.reason) == (first, "a slip of the pen")
    log = done(study, "log")
    assert "round 1 was opened again: E07 typed 30 for 3" in log
    assert "E07, round 1, submission 2: 7 answers; a slip of the pen" in log
    assert "All is as recorded" in done(study, "verify")


def test_a_withdrawn_response_is_kept_and_counted_no_more(study: Path) -> None:
    for expert in EXPERTS:
        submit(study, expert, 1, 30)
    submit(study, "E07", 2, 80)
    done(study, "freeze", "--reason", "before")
    assert current_answers(snapshot(study))["E07"]["weather[]"].answers["wet"].best == Decimal(
        "0.80"
    )
    assert "E07 has no answers to withdraw in round 2, submission 5." in refused(
        study, "withdraw", "E07", "--round", 2, "--submission", 5, "--reason", "x"
    )
    assert "a reason is needed." in refused(study, "withdraw", "E07")
    said = done(study, "withdraw", "E07", "--round", 2, "--reason", "misread the question")
    assert said.startswith("Withdrawn: 1 submission of E07.")
    assert current_answers(snapshot(study))["E07"]["weather[]"].answers["wet"].best == Decimal(
        "0.30"
    )
    result = resolve(study, "verify")
    assert result.exit_code == 0
    assert "was withdrawn after it was frozen. Freeze a new version without it." in result.stderr
    done(study, "freeze", "--reason", "without it")
    assert "E07 raised P(weather = dry) from 0.20 to 0.70" in done(study, "diff", 1, 2)
    done(study, "withdraw", "E09", "--reason", "left the project")
    said = resolve(study, "freeze", "--reason", "E09 left")
    assert said.exit_code == 0
    assert "E09 is left out (withdrew: left the project)." in said.stderr
    assert list(json.loads((study / "priors/0003.json").read_text("utf-8"))["experts"]) == [
        "E03",
        "E07",
        "E12",
    ]
    assert "All is as recorded" in done(study, "verify")
    log = done(study, "log")
    assert "E09, round 1, submission 1 was withdrawn: left the project" in log


def test_absence_and_abstention_are_recorded_with_their_reasons(study: Path) -> None:
    for expert in ("E03", "E12"):
        submit(study, expert, 1, 30)
    partial = study.parent / "partial.csv"
    partial.write_text("".join(form(60).splitlines(keepends=True)[:7]), "utf-8")
    done(study, "submit", partial, "--expert", "E07", "--round", 1)
    assert "E07 has answered weather[]." in refused(
        study, "abstain", "E07", "weather", "--reason", "x"
    )
    assert "no question 'moood' is asked of E07; did you mean 'mood'?" in refused(
        study, "abstain", "E07", "moood", "--reason", "x"
    )
    said = done(study, "abstain", "E07", "mood", "--reason", "no judge of moods")
    assert said == "E07 abstains on 4 questions: no judge of moods"
    done(study, "absent", "E09", "--round", 1, "--reason", "ill")
    assert "E09 is marked absent from round 1 already." in refused(
        study, "absent", "E09", "--round", 1, "--reason", "ill"
    )
    assert "7 of 12; abstains on 4 of them" in done(study, "rounds")
    result = resolve(study, "freeze", "--reason", "end")
    assert result.exit_code == 0
    assert "E09 is left out (absent: ill)." in result.stderr
    document = json.loads((study / "priors/0001.json").read_text("utf-8"))
    assert list(document["experts"]) == ["E03", "E07", "E12"]
    assert len(document["not_asked"]["E07"]) == 4


def test_dissent_is_kept_in_the_experts_words(study: Path) -> None:
    assert "no expert 'E08' in elicitation.toml; did you mean" in refused(
        study, "dissent", "--expert", "E08", "no"
    )
    done(study, "dissent", "--expert", "E07", "The model leaves the wind out.")
    assert "E07 dissents: The model leaves the wind out." in done(study, "log")
    assert entries(study)[-1].details == {"expert": "E07", "priors": ""}


def test_near_agreement_after_a_spread_asks_for_both_rounds(study: Path) -> None:
    done(study, "round", "open", 1)
    for expert, wet in zip(EXPERTS, (20, 30, 45, 60), strict=True):
        submit(study, expert, 1, wet)
    done(study, "round", "close", 1)
    done(study, "round", "open", 2)
    for expert, wet in zip(EXPERTS, (30, 31, 32, 30), strict=True):
        submit(study, expert, 2, wet)
    assert (
        "P(weather = dry): all 4 within 2 points after round 2 (spread was 40). "
        "Keep round 1 in the record; report both."
    ) in done(study, "round", "close", 2)


def test_agreement_is_told_only_of_three_who_had_differed() -> None:
    def rounds(first: list[str], second: list[str]) -> list:
        experts = [f"E{number}" for number in range(len(first))]
        pairs = [(1, first), (2, second)]
        return [rain(b, e, n) for n, best in pairs for e, b in zip(experts, best, strict=True)]

    assert agreement(rounds(["0.1", "0.5"], ["0.3", "0.3"]), PARAMETERS, 2) == ()
    assert agreement(rounds(["0.3", "0.35", "0.38"], ["0.3", "0.3", "0.3"]), PARAMETERS, 2) == ()
    assert agreement(rounds(["0.1", "0.5", "0.3"], ["0.3", "0.3", "0.33"]), PARAMETERS, 2) == ()
    assert len(agreement(rounds(["0.1", "0.5", "0.3"], ["0.3", "0.3", "0.32"]), PARAMETERS, 2)) == 1


def test_the_head_is_short_enough_to_read_aloud_and_is_accepted_so(study: Path) -> None:
    for expert in EXPERTS:
        submit(study, expert, 1, 30)
    said = done(study, "freeze", "--reason", "end of round 1")
    head = entries(study)[-1].hash
    spoken = f"{head[:4]} {head[4:8]} {head[8:12]}"
    assert f"The ledger stands at {spoken} (6 entries). Read it aloud." in said
    assert "What comes later is saved as version 2, with a reason." in said
    for noted in (spoken, spoken.upper(), spoken.replace(" ", "-"), head, head[:8]):
        assert "All is as recorded" in done(study, "verify", "--head", noted)
    wrong = ("0" if head[0] != "0" else "1") + spoken[1:]
    assert f"no entry has the hash {wrong} that was noted down" in refused(
        study, "verify", "--head", wrong
    )
    for none in ("5", "not a hash", spoken[:6]):
        assert f"--head: '{none}' is not the start of a hash." in refused(
            study, "verify", "--head", none
        )


def test_half_a_character_is_not_recorded(study: Path) -> None:
    half = "half \ud800"
    (study.parent / "f.csv").write_text(form(30), "utf-8")
    words = ("submit", study.parent / "f.csv", "--expert", "E07", "--round", 1, "--reason", half)
    assert (
        "the reason holds half a character, which cannot be saved; nothing was recorded."
        in refused(study, *words)
    )
    assert "the text holds half a character" in refused(
        study, "absent", "E07", "--round", 1, "--reason", half
    )
    assert not (study / "responses").exists()
