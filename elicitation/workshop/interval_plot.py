"""Draw the answers to one question as intervals in the order of their numbers, without a name."""

from __future__ import annotations

from bayesnet.plurals import many
from diagrams.canvas import style
from diagrams.canvas.svg import element, number, text
from diagrams.canvas.text import text_width
from diagrams.network.wording import plain
from diagrams.plots.scale import Scale, axis, dot, round_scale, whisker
from elicitation.reporting.feedback import Question

WIDTH = 300.0
HEIGHT = 260.0
"""Of all answers together, if they are many: the picture then fits a screen at once."""
CLOSEST, WIDEST = 6.5, 18.0
"""Between two answers."""


def interval_plot(question: Question) -> str:
    """Return the SVG of the answers, which must be there; of two states the last is drawn."""
    shares = question.components != ("value",)
    halved = shares and len(question.components) == 2  # noqa: PLR2004 - the other one follows
    shown = question.components[-1:] if halved else question.components
    names = {c: "" if c == "value" else plain(c) for c in shown}
    left = max(text_width(name, style.ROW_SIZE, bold=True) for name in names.values()) + 14
    line = min(max(HEIGHT / (len(shown) * question.count), CLOSEST), WIDEST)
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
        drawn.append(text(0, y + line / 2 + 4, names[component], style.ROW_SIZE, bold=True))
        for answer in sorted(question.answers, key=lambda a: a.estimates[component].best):
            one = answer.estimates[component]
            if one.low is not None and one.high is not None:
                ends = float(one.low), float(one.high)
                drawn += whisker(scale, *ends, y + line / 2, stop=min(4.0, 0.4 * line))
            radius = min(4.2, 0.42 * line)
            drawn.append(dot(scale.at(float(one.best)), y + line / 2, filled=True, radius=radius))
            y += line
        y += 8
    grid, end = axis(
        scale,
        2.0,
        y,
        (lambda v: f"{100 * v:.0f} %") if shares else (lambda v: f"{v:g}"),
        "probability" if shares else "number",
    )
    told = f"{many(question.count, 'answer')} without names: dots are best answers, bars ranges."
    return element(
        "svg",
        element("title", told) + "".join([*grid, *drawn]),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(right + 24)} {number(end + 4)}",
        role="img",
        font_family=style.FAMILY,
    )
