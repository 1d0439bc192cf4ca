"""Level the rows of a table that fall along a cause where they should rise, with consent.

For every state of the child, the probability of that state or a higher one is made isotonic along
the rows: the nearest numbers (least squares) that nowhere fall, by pooling adjacent violators.
Neighbours that go the wrong way get their mean, the rest stay as they are. Larger probabilities
stay larger all along, so every row remains a distribution.

Source: Barlow, Bartholomew, Bremner & Brunk 1972, Statistical Inference under Order Restrictions.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Sequence
from decimal import Decimal, localcontext
from itertools import pairwise

from bayesnet.plurals import listed
from elicitation.checks.checks import Doubt
from elicitation.intake.reductions import DIGITS
from elicitation.intake.repairs import shifted, without_zeros
from elicitation.intake.sums import short
from elicitation.questionnaire.question_words import parts_of
from elicitation.record.responses import Judgement, Key

LEVELLED = "levelled on being asked back"
SWAPPED = "swapped on being asked back"
"""The reasons of answers that were levelled or swapped where their expert gives no other."""
_PRECISION = 80
"""More digits than any record may hold."""


def chain(doubt: Doubt, answered: Collection[Key], order: Sequence[str]) -> tuple[Key, ...]:
    """Return the rows that a doubt of kind ``order`` is one step of, in the order they should rise.

    They differ in the doubt's cause alone. answered: keys of the rows that there are. order: of the
    cause's states, see ``cause_of``.
    """
    low, high = (parts_of(key) for key in doubt.questions)
    cause = cause_of(doubt.questions)
    places = [order.index(dict(parts.pairs)[cause]) for parts in (low, high)]
    there = {(p.node, p.pairs): key for key in answered if not (p := parts_of(key)).part}
    found = [
        there.get((low.node, tuple({**dict(low.pairs), cause: state}.items()))) for state in order
    ]
    rising = found if places[0] < places[1] else found[::-1]
    return tuple(key for key in rising if key is not None)


def cause_of(keys: Sequence[Key]) -> str:
    """Return the cause that rows differ in."""
    first, last = (parts_of(key).pairs for key in (keys[0], keys[-1]))
    return next(one[0] for one, other in zip(first, last, strict=True) if one != other)


def levelled(
    rows: Sequence[Judgement], states: Sequence[str], whole: Decimal
) -> tuple[Judgement, ...]:
    """Return the rows with best values that rise from the first row to the last.

    states: of the child, in order; whole: what a row sums to, 1 or 100. A row that need not move is
    returned as it is. In one that moves best values sum to ``whole`` exactly and low and high go
    along with them; it keeps its reason and has nothing typed of its own.
    """
    with localcontext(prec=_PRECISION):
        bounds = [
            [min(sum((row.answers[s].best for s in states[n:]), Decimal(0)), whole) for row in rows]
            for n in range(1, len(states))
        ]
        step = DIGITS
        while any(number % step for bound in bounds for number in bound):
            step /= 10  # no rounding to fewer digits than were typed: what rises already must stay
        risen = [isotonic(bound, step) for bound in bounds]
        made = []
        for place, row in enumerate(rows):
            before, after = ([bound[place] for bound in each] for each in (bounds, risen))
            ends = [whole, *after, Decimal(0)]
            best = [without_zeros(upper - lower) for upper, lower in pairwise(ends)]
            made.append(row if before == after else _moved(row, states, best, whole))
        return tuple(made)


def isotonic(values: Sequence[Decimal], step: Decimal) -> list[Decimal]:
    """Return the nearest values that nowhere fall, pooled means rounded to multiples of ``step``.

    Values that nowhere fall and are multiples of ``step`` are returned as they are.
    """
    from scipy.optimize import isotonic_regression  # noqa: PLC0415 - takes a while to import

    found: list[Decimal] = []
    for start, end in pairwise(isotonic_regression([float(v) for v in values]).blocks.tolist()):
        mean = sum(values[start:end], Decimal(0)) / (end - start)
        found += [mean.quantize(step)] * (end - start)
    return found


def _moved(
    row: Judgement, states: Sequence[str], best: Sequence[Decimal], whole: Decimal
) -> Judgement:
    fresh = dict(zip(states, best, strict=True))
    answers = {name: shifted(answer, fresh[name], whole) for name, answer in row.answers.items()}
    return dataclasses.replace(row, answers=answers, typed=None)


def in_words(
    rows: Sequence[Judgement],
    states: Sequence[str],
    times: Decimal = Decimal(1),
    called: Callable[[str], str] = str,
) -> str:
    """Return e.g. ``yes 16, 16 and 20 when posture is strong, moderate and weak``.

    times: to show the numbers in another unit. called: what the cause is called. Of two states of
    the child the last is said; that ranges move with their best values is said where there are any.
    """
    cause = cause_of([row.question for row in rows])
    spoken = states[-1:] if len(states) == 2 else states  # noqa: PLR2004 - the other one follows
    numbers = [
        f"{state} {listed([short(row.answers[state].best * times) for row in rows])}"
        for state in spoken
    ]
    along = [dict(parts_of(row.question).pairs)[cause] for row in rows]
    ranged = any(answer.low is not None for row in rows for answer in row.answers.values())
    moved = "; ranges move along" if ranged else ""
    return f"{'; '.join(numbers)} when {called(cause)} is {listed(along)}{moved}"
