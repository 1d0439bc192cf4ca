"""Plot how well founded the tables are against how much hangs on them: the NUSAP diagram.

Source: van der Sluijs et al. (2005), Risk Analysis 25(2).
"""

from __future__ import annotations

from bayesnet.number_words import percent
from bayesnet.sensitivity.digits import influence_digits
from bayesnet.sensitivity.pedigree import HALF, PedigreeScore, PedigreeTable
from bayesnet.study.model import PEDIGREE
from bayesnet.study.study import Study
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import element, text
from diagrams.canvas.text import text_width
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.wording import amount, in_prose
from diagrams.plots.fills import Fill, box
from diagrams.plots.scale import (
    Scale,
    axis,
    beside_each_other,
    line,
    round_scale,
    side_axis,
    tick_words,
)

SIZE = style.ROW_SIZE
WIDTH, HEIGHT = 270.0, 250.0
BAND = 100.0
"""Height of the band for tables that nobody has graded."""
RADIUS = 9.0
LINE = 17.0
MOST = 18
CORNER = Fill(colour="#fff4d6", line=style.WARNING, lines=("rising",))


def pedigree_map(study: Study, answer: PedigreeTable) -> Drawing:
    """Return every table that moves the answer as a numbered dot: influence across, strength up.

    The corner is where a table is graded below half and moves the answer half as much as any can.
    """
    labels = study.diagram.labels
    digits = influence_digits(answer, study.diagram)
    footings = [f for f in answer.footings if _visible(f, answer.unit, digits)][:MOST]
    left, most = 62.0, max((f.influence for f in footings), default=1.0)
    across = round_scale(0.0, most, left, left + WIDTH, most=5)
    upward = Scale(low=0.0, high=1.0, left=HEIGHT, right=0.0, step=0.25)
    bottom = HEIGHT + (BAND if any(f.strength is None for f in footings) else 0.0)
    start = across.at(HALF * most)
    drawn = box(start, upward.at(HALF), across.right - start, HEIGHT - upward.at(HALF), CORNER)
    drawn += side_axis(upward, left, left + WIDTH, lambda v: f"{100 * v:.0f} %")
    said = "influence: how far the answer moves"
    if answer.unit == "probability":
        said += ", in percentage points"
    grid, end = axis(across, 0.0, bottom, tick_words(answer.unit, signed=True), said)
    corner = "weak and influential"
    middle = (start + across.right) / 2
    width = text_width(corner, SIZE, bold=True) + 12
    drawn.append(_plate(middle - width / 2, upward.at(HALF) + 5, width))
    drawn.append(
        text(
            middle,
            upward.at(HALF) + 18,
            corner,
            SIZE,
            bold=True,
            anchor="middle",
            fill=style.WARNING,
        )
    )
    if bottom > HEIGHT:
        drawn.append(line(left, HEIGHT, left + WIDTH, HEIGHT, style.QUIET, 1.0))
        for number, part in enumerate(("nobody", "graded")):
            y = HEIGHT + BAND / 2 - 3 + number * 14
            drawn.append(text(left - 6, y, part, SIZE, anchor="end", fill=style.QUIET))
    drawn += _dots(footings, across, upward)
    x = left + WIDTH + 20
    listed, width = _list(study, answer, footings, x)
    still = len(answer.footings) - len(footings)
    do = "table does" if still == 1 else "tables do"
    notes = [f"{still} more {do} not move it visibly."] if still else []
    notes.append(
        f"Strength: the mean of {', '.join(PEDIGREE)}, graded 0 to 4, as a share of the best. "
        f"Influence: {answer.spread}."
    )
    title = _finding(study, answer)
    told = [
        f"{labels[f.node]}: strength {_strength(f)}, influence "
        f"{amount(f.influence, answer.unit, digits)}"
        for f in footings
    ]
    words = words_round(
        study,
        answer.provenance,
        title=title,
        subtitle=f"Pedigree (upward) against influence on {in_prose(answer.quantity, labels)}. "
        f"{answer.provenance.under}.",
        about=f"{title}. {'; '.join(told)}.",
        more={"quantity": answer.quantity},
    )
    height = max(end, LINE * (len(footings) + 1))
    return framed(
        words, Body(pieces=[*grid, *drawn, *listed], width=x + width, height=height, notes=notes)
    )


