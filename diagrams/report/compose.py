"""Put the report together: which sections, in which order, under which numbers."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bayesnet.answers.provenance import HASH_SHOWN, Provenance
from diagrams.canvas.provenance import stamp
from diagrams.report import adversary_sections as faced
from diagrams.report import annex_sections as annexed
from diagrams.report import answer_sections as answered
from diagrams.report import change_sections as changed
from diagrams.report import decision_sections as advised
from diagrams.report import learning_sections as learned
from diagrams.report import model_sections as modelled
from diagrams.report import people_sections as said
from diagrams.report import record_sections as recorded
from diagrams.report import short_section as summed
from diagrams.report import threshold_sections as hinging
from diagrams.report.blocks import Block, Document, Figure, Grid, Heading, Paragraph
from diagrams.report.material import Material
from diagrams.report.outline import OwnText

Writer: TypeAlias = Callable[[Material], Iterator[Block]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section: its heading (none for what speaks for itself) and what writes its blocks.

    A section whose writer yields nothing is left out. annex: lettered, behind all the others.
    alone: its heading where there is one set of numbers, and so no experts; empty for the same.
    """

    heading: str
    write: Writer
    annex: bool = False
    alone: str = ""


SECTIONS: Mapping[str, Section] = {
    "in_short": Section(heading="", write=summed.in_short),
    "question": Section(heading="The question", write=modelled.the_question),
    "model": Section(heading="The model", write=modelled.the_model),
    "outlook": Section(heading="How likely is what?", write=answered.the_outlook),
    "what_if": Section(heading="What if?", write=answered.what_ifs),
    "reasons": Section(heading="Why?", write=answered.the_reasons),
    "what_to_do": Section(heading="What to do?", write=advised.what_to_do),
    "drivers": Section(heading="What drives the choice?", write=hinging.the_drivers),
    "thresholds": Section(heading="What would change the choice?", write=hinging.the_thresholds),
    "learning": Section(heading="What is worth learning?", write=learned.the_learning),
    "adversary": Section(heading="What would deter who else decides?", write=faced.the_adversary),
    "experts": Section(
        heading="Where the experts differ", alone="By structure", write=said.the_experts
    ),
    "dissent": Section(heading="Dissent", write=said.the_dissent),
    "propositions": Section(
        heading="Does the model say what its source says?", write=recorded.the_propositions
    ),
    "assumptions": Section(heading="Key assumptions", write=modelled.the_assumptions),
    "confidence": Section(heading="Confidence", write=recorded.the_confidence),
    "limits": Section(heading="What was not modelled", write=modelled.the_limits),
    "changes": Section(heading="What changed since the last version", write=changed.the_changes),
    "protocol": Section(
        heading="How the judgements were made", write=annexed.the_protocol, annex=True
    ),
    "definitions": Section(heading="Definitions", write=modelled.the_definitions, annex=True),
    "sources": Section(heading="Sources of the arrows", write=modelled.the_sources, annex=True),
    "judgements": Section(
        heading="Every question and every judgement", write=annexed.the_judgements, annex=True
    ),
    "beliefs": Section(
        heading="What is believed of every quantity", write=recorded.the_beliefs, annex=True
    ),
    "record": Section(heading="Where the numbers come from", write=recorded.the_record, annex=True),
}
"""All sections by id, in the order in which they come unless the study says otherwise."""


def compose(material: Material) -> Document:
    """Return the report; its author's texts and order take the place of those given here."""
    study, outline = material.study, material.outline
    told = material.answers.reference.provenance
    short = f" ({told.priors_sha256[:HASH_SHOWN]})" if told.priors_sha256 else ""
    own = [name for name in outline.texts if name not in SECTIONS]
    order = outline.sections or ("in_short", *own, *(s for s in SECTIONS if s != "in_short"))
    count, letters = itertools.count(1), map(chr, itertools.count(ord("A")))
    body: list[Block] = []
    annexes: list[Block] = []
    for name in order:
        section = SECTIONS.get(name)
        text = outline.texts.get(name, OwnText())
        blocks = _with_own(section.write(material) if section else iter(()), text)
        blocks = _with_figures(blocks, material.figures.get(name, ()))
        if not blocks:
            continue
        annex = section is not None and section.annex
        heading = text.heading or (section.heading if section else "")
        if section and section.alone and not (study.several or text.heading):
            heading = section.alone
        if heading and annex:
            heading = f"Annex {next(letters)}. {heading}"
        elif heading:
            heading = f"{next(count)}. {heading}"
        target = annexes if annex else body
        if heading:
            target.append(Heading(text=heading, new_page=annex and not annexes))
        target += blocks
    return Document(
        title=outline.title or study.diagram.title,
        subtitle=f"{_as_of(study.diagram.as_of)}{told.priors}{short}, "
        f"{f'{told.experts} experts' if study.several else '1 set of numbers'}; {told.software}.",
        blocks=(*body, *annexes),
        notice=f"ILLUSTRATIVE. {study.diagram.notice}" if study.illustrative else "",
        provenance=stamp(_origin(material), material.inputs),
    )


def _as_of(day: dt.date | None) -> str:
    return f"As of {day:%d %B %Y}. " if day else ""


def _with_own(blocks: Iterator[Block], text: OwnText) -> list[Block]:
    """Return a section's blocks with the author's text in place of its opening paragraphs."""
    written = [b for b in blocks if not (isinstance(b, Grid) and not b.rows)]
    if not text.paragraphs:
        return written
    rest = list(itertools.dropwhile(lambda block: isinstance(block, Paragraph), written))
    return [*(Paragraph(text=paragraph) for paragraph in text.paragraphs), *rest]


def _with_figures(blocks: list[Block], figures: Sequence[Figure]) -> list[Block]:
    """Return a section's blocks with its pictures behind the opening paragraphs."""
    rest = list(itertools.dropwhile(lambda block: isinstance(block, Paragraph), blocks))
    opening = blocks[: len(blocks) - len(rest)]
    return [*opening, *figures, *rest] if blocks else []


def _origin(material: Material) -> Provenance:
    """Return what the report was computed from: the reference, and the draws of its ranges."""
    answers = material.answers
    told = answers.reference.provenance
    return dataclasses.replace(told, draws=str(answers.sampling)) if answers.sampling else told
