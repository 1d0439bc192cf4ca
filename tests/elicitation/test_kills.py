"""Programs that are killed or run side by side neither lose, double nor half-write a submission."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from elicitation.ledger import LEDGER, read_ledger
from elicitation.records import read_response
from tests.elicitation.small_records import checked, frozen_study, record, start

ROOT = Path(__file__).parents[2]
KILLS = 60
LONGEST = 0.06  # seconds from the first moment a run could write to its death

WRITER = """
import datetime as dt, os, sys
from decimal import Decimal
from pathlib import Path
from elicitation.responses import Estimate, Judgement, Response
from elicitation.store import submit

folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
os.write(1, b"!")
for number in range(count):
    yes = Decimal(number % 1000) / 1000
    answers = {"no": Estimate(best=1 - yes), "yes": Estimate(best=yes)}
    judgement = Judgement(question="rain[]", answers=answers, reason=f"{name} {number}")
    response = Response(
        study="small", model_sha256="0" * 64, expert="E01", round=1, unit="probability",
        illustrative=False, judgements=(judgement,),
    )
    submit(folder, response, now=lambda: dt.datetime.now(dt.timezone.utc))
    os.write(1, b".")
"""

FREEZER = """
import os, sys
from pathlib import Path
from elicitation.freezing import freeze
from tests.elicitation.small_records import clock, pool, record, request

os.write(1, b"!")
for number in range(int(sys.argv[3])):
    record(Path(sys.argv[1]), f"0.{number % 1000:03d}")
    os.write(1, b".")
    freeze(Path(sys.argv[1]), request(), pool=pool, now=clock)
    os.write(1, b".")
"""


def writer(folder: Path, name: str, count: int, program: str = WRITER) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", program, str(folder), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)


def test_a_kill_at_any_moment_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    moments = random.Random(20261123)
    folder = start(tmp_path)
    recorded = 0
    for kill in range(KILLS):
        process = writer(folder, f"run {kill}", 10_000)
        assert process.stdout is not None
        assert process.stdout.read(1) == b"!"
        time.sleep(moments.uniform(0, LONGEST))
        process.kill()
        output, errors = process.communicate()
        assert errors == b""
        acknowledged = output.count(b".")
        found = checked(folder)
        assert found.problems == ()
        assert recorded + acknowledged <= found.submissions <= recorded + acknowledged + 1
        recorded = found.submissions
    record(folder)  # what was left behind does not stand in the way
    assert checked(folder).submissions == recorded + 1
    assert not list(folder.glob(".resolve-*"))


def test_a_kill_while_freezing_leaves_the_old_or_the_new_version(tmp_path: Path) -> None:
    moments = random.Random(11)
    folder = frozen_study(tmp_path)
    recorded = 5
    for kill in range(15):
        process = writer(folder, f"run {kill}", 10_000, FREEZER)
        assert process.stdout is not None
        assert process.stdout.read(1) == b"!"
        time.sleep(moments.uniform(0, LONGEST))
        process.kill()
        output, errors = process.communicate()
        assert errors == b""
        found = checked(folder)
        assert found.problems == ()
        total = found.submissions + found.versions
        assert recorded + output.count(b".") <= total <= recorded + output.count(b".") + 1
        recorded = total


def test_writers_side_by_side_lose_and_double_nothing(tmp_path: Path) -> None:
    folder = start(tmp_path)
    processes = [writer(folder, f"writer {number}", 25) for number in range(4)]
    for process in processes:
        output, errors = process.communicate(timeout=60)
        assert (output, errors) == (b"!" + b"." * 25, b"")
    assert checked(folder).problems == ()
    assert checked(folder).notes == ()
    entries, _ = read_ledger((folder / LEDGER).read_bytes())
    responses = []
    for entry in entries[1:]:
        found, _ = read_response((folder / entry.path).read_bytes(), file=entry.path)
        assert found is not None
        responses.append(found)
    assert [response.seq for response in responses] == list(range(1, 101))
    assert [r.supersedes for r in responses] == ["", *(entry.path for entry in entries[1:-1])]
    reasons = [response.judgements[0].reason for response in responses]
    assert sorted(reasons) == sorted(f"writer {w} {n}" for w in range(4) for n in range(25))
    assert [path.name for path in (folder / "responses").iterdir()] == ["E01"]
