"""Whoever watched the room cannot tell from exported files which pseudonym is whose.

Two workshops with the same answers, in which everything an observer of the room can see is another:
who came first and when, who used a page and who a file, who typed percent, commas and zeros, and
for whom the facilitator typed. Their exports are the same to the byte, the ledger's head apart.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from elicitation import study as opening
from elicitation.record.records import read_response
from elicitation.record.responses import Response
from elicitation.store.recording import submit as record
from elicitation.study import open_elicitation
from tests.elicitation.workshop import EXPERTS, begin, done, form, submit

MORNING = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)


class Clock:
    """A clock that every look moves on by the same while."""

    def __init__(self, minutes: float) -> None:
        self.now, self.minutes = MORNING, minutes

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(minutes=self.minutes)
        return self.now


def one_by_one(folder: Path, expert: str, wet: int, clock: Clock) -> None:
    """Answer question by question, as a page does it, in the reverse order."""
    made = begin(folder.parent / f"draft-{expert}")
    submit(made, expert, 1, wet)
    path = next((made / "responses").rglob("*.json"))
    response, _ = read_response(path.read_bytes(), file="")
    opened, _ = open_elicitation(folder)
    for judgement in reversed(response.judgements):
        single: Response = opened.response(expert, 1, [judgement], unit=response.unit, mode="page")
        record(folder, single, now=clock)


def styled(wet: int, *, mood: bool) -> str:
    """Return the same form in probabilities, with commas and needless zeros."""
    rows = form(wet, mood=mood).splitlines()
    made = [rows[0].replace(",", ";")]
    for row in rows[1:]:
        cells = row.rsplit(",", 4)
        key, component = cells[0].rsplit(",", 1)
        numbers = [f"{float(c) / 100:.5f}".replace(".", ",") if c else "" for c in cells[1:4]]
        made.append(";".join([key, component, *numbers, ""]))
    return "\n".join(made) + "\n"


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, bytes]]:
    found = []
    wet = dict(zip(EXPERTS, (20, 30, 45, 60), strict=True))
    for number, order in enumerate((EXPERTS, EXPERTS[::-1])):
        clock = Clock(1 + 2.3 * number)
        monkeypatch.setattr(opening, "clock", clock)
        (tmp_path / str(number)).mkdir()
        folder = begin(tmp_path / str(number) / "study")
        done(folder, "round", "open", 1)
        for place, expert in enumerate(order):
            if number and place == 0:
                one_by_one(folder, expert, wet[expert], clock)
            elif number and place == 1:
                file = folder.parent / "styled.csv"
                file.write_text(styled(wet[expert], mood=expert != "E12"), "utf-8")
                words = ("--expert", expert, "--round", 1, "--unit", "probability", "--on-behalf")
                done(folder, "submit", file, *words)
            else:
                submit(folder, expert, 1, wet[expert])
        done(folder, "round", "close", 1)
        done(folder, "freeze", "--reason", "r")
        done(folder, "export-record")
        found.append({p.name: p.read_bytes() for p in (folder / "exports/record").iterdir()})
    return found


def test_the_room_leaves_no_trace_in_the_export(exports: list[dict[str, bytes]]) -> None:
    first, second = exports
    for name in ("judgements.csv", "events.csv", "prov.json"):
        one, other = (hidden(files[name].decode()) for files in (first, second))
        assert one == other, name
    heads = [json.loads(files["datapackage.json"]) for files in (first, second)]
    assert heads[0]["created"] == heads[1]["created"] == "2026-11-23T00:00:00Z"
    assert len({head["ledger_head"] for head in heads}) == 2  # the days went otherwise


def hidden(text: str) -> str:
    """Return a file without the hash of the frozen version, which lists the responses by theirs."""
    return re.sub(r"[0-9a-f]{64}", "HASH", text)


def test_no_second_and_no_hash_of_an_answer_is_told(exports: list[dict[str, bytes]]) -> None:
    for files in exports:
        for name in ("judgements.csv", "events.csv", "prov.json", "datapackage.json"):
            text = files[name].decode()
            assert "T08:" not in text, name
            assert "submit" not in text.replace("submission", ""), name
        events = files["events.csv"].decode().splitlines()
        private = [line for line in events if ",submission," in line]
        assert len(private) == len(EXPERTS)
        assert all(line.endswith(",") for line in private)  # no hash
        assert [line.split(",")[3].strip('"')[:3] for line in private] == sorted(EXPERTS)
