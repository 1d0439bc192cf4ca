"""Say how each answer with a range is read when worlds are drawn, and where that is not it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.cpds.parameter import Cpd, Parameter, normalised
from bayesnet.kinds import PERSON, SHARE, TEXT
from bayesnet.number_words import percent
from bayesnet.study.draws import CENTRAL, row_concentration
from bayesnet.study.priors import Judgement, Priors, best_values
from bayesnet.table import Column, ResultTable, attributes
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


def readings_table(
    found: Sequence[Reading], called: Callable[[str, str], str] = "{0}: {1}".format
) -> ResultTable:
    """Return a row for each reading, the worst first. called: what a question's state is called."""
    best = [f"{r.best:.2f} ({r.residuals[0].value:g}–{r.residuals[1].value:g})" for r in found]
    lows, highs = ([reading.residuals[end] for reading in found] for end in (0, 1))
    curves = [reading.curve for reading in found]
    return ResultTable(
        columns=[
            Column("expert", "Expert", PERSON, [reading.expert for reading in found]),
            *attributes(found, "question", "component", "best"),
            Column("low", None, TEXT, [low.value for low in lows]),
            Column("high", None, TEXT, [high.value for high in highs]),
            *attributes(found, "concentration"),
            Column("", "Answer", TEXT, [called(r.question, r.component) for r in found]),
            Column("", "Best (range)", TEXT, best),
            Column("below_low", "Below", SHARE, [low.fitted for low in lows]),
            Column("below_high", None, SHARE, [high.fitted for high in highs]),
            Column("", "Above", SHARE, [1 - high.fitted for high in highs]),
            Column("", "Worst", TEXT, ["" if r.fits else _misfit(r.worst) for r in found]),
            Column("", "Own curve", TEXT, [curve.name if curve else "" for curve in curves]),
            Column("own_alpha", None, TEXT, [curve and curve.alpha for curve in curves]),
            Column("own_beta", None, TEXT, [curve and curve.beta for curve in curves]),
            Column("own_misfit", None, TEXT, [curve.misfit if curve else "" for curve in curves]),
            *attributes(found, "fits", "sentence"),
        ]
    )


def _misfit(worst: Residual) -> str:
    """Return where the drawn distribution is furthest from what was typed."""
    return f"{percent(worst.wanted)} below {worst.value:g}: {percent(worst.fitted)}"
