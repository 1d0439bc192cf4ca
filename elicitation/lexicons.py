"""Read the verbal probability lexicons that ship with the package."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from bayesnet.errors import Problem, Refused, did_you_mean
from bayesnet.lexicon import Lexicon, Term


def lexicons() -> dict[str, Lexicon]:
    """Return every lexicon that gives ranges, by the name it is asked for.

    The name is what stands before the first bracket: ``ICD-203 (US, 2015)`` is ``ICD-203``.
    A scale of points, which is for asking and not for wording, is left out.
    """
    text = files("elicitation").joinpath("lexicons.json").read_text("utf-8")
    found = {}
    for title, entry in json.loads(text).items():
        if title.startswith("_") or "ranges" not in entry:
            continue
        found[title.partition(" (")[0]] = _lexicon(title, entry["ranges"])
    return found


def lexicon_named(name: str) -> Lexicon:
    """Return the lexicon of that name, whatever its case; raises Refused if there is none."""
    known = lexicons()
    for title, lexicon in known.items():
        if title.casefold() == name.casefold():
            return lexicon
    message, remedy = f"there is no lexicon '{name}';", did_you_mean(name, known)
    raise Refused([Problem(file="", path="--lexicon", message=message, remedy=remedy)])


def _lexicon(title: str, ranges: dict[str, Any]) -> Lexicon:
    terms = []
    for wordings, (low, high) in ranges.items():
        word, *others = wordings.split("|")
        terms.append(Term(word=word, low=low / 100, high=high / 100, others=tuple(others)))
    return Lexicon(name=title, terms=tuple(sorted(terms, key=lambda t: (t.low, t.high))))
