"""Read a study's folder into a ``Study``, with every problem in its files."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bayesnet.cpds.parameter import Cpd
from bayesnet.errors import Problem, StudyError, errors_in, problem_at, unplaced
from bayesnet.formats.model_toml import read_model
from bayesnet.formats.priors_json import read_priors
from bayesnet.formats.propositions_toml import read_propositions
from bayesnet.formats.scenarios_toml import read_scenarios
from bayesnet.formats.structure_toml import read_structure
from bayesnet.messages.facts import Fact, nodes
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.expressible import inexpressible
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.priors import Priors, placeholder_priors
from bayesnet.study.propositions import Proposition
from bayesnet.study.scenario import Scenario, ScenarioBook
from bayesnet.study.structures import Structure, restructure
from bayesnet.study.study import Study

if TYPE_CHECKING:
    from bayesnet.interchange.diagram import Diagram

MAX_BYTES = 50_000_000
LEDGER = "ledger.jsonl"
PLACEHOLDER = "placeholder"
OWN_STRUCTURE = "The diagram of model.toml, as it is drawn."
PRIORS_FILE = re.compile(r"priors/(\d{4})\.json")


def open_study(
    folder: Path, priors: str = "", *, numbers: bool = True
) -> tuple[Study, tuple[Problem, ...]]:
    """Return the study and its warnings; raises StudyError with every error in its files.

    priors: a version's number, ``placeholder`` for the numbers of model.toml, or empty for the
    newest version there is. numbers: whether it is refused while some are still to be asked.
    """
    study, problems = load_study(folder, priors)
    if study is None:
        raise StudyError(problems)
    if numbers and study.unanswered:
        raise StudyError([still_to_ask(study)])
    return study, problems


def still_to_ask(study: Study) -> Problem:
    """Return which nodes have no numbers yet, and what to do about it."""
    chance = [name for name in study.unanswered if name in study.diagram.chance]
    values = [name for name in study.unanswered if name in study.diagram.utilities]
    code = "folder.nodes-unanswered" if chance else "folder.values-unanswered"
    if chance and values:
        code = "folder.nodes-and-values-unanswered"
    facts = {"nodes": nodes(study.unanswered), "values": nodes(values)}
    return problem_at("model.toml", "", code, **facts)


def load_study(folder: Path, priors: str = "") -> tuple[Study | None, tuple[Problem, ...]]:
    """Return the study and all problems found in its files; None if any of them is an error."""
    problems: list[Problem] = []
    text = read_text(folder, "model.toml", problems)
    if text is None:
        return None, tuple(problems)
    diagram, cpds, found = read_model(text)
    problems += found
    if diagram is None:
        return None, tuple(problems)
    structures = _structures(folder, diagram, cpds, problems)
    book = _scenarios(folder, diagram, problems)
    propositions, context = _propositions(folder, diagram, book, problems)
    problems += inexpressible(diagram, cpds, propositions, file="model.toml")
    own = placeholder_priors(cpds, final=diagram.final)
    version = _priors(folder, cpds, own, priors, problems)
    if version is None or errors_in(problems):
        return None, tuple(problems)
    study = Study(
        diagram=diagram,
        cpds=cpds,
        structures=structures,
        book=book,
        propositions=propositions,
        context=context,
        priors=version,
        model_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    return study, tuple(problems)


def model_alone(text: str) -> Study | None:
    """Return the study that a sound ``model.toml`` makes without any other file, or None."""
    diagram, cpds, _ = read_model(text)
    if diagram is None:
        return None
    own = _as_drawn(diagram, cpds)
    return Study(
        diagram=diagram,
        cpds=cpds,
        structures={own.id: own},
        book=ScenarioBook(),
        propositions=(),
        context="",
        priors=placeholder_priors(cpds),
        model_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def read_text(folder: Path, name: str, problems: list[Problem]) -> str | None:
    """Return a file's text, or None and a problem that says why it cannot be read."""

    def refuse(code: str, /, **facts: Fact) -> None:
        problems.append(problem_at(name, "", code, **facts))

    path = folder / name
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            refuse("folder.file-larger-than-mb")
            return None
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        if name == "model.toml":
            refuse("folder.not-study-no", folder=str(folder), name=name)
        else:
            refuse("folder.study-no-such-file")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        refuse("folder.line-not-utf-text", line=line)
    except OSError as error:
        refuse("folder.cannot-read", reason=str(error.strerror))
    return None


def read_foreign(path: Path, encoding: str = "") -> tuple[Diagram, tuple[Problem, ...]]:
    """Return the diagram in another tool's file and the notes on it; raises StudyError.

    encoding: of its text; empty to find out.
    """
    from bayesnet.interchange.files import read_file  # noqa: PLC0415 - few commands need it

    diagram, problems = read_file(read_handed_over(path), path.name, encoding)
    if diagram is None:
        raise StudyError(problems)
    return diagram, problems


