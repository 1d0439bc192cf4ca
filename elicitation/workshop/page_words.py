"""Say messages on the pages: where to press, and labels for names of the model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bayesnet.errors import Place, Problem
from bayesnet.messages.facts import Expert, Items
from bayesnet.messages.surface import Ids, Surface
from bayesnet.study.study import Study
from diagrams.network.wording import Labels, in_prose
from elicitation.messages.on_pages import on_pages

_OWN = (Place("elicitation.toml", "expert"), Place("elicitation.toml", "round"))
"""Places of what was chosen on a page, not of what stands in a file."""
_FIRST = re.compile(r"\{(\w+)")
"""The fact that a message begins with."""


@dataclass(frozen=True, slots=True)
class Words(Labels):
    """What names are called: labels of nodes, and of experts by id."""

    nodes: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    def person(self, expert: str) -> str:
        """Return an expert's label; the id of one who has none."""
        return self.people.get(expert, expert)

    def expert(self, id_: str) -> str:
        """Return the same, for messages."""
        return self.person(id_)


def words_of(study: Study, people: Mapping[str, str]) -> Words:
    """Return the words for a study's names. people: labels of its experts."""
    return Words(nodes=study.labels, people=people)


def page(words: Words) -> Surface:
    """Return the pages of a study as a surface for messages."""
    return Surface(entries=on_pages(), names=words)


def on_page(problem: Problem, words: Words) -> str:
    """Return what is wrong with what somebody did, and what to do about it, in words of the pages.

    A place is said where it is one in a file.
    """
    text = page(words).sentence(problem)
    place = problem.place
    if place in _OWN or place.file in ("", "responses"):
        return text if _begins_with_somebody(problem) else capital(text)
    return f"{Place(place.file, in_prose(place.path, words.nodes))}: {text}"


def capital(text: str) -> str:
    """Return the text as it begins a line; not for one that begins with what somebody is called."""
    return text[:1].upper() + text[1:]


def _begins_with_somebody(problem: Problem) -> bool:
    first = _FIRST.match(on_pages()[problem.code].message)
    match problem.facts.get(first[1]) if first else None:
        case Expert() | Items((Expert(), *_)):
            return True
    return False


def to_mend(problem: Problem) -> str:
    """Return what is wrong with a file of the study, and where, exactly."""
    return Surface(entries=on_pages(), names=Ids()).placed(problem)
