"""Print numbers and names alike in all pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from bayesnet.answers.policy import Policy
from bayesnet.messages.language import translated
from bayesnet.messages.surface import Surface
from bayesnet.messages.terminal import terminal
from bayesnet.number_words import utility
from bayesnet.sensitivity.rules import ARROW, RuleChange
from bayesnet.study.model import InfluenceDiagram, Name, State

SHARES = "Any scale will do: only the proportions between the causes count."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How a kind of number that a CPT method asks for is told of; ``PARTS`` says what names it has.

    Each may name ``node`` and ``about``, what stands in the brackets of the key.
    title: with labels, on pictures and forms.
    quantity: with names, in feedback and differences; also ``state``, and ``inside``, the brackets'
    own text.
    question: with labels, to an expert, also ``low`` and ``high``, the node's first and last state;
    empty for a distribution, which is asked for in the same way everywhere.
    """

    title: str
    quantity: str
    question: str = ""


PARTS: Mapping[str, Part] = {
    "leak": Part(
        title="{node}, no listed cause present",
        quantity="P({node} = {state}) when no cause is at work",
    ),
    "link": Part(title="{node}, {about} alone", quantity="P({node} = {state}) when only {about}"),
    "weight": Part(
        title="{node}, weight of {about}",
        quantity="the weight of {inside} in {node}",
        question=f"How strongly does {{about}} move {{node}}? {SHARES}",
    ),
    "precision": Part(
        title="{node}, how often it takes the better act",
        quantity="how often of 100 {node} takes the better act",
    ),
    "spread": Part(
        title="{node}, spread",
        quantity="the spread of {node}",
        question="With its causes known, how far does {node} still vary, on its scale from 0 to "
        "1? 0.05 hardly at all, 0.1 little, 0.2 a good deal, 0.3 widely.",
    ),
    "prior": Part(title="{node}, typically", quantity="P({node} = {state}) typically"),
    "effect": Part(
        title="{node}, effect of {about}",
        quantity="the effect of {inside} on {node}",
        question="Where {about}, which way does that pull {node}: -1 fully towards {low}, 0 not "
        "at all, 1 fully towards {high}?",
    ),
    "base": Part(
        title="{node}, strength of the effects",
        quantity="the base of {node}",
        question="How strong are the pulls on {node} in all? 1 none, 1.5 fair, 3 strong.",
    ),
    "check": Part(
        title="{node} [{about}], asked again", quantity="P({node} = {state}) when {about}"
    ),
    "marginal": Part(title="{node}, all in all", quantity="P({node} = {state}) all in all"),
    "extreme": Part(
        title="{node} [{about}], the most probable state",
        quantity="the most probable state of {node} when {about}",
        question="Which state of {node} is the most probable?",
    ),
    "sign": Part(
        title="{node}, direction of {about}", quantity="the direction of {inside} on {node}"
    ),
    "rank": Part(
        title="{node}, rank of {about}", quantity="the rank of {inside} among the causes of {node}"
    ),
}
"""All that is asked beside the rows of tables: a method's own numbers, and what checks others."""
_PART = re.compile(rf"(\w+)\.({'|'.join(PARTS)})(?:\[(.*)\])?")

_ALONE = re.compile(r"(weight of )?\w+( as \w+ has it)?")
"""All of a text that is about one node."""
_NAME = re.compile(r"(?<![=\w])\w+(?=\[|=\w)|\w*_\w*")
"""What can be no word of a language: before cases or a state, or with an underscore."""
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
    days = {"as_of": diagram.as_of, "horizon_end": diagram.horizon_end}
    said |= {key: day.isoformat() for key, day in days.items() if day}
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
        title = translated(PARTS[kind].title)
        return title.format(node=labels.get(node, plain(node)), about=about)
    named = _WORD.sub(lambda found: found[1] + _called(found[2], labels, state=found[1]), text)
    return named.replace("[]", "").replace("[", " [").replace("=", ": ")


def _called(name: str, labels: Mapping[str, str], *, state: str) -> str:
    """Return what a name is called; behind an equals sign it is a state."""
    return plain(name) if state else labels.get(name, plain(name))


@dataclass(frozen=True, slots=True)
class Labels:
    """What messages call names: nodes by their labels, questions and states in words."""

    nodes: Mapping[str, str]

    def node(self, name: str) -> str:
        """Return the label of a node."""
        return self.nodes.get(name, plain(name))

    def state(self, name: str) -> str:
        """Return a state in words."""
        return plain(name)

    def expert(self, id_: str) -> str:
        """Return the id."""
        return id_

    def question(self, key: str) -> str:
        """Return what a question is about."""
        return worded(key, self.nodes)


def labelled(labels: Mapping[str, str]) -> Surface:
    """Return the terminal as it speaks to experts, who know nodes by their labels."""
    return Surface(entries=terminal().entries, names=Labels(labels))


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
