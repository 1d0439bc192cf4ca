"""Draw the answers to one question as intervals in the order of their numbers, without a name."""

from __future__ import annotations

from diagrams import style
from diagrams.plots.scale import Scale, axis, dot, round_scale, whisker
from diagrams.svg import element, number, text
from diagrams.text import text_width
from elicitation.reporting.feedback import Question

WIDTH = 300.0
LINE = 18.0


def interval_plot(question: Question) -> str:
    """Return the SVG of the answers, which must be there; of two states the last is drawn."""
    shares = question.components != ("value",)
    halved = shares and len(question.components) == 2  # noqa: PLR2004 - the other one follows
    shown = question.components[-1:] if halved else question.components
    left = max(text_width(c, style.ROW_SIZE, bold=True) for c in shown) + 14
    every = [
        float(n)
        for answer in question.answers
        for c in shown
        for e in (answer.estimates[c],)
        for n in (e.best, e.low, e.high)
        if n is not None
    ]
    right = left + WIDTH
    scale = (
        Scale(low=0.0, high=1.0, left=left, right=right)
        if shares
        else round_scale(min(every), max(every), left, right)
    )
    drawn, y = [], 6.0
    for component in shown:
        name = "" if component == "value" else component
        drawn.append(text(0, y + LINE / 2 + 4, name, style.ROW_SIZE, bold=True))
        for answer in sorted(question.answers, key=lambda a: a.estimates[component].best):
            one = answer.estimates[component]
            if one.low is not None and one.high is not None:
                drawn += whisker(scale, float(one.low), float(one.high), y + LINE / 2)
            drawn.append(dot(scale.at(float(one.best)), y + LINE / 2, filled=True))
            y += LINE
        y += 8
    grid, end = axis(
        scale,
        2.0,
        y,
        (lambda v: f"{100 * v:.0f} %") if shares else (lambda v: f"{v:g}"),
        "probability" if shares else "number",
    )
    told = f"{question.count} answers without names: dots are best answers, bars ranges."
    return element(
        "svg",
        element("title", told) + "".join([*grid, *drawn]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(right + 24)} {number(end + 4)}",
        role="img",
        font_family=style.FAMILY,
    )
