"""Write the sections that advise: what to do, and what would change that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bayesnet.decisions.table import InformationState
from bayesnet.recommend import Choice, Recommendation
from diagrams.report.blocks import Block, Grid, Paragraph
from diagrams.report.material import Material
from diagrams.report.words import listed, percent, plain, score, settings

WORST = 0.05
MIDDLE = 50.0
NOTHING = 0.05
"""A worth that would print as 0.0 points counts as none."""


def what_to_do(material: Material) -> Iterator[Block]:
    """Yield the plan, its ties, and what it is worth for each value."""
    plan = material.answers.plan
    if plan is None:
        return
    diagram = material.study.diagram
    labels = diagram.labels
    share = diagram.weight_sets[plan.weights]
    known = settings(plan.findings, labels)
    yield Paragraph(
        text="The plan with the highest expected utility "
        f"({score(plan.expected[0])} {diagram.scale}), weights: {share.label}. "
        + (f"Already known: {known}. " if known else "")
        + "The lead is "
        "what always taking the next best option would lose. Where some expert's own numbers "
        "prefer that option, or the experts' leads differ by more than the lead, the two are a "
        "tie and the model gives no reason to choose."
    )
    yield Grid(
        caption="The best plan, decision by decision; points of expected utility.",
        heads=["Decision", "Best", "Next best", "Lead", "By expert", "Verdict"],
        rows=[
            [
                labels[choice.decision],
                _advice(plan, choice, labels),
                plain(choice.rival),
                score(choice.gaps[0], signed=True),
                f"{score(min(choice.gaps[1:]), signed=True)} to "
                f"{score(max(choice.gaps[1:]), signed=True)}",
                f"{'tie; ' if choice.is_tie else ''}"
                f"{choice.supporters} of {len(choice.gaps) - 1} agree",
            ]
            for choice in plan.choices
        ],
        right=frozenset({3, 4}),
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


def _risk(material: Material) -> Iterator[Block]:
    """Yield how far the value may fall short of what is expected of it."""
    if not material.answers.risk:
        return
    yield Grid(
        caption="How the value is spread under the best plan, by the pool and by each expert's own "
        f"numbers and plan, on 0 to 100. Worst cases: the mean of the worst {percent(WORST)}.",
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
            [f"{s}, {material.study.structures[s].label}", *_row(p, decisions)]
            for s, p in answers.plans.items()
        ],
        right=frozenset({len(heads) - 1}),
    )
    yield Grid(
        caption="Does it depend on what counts? The pool's best plan with each set of weights "
        "(weights are placeholders too; to be elicited from each stakeholder).",
        heads=heads,
        rows=[
            [diagram.weight_sets[w].label, *_row(p, decisions)]
            for w, p in answers.by_weights.items()
        ],
        right=frozenset({len(heads) - 1}),
    )
    yield Grid(
        caption="Does it depend on whom one asks? Each expert's own best plan.",
        heads=heads,
        rows=[
            [material.name(world), *(plain(own[d]) for d in decisions), score(plan.expected[index])]
            for index, (world, own) in enumerate(plan.plans.items())
        ],
        right=frozenset({len(heads) - 1}),
        strong=frozenset({0}),
    )


def the_learning(material: Material) -> Iterator[Block]:
    """Yield how far each choice is from switching, and what knowing more would be worth."""
    plan, answers = material.answers.plan, material.answers
    if plan is None:
        return
    labels = material.study.diagram.labels
    yield Paragraph(
        text="Two questions. How much would have to change for another option to be best: the "
        "lead in points of expected utility, for the pool and for the expert who is nearest to "
        "switching. And what it would be worth to know a quantity before deciding (the expected "
        "value of perfect information): it is zero where every answer would lead to the same "
        "choice, however interesting the answer."
    )
    yield Grid(
        caption="The nearest switch of each decision; points of expected utility.",
        heads=["Decision", "From", "To", "Pool's lead", "Nearest expert", "Their lead"],
        rows=[
            [
                labels[choice.decision],
                plain(choice.best),
                plain(choice.rival),
                score(choice.gaps[0], signed=True),
                material.name(_nearest(choice, list(plan.plans)[1:])),
                score(min(choice.gaps[1:]), signed=True),
            ]
            for choice in plan.choices
        ],
        right=frozenset({3, 5}),
    )
    yield from _states(material)
    worth = {pair: values for pair, values in answers.learning.items() if max(values) >= NOTHING}
    idle = [d for d in labels if d in material.study.diagram.decisions and not _any(worth, d)]
    if worth:
        yield Grid(
            caption="What knowing a quantity before deciding is worth; points of expected utility.",
            heads=["Decision", "Known before it", "Pool", "By expert"],
            rows=[
                [
                    labels[decision],
                    labels[name],
                    score(values[0]),
                    f"{score(min(values[1:]))} to {score(max(values[1:]))}",
                ]
                for (decision, name), values in sorted(worth.items(), key=lambda i: -i[1][0])
            ],
            right=frozenset({2, 3}),
        )
    if idle:
        yield Paragraph(
            text="No single quantity that can be observed beforehand would change "
            f"{listed([labels[name] for name in idle])}, by anybody's numbers. Only another "
            "structure or other weights could; the tables of the section before show which."
        )


def _states(material: Material) -> Iterator[Block]:
    """Yield what the best options are worth in every state of information, and what never is."""
    diagram = material.study.diagram
    rows: list[list[str]] = []
    groups = {}
    never = []
    for decision, table in material.answers.states.items():
        options = diagram.states[decision]
        never += [
            f"{diagram.labels[decision]}: {plain(options[index])}" for index in table.never_best
        ]
        if len(table.states) > 1:
            groups[len(rows)] = diagram.labels[decision]
            rows += [_state(material, state, options) for state in table.states]
    if rows:
        yield Grid(
            caption="Where a decision is told something: the options in every state of "
            "information that the pool's plan can meet; points of expected utility.",
            heads=["Known", "Chance", "Best", "Worth", "Next best", "Worth"],
            rows=rows,
            right=frozenset({1, 3, 5}),
            groups=groups,
        )
    if never:
        yield Paragraph(
            text=f"Best in no state of information, by the pool's numbers: {'; '.join(never)}."
        )


def _state(material: Material, state: InformationState, options: tuple[str, ...]) -> list[str]:
    diagram = material.study.diagram
    known = {
        name: diagram.states[name][value]
        for name, value in state.known.items()
        if name in diagram.chance
    }
    order = sorted(
        (index for index, worth in enumerate(state.worth) if worth is not None),
        key=lambda index: (index != state.option, -(state.worth[index] or 0.0)),
    )
    best, *others = order
    return [
        settings(known, diagram.labels),
        percent(state.probability),
        plain(options[best]),
        score(state.worth[best] or 0.0),
        plain(options[others[0]]) if others else "none",
        score(state.worth[others[0]] or 0.0) if others else "",
    ]


def _nearest(choice: Choice, experts: list[str]) -> str:
    return min(zip(choice.gaps[1:], experts, strict=True))[1]


def _any(worth: Mapping[tuple[str, str], object], decision: str) -> bool:
    return any(decision == known_at for known_at, _ in worth)


def _row(plan: Recommendation, decisions: list[str]) -> list[str]:
    chosen = [plain(plan.rules[name][0].option) for name in decisions]
    marked = [
        f"{option} (tie)" if choice.is_tie else option
        for option, choice in zip(chosen, plan.choices, strict=True)
    ]
    return [*marked, score(plan.expected[0])]


def _advice(plan: Recommendation, choice: Choice, labels: Mapping[str, str]) -> str:
    rules = plan.rules[choice.decision]
    if len({rule.option for rule in rules}) == 1:
        return plain(rules[0].option)
    return "; ".join(f"{plain(r.option)} if {settings(r.known, labels)}" for r in rules)
