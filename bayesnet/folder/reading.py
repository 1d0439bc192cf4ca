"""Read a study's folder into a ``Study``, with every problem in its files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bayesnet.cpds.parameter import Cpd
from bayesnet.errors import Problem, StudyError, errors_in, problem_at, warning_at
from bayesnet.folder.files import read_handed_over, read_text
from bayesnet.folder.versions import priors_of
from bayesnet.formats.model_toml import own_agents, read_model
from bayesnet.formats.propositions_toml import read_propositions
from bayesnet.formats.scenarios_toml import read_scenarios
from bayesnet.formats.structure_toml import read_structure
from bayesnet.messages.facts import nodes
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.agents.questions import agent_parameters
from bayesnet.study.expressible import inexpressible
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.priors import Priors, placeholder_priors
from bayesnet.study.propositions import Proposition
from bayesnet.study.scenario import ScenarioBook
from bayesnet.study.structures import Structure, informed, restructure
from bayesnet.study.study import Study

if TYPE_CHECKING:
    from bayesnet.interchange.diagram import Diagram

OWN_STRUCTURE = "The diagram of model.toml, as it is drawn."


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
    own_structure = _as_drawn(diagram, cpds, text)
    structures = _structures(folder, own_structure, diagram, problems)
    book = _scenarios(folder, diagram, problems)
    propositions, context = _propositions(folder, diagram, book, problems)
    problems += inexpressible(diagram, cpds, propositions, file="model.toml")
    own = placeholder_priors(cpds, final=diagram.final)
    on_agents = agent_parameters(a for each in structures.values() for a in each.agents)
    version = priors_of(folder, cpds, on_agents, own, priors, problems)
    if version is None or errors_in(problems):
        return None, tuple(problems)
    problems += _strangers(structures, version)
    structures = {id_: informed(each, version) for id_, each in structures.items()}
    study = Study(
        diagram=structures[own_structure.id].diagram,
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
    own = _as_drawn(diagram, cpds, text)
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


def _as_drawn(diagram: InfluenceDiagram, cpds: Mapping[str, Cpd], text: str) -> Structure:
    return restructure(
        diagram,
        cpds,
        own_agents(text, diagram),
        id=diagram.structure,
        label=diagram.structure_label,
        text=OWN_STRUCTURE,
        sources=(),
    )


def _structures(
    folder: Path, own: Structure, diagram: InfluenceDiagram, problems: list[Problem]
) -> dict[str, Structure]:
    structures = {own.id: own}
    for path in sorted((folder / "structures").glob("*.toml")):
        name = f"structures/{path.name}"
        text = read_text(folder, name, problems)
        if text is None:
            continue
        structure, found = read_structure(text, diagram, own.cpds, name, own.adjustments)
        problems += found
        if structure is not None and structure.id in structures:
            code = "folder.structure-already-defined-elsewhere"
            problems.append(problem_at(name, "id", code, name=structure.id))
        elif structure is not None:
            structures[structure.id] = structure
    for index, assumption in enumerate(diagram.assumptions):
        if assumption.structure and assumption.structure not in structures:
            known = did_you_mean(assumption.structure, structures)
            place = f"assumption[{index}].structure"
            word = assumption.structure
            problems.append(
                problem_at("model.toml", place, "folder.no-structure", known, word=word)
            )
    return structures


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
