"""Read the lexicons of likelihood words that ship with the package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bayesnet.errors import StudyError, problem_at
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.lexicon import Lexicon, Term

USUAL = "ICD-203"
"""The lexicon of a study that names none."""


@cache
def lexicons() -> Mapping[str, Lexicon]:
    """Return every lexicon, by the name it has in ``elicitation.toml``."""
    text = (files("elicitation.questionnaire") / "lexicons.json").read_text("utf-8")
    return {name: _lexicon(name, entry) for name, entry in json.loads(text)["lexicons"].items()}


def lexicon_named(name: str) -> Lexicon:
    """Return the lexicon of that name, whatever its case; raises StudyError if there is none."""
    for known, lexicon in lexicons().items():
        if known.casefold() == name.casefold():
            return lexicon
    raise StudyError(
        [problem_at("", "--lexicon", "plan.no-lexicon", did_you_mean(name, lexicons()), word=name)]
    )


def _lexicon(name: str, entry: Mapping[str, object]) -> Lexicon:
    ranges = entry["ranges"]
    assert isinstance(ranges, dict)  # noqa: S101 - our own file
    terms = []
    for wordings, (low, high) in ranges.items():
        word, *others = wordings.split("|")
        terms.append(Term(word=word, low=low / 100, high=high / 100, others=tuple(others)))
    return Lexicon(
        name=name,
        title=str(entry["title"]),
        source=str(entry["source_seen"]),
        notes=str(entry.get("notes", "")),
        terms=tuple(terms),
    )
