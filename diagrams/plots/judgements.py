"""Plot what the experts said: their ranges on one question, and who moved between two versions.

No expert is named and the order is that of the answers, so that nobody can be told by a place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bayesnet.answers.provenance import provenance
from bayesnet.cpds.parameter import Parameter
from bayesnet.errors import StudyError, problem_at
from bayesnet.messages.remedies import did_you_mean
from bayesnet.number_words import percent, points_apart
from bayesnet.plurals import many
from bayesnet.rounding import steady
from bayesnet.study.agents.questions import agent_parameters
from bayesnet.study.priors import Judgement, Priors
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import arrow, text
from diagrams.canvas.text import text_width, wrap
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.legend import Entry
from diagrams.network.wording import plain, worded
from diagrams.plots.scale import Scale, axis, dot, line, round_scale, tick_number, whisker

SIZE = style.ROW_SIZE
WIDTH = 330.0
LINE = 15.0
GAP = 14.0
MOST_MOVED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One expert's answer on one component; low and high are None where no range was given."""

    best: float
    low: float | None
    high: float | None


def ranges(study: Study, versions: Sequence[Study], key: str) -> Drawing:
    """Return every expert's range on one question, by version; raises StudyError if there is none.

    versions: the study with each version of the priors, oldest first; the last is ``study``.
    """
    question = _question(study, key)
    shown = question.components[1:] if len(question.components) == 2 else question.components  # noqa: PLR2004
    groups = [
        (component, version.priors.name, _spoken(version.priors, question, component))
        for component in shown
        for version in versions
    ]
    left = (
        max(
            text_width(words, SIZE, bold=bold)
            for component, name, _ in groups
            for words, bold in ((plain(component), True), (name, False))
        )
        + GAP
    )
    values = [
        v for _, _, found in groups for s in found for v in (s.best, s.low, s.high) if v is not None
    ]
    distribution = question.kind == "distribution"
    scale = (
        Scale(low=0.0, high=1.0, left=left, right=left + WIDTH)
        if distribution
        else round_scale(min(values), max(values), left, left + WIDTH)
    )
    drawn: list[str] = []
    y = 4.0
    component_before = ""
    for component, name, found in groups:
        if component != component_before:
            y += 8 if component_before else 0
            drawn.append(text(0, y + SIZE, plain(component), SIZE, bold=True))
            y += LINE + 3
            component_before = component
        drawn.append(text(left - GAP / 2, y + SIZE - 2, name, SIZE, anchor="end", fill=style.QUIET))
        for one in sorted(found, key=lambda s: (s.best, s.low or 0.0)):
            middle = y + LINE / 2
            if one.low is not None and one.high is not None:
                drawn += whisker(scale, one.low, one.high, middle)
            drawn.append(dot(scale.at(one.best), middle, filled=True, radius=3.6))
            y += LINE
        y += 6
    unit = "probability" if distribution else "number"
    grid, end = axis(scale, 2.0, y, _shown(distribution=distribution), unit)
    legend = [
        Entry(words="best answer of one expert", sample=lambda x, y: [dot(x + 22, y, filled=True)]),
        Entry(
            words="lowest and highest plausible",
            sample=lambda x, y: whisker(Scale(low=0, high=1, left=x + 4, right=x + 40), 0, 1, y),
        ),
    ]
    title = _range_finding(groups, distribution=distribution)
    body = Body(pieces=[*grid, *drawn], width=left + WIDTH + 16, height=end, legend=legend)
    told = [
        f"{plain(c)}, {name}: {_span(found, distribution=distribution)}"
        for c, name, found in groups
    ]
    words = words_round(
        study,
        provenance(StudyView(study)),
        title=title,
        subtitle=f"{study.labels[question.node]}. {_situation(study, question)}".strip(),
        about=f"{title}. Question: {key}. {'; '.join(told)}.",
        more={"question": key},
    )
    return framed(words, body)


