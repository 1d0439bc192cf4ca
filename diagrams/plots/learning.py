"""Plot what learning the numbers themselves would be worth, beside what they explain."""

from __future__ import annotations

from bayesnet.errors import Problem, Refused
from bayesnet.plurals import many
from bayesnet.rounding import places, written
from bayesnet.study import Study
from bayesnet.uncertainty.learning import SMALL, Kind, Learned, Learning
from diagrams import style
from diagrams.caption import words_round
from diagrams.drawing import Drawing
from diagrams.frame import Body, framed
from diagrams.legend import Entry
from diagrams.plots.fills import HATCHED, PLAIN, box
from diagrams.plots.scale import Scale, axis, round_scale
from diagrams.svg import text
from diagrams.text import text_width, wrap
from diagrams.wording import in_prose, percent

SIZE = style.ROW_SIZE
WIDTH = 170.0
SHARE = 70.0
LABEL = 215.0
LINE = 15.0
MOST = 8
SCALE = 100.0
"""Utilities without a unit of their own go from 0 to it."""
KINDS: tuple[tuple[Kind, str], ...] = (
    ("structure", "Structures"),
    ("expert", "Experts"),
    ("table", "Whole tables"),
    ("question", "Single questions"),
)


def learning_bars(study: Study, answer: Learning, most: int = MOST) -> Drawing:
    """Return the EVPPI of what could be learned, kind by kind, and the spread that it explains."""
    level = abs(answer.expected) if study.diagram.value_unit else SCALE
    groups = [
        (head, sorted(answer.of(kind), key=lambda r: (-round(r.value / level, 4), -r.share))[:most])
        for kind, head in KINDS
        if answer.of(kind)
    ]
    if not groups:
        message = f"there is nothing to learn from {study.priors.whose} without ranges."
        remedy = "Give ranges, or ask more than one expert and freeze what they say."
        raise Refused([Problem(file="", path="", message=message, remedy=remedy)])
    labels, unit = study.diagram.labels, study.diagram.unit
    digits = max(answer.digits(level), places(level) + 1)
    named = {
        id(row): wrap(in_prose(row.name, labels), SIZE, LABEL) for _, rows in groups for row in rows
    }
    left = max(text_width(part, SIZE) for parts in named.values() for part in parts) + 12
    worth = round_scale(
        0.0,
        max([level / 1000, *(r.value for _, rows in groups for r in rows)]),
        left,
        left + WIDTH,
        most=5,
    )
    start = worth.right + 60
    share = Scale(low=0.0, high=1.0, left=start, right=start + SHARE, step=1.0)
    drawn: list[str] = []
    y, widest = 2.0, 0.0
    for head, rows in groups:
        drawn.append(text(0, y + SIZE + 2, head, SIZE, bold=True))
        y += 22
        for row in rows:
            parts = named[id(row)]
            height = max(22.0, LINE * len(parts) + 7)
            middle = y + height / 2
            for number, part in enumerate(parts):
                baseline = middle + 4 + (number - (len(parts) - 1) / 2) * LINE
                drawn.append(text(left - 8, baseline, part, SIZE, anchor="end"))
            pieces, width = _row(row, digits, worth, share, middle)
            drawn += pieces
            widest = max(widest, width)
            y += height
        y += 4
    grid, _ = axis(worth, 2.0, y, lambda v: f"{v:g}", f"worth, in {unit}")
    more, end = axis(share, 2.0, y, lambda v: f"{100 * v:.0f} %", "explains")
    legend = [
        Entry(words="worth learning", sample=lambda a, b: box(a + 2, b - 6, 40.0, 12.0, PLAIN)),
        Entry(
            words="its share in the spread of the outcome named",
            sample=lambda a, b: box(a + 2, b - 6, 40.0, 12.0, HATCHED),
        ),
    ]
    title = _finding(study, answer, digits, level)
    told = [
        f"{in_prose(row.name, labels)} {_worth(row, digits)}"
        + (f", explains {percent(row.share)} of {row.outcome}" if row.outcome else "")
        for _, rows in groups
        for row in rows
    ]
    rest = len(answer.rows) - sum(len(rows) for _, rows in groups)
    notes = ["In a world that comes from one expert, a row that is learned also tells whose it is."]
    if rest:
        notes.append(f"{rest} more are worth less, or explain less.")
    words = words_round(
        study,
        answer.provenance,
        title=title,
        subtitle="Expected value of partial perfect information about the numbers; "
        f"{answer.provenance.draws}. {answer.provenance.under}. Best of "
        f"{many(answer.plans, 'plan')}.",
        about=f"{title}. {'; '.join(told)}.",
    )
    width = share.right + widest
    body = Body(pieces=[*grid, *more, *drawn], width=width, height=end, legend=legend, notes=notes)
    return framed(words, body)


def _row(
    row: Learned, digits: int, worth: Scale, share: Scale, middle: float
) -> tuple[list[str], float]:
    """Return one row's bars and words, and how far the words reach beyond the second axis."""
    drawn: list[str] = []
    width = worth.at(row.value) - worth.left
    if width > 0.4:  # noqa: PLR2004 - wide enough to be seen
        drawn += box(worth.left, middle - 7, width, 14.0, PLAIN)
    drawn.append(text(worth.left + width + 6, middle + 4, _worth(row, digits), SIZE))
    if not row.outcome:
        return drawn, 0.0
    width = share.at(row.share) - share.left
    if width > 0.4:  # noqa: PLR2004 - wide enough to be seen
        drawn += box(share.left, middle - 7, width, 14.0, HATCHED)
    said = f"{percent(row.share)} of {row.outcome}"
    drawn.append(text(share.right + 8, middle + 4, said, SIZE))
    return drawn, 8 + text_width(said, SIZE)


def _worth(row: Learned, digits: int) -> str:
    text = written(row.value, digits)
    return text if text != written(0.0, digits) else "0"


def _finding(study: Study, answer: Learning, digits: int, level: float) -> str:
    """Return the title: what is most worth learning, or that nothing is."""
    unit = study.diagram.unit
    worthwhile = [row for row in answer.rows if row.is_something and row.value >= level * SMALL]
    if not worthwhile:
        added = written(answer.everything, digits)
        if added == written(0.0, digits) and answer.everything > 0:
            added = f"under {written(10.0**-digits, digits)}"
        return f"Nothing alone is clearly worth learning: knowing all would add {added} {unit}"
    best = max(worthwhile, key=lambda row: row.value)
    name = in_prose(best.name, study.diagram.labels)
    return f"Most worth learning: {name}, {written(best.value, digits)} {unit}"
