"""Say what is refused in words of the pages: where to press, and labels for names of the model.

Problems are worded for the terminal. One table says what its commands and options are called here;
a sentence with a command that is not in it is none of these pages' business.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bayesnet.errors import Problem
from bayesnet.mentions import bare, with_mentions
from bayesnet.study.model import InfluenceDiagram
from diagrams.network.wording import PARTS, plain, worded

OWING = (
    "Let them answer, or tick that those are left out who have not answered all. Who answered "
    "nothing can be marked absent under Rounds."
)
ELSEWHERE = "This is mended where the server runs, not on these pages."
_HERE = tuple(
    (re.compile(there), here)
    for there, here in {
        r"Yes: add --without \S+\.": "Once the round before is closed, tick so, then open it.",
        r"--without: ": "",
        r"Leave them out of --without\.": "Load Rounds again, then open it.",
        r"Add --reason TEXT\.": "Write it into the field Reason.",
        r"Take (?:them|that submission) back first: resolve withdraw [^.]+\.": "Answers are taken "
        "back where the server runs, not on these pages.",
        r"See: resolve rounds\.": "See Rounds.",
        r"Close it first: resolve round close (\d+)\.": r"Close round \1 first, under Rounds.",
        r"Open it first: resolve round open (\d+)\.": r"Open round \1 first, under Rounds.",
        r"Open it again with: resolve round reopen \d+ --reason TEXT\.": "Open it again under "
        "Rounds, with the reason.",
        r"(?:Submit to round \d+, which is open, or open|Open) it again: resolve round reopen "
        r"\d+ --reason TEXT\.": "The facilitator can open it again, under Rounds.",
        r"(?:Submit to round \d+, which is open, or open|Open) it: resolve round open \d+\.": "The "
        "facilitator can open it, under Rounds.",
        r"Get one: resolve form [^.]+\.": "Take the one that was made for this expert.",
        r"the workbook of 'resolve form'": "the workbook that was made for this expert",
        r"Submit them, say why not .+ left out \(--allow-absent\)\.": OWING,
        r"Do not submit again: run 'resolve verify'\.": "Do not send it again: load the page again "
        "and see whether it is there.",
        r"Run 'resolve verify'(?:: [^.]+)?\.": "Have the record verified where the server runs.",
        r"; 'resolve verify' checks all\.": ".",
        r", or see 'resolve recover'\.": ".",
        r"Run the command again\.": "Press again.",
        r"(a dissent needs its words\.) Put them in double quotes\.": r"\1 Write them into the "
        "field In their words.",
        r"Write \S+=1:3 (.+ or )\S+=0\.4,0\.6": r"Write 1:3 \g<1>0.4,0.6",
        r"'(\w+)=' is not NODE=STATE\. Write --\w+, a node's name, = and one of its "
        r"states\.": r"nothing is typed for \1.",
        r"Or split it: resolve load --split (\d+) proposes panels": r"Or split it into \1 panels",
        r"Ask, then freeze\.": "Wait until somebody has.",
    }.items()
)
_OF_THE_TERMINAL = re.compile(r"[^.]*(?:(?<![-\w])resolve [a-z]|(?<!\S)--[a-z]|NODE=)[^.]*\.")
_NAMES = re.compile(
    rf"([A-Za-z][\w-]*)(\.(?:{'|'.join(PARTS)})\b)?(\[[^\[\]\n]*\])?(?:=(\.{{3}}|\w+(?:\.\d+)?))?"
)
_TO_TYPE = re.compile(r"(did you mean '[^']*')")
_OWN = {("elicitation.toml", "expert"), ("elicitation.toml", "round")}
"""Places of what was chosen on a page, not of what stands in a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What names are called: labels of nodes, states of the model, labels of experts by id."""

    nodes: Mapping[str, str] = field(default_factory=dict)
    states: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)

    def person(self, expert: str) -> str:
        """Return an expert's label; the id of one who has none."""
        return self.people.get(expert, expert)


def words_of(diagram: InfluenceDiagram, people: Mapping[str, str]) -> Words:
    """Return the words for a study's names. people: labels of its experts."""
    states = frozenset(state for own in diagram.states.values() for state in own)
    return Words(nodes=diagram.labels, states=states, people=people)


def in_words(text: str, words: Words) -> str:
    """Return a text with labels for names, questions as ``Rift line [Response style: quiet]``.

    What is marked as a mention is an id, whatever word it is. Of the rest a name without an
    underscore may be a word of the language, and stays unless it stands before cases or a state.
    """

    def said(found: re.Match[str]) -> str:
        name, part, inside, state = found.groups()
        if name in words.nodes and (part or inside is not None):
            return worded(f"{name}{part or ''}{inside or ''}", words.nodes)
        if name in words.nodes and state:
            return f"{words.nodes[name]}: {plain(state)}"
        if inside is not None and "=" in inside:
            return worded(found[0], words.nodes)
        if "_" in name and name in words.nodes:
            return words.nodes[name] + found[0][len(name) :]
        return plain(found[0]) if name in words.states else found[0]

    def called(name: str) -> str:
        return words.people[name] if name in words.people else worded(name, words.nodes)

    return with_mentions(text, called, lambda rest: _NAMES.sub(said, rest))


def of_the_pages(text: str) -> str:
    """Return a text with what to press for what to type at the terminal."""
    for there, here in _HERE:
        text = there.sub(here, text)
    return _OF_THE_TERMINAL.sub(f" {ELSEWHERE}", text).strip()


def said_here(problem: Problem, words: Words) -> str:
    """Return what is wrong with what somebody did, and what to do about it, in words of the pages.

    A place is said where it is one in a file; what is to be typed there is said as it is typed.
    """
    text = _whole(problem)
    own = problem.file in ("", "responses") or (problem.file, problem.path) in _OWN
    place = "" if own else ": ".join(filter(None, (problem.file, in_words(problem.path, words))))
    if not place:
        text = in_words(text, words)
        return text[:1].upper() + text[1:]
    parts = enumerate(_TO_TYPE.split(text))
    return f"{place}: " + "".join(part if at % 2 else in_words(part, words) for at, part in parts)


def to_mend(problem: Problem) -> str:
    """Return what is wrong with a file of the study, and where, exactly."""
    return str(dataclasses.replace(problem, message=bare(_whole(problem)), remedy=""))


def _whole(problem: Problem) -> str:
    return of_the_pages(problem.sentence)
