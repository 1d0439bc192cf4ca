"""Two hundred experts through real HTTP: none lost, none doubled, also when the server is killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from elicitation.study import open_record
from tests.browser.crowd import crowd, killing
from tests.browser.served import start
from tests.elicitation.workshop import done

pytestmark = pytest.mark.slow
EXPERTS = 200
KILLS = int(os.environ.get("WORKSHOP_KILLS", "6"))

GROWTH = 8.0
"""MB that 400 more answers may add: the record of them is kept in memory."""


def resident(process):
    """Return the megabytes of memory that a process holds."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def recorded(folder):
    """Return (expert, question) of every recorded answer, as often as it is recorded."""
    responses = open_record(folder).responses.values()
    return sorted((r.expert, j.question) for r in responses for j in r.judgements)


def everything(people):
    return sorted((expert, key) for expert in people.secrets for key in people.keys)


def test_two_hundred_experts_at_once_lose_and_double_nothing(tmp_path):
    people = crowd(tmp_path / "study", EXPERTS, each=2)
    running = start(people.folder, people.port)
    try:
        took = people.everybody()
    finally:
        running.terminate()
        running.wait(20)
    count = len(people.seconds)
    sys.stdout.write(f"{EXPERTS} experts, {count} answers in {took:.1f} s; {people.told()}\n")
    assert people.failures == []
    assert recorded(people.folder) == everything(people)
    done(people.folder, "verify")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to read memory from")
def test_memory_stays_flat_under_the_load(tmp_path):
    """The first load fills what is kept for good; the second may add what it records, no more."""
    people = crowd(tmp_path / "study", EXPERTS, each=4)
    keys, people.keys = people.keys, people.keys[:2]
    running = start(people.folder, people.port)
    try:
        people.everybody()
        before = resident(running.pid)
        people.keys = keys
        people.everybody(since=2)
        after = resident(running.pid)
    finally:
        running.terminate()
        running.wait(20)
    sys.stdout.write(f"resident: {before:.0f} MB after one load, {after:.0f} MB after two\n")
    assert people.failures == []
    assert recorded(people.folder) == everything(people)
    assert after - before < GROWTH


def test_a_server_killed_under_load_keeps_all_it_acknowledged(tmp_path):
    people = crowd(tmp_path / "study", EXPERTS, each=min(12, 2 + KILLS // 5))
    kills = killing(people, KILLS)
    sys.stdout.write(f"killed {kills} times under load\n")
    assert kills > KILLS // 2
    assert people.failures == []
    assert recorded(people.folder) == everything(people)
    done(people.folder, "verify")
