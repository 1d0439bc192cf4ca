"""Lay out what hangs on one expert or seed, where experts differ, and what validation says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bayesnet.kinds import TEXT, Kind, decimals
from bayesnet.study.pools import Array
from bayesnet.table import Column, ResultTable
from elicitation.classical.assessment import Assessment
from elicitation.classical.decision_makers import ClassicalRule, DecisionMaker
from elicitation.classical.performance import SCORE

TABLES = ("scores", "robustness", "discrepancy", "validation")


def robustness_table(assessment: Assessment, rule: ClassicalRule) -> ResultTable:
    """Return a row with nothing left out, then one for each expert and each seed left out."""
    from elicitation.classical.robustness import of_record, robustness  # noqa: PLC0415

    whole, rows = of_record(assessment, rule), robustness(assessment, rule)
    first = [("", "", "nobody and nothing left out", whole, None)] if whole else []
    lines = [
        *first,
        *(
            (r.kind, r.left, f"without {r.kind} {r.left}", r.maker, r.information_shift)
            for r in rows
        ),
    ]
    makers = [maker for _, _, _, maker, _ in lines]
    return ResultTable(
        columns=[
            Column("kind", None, TEXT, [kind for kind, *_ in lines]),
            Column("left_out", None, TEXT, [left for _, left, *_ in lines]),
            Column("", "Global weights", TEXT, [words for _, _, words, *_ in lines]),
            *_scores(makers),
            Column("divergence", "Divergence", decimals(2), [shift for *_, shift in lines]),
        ],
        below=[
            "All is done again without them: ranges, scores and cut-off. Divergence: of the "
            "decision maker's quantiles from those with everybody, in nats, mean over the items."
        ],
    )


def _scores(makers: Sequence[DecisionMaker]) -> list[Column]:
    def column(key: str, head: str, kind: Kind) -> Column:
        return Column(key, head, kind, [getattr(maker, key) for maker in makers])

    return [
        column("calibration", "Calibration", SCORE),
        column("information", "Information", decimals(2)),
        column("combined", "Product", SCORE),
    ]


def discrepancy_table(assessment: Assessment, rule: ClassicalRule) -> ResultTable:
    """Return a row for each item, a column for each expert, and the means of both."""
    from elicitation.classical.robustness import discrepancy  # noqa: PLC0415

    divergence = discrepancy(assessment, rule)
    means = [_mean(of_item) for of_item in divergence.T]
    return ResultTable(
        columns=[
            Column("item", "Item", TEXT, [*assessment.items, "mean"]),
            *(
                Column(expert, expert, decimals(2), _known([*own, _mean(own)]))
                for expert, own in zip(assessment.experts, divergence, strict=True)
            ),
            Column("mean", "Mean", decimals(2), _known([*means, _mean(np.array(means))])),
        ],
        below=[
            "Divergence of each answer from the equal-weighted mixture of all, in nats; 0 where "
            "all say the same."
        ],
    )


def _mean(values: Array) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if known.size else np.nan


def _known(values: Sequence[float]) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]


def validation_table(assessment: Assessment, rule: ClassicalRule) -> ResultTable:
    """Return what the test of random experts and the cross-validation say."""
    from elicitation.classical.validation import out_of_sample, random_experts  # noqa: PLC0415

    by_chance, held_out = random_experts(assessment, rule), out_of_sample(assessment, rule)
    rows = [
        ("random experts", "share with so high a mean calibration", by_chance.mean),
        ("random experts", "share with so good a best expert", by_chance.best),
        ("random experts", "share with so wide a spread", by_chance.spread),
    ]
    notes = [
        f"Random experts: of {by_chance.panels} panels in which the answers to each seed were "
        "dealt out anew. Small shares say that experts differ by more than chance (Marti and "
        "others 2021)."
    ]
    if held_out is None:
        notes.append(
            "Out of sample: needs four seeds that everybody answered and an expert with a weight."
        )
    else:
        rows += [
            ("out of sample", "calibration, performance to equal", held_out.accuracy),
            ("out of sample", "information, performance to equal", held_out.information),
            ("out of sample", "product, performance to equal", held_out.combined),
            ("out of sample", "share of splits with a better product", held_out.better),
        ]
        kind = "all" if held_out.all else "random"
        notes.append(
            f"Out of sample: {kind} {held_out.splits} splits into {held_out.training} seeds that "
            f"make the weights and {held_out.held_out} that score; ratios are geometric means."
        )
    return ResultTable(
        columns=[
            Column("test", "Test", TEXT, [test for test, _, _ in rows]),
            Column("what", "What", TEXT, [what for _, what, _ in rows]),
            Column("value", "Value", decimals(2), [value for _, _, value in rows]),
        ],
        below=notes,
    )
