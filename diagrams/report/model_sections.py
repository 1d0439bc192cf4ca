"""Write the sections about the model: question, diagram, assumptions, sources, definitions."""

from __future__ import annotations

from collections.abc import Iterator

from bayesnet.model import ChanceNode
from diagrams.report.blocks import Block, Bullets, Grid, Paragraph
from diagrams.report.material import Material
from diagrams.report.words import counted, plain, score
from diagrams.wording import meaning

ALWAYS_LEFT_OUT = (
    "The adversary is a set of uncertain quantities, not a player who reads this analysis and "
    "reacts to it.",
    "Time runs once, from the day of the question to the horizon, without repeated moves.",
    "Nothing beyond the horizon counts, neither benefits nor costs.",
)
"""What no model of this kind holds; a study adds its own in ``report.toml``."""


def the_question(material: Material) -> Iterator[Block]:
    """Yield what is asked, by whom, as of when."""
    diagram = material.study.diagram
    yield Grid(
        caption="What this report answers.",
        heads=["What", "Which"],
        rows=[
            ["Question", diagram.question],
            ["Decision-maker", diagram.decision_maker],
            ["As of", f"{diagram.as_of:%d %B %Y}"],
            ["Horizon", f"{diagram.horizon_end:%d %B %Y}"],
            ["Source of the argument", diagram.source],
        ],
    )
    yield Grid(
        caption="The outcomes that answers are given in.",
        heads=["Outcome", "Counted when", "Better"],
        rows=[
            [
                outcome.label,
                f"{diagram.labels[outcome.node]}: {' or '.join(map(plain, outcome.states))}",
                outcome.better,
            ]
            for outcome in diagram.outcomes
        ],
    )


def the_model(material: Material) -> Iterator[Block]:
    """Yield the diagram and the alternative structures."""
    study, diagram = material.study, material.study.diagram
    yield Paragraph(
        text=f"The model has {counted(len(diagram.decisions), 'decision')}, {len(diagram.chance)} "
        f"uncertain quantities and {counted(len(diagram.utilities), 'value')}. An arrow says what "
        "influences what, a dashed arrow what is known when deciding. It is one argument made "
        "explicit, not the only one: alternative structures stand beside it, and every arrow is "
        "listed in an annex with its source and with what speaks against it."
    )
    yield Grid(
        caption="The structures: the argument and its alternatives.",
        heads=["Id", "Structure", "What it holds", "Sources"],
        rows=[
            [s.id, s.label, s.text, "; ".join(s.sources) or "the source itself"]
            for s in study.structures.values()
        ],
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
    effects = _if_false(material)
    yield Grid(
        caption="Key assumptions, and what changes where one is false."
        + (" Lead: of the best plan over its nearest rival, in points." if effects else ""),
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
        false = bar.highest if bar.lowest == base else bar.lowest
        now = f"{score(base, signed=True)} to {score(false, signed=True)}"
        found[bar.item.partition(" ")[0]] = now if score(base) != score(false) else "no change"
    return found


def the_limits(material: Material) -> Iterator[Block]:
    """Yield what the model leaves out, and which of its numbers are placeholders."""
    study = material.study
    yield Bullets(items=[*material.outline.not_modelled, *ALWAYS_LEFT_OUT])
    placeholders = _placeholders(material)
    if placeholders:
        yield Paragraph(text="Placeholders, which nobody judged:")
        yield Bullets(items=placeholders)
    fixed = [study.diagram.labels[name] for name, cpd in study.cpds.items() if not cpd.asked]
    if fixed:
        yield Paragraph(text=f"Fixed by the facilitator, not asked of experts: {', '.join(fixed)}.")


def _placeholders(material: Material) -> list[str]:
    study = material.study
    found = []
    if study.priors.illustrative:
        who = counted(len(study.priors.experts), "viewpoint")
        found.append(
            f"All judgements of {study.priors.name}, by {who}: "
            f"{counted(len(study.cpds), 'conditional table')} in all."
        )
    if study.diagram.illustrative:
        found.append(
            f"The scores of all {counted(len(study.diagram.utilities), 'value')} and all "
            f"{counted(len(study.diagram.weight_sets), 'set')} of weights."
        )
        found.append("The thresholds in the definitions, which are this study's own.")
    return found


def the_sources(material: Material) -> Iterator[Block]:
    """Yield why each arrow is there and what speaks against it."""
    diagram = material.study.diagram
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
                ", ".join(plain(state) for state in states),
                meaning(name, diagram),
                settled if resolvable else f"not resolvable, never scored ({settled})",
            ]
        )
    rows += [
        [
            node.label,
            "0 (worst) to 100 (best)",
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