def movement(study: Study, before: Study) -> Drawing:
    """Return the answers that moved most from an earlier version to this one, expert by expert.

    Raises StudyError when nobody moved.
    """
    moves = list(_moves(study, before.priors))
    if not moves:
        raise StudyError(
            [
                problem_at(
                    "",
                    "--before",
                    "draw.nobody-moved-from",
                    name=before.priors.name,
                    other=study.priors.name,
                )
            ]
        )
    by_row: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for key, component, then, now in moves:
        by_row.setdefault((key, component), []).append((then, now))
    moved_by = {row: steady(sum(abs(b - a) for a, b in found)) for row, found in by_row.items()}
    rows = sorted(by_row, key=lambda row: -moved_by[row])[:MOST_MOVED]
    labels = [wrap(_row_words(study, key, component), SIZE, 310.0) for key, component in rows]
    left = max(text_width(part, SIZE) for lines in labels for part in lines) + GAP
    scale = Scale(low=0.0, high=1.0, left=left, right=left + WIDTH)
    drawn: list[str] = []
    y = 2.0
    for row, lines in zip(rows, labels, strict=True):
        found = sorted(by_row[row])
        height = max(len(lines) * LINE, len(found) * 11.0) + 8
        for number, part in enumerate(lines):
            top = y + (height - len(lines) * LINE) / 2 + number * LINE
            drawn.append(text(left - GAP / 2, top + SIZE, part, SIZE, anchor="end"))
        for number, (then, now) in enumerate(found):
            middle = y + (height - len(found) * 11.0) / 2 + (number + 0.5) * 11.0
            drawn += _move(scale, then, now, middle)
        y += height
        drawn.append(line(0, y, scale.right, y, style.HAIRLINE, 0.8))
    grid, end = axis(scale, 0.0, y, _shown(distribution=True), "probability")
    movers = {who for who in study.priors.judgements if _moved(study.priors, before.priors, who)}
    size = points_apart(sum(abs(b - a) for *_, a, b in moves) / len(moves))
    title = (
        f"{len(movers)} of {len(study.priors.judgements)} experts moved, by {size} on average"
        if len(moves) > 1
        else f"{len(movers)} of {len(study.priors.judgements)} experts moved, by {size}"
    )
    legend = [
        Entry(words="one expert's best answer, before and after", sample=_move_sample),
    ]
    told = []
    for row in rows:
        moved = ", ".join(f"{percent(a)} to {percent(b)}" for a, b in sorted(by_row[row]))
        told.append(f"{_row_words(study, *row)}: {moved}")
    more = f" The {len(rows)} that moved most are shown." if len(by_row) > len(rows) else ""
    words = words_round(
        study,
        provenance(StudyView(study)),
        title=title,
        subtitle=f"From {before.priors.name} to {study.priors.name}.{more}",
        about=f"{title}. {'; '.join(told)}.",
        more={"compared_with": before.priors.name},
    )
    body = Body(pieces=[*grid, *drawn], width=scale.right + 16, height=end, legend=legend)
    return framed(words, body)


def _row_words(study: Study, key: str, component: str) -> str:
    question = _question(study, key)
    said = f"{study.labels[question.node]}: {component.replace('_', ' ')}"
    situation = _situation(study, question)
    return f"{said}, if {situation}" if situation else said


def _question(study: Study, key: str) -> Parameter:
    asked = {p.key: p for cpd in study.cpds.values() if cpd.asked for p in cpd.parameters()}
    asked |= {p.key: p for p in agent_parameters(study.agents)}
    if key not in asked:
        raise StudyError(
            [
                problem_at(
                    "", "--question", "draw.no-question-key", did_you_mean(key, asked), word=key
                )
            ]
        )
    return asked[key]


def _spoken(priors: Priors, question: Parameter, component: str) -> list[Spoken]:
    index = question.components.index(component)
    found = []
    for answers in priors.judgements.values():
        judgement = answers.get(question.key)
        if judgement is not None:
            low, high = (
                None if end is None else float(end[index])
                for end in (judgement.low, judgement.high)
            )
            found.append(Spoken(best=float(judgement.best[index]), low=low, high=high))
    return found


