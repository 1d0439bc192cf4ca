"""How long the classical model takes: 16 experts, 21 seeds, five decision makers, best cut-offs."""

from __future__ import annotations

import numpy as np

from elicitation.classical.assessment import Assessment
from elicitation.classical.decision_makers import ClassicalRule
from elicitation.classical.performance import perform
from tests.benchmarks.measuring import asked, block, digits, show

BOUND = 1.0
"""Seconds the issue allows."""


def assessment(experts=16, seeds=21, quantiles=(0.05, 0.25, 0.5, 0.75, 0.95)):
    """Return made-up answers around made-up truths, some experts surer than they should be."""
    random = np.random.default_rng(1)
    truths = random.normal(0, 1, seeds)
    widths = random.uniform(0.2, 3, (experts, 1, 1))
    centres = truths + random.normal(0, 1, (experts, seeds))
    answers = centres[..., None] + widths * np.linspace(-1, 1, len(quantiles))
    return Assessment(
        experts=tuple(f"E{i:02d}" for i in range(experts)),
        items=tuple(f"S{i:02d}" for i in range(seeds)),
        scales=("uniform",) * seeds,
        probabilities=np.array(quantiles),
        quantiles=answers,
        realisations=truths,
    )


def test_a_whole_classical_model_takes_less_than_a_second(request):
    asked(request)
    answers = assessment()
    done = perform(answers, ClassicalRule())
    assert len(done.makers) == 5
    assert len(done.model.cut_offs()) > 10
    seconds = block(lambda: perform(answers, ClassicalRule()))
    rows = [["16 experts, 21 seeds, 5 quantiles", digits(1000 * seconds), digits(1000 * BOUND)]]
    show(request, "The classical model", ["run", "ms", "bound, ms"], rows)
    assert seconds < BOUND
