"""Put a question in words: the situation, natural frequencies, the definitions of what is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bayesnet.cpds.likelihood import Likelihood
from bayesnet.cpds.noisy_max import NoisyMax
from bayesnet.cpds.parameter import Cpd, Parameter
from bayesnet.cpds.ranked import Ranked
from bayesnet.plurals import listed
from bayesnet.study.lexicon import Lexicon
from diagrams.network.wording import meaning
from elicitation.questionnaire.question_words import KeyParts, parts_of
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
    diagram: InfluenceDiagram,
    cpd: Cpd,
    setting: Setting,
    *,
    hint: str,
    pairs: Sequence[tuple[str, str]] = (),
) -> Wording:
    """Return the wording of one question; hint: of its type; pairs: of causes to compare."""
    parts = parts_of(parameter.key)
    speaker = _Speaker(diagram=diagram, cpd=cpd, parts=parts, setting=setting)
    named = dict.fromkeys(
        [parameter.node, *_named(parts, cpd), *(n for pair in pairs for n in pair)]
    )
    if pairs:
        question = speaker.comparison()
    elif parameter.kind == "number":
        question = speaker.number()
    else:
        question, hint = speaker.frequency(), f"{hint} {_together(setting.unit)}"
    return Wording(
        situation=speaker.situation(),
        question=question,
        hint="" if parts.part in ("sign", "rank", "extreme") else hint,
        definitions=(_horizon(diagram), *(_definition(name, diagram) for name in named)),
        choices=speaker.choices(),
    )


def _together(unit: Unit) -> str:
    """Return what the numbers of a distribution come to, and how to write one."""
    write = " (write 0.2 for 20 of 100)" if unit == "probability" else ""
    return f"All of them together are 100{write}."


def period(diagram: InfluenceDiagram) -> str:
    """Return what one of a hundred cases is, such as ``six-month periods``."""
    months = round((diagram.horizon_end - diagram.as_of).days / DAYS_OF_MONTH)
    return f"{_counted(months)}-month periods" if 1 <= months < len(_WORDS) else "periods"


def _counted(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else str(number)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speaker:
    """What a sentence about one question is made from."""

    diagram: InfluenceDiagram
    cpd: Cpd
    parts: KeyParts
    setting: Setting

    @property
    def child(self) -> str:
        return self.label(self.parts.node)

    def label(self, name: str) -> str:
        return self.diagram.labels.get(name, name)

    def state(self, name: str, state: str) -> str:
        return self.diagram.state_label(name, state)

    def states(self, pairs: Sequence[tuple[str, str]]) -> str:
        return listed(
            [f"'{self.label(name)}' is {self.state(name, state)}" for name, state in pairs]
        )

    def situation(self) -> str:
        """Return what to suppose, or nothing."""
        part, pairs, cpd = self.parts.part, self.parts.pairs, self.cpd
        if part in ("", "check", "extreme"):
            return f"Suppose that {self.states(pairs)}." if pairs else ""
        if part == "leak" and isinstance(cpd, NoisyMax):
            return (
                f"Suppose that none of the listed causes is present: {self.states(_neutral(cpd))}."
            )
        if part == "link" and isinstance(cpd, NoisyMax):
            others = [pair for pair in _neutral(cpd) if pair[0] != pairs[0][0]]
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
        period_ = period(self.diagram)
        like = f"such {period_}" if self.situation() else f"{period_} like this one"
        node = self.cpd.domain.child
        whose = [f"'{self.state(node, state)}'" for state in self.cpd.domain.states]
        return f"Out of 100 {like}, in how many is '{self.child}' {', in how many '.join(whose)}?"

    def comparison(self) -> str:
        """Return a question for the causes' weights in pairs."""
        causes = listed([f"'{self.label(name)}'" for name, _ in self.cpd.domain.parents])
        return (
            f"{causes} move '{self.child}'. Compare them in pairs: how many times as strongly does "
            "the first of the two move it as the second?"
        )

    def number(self) -> str:
        """Return a question for a plain number."""
        part, inside = self.parts.part, self.parts.inside
        cause = self.label(self.parts.pairs[0][0] if self.parts.pairs else inside)
        if part == "sign":
            first, last = self._ends(inside)
            return (
                f"As '{cause}' moves from {first} towards {last}, which way does '{self.child}' "
                "move?"
            )
        if part == "rank":
            causes = [f"'{self.label(name)}'" for name, _ in self.cpd.domain.parents]
            return (
                f"Of the causes of '{self.child}', {listed(causes)}, which place has '{cause}' "
                "by how much it matters?"
            )
        if part == "extreme":
            return f"Which state of '{self.child}' is the most probable?"
        return self._strength(part, inside, cause)

    def choices(self) -> tuple[tuple[str, str], ...]:
        """Return the answers to choose from, none where a number is asked for."""
        if self.parts.part == "sign":
            low, high = self._ends(self.parts.node)
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
            return f"How much does the {end} of the causes count for '{self.child}'? {_SHARES}"
        if part == "weight":
            atleast = isinstance(self.cpd, Ranked) and self.cpd.expression in ("wmin", "wmax")
            scale = "1 counts no more than the others." if atleast else _SHARES
            return f"How strongly does '{cause}' move '{self.child}'? {scale}"
        if part == "spread":
            return (
                f"With its causes known, how far does '{self.child}' still vary, on its scale from "
                "0 to 1? 0.05 hardly at all, 0.1 little, 0.2 a good deal, 0.3 widely."
            )
        if part == "effect":
            low, high = self._ends(self.parts.node)
            return (
                f"Where {self.states(self.parts.pairs)}, which way does that pull '{self.child}': "
                f"-1 fully towards {low}, 0 not at all, 1 fully towards {high}?"
            )
        if part == "base" and isinstance(self.cpd, Likelihood):
            return f"How strong are the pulls on '{self.child}' in all? 1 none, 1.5 fair, 3 strong."
        return f"Which number holds for {self.parts.node}?"

    def _ends(self, name: str) -> tuple[str, str]:
        states = self.diagram.states[name]
        return self.state(name, states[0]), self.state(name, states[-1])


_SHARES = "Any scale will do: only the proportions between the causes count."


def _neutral(cpd: NoisyMax) -> list[tuple[str, str]]:
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


def _horizon(diagram: InfluenceDiagram) -> str:
    return f"Period: {diagram.as_of.isoformat()} to {diagram.horizon_end.isoformat()}."


def _definition(name: str, diagram: InfluenceDiagram) -> str:
    node = diagram.nodes[name]
    text = f"{node.label}: {meaning(name, diagram)}"
    if node.definition.by is not None:
        text += f" Settled by {node.definition.by.isoformat()}."
    if node.definition.settled_by:
        text += f" Source: {node.definition.settled_by.rstrip('.')}."
    return text