def read_handed_over(path: Path) -> bytes:
    """Return the bytes of a file that is no part of the study; raises StudyError."""
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            problem = problem_at(path.name, "", "folder.file-larger-than-mb")
        else:
            return path.read_bytes()
    except FileNotFoundError:
        problem = problem_at(path.name, "", "folder.no-file", file=str(path))
    except OSError as error:
        reason = str(error.strerror)
        problem = problem_at(path.name, "", "folder.file-cannot-be-read", reason=reason)
    raise StudyError([problem])


def write_new(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file outside the study's records, never over another one; raises StudyError.

    private: whether its owner alone may read it, whatever the umask.
    """
    try:
        with path.open("xb") as file:
            if private and hasattr(os, "fchmod"):
                os.fchmod(file.fileno(), 0o600)
            file.write(content)
    except FileExistsError:
        problem = problem_at(str(path), "", "folder.already-there")
    except OSError as error:
        reason = str(error.strerror)
        problem = problem_at(str(path), "", "folder.cannot-be-written", reason=reason)
    else:
        return
    raise StudyError([problem])


def _as_drawn(diagram: InfluenceDiagram, cpds: Mapping[str, Cpd]) -> Structure:
    return restructure(
        diagram,
        cpds,
        (),
        id=diagram.structure,
        label=diagram.structure_label,
        text=OWN_STRUCTURE,
        sources=(),
    )


def _structures(
    folder: Path, diagram: InfluenceDiagram, cpds: Mapping[str, Cpd], problems: list[Problem]
) -> dict[str, Structure]:
    own = _as_drawn(diagram, cpds)
    structures = {own.id: own}
    for path in sorted((folder / "structures").glob("*.toml")):
        name = f"structures/{path.name}"
        text = read_text(folder, name, problems)
        if text is None:
            continue
        structure, found = read_structure(text, diagram, cpds, name)
        problems += found
        if structure is not None and structure.id in structures:
            problems.append(
                problem_at(
                    name, "id", "folder.structure-already-defined-elsewhere", name=structure.id
                )
            )
        elif structure is not None:
            structures[structure.id] = structure
    for index, assumption in enumerate(diagram.assumptions):
        if assumption.structure and assumption.structure not in structures:
            place = f"assumption[{index}].structure"
            problems.append(
                problem_at(
                    "model.toml",
                    place,
                    "folder.no-structure",
                    did_you_mean(assumption.structure, structures),
                    word=assumption.structure,
                )
            )
    return structures


def _scenarios(folder: Path, diagram: InfluenceDiagram, problems: list[Problem]) -> ScenarioBook:
    if not (folder / "scenarios.toml").exists():
        return ScenarioBook()
    text = read_text(folder, "scenarios.toml", problems)
    if text is None:
        return ScenarioBook()
    book, found = read_scenarios(text, diagram)
    problems += found
    return book


def _propositions(
    folder: Path, diagram: InfluenceDiagram, book: ScenarioBook, problems: list[Problem]
) -> tuple[tuple[Proposition, ...], str]:
    if not (folder / "propositions.toml").exists():
        return (), ""
    text = read_text(folder, "propositions.toml", problems)
    if text is None:
        return (), ""
    propositions, context, found = read_propositions(text, diagram, book)
    problems += found
    return propositions, context


def named_scenario(book: ScenarioBook, name: str) -> Scenario:
    """Return the complete scenario of that name; raises StudyError if there is none."""
    if name not in book.scenarios:
        raise StudyError(
            [unplaced("folder.no-scenario", did_you_mean(name, book.scenarios), word=name)]
        )
    return book.full(name)


def asked_scenario(book: ScenarioBook, name: str) -> Scenario:
    """Return the complete scenario of that name, or the reference for an empty one; or refuse."""
    if not (name or book.reference):
        raise StudyError([problem_at("scenarios.toml", "", "folder.no-reference-scenario")])
    return named_scenario(book, name or book.reference)


def priors_versions(folder: Path) -> tuple[int, ...]:
    """Return the numbers of the frozen versions in the study, oldest first.

    The ledger says which there are: a file it does not name was never acknowledged. Raises
    StudyError where it is damaged.
    """
    return _versions(_recorded(folder))


def _versions(recorded: Iterable[str]) -> tuple[int, ...]:
    numbers = (PRIORS_FILE.fullmatch(path) for path in recorded)
    return tuple(sorted(int(found[1]) for found in numbers if found))


def _priors(
    folder: Path, cpds: Mapping[str, Cpd], own: Priors, wanted: str, problems: list[Problem]
) -> Priors | None:
    """Return the version that is wanted; ``own`` are the numbers of ``model.toml``."""
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
    priors, found = read_priors(text, cpds, file=name, sha256=sha256)
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
