"""Write the sections that answer: in short, what if, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bayesnet.recommend import Choice, Recommendation
from bayesnet.whatif import WhatIf
from diagrams.report.blocks import Block, Box, Figure, Grid, Heading, Paragraph
from diagrams.report.gather import Answers
from diagrams.report.words import (
    moved,
    percent,
    percent_range,
    plain,
    points,
    points_range,
    score,
    settings,
)


def in_short(answers: Answers) -> Iterator[Block]:
    """Yield the box that a hurried reader has to see."""
    items = []
    if answers.plan:
        firm = [c for c in answers.plan.choices if not c.is_tie]
        ties = [c for c in answers.plan.choices if c.is_tie]
        labels = answers.study.diagram.labels
        if firm:
            chosen = "; ".join(f"{labels[c.decision]}: {plain(c.best)}" for c in firm)
            items.append(f"Best by every expert's own numbers: {chosen}.")
        items += [
            f"{labels[choice.decision]} is a tie: {plain(choice.best)} leads "
            f"{plain(choice.rival)} by {score(choice.gaps[0])} {answers.study.diagram.scale}, and "
            f"{choice.supporters} of {len(choice.gaps) - 1} experts' numbers agree."
            for choice in ties
        ]
    widest = _widest(answers)
    if widest:
        scenario, index = widest
        answer = scenario.outcomes[index]
        items.append(
            f"The largest difference among the scenarios: {answer.outcome.label.lower()}, "
            f"{scenario.scenario.label} against "
            f"{scenario.comparison.label if scenario.comparison else ''}: {moved(answer)}."
        )
    if answers.examination:
        for structure in answers.study.structures.values():
            found = [f for f in answers.examination.findings if f.structure == structure.id]
            failing = [f.proposition.id for f in found if not f.holds[0]]
            tail = f"; failing: {', '.join(failing)}" if failing else ""
            items.append(
                f"Structure {structure.id} ({structure.label}): "
                f"{len(found) - len(failing)} of {len(found)} propositions hold in the pool{tail}."
            )
    yield Box(title="In short", items=items)


def _widest(answers: Answers) -> tuple[WhatIf, int] | None:
    found = [
        (abs(outcome.difference or 0.0), name, index)
        for name, answer in answers.what_ifs.items()
        for index, outcome in enumerate(answer.outcomes)
        if answer.comparison is not None
    ]
    if not found:
        return None
    _, name, index = max(found)
    return answers.what_ifs[name], index


def what_ifs(answers: Answers, figure: Figure | None) -> Iterator[Block]:
    """Yield the scenarios: what each one sets, how it differs, and the levels behind that."""
    labels = answers.study.diagram.labels
    outcomes = answers.study.diagram.outcomes
    yield Heading(text="What if?")
    yield Paragraph(
        text="Each scenario is compared with a named one, within each expert: levels differ widely "
        "between experts, paired differences far less. A change is given for the pool, in "
        "percentage points, with the experts' range and how many of them see the same sign. Every "
        "setting assumes that the adversary's way of responding stays as it is."
    )
    yield Grid(
        caption="The scenarios: what is set (made so), seen (learned), and what they are "
        "compared with.",
        heads=["", "Scenario", "Set beyond the reference", "Seen", "Against"],
        rows=[
            [
                name,
                scenario.label,
                settings(scenario.set, labels) or "the reference itself",
                settings(scenario.seen, labels),
                answers.study.book.comparison(scenario) or "",
            ]
            for name, scenario in answers.study.book.scenarios.items()
        ],
    )
    yield Grid(
        caption="Differences, in percentage points: pool (experts' range; agreement).",
        heads=["Scenario", *(outcome.label for outcome in outcomes)],
        rows=[
            [
                f"{name} against {answers.study.book.comparison(answer.scenario)}",
                *(
                    f"{points(o.difference or 0.0)} ({points_range(o.differences)}; "
                    f"{o.agreement()})"
                    for o in answer.outcomes
                ),
            ]
            for name, answer in answers.what_ifs.items()
            if answer.comparison is not None
        ],
    )
    yield Grid(
        caption="Levels: pool (experts' range).",
        heads=["Scenario", *(outcome.label for outcome in outcomes)],
        rows=[
            [name, *(f"{percent(o.value)} ({percent_range(o.by_expert)})" for o in answer.outcomes)]
            for name, answer in answers.what_ifs.items()
        ],
        right=frozenset(range(1, len(outcomes) + 1)),
    )
    if figure:
        yield figure


def what_to_do(answers: Answers) -> Iterator[Block]:
    """Yield the plan, its ties, and how it changes with structure, weights and expert."""
    plan = answers.plan
    if plan is None:
        return
    diagram = answers.study.diagram
    labels = diagram.labels
    yield Heading(text="What to do?")
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
    decisions = list(diagram.decisions)
    heads = ["", *(labels[name] for name in decisions), "Expected utility"]
    yield Grid(
        caption="Does it depend on the structure? The pool's best plan under each.",
        heads=heads,
        rows=[
            [f"{s}, {answers.study.structures[s].label}", *_row(p, decisions)]
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
            [plain(world), *(plain(own[d]) for d in decisions), score(plan.expected[index])]
            for index, (world, own) in enumerate(plan.plans.items())
        ],
        right=frozenset({len(heads) - 1}),
        strong=frozenset({0}),
    )


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