def _plate(left: float, top: float, width: float) -> str:
    """Return a ground on which words are read over a hatch."""
    return element("rect", x=left, y=top, width=width, height=18.0, fill=CORNER.colour)


def _dots(footings: list[PedigreeScore], across: Scale, upward: Scale) -> list[str]:
    """Return the dots; those of one height stand beside each other where they would touch."""
    by_height: dict[float, list[tuple[float, int]]] = {}
    for number, found in enumerate(footings, start=1):
        y = HEIGHT + BAND / 2 if found.strength is None else upward.at(found.strength)
        y = min(max(y, RADIUS), HEIGHT - RADIUS) if found.strength is not None else y
        by_height.setdefault(round(y, 3), []).append((across.at(found.influence), number))
    drawn = []
    paint: dict[str, str | float] = {"fill": style.PAPER, "stroke": style.INK, "stroke_width": 1.4}
    for y, row in by_height.items():
        places = sorted(row)
        aside = beside_each_other([x for x, _ in places], 2 * RADIUS + 1, most=2)
        for (x, number), (_, off) in zip(places, aside, strict=True):
            at = max(x, across.left + RADIUS + 1)
            drawn.append(element("circle", cx=at, cy=y + off, r=RADIUS, **paint))
            drawn.append(text(at, y + off + 4, str(number), SIZE - 2, bold=True, anchor="middle"))
    return drawn


def _list(
    study: Study, answer: PedigreeTable, footings: list[PedigreeScore], left: float
) -> tuple[list[str], float]:
    """Return the numbered names with strength and influence, and how wide they are."""
    digits = influence_digits(answer, study.diagram)
    rows = [
        (
            f"{number}",
            study.diagram.labels[f.node],
            _strength(f),
            amount(f.influence, answer.unit, digits).removesuffix(" %"),
        )
        for number, f in enumerate(footings, start=1)
    ]
    heads = ("", "table", "strength", "influence")
    widths = [
        max(text_width(row[column], SIZE, bold=not column) for row in [heads, *rows])
        for column in range(4)
    ]
    drawn = []
    for number, row in enumerate([heads, *rows]):
        y, fill = LINE * number + SIZE, style.INK if number else style.QUIET
        x = left + widths[0]
        drawn.append(text(x, y, row[0], SIZE, bold=True, anchor="end"))
        drawn.append(text(x + 8, y, row[1], SIZE, fill=fill))
        for column in (2, 3):
            x += widths[column - 1] + (8 if column == 2 else 14)  # noqa: PLR2004 - after the name
            end = x + widths[column] + (14 if column == 2 else 0)  # noqa: PLR2004
            drawn.append(text(end, y, row[column], SIZE, anchor="end", fill=fill))
            x = end - widths[column]
    return drawn, sum(widths) + 50


def _visible(footing: PedigreeScore, unit: str, digits: int) -> bool:
    return any(digit in "123456789" for digit in amount(footing.influence, unit, digits))


def _strength(footing: PedigreeScore) -> str:
    return "not graded" if footing.strength is None else percent(footing.strength)


def _finding(study: Study, answer: PedigreeTable) -> str:
    """Return the title: what is weak and influential, or that nobody can tell."""
    labels = study.diagram.labels
    weak = [labels[f.node] for f in answer.weak_and_influential]
    if weak:
        return f"Weak and influential: {', '.join(weak)}"
    if not answer.footings:
        return "The model has no uncertain node, so there is no table to grade"
    if len(answer.ungraded) == len(answer.footings):
        first = labels[answer.footings[0].node]
        return f"Nobody has graded any table yet; most hangs on {first}"
    title = "No graded table is both weak and influential"
    if answer.ungraded:
        title += f"; {len(answer.ungraded)} of {len(answer.footings)} are not graded"
    return title
