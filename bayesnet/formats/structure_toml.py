"""Read ``structures/*.toml``, an alternative structure written as changes to the model."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.cpds.parameter import Cpd, Domain
from bayesnet.errors import Problem, did_you_mean, errors_in
from bayesnet.formats.cpt_toml import read_cpt
from bayesnet.formats.section import Section, read_document
from bayesnet.graph import find_cycle
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.structures import Attenuate, Replace, Shift, Structure, restructure

FORMAT = "collective-resolve/structure"


def read_structure(
    text: str, diagram: InfluenceDiagram, cpds: Mapping[str, Cpd], file: str
) -> tuple[Structure | None, tuple[Problem, ...]]:
    """Return the structure and all problems; None if any of them is an error."""
    top, problems = read_document(text, file=file, format_name=FORMAT)
    if errors_in(problems):
        return None, tuple(problems)
    about = {key: top.text(key) for key in ("id", "label", "text")}
    sources = top.texts("sources", required=False)
    if about["id"] == diagram.structure:
        top.problem(
            "id", f"'{about['id']}' is the structure of model.toml.", "Take another letter."
        )
    shifts = [_shift(section, diagram) for section in top.items("shift")]
    attenuations = [_attenuate(section, diagram) for section in top.items("attenuate")]
    replacements = [_replace(section, diagram) for section in top.items("replace")]
    top.finish()
    if not (shifts or attenuations or replacements) and not problems:
        top.problem(
            "", "this structure changes nothing.", "Add [[shift]], [[attenuate]] or [[replace]]."
        )
    adjustments = tuple(a for a in (*shifts, *attenuations, *replacements) if a is not None)
    if not errors_in(problems):
        _check_cycle(top, diagram, adjustments)
    if errors_in(problems):
        return None, tuple(problems)
    structure = restructure(
        diagram,
        cpds,
        adjustments,
        id=about["id"],
        label=about["label"],
        text=about["text"],
        sources=sources,
    )
    return structure, tuple(problems)


def _node(section: Section, diagram: InfluenceDiagram) -> str:
    name = section.text("node")
    if name and name not in diagram.chance:
        section.problem("node", f"no uncertain node '{name}';", did_you_mean(name, diagram.chance))
        return ""
    return name


def _shift(section: Section, diagram: InfluenceDiagram) -> Shift | None:
    before = len(section.problems)
    node, parent, state = _node(section, diagram), section.text("parent"), section.text("state")
    by_section = section.section("by")
    by = {key: by_section.number(key) for key in by_section.value}
    claim = section.text("claim", required=False)
    section.finish()
    if parent and parent not in diagram.states:
        section.problem("parent", f"no node '{parent}';", did_you_mean(parent, diagram.states))
    elif node and parent in (node, *diagram.chance[node].parents):
        section.problem("parent", f"'{parent}' already leads to '{node}'.", "Name a new parent.")
    elif parent:
        for key in by:
            if key not in diagram.states[parent]:
                known = did_you_mean(key, diagram.states[parent])
                section.problem(f"by.{key}", f"{parent} has no state '{key}';", known)
        missing = [key for key in diagram.states[parent] if key not in by]
        if missing:
            section.problem("by", f"no shift for {', '.join(missing)}.", "Write 0 for none.")
    if any(abs(shift) > 20 for shift in by.values()):  # noqa: PLR2004 - odds of half a billion
        section.problem("by", "a shift of more than 20 log-odds is certainty.", "Use less.")
    if node and state and state not in diagram.states[node]:
        known = did_you_mean(state, diagram.states[node])
        section.problem("state", f"{node} has no state '{state}';", known)
    if len(section.problems) > before:
        return None
    return Shift(
        node=node,
        parent=parent,
        state=state,
        by={key: float(shift) for key, shift in by.items()},
        claim=claim,
    )


def _attenuate(section: Section, diagram: InfluenceDiagram) -> Attenuate | None:
    before = len(section.problems)
    node, parents = _node(section, diagram), section.texts("parents")
    keep, claim = section.number("keep"), section.text("claim", required=False)
    section.finish()
    own = diagram.chance[node].parents if node else ()
    for parent in parents:
        if node and parent not in own:
            known = did_you_mean(parent, own)
            section.problem("parents", f"'{parent}' does not lead to '{node}';", known)
    if not 0 <= keep <= 1:
        section.problem("keep", f"{keep} is not a share.", "Write a number from 0 to 1.")
    if len(section.problems) > before:
        return None
    return Attenuate(node=node, parents=parents, keep=float(keep), claim=claim)


def _replace(section: Section, diagram: InfluenceDiagram) -> Replace | None:
    before = len(section.problems)
    node, claim = _node(section, diagram), section.text("claim", required=False)
    cpt = section.section("cpt")
    section.finish()
    if not node or not cpt.value:
        return None
    parents = tuple((p, diagram.states[p]) for p in diagram.chance[node].parents)
    cpd = read_cpt(cpt, Domain(child=node, states=diagram.states[node], parents=parents))
    if cpd is None or len(section.problems) > before:
        return None
    return Replace(node=node, cpd=cpd, claim=claim)


def _check_cycle(
    top: Section,
    diagram: InfluenceDiagram,
    adjustments: tuple[Shift | Attenuate | Replace, ...],
) -> None:
    parents = {name: list(causes) for name, causes in diagram.parents.items()}
    for adjustment in adjustments:
        if isinstance(adjustment, Shift):
            parents[adjustment.node].append(adjustment.parent)
    cycle = find_cycle(parents)
    if cycle:
        top.problem("shift", f"Cycle: {' -> '.join(cycle)}.", "Drop one of the added arcs.")
