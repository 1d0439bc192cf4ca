"""Every sentence and cell of ``whatif``, on studies of every kind."""

from __future__ import annotations

import numpy as np
import pytest

from tests.sentences.claims import Judge, claim, close
from tests.sentences.common import COMMON
from tests.sentences.notes import NOTES
from tests.sentences.printed import run
from tests.sentences.small import small_study
from tests.sentences.truth import Truth

SAME = 5e-4
STUDIES = 150


@claim(r"What if: (?P<label>.+)")
def asked(truth, label):
    return label == truth.now.label


@claim(r"Against: (?P<label>.+)")
def against(truth, label):
    return truth.then is not None and label == truth.then.label


@claim(r"Experts: by their best values alone\. What their ranges add, 'resolve compare' draws\.")
def best_values_alone(truth):
    judgements = truth.study.priors.judgements.values()
    return len(truth.experts) > 1 and any(j.low for own in judgements for j in own.values())


def agrees(text, changes):
    """Whether a sign count is so: ``5 of 6 lower``, ``split: 2 lower, 2 higher``."""
    falls, rises = sum(changes < -SAME), sum(changes > SAME)
    total = len(changes)
    if falls == rises == 0:
        return text == f"{total} of {total} unchanged"
    if falls == rises:
        rest = f", {total - 2 * falls} unchanged" if 2 * falls < total else ""
        return text == f"split: {falls} lower, {rises} higher{rest}"
    word, count = ("lower", falls) if falls > rises else ("higher", rises)
    return text == f"{count} of {total} {word}"


def spans(text, values):
    """Whether a range goes from the lowest to the highest."""
    low, _, high = text.partition(" to ")
    return close(low, values.min()) and close(high or low, values.max())


def cells_hold(row, truth, structure):
    outcome = truth.by_label(row["Outcome"])
    now = truth.outcome(structure, truth.now, outcome)
    assert close(row["Now"], now[0]), row
    if "Experts" in row:
        assert spans(row["Experts"], now[1:]), row
    if "Change" in row:
        then = truth.outcome(structure, truth.then, outcome)
        assert close(row["Before"], then[0]), row
        assert close(row["Change"], (now - then)[0]), row
    if "Agreement" in row:
        assert spans(row["Experts' changes"], (now - then)[1:]), row
        assert agrees(row["Agreement"], (now - then)[1:]), row


JUDGE = Judge(claims=(asked, against, best_values_alone, *NOTES, *COMMON))


def heard(seed, scenario, structure):
    """The answer to one what-if judged; None where it was rightly refused."""
    study = small_study(seed)
    truth = Truth(study)
    if scenario not in study.book.scenarios or structure not in study.structures:
        return None
    truth.structure = structure
    truth.now = truth.full(scenario)
    truth.asked = [truth.now]
    other = study.book.comparison(truth.now)
    truth.then = truth.full(other) if other else None
    outcome = truth.diagram.outcomes[0]
    possible = all(
        np.isfinite(truth.outcome(structure, s, outcome)).all()
        for s in (truth.now, truth.then)
        if s is not None
    )
    printed = run(study, "whatif", scenario, "--structure", structure)
    if not possible:
        assert printed.code == 2, printed.output
        assert "probability 0" in printed.output, printed.output
        return None
    if printed.code:  # a decision seen, or what cannot be
        assert printed.code == 2, printed.output
        return None
    JUDGE.hear(printed.lines, truth)
    for row in printed.tables[0]:
        cells_hold(row, truth, structure)
    return printed


@pytest.mark.slow
@pytest.mark.parametrize("block", range(3))
def test_whatif_says_what_is_so(block):
    answered = [
        heard(seed, scenario, structure)
        for seed in range(block * STUDIES // 3, (block + 1) * STUDIES // 3)
        for scenario in ("S0", "S1", "S2", "S3")
        for structure in ("A", "B")
    ]
    assert sum(one is not None for one in answered) > STUDIES / 2
