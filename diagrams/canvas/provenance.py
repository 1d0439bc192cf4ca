"""Say what made a picture or a document, in the same words in every kind of file.

======  ==============================================================================
file    where its stamp stands
======  ==============================================================================
SVG     ``as_text`` in ``<metadata>``
PNG     ``as_text`` in the text chunk ``Provenance``
PDF     ``as_text`` as the only keyword (Info dictionary and XMP)
HTML    ``as_text`` in ``<script type="application/json" id="provenance">``
DOCX    ``as_properties``: a custom property a key (Word keeps 255 letters of each)
======  ==============================================================================

A stamp holds texts only: the entries of ``Provenance``, the hashes of what
else the study's folder holds, ``draws``, which names the seed, where worlds were drawn, and
``layout`` where another program than the pinned one placed the nodes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias

from bayesnet.answers.provenance import HASH_SHOWN, Provenance

Stamp: TypeAlias = Mapping[str, str]

CHUNK = "Provenance"
"""Name of the PNG text chunk."""
PROPERTY = "provenance."
"""What the name of a custom property of a DOCX begins with; the key follows."""
REQUIRED = frozenset({"study", "model_sha256", "priors", "structure", "software"})
"""Keys without which it is no stamp of ours."""
WATCHED: Mapping[str, str] = {
    "scenarios_sha256": "The scenarios have",
    "structures_sha256": "The structures have",
    "propositions_sha256": "The propositions have",
    "elicitation_sha256": "The plan of the elicitation has",
    "report_sha256": "The texts of report.toml have",
    "ledger_sha256": "What is recorded has",
}
"""Hashes that say whether a file is stale, and the words for it; reports alone have all of them."""


def stamp(told: Provenance, inputs: Mapping[str, str] | None = None) -> Stamp:
    """Return the stamp of an answer; ``inputs`` are the hashes of the study's other files."""
    return {**told.document(), **(inputs or {})}


def as_text(found: Stamp) -> str:
    """Return one line of JSON, keys sorted: the same stamp gives the same text."""
    return json.dumps(dict(found), sort_keys=True, ensure_ascii=False)


def from_text(text: str) -> Stamp | None:
    """Return the stamp in a text that ``as_text`` wrote, None if it is nothing of the kind."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not REQUIRED.issubset(found):
        return None
    return {str(key): str(value) for key, value in found.items()}


def as_properties(found: Stamp) -> Mapping[str, str]:
    """Return the custom properties of a DOCX, by name."""
    return {f"{PROPERTY}{key}": value for key, value in sorted(found.items())}


def from_properties(properties: Mapping[str, str]) -> Stamp | None:
    """Return the stamp in the custom properties of a DOCX, None if there is none."""
    found = {
        name.removeprefix(PROPERTY): value
        for name, value in properties.items()
        if name.startswith(PROPERTY)
    }
    return found if REQUIRED.issubset(found) else None


def lines(found: Stamp) -> tuple[tuple[str, str], ...]:
    """Return the stamp as a person reads it: pairs of what and which."""

    def named(key: str) -> str:
        sha256 = found.get(f"{key}_sha256", "")[:HASH_SHOWN]
        name = found["study"] if key == "model" else found[key]
        return f"{name} ({sha256})" if sha256 else name

    scenario = found.get("scenario", "")
    if scenario and found.get("compared_with"):
        scenario += f", against {found['compared_with']}"
    return (
        ("model", named("model")),
        ("priors", named("priors")),
        ("experts", found.get("experts", "")),
        ("structure", found["structure"]),
        ("scenario", scenario or "none"),
        ("draws", found.get("draws") or "none: nothing was drawn by chance"),
        ("software", found["software"]),
        *((("layout", found["layout"]),) if found.get("layout") else ()),
    )


def moved_on(found: Stamp, now: Stamp) -> tuple[str, ...]:
    """Return what has changed in the study since, a sentence each; ``now`` is its stamp today.

    What the stamp does not say (a picture made without a folder) is not compared.
    """
    if found["study"] != now["study"]:
        return (f"It was made from another study, {found['study']}; this is {now['study']}.",)
    sentences = []
    if found["model_sha256"] != now["model_sha256"]:
        shown = found["model_sha256"][:HASH_SHOWN], now["model_sha256"][:HASH_SHOWN]
        sentences.append(f"model.toml has changed since: it was {shown[0]} and is {shown[1]}.")
    if found.get("priors_sha256", "") != now["priors_sha256"]:
        drawn, newest = found["priors"], now["priors"]
        if drawn == newest:
            drawn += f" ({found.get('priors_sha256', '')[:HASH_SHOWN]})"
            newest += f" ({now['priors_sha256'][:HASH_SHOWN]})"
        sentences.append(f"It was made from {drawn}; the study's newest are {newest}.")
    for key, words in WATCHED.items():
        if found.get(key) and found[key] != now.get(key, ""):
            sentences.append(f"{words} changed since.")
    return tuple(sentences)


def at_odds(found: Mapping[str, Stamp]) -> tuple[str, ...]:
    """Return what files that are to stand together do not share, a sentence each; by file."""
    sentences = []
    for key, words in (("model", "models"), ("priors", "priors")):
        made: dict[str, list[str]] = {}
        for file, told in found.items():
            which = dict(lines(told))[key]
            made.setdefault(which, []).append(file)
        if len(made) > 1:
            parts = "; ".join(f"{', '.join(files)} from {which}" for which, files in made.items())
            sentences.append(f"Drawn from different {words}: {parts}.")
    return tuple(sentences)
