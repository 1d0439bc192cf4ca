"""Work out best, low and high from an answer of any type: what the engine needs of it.

===========  ===========================  ==========================================================
type         best                         low and high, read as a central 90 % interval
===========  ===========================  ==========================================================
point        as typed                     none
three_point  as typed                     as typed
four_point   as typed                     stretched from its confidence C to 90 %: best minus
                                          (best - low) 90 / C, and the same above (Hemming et al.
                                          2018); held to the scale
quantiles    the 50 % one                 the 5 and 95 % ones; from the quartiles alone, stretched
                                          as a normal's, by 1.645 / 0.674 on either side
roulette     where half of the chips lie  where 5 and 95 % of them lie; within a bin chips are
             below                        spread evenly
scale        the number, else the middle  the word's range, where it holds the number
             of the word's range
===========  ===========================  ==========================================================

What was typed is kept beside it; a fit of a whole distribution starts from that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import accumulate

from bayesnet.messages.facts import Fact, items
from bayesnet.study.lexicon import Lexicon
from elicitation.fitting.idea import LEAST_CONFIDENCE, TARGET, stretched
from elicitation.questionnaire.question_types import BINS, QUANTILES
from elicitation.record.responses import Estimate

FROM_QUARTILES = Decimal("2.4387")
"""1.6449 / 0.6745: from a normal's quartile to its 95 % quantile."""
DIGITS = Decimal("1e-6")
LEAST_CHIPS = 5


class Unusable(ValueError):
    """Raised where the cells of a type make no answer.

    column: the cell; code and facts: see ``Problem``.
    """

    def __init__(self, column: str, code: str, /, **facts: Fact) -> None:
        super().__init__(column, code)
        self.column = column
        self.code = code
        self.facts = facts


class Missing(Unusable):
    """Raised where a cell is blank that the type needs."""

    def __init__(self, column: str) -> None:
        code = "form.no-middle-quantile" if column == "q50" else "form.no-value"
        super().__init__(column, code, name=column)


Numbers = Mapping[str, Decimal]


def reduce(
    kind: str, numbers: Numbers, word: str, whole: Decimal, lexicon: Lexicon | None
) -> Estimate:
    """Return the estimate that one component's cells make; raises Unusable where they make none.

    numbers: the cells that are numbers, by column. word: of the scale, or empty.
    whole: 1 or 100, the top of the scale that the numbers are on.
    """
    if kind == "scale":
        return _scale(numbers, word, whole, lexicon)
    reductions: Mapping[str, Callable[[Numbers, Decimal], Estimate]] = {
        "point": lambda n, _: Estimate(best=_needed(n, "best")),
        "three_point": _three_point,
        "four_point": _four_point,
        "quantiles": _quantiles,
        "roulette": _roulette,
    }
    return reductions[kind](numbers, whole)


def _needed(numbers: Numbers, column: str) -> Decimal:
    if column not in numbers:
        raise Missing(column)
    return numbers[column]


def _three_point(numbers: Numbers, whole: Decimal) -> Estimate:
    best = _needed(numbers, "best")
    given = [end for end in ("low", "high") if end in numbers]
    if len(given) == 1:
        raise Unusable(given[0], "form.half-a-range", name=given[0])
    if given:
        _upwards(numbers)
    return Estimate(best=best, low=numbers.get("low"), high=numbers.get("high"))


def _upwards(numbers: Numbers) -> None:
    low, best, high = numbers["low"], numbers["best"], numbers["high"]
    if low > best:
        raise Unusable("low", "form.low-above-best", low=low, best=best)
    if high < best:
        raise Unusable("high", "form.high-below-best", high=high, best=best)


def _four_point(numbers: Numbers, whole: Decimal) -> Estimate:
    """Return the interval stretched to 90 % (Hemming et al. 2018, step 4 of IDEA)."""
    best, low, high = (_needed(numbers, column) for column in ("best", "low", "high"))
    confidence = numbers["confidence"]
    if not LEAST_CONFIDENCE <= confidence <= 100:  # noqa: PLR2004 - percent
        raise Unusable("confidence", "form.confidence-outside", confidence=confidence)
    _upwards(numbers)
    low, high = stretched(low, best, high, confidence=confidence, target=Decimal(TARGET))
    return Estimate(best=best, low=_rounded(max(low, Decimal(0))), high=_rounded(min(high, whole)))


def _quantiles(numbers: Numbers, whole: Decimal) -> Estimate:
    best = _needed(numbers, "q50")
    given = [name for name in QUANTILES if name in numbers]
    values = [numbers[name] for name in given]
    for before, after, name in zip(values, values[1:], given[1:], strict=False):
        if before > after:
            raise Unusable(name, "form.quantile-falls", name=name, after=after, before=before)
    if {"q5", "q95"} <= set(given):
        return Estimate(best=best, low=numbers["q5"], high=numbers["q95"])
    if {"q25", "q75"} <= set(given):
        low = best - (best - numbers["q25"]) * FROM_QUARTILES
        high = best + (numbers["q75"] - best) * FROM_QUARTILES
        return Estimate(
            best=best, low=_rounded(max(low, Decimal(0))), high=_rounded(min(high, whole))
        )
    raise Unusable(given[0], "form.no-pair-of-quantiles")


def _roulette(numbers: Numbers, whole: Decimal) -> Estimate:
    chips = [numbers.get(name, Decimal(0)) for name in BINS]
    for name, number in zip(BINS, chips, strict=True):
        if number < 0 or number != number.to_integral_value():
            raise Unusable(name, "form.no-number-of-chips", number=number)
    total = sum(chips)
    if total < LEAST_CHIPS:
        raise Unusable(BINS[0], "form.too-few-chips", number=total)
    below = list(accumulate(chips))

    def quantile(share: Decimal) -> Decimal:
        wanted = share * total
        place = next(i for i, sum_ in enumerate(below) if sum_ >= wanted and chips[i])
        inside = (wanted - (below[place] - chips[place])) / chips[place]
        return _rounded((place + inside) / len(BINS) * whole)

    low, best, high = (quantile(Decimal(share)) for share in ("0.05", "0.5", "0.95"))
    return Estimate(best=best, low=low, high=high)


def _scale(numbers: Numbers, word: str, whole: Decimal, lexicon: Lexicon | None) -> Estimate:
    if lexicon is None:
        raise Unusable("word", "form.no-lexicon")
    term = lexicon.term(word)
    if term is None:
        facts: dict[str, Fact] = {"lexicon": lexicon.title, "words": items(lexicon.words)}
        raise Unusable("word", "form.no-word-of-the-lexicon", word=word, **facts)
    low, high = (_rounded(Decimal(str(end)) * whole) for end in (term.low, term.high))
    best = numbers.get("best", _rounded((low + high) / 2))
    if low == high or not low <= best <= high:
        return Estimate(best=best)
    return Estimate(best=best, low=low, high=high)


def _rounded(number: Decimal) -> Decimal:
    """Return the number to six digits after the point, without needless zeros."""
    rounded = number.quantize(DIGITS).normalize()
    return Decimal(f"{rounded:f}") + 0
