"""Every cell and line of ``propositions``: who holds a claim, under which structure."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.sentences.claims import Judge, claim
from tests.sentences.common import COMMON
from tests.sentences.printed import run
from tests.sentences.small import small_study
from tests.sentences.truth import Truth

STRICT = 1e-9
STUDIES = 60


@claim(
    r"Does the model say what is claimed\?(?P<whose> holds or FAILS: the pool; n/(?P<n>\d+): .+)?"
)
def opening(truth, whose, n):
    return (n or "1") == str(len(truth.experts))


@claim(r"Holding(?: in the pool)?: (?P<parts>.+)\.")
def totals(truth, parts):
    said = dict(part.split(" ", 1) for part in parts.split(", "))
    claims = len(truth.study.propositions)
    for structure, count in said.items():
        holding = sum(truth.holding[structure, p.id][0] for p in truth.study.propositions)
        assert count == f"{holding} of {claims}"
    return bool(said)


@claim(r"Failing by expert:")
def failing(truth):
    return any(not np.all(row[1:]) for row in truth.holding.values())


@claim(r"(?P<expert>E\d): (?P<parts>.+)")
def one_expert(truth, expert, parts):
    said = {}
    for part in parts.split("; "):
        structure, _, names = part.partition(": ")
        said[structure] = names.split(", ")
    place = 1 + truth.experts.index(expert)
    wrong = {}
    for (structure, name), holds in truth.holding.items():
        if not holds[place]:
            wrong.setdefault(structure, []).append(name)
    return said == wrong


JUDGE = Judge(claims=(opening, totals, failing, one_expert, *COMMON))


def holds(truth, structure, proposition):
    """By world, whether a claim about one node's movement is so at every step."""
    check = proposition.checks[0]
    context = truth.full("S0")
    levels = []
    for state in check.through:
        moved = dataclasses.replace(
            context, set={**context.set, check.move: state}, seen=context.seen
        )
        levels.append(truth.outcome(structure, moved, check.outcome))
    steps = np.diff(np.array(levels), axis=0)
    return {
        "up": (steps > STRICT).all(axis=0),
        "down": (steps < -STRICT).all(axis=0),
        "not_up": (steps < STRICT).all(axis=0),
    }[check.direction]


def heard(seed):
    """One study's answer judged; None where what is seen cannot happen."""
    study = small_study(seed)
    truth = Truth(study)
    with np.errstate(invalid="ignore"):
        truth.holding = {
            (structure, p.id): holds(truth, structure, p)
            for structure in study.structures
            for p in study.propositions
        }
    printed = run(study, "propositions")
    if printed.code == 2:
        return None
    assert printed.code in (0, 1), printed.output
    JUDGE.hear(printed.lines, truth)
    rows = {row["Id"]: row for row in printed.tables[0]}
    for structure in study.structures:
        if structure not in printed.tables[0][0]:
            continue
        for proposition in study.propositions:
            agreed = truth.holding[structure, proposition.id]
            cell = rows[proposition.id][structure]
            said = "holds" if agreed[0] else "FAILS"
            count = f" {sum(agreed[1:])}/{len(agreed) - 1}" if len(agreed) > 2 else ""
            assert cell == said + count, (seed, structure, proposition)
    return printed


@pytest.mark.slow
def test_propositions_says_what_is_so():
    answered = [heard(seed) for seed in range(STUDIES)]
    assert sum(one is not None for one in answered) > STUDIES / 2
