"""Write what the advice hangs on: what drives it and what would change it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from bayesnet.answers.policy import Policy, same_plan
from bayesnet.answers.recommend import Choice
from bayesnet.number_words import utility
from bayesnet.plurals import listed, many
from bayesnet.sensitivity.digits import LEAST, switch_digits
from bayesnet.sensitivity.drivers import Drivers
from bayesnet.sensitivity.rules import RuleChange
from bayesnet.sensitivity.switch_table import switch_table
from bayesnet.sensitivity.thresholds import Threshold, within_text
from bayesnet.study.model import PEDIGREE, Name
from bayesnet.study.priors import POOL
from diagrams.network.wording import change_words
from diagrams.report.blocks import Block, Bullets, Grid, Paragraph, grid
from diagrams.report.learning_sections import learning_in_short
from diagrams.report.material import Material
from diagrams.report.words import number_words, rule_words

MOST = 8
OF_EACH_KIND = 3
KINDS = {"row": "row of a table", "table": "whole table", "weight": "weight", "score": "score"}


def thresholds_in_short(material: Material) -> Iterator[str]:
    """Yield a line each: what drives the advice, would change it, is worth learning."""
    inquiry = material.answers.inquiry
    if inquiry is None:
        return
    labels = material.study.diagram.labels
    yield from _hangs_on(material, inquiry.tables)
    found = inquiry.switches
    nearest = [s for kind in KINDS if (s := found.nearest(kind))]  # type: ignore[arg-type]
    if nearest:
        first = next((s for s in nearest if s.kind == "weight"), nearest[0])
        yield (
            f"What would change it: {number_words(first.name, labels)} from "
            f"{_at(first, first.at, material)} to {_at(first, first.to, material)} "
            f"({_changes(first.changes, material)}). {within_text(found.switches, 'such point')}"
        ).rstrip()
    elif any(found.asked.values()):
        yield "What would change it: no number, moved alone as far as it goes."
    yield from learning_in_short(material)


def _hangs_on(material: Material, tables: Drivers) -> Iterator[str]:
    """Yield which table moves the lead most, how far, and how many would turn it alone."""
    bars = [bar for bar in tables.drivers if bar.swing >= material.least]
    if not bars:
        yield "What the choice hangs on: no table alone moves the lead visibly."
        return
    labels, worth = material.study.diagram.labels, material.worth
    turning = sum(bar.lowest < -material.rounding for bar in tables.drivers)
    turned = f"{turning} of {many(len(tables.drivers), 'table')}" if turning else "no table"
    moved = "By one expert's numbers or another's"
    if not material.study.several:
        moved = f"With its {tables.spread}"
    first = [bar for bar in bars if bar.swing >= bars[0].swing - material.rounding]
    most = listed([labels.get(bar.item, bar.item) for bar in first])
    yield (
        f"What the choice hangs on most: {most}. {moved} "
        f"the lead of {worth(tables.base)} goes from "
        f"{worth(bars[0].lowest)} to {worth(bars[0].highest)}; {turned} alone would turn it."
    )


def the_drivers(material: Material) -> Iterator[Block]:
    """Yield what moves the best plan's lead: tables, assumptions, and how well each is founded."""
    inquiry = material.answers.inquiry
    if inquiry is None:
        return
    diagram, tables = material.study.diagram, inquiry.tables
    labels = diagram.labels
    yield Paragraph(
        text=f"What is moved here is {number_words(tables.quantity, labels)}, in "
        f"{material.study.diagram.points}: {material.worth(tables.base, signed=True)} by the "
        "pool. Where it goes below 0, the other plan is better. Every bar is exact: one thing is "
        "moved, all else stays as the pool has it."
    )
    yield _bars(
        material, tables, f"What drives the choice, table by table: {tables.spread}.", "Table"
    )
    weak = inquiry.footings.weak_and_influential
    graded = [f for f in inquiry.footings.footings if f.strength is not None]
    if not graded:
        yield Paragraph(
            text="Nobody has graded yet how well each table is founded (pedigree: proxy, empirical "
            "basis, method, validation, agreement)."
            + (
                " Agreement alone is worked out from the experts' numbers."
                if material.study.several
                else ""
            )
        )
    elif weak:
        named = listed([labels[f.node] for f in weak])
        yield Paragraph(text=f"Weakly founded and influential, to be worked on first: {named}.")
    yield from material.figures.get("pedigree", ())
    yield grid(
        inquiry.footings.table(material.digits, MOST),
        material.style,
        "Pedigree beside influence: grades from 0 (a guess) to 4; influence is how far the "
        f"lead moves, in {material.study.diagram.unit}.",
        {
            "node": "Table",
            **{name: name.capitalize() for name in PEDIGREE},
            "influence": "Influence",
        },
    )


