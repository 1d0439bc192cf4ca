"""Lay out what hangs on one expert or seed, where experts differ, and what validation says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bayesnet.cli.show import Sheet
from elicitation.classical.assessment import Assessment
from elicitation.classical.decision_makers import ClassicalRule

if TYPE_CHECKING:
    import pandas as pd

SMALL = 0.001
TABLES = ("scores", "robustness", "discrepancy", "validation")


def score(value: float) -> str:
    """Return a calibration or a product of it, small ones by their order of magnitude."""
    return f"{value:.3f}" if value >= SMALL or not value else f"{value:.0e}"


def robustness_table(assessment: Assessment, rule: ClassicalRule) -> tuple[Sheet, pd.DataFrame]:
    """Return a row for each expert and each seed left out."""
    import pandas as pd  # noqa: PLC0415 - only when it is asked for

    from elicitation.classical.robustness import of_record, robustness  # noqa: PLC0415

    whole, rows = of_record(assessment, rule), robustness(assessment, rule)
    frame = pd.DataFrame(
        {
            "kind": row.kind,
            "left_out": row.left,
            "calibration": row.maker.calibration,
            "information": row.maker.information,
            "combined": row.maker.combined,
            "divergence": row.information_shift,
        }
        for row in rows
    )
    frame = frame.set_index("kind") if rows else frame
    cells = [
        [f"without {row.kind} {row.left}", *_scores(row.maker), f"{row.information_shift:.2f}"]
        for row in rows
    ]
    first = [["nobody and nothing left out", *_scores(whole), ""]] if whole else []
    sheet = Sheet(
        heads=["Global weights", "Calibration", "Information", "Product", "Divergence"],
        rows=[*first, *cells],
        right=frozenset(range(1, 5)),
        below=[
            "All is done again without them: ranges, scores and cut-off. Divergence: of the "
            "decision maker's quantiles from those with everybody, in nats, mean over the items."
        ],
    )
    return sheet, frame


def _scores(maker: object) -> list[str]:
    calibration, information = (getattr(maker, name) for name in ("calibration", "information"))
    return [score(calibration), f"{information:.2f}", score(calibration * information)]


def discrepancy_table(assessment: Assessment, rule: ClassicalRule) -> tuple[Sheet, pd.DataFrame]:
    """Return a row for each item, a column for each expert, and the means of both."""
    import pandas as pd  # noqa: PLC0415 - only when it is asked for

    from elicitation.classical.robustness import discrepancy  # noqa: PLC0415

    found = discrepancy(assessment, rule)
    frame = pd.DataFrame(found.T, index=list(assessment.items), columns=list(assessment.experts))
    frame["mean"] = frame.mean(axis=1)
    frame.loc["mean"] = frame.mean(axis=0)
    frame = frame.rename_axis("item")
    rows = [
        [str(row[0]), *("–" if np.isnan(value) else f"{value:.2f}" for value in row[1:])]
        for row in frame.itertuples()
    ]
    sheet = Sheet(
        heads=["Item", *assessment.experts, "Mean"],
        rows=rows,
        right=frozenset(range(1, len(assessment.experts) + 2)),
        below=[
            "Divergence of each answer from the equal-weighted mixture of all, in nats; 0 where "
            "all say the same."
        ],
    )
    return sheet, frame


def validation_table(assessment: Assessment, rule: ClassicalRule) -> tuple[Sheet, pd.DataFrame]:
    """Return what the test of random experts and the cross-validation say."""
    import pandas as pd  # noqa: PLC0415 - only when it is asked for

    from elicitation.classical.validation import out_of_sample, random_experts  # noqa: PLC0415

    by_chance, held_out = random_experts(assessment, rule), out_of_sample(assessment, rule)
    rows = [
        ("random experts", "share with so high a mean calibration", by_chance.mean),
        ("random experts", "share with so good a best expert", by_chance.best),
        ("random experts", "share with so wide a spread", by_chance.spread),
    ]
    told = [
        f"Random experts: of {by_chance.panels} panels in which the answers to each seed were "
        "dealt out anew. Small shares say that experts differ by more than chance (Marti and "
        "others 2021)."
    ]
    if held_out is None:
        told.append(
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
        told.append(
            f"Out of sample: {kind} {held_out.splits} splits into {held_out.training} seeds that "
            f"make the weights and {held_out.held_out} that score; ratios are geometric means."
        )
    sheet = Sheet(
        heads=["Test", "What", "Value"],
        rows=[[test, what, f"{value:.2f}"] for test, what, value in rows],
        right=frozenset({2}),
        below=told,
    )
    return sheet, pd.DataFrame(rows, columns=["test", "what", "value"]).set_index("test")
