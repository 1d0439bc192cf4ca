"""Write the sections about the model: the question, the diagram, its sources and definitions."""

from __future__ import annotations

from collections.abc import Iterator

from bayesnet.model import ChanceNode, InfluenceDiagram
from diagrams.report.blocks import Block, Figure, Grid, Heading, Paragraph
from diagrams.report.gather import Answers
from diagrams.report.words import plain


def the_question(diagram: InfluenceDiagram) -> Iterator[Block]:
    """Yield what is asked, by whom, as of when."""
    yield Heading(text="The question")
    yield Paragraph(
        text=f"{diagram.question} Decision-maker: {diagram.decision_maker}. As of "
        f"{diagram.as_of:%d %B %Y}; horizon to {diagram.horizon_end:%d %B %Y}. "
        f"Source of the argument: {diagram.source}"
    )


def the_model(answers: Answers, overview: Figure) -> Iterator[Block]:
    """Yield the diagram, the alternative structures and the assumptions they lean on."""
    diagram, study = answers.study.diagram, answers.study
    yield Heading(text="The model")
    yield Paragraph(
        text=f"{len(diagram.decisions)} decisions, {len(diagram.chance)} uncertain quantities and "
        f"{len(diagram.utilities)} values. An arrow says what influences what, a dashed arrow what "
        "is known when deciding. The model is one argument made explicit, not the only one: "
        "alternative structures stand beside it, and every claim is listed with its source and "
        "with what speaks against it."
    )
    yield overview
    yield Grid(
        caption="The structures.",
        heads=["", "Structure", "What it holds", "Sources"],
        rows=[[s.id, s.label, s.text, "; ".join(s.sources)] for s in study.structures.values()],
    )
    if diagram.assumptions:
        yield Grid(
            caption="Key assumptions, and what changes where one is false.",
            heads=["", "Assumption", "Status", "If false"],
            rows=[
                [
                    a.id,
                    a.text,
                    a.status,
                    a.if_false + (f" (structure {a.structure})" if a.structure else ""),
                ]
                for a in diagram.assumptions
            ],
        )


def the_sources(diagram: InfluenceDiagram) -> Iterator[Block]:
    """Yield why each arrow is there and what speaks against it."""
    yield Heading(text="Sources of the arrows")
    yield Paragraph(
        text="Letters in brackets are paragraphs of the source. The claims are paraphrased."
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
                " ".join(arc.contrary),
            ]
            for arc in diagram.arcs
        ],
    )


def the_definitions(diagram: InfluenceDiagram) -> Iterator[Block]:
    """Yield what every node means and who could settle it."""
    yield Heading(text="Definitions")
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
                definition.text,
                settled if resolvable else f"not resolvable, never scored ({settled})",
            ]
        )
    yield Grid(
        caption="Nodes, their states, and what settles them.",
        heads=["Node", "States", "Definition", "Settled by"],
        rows=rows,
    )
