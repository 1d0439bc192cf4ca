"""The agenda says what to discuss between two rounds, and never that there is nothing too early."""

from __future__ import annotations

from tests.elicitation.workshop import begin, done, refused, submit


def test_before_anything_is_frozen_the_answers_so_far_are_discussed(tmp_path):
    folder = begin(tmp_path / "study")
    done(folder, "round", "open", 1)
    for expert, wet in (("E03", 20), ("E07", 80), ("E09", 50)):
        submit(folder, expert, 1, wet)
    told = refused(folder, "agenda")
    assert "there is nothing to discuss yet. Between two rounds: resolve agenda --so-far." in told
    assert "round 1 is open" in refused(folder, "agenda", "--so-far")
    done(folder, "round", "close", 1)
    told = done(folder, "agenda", "--so-far")
    assert told.startswith("1 question has differing answers. First: Weather. On")
    assert "wet 0.2 to 0.8" in told
