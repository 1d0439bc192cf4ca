"""Read ``structures/*.toml``, an alternative structure written as changes to the model."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.cpds.parameter import Cpd, Domain
from bayesnet.errors import Problem, errors_in
from bayesnet.formats.cpt_toml import read_cpt
from bayesnet.formats.section import Section, read_document
from bayesnet.graph import find_cycle
from bayesnet.messages.facts import Node, items
from bayesnet.messages.remedies import did_you_mean
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
        top.problem("id", "structure.structure-model-toml", name=about["id"])
    shifts = [_shift(section, diagram) for section in top.items("shift")]
    attenuations = [_attenuate(section, diagram) for section in top.items("attenuate")]
    replacements = [_replace(section, diagram) for section in top.items("replace")]
    top.finish()
    if not (shifts or attenuations or replacements) and not problems:
        top.problem("", "structure.structure-changes-nothing")
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
        section.problem(
            "node", "structure.no-uncertain-node", did_you_mean(name, diagram.chance), word=name
        )
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
        section.problem(
            "parent", "structure.no-node", did_you_mean(parent, diagram.states), word=parent
        )
    elif node and parent in (node, *diagram.chance[node].parents):
        section.problem("parent", "structure.already-leads", parent=parent, node=node)
    elif parent:
        for key in by:
            if key not in diagram.states[parent]:
                section.problem(
                    f"by.{key}",
                    "structure.no-state-of-parent",
                    did_you_mean(key, diagram.states[parent]),
                    parent=Node(parent),
                    word=key,
                )
        missing = [key for key in diagram.states[parent] if key not in by]
        if missing:
            section.problem("by", "structure.no-shift", missing=items(missing))
    if any(abs(shift) > 20 for shift in by.values()):  # noqa: PLR2004 - odds of half a billion
        section.problem("by", "structure.shift-more-than-log-odds")
    if node and state and state not in diagram.states[node]:
        section.problem(
            "state",
            "structure.no-state",
            did_you_mean(state, diagram.states[node]),
            node=Node(node),
            word=state,
        )
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
            section.problem(
                "parents",
                "structure.does-not-lead",
                did_you_mean(parent, own),
                parent=parent,
                node=node,
            )
    if not 0 <= keep <= 1:
        section.problem("keep", "structure.not-share", keep=keep)
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
        top.problem("shift", "structure.cycle", cycle=" -> ".join(cycle))
