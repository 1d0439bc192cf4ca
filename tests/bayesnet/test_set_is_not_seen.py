"""What learning a state would tell of its causes is said with everything else that is known."""

from __future__ import annotations

import dataclasses
import re

import pytest

from bayesnet.answers.beliefs import beliefs
from bayesnet.answers.whatif import what_if
from bayesnet.study.scenario import Likely
from bayesnet.study.view import StudyView


@pytest.mark.parametrize(
    "likely", [{}, {"burden_dispute": Likely(kind="ratio", values=(1, 1, 5))}], ids=["", "likely"]
)
def test_the_note_compares_setting_with_learning(frozen, likely):
    reference = dataclasses.replace(frozen.book.full("S0"), likely=likely)
    changed = {**reference.set, "message_coherence": "coherent"}
    (note,) = (
        note
        for note in what_if(
            StudyView(frozen, "A"), dataclasses.replace(reference, set=changed)
        ).notes
        if note.startswith("You set message_coherence.")
    )
    learned = dataclasses.replace(reference, seen={"message_coherence": "coherent"})
    state, *numbers = re.search(
        r"P\(burden_dispute=(\w+)\) .*from ([\d.]+) to ([\d.]+)\.", note
    ).groups()
    row = frozen.diagram.states["burden_dispute"].index(state)
    ends = [
        beliefs(StudyView(frozen, "A"), s)["burden_dispute"][row, 0] for s in (reference, learned)
    ]
    assert [float(number) for number in numbers] == pytest.approx(ends, abs=0.005)
