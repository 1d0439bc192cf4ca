"""Keep who is who apart from the record, and find and take out names in free text.

The roster lies in ``private/``, which git ignores and no export reads but to take names out.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bayesnet.errors import Problem, problem_at, warning_at
from bayesnet.messages.facts import Fact, items
from elicitation.record.decoding import decode, parse_json
from elicitation.record.records import json_bytes
from elicitation.record.responses import is_expert_id

ROSTER = "private/roster.json"
FORMAT = "collective-resolve/roster"
REMOVED = "[name removed]"
SHORTEST = 3  # letters of a part of a name that is looked for by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who stands behind a pseudonym."""

    expert: str
    name: str
    email: str = ""


def write_roster(people: Sequence[Person]) -> bytes:
    """Return the bytes of the roster's file, in the order of the pseudonyms."""
    rows = [
        {"expert": p.expert, "name": p.name, "email": p.email}
        for p in sorted(people, key=lambda person: person.expert)
    ]
    return json_bytes({"format": FORMAT, "version": 1, "people": rows})


def read_roster(content: bytes) -> tuple[tuple[Person, ...], tuple[Problem, ...]]:
    """Return the people in the roster's bytes and everything wrong with them."""

    def refuse(path: str, code: str, /, **facts: Fact) -> Problem:
        return problem_at(ROSTER, path, code, **facts)

    text, wrong = decode(content, ROSTER)
    document = None
    if not wrong:
        document, wrong = parse_json(text, ROSTER)
    if wrong:
        return (), (wrong,)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return (), (refuse("format", "record.roster-of-another-format", format_name=FORMAT),)
    if document.get("version") != 1 or not isinstance(document.get("people"), list):
        return (), (refuse("people", "record.no-version-list-people"),)
    people: list[Person] = []
    problems: list[Problem] = []
    for index, item in enumerate(document["people"]):
        path = f"people[{index}]"
        match item:
            case {"expert": str() as expert, "name": str() as name, "email": str() as email} if (
                is_expert_id(expert) and name.strip()
            ):
                people.append(Person(expert=expert, name=name, email=email))
            case _:
                problems.append(refuse(path, "record.person-expert-name-email-first"))
    experts = [person.expert for person in people]
    problems += [
        refuse("people", "record.person-twice", expert=e)
        for e in {*experts}
        if experts.count(e) > 1
    ]
    return tuple(people), tuple(problems)


def pseudonym(taken: Collection[str]) -> str:
    """Return a random id that nobody has: it says nothing about the person or the order."""
    used = {name.lower() for name in taken}
    digits = 2
    while True:
        free = [n for n in range(1, 10**digits) if f"e{n:0{digits}d}" not in used]
        if len(free) > 10**digits // 4:  # so many left that the last ones cannot be guessed
            return f"E{secrets.choice(free):0{digits}d}"
        digits += 1


def names_in(text: str, people: Iterable[Person]) -> tuple[str, ...]:
    """Return every name, part of a name or address of the people that stands in the text."""
    pattern = _pattern(people)
    return tuple(dict.fromkeys(pattern.findall(_visible(text)))) if pattern else ()


def without_names(text: str, people: Iterable[Person]) -> str:
    """Return the text with every name of the people taken out."""
    pattern = _pattern(people)
    if pattern is None:
        return text
    seen = _visible(text)
    return pattern.sub(REMOVED, seen) if pattern.search(seen) else _composed(text)


Shown: TypeAlias = Literal["in-export", "in-ledger", "in-pack", "in-form", "to-facilitator"]
"""Where a text would be read: what becomes of a name in it."""


def name_warnings(
    texts: Iterable[tuple[str, str, str]], people: Collection[Person], shown: Shown
) -> tuple[Problem, ...]:
    """Return a warning for every text with a name in it; each comes with its file and its place.

    shown: what becomes of it, or is made of it.
    """
    return tuple(
        warning_at(file, place, f"record.names-somebody-{shown}", names=items(found))
        for file, place, text in texts
        if (found := names_in(text, people))
    )


def _visible(text: str) -> str:
    """Return the text without what nobody sees: a soft hyphen or a joiner would hide a name."""
    return "".join(c for c in _composed(text) if unicodedata.category(c) != "Cf")


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _pattern(people: Iterable[Person]) -> re.Pattern[str] | None:
    """Return what finds the people: whole names in any case, parts as names are written.

    In any case 'may' and 'will' would be names all over a text.
    """
    whole: set[str] = set()
    parts: set[str] = set()
    for person in people:
        words = _composed(person.name).replace(",", " ").split()
        if len(words) > 1:
            whole |= {r"[\s,]+".join(map(re.escape, order)) for order in (words, words[::-1])}
        long = [w for word in words for w in {word, *word.split("-")} if len(w) >= SHORTEST]
        parts |= {form for word in long for form in (re.escape(word), re.escape(word.upper()))}
        if person.email.strip():
            whole.add(re.escape(_composed(person.email.strip())))
    if not whole | parts:
        return None
    longest_first = sorted(parts, key=len, reverse=True)
    choices = [*(f"(?i:{one})" for one in sorted(whole, key=len, reverse=True)), *longest_first]
    return re.compile(rf"(?<!\w)(?:{'|'.join(choices)})(?!\w)")
