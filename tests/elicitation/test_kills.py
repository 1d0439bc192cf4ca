"""Programs that are killed or run side by side neither lose, double nor half-write a submission."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bayesnet.folder.versions import LEDGER
from elicitation.record.ledger import read_ledger
from elicitation.record.records import read_response
from elicitation.record.responses import Response
from tests.elicitation.small_records import checked

ROOT = Path(__file__).parents[2]
KILLS = 500
WRITERS = 20
EACH = 50

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def ground(*words: object) -> str:
    """Return what the program prints; it must end well."""
    command = [sys.executable, "-m", "tests.elicitation.killing_ground", *map(str, words)]
    env = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.mark.slow
def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    counts = dict(line.split() for line in ground("kill", tmp_path, KILLS, 20261123).splitlines())
    kinds = ("submission", "priors", "round", "withdrawal")
    assert all(int(counts.get(kind, 0)) for kind in kinds), counts  # it was really at work


@pytest.mark.slow
def test_twenty_writers_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    ground("crowd", tmp_path, WRITERS, EACH)
    found = checked(tmp_path)
    assert (found.problems, found.notes, found.submissions) == ((), (), WRITERS * EACH)
    entries, problems = read_ledger((tmp_path / LEDGER).read_bytes())
    assert problems == ()
    responses: dict[str, list[tuple[str, Response]]] = {"E01": [], "E02": []}
    for entry in entries[1:]:
        response, _ = read_response((tmp_path / entry.path).read_bytes(), file=entry.path)
        assert response is not None
        responses[response.expert].append((entry.path, response))
    for own in responses.values():
        assert [response.seq for _, response in own] == list(range(1, len(own) + 1))
        assert [r.supersedes for _, r in own] == ["", *(path for path, _ in own[:-1])]
    reasons = [r.judgements[0].reason for own in responses.values() for _, r in own]
    assert sorted(reasons) == sorted(f"writer {w} {n}" for w in range(WRITERS) for n in range(EACH))
    assert not list(tmp_path.rglob(".resolve-*"))
