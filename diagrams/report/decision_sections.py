"""Write the section that advises: what to do, and how far that holds."""

from __future__ import annotations

from collections.abc import Iterator

from bayesnet.answers.recommend import Recommendation, attribute_digits
from bayesnet.number_words import utility
from bayesnet.rounding import places
from bayesnet.study.priors import POOL
from diagrams.report.blocks import Block, Bullets, Grid, Paragraph, grid
from diagrams.report.material import Material
from diagrams.report.words import percent, plain, rule_words, settings

TIED = (
    " Where some expert's own numbers prefer that plan, or the experts' leads differ by more "
    "than the lead, the two are a tie and the model gives no reason to choose. An expert agrees "
    "whose own numbers prefer the best to the next best."
)
WORST = 0.05
MIDDLE = 50.0


def what_to_do(material: Material) -> Iterator[Block]:
    """Yield the plan, its ties, and what it is worth for each value."""
    plan = material.answers.plan
    if plan is None:
        return
    diagram = material.study.diagram
    labels = diagram.labels
    share = diagram.weight_sets[plan.weights]
    known = settings(plan.findings, diagram)
    several = material.study.several
    yield Paragraph(
        text=f"{_which(plan)} ({material.worth(plan.expected[0])} {diagram.scale}), weights: "
        f"{share.label}. " + (f"Already known: {known}. " if known else "") + "The lead is "
        "what the best plan that does without an option of the best rule would lose."
        + (TIED if several else "")
    )
    heads = {"decision": "Decision", "best": "Best", "next": "Next best", "lead": "Lead"}
    asked = {"lowest_lead": "By expert", "verdict": "Verdict"} if several else {}
    caption = f"The best plan, decision by decision; leads in {diagram.points}."
    yield grid(plan.by_decision(diagram), material.style, caption, {**heads, **asked})
    sentences = [*unproved(material), *rule_sentences(material)]
    if sentences:
        yield Bullets(items=sentences)
    unit = diagram.value_unit
    digits = attribute_digits(plan, diagram) if unit else 1
    weights = [share.weights[name] for name in plan.by_attribute]
    yield Grid(
        caption=f"What the best plan is expected to reach, value by value, {diagram.reach}.",
        heads=["Value", "Weight", "Expected score"],
        rows=[
            [
                labels[name],
                f"{float(weight):,.12g}" if unit else percent(float(weight)),
                utility(value, digits),
            ]
            for (name, value), weight in zip(plan.by_attribute.items(), weights, strict=True)
        ],
        right=frozenset({1, 2}),
    )
    yield from _risk(material)
    yield from _robustness(material, plan)


def _which(plan: Recommendation) -> str:
    """Return what the plan is: the best, or the best that was found."""
    if plan.room:
        return "The best plan that was found, not proved the best"
    return "The plan with the highest expected utility"


def unproved(material: Material) -> Iterator[str]:
    """Yield how much better another plan could be, where the search could not prove the best."""
    plan, diagram = material.answers.plan, material.study.diagram
    if plan is None or not plan.room:
        return
    digits = max(material.digits, places(0.0, [plan.room]))
    yield (
        "The best plan that was found is not proved the best: another could be better by at most "
        f"{utility(plan.room, digits)} {diagram.unit}. All else is said of the plan that was found."
    )


def rule_sentences(material: Material) -> Iterator[str]:
    """Yield of each rule that depends on what is learned what a fixed option would cost."""
    plan, diagram = material.answers.plan, material.study.diagram
    for choice in plan.choices if plan else ():
        if choice.policy.always is not None:
            continue
        fixed = plain(choice.best_fixed)
        loss = f"would lose {material.worth(choice.fixed_loss)} {diagram.unit}"
        yield (
            f"{diagram.labels[choice.decision]} depends on what is learned. Always {fixed}, the "
            f"best single option, {loss if choice.fixed_loss else 'would be as good'}."
        )


def _risk(material: Material) -> Iterator[Block]:
    """Yield how far the value may fall short of what is expected of it."""
    if not material.answers.risk:
        return
    whose = ", by the pool and by each expert's own numbers and plan"
    whose = whose if material.study.several else ""
    diagram = material.study.diagram
    line = 0.0 if diagram.value_unit else MIDDLE
    yield Grid(
        caption=f"How the value is spread under the best plan{whose}, "
        f"{diagram.reach}. Worst cases: "
        f"the mean of the worst {percent(WORST)}.",
        heads=["Whose numbers", "Expected", "Standard deviation", "Worst cases", f"Below {line:g}"],
        rows=[
            [
                material.name(world),
                material.worth(profile.mean),
                material.worth(profile.standard_deviation),
                material.worth(profile.cvar(WORST)),
                percent(profile.below(line)),
            ]
            for world, profile in material.answers.risk.items()
            if world == POOL or material.study.several
        ],
        right=frozenset({1, 2, 3, 4}),
        strong=frozenset({0}),
    )


def _robustness(material: Material, plan: Recommendation) -> Iterator[Block]:
    """Yield how the best plan changes with structure, weights and expert, if there are others."""
    answers, diagram = material.answers, material.study.diagram
    decisions = list(diagram.decisions)
    heads = ["Under", *(diagram.labels[name] for name in decisions), "Expected utility"]
    if len(answers.plans) > 1:
        yield Grid(
            caption="Does it depend on the structure? The pool's best plan under each.",
            heads=heads,
            rows=[
                [f"{s}, {material.study.structures[s].label}", *_row(material, p)]
                for s, p in answers.plans.items()
            ],
            right=frozenset({len(heads) - 1}),
        )
    if len(answers.by_weights) > 1:
        placeholders = (
            " (weights are placeholders too; to be elicited from each stakeholder)"
            if diagram.illustrative
            else ""
        )
        yield Grid(
            caption="Does it depend on what counts? The pool's best plan with each set of weights"
            f"{placeholders}.",
            heads=heads,
            rows=[
                [diagram.weight_sets[w].label, *_row(material, p)]
                for w, p in answers.by_weights.items()
            ],
            right=frozenset({len(heads) - 1}),
        )
    if not material.study.several:
        return
    yield Grid(
        caption="Does it depend on whom one asks? Each expert's own best plan.",
        heads=heads,
        rows=[
            [
                material.name(world),
                *(rule_words(own[d], diagram) for d in decisions),
                material.worth(plan.expected[index]),
            ]
            for index, (world, own) in enumerate(plan.plans.items())
        ],
        right=frozenset({len(heads) - 1}),
        strong=frozenset({0}),
    )


def _row(material: Material, plan: Recommendation) -> list[str]:
    diagram = material.study.diagram
    marked = [
        f"{rule_words(choice.policy, diagram)}{' (tie)' if choice.is_tie else ''}"
        for choice in plan.choices
    ]
    return [*marked, material.worth(plan.expected[0])]
