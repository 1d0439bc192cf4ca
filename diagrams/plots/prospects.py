"""Plot in how many drawn worlds each plan is best, and what it falls short of the best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bayesnet.answers.policy import Policy
from bayesnet.number_words import percent
from bayesnet.plurals import many
from bayesnet.rounding import places, steady, written
from bayesnet.sensitivity.prospects import Prospect, Prospects
from bayesnet.study.model import InfluenceDiagram, Name
from bayesnet.study.study import Study
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import text
from diagrams.canvas.text import text_width, wrap
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.wording import rule_words
from diagrams.plots.fills import HATCHED, PLAIN, box
from diagrams.plots.scale import Scale, axis, round_scale

SIZE = style.ROW_SIZE
WIDTH = 150.0
BESIDE = 62.0
LABEL = 250.0
LINE = 15.0
MOST = 10


def best_and_regret(study: Study, answer: Prospects) -> Drawing:
    """Return P(best) and expected regret of the plans, those most often best first.

    A plan is told by what it does otherwise than the plan with the highest expected utility.
    Needs an answer over draws. Plans that are never best in any draw come by their regret.
    """
    first = answer.best
    tried = [p for p in answer.prospects if p.regret is not None]
    rows = sorted(tried, key=_worth_showing)[:MOST]
    diagram, labels_of = study.diagram, study.diagram.labels
    behind = [p.regret for p in rows[1:] if p.regret and p.regret > answer.resolution]
    digits = places(diagram.largest(p.expected for p in rows), [max(behind, default=0.0)])

    def points(value: float) -> str:
        return _amount(value, answer.resolution, digits)

    labels = [wrap(_otherwise(first.plan, p.plan, diagram), SIZE, LABEL) for p in rows]
    left = max(text_width(part, SIZE) for ls in labels for part in ls) + 12
    chance = Scale(low=0.0, high=1.0, left=left, right=left + WIDTH, step=0.5)
    start = chance.right + BESIDE + 12
    shortfall = round_scale(0.0, max(p.regret or 0.0 for p in rows), start, start + WIDTH, most=4)
    drawn: list[str] = []
    y = 4.0
    for found, label in zip(rows, labels, strict=True):
        height = max(24.0, LINE * len(label) + 8)
        middle = y + height / 2
        for number, part in enumerate(label):
            baseline = middle + 4 + (number - (len(label) - 1) / 2) * LINE
            bold = found is first
            drawn.append(text(left - 8, baseline, part, SIZE, bold=bold, anchor="end"))
        for scale, value, said, fill in (
            (chance, found.chance_best or 0.0, percent(found.chance_best or 0.0), PLAIN),
            (shortfall, found.regret or 0.0, points(found.regret or 0.0), HATCHED),
        ):
            width = scale.at(value) - scale.left
            if width > 0.4:  # noqa: PLR2004 - wide enough to be seen
                drawn += box(scale.left, middle - 7, width, 14.0, fill)
            drawn.append(text(scale.left + width + 6, middle + 4, said, SIZE))
        y += height
    grid, _ = axis(chance, 0.0, y, lambda v: f"{100 * v:.0f} %", "best in so many draws")
    more, end = axis(shortfall, 0.0, y, lambda v: f"{v:g}", f"mean shortfall, in {diagram.unit}")
    options = "; ".join(f"{labels_of[n]}: {rule_words(r, diagram)}" for n, r in first.plan.items())
    rest = len(tried) - len(rows)
    notes = [f"The best plan on average: {options}."]
    if rest:
        notes.append(f"{many(rest, 'more plan is', 'more plans are')} best no more often.")
    title = _finding(rows, first, f"{points(first.regret or 0.0)} {diagram.unit}")
    told = [
        f"{_otherwise(first.plan, p.plan, diagram)}: best in "
        f"{percent(p.chance_best or 0.0)}, short by {points(p.regret or 0.0)}"
        for p in rows
    ]
    words = words_round(
        study,
        answer.provenance,
        title=title,
        subtitle=f"Chance of being the best plan, and regret: {answer.provenance.draws}. "
        f"{_kinds(rows)}; structure {answer.provenance.structure}; weights: "
        f"{study.diagram.weight_sets[answer.weights].label}.",
        about=f"{title}. {'; '.join(told)}. {notes[0]}",
        more={"weights": answer.weights},
    )
    body = Body(
        pieces=[*grid, *more, *drawn], width=shortfall.right + BESIDE, height=end, notes=notes
    )
    return framed(words, body)


def _worth_showing(found: Prospect) -> tuple[float, float]:
    return -steady(found.chance_best or 0.0), steady(found.regret or 0.0)


def _otherwise(
    first: Mapping[Name, Policy], plan: Mapping[Name, Policy], diagram: InfluenceDiagram
) -> str:
    """Return what a plan does otherwise than the first."""
    said = [
        f"{diagram.labels[n]}: {rule_words(r, diagram)}"
        for n, r in plan.items()
        if first[n].differs(r)
    ]
    return "; ".join(said) or "the best plan on average"


def _kinds(rows: Sequence[Prospect]) -> str:
    """Return what kind of plans are shown."""
    if all(p.fixed is not None for p in rows):
        return "Plans of fixed options"
    return "Plans of fixed options, and rules that depend on what is seen"


def _amount(value: float, rounding: float, digits: int) -> str:
    """Return a shortfall; nothing only where it is nothing."""
    text = written(value, digits)
    if value > rounding and text == written(0.0, digits):
        return f"under {written(10.0**-digits, digits)}"
    return text


def _finding(rows: Sequence[Prospect], first: Prospect, short: str) -> str:
    """Return the title: how sure the best plan is, and how often another would be better."""
    most = rows[0]
    chance = percent(first.chance_best or 0.0)
    if most is first:
        return (
            f"The best plan on average is best in {chance} of the draws and falls short by {short}"
        )
    return (
        f"Another plan is best more often: in {percent(most.chance_best or 0.0)} of the draws, "
        f"the best on average in {chance}"
    )
