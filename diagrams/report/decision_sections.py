"""Write the section that advises: what to do, and how far that holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bayesnet.priors import POOL
from bayesnet.recommend import Choice, Recommendation
from diagrams.report.blocks import Block, Grid, Paragraph
from diagrams.report.material import Material
from diagrams.report.words import EN_DASH, percent, rule_words, score, settings

TIED = (
    " Where some expert's own numbers prefer that option, or the experts' leads differ by more "
    "than the lead, the two are a tie and the model gives no reason to choose."
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
    known = settings(plan.findings, labels)
    several = material.study.several
    asked = ["By expert", "Verdict"] if several else []
    yield Paragraph(
        text="The plan with the highest expected utility "
        f"({score(plan.expected[0])} {diagram.scale}), weights: {share.label}. "
        + (f"Already known: {known}. " if known else "")
        + "The lead is "
        "what the best plan that does without an option of the best rule would lose."
        + (TIED if several else "")
    )
    yield Grid(
        caption="The best plan, decision by decision; points of expected utility.",
        heads=["Decision", "Best", "Next best", "Lead", *asked],
        rows=[
            [
                labels[choice.decision],
                rule_words(choice.policy, labels),
                rule_words(choice.rival, labels) if choice.rival else EN_DASH,
                score(choice.gaps[0], signed=True) if choice.rival else EN_DASH,
                *(_by_expert(choice) if several else []),
            ]
            for choice in plan.choices
        ],
        right=frozenset({3, 4} if several else {3}),
    )
    yield Grid(
        caption="What the best plan is expected to reach, value by value, on 0 to 100.",
        heads=["Value", "Weight", "Expected score"],
        rows=[
            [labels[name], f"{100 * share.weights[name]:.0f} %", score(value)]
            for name, value in plan.by_attribute.items()
        ],
        right=frozenset({1, 2}),
    )
    yield from _risk(material)
    yield from _robustness(material, plan)


def _by_expert(choice: Choice) -> list[str]:
    """Return how far the experts' own leads reach, and how many of them agree."""
    if choice.rival is None:
        return [EN_DASH, EN_DASH]
    low, high = (score(end(choice.gaps[1:]), signed=True) for end in (min, max))
    agree = f"{choice.supporters} of {len(choice.gaps) - 1} agree"
    return [f"{low} to {high}", f"{'tie; ' if choice.is_tie else ''}{agree}"]


def _risk(material: Material) -> Iterator[Block]:
    """Yield how far the value may fall short of what is expected of it."""
    if not material.answers.risk:
        return
    whose = ", by the pool and by each expert's own numbers and plan"
    whose = whose if material.study.several else ""
    yield Grid(
        caption=f"How the value is spread under the best plan{whose}, on 0 to 100. Worst cases: "
        f"the mean of the worst {percent(WORST)}.",
        heads=["Whose numbers", "Expected", "Standard deviation", "Worst cases", "Below 50"],
        rows=[
            [
                material.name(world),
                score(profile.mean),
                score(profile.standard_deviation),
                score(profile.cvar(WORST)),
                percent(profile.below(MIDDLE)),
            ]
            for world, profile in material.answers.risk.items()
            if world == POOL or material.study.several
        ],
        right=frozenset({1, 2, 3, 4}),
        strong=frozenset({0}),
    )


def _robustness(material: Material, plan: Recommendation) -> Iterator[Block]:
    """Yield how the best plan changes with structure, weights and expert."""
    answers, diagram = material.answers, material.study.diagram
    decisions = list(diagram.decisions)
    heads = ["Under", *(diagram.labels[name] for name in decisions), "Expected utility"]
    yield Grid(
        caption="Does it depend on the structure? The pool's best plan under each.",
        heads=heads,
        rows=[
            [f"{s}, {material.study.structures[s].label}", *_row(p, diagram.labels)]
            for s, p in answers.plans.items()
        ],
        right=frozenset({len(heads) - 1}),
    )
    yield Grid(
        caption="Does it depend on what counts? The pool's best plan with each set of weights "
        "(weights are placeholders too; to be elicited from each stakeholder).",
        heads=heads,
        rows=[
            [diagram.weight_sets[w].label, *_row(p, diagram.labels)]
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
                *(rule_words(own[d], diagram.labels) for d in decisions),
                score(plan.expected[index]),
            ]
            for index, (world, own) in enumerate(plan.plans.items())
        ],
        right=frozenset({len(heads) - 1}),
        strong=frozenset({0}),
    )


def _row(plan: Recommendation, labels: Mapping[str, str]) -> list[str]:
    marked = [
        f"{rule_words(choice.policy, labels)}{' (tie)' if choice.is_tie else ''}"
        for choice in plan.choices
    ]
    return [*marked, score(plan.expected[0])]
