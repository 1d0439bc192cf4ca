"""Let words of a scale share what is whole: each state keeps within its word's range.

The middles of ranges rarely sum to 100. Where numbers within the ranges do, all words are taken as
far up their ranges as one another (a share t of each, 0 at its lower end and 1 at its upper one):
nobody is asked to do sums with words. Where none do, the words contradict each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal

from bayesnet.messages.facts import Fact
from elicitation.intake.repairs import summing_to
from elicitation.intake.sums import Fault, short
from elicitation.record.responses import Component, Estimate


def shared_out(
    answers: Mapping[Component, Estimate], typed: Collection[Component], whole: Decimal
) -> tuple[Mapping[Component, Estimate], list[Fault]]:
    """Return answers whose best values sum to the whole, or why their words cannot.

    typed: states whose number was typed: it stays as it is.
    """
    ends = {
        name: (each.best, each.best)
        if name in typed or each.low is None or each.high is None
        else (each.low, each.high)
        for name, each in answers.items()
    }
    low, high = (sum((pair[end] for pair in ends.values()), Decimal(0)) for end in (0, 1))
    if not low <= whole <= high:
        code = "form.words-too-unlikely" if high < whole else "form.words-too-likely"
        facts: dict[str, Fact] = {"low": short(low), "high": short(high), "whole": whole}
        return answers, [Fault(code=code, facts=facts)]
    if low == high:
        return answers, []
    share = (whole - low) / (high - low)
    best = summing_to(whole, [down + share * (up - down) for down, up in ends.values()])
    return {
        name: replace(each, best=number)
        for (name, each), number in zip(answers.items(), best, strict=True)
    }, []


def the_rest(given: Mapping[Component, Estimate], whole: Decimal) -> Estimate:
    """Return the answer for the one state that was left blank; below 0 where nothing is left."""
    return Estimate(best=whole - sum((each.best for each in given.values()), Decimal(0)))
