"""Read a version of the priors, after the ledger, which says which there are and their hashes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bayesnet.cpds.parameter import Cpd, Parameter
from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.folder.files import read_text
from bayesnet.formats.priors_json import read_priors
from bayesnet.study.priors import Priors

LEDGER = "ledger.jsonl"
PLACEHOLDER = "placeholder"
PRIORS_FILE = re.compile(r"priors/(\d{4})\.json")


def priors_versions(folder: Path) -> tuple[int, ...]:
    """Return the numbers of the frozen versions in the study, oldest first.

    The ledger says which there are: a file it does not name was never acknowledged. Raises
    StudyError where it is damaged.
    """
    return _versions(_recorded(folder))


def _versions(recorded: Iterable[str]) -> tuple[int, ...]:
    numbers = (PRIORS_FILE.fullmatch(path) for path in recorded)
    return tuple(sorted(int(found[1]) for found in numbers if found))


def priors_of(
    folder: Path,
    cpds: Mapping[str, Cpd],
    on_agents: Sequence[Parameter],
    own: Priors,
    wanted: str,
    problems: list[Problem],
) -> Priors | None:
    """Return the version that is wanted; ``own`` are the numbers of ``model.toml``.

    on_agents: what may have been asked of who else decides.
    """
    try:
        recorded = _recorded(folder)
    except StudyError as refusal:
        problems += refusal.problems
        return None
    versions = _versions(recorded)
    if wanted == PLACEHOLDER or (not wanted and not versions):
        return own
    number = int(wanted) if wanted.isascii() and wanted.isdigit() else None
    if wanted and number not in versions:
        known = ", ".join([*map(str, versions), PLACEHOLDER])
        problems.append(problem_at("", "--priors", "folder.no-priors", wanted=wanted, known=known))
        return None
    name = f"priors/{versions[-1] if number is None else number:04d}.json"
    text = read_text(folder, name, problems)
    if text is None:
        return None
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    if recorded.get(name) != sha256:
        problems.append(problem_at(name, "", "folder.not-file-frozen-hash-not"))
        return None
    priors, found = read_priors(text, cpds, on_agents, file=name, sha256=sha256)
    problems += found
    return priors


def _recorded(folder: Path) -> dict[str, str]:
    """Return the hash the ledger keeps of each file; raises StudyError where it is damaged.

    What was not read would silently be answered without. 'resolve verify' checks every hash, too.
    """
    try:
        text = (folder / LEDGER).read_text("utf-8")
    except FileNotFoundError:
        if any((folder / "priors").glob("*.json")):
            raise _damaged("", "folder.ledger-missing") from None
        return {}
    except (OSError, ValueError) as error:
        raise _damaged("", "folder.ledger-unreadable") from error
    if text and not text.endswith("\n"):
        number = len(text.splitlines())
        raise _damaged(f"line {number}", "folder.ledger-cut-off")
    recorded, before = {}, ""
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            entry = json.loads(line)
            follows = (entry["seq"], entry["prev"]) == (number, before)
            recorded[str(entry["path"])], before = str(entry["sha256"]), entry["hash"]
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise _damaged(f"line {number}", "folder.ledger-entry-damaged") from error
        if not follows:
            raise _damaged(f"line {number}", "folder.ledger-out-of-order")
    return recorded


def _damaged(place: str, code: str) -> StudyError:
    return StudyError([problem_at(LEDGER, place, code)])
