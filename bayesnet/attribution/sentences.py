"""Put numbers into plain sentences that can be read aloud, rounded to what the experts support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bayesnet.answers.whatif import SAME
from bayesnet.rounding import digits, shown, span, steady
from bayesnet.study.priors import Array

ROUNDING = 1e-12
"""A change no larger is one of rounding alone, and goes no way."""
NAMED = 3
"""Reasons that a sentence names; the table has them all."""
SMALL = 0.1
"""What moves the outcome by less than this share of the strongest reason is left to the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How the numbers of sentences are written, never finer than the experts' spread supports.

    scale: what a probability is multiplied by; most: digits after the point at most. level, change:
    what stands behind a level and behind a change. minus: the sign of what falls.
    """

    scale: float
    most: int
    level_unit: str
    change_unit: str
    minus: str

    def level(self, value: float, digits_: int) -> str:
        """Return a probability, with so many digits."""
        return f"{value * self.scale:.{digits_}f}{self.level_unit}"

    def digits(self, spread: Sequence[float]) -> int:
        """Return the digits that the spread of some values supports."""
        return digits([value * self.scale for value in spread], self.most)

    def change(self, value: float, spread: Sequence[float], *, signed: bool = True) -> str:
        """Return a change of probability by what its spread supports."""
        told = shown(value * self.scale, [v * self.scale for v in spread], self.most, signed=signed)
        one = told.strip("+-") == "1" and self.change_unit.endswith("s")
        unit = self.change_unit[:-1] if one else self.change_unit
        return told.replace("-", self.minus) + unit

    def reach(self, values: Sequence[float]) -> str:
        """Return the lowest and highest of some changes."""
        told = span([v * self.scale for v in values], self.most, signed=True)
        return told.replace("-", self.minus)

    def least(self, spread: Sequence[float]) -> float:
        """Return the size of a change below which it is written as none."""
        half = 0.5 * 10.0 ** -self.digits(spread) / self.scale
        return max(SAME, half * (1 - 1e-9))


PROBABILITIES = Figures(scale=1.0, most=3, level_unit="", change_unit="", minus="-")
"""As the tables of the command line: 0.465, -0.165."""
POINTS = Figures(
    scale=100.0, most=1, level_unit=" %", change_unit=" points", minus="\N{MINUS SIGN}"
)
"""As the tables of a report: 46 %, a change of 16 points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A reason as a sentence takes it: its name, the pool's effect, each expert's own."""

    name: str
    effect: float
    by_expert: tuple[float, ...]

    def text(self, figures: Figures) -> str:
        """Return the name with the effect behind it, for example ``exercise_plan (+0.34)``."""
        return f"{self.name} ({figures.change(self.effect, self.by_expert)})"

    def visible(self, figures: Figures) -> bool:
        """Return whether the effect shows at all in the digits it may be written with."""
        return abs(self.effect) >= figures.least(self.by_expert)


def account_of(
    label: str,
    levels: tuple[Array, Array],
    *,
    findings: Sequence[Weighed],
    paths: Sequence[Weighed],
    arcs: Sequence[Weighed],
    structures: Mapping[str, float],
    figures: Figures = PROBABILITIES,
) -> tuple[str, ...]:
    """Return the account, sentence by sentence; the first one is the answer.

    levels: the outcome's probability now and before, for the pool and then each expert.
    structures: the pool's change under every other structure. figures: how numbers are written.
    """
    now, then = levels
    changes = tuple((now - then)[1:].tolist())
    change = float(now[0] - then[0])
    sentences = [_answer(label, now, then, figures)]
    if not findings:
        return (*sentences, "The two scenarios say the same, so there is nothing to explain.")
    direction = -1.0 if change < -ROUNDING else 1.0
    most = max(abs(reason.effect) for reason in (*findings, *paths, *arcs))
    with_, against = _sides(findings, direction, most, figures)
    if with_:
        sentences.append(f"What moved it: {_list(with_, figures)}.")
    elif not against:
        sentences.append("No finding moves it visibly.")
    if len(findings) > 1:
        sentences.append(
            f"What opposes: {_list(against, figures)}."
            if against
            else "Nothing of weight opposes it."
        )
    for reasons, opening in ((paths, "It works from"), (arcs, "It is learned from")):
        along, back = _sides(reasons, direction, most, figures)
        if along:
            sentences.append(f"{opening} {_list(along, figures)}.")
        if back:
            sentences.append(f"The other way it goes from {_list(back, figures)}.")
    least = figures.least(changes)
    if changes and min(changes) < -least and max(changes) > least:
        sentences.append("The sign is not agreed: some experts see it fall, others rise.")
    if structures:
        sentences.append(_holds(change, structures, figures, least))
    return tuple(sentences)


def _holds(change: float, structures: Mapping[str, float], figures: Figures, least: float) -> str:
    """Return under how many structures the direction is the same, and which say otherwise."""
    signs = {name: _sign(other, least) for name, other in structures.items()}
    differing = [name for name, sign in signs.items() if sign != _sign(change, least)]
    total = len(structures) + 1
    if not differing:
        return f"It holds under all {total} structures."
    said = ", ".join(f"{name} ({figures.change(structures[name], ())})" for name in differing)
    return f"It holds under {total - len(differing)} of {total} structures; not under {said}."


def _sign(change: float, least: float) -> int:
    return 0 if abs(change) < least else (1 if change > 0 else -1)


def _answer(label: str, now: Array, then: Array, figures: Figures) -> str:
    """Return how far the outcome moves and for whom; both levels have the same digits."""
    changes = (now - then)[1:].tolist()
    change = float(now[0] - then[0])
    places = min(figures.digits(now[1:].tolist()), figures.digits(then[1:].tolist()))
    before, after = (figures.level(float(level[0]), places) for level in (then, now))
    who = _experts(changes, figures)
    if abs(change) < figures.least(changes):
        if after == before:
            return f"{label}: no visible difference, {after} ({who})."
        return f"{label}: no visible difference, {before} before and {after} now ({who})."
    word = "rises" if change > 0 else "falls"
    by = figures.change(abs(change), changes, signed=False)
    if after == before:  # the change is better supported than the level
        return f"{label} {word} by {by} from about {before} ({who})."
    return f"{label} {word} by {by}, from {before} to {after} ({who})."


def _experts(changes: Sequence[float], figures: Figures) -> str:
    """Return how many experts see the change, as far as it is written, and how far they reach."""
    if len(changes) == 1:
        return "one set of numbers"
    least = figures.least(changes)
    falls = sum(d < -least for d in changes)
    rises = sum(d > least for d in changes)
    total = len(changes)
    if not falls and not rises:
        return f"{total} of {total} experts unchanged"
    count = (
        f"{rises} of {total} experts higher"
        if rises > falls
        else f"{falls} of {total} experts lower"
        if falls > rises
        else f"{rises} of {total} experts higher, {falls} lower"
    )
    return f"{count}; their changes {figures.reach(changes)}"


def _sides(
    reasons: Sequence[Weighed], direction: float, most: float, figures: Figures
) -> tuple[list[Weighed], list[Weighed]]:
    """Return those with and those against the change, strongest first, without what is tiny."""
    seen = [r for r in reasons if r.visible(figures) and abs(r.effect) >= SMALL * most]
    seen.sort(key=lambda r: -steady(abs(r.effect)))
    with_ = [r for r in seen if r.effect * direction > 0]
    return with_, [r for r in seen if r.effect * direction < 0]


def _list(reasons: Sequence[Weighed], figures: Figures) -> str:
    named = [reason.text(figures) for reason in reasons[:NAMED]]
    more = len(reasons) - len(named)
    if more:
        named.append(f"{more} more")
    return named[0] if len(named) == 1 else f"{'; '.join(named[:-1])}; and {named[-1]}"
