"""Write what the advice hangs on: what drives it and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bayesnet.recommend import Choice
from bayesnet.sensitivity.drivers import Drivers
from bayesnet.sensitivity.flips import View
from bayesnet.sensitivity.switches import Move, Switch
from diagrams.report.blocks import Block, Bullets, Grid, Paragraph
from diagrams.report.learning_sections import NOTHING, learning_in_short
from diagrams.report.material import Material
from diagrams.report.words import (
    EN_DASH,
    counted,
    listed,
    number_words,
    percent,
    plain,
    rule_words,
    score,
)

MOST = 8
OF_EACH_KIND = 3
KINDS = {"row": "row of a table", "table": "whole table", "weight": "weight", "score": "score"}
VIEWS = {
    "structure": "other structures",
    "expert": "experts",
    "weights": "other sets of weights",
}
ALWAYS = 0.9999


def hinges_in_short(material: Material) -> Iterator[str]:
    """Yield a line each: what drives the advice, would change it, is worth learning."""
    inquiry = material.answers.inquiry
    if inquiry is None:
        return
    labels = material.study.diagram.labels
    bars = [bar for bar in inquiry.tables.drivers if bar.swing >= NOTHING]
    turning = sum(bar.lowest < 0 < bar.highest for bar in inquiry.tables.drivers)
    if bars:
        turned = f"{turning} of {len(inquiry.tables.drivers)} tables" if turning else "no table"
        moved = "By one expert's numbers or another's"
        if not material.study.several:
            moved = f"With its {inquiry.tables.spread}"
        yield (
            f"What the choice hangs on most: {labels.get(bars[0].item, bars[0].item)}. {moved} "
            f"the lead of {score(inquiry.tables.base)} goes from "
            f"{score(bars[0].lowest)} to {score(bars[0].highest)}; {turned} alone would turn it."
        )
    whose = "experts or weight sets" if material.study.several else "weight sets"
    nearest = [s for kind in KINDS if (s := inquiry.switches.nearest(kind))]  # type: ignore[arg-type]
    if nearest:
        inside = sum(bool(s.inside) for s in inquiry.switches.switches)
        first = next((s for s in nearest if s.kind == "weight"), nearest[0])
        yield (
            f"What would change it: {number_words(first.name, labels)} from "
            f"{_at(first, first.at)} to {_at(first, first.to)} ({_moves(first.moves, material)}). "
            + (
                f"{inside} of {len(inquiry.switches.switches)} such points lie within what {whose} "
                "say."
                if inside
                else f"No such point lies within what {whose} say."
            )
        )
    yield from learning_in_short(material)


def the_drivers(material: Material) -> Iterator[Block]:
    """Yield what moves the best plan's lead: tables, assumptions, and how well each is founded."""
    inquiry = material.answers.inquiry
    if inquiry is None:
        return
    labels, tables = material.study.diagram.labels, inquiry.tables
    yield Paragraph(
        text=f"What is moved here is {number_words(tables.quantity, labels)}, in points of "
        f"expected utility: {score(tables.base, signed=True)} by the pool. Where it goes "
        "below 0, the other option is better. Every bar is exact: one thing is moved, all else "
        "stays as the pool has it."
    )
    yield _bars(
        material, tables, f"What drives the choice, table by table: {tables.spread}.", "Table"
    )
    weak = inquiry.footings.weak_and_influential
    graded = [f for f in inquiry.footings.footings if f.strength is not None]
    if not graded:
        yield Paragraph(
            text="Nobody has graded yet how well each table is founded (pedigree: proxy, empirical "
            "basis, method, validation, agreement). Agreement alone is worked out from the "
            "experts' numbers."
        )
    elif weak:
        named = listed([labels[f.node] for f in weak])
        yield Paragraph(text=f"Weakly founded and influential, to be worked on first: {named}.")
    yield from material.figures.get("pedigree", ())
    yield Grid(
        caption="Pedigree beside influence: grades from 0 (a guess) to 4; influence is how far the "
        "lead moves, in points.",
        heads=["Table", "Proxy", "Empirical", "Method", "Validation", "Agreement", "Influence"],
        rows=[
            [
                labels[f.node],
                *(
                    str(f.grades.get(name, EN_DASH))
                    for name in ("proxy", "empirical", "method", "validation", "agreement")
                ),
                score(f.influence),
            ]
            for f in inquiry.footings.footings[:MOST]
        ],
        right=frozenset(range(1, 7)),
    )


