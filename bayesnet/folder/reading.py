"""Read a study's folder into a ``Study``, with every problem in its files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bayesnet.errors import Problem, StudyError, errors_in, problem_at, warning_at
from bayesnet.folder.files import read_handed_over, read_text
from bayesnet.folder.versions import priors_of
from bayesnet.formats.model_toml import read_model
from bayesnet.formats.study_toml import as_drawn, read_beside
from bayesnet.messages.facts import nodes
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.agents.questions import agent_parameters
from bayesnet.study.priors import Priors, placeholder_priors
from bayesnet.study.scenario import ScenarioBook
from bayesnet.study.structures import Structure, informed
from bayesnet.study.study import Study

if TYPE_CHECKING:
    from bayesnet.interchange.diagram import Diagram


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
    texts = texts_in(folder, problems)
    text = texts.get("model.toml")
    if text is None:
        return None, tuple(problems)
    diagram, cpds, found = read_model(text)
    problems += found
    if diagram is None:
        return None, tuple(problems)
    written, found = read_beside(texts, diagram, cpds)
    problems += found
    own = placeholder_priors(cpds, final=diagram.final)
    on_agents = agent_parameters(a for each in written.structures.values() for a in each.agents)
    version = priors_of(folder, cpds, on_agents, own, priors, problems)
    if version is None or errors_in(problems):
        return None, tuple(problems)
    problems += _strangers(written.structures, version)
    structures = {id_: informed(each, version) for id_, each in written.structures.items()}
    study = Study(
        diagram=structures[diagram.structure].diagram,
        cpds=cpds,
        structures=structures,
        book=written.book,
        propositions=written.propositions,
        context=written.context,
        priors=version,
        model_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    return study, tuple(problems)


def model_alone(text: str) -> Study | None:
    """Return the study that a sound ``model.toml`` makes without any other file, or None."""
    diagram, cpds, _ = read_model(text)
    if diagram is None:
        return None
    own = as_drawn(diagram, cpds, text)
    return Study(
        diagram=own.diagram,
        cpds=cpds,
        structures={own.id: own},
        book=ScenarioBook(),
        propositions=(),
        context="",
        priors=placeholder_priors(cpds),
        model_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def read_foreign(path: Path, encoding: str = "") -> tuple[Diagram, tuple[Problem, ...]]:
    """Return the diagram in another tool's file and the notes on it; raises StudyError.

    encoding: of its text; empty to find out.
    """
    from bayesnet.interchange.files import read_file  # noqa: PLC0415 - few commands need it

    diagram, problems = read_file(read_handed_over(path), path.name, encoding)
    if diagram is None:
        raise StudyError(problems)
    return diagram, problems


def texts_in(folder: Path, problems: list[Problem]) -> dict[str, str]:
    """Return the files that answers are made from, by their place in the study, as they read.

    problems: gets one for each that cannot be read, and for ``model.toml`` where there is none.
    """
    wanted = ["model.toml"]
    wanted += sorted(f"structures/{path.name}" for path in (folder / "structures").glob("*.toml"))
    wanted += [name for name in ("scenarios.toml", "propositions.toml") if (folder / name).exists()]
    texts = {name: read_text(folder, name, problems) for name in wanted}
    return {name: text for name, text in texts.items() if text is not None}


def _strangers(structures: Mapping[str, Structure], priors: Priors) -> list[Problem]:
    """Return a warning for each view of an agent that is nobody's in frozen priors."""
    known = priors.experts
    return [
        warning_at(
            "model.toml" if index == 0 else f"structures/{structure.id}.toml",
            f"agent.{agent.id}.view.{name}",
            "agent.no-expert",
            did_you_mean(name, known),
            word=name,
            priors=priors.name,
        )
        for index, structure in enumerate(structures.values())
        for agent in structure.agents
        for name in agent.views
        if priors.number and name not in known
    ]
