"""Two hundred experts through real HTTP: none lost, none doubled, also when the server is killed."""

from __future__ import annotations

import os
import sys

import pytest

from elicitation.opening import open_record
from tests.browser.crowd import crowd, killing
from tests.browser.served import start
from tests.elicitation.workshop import done

pytestmark = pytest.mark.slow
EXPERTS = 200
KILLS = int(os.environ.get("WORKSHOP_KILLS", "10"))


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


def test_a_server_killed_under_load_keeps_all_it_acknowledged(tmp_path):
    people = crowd(tmp_path / "study", EXPERTS, each=1 + KILLS // 12)
    kills = killing(people, KILLS)
    sys.stdout.write(f"killed {kills} times under load\n")
    assert kills > KILLS // 2
    assert people.failures == []
    assert recorded(people.folder) == everything(people)
    done(people.folder, "verify")
