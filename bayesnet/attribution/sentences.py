"""Put numbers into plain sentences that can be read aloud, rounded to what the experts support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bayesnet.priors import Array
from bayesnet.rounding import digits, shown, span

SAME = 5e-4
"""A change that would print as 0.000 counts as none."""
NAMED = 3
"""Reasons that a sentence names; the table has them all."""
SMALL = 0.1
"""What moves the outcome by less than this share of the strongest reason is left to the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A reason as a sentence takes it: its name, the pool's effect, each expert's own."""

    name: str
    effect: float
    by_expert: tuple[float, ...]

    @property
    def text(self) -> str:
        """Return the name with the effect behind it, for example ``exercise_plan (+0.34)``."""
        return f"{self.name} ({shown(self.effect, self.by_expert, signed=True)})"

    @property
    def visible(self) -> bool:
        """Return whether the effect shows at all in the digits it may be written with."""
        return abs(self.effect) >= SAME and float(shown(self.effect, self.by_expert)) != 0


def account_of(
    label: str,
    levels: tuple[Array, Array],
    *,
    findings: Sequence[Weighed],
    paths: Sequence[Weighed],
    arcs: Sequence[Weighed],
    structures: Mapping[str, float],
) -> tuple[str, ...]:
    """Return the account, sentence by sentence; the first one is the answer.

    levels: the outcome's probability now and before, for the pool and then each expert.
    structures: the pool's change under every other structure.
    """
    now, then = levels
    changes = tuple((now - then)[1:].tolist())
    change = float(now[0] - then[0])
    sentences = [_answer(label, now, then)]
    if not findings:
        return (*sentences, "The two scenarios say the same, so there is nothing to explain.")
    direction = 1.0 if change >= 0 else -1.0
    most = max(abs(reason.effect) for reason in (*findings, *paths, *arcs))
    with_, against = _sides(findings, direction, most)
    if with_:
        sentences.append(f"What moved it: {_list(with_)}.")
    elif not against:
        sentences.append("No finding moves it visibly.")
    if len(findings) > 1:
        sentences.append(
            f"What opposes: {_list(against)}." if against else "Nothing of weight opposes it."
        )
    for reasons, opening in ((paths, "It works from"), (arcs, "It is learned from")):
        along, back = _sides(reasons, direction, most)
        if along:
            sentences.append(f"{opening} {_list(along)}.")
        if back:
            sentences.append(f"The other way it goes from {_list(back)}.")
    if changes and min(changes) < -SAME and max(changes) > SAME:
        sentences.append("The sign is not agreed: some experts see it fall, others rise.")
    if structures:
        sentences.append(_holds(change, structures))
    return tuple(sentences)


def _holds(change: float, structures: Mapping[str, float]) -> str:
    """Return under how many structures the direction is the same, and which say otherwise."""
    signs = {name: _sign(other) for name, other in structures.items()}
    differing = [name for name, sign in signs.items() if sign != _sign(change)]
    total = len(structures) + 1
    if not differing:
        return f"It holds under all {total} structures."
    said = ", ".join(f"{name} ({structures[name]:+.3f})" for name in differing)
    return f"It holds under {total - len(differing)} of {total} structures; not under {said}."


def _sign(change: float) -> int:
    return 0 if abs(change) < SAME else (1 if change > 0 else -1)


def _answer(label: str, now: Array, then: Array) -> str:
    changes = (now - then)[1:].tolist()
    change = float(now[0] - then[0])
    places = digits(changes, 3)
    before = shown(float(then[0]), then[1:].tolist())
    after = shown(float(now[0]), now[1:].tolist())
    if abs(change) < SAME or abs(change) < 0.5 * 10**-places:
        return (
            f"{label}: no visible difference, {after} ({_experts(changes)})."
            if after == before
            else f"{label}: no visible difference, {before} before and {after} now "
            f"({_experts(changes)})."
        )
    word = "rises" if change > 0 else "falls"
    by = shown(abs(change), changes)
    if after == before:  # the change is better supported than the level
        return f"{label} {word} by {by} from about {before} ({_experts(changes)})."
    return f"{label} {word} by {by}, from {before} to {after} ({_experts(changes)})."


def _experts(changes: Sequence[float]) -> str:
    if len(changes) == 1:
        return "one set of numbers"
    falls = sum(d < -SAME for d in changes)
    rises = sum(d > SAME for d in changes)
    count = (
        f"{rises} of {len(changes)} experts higher"
        if rises > falls
        else f"{falls} of {len(changes)} experts lower"
        if falls > rises
        else f"{rises} experts higher, {falls} lower, of {len(changes)}"
    )
    return f"{count}; their changes {span(changes, signed=True)}"


def _sides(
    reasons: Sequence[Weighed], direction: float, most: float
) -> tuple[list[Weighed], list[Weighed]]:
    """Return those with and those against the change, strongest first, without what is tiny."""
    seen = [r for r in reasons if r.visible and abs(r.effect) >= SMALL * most]
    seen.sort(key=lambda r: -abs(r.effect))
    with_ = [r for r in seen if r.effect * direction > 0]
    return with_, [r for r in seen if r.effect * direction < 0]


def _list(reasons: Sequence[Weighed]) -> str:
    named = [reason.text for reason in reasons[:NAMED]]
    more = len(reasons) - len(named)
    if more:
        named.append(f"{more} more")
    return named[0] if len(named) == 1 else f"{'; '.join(named[:-1])}; and {named[-1]}"
