"""Write the sections about the model: question, diagram, assumptions, sources, definitions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bayesnet.plurals import many
from bayesnet.sensitivity.assumptions import AS_IT_IS
from bayesnet.study.model import OTHERS, ChanceNode, InfluenceDiagram
from bayesnet.study.study import Study
from diagrams.network.wording import meaning
from diagrams.report.blocks import Block, Bullets, Grid, Paragraph
from diagrams.report.material import Material

ALWAYS_LEFT_OUT = (
    "Time runs once, from the day of the question to the horizon, without repeated moves.",
    "Nothing beyond the horizon counts, neither benefits nor costs.",
)
"""What no model of this kind holds; a study adds its own in ``report.toml``."""


def the_question(material: Material) -> Iterator[Block]:
    """Yield what is asked, by whom, as of when."""
    diagram = material.study.diagram
    said = (
        ("Question", diagram.question),
        ("Decision-maker", diagram.decision_maker),
        ("As of", _day(diagram.as_of)),
        ("Horizon", _day(diagram.horizon_end)),
        ("Source of the argument", diagram.source),
    )
    yield Grid(
        caption="What this report answers.",
        heads=["What", "Which"],
        rows=[[what, which or "not said"] for what, which in said],
    )
    yield Grid(
        caption="The outcomes that answers are given in.",
        heads=["Outcome", "Counted when", "Better"],
        rows=[
            [
                outcome.label,
                f"{diagram.labels[outcome.node]}: "
                + " or ".join(diagram.state_label(outcome.node, s) for s in outcome.states),
                outcome.better or "not said",
            ]
            for outcome in diagram.outcomes
        ],
    )


def _day(day: dt.date | None) -> str:
    return f"{day:%d %B %Y}" if day else ""


def the_model(material: Material) -> Iterator[Block]:
    """Yield the diagram and the alternative structures."""
    study, diagram = material.study, material.study.diagram
    others = (
        ": alternative structures stand beside it"
        if len(study.structures) > 1
        else " that could be"
    )
    yield Paragraph(
        text=f"The model has {many(len(diagram.decisions), 'decision')}, "
        f"{many(len(diagram.chance), 'uncertain quantity')} "
        f"and {many(len(diagram.utilities), 'value')}. An arrow says what "
        "influences what, a dashed arrow what is known when deciding. It is one argument made "
        f"explicit, not the only one{others}{_listed_arrows(diagram)}."
    )
    yield Grid(
        caption="The structures: the argument and its alternatives.",
        heads=["Id", "Structure", "What it holds", "Sources"],
        rows=[
            [s.id, s.label, s.text, "; ".join(s.sources) or "the source itself"]
            for s in study.structures.values()
        ],
    )


def _listed_arrows(diagram: InfluenceDiagram) -> str:
    """Return how many of the arrows an annex gives a claim and a source."""
    drawn = sum(len(node.parents) for node in diagram.chance.values())
    drawn += sum(len(node.parents) for node in diagram.utilities.values())
    drawn += sum(len(node.informed_by) for node in diagram.decisions.values())
    if len(diagram.arcs) >= drawn:
        return (
            ", and every arrow is "
            "listed in an annex with its source and with what speaks against it"
        )
    if not diagram.arcs:
        return f"; no claim or source is recorded for any of its {many(drawn, 'arrow')}"
    return (
        f"; of its {many(drawn, 'arrow')} an annex lists {len(diagram.arcs)}, with the source "
        "and with what speaks against it; nothing is recorded for the others"
    )


def the_assumptions(material: Material) -> Iterator[Block]:
    """Yield what the diagram takes for granted, and what changes where that is false."""
    diagram = material.study.diagram
    if not diagram.assumptions:
        return
    yield Paragraph(
        text="What the diagram takes for granted. Where an alternative structure shows what "
        "happens if an assumption is false, it is named; where only arrows hang on it, they "
        "are cut."
    )
    effects, unit = _if_false(material), diagram.unit
    yield Grid(
        caption="Key assumptions, and what changes where one is false."
        + (f" Lead: of the best plan over its nearest rival, in {unit}." if effects else ""),
        heads=[
            "Id",
            "Assumption",
            "Status",
            "If false",
            "Shown by",
            *(["Lead"] if effects else []),
        ],
        rows=[
            [
                a.id,
                a.text,
                a.status,
                a.if_false,
                f"structure {a.structure}" if a.structure else "none",
                *([effects.get(a.id, "no number leans on it")] if effects else []),
            ]
            for a in diagram.assumptions
        ],
    )


def _if_false(material: Material) -> dict[str, str]:
    """Return by assumption how the lead goes if it is false; none without a plan."""
    inquiry = material.answers.inquiry
    if inquiry is None:
        return {}
    base = inquiry.assumptions.base
    found = {}
    for bar in inquiry.assumptions.drivers:
        false = bar.highest if bar.lowest_when == AS_IT_IS else bar.lowest
        before, after = (material.worth(value, signed=True) for value in (base, false))
        found[bar.item.partition(" ")[0]] = _went(before, after, false - base, material)
    return found


def _went(before: str, after: str, change: float, material: Material) -> str:
    """Return from where to where, that it would not be seen, or that nothing changes."""
    if before != after:
        return f"{before} to {after}"
    return "no change" if abs(change) <= material.rounding else "no visible change"


def the_limits(material: Material) -> Iterator[Block]:
    """Yield what the model leaves out, and which of its numbers are placeholders."""
    study = material.study
    others = [*_others(study.diagram), *agents_in(study)]
    yield Bullets(items=[*material.outline.not_modelled, *others, *ALWAYS_LEFT_OUT])
    placeholders = _placeholders(material)
    if placeholders:
        yield Paragraph(text="Placeholders, which nobody judged:")
        yield Bullets(items=placeholders)
    fixed = [study.diagram.labels[name] for name, cpd in study.cpds.items() if not cpd.asked]
    if fixed:
        yield Paragraph(text=f"Fixed by the facilitator, not asked of experts: {', '.join(fixed)}.")


def _others(diagram: InfluenceDiagram) -> list[str]:
    """Return that somebody else does not react, where the model has quantities of such a one."""
    roles = dict.fromkeys(node.role for node in diagram.chance.values() if node.role in OTHERS)
    return [
        f"The {role.replace('_', ' ')} is a set of uncertain quantities, not a player who reads "
        "this analysis and reacts to it."
        for role in roles
    ]


def agents_in(study: Study) -> list[str]:
    """Return under which structures somebody else decides, and what is assumed of them there."""
    return [
        f"Under structure {structure.id} somebody else decides: {structure.diagram.reaction}"
        for structure in study.structures.values()
        if structure.agents
    ]


def _placeholders(material: Material) -> list[str]:
    study = material.study
    found = []
    if study.priors.illustrative:
        who = many(len(study.priors.experts), "viewpoint")
        found.append(
            f"All judgements of {study.priors.name}, by {who}: "
            f"{many(len(study.cpds), 'conditional table')} in all."
        )
    if study.diagram.illustrative:
        found += [
            f"What {agent.label} weighs in structure {structure.id}: "
            f"{many(len(agent.values), 'value')}, each with a range."
            for structure in study.structures.values()
            for agent in structure.agents
        ]
        found.append(
            f"The scores of {_all(len(study.diagram.utilities), 'value')} and "
            f"{_all(len(study.diagram.weight_sets), 'set')} of weights."
        )
        if any(node.definition.text for node in study.diagram.nodes.values()):
            found.append("The thresholds in the definitions, which are this study's own.")
    return found


def _all(count: int, word: str) -> str:
    return f"the one {word}" if count == 1 else f"all {many(count, word)}"


def the_sources(material: Material) -> Iterator[Block]:
    """Yield why each arrow is there and what speaks against it."""
    diagram = material.study.diagram
    if not diagram.arcs:
        yield Paragraph(text="No claim or source is recorded for any arrow.")
        return
    yield Paragraph(
        text="Why each arrow is there: the claim in our words, the paragraphs of the source that "
        "make it, and evidence against it as far as it is known."
    )
    labels = diagram.labels
    yield Grid(
        caption="Every arrow with its claim, its paragraph and contrary evidence.",
        heads=["Arrow", "Claim", "Paragraph", "Speaks against it"],
        rows=[
            [
                f"{labels[arc.parent]} \N{RIGHTWARDS ARROW} {labels[arc.child]}",
                arc.claim,
                ", ".join(arc.article),
                " ".join(arc.contrary) or "none listed",
            ]
            for arc in diagram.arcs
        ],
        wide=True,
    )


def the_definitions(material: Material) -> Iterator[Block]:
    """Yield what every node means and who could settle it."""
    diagram = material.study.diagram
    rows = []
    for name, states in diagram.states.items():
        node = diagram.nodes[name]
        definition = node.definition
        resolvable = not isinstance(node, ChanceNode) or node.resolvable
        settled = f"{definition.settled_by}, {definition.by:%d %b %Y}" if definition.by else ""
        rows.append(
            [
                node.label,
                ", ".join(diagram.state_label(name, state) for state in states),
                meaning(name, diagram),
                settled if resolvable else f"not resolvable, never scored ({settled})",
            ]
        )
    rows += [
        [
            node.label,
            f"in {diagram.value_unit}" if diagram.value_unit else "0 (worst) to 100 (best)",
            meaning(name, diagram),
            "a value: nothing settles it",
        ]
        for name, node in diagram.utilities.items()
    ]
    yield Grid(
        caption="Nodes, their states, and what settles them.",
        heads=["Node", "States", "Definition", "Settled by"],
        rows=rows,
        wide=True,
    )
