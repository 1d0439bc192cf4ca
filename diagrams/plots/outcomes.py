"""Plot a what-if's outcomes: the pool's probabilities, and how every expert sees the change."""

from __future__ import annotations

from bayesnet.answers.whatif import OutcomeAnswer, WhatIf, agreement, signs_of
from bayesnet.number_words import MINUS, percent, percents, points_apart, signed_points
from bayesnet.rounding import steady
from bayesnet.study.study import Study
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import element, text
from diagrams.canvas.text import text_width
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.legend import Entry
from diagrams.plots.scale import (
    Scale,
    axis,
    beside_each_other,
    dot,
    line,
    round_scale,
    tick_number,
    whisker,
    whisker_sample,
)

SIZE = style.ROW_SIZE
ROW = 34.0
STRIP_ROW = 42.0
WIDTH = 300.0
VISIBLE = 0.005
"""A change of probability smaller than this does not print in whole points."""
LEAST = 0.01
"""The axis of changes reaches so far to both sides at least."""
RADIUS = 3.4
POOL_REACH = 14.0
"""How far the pool's mark goes up and down: beyond the dots, which stand before it."""
APART = 7.4
GAP = 16.0


def what_if_bars(study: Study, answer: WhatIf) -> Drawing:
    """Return a bar for each outcome, the experts' range on it and a tick for the comparison."""
    outcomes, alone = answer.outcomes, len(answer.experts) == 1
    left = max(text_width(a.outcome.label, SIZE, bold=True) for a in outcomes) + GAP
    scale = Scale(low=0.0, high=1.0, left=left, right=left + WIDTH)
    bottom = ROW * len(outcomes)
    drawn, end = axis(scale, 0.0, bottom, percent, "probability")
    widest = 0.0
    for index, found in enumerate(outcomes):
        y = (index + 0.5) * ROW
        said = _beside(found, alone=alone)
        widest = max(widest, text_width(said, SIZE))
        drawn += [
            text(left - GAP / 2, y + 4, found.outcome.label, SIZE, bold=True, anchor="end"),
            element(
                "rect",
                x=left,
                y=y - 8,
                width=scale.at(found.value) - left,
                height=16.0,
                fill=style.CHANCE.bar,
                stroke=style.CHANCE.line,
                stroke_width=0.8,
            ),
            *([] if alone else whisker(scale, min(found.by_expert), max(found.by_expert), y)),
            text(scale.right + GAP, y + 4, said, SIZE),
        ]
        if found.before is not None:
            x = scale.at(found.before)
            drawn.append(line(x, y - 12, x, y + 12, "#000000", 3.0))
    who = study.priors.whose if alone else "pool"
    legend = [Entry(words=who, sample=_bar_sample)]
    if not alone:
        legend.append(Entry(words="experts' best values, lowest to highest", sample=whisker_sample))
    if answer.comparison is not None:
        said = f"{who}, {answer.comparison.label}"
        legend.append(
            Entry(
                words=said,
                sample=lambda x, y: [line(x + 22, y - 10, x + 22, y + 10, "#000000", 3.0)],
            )
        )
    title = _finding(answer)
    told = [f"{a.outcome.label} {_beside(a, alone=alone)}" for a in outcomes]
    against = f", against {answer.comparison.label}" if answer.comparison else ""
    words = words_round(
        study,
        answer.provenance,
        title=title,
        subtitle=f"{answer.scenario.label}{against}; structure {answer.provenance.structure}.",
        about=f"Bars of {len(outcomes)} probabilities. {title}. {'; '.join(told)}.",
    )
    body = Body(pieces=drawn, width=scale.right + GAP + widest, height=end, legend=legend)
    return framed(words, body)


def _beside(found: OutcomeAnswer, *, alone: bool) -> str:
    said = percent(found.value)
    if not alone:
        said += f" (experts {percents(found.by_expert)})"
    if found.difference is None:
        return said
    told = signed_points(found.difference)
    return f"{said}, {told} point{'' if told.lstrip('+' + MINUS) == '1' else 's'}"


def _finding(answer: WhatIf) -> str:
    """Return the title: which outcome moves most, and how many experts agree."""
    alone = len(answer.experts) == 1
    if answer.comparison is None and alone:
        return f"What if? {answer.scenario.label}"
    if answer.comparison is None:
        worst = max(answer.outcomes, key=lambda a: steady(max(a.by_expert) - min(a.by_expert)))
        spread = max(worst.by_expert) - min(worst.by_expert)
        if spread < VISIBLE:
            return "Experts do not differ by as much as a point on any outcome"
        return f"Experts differ most on {_lower(worst)}: {points_apart(spread)} apart"
    most = max(answer.outcomes, key=lambda a: steady(abs(a.difference or 0.0)))
    change = most.difference or 0.0
    if abs(change) < VISIBLE:
        return "No outcome moves by as much as a point"
    verb = "rises" if change > 0 else "falls"
    said = f"{most.outcome.label} {verb} by {points_apart(change)}"
    return said if alone else f"{said}; experts: {agreement(*_signs(most))}"


