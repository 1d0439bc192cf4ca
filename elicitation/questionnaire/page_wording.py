"""Put a question as a person would ask it, short enough for a phone.

Forms, the terminal and the record have the whole sentences of ``wording``; a page has the fields
beside it, of two states the last alone, and its definitions a tap away.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bayesnet.cpds.noisy_max import NoisyMax
from bayesnet.plurals import listed
from diagrams.network.wording import SHARES
from elicitation.questionnaire.question_types import TYPES
from elicitation.questionnaire.wording import Speaker, neutral

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

HAPPENS = ("no", "yes")
"""States of a node whose label says what does or does not happen."""
HINTS: Mapping[str, str] = {
    "point": "Your best number.",
    "three_point": "Lowest and highest plausible, then your best.",
    "four_point": "Lowest, highest, best; how sure you are.",
    "quantiles": "The middle and one pair around it are enough; leave the others blank.",
    "roulette": "Put 10 or 20 chips where the number may lie.",
    "scale": "Choose a word, type a number, or both: the number counts.",
    "pairwise": "How many times as strong is the first: 3 three times, 0.5 half.",
}
"""What to do with the fields, shorter than on forms, by question type."""
VARYING: Mapping[str, str] = {
    "0.05": "hardly at all",
    "0.1": "a little",
    "0.2": "a good deal",
    "0.3": "widely",
}
"""Spreads of a ranked node, on its scale from 0 to 1, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWording:
    """A question on a page.

    when: what to suppose, to stand behind "If"; empty for always. ask: the question itself.
    hint: what to do with the fields; empty where they say it themselves. cause: label of the one
    that a direction or rank is about, with where it moves from and to.
    """

    when: str
    ask: str
    hint: str
    cause: str = ""


def page_wording(parameter: Parameter, speaker: Speaker, type_: str) -> PageWording:
    """Return the words of a question on a page; speaker: of its other words."""
    plain = dataclasses.replace(speaker, mark="")
    part, inside = speaker.parts.part, speaker.parts.inside
    hint, cause = HINTS.get(type_, TYPES[type_].hint), ""
    if parameter.kind == "distribution":
        ask = speaker.diagram.chance[parameter.node].ask or _frequency(plain)
    elif type_ == "pairwise":
        ask = f"How strongly do these move {plain.child}?"
    elif part == "spread":
        hint = ""
        ask = f"With its causes known, how far does {plain.child} still vary?"
    else:
        ask = plain.number().removesuffix(SHARES).strip()
        if part == "weight" and ask != plain.number():
            hint = "Any scale will do: only the proportions between the causes count."
    if part in ("sign", "rank"):
        cause = plain.label(inside)
    if part == "sign":
        cause += f" towards {plain.ends(inside)[1]}"
    if part in ("sign", "rank", "extreme"):
        hint = ""
    return PageWording(when=_when(plain), ask=ask, hint=hint, cause=cause)


def _frequency(speaker: Speaker) -> str:
    """Return a question in natural frequencies; of two states it asks for the last."""
    node, states = speaker.cpd.domain.child, speaker.cpd.domain.states
    whole = f"Out of 100 {speaker.cases()}, in how many"
    if states == HAPPENS:
        return f"{whole} does this happen: {speaker.child}?"
    named = [speaker.state(node, state) for state in states]
    if len(named) == 2:  # noqa: PLR2004 - the other one follows
        return f"{whole} is {speaker.child} {named[1]}?"
    return f"{whole} is {speaker.child} {', '.join(named[:-1])}, or {named[-1]}?"


def _when(speaker: Speaker) -> str:
    part, pairs, cpd = speaker.parts.part, speaker.parts.pairs, speaker.cpd
    if part in ("", "check", "extreme"):
        return _states(speaker, pairs)
    if part == "leak" and isinstance(cpd, NoisyMax):
        return f"{_states(speaker, neutral(cpd))}, so that no listed cause is at work"
    if part == "link" and isinstance(cpd, NoisyMax):
        others = [pair for pair in neutral(cpd) if pair[0] != pairs[0][0]]
        rest = "no cause beside these acts" if cpd.wording == "diez" else "unlisted causes may act"
        but = f" but {_states(speaker, others)}" if others else ""
        return f"{_states(speaker, pairs)}{but}, and {rest}"
    if part == "prior":
        return "nothing is known of what bears on it"
    if part == "marginal":
        return _states(speaker, speaker.setting.reference)
    return ""


def _states(speaker: Speaker, pairs: Sequence[tuple[str, str]]) -> str:
    """Return ``Season is wet and Strike happens``."""
    said = []
    for name, state in pairs:
        holds = f"is {speaker.state(name, state)}"
        if speaker.diagram.states[name] == HAPPENS:
            holds = "happens" if state == HAPPENS[1] else "does not happen"
        said.append(f"{speaker.label(name)} {holds}")
    return listed(said)
