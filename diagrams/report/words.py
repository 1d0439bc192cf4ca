"""Print numbers and names alike everywhere in a report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bayesnet import rounding
from bayesnet.answers.whatif import SAME, agreement, signs_of
from bayesnet.number_words import in_points, points_range
from bayesnet.number_words import percent as whole_percent
from bayesnet.study.lexicon import Lexicon
from bayesnet.study.model import InfluenceDiagram
from bayesnet.uncertainty.comparison import Estimate
from diagrams.network import wording

plain = wording.plain
rule_words = wording.rule_words
EN_DASH = "\N{EN DASH}"
FIXED = "\N{NO-BREAK SPACE}"
"""Keeps a number and its sign on one line."""
DRAWN = f"5{EN_DASH}95{FIXED}%"
"""What stands before a range over draws."""
_ENTRY = re.compile(r"(\w+)\[(.*?)\](?:=(\w+))?")


def percent(value: float) -> str:
    """Return a probability in whole percent; what is not quite certain never shows as certain."""
    return whole_percent(value).replace(" ", FIXED)


def percent_range(values: Sequence[float]) -> str:
    """Return the lowest and highest probability in whole percent."""
    low, high = percent(min(values)), percent(max(values))
    return low if low == high else f"{low.removesuffix(f'{FIXED}%')}{EN_DASH}{high}"


def likelihood(lexicon: Lexicon, estimate: Estimate) -> str:
    """Return the term with its number and its range, for example ``unlikely (35 %, ...)``.

    Where the range reaches into other bands, their terms stand there too. The numbers are looked
    up as they are printed, in whole percent.
    """
    low, high = reach(estimate)
    term = lexicon.beside(round(rounding.steady(estimate.value), 2))
    said = "; ".join(filter(None, (percent(estimate.value), told_reach(estimate))))
    spanned = lexicon.spanned(*(round(rounding.steady(end), 2) for end in (low, high)))
    return f"{term} ({said}{'' if spanned in ((), (term,)) else f'; {band(spanned)}'})"


def reach(estimate: Estimate) -> tuple[float, float]:
    """Return the 5 to 95 % range over draws, else how far the experts reach."""
    if estimate.intervals:
        low, _, high = estimate.intervals[0]
        return low, high
    return min(estimate.by_expert[0]), max(estimate.by_expert[0])


def told_reach(estimate: Estimate) -> str:
    """Return the range in percent, with what it is a range of; of one number there is none."""
    what = DRAWN if estimate.intervals else "experts"
    if not estimate.intervals and len(estimate.by_expert[0]) == 1:
        return ""
    return f"{what}: {percent_range(reach(estimate))}"


def band(terms: Sequence[str]) -> str:
    """Return the terms that a range touches, by its ends."""
    if not terms:
        return "no term"
    return terms[0] if len(terms) == 1 else f"from {terms[0]} to {terms[-1]}"


def least_shown(spread: Sequence[float]) -> float:
    """Return the size of a change, in probability, below which it prints as none beside a range."""
    places = rounding.digits([100 * value for value in spread], 1)
    return max(SAME, 0.5 * 10.0**-places / 100)


def settings(entries: Mapping[str, str], diagram: InfluenceDiagram) -> str:
    """Return what was set or seen as a list of label and state."""
    return ", ".join(setting(diagram, name, state) for name, state in entries.items())


def setting(diagram: InfluenceDiagram, name: str, state: str) -> str:
    """Return one node's label and state, for example ``Rain: yes``."""
    return f"{diagram.labels[name]}: {diagram.state_label(name, state)}"


def moved(estimate: Estimate) -> str:
    """Return a sentence's end that tells how one outcome moved, for whom."""
    ends = reach(estimate)
    said = [f"{DRAWN}: {points_range(ends)}"] if estimate.intervals else []
    if len(estimate.by_expert[0]) > 1:
        seen = signs_of(estimate.by_expert[0], least_shown(ends))
        said.append(f"experts: {agreement(*seen)}")
    return in_points(estimate.value, ends) + (f" ({'; '.join(said)})" if said else "")


def holding(estimate: Estimate) -> str:
    """Return under how many structures the direction is that which is printed: ``3 of 4``."""
    held = estimate.held(least_shown(reach(estimate)))
    return f"{held} of {len(estimate.by_structure)}"


def number_words(name: str, labels: Mapping[str, str]) -> str:
    """Return the name of a number of the model in words: a row's entry, a table, a weight, a score.

    ``rain[wind=west]=yes`` becomes ``Rain: yes, when Wind: west``.
    """
    found = _ENTRY.fullmatch(name)
    if not found:
        return wording.in_prose(name, labels)
    node, inside, state = found.groups()
    given = [item.partition("=") for item in inside.split(",") if item.strip()]
    when = ", ".join(f"{labels.get(n.strip(), n)}: {plain(v.strip())}" for n, _, v in given)
    what = f"{labels.get(node, node)}: {plain(state)}" if state else labels.get(node, node)
    if not when:
        return what
    return f"{what}, when {when}" if state else f"{what} of {when}"


def quoted(text: str) -> str:
    """Return a text in quotation marks."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"
