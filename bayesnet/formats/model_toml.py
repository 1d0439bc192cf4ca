"""Read ``model.toml`` into an influence diagram and its CPTs, with every problem in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, cast

from bayesnet.cpds.parameter import Cpd, Domain
from bayesnet.errors import Problem, errors_in
from bayesnet.formats.agents_in import hand_overs, unclaimed
from bayesnet.formats.cpt_toml import read_cpt
from bayesnet.formats.defaults import usual_outcomes, usual_weights
from bayesnet.formats.graph_checks import graph_problems
from bayesnet.formats.nodes_toml import (
    read_arc,
    read_assumption,
    read_chance,
    read_decision,
    read_outcome,
    read_utility,
    read_weights,
)
from bayesnet.formats.section import Section, read_document
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.structures import HandOver

FORMAT = "collective-resolve/model"
NOTICE = "Some of these numbers are placeholders: nobody was asked for them."
"""Said of placeholders where the author says nothing of them."""


def read_model(
    text: str, file: str = "model.toml"
) -> tuple[InfluenceDiagram | None, Mapping[str, Cpd], tuple[Problem, ...]]:
    """Return the diagram, the CPT of each chance node and all problems.

    When any problem is an error there is no diagram (None) and no CPT.
    """
    diagram, cpds, problems = read_draft(text, file)
    if errors_in(problems):
        return None, {}, problems
    return diagram, cpds, problems


def read_draft(
    text: str, file: str = "model.toml"
) -> tuple[InfluenceDiagram | None, Mapping[str, Cpd], tuple[Problem, ...]]:
    """Return a diagram as far as it is written, the CPTs that are sound and all problems.

    There is no diagram (None) where the text is no TOML or of another format.
    """
    top, problems = read_document(text, file=file, format_name=FORMAT)
    if errors_in(problems):
        return None, {}, tuple(problems)
    chance_sections = top.sections("chance")
    diagram = _diagram(top, chance_sections)
    top.sections("agent")
    top.finish()
    problems.extend(graph_problems(diagram, file))
    cpds = {}
    for name, section in chance_sections.items():
        cpd = _cpt(section, diagram, name)
        if cpd is not None:
            cpds[name] = cpd
        section.finish()
    if not errors_in(problems):
        unclaimed(top, cpds, hand_overs(top, diagram))
    return diagram, cpds, tuple(problems)


def own_agents(text: str, diagram: InfluenceDiagram) -> tuple[HandOver, ...]:
    """Return the nodes that agents decide in a sound ``model.toml``."""
    top, _ = read_document(text, file="model.toml", format_name=FORMAT)
    return hand_overs(top, diagram)


def _diagram(top: Section, chance_sections: Mapping[str, Section]) -> InfluenceDiagram:
    about = top.section("model", required=False)
    value_unit = about.text("value_unit", required=False)
    chance = {k: read_chance(k, s) for k, s in chance_sections.items()}
    utilities = {k: read_utility(k, s) for k, s in top.sections("utility").items()}
    weight_sets = {
        k: read_weights(k, s, points=not value_unit) for k, s in top.sections("weights").items()
    } or usual_weights(utilities, points=not value_unit)
    question = about.text("question", required=False)
    diagram = InfluenceDiagram(
        id=about.text_or("id", "study"),
        title=about.text_or("title", question or "Untitled"),
        question=question,
        decision_maker=about.text("decision_maker", required=False),
        as_of=about.date("as_of", required=False),
        horizon_end=about.date("horizon_end", required=False),
        source=about.text("source", required=False),
        recall=cast(
            Literal["perfect", "limited"],
            about.choice("recall", ("perfect", "limited"), required=False, default="perfect"),
        ),
        illustrative=about.flag("illustrative", default=False),
        notice=about.text("notice", required=False).strip() or NOTICE,
        structure=about.text("structure", required=False, default="A"),
        structure_label=about.text("structure_label", required=False, default="as drawn"),
        decisions={k: read_decision(k, s) for k, s in top.sections("decision").items()},
        chance=chance,
        utilities=utilities,
        arcs=tuple(read_arc(s) for s in top.items("arc")),
        assumptions=tuple(read_assumption(s) for s in top.items("assumption")),
        outcomes=tuple(read_outcome(s) for s in top.items("outcome"))
        or usual_outcomes(chance, utilities),
        weight_sets=weight_sets,
        default_weights=about.text("default_weights", required=False)
        or next(iter(weight_sets), ""),
        value_unit=value_unit,
        reaction_note=about.text("reaction_note", required=False),
        final=about.value.get("illustrative") is False,
    )
    about.finish()
    return diagram


def _cpt(section: Section, diagram: InfluenceDiagram, name: str) -> Cpd | None:
    """Return the node's CPT, or None when it or the node's parents are not sound."""
    node = diagram.chance[name]
    cpt = section.section("cpt", required=True)
    sound = node.states and all(parent in diagram.states for parent in node.parents)
    if not (section.has("cpt") and cpt.value and sound):
        return None
    parents = tuple((parent, diagram.states[parent]) for parent in node.parents)
    return read_cpt(cpt, Domain(child=name, states=node.states, parents=parents))