def _moves(study: Study, before: Priors) -> Iterator[tuple[str, str, float, float]]:
    """Yield question, component, best answer before and after of everyone who moved there."""
    for cpd in study.cpds.values():
        if not cpd.asked:
            continue
        for question in cpd.parameters():
            if question.kind != "distribution":
                continue
            for who, answers in study.priors.judgements.items():
                then = before.judgements.get(who, {}).get(question.key)
                now = answers.get(question.key)
                if then is None or now is None:
                    continue
                index = _most_moved(then, now)
                a, b = float(then.best[index]), float(now.best[index])
                if a != b:
                    yield question.key, question.components[index], a, b


def _most_moved(then: Judgement, now: Judgement) -> int:
    sizes = [abs(b - a) for a, b in zip(then.best, now.best, strict=True)]
    return len(sizes) - 1 - sizes[::-1].index(max(sizes))


def _moved(now: Priors, before: Priors, who: str) -> bool:
    then = before.judgements.get(who, {})
    return any(
        key in then and then[key].best != judgement.best
        for key, judgement in now.judgements[who].items()
    )


def _move(scale: Scale, then: float, now: float, y: float) -> list[str]:
    x1, x2 = scale.at(then), scale.at(now)
    drawn = [dot(x1, y, filled=False, radius=3.2)]
    if abs(x2 - x1) > 12:  # noqa: PLR2004 - room for a shaft and a head
        sign = 1 if x2 > x1 else -1
        end = (x2 - 8 * sign, y)
        drawn.append(line(x1 + 3.2 * sign, y, end[0], y, style.INK, 1.6))
        drawn.append(arrow((x2, y), end, 4.0, fill=style.INK, line=style.INK))
    else:
        drawn.append(dot(x2, y, filled=True, radius=3.2))
    return drawn


def _move_sample(x: float, y: float) -> list[str]:
    return _move(Scale(low=0, high=1, left=x + 4, right=x + 40), 0, 1, y)


def _shown(*, distribution: bool) -> Callable[[float], str]:
    return percent if distribution else tick_number


def _span(found: Sequence[Spoken], *, distribution: bool) -> str:
    if not found:
        return "no answer"
    low, high = (_number(end(s.best for s in found), distribution) for end in (min, max))
    reach = f"at {low}" if low == high else f"from {low} to {high}"
    return f"best answers of {many(len(found), 'expert')} {reach}"


def _number(value: float, distribution: bool) -> str:
    return percent(value) if distribution else f"{value:,.4g}"


def _range_finding(groups: Sequence[tuple[str, str, list[Spoken]]], *, distribution: bool) -> str:
    """Return the title: how far the best answers lie apart, and how far they did before."""

    def apart(found: list[Spoken]) -> float:
        return max(s.best for s in found) - min(s.best for s in found) if found else 0.0

    newest = groups[-1][1]
    component, _, found = max(
        (g for g in groups if g[1] == newest), key=lambda g: steady(apart(g[2]))
    )
    if not found:
        return "Nobody has answered"
    if len(found) == 1:
        best = _number(found[0].best, distribution)
        return f"One expert has answered: '{plain(component)}' {best}"

    def said(found: list[Spoken]) -> str:
        return points_apart(apart(found)) if distribution else f"{apart(found):,.3g}"

    about = f"Best answers on '{plain(component)}'" if distribution else "Best answers"
    told = f"{about} {f'lie {said(found)} apart' if apart(found) else 'are all the same'}"
    first = next(g for g in groups if g[0] == component)
    if first[1] == newest or len(first[2]) <= 1:
        return told
    then, now = said(first[2]), said(found)
    return f"{told}, as before" if then == now else f"{told}, {then} before"


def _situation(study: Study, question: Parameter) -> str:
    """Return the situation of a question with the nodes' labels in it, empty for a root."""
    if question.key.endswith("[]"):
        return ""
    return worded(question.text, study.labels)
