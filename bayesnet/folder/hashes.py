"""Hash what a study's answers are made from besides the model and the priors."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from bayesnet.errors import Problem, StudyError
from bayesnet.folder.files import read_text

REPORTED = {
    "propositions": "propositions.toml",
    "elicitation": "elicitation.toml",
    "report": "report.toml",
    "ledger": "ledger.jsonl",
}
"""Files that a report takes in besides what a picture does, by the name their hash goes by."""


def input_hashes(folder: Path) -> Mapping[str, str]:
    """Return the sha256 of the scenarios and of all alternative structures, by name.

    Names are ``scenarios_sha256`` and ``structures_sha256``; what a study does not have is left
    out. Raises StudyError when a file cannot be read.
    """
    structures = sorted(path.name for path in (folder / "structures").glob("*.toml"))
    found = {}
    if (folder / "scenarios.toml").exists():
        found["scenarios_sha256"] = _hash(folder, ["scenarios.toml"])
    if structures:
        found["structures_sha256"] = _hash(folder, [f"structures/{name}" for name in structures])
    return found


def report_hashes(folder: Path) -> Mapping[str, str]:
    """Return what ``input_hashes`` does, and the hashes of what a report takes in besides.

    Of the propositions, the plan of the elicitation, the report's own texts and the ledger, which
    holds the hash of everything recorded. Raises StudyError when a file cannot be read.
    """
    own = {f"{name}_sha256": file for name, file in REPORTED.items() if (folder / file).exists()}
    return {**input_hashes(folder), **{key: _hash(folder, [file]) for key, file in own.items()}}


def _hash(folder: Path, names: list[str]) -> str:
    problems: list[Problem] = []
    texts = [read_text(folder, name, problems) for name in names]
    if problems:
        raise StudyError(problems)
    whole = hashlib.sha256()
    for name, text in zip(names, texts, strict=True):
        for part in (name, text or ""):
            encoded = part.encode()
            whole.update(len(encoded).to_bytes(8, "big") + encoded)
    return whole.hexdigest()