def _bars(material: Material, answer: Drivers, caption: str, head: str) -> Grid:
    shown = [bar for bar in answer.drivers if bar.swing >= material.least][:MOST]
    shown = shown or list(answer.drivers[:1])
    rest = len(answer.drivers) - len(shown)
    caption += f" {_rest(rest)}" if rest else ""
    bars = grid(answer.table(shown, material.digits), material.style, caption)
    return dataclasses.replace(bars, heads=[head, *bars.heads[1:]])


def _rest(count: int) -> str:
    return "1 more moves it no further." if count == 1 else f"{count} more move it no further."


def the_thresholds(material: Material) -> Iterator[Block]:
    """Yield how far each choice is from switching, and which numbers and views would switch it."""
    plan, inquiry = material.answers.plan, material.answers.inquiry
    if plan is None or inquiry is None:
        return
    labels = material.study.diagram.labels
    several = material.study.several
    nearest = ", for the pool and for the expert who is nearest to switching" if several else ""
    yield Paragraph(
        text="How much would have to change for another plan to be best: first the lead of each "
        f"decision{nearest}; then the numbers "
        "of the model, each moved alone until the best plan switches. The points are solved for "
        "exactly."
    )
    if several:
        yield Grid(
            caption="The nearest rival of each decision's rule; leads in "
            f"{material.study.diagram.points}.",
            heads=[
                *("Decision", "Best rule", "Nearest rival", "Pool's lead"),
                *("Nearest expert", "Their lead"),
            ],
            rows=[
                [
                    labels[choice.decision],
                    rule_words(choice.policy, material.study.diagram),
                    rule_words(choice.rival, material.study.diagram),
                    material.worth(choice.gaps[0], signed=True),
                    material.name(_nearest(choice, list(plan.plans)[1:])),
                    material.worth(min(choice.gaps[1:]), signed=True),
                ]
                for choice in plan.choices
                if choice.rival
            ],
            right=frozenset({3, 5}),
        )
    found = inquiry.switches
    shown = found.nearest_of_each(OF_EACH_KIND)
    asked = "; ".join(
        f"{found.turning(kind)} of {many(number, KINDS[kind])}"
        for kind, number in found.asked.items()
        if kind != "row" and number
    )
    whose = "Experts or weight sets" if several else "Weight sets"
    rows = many(found.asked.get("row", 0), "row")
    yield Paragraph(
        text=f"Of {rows}, moved entry by entry, {found.turning('row')} can switch the plan if "
        f"moved far enough{f'; of the rest {asked}' if asked else ''}."
        + (" The nearest of each kind follow." if shown else "")
    )
    yield grid(
        switch_table(shown, material.study.diagram, LEAST),
        material.style,
        "The numbers that switch the best plan soonest, each moved alone.",
        {"name": "Number", "at": "Now", "to": "Switches at", "reach": whose, "change": "Then"},
    )
    views = [*_views(material)]
    if views:
        yield Bullets(items=views)


def _nearest(choice: Choice, experts: list[str]) -> str:
    return min(zip(choice.gaps[1:], experts, strict=True))[1]


def _at(switch: Threshold, value: float, material: Material) -> str:
    digits = switch_digits(switch, material.study.diagram)
    return utility(value, digits)


def _changes(changes: Sequence[RuleChange], material: Material) -> str:
    return change_words(changes, material.study.diagram, "\N{RIGHTWARDS ARROW}")


def _views(material: Material) -> Iterator[str]:
    """Yield how many other structures, experts and sets of weights give the same plan."""
    answers, plan = material.answers, material.answers.plan
    if plan is None:
        return
    own = plan.plans[POOL]
    structure, weights = material.study.diagram.structure, plan.weights
    sets = material.study.diagram.weight_sets
    kinds = (
        (
            ("other structure", "other structures"),
            {f"structure {s}": p.plans[POOL] for s, p in answers.plans.items() if s != structure},
        ),
        (
            ("expert", "experts"),
            {material.name(e): p for e, p in plan.plans.items() if e != POOL}
            if material.study.several
            else {},
        ),
        (
            ("other set of weights", "other sets of weights"),
            {
                sets[name].label: p.plans[POOL]
                for name, p in answers.by_weights.items()
                if name != weights
            },
        ),
    )
    for (one, several), views in kinds:
        if not views:
            continue
        word = one if len(views) == 1 else several
        turned = {name: view for name, view in views.items() if not same_plan(own, view)}
        same = len(views) - len(turned)
        told = "; ".join(f"{name} ({_instead(material, own, v)})" for name, v in turned.items())
        gives = "gives" if same == 1 else "give"
        yield (
            f"Of {len(views)} {word}, {same or 'none'} {gives} the same plan"
            f"{f'; not {told}' if told else ''}."
        )


def _instead(material: Material, own: Mapping[Name, Policy], other: Mapping[Name, Policy]) -> str:
    """Return the rules that another plan follows where it differs from the pool's."""
    labels = material.study.diagram.labels
    return "; ".join(
        f"{labels[name]}: {rule_words(policy, material.study.diagram)}"
        for name, policy in other.items()
        if policy.differs(own[name])
    )
