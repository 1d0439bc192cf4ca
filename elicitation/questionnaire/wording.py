"""Put a question in words: the situation, natural frequencies, the definitions of what is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bayesnet.cpds.noisy_max import NoisyMax
from bayesnet.cpds.parameter import Cpd, Parameter
from bayesnet.cpds.ranked import Ranked
from bayesnet.plurals import listed
from bayesnet.study.lexicon import Lexicon
from bayesnet.study.model import Definition
from diagrams.network.wording import PARTS, SHARES, meaning
from elicitation.questionnaire.question_words import KeyParts
from elicitation.record.responses import Unit

if TYPE_CHECKING:
    from bayesnet.study.model import InfluenceDiagram

_WORDS = (
    *("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)
DAYS_OF_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A question in words.

    situation: what to suppose; question: what is asked; hint: how to type the answer.
    definitions: the period, and every quantity named, its child first. choices: (number, words) of
    each answer that can be given, where it is one of a few.
    """

    situation: str
    question: str
    hint: str
    definitions: tuple[str, ...]
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def asked(self) -> str:
        """Return the question with the numbers that stand for its choices, to be typed."""
        numbered = ", ".join(" ".join(choice) for choice in self.choices)
        return f"{self.question} {numbered}." if numbered else self.question

    @property
    def text(self) -> str:
        """Return situation and question in one paragraph."""
        return " ".join(filter(None, (self.situation, self.asked)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all questions of a study share.

    unit: of the distributions. reference: (node, state) of all that a node is asked for under when
    it is asked for all in all. lexicon: that words are taken from.
    """

    unit: Unit
    reference: tuple[tuple[str, str], ...] = ()
    lexicon: Lexicon | None = None


def wording(
    parameter: Parameter,
    speaker: Speaker,
    *,
    type_: str,
    hint: str,
    pairs: Sequence[tuple[str, str]] = (),
) -> Wording:
    """Return the wording of one question of a type, with its hint; pairs: of causes to compare."""
    diagram, cpd, parts = speaker.diagram, speaker.cpd, speaker.parts
    named = dict.fromkeys(
        [parameter.node, *_named(parts, cpd), *(n for pair in pairs for n in pair)]
    )
    if pairs:
        question = speaker.comparison()
    elif parameter.kind == "number":
        question = speaker.number()
    else:
        question = diagram.chance[parameter.node].ask or speaker.frequency()
        hint = f"{hint} {_together(type_, speaker.setting.unit)}".rstrip()
    return Wording(
        situation=speaker.situation(),
        question=question,
        hint="" if parts.part in ("sign", "rank", "extreme") else hint,
        definitions=tuple(
            filter(None, (horizon(diagram), *(definition(name, diagram) for name in named)))
        ),
        choices=speaker.choices(),
    )


_TOGETHER = {
    "point": "All of them together are 100",
    "three_point": "All of them together are 100",
    "four_point": "The best ones together are 100",
}
"""What the numbers of all states come to, by the types of which that is so."""


def _together(type_: str, unit: Unit) -> str:
    """Return what the numbers of a distribution come to, and how to write one."""
    if type_ == "roulette":
        return ""  # chips are counted, in tenths that are printed in percent
    write = "write 0.2 for 20 of 100" if unit == "probability" else ""
    if type_ not in _TOGETHER:
        return f"{write.capitalize()}." if write else ""
    return _TOGETHER[type_] + (f" ({write})." if write else ".")


def period(diagram: InfluenceDiagram) -> str:
    """Return what one of a hundred cases is, such as ``six-month periods``."""
    if not (diagram.as_of and diagram.horizon_end):
        return "periods"
    months = round((diagram.horizon_end - diagram.as_of).days / DAYS_OF_MONTH)
    return f"{_counted(months)}-month periods" if 1 <= months < len(_WORDS) else "periods"


def _counted(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else str(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """What a sentence about one question is made from.

    mark: stands around labels, and around states that are asked for.
    """

    diagram: InfluenceDiagram
    cpd: Cpd
    parts: KeyParts
    setting: Setting
    mark: str = "'"

    @property
    def child(self) -> str:
        """Return the label of the node that is asked for."""
        return self.label(self.parts.node)

    def label(self, name: str) -> str:
        """Return a node's label between its marks."""
        return f"{self.mark}{self.diagram.labels.get(name, name)}{self.mark}"

    def state(self, name: str, state: str) -> str:
        """Return a state as a person reads it."""
        return self.diagram.state_label(name, state)

    def states(self, pairs: Sequence[tuple[str, str]]) -> str:
        """Return ``Season is wet and Wind is west``."""
        return listed([f"{self.label(name)} is {self.state(name, state)}" for name, state in pairs])

    def situation(self) -> str:
        """Return what to suppose, or nothing."""
        part, pairs, cpd = self.parts.part, self.parts.pairs, self.cpd
        if part in ("", "check", "extreme"):
            return f"Suppose that {self.states(pairs)}." if pairs else ""
        if part == "leak" and isinstance(cpd, NoisyMax):
            return (
                f"Suppose that none of the listed causes is present: {self.states(neutral(cpd))}."
            )
        if part == "link" and isinstance(cpd, NoisyMax):
            others = [pair for pair in neutral(cpd) if pair[0] != pairs[0][0]]
            rest = (
                "Every other cause, known or unknown, is switched off."
                if cpd.wording == "diez"
                else "Causes that are not listed may act."
            )
            alone = (
                f", and no other listed cause is present: {self.states(others)}" if others else ""
            )
            return f"Suppose that {self.states(pairs)}{alone}. {rest}"
        if part == "prior":
            return "Suppose that nothing is known of what bears on it."
        if part == "marginal" and self.setting.reference:
            return f"Suppose that {self.states(self.setting.reference)}."
        return ""

    def frequency(self) -> str:
        """Return a question for a distribution, in natural frequencies."""
        like = self.cases()
        node = self.cpd.domain.child
        whose = [f"{self.mark}{self.state(node, s)}{self.mark}" for s in self.cpd.domain.states]
        return f"Out of 100 {like}, in how many is {self.child} {', in how many '.join(whose)}?"

    def cases(self) -> str:
        """Return what is counted a hundred times: ``such six-month periods``."""
        counted = period(self.diagram)
        return f"such {counted}" if self.situation() else f"{counted} like this one"

    def comparison(self) -> str:
        """Return a question for the causes' weights in pairs."""
        causes = listed([self.label(name) for name, _ in self.cpd.domain.parents])
        return (
            f"{causes} move {self.child}. Compare them in pairs: how many times as strongly does "
            "the first of the two move it as the second?"
        )

    def number(self) -> str:
        """Return a question for a plain number."""
        part, inside = self.parts.part, self.parts.inside
        cause = self.label(self.parts.pairs[0][0] if self.parts.pairs else inside)
        if part == "sign":
            first, last = self.ends(inside)
            return (
                f"As {cause} moves from {first} towards {last}, which way does {self.child} move?"
            )
        if part == "rank":
            causes = [self.label(name) for name, _ in self.cpd.domain.parents]
            return (
                f"Of the causes of {self.child}, {listed(causes)}, which place has {cause} "
                "by how much it matters?"
            )
        return self._strength(part, inside, cause)

    def choices(self) -> tuple[tuple[str, str], ...]:
        """Return the answers to choose from, none where a number is asked for."""
        if self.parts.part == "sign":
            low, high = self.ends(self.parts.node)
            depends = "neither way, or it depends"
            return (("1", f"towards {high}"), ("-1", f"towards {low}"), ("0", depends))
        if self.parts.part == "rank":
            places = range(1, len(self.cpd.domain.parents) + 1)
            ends = {1: "matters most", places[-1]: "matters least"}
            return tuple((str(n), ends.get(n, f"place {_counted(n)}")) for n in places)
        if self.parts.part == "extreme":
            states = [self.state(self.parts.node, s) for s in self.cpd.domain.states]
            return tuple((str(i), said) for i, said in enumerate(states, 1))
        return ()

    def _strength(self, part: str, inside: str, cause: str) -> str:
        if part == "weight" and inside in ("min", "max"):
            end = "lowest" if inside == "min" else "highest"
            return f"How much does the {end} of the causes count for {self.child}? {SHARES}"
        if part == "weight" and isinstance(self.cpd, Ranked) and self.cpd.expression in _AT_LEAST:
            least = "1 counts no more than the others."
            return f"How strongly does {cause} move {self.child}? {least}"
        if part not in PARTS:
            return f"Which number holds for {self.parts.node}?"
        low, high = self.ends(self.parts.node)
        about = self.states(self.parts.pairs) if self.parts.pairs else cause
        return PARTS[part].question.format(node=self.child, about=about, low=low, high=high)

    def ends(self, name: str) -> tuple[str, str]:
        """Return a node's first and last state."""
        states = self.diagram.states[name]
        return self.state(name, states[0]), self.state(name, states[-1])


_AT_LEAST = ("wmin", "wmax")
"""Expressions in which a weight says how much more than the others a cause counts."""


def neutral(cpd: NoisyMax) -> list[tuple[str, str]]:
    """Return (cause, state) of every cause where it does nothing."""
    return [
        (parent, state)
        for parent, states in cpd.domain.parents
        for state in states
        if (parent, state) not in cpd.links
    ]


def _named(parts: KeyParts, cpd: Cpd) -> Iterator[str]:
    if parts.part in ("leak", "link", "rank", "extreme", "check", ""):
        yield from (parent for parent, _ in cpd.domain.parents)
    elif parts.part in ("sign", "weight") and parts.inside in dict(cpd.domain.parents):
        yield parts.inside
    yield from (name for name, _ in parts.pairs)


def horizon(diagram: InfluenceDiagram) -> str:
    """Return the period that questions are about; empty where none is given."""
    first, last = diagram.as_of, diagram.horizon_end
    days = f"{f'{first} ' if first else ''}{f'to {last}' if last else ''}".strip()
    return f"Period: {days}." if days else ""


def definition(name: str, diagram: InfluenceDiagram) -> str:
    """Return what a node means, by when it is settled, and by what; empty where nobody said."""
    node = diagram.nodes[name]
    if node.definition == Definition(text=""):
        return ""
    text = f"{node.label}: {meaning(name, diagram)}"
    if node.definition.by is not None:
        text += f" Settled by {node.definition.by.isoformat()}."
    if node.definition.settled_by:
        text += f" Source: {node.definition.settled_by.rstrip('.')}."
    return text
