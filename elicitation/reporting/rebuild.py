"""Decide what of a study's figures, tables and reports is stale, from hashes alone.

A manifest keeps, for every file that was made, the hash of all it was made from and of itself. A
file is stale when it is missing, was changed by hand, or any of its sources has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FORMAT = "collective-resolve/build"
MANIFEST = "build.json"
PRIORS = "priors"
"""Stands for the version of the priors that is newest: an older one changes no picture."""
NUMBERS = ("model.toml", "structures/", "scenarios.toml", PRIORS)
"""Sources of every number; a name that ends in a slash stands for the whole folder."""
PICTURES = (*NUMBERS, "layout.json")
CLAIMS = (*NUMBERS, "propositions.toml")
EVERYTHING = (
    *CLAIMS,
    "seeds.toml",
    "elicitation.toml",
    "report.toml",
    "ledger.jsonl",
    "priors/",
    "responses/",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltFile:
    """What a file was made from and what it was then, as hashes."""

    sources: str
    content: str


def sources_hash(hashes: Mapping[str, str], names: Sequence[str], software: str) -> str:
    """Return one hash of the program's version and of those files that the names stand for.

    hashes: of every file of the study, by path.
    """
    chosen = [
        f"{path}\0{sha256}\n"
        for path, sha256 in sorted(hashes.items())
        if any(path == name or (name.endswith("/") and path.startswith(name)) for name in names)
    ]
    return hashlib.sha256("".join([software, "\n", *chosen]).encode()).hexdigest()


def is_fresh(made: BuiltFile | None, sources: str, content: str | None) -> bool:
    """Return whether a file stands as it was made from these sources; content: its hash or None."""
    return made is not None and made.sources == sources and made.content == content


def read_manifest(text: str) -> Mapping[str, BuiltFile]:
    """Return what was made, by path; nothing, so that all is made anew, where it is damaged."""
    try:
        document = json.loads(text)
        if document["format"] != FORMAT or document["version"] != 1:
            return {}
        return {
            str(path): BuiltFile(sources=str(entry["sources"]), content=str(entry["content"]))
            for path, entry in document["made"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def write_manifest(made: Mapping[str, BuiltFile]) -> bytes:
    """Return the manifest's bytes: sorted keys, one value a line."""
    entries = {path: {"sources": m.sources, "content": m.content} for path, m in made.items()}
    document = {"format": FORMAT, "version": 1, "made": entries}
    return (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()
