"""Plot how often somebody else acts by how firmly it believes something, for two options."""

from __future__ import annotations

from collections.abc import Sequence

from bayesnet.adversary.answer import Adversary
from bayesnet.adversary.belief_curve import BeliefCurve, BeliefLine
from bayesnet.adversary.belief_words import held_text, options_text, title_text, told_text
from bayesnet.adversary.words import acts_text
from bayesnet.study.view import StudyView
from diagrams.canvas import style
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.svg import element, number
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.legend import Entry
from diagrams.plots.deterrence import HEIGHT, LEFT, ONE, POOL, WIDTH
from diagrams.plots.scale import Scale, above_axis, axis, dot, round_scale, side_axis, tick_words

SOLID, DASHED = "none", "7 4"
"""Lines without the option, and with it."""


def belief_plot(view: StudyView, answer: Adversary, curve: BeliefCurve) -> Drawing:
    """Return P(it acts) over the share of cases in which the belief holds, a line an option."""
    diagram, several = view.diagram, len(answer.experts) > 1
    agent, lines = answer.mind.agent, ((curve.without, SOLID), (curve.with_it, DASHED))
    worlds = range(len(answer.experts) if several else 0, -1, -1)
    most = max(float(max(one.never[w], one.always[w])) for one, _ in lines for w in worlds)
    across = Scale(low=0.0, high=1.0, left=LEFT, right=LEFT + WIDTH)
    drawn, top = above_axis(f"probability that {agent.label} acts", LEFT + WIDTH)
    upward = round_scale(0.0, most, top + HEIGHT, top, most=6)
    shown = tick_words("probability", signed=False)
    belief = held_text(curve, diagram)
    grid, end = axis(across, top, top + HEIGHT, shown, f"share of all cases with {belief}")
    drawn += [*grid, *side_axis(upward, LEFT, LEFT + WIDTH, shown)]
    for world in worlds:
        drawn += [_line(_path(one, world, across, upward), world, dash) for one, dash in lines]
    for one, _ in lines:
        drawn.append(dot(across.at(float(one.held[0])), upward.at(float(one.here[0])), filled=True))
    words = words_round(
        view.study,
        answer.provenance,
        title=title_text(answer, curve, diagram),
        subtitle=f"It acts: {acts_text(answer, diagram)}. The other states of the belief keep "
        f"their proportions. {answer.provenance.under}.",
        about=f"Two lines over the share of all cases with {belief}. "
        f"{told_text(answer, curve, diagram)}",
        more={
            "agent": agent.id,
            "belief": curve.belief,
            "decision": curve.decision,
            "scenario": answer.scenario.id,
        },
    )
    body = Body(
        pieces=drawn,
        width=LEFT + WIDTH + 20,
        height=end,
        legend=_legend(options_text(curve, diagram), several=several),
        notes=[diagram.reaction] if diagram.reaction else [],
    )
    return framed(words, body)


def _path(one: BeliefLine, world: int, across: Scale, upward: Scale) -> str:
    ends = ((0.0, float(one.never[world])), (1.0, float(one.always[world])))
    return "M" + " L".join(f"{number(across.at(x))},{number(upward.at(y))}" for x, y in ends)


def _line(path: str, world: int, dashes: str) -> str:
    return element(
        "path",
        d=path,
        fill="none",
        stroke=style.QUIET if world else style.THEIRS.bar,
        stroke_width=ONE if world else POOL,
        stroke_dasharray=dashes,
    )


def _legend(options: tuple[str, str], *, several: bool) -> Sequence[Entry]:
    def sample(words: str, world: int, dashes: str) -> Entry:
        def drawn(a: float, b: float) -> Sequence[str]:
            return [_line(f"M{number(a + 2)},{number(b)} h40", world, dashes)]

        return Entry(words=words, sample=drawn)

    entries = [sample(options[0], 0, SOLID), sample(options[1], 0, DASHED)]
    if several:
        entries.append(sample("one expert", 1, SOLID))
    held = Entry(
        words="where the option puts the belief", sample=lambda a, b: [dot(a + 22, b, filled=True)]
    )
    return [*entries, held]
