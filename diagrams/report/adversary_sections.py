"""Write what would deter who else decides: what was assumed of it, its acts, what moves them."""

from __future__ import annotations

from collections.abc import Iterator

from bayesnet.adversary.belief_curve import belief_curve
from bayesnet.adversary.belief_words import told_text
from bayesnet.adversary.tables import TABLES, listed_nodes
from bayesnet.adversary.words import (
    acts_text,
    first_sentence,
    knife_edge_sentences,
    knowing_sentence,
    roads_sentences,
    robust_sentence,
    short_sentence,
    weighs_sentences,
)
from bayesnet.table import ResultTable
from diagrams.report.blocks import Block, Paragraph, grid
from diagrams.report.inquiry import Faced
from diagrams.report.material import Material


def the_adversary(material: Material) -> Iterator[Block]:
    """Yield the same of every agent: assumed, forecast, levers, thresholds, robustness, roads."""
    inquiry = material.answers.inquiry
    for faced in inquiry.adversaries if inquiry else ():
        yield from _faced(material, faced)


def adversaries_in_short(material: Material) -> Iterator[str]:
    """Yield of every agent what would deter it most, and how sure that is."""
    inquiry = material.answers.inquiry
    for view, answer in inquiry.adversaries if inquiry else ():
        told = short_sentence(answer, view.diagram, material.style)
        yield f"Under structure {view.structure}, {view.drawing.label}: {told}"


def _faced(material: Material, faced: Faced) -> Iterator[Block]:
    view, answer = faced
    style, diagram, who = material.style, view.diagram, answer.mind.agent.label

    def table(part: str) -> ResultTable:
        return TABLES[part](answer, view)

    yield Paragraph(
        text=f"Under structure {view.structure}, {view.drawing.label}. {diagram.reaction} "
        f"What counts as acting: {acts_text(answer, diagram)}."
    )
    yield Paragraph(text=first_sentence(answer, diagram, style))
    for sentence in knife_edge_sentences(answer):
        yield Paragraph(text=sentence)
    yield grid(table("levers"), style, f"What would make {who} act less, one thing at a time.")
    if diagram.decisions and answer.of_belief:
        yield Paragraph(text=told_text(answer, belief_curve(view, answer), diagram, style))
    yield Paragraph(text=" ".join(weighs_sentences(answer, style)))
    yield grid(
        table("weighs"),
        style,
        "What it weighs, in points of its own, and by which factor it must weigh until it acts "
        "half as often; exact.",
    )
    yield grid(
        table("forecast"),
        style,
        f"What {who} does, given {listed_nodes(diagram, answer.mind.owned.knows)}; beside it how "
        f"likely it is to know that in {answer.scenario.label}.",
    )
    yield Paragraph(
        text=f"{robust_sentence(answer, diagram, style)} {knowing_sentence(answer, diagram, style)}"
    )
    yield grid(
        table("robust"),
        style,
        f"Our best plan against other ways {who} may choose: what it is worth, and what the first "
        f"plan loses there, in {diagram.points}.",
    )
    if answer.roads and answer.outcome:
        yield Paragraph(text=" ".join(roads_sentences(answer, style)))
        yield grid(
            table("roads"),
            style,
            f"Two roads to P({answer.outcome.label}): derived of {who}'s own choice, and as the "
            "experts were asked.",
        )
