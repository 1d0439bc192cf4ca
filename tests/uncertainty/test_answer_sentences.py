"""What whatif, compare and explain say of experts is counted, and comes out both ways."""

from __future__ import annotations

import dataclasses
import re

import numpy as np
import pytest
from click.testing import CliRunner

from bayesnet.answers.whatif import agreement, signs_of
from bayesnet.attribution.sentences import POINTS, PROBABILITIES, Weighed, account_of
from bayesnet.uncertainty.comparison import compare
from elicitation.cli import main
from elicitation.cli.compare_sheets import levels_table, sentences

MINUS = "\N{MINUS SIGN}"


def told(*changes, figures=PROBABILITIES, before=0.5, findings=(), structures=None):
    """The account of an outcome that the pool sees change by the mean of what experts see."""
    then = np.full(1 + len(changes), before)
    now = then + np.array([np.mean(changes), *changes])
    return account_of(
        "Rain",
        (now, then),
        findings=findings or [Weighed(name="Cloud", effect=1.0, by_expert=(1.0,))],
        paths=(),
        arcs=(),
        structures=structures or {},
        figures=figures,
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ((0.0, 0.0, 0.0), "Rain: no visible difference, 0.500 (3 of 3 experts unchanged)."),
        ((0.2, 0.2, 0.2), "Rain rises by 0.200, from 0.500 to 0.700 (3 of 3 experts higher;"),
        ((-0.2, -0.1, 0.3), "(2 of 3 experts lower; their changes -0.2 to +0.3)."),
        ((-0.2, 0.2, 0.0), "1 of 3 experts higher, 1 lower"),
    ],
)
def test_how_many_experts_see_what_is_counted(changes, words):
    assert words in told(*changes)[0]


def test_a_change_too_small_to_be_written_is_nobody_s(figures=POINTS):
    first, *rest = told(0.3, 0.3, 0.001, figures=figures)
    assert "(2 of 3 experts higher; their changes 0 to +30)" in first
    assert not any("sign is not agreed" in sentence for sentence in rest)
    assert any("sign is not agreed" in s for s in told(0.3, 0.3, -0.1, figures=figures))


def test_both_levels_of_a_sentence_have_the_same_digits():
    now, then = np.array([0.3, 0.23, 0.34]), np.array([0.465, 0.29, 0.77])
    first = account_of("Rain", (now, then), findings=(), paths=(), arcs=(), structures={})[0]
    before, after = re.search(r"from ([\d.]+) to ([\d.]+)", first).groups()
    assert len(before) == len(after)


def test_the_same_account_in_points_speaks_in_points_alone():
    finding = Weighed(name="Cloud", effect=-0.36, by_expert=(-0.44, -0.25))
    said = " ".join(
        told(-0.44, -0.25, figures=POINTS, findings=[finding], structures={"B": 0.1, "C": -0.2})
    )
    assert f"What moved it: Cloud ({MINUS}36 points)." in said
    assert "Rain falls by 34 points, from 50 % to 16 %" in said
    assert f"their changes {MINUS}44 to {MINUS}25" in said
    assert "It holds under 2 of 3 structures; not under B (+10.0 points)." in said
    assert not re.search(r"\b0\.\d", said)
    assert "-" not in said


def test_signs_are_counted_from_a_size_on():
    assert signs_of((0.001, -0.001, 0.2)) == (1, 0, 2)
    assert signs_of((0.001, -0.001, 0.2), 0.005) == (0, 2, 1)
    assert agreement(1, 0, 1) == "split: 1 lower, 1 higher"
    assert agreement(1, 4, 1) == "split: 1 lower, 1 higher, 4 unchanged"


def compared(study, levels, changes):
    """A comparison whose experts' levels and changes reach so far."""
    book = study.book
    answer = compare(study, ["A"], [(book.full("S1"), book.full("S0"))])

    def reaching(estimate, size):
        own = tuple(np.linspace(0.0, size, len(answer.experts)).tolist())
        return dataclasses.replace(estimate, by_expert=(own,), by_structure=(size,))

    rows = tuple(
        dataclasses.replace(
            row,
            level=reaching(row.level, levels),
            difference=reaching(row.difference, changes),
        )
        for row in answer.rows
    )
    return dataclasses.replace(answer, rows=rows)


@pytest.mark.parametrize(
    ("levels", "changes", "words"),
    [
        (
            0.4,
            0.1,
            "In 2 of 2 visible differences the experts lie closer together than in the level",
        ),
        (
            0.1,
            0.4,
            "In no visible difference do the experts lie closer together than in the level.",
        ),
        (0.1, 0.0, "Pooled rows:"),
    ],
)
def test_compare_counts_where_differences_bring_experts_closer(
    wild_studies, levels, changes, words
):
    table = levels_table(compared(wild_studies["clinic"], levels, changes), None)
    assert table.below[0].startswith(words)


def test_one_set_of_numbers_is_not_everybody(wild_studies):
    for name, words in (("wildcatter", "nothing moves."), ("report", "for everybody.")):
        book = wild_studies[name].book
        answer = compare(wild_studies[name], ["A"], [(book.full("S1"), book.full("S0"))])
        assert words in sentences(answer)[0]


@pytest.mark.parametrize(("name", "ranged"), [("clinic", True), ("report", False)])
def test_whatif_says_that_experts_gave_ranges_where_they_did(wild_folders, name, ranged):
    words = ["whatif", "S1", "--study", str(wild_folders[name])]
    output = " ".join(CliRunner().invoke(main, words).output.split())
    assert ("Experts: by their best values alone." in output) == ranged