def _bars(material: Material, answer: Drivers, caption: str, head: str) -> Grid:
    labels = material.study.diagram.labels
    shown = [bar for bar in answer.drivers if bar.swing >= NOTHING][:MOST]
    shown = shown or list(answer.drivers[:1])
    rest = len(answer.drivers) - len(shown)
    return Grid(
        caption=caption + (f" {rest} more move it by less." if rest else ""),
        heads=[head, "Swing", "Lowest", "when", "Highest", "when"],
        rows=[
            [
                number_words(bar.item, labels),
                score(bar.swing),
                score(bar.lowest, signed=True),
                _who(material, bar.lowest_when),
                score(bar.highest, signed=True),
                _who(material, bar.highest_when),
            ]
            for bar in shown
        ],
        right=frozenset({1, 2, 4}),
    )


def _who(material: Material, name: str) -> str:
    return material.name(name) if name in material.study.worlds else plain(name)


def the_thresholds(material: Material) -> Iterator[Block]:
    """Yield how far each choice is from switching, and which numbers and views would switch it."""
    plan, inquiry = material.answers.plan, material.answers.inquiry
    if plan is None or inquiry is None:
        return
    labels = material.study.diagram.labels
    several = material.study.several
    nearest = ", for the pool and for the expert who is nearest to switching" if several else ""
    yield Paragraph(
        text="How much would have to change for another option to be best: first the lead of each "
        f"decision{nearest}; then the numbers "
        "of the model, each moved alone until the best plan switches. The points are solved for "
        "exactly."
    )
    if several:
        yield Grid(
            caption="The nearest switch of each decision; points of expected utility.",
            heads=["Decision", "From", "To", "Pool's lead", "Nearest expert", "Their lead"],
            rows=[
                [
                    labels[choice.decision],
                    rule_words(choice.policy, labels),
                    rule_words(choice.rival, labels),
                    score(choice.gaps[0], signed=True),
                    material.name(_nearest(choice, list(plan.plans)[1:])),
                    score(min(choice.gaps[1:]), signed=True),
                ]
                for choice in plan.choices
                if choice.rival
            ],
            right=frozenset({3, 5}),
        )
    found = inquiry.switches
    shown = [
        switch
        for kind in found.asked
        for switch in [s for s in found.switches if s.kind == kind][:OF_EACH_KIND]
    ]
    asked = "; ".join(
        f"{found.turning(kind)} of {counted(number, KINDS[kind])}"
        for kind, number in found.asked.items()
        if kind != "row" and number
    )
    whose = "Experts or weight sets" if several else "Weight sets"
    rows = counted(found.asked.get("row", 0), "row")
    yield Paragraph(
        text=f"Of {rows}, moved entry by entry, {found.turning('row')} can switch the plan if "
        f"moved far enough{f'; of the rest {asked}' if asked else ''}. The nearest of each kind "
        "follow."
    )
    yield Grid(
        caption="The numbers that switch the best plan soonest, each moved alone.",
        heads=["Number", "Now", "Switches at", whose, "Then"],
        rows=[
            [
                number_words(switch.name, labels),
                _at(switch, switch.at),
                _at(switch, switch.to),
                _said(switch) if several or switch.kind == "weight" else "asked of nobody",
                _moves(switch.moves, material),
            ]
            for switch in shown
        ],
        right=frozenset({1, 2}),
    )
    yield Bullets(items=[*_views(material, inquiry.flips.views)])


def _nearest(choice: Choice, experts: list[str]) -> str:
    return min(zip(choice.gaps[1:], experts, strict=True))[1]


def _at(switch: Switch, value: float) -> str:
    return score(value) if switch.kind == "score" else f"{value:.2f}"


def _said(switch: Switch) -> str:
    if switch.lowest is None or switch.highest is None:
        return "asked of nobody"
    low, high = f"{switch.lowest:.2f}", f"{switch.highest:.2f}"
    where = low if low == high else f"{low} to {high}"
    return f"{where}; {switch.beyond} of {switch.others} beyond it" if switch.beyond else where


def _moves(moves: Sequence[Move], material: Material) -> str:
    labels = material.study.diagram.labels
    return "; ".join(
        f"{labels[move.decision]}: {plain(move.before)} \N{RIGHTWARDS ARROW} {plain(move.after)}"
        + ("" if move.share > ALWAYS else f" in {percent(move.share)} of cases")
        for move in moves
    )


def _views(material: Material, views: Sequence[View]) -> Iterator[str]:
    for kind, word in VIEWS.items():
        own = [view for view in views if view.kind == kind]
        if not own or (kind == "expert" and len(own) == 1):
            continue
        turned = [view for view in own if view.moves]
        told = "; ".join(
            f"{_view(material, view)} ({_moves(view.moves, material)})" for view in turned
        )
        yield (
            f"Of {len(own)} {word}, {len(own) - len(turned)} give the same plan"
            f"{f'; not {told}' if told else ''}."
        )


def _view(material: Material, view: View) -> str:
    if view.kind == "expert":
        return material.name(view.name)
    if view.kind == "weights":
        return material.study.diagram.weight_sets[view.name].label
    return f"structure {view.name}"
