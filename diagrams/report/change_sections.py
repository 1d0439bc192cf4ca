"""Write what changed since the last version of the priors, why, and what that did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bayesnet.answers.whatif import SAME
from bayesnet.number_words import in_points, points
from bayesnet.plurals import many
from bayesnet.rounding import steady
from diagrams.report.blocks import Block, Bullets, Grid, Paragraph, grid
from diagrams.report.material import Material
from diagrams.report.people import ElicitationRecord, ExpertMove, Version
from diagrams.report.words import EN_DASH, percent

LARGEST = 5
"""Changed answers that the body of the report shows; the annex has all."""


def changes_in_short(material: Material) -> Iterator[str]:
    """Yield one line on what the last version changed."""
    record, moves = material.record, material.moves
    if record is None or moves is None:
        return
    last = shown_version(material, record)
    most = max(moves.outcomes, key=lambda outcome: steady(abs(moves.total(outcome.id))))
    told = f"Since version {last.number - 1}: {_changed(last)}."
    if abs(moves.total(most.id)) < SAME:
        yield f"{told} No outcome moved visibly."
        return
    yield (
        f"{told} The "
        f"outcome that moved most is {most.label}, by {in_points(moves.total(most.id))} to "
        f"{percent(moves.after[most.id])}."
    )


def the_changes(material: Material) -> Iterator[Block]:
    """Yield every frozen version with its reason, what moved in the last one, and what that did."""
    record = material.record
    if record is None or not record.versions:
        return
    last = shown_version(material, record)
    if len(record.versions) > 1:
        yield Paragraph(
            text=f"Version {last.number} was frozen for this reason: {last.reason.rstrip('.')}. "
            f"{_capital(_changed(last))} against version {last.number - 1}."
        )
    yield Grid(
        caption="The frozen versions of the priors.",
        heads=["Version", "Frozen", "Reason", "sha256"],
        rows=[
            [f"{v.number:04d}", day(v.created_at), v.reason, v.sha256[:16]] for v in record.versions
        ],
    )
    if last.notes:
        yield Bullets(items=last.notes)
    yield from _effects(material, last)
    if last.moves:
        yield moves_grid(
            material,
            last.moves[:LARGEST],
            f"{_which(last)} from version "
            f"{last.number - 1} to {last.number}; all of them close the annex of judgements.",
        )


def _changed(last: Version) -> str:
    return f"{many(len(last.moves), 'answer') if last.moves else 'no answer'} changed"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _which(last: Version) -> str:
    changed = many(len(last.moves), "changed answer")
    return f"The largest of {changed}" if len(last.moves) > LARGEST else _capital(changed)


def _effects(material: Material, last: Version) -> Iterator[Block]:
    """Yield what all moves together did to every outcome, under the reference."""
    moves = material.moves
    if moves is None:
        return
    yield grid(
        moves.table(),
        material.style,
        f"What the changes did to the outcomes under {moves.provenance.scenario}, in the "
        f"pool: from version {last.number - 1} to {last.number}, in percentage points. Together "
        "holds weights and experts who came or went; alone is the sum of each move by itself.",
        {
            "label": "Outcome",
            "before": "Before",
            "after": "After",
            "together": "Together",
            "alone": "Alone, summed",
        },
    )


def shown_version(material: Material, record: ElicitationRecord) -> Version:
    """Return the version that the report is about, else the newest."""
    number = material.study.priors.number
    return next((v for v in record.versions if v.number == number), record.versions[-1])


def moves_grid(material: Material, moves: Sequence[ExpertMove], caption: str) -> Grid:
    """Return a table of changed answers; of each the number that moved most, and what it did."""
    return Grid(
        caption=caption,
        heads=["Expert", "What", "From", "To", "Effect, points", "Reason given"],
        rows=[
            [material.name(m.expert), m.quantity, m.before, m.after, _did(material, m), m.reason]
            for m in moves
        ],
        right=frozenset({2, 3}),
    )


def _did(material: Material, move: ExpertMove) -> str:
    """Return which outcome the move alone changes most, and by how much."""
    if not move.changes:
        return EN_DASH
    most = max(move.changes, key=lambda outcome: steady(abs(move.changes[outcome])))
    if abs(move.changes[most]) < SAME:
        return "none"
    label = material.study.diagram.outcome(most).label
    return f"{label} {points(move.changes[most])}"


def day(moment: str) -> str:
    """Return the day of a moment in UTC, or a dash where there is none."""
    return moment[:10] or EN_DASH
