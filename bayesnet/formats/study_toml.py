"""Read the files that people write beside ``model.toml``: structures, scenarios, claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bayesnet.cpds.parameter import Cpd
from bayesnet.errors import Problem, problem_at
from bayesnet.formats.model_toml import own_agents
from bayesnet.formats.propositions_toml import read_propositions
from bayesnet.formats.scenarios_toml import read_scenarios
from bayesnet.formats.structure_toml import read_structure
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.expressible import inexpressible
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.propositions import Proposition
from bayesnet.study.scenario import ScenarioBook
from bayesnet.study.structures import Structure, restructure

OWN_STRUCTURE = "The diagram of model.toml, as it is drawn."


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenBeside:
    """What stands beside the model.

    structures: by id, the model's own first. context: id of the scenario that claims are asked in.
    """

    structures: Mapping[str, Structure]
    book: ScenarioBook
    propositions: tuple[Proposition, ...]
    context: str


def read_beside(
    texts: Mapping[str, str], diagram: InfluenceDiagram, cpds: Mapping[str, Cpd]
) -> tuple[WrittenBeside, tuple[Problem, ...]]:
    """Return what the other files of a study say of its diagram, and all problems in them.

    texts: by file, ``model.toml`` among them; what is missing says nothing.
    """
    problems: list[Problem] = []
    structures = _structures(texts, as_drawn(diagram, cpds, texts["model.toml"]), diagram, problems)
    book, context = ScenarioBook(), ""
    propositions: tuple[Proposition, ...] = ()
    if "scenarios.toml" in texts:
        book, found = read_scenarios(texts["scenarios.toml"], diagram)
        problems += found
    if "propositions.toml" in texts:
        propositions, context, found = read_propositions(texts["propositions.toml"], diagram, book)
        problems += found
    problems += inexpressible(diagram, cpds, propositions, file="model.toml")
    written = WrittenBeside(
        structures=structures, book=book, propositions=propositions, context=context
    )
    return written, tuple(problems)


def as_drawn(diagram: InfluenceDiagram, cpds: Mapping[str, Cpd], text: str) -> Structure:
    """Return the structure that ``model.toml`` itself draws. text: of that file."""
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
    texts: Mapping[str, str], own: Structure, diagram: InfluenceDiagram, problems: list[Problem]
) -> dict[str, Structure]:
    structures = {own.id: own}
    for name in texts:
        if not name.startswith("structures/"):
            continue
        structure, found = read_structure(texts[name], diagram, own.cpds, name, own.adjustments)
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
