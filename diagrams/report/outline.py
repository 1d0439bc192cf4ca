"""Read ``report.toml``: a study's own title, order of sections, and texts; all of it optional."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bayesnet.errors import Problem, errors_in
from bayesnet.formats.section import Section, read_document
from bayesnet.messages.remedies import did_you_mean

FILE = "report.toml"
FORMAT = "collective-resolve/report"
RATINGS = ("low", "moderate", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnText:
    """What a study says of one section: empty parts leave the section's own in place."""

    heading: str = ""
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A report as its author wants it; the values given here leave everything as it comes.

    sections: ids in their order; empty for all, as they come.
    texts: by section; one of no known section is a section of the study's own.
    rating: the author's confidence, apart from every likelihood, with ``reasons``.
    training, conflicts: what is recorded of them; empty for nothing.
    """

    title: str = ""
    sections: tuple[str, ...] = ()
    texts: Mapping[str, OwnText] = field(default_factory=dict)
    not_modelled: tuple[str, ...] = ()
    rating: str = ""
    reasons: tuple[str, ...] = ()
    training: str = ""
    conflicts: str = ""


def read_outline(
    text: str, known: Collection[str], file: str = FILE
) -> tuple[Outline | None, tuple[Problem, ...]]:
    """Return the outline and all problems; None if any of them is an error.

    known: ids of the sections a report has by itself.
    """
    document, problems = read_document(text, file=file, format_name=FORMAT)
    if errors_in(problems):
        return None, tuple(problems)
    document.text("format")  # both checked already; asked for, so that they are not unknown keys
    document.whole("version", required=False)
    texts = {name: _own_text(own) for name, own in document.sections("section").items()}
    for name, own in texts.items():
        if name not in known and not (own.heading and own.paragraphs):
            document.problem(
                f"section.{name}",
                "report.no-section-of-own",
                did_you_mean(name, known),
                word=name,
            )
    rating, reasons = _confidence(document)
    outline = Outline(
        title=document.text("title", required=False),
        sections=_order(document, known, texts),
        texts=texts,
        not_modelled=document.texts("not_modelled", required=False),
        rating=rating,
        reasons=reasons,
        training=document.text("training", required=False),
        conflicts=document.text("conflicts", required=False),
    )
    document.finish()
    return (None if errors_in(problems) else outline), tuple(problems)


def _own_text(section: Section) -> OwnText:
    own = OwnText(
        heading=section.text("heading", required=False),
        paragraphs=section.texts("text", required=False),
    )
    section.finish()
    return own


def _order(
    document: Section, known: Collection[str], texts: Mapping[str, OwnText]
) -> tuple[str, ...]:
    order = document.texts("sections", required=False)
    for index, name in enumerate(order):
        place = f"sections[{index}]"
        if name not in known and name not in texts:
            document.problem(
                place, "report.no-section", did_you_mean(name, [*known, *texts]), word=name
            )
        elif name in order[:index]:
            document.problem(place, "report.section-twice", name=name)
    if document.has("sections") and not order:
        document.problem("sections", "report.no-section-named")
    for name in texts:
        if order and name not in order:
            document.problem(f"section.{name}", "report.section-not-list-so-text")
    return order


def _confidence(document: Section) -> tuple[str, tuple[str, ...]]:
    section = document.section("confidence", required=False)
    if not document.has("confidence"):
        return "", ()
    rating = section.choice("rating", RATINGS)
    reasons = section.texts("reasons")
    if section.has("reasons") and not reasons:
        section.problem("reasons", "report.rating-without-reasons-says-nothing")
    section.finish()
    return rating, reasons