def _signs(found: OutcomeAnswer) -> tuple[int, int, int]:
    """Return how many experts see a fall, nothing and a rise that would print in whole points."""
    return signs_of(found.differences, VISIBLE)


def _lower(found: OutcomeAnswer) -> str:
    label = found.outcome.label
    return label if label[1:2].isupper() else label[0].lower() + label[1:]


def experts_strip(study: Study, answer: WhatIf) -> Drawing:
    """Return each expert's own change of every outcome, with a table of its signs.

    Needs a comparison; experts are not named, and dots of the same value stand beside each other.
    """
    outcomes = answer.outcomes
    left = max(text_width(a.outcome.label, SIZE, bold=True) for a in outcomes) + GAP
    changes = [d for a in outcomes for d in (*a.differences, a.difference or 0.0)]
    scale = round_scale(min(-LEAST, *changes), max(LEAST, *changes), left, left + WIDTH, most=7)
    dots = [beside_each_other([scale.at(d) for d in a.differences], APART) for a in outcomes]
    reaches = [max(POOL_REACH, *(abs(aside) + RADIUS + 5 for _, aside in own)) for own in dots]
    bottom = 20 + sum(max(STRIP_ROW, 2 * reach + 6) for reach in reaches)
    drawn, end = axis(scale, 20.0, bottom, _tick, "change, in percentage points")
    drawn.append(line(scale.at(0), 20, scale.at(0), bottom, style.INK, 1.4))
    columns = [scale.right + GAP + 22 + 50 * index for index in range(3)]
    for x, head in zip(columns, ("lower", "same", "higher"), strict=True):
        drawn.append(text(x, SIZE, head, SIZE, anchor="middle", fill=style.QUIET))
    top = 20.0
    for found, own, reach in zip(outcomes, dots, reaches, strict=True):
        height = max(STRIP_ROW, 2 * reach + 6)
        y = top + height / 2
        top += height
        label = found.outcome.label
        drawn.append(text(left - GAP / 2, y + 4, label, SIZE, bold=True, anchor="end"))
        x = scale.at(found.difference or 0.0)
        drawn.append(line(x, y - reach, x, y + reach, style.CHANCE.bar, 4.0))
        for x, aside in own:
            drawn.append(dot(x, y + aside, filled=False, radius=RADIUS))
        signs = _signs(found)
        for x, count in zip(columns, signs, strict=True):
            bold = count == max(signs)
            drawn.append(text(x, y + 4, str(count), SIZE, bold=bold, anchor="middle"))
    legend = [
        Entry(words="one expert", sample=_dot_sample),
        Entry(
            words="pool",
            sample=lambda x, y: [line(x + 22, y - 9, x + 22, y + 9, style.CHANCE.bar, 4.0)],
        ),
    ]
    title = _agreed(answer)
    seen = [(a.outcome.label, _signs(a)) for a in outcomes]
    told = [f"{label}: {s[0]} lower, {s[1]} unchanged, {s[2]} higher" for label, s in seen]
    against = answer.comparison.label if answer.comparison else ""
    words = words_round(
        study,
        answer.provenance,
        title=title,
        subtitle=f"{answer.scenario.label}, against {against}: each expert's own change.",
        about=f"{title}. {'; '.join(told)}.",
    )
    body = Body(pieces=drawn, width=columns[-1] + 26, height=end, legend=legend)
    return framed(words, body)


def _tick(change: float) -> str:
    """Return a tick of changes in percentage points with its sign."""
    return f"{'+' if change > 0 else ''}{tick_number(100 * change)}"


def _agreed(answer: WhatIf) -> str:
    """Return the title: on how many outcomes all experts see one direction, or no change."""
    signs = [_signs(found) for found in answer.outcomes]
    total, count = len(answer.experts), len(signs)
    one_way = sum(max(s[0], s[2]) == total for s in signs)
    still = sum(s[1] == total for s in signs)
    who = "Both" if total == 2 else f"All {total}"  # noqa: PLR2004
    if still == count:
        return "No expert sees any outcome move by as much as a point"
    if not one_way:
        told = f"On no outcome do all {total} experts agree on a direction"
    else:
        of = f"{one_way} of {count} outcomes" if count > 1 else "the one outcome"
        told = f"{who} experts agree on the direction of {of}"
    if not still:
        return told
    return f"{told}; {still} {'moves' if still == 1 else 'move'} for nobody"


def _bar_sample(x: float, y: float) -> list[str]:
    paint: dict[str, str | float] = {"fill": style.CHANCE.bar, "stroke": style.CHANCE.line}
    return [element("rect", x=x + 2, y=y - 7, width=40.0, height=14.0, **paint)]


def _dot_sample(x: float, y: float) -> list[str]:
    return [dot(x + 22, y, filled=False, radius=RADIUS)]
