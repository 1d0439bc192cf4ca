"""Print numbers and names alike in all pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial

from bayesnet.answers.policy import Policy
from bayesnet.mentions import with_mentions
from bayesnet.number_words import utility
from bayesnet.sensitivity.rules import ARROW, RuleChange
from bayesnet.study.model import InfluenceDiagram, Name, State

PARTS: Mapping[str, str] = {
    "leak": "{node}, no listed cause present",
    "link": "{node}, {about} alone",
    "weight": "{node}, weight of {about}",
    "spread": "{node}, spread",
    "prior": "{node}, typically",
    "effect": "{node}, effect of {about}",
    "base": "{node}, strength of the effects",
    "check": "{node} [{about}], asked again",
    "marginal": "{node}, all in all",
    "extreme": "{node} [{about}], the most probable state",
    "sign": "{node}, direction of {about}",
    "rank": "{node}, rank of {about}",
}
"""What a question about a parameterised table asks for, in words."""
_PART = re.compile(rf"(\w+)\.({'|'.join(PARTS)})(?:\[(.*)\])?")

_ALONE = re.compile(r"(weight of )?\w+( as \w+ has it)?")
"""All of a text that is about one node."""
_NAME = re.compile(r"(?<![=\w])\w+(?=\[|=\w)|\w*_\w*")
"""What can be no word of a language: before cases or a state, or with an underscore."""
_UNDERSCORED = re.compile(r"\w*_\w*")
_WORD = re.compile(r"(=?)(\w+)")
_STATE = re.compile(r"(?<=\S)=(?=\S)")


def plain(name: str) -> str:
    """Return an identifier as words."""
    return name.replace("_", " ")


def meaning(name: Name, diagram: InfluenceDiagram) -> str:
    """Return the definition of a node: states, nodes and the study's dates as all else says them.

    Nodes only where their name is no word of a language, as one with an underscore.
    """
    said = {node: label for node, label in diagram.labels.items() if "_" in node}
    said |= {state: plain(state) for state in diagram.states.get(name, ())}
    said |= {"as_of": diagram.as_of.isoformat(), "horizon_end": diagram.horizon_end.isoformat()}
    text = diagram.nodes[name].definition.text
    return re.sub(r"\w+", lambda found: said.get(found[0], found[0]), text)


def worded(text: str, labels: Mapping[str, str]) -> str:
    """Return a text with the labels of nodes for their names: ``Rift line [...]: present``.

    A part of a parameterised table says which it is: ``Rift line, Response style: quiet alone``.
    """
    part = _PART.fullmatch(text)
    if part:
        node, kind, inside = part.groups()
        about = worded(inside or "", labels)
        return PARTS[kind].format(node=labels.get(node, plain(node)), about=about)
    named = _WORD.sub(lambda found: found[1] + _called(found[2], labels, state=found[1]), text)
    return named.replace("[]", "").replace("[", " [").replace("=", ": ")


def _called(name: str, labels: Mapping[str, str], *, state: str) -> str:
    """Return what a name is called; behind an equals sign it is a state."""
    return plain(name) if state else labels.get(name, plain(name))


def in_a_sentence(sentence: str, labels: Mapping[str, str]) -> str:
    """Return a sentence with the labels of the nodes that it mentions, and questions in words.

    What it does not mark as mentioned is a word of the language, whatever nodes are called; only
    names with an underscore are none. See ``bayesnet.mentions``.
    """

    def between(text: str) -> str:
        return _UNDERSCORED.sub(lambda found: labels.get(found[0], plain(found[0])), text)

    return with_mentions(sentence, lambda name: worded(name, labels), between)


def in_prose(text: str, labels: Mapping[str, str]) -> str:
    """Return a text that somebody wrote, or that holds some of it, with labels for nodes' names.

    A name that is a word of a language too is one, unless it stands where only names do: alone, as
    whose weight or table it is, before its cases or its state.
    """
    alone = _ALONE.fullmatch(text)
    if alone or _PART.fullmatch(text):
        return worded(text, labels)
    named = _NAME.sub(lambda found: labels.get(found[0], plain(found[0])), text)
    return _STATE.sub(": ", named.replace("[]", "").replace("[", " ["))


def rule_words(policy: Policy, diagram: InfluenceDiagram) -> str:
    """Return the rule of a decision in words: ``take if Forecast: rainy, else leave``."""
    return policy.text(
        lambda option: diagram.state_label(policy.decision, option),
        lambda name, state: f"{diagram.labels[name]}: {diagram.state_label(name, state)}",
    )


def change_words(
    changes: Iterable[RuleChange], diagram: InfluenceDiagram, arrow: str = ARROW
) -> str:
    """Return what a plan does instead: ``Umbrella: leave -> take if Sky: grey, else leave``."""
    labels = diagram.labels

    def condition(name: Name, state: State) -> str:
        return f"{labels[name]}: {diagram.state_label(name, state)}"

    def text(change: RuleChange) -> str:
        return change.text(partial(diagram.state_label, change.decision), condition, arrow)

    return "; ".join(f"{labels[change.decision]}: {text(change)}" for change in changes)


def amount(value: float, unit: str, digits: int, *, signed: bool = False) -> str:
    """Return a quantity in percent, or points of utility; its change in points, with its sign.

    digits: after the point, of points of utility.
    """
    if unit == "probability" and not signed:
        return f"{100 * value:.1f} %"
    scaled, places = (100 * value, 1) if unit == "probability" else (value, digits)
    return utility(scaled, places, signed=signed)


def words_on_axis(unit: str, value_unit: str, *, signed: bool = False) -> str:
    """Return the words on the axis of such a quantity; value_unit: of utilities, if any."""
    if unit == "probability":
        return "change, in percentage points" if signed else "probability"
    return f"utility, in {value_unit}" if value_unit else "points of utility, of 100"
