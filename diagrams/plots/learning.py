"""Plot what learning the numbers themselves would be worth, beside what they explain."""

from __future__ import annotations

from bayesnet.errors import StudyError, unplaced
from bayesnet.number_words import MINUS, percent, utility
from bayesnet.rounding import places
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.study import Study
from bayesnet.uncertainty.learning import Kind, Learned, Learning
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import text
from diagrams.canvas.text import text_width, wrap
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.legend import Entry
from diagrams.network.wording import in_prose
from diagrams.plots.fills import HATCHED, PLAIN, box
from diagrams.plots.scale import Scale, axis, round_scale, tick_number

SIZE = style.ROW_SIZE
WIDTH = 170.0
SHARE = 70.0
LABEL = 215.0
LINE = 15.0
MOST = 8
KINDS: tuple[tuple[Kind, str], ...] = (
    ("structure", "Structures"),
    ("expert", "Experts"),
    ("table", "Whole tables"),
    ("question", "Single questions"),
)


def learning_bars(study: Study, answer: Learning, most: int = MOST) -> Drawing:
    """Return the EVPPI of what could be learned, kind by kind, and the spread that it explains."""
    groups = [
        (head, sorted(answer.of(kind), key=lambda row: row.rank)[:most])
        for kind, head in KINDS
        if answer.of(kind)
    ]
    if not groups:
        raise StudyError(
            [unplaced("draw.nothing-learn-from-without-ranges", whose=study.priors.whose)]
        )
    labels, digits = study.diagram.labels, learned_digits(answer, study.diagram)
    named = {
        id(row): wrap(in_prose(row.name, labels), SIZE, LABEL) for _, rows in groups for row in rows
    }
    left = max(text_width(part, SIZE) for parts in named.values() for part in parts) + 12
    worth = round_scale(
        0.0, max([0.1, *(r.value for _, rows in groups for r in rows)]), left, left + WIDTH, most=5
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
            pieces, width = _row(row, worth, share, middle, digits)
            drawn += pieces
            widest = max(widest, width)
            y += height
        y += 4
    grid, _ = axis(worth, 2.0, y, tick_number, f"worth, in {study.diagram.unit}")
    more, end = axis(share, 2.0, y, percent, "explains")
    legend = [
        Entry(words="worth learning", sample=lambda a, b: box(a + 2, b - 6, 40.0, 12.0, PLAIN)),
        Entry(
            words="its share in the spread of the outcome named",
            sample=lambda a, b: box(a + 2, b - 6, 40.0, 12.0, HATCHED),
        ),
    ]
    title = _finding(study, answer, digits)
    told = [
        f"{in_prose(row.name, labels)} {_worth(row, digits)}"
        + (f", explains {percent(row.share)} of {row.outcome}" if row.outcome else "")
        for _, rows in groups
        for row in rows
    ]
    rest = len(answer.rows) - sum(len(rows) for _, rows in groups)
    notes = ["In a world that comes from one expert, a row that is learned also tells whose it is."]
    if rest:
        are, whose = ("is", "its") if rest == 1 else ("are", "their")
        notes.append(f"{rest} more {are} worth no more than those of {whose} kind above.")
    words = words_round(
        study,
        answer.provenance,
        title=title,
        subtitle="Expected value of partial perfect information about the numbers; "
        f"{answer.provenance.draws}. {answer.provenance.under}. Best of "
        f"{answer.plans} plans.",
        about=f"{title}. {'; '.join(told)}.",
    )
    width = share.right + widest
    body = Body(pieces=[*grid, *more, *drawn], width=width, height=end, legend=legend, notes=notes)
    return framed(words, body)


def _row(
    row: Learned, worth: Scale, share: Scale, middle: float, digits: int
) -> tuple[list[str], float]:
    """Return one row's bars and words, and how far the words reach beyond the second axis."""
    drawn: list[str] = []
    width = worth.at(row.value) - worth.left if _worth(row, digits) != "0" else 0.0
    if width:
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
    text = utility(row.value, digits)
    return text if any(digit in "123456789" for digit in text) else "0"


def learned_digits(answer: Learning, diagram: InfluenceDiagram) -> int:
    """Return the digits of what learning is worth: what stands clear of chance still shows.

    Two after the point on 0 to 100, where values are small beside the scale.
    """
    sizes = [row.value for row in answer.rows if row.is_something]
    digits = places(diagram.largest([answer.expected]), sizes)
    return digits if diagram.value_unit else max(2, digits)


def _finding(study: Study, answer: Learning, digits: int) -> str:
    """Return the title: what is most worth learning, all that are level, or that nothing is."""
    unit = study.diagram.unit
    worthwhile = [row for row in answer.rows if row.is_something and _worth(row, digits) != "0"]
    if not worthwhile:
        added = utility(answer.everything, digits)
        if not float(added.replace(",", "").replace(MINUS, "-")):
            added = f"under {utility(10.0**-digits, digits)}"
        return (
            f"Nothing alone is worth learning: even knowing every number would add {added} {unit}"
        )
    best = max(row.value for row in worthwhile)
    level = [row for row in worthwhile if utility(row.value, digits) == utility(best, digits)]
    names = list(dict.fromkeys(in_prose(row.name, study.diagram.labels) for row in level))
    each = f"{utility(best, digits)} {unit}"
    if len(names) == 1:
        return f"Most worth learning: {names[0]}, {each}"
    return f"Most worth learning: {', '.join(names[:-1])} and {names[-1]}, {each} each"
