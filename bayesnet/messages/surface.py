"""Put messages into words: what a surface says for a code, and what it calls names.

A template has named places, ``{expert} has answered {question}.``; each is filled with the fact of
that name. Nothing of a fact is ever read as a template.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from bayesnet.messages.facts import (
    Count,
    Expert,
    Fact,
    Items,
    LineNumber,
    Node,
    Phrase,
    Question,
    State,
)
from bayesnet.messages.language import translated, translated_number
from bayesnet.messages.remedies import Remedy


@dataclass(frozen=True, slots=True)
class Entry:
    """What a code says in English; both texts are templates.

    advice: what to do about it, where that depends on the code alone. command: the same, where it
    is something to type at the terminal, which other surfaces have no place for.
    many: the message for several, one of which is counted by the fact ``by``: a number or items.
    """

    message: str
    advice: str = ""
    many: str = ""
    by: str = ""
    command: str = ""


class Message(Protocol):
    """What can be put into words."""

    @property
    def code(self) -> str:
        """A stable name for it."""
        ...

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What its words are about, by the names of their places."""
        ...

    @property
    def remedies(self) -> Sequence[Remedy]:
        """What to do about it, where surfaces differ."""
        ...


class Placed(Message, Protocol):
    """A message that lies somewhere."""

    @property
    def place(self) -> object:
        """Where it lies, as a text."""
        ...


class Names(Protocol):
    """What the names of a study are called."""

    def node(self, name: str) -> str:
        """Return what a node is called."""
        ...

    def state(self, name: str) -> str:
        """Return what a state is called."""
        ...

    def expert(self, id_: str) -> str:
        """Return what an expert is called."""
        ...

    def question(self, key: str) -> str:
        """Return what a question is about."""
        ...


class Ids:
    """Every name as it is typed."""

    def node(self, name: str) -> str:
        """Return the name."""
        return name

    def state(self, name: str) -> str:
        """Return the name."""
        return name

    def expert(self, id_: str) -> str:
        """Return the id."""
        return id_

    def question(self, key: str) -> str:
        """Return the key."""
        return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A place where messages are read. entries: its words by code. names: what it calls names."""

    entries: Mapping[str, Entry]
    names: Names

    def sentence(self, message: Message) -> str:
        """Return what is wrong and what to do about it."""
        return " ".join(filter(None, self.parts(message)))

    def placed(self, problem: Placed) -> str:
        """Return the sentence behind its place: ``file: path: what is wrong``."""
        return ": ".join(filter(None, (str(problem.place), self.sentence(problem))))

    def advice(self, message: Message) -> str:
        """Return what it means for whoever looks after the model; empty if it means nothing."""
        code = f"{message.code}.advice"
        return self.message(code, message.facts) if code in self.entries else ""

    def advised(self, message: Message) -> str:
        """Return the sentence, and what it means for whoever looks after the model."""
        return " ".join(filter(None, (self.sentence(message), self.advice(message))))

    def parts(self, message: Message) -> tuple[str, str]:
        """Return what is wrong and what to do about it, apart."""
        return self.message(message.code, message.facts), self.remedy(message)

    def phrase(self, phrase: Phrase) -> str:
        """Return the words of a phrase that stands alone."""
        return self.message(phrase.code, phrase.facts)

    def message(self, code: str, facts: Mapping[str, Fact]) -> str:
        """Return what is wrong alone, or the words of a phrase."""
        entry = self.entries[code]
        template = translated(entry.message)
        if entry.many:
            template = translated_number(entry.message, entry.many, _number(facts[entry.by]))
        return self._filled(template, facts)

    def remedy(self, message: Message) -> str:
        """Return what to do about it alone; empty if nothing is said."""
        entry = self.entries[message.code]
        own = (
            self._filled(translated(text), message.facts) for text in (entry.advice, entry.command)
        )
        return " ".join(filter(None, (self.remedies(message.remedies), *own)))

    def remedies(self, remedies: Sequence[Remedy]) -> str:
        """Return the words of remedies, one after the other."""
        return " ".join(self.message(each.code, facts_of(each)) for each in remedies)

    def _filled(self, template: str, facts: Mapping[str, Fact]) -> str:
        return template.format(**{name: self._shown(fact) for name, fact in facts.items()})

    def _shown(self, fact: Fact) -> str | float | Decimal:
        """Return a fact as the template takes it: numbers stay numbers."""
        match fact:
            case Node() | State() | Expert() | Question():
                return self._called(fact)
            case LineNumber(number):
                return translated("line {number}").format(number=number)
            case Count(number, noun):
                return self.message(f"count.{noun}", {"number": number})
            case Items(items, joined):
                return _joined([str(self._shown(item)) for item in items], joined)
            case Phrase(code, facts):
                return self.message(code, facts)
        return fact

    def _called(self, name: Node | State | Expert | Question) -> str:
        """Return what a name is called here."""
        match name:
            case Node(node):
                return self.names.node(node)
            case State(state):
                return self.names.state(state)
            case Expert(id_):
                return self.names.expert(id_)
        return self.names.question(name.key)


def facts_of(remedy: Remedy) -> Mapping[str, Fact]:
    """Return the facts of a remedy: its fields."""
    return {each.name: getattr(remedy, each.name) for each in dataclasses.fields(remedy)}


def _number(fact: Fact) -> int:
    if isinstance(fact, Items):
        return len(fact.items)
    return fact.number if isinstance(fact, Count) else int(str(fact))


_BETWEEN: Mapping[str, str] = {
    "comma": ", ",
    "semicolon": "; ",
    "arrow": " -> ",
    "equals": "=",
    "space": " ",
}
_LAST = {"and": "{before} and {last}", "or": "{before} or {last}"}
_EACH = {
    "and-and": "{before} and {last}",
    "and-no": "{before} and no {last}",
    "or-or": "{before} or {last}",
}
JOINING = ("line {number}", *_LAST.values(), *_EACH.values())
"""Templates of this module, for whoever translates."""


def _joined(texts: Sequence[str], how: str) -> str:
    if how in _BETWEEN:
        return _BETWEEN[how].join(texts)
    if how in _EACH and texts:
        template = translated(_EACH[how])
        return functools.reduce(lambda one, two: template.format(before=one, last=two), texts)
    *most, last = texts or [""]
    return translated(_LAST[how]).format(before=", ".join(most), last=last) if most else last
