"""Say how each answer with a range is read when worlds are drawn, and where that is not it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.cpds.parameter import Cpd, Parameter, normalised
from bayesnet.draws import CENTRAL, row_concentration
from bayesnet.priors import Judgement, Priors, best_values
from elicitation.fitting.beta import TOLERABLE, Residual, misfit

if TYPE_CHECKING:
    import pandas as pd

TAIL = (1 - CENTRAL) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One state of an expert's row as it is drawn: a beta with the best value as its mean.

    concentration: the row's; residuals: at the low and the high end, read as quantiles 5 and 95.
    """

    expert: str
    question: str
    component: str
    best: float
    concentration: float
    residuals: tuple[Residual, Residual]

    @property
    def size(self) -> float:
        """Return by how much the worse end is off, as a probability."""
        return max(residual.size for residual in self.residuals)

    @property
    def fits(self) -> bool:
        """Return whether both ends are where the expert put them, or nearly."""
        return self.size <= TOLERABLE

    @property
    def sentence(self) -> str:
        """Return what to tell the expert; empty where it fits."""
        return misfit(self.residuals)


def readings(cpds: Mapping[str, Cpd], priors: Priors) -> tuple[Reading, ...]:
    """Return how every state of every row with a range is read, the worst first.

    Numbers such as weights are drawn between the two ends that were given, which always fits.
    """
    found = [
        reading
        for cpd in cpds.values()
        if cpd.asked
        for question in cpd.parameters()
        if question.kind == "distribution"
        for expert, answers in priors.judgements.items()
        if question.key in answers
        for reading in _row(expert, question, answers[question.key])
    ]
    return tuple(sorted(found, key=lambda reading: -reading.size))


def _row(expert: str, question: Parameter, answer: Judgement) -> list[Reading]:
    from scipy.special import betainc  # noqa: PLC0415 - takes a while to import

    if answer.low is None or answer.high is None:
        return []
    low, high = (best_values([Judgement(best=end)])[:, 0] for end in (answer.low, answer.high))
    mean = normalised(best_values([answer]))
    (n,) = row_concentration(mean, (high - low)[:, None])
    if not np.isfinite(n):
        return []
    found = []
    for index, component in enumerate(question.components):
        share = float(mean[index, 0])
        if not 0 < share < 1 or high[index] <= low[index]:
            continue
        ends = [
            Residual(
                value=float(value),
                wanted=wanted,
                fitted=float(betainc(share * n, (1 - share) * n, value)),
            )
            for value, wanted in ((low[index], TAIL), (high[index], 1 - TAIL))
        ]
        found.append(
            Reading(
                expert=expert,
                question=question.key,
                component=component,
                best=share,
                concentration=float(n),
                residuals=(ends[0], ends[1]),
            )
        )
    return found


def readings_frame(found: tuple[Reading, ...]) -> pd.DataFrame:
    """Return a row for each reading, the worst first; nothing is rounded."""
    import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

    rows = [
        {
            "expert": reading.expert,
            "question": reading.question,
            "component": reading.component,
            "best": reading.best,
            "low": reading.residuals[0].value,
            "high": reading.residuals[1].value,
            "concentration": reading.concentration,
            "below_low": reading.residuals[0].fitted,
            "below_high": reading.residuals[1].fitted,
            "fits": reading.fits,
            "sentence": reading.sentence,
        }
        for reading in found
    ]
    columns = ["expert", "question", "component", "best", "low", "high", "concentration"]
    frame = pd.DataFrame(rows, columns=[*columns, "below_low", "below_high", "fits", "sentence"])
    return frame.set_index("expert")
