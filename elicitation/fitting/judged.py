"""Say how each answer with a range is read when worlds are drawn, and where that is not it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.cpds.parameter import Cpd, Parameter, normalised
from bayesnet.study.draws import CENTRAL, row_concentration
from bayesnet.study.priors import Judgement, Priors, best_values
from elicitation.fitting.beta import (
    TOLERABLE,
    Answer,
    BetaFit,
    Quantiles,
    Residual,
    Roulette,
    fit,
    misfit,
    points,
)
from elicitation.fitting.typed import typed_answer
from elicitation.record.responses import Key, Typed

if TYPE_CHECKING:
    import pandas as pd

TAIL = round((1 - CENTRAL) / 2, 9)
AsTyped = Mapping[str, Mapping[Key, Typed]]
"""What was typed where it says more than best, low and high, by expert and question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One state of an expert's row as it is drawn: a beta with the best value as its mean.

    concentration: the row's; residuals: at the low and the high end, read as quantiles 5 and 95,
    and then at the quantiles or the edges of bins that were typed.
    answer: what was typed for this state, or its low, best and high as quantiles.
    """

    expert: str
    question: str
    component: str
    best: float
    concentration: float
    residuals: tuple[Residual, ...]
    answer: Answer

    @property
    def worst(self) -> Residual:
        """Return the residual that is largest."""
        return max(self.residuals, key=lambda residual: residual.size)

    @property
    def size(self) -> float:
        """Return by how much the worst of it is off, as a probability."""
        return self.worst.size

    @property
    def curve(self) -> BetaFit | None:
        """Return the beta fitted to this state's answer alone; None where there is none."""
        try:
            return fit(self.answer)
        except ValueError:
            return None

    @property
    def fits(self) -> bool:
        """Return whether all of it is where the expert put it, or nearly."""
        return self.size <= TOLERABLE

    @property
    def sentence(self) -> str:
        """Return what to tell the expert; empty where it fits."""
        return misfit(self.residuals)


def readings(
    cpds: Mapping[str, Cpd], priors: Priors, as_typed: AsTyped | None = None
) -> tuple[Reading, ...]:
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
        for reading in _row(
            expert,
            question,
            answers[question.key],
            (as_typed or {}).get(expert, {}).get(question.key),
        )
    ]
    return tuple(sorted(found, key=lambda reading: -reading.size))


def _row(expert: str, question: Parameter, answer: Judgement, typed: Typed | None) -> list[Reading]:
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
        own = typed_answer(typed, component) if typed else None
        ends = [(TAIL, float(low[index])), (1 - TAIL, float(high[index]))]
        found.append(
            Reading(
                expert=expert,
                question=question.key,
                component=component,
                best=share,
                concentration=float(n),
                residuals=tuple(
                    _residual(share * n, (1 - share) * n, *asked) for asked in [*ends, *_more(own)]
                ),
                answer=own
                or Quantiles(
                    probabilities=(TAIL, 0.5, 1 - TAIL),
                    values=(float(low[index]), float(answer.best[index]), float(high[index])),
                ),
            )
        )
    return found


def _residual(alpha: float, beta: float, wanted: float, value: float) -> Residual:
    from scipy.special import betainc  # noqa: PLC0415 - takes a while to import

    return Residual(value=value, wanted=wanted, fitted=float(betainc(alpha, beta, value)))


def _more(own: Answer | None) -> Iterator[tuple[float, float]]:
    """Yield what quantiles and chips ask for beside the ends of the range."""
    if not isinstance(own, Quantiles | Roulette):
        return
    try:
        told = points(own)
    except ValueError:
        return  # chips in too few bins: the range is all there is
    for wanted, value in zip(told.probabilities, told.values, strict=True):
        if TAIL < round(wanted, 9) < 1 - TAIL:
            yield wanted, value


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
            **_curve(reading.curve),
            "fits": reading.fits,
            "sentence": reading.sentence,
        }
        for reading in found
    ]
    columns = ["expert", "question", "component", "best", "low", "high", "concentration"]
    columns += ["below_low", "below_high", "own_alpha", "own_beta", "own_misfit"]
    return pd.DataFrame(rows, columns=[*columns, "fits", "sentence"]).set_index("expert")


def _curve(curve: BetaFit | None) -> dict[str, float | str | None]:
    """Return the columns on the beta that is fitted to the state alone."""
    if curve is None:
        return {"own_alpha": None, "own_beta": None, "own_misfit": ""}
    return {"own_alpha": curve.alpha, "own_beta": curve.beta, "own_misfit": curve.misfit}
