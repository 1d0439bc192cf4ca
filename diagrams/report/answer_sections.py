"""Write the sections that answer: in short, how likely is what, what if."""

from __future__ import annotations

from collections.abc import Iterator

from bayesnet.lexicon import RULE
from bayesnet.whatif import WhatIf
from diagrams.report.blocks import Block, Box, Grid, Paragraph
from diagrams.report.gather import Answers
from diagrams.report.material import Material
from diagrams.report.words import (
    band,
    likelihood,
    listed,
    moved,
    percent,
    percent_range,
    plain,
    points,
    points_range,
    quoted,
    score,
    settings,
)

MOST_FEARED = 2
"""Outcomes to be lowered that the summary names; the table of all of them follows."""


def in_short(material: Material) -> Iterator[Block]:
    """Yield the box that a hurried reader has to see."""
    answers, study = material.answers, material.study
    items = [*_advice(answers)]
    feared = [o for o in answers.reference.outcomes if o.outcome.better == "lower"]
    items += [
        f"{answers.reference.scenario.label}: {outcome.outcome.label} is "
        f"{likelihood(material.lexicon, outcome)}."
        for outcome in feared[:MOST_FEARED]
    ]
    widest = _widest(answers)
    if widest:
        scenario, index = widest
        answer = scenario.outcomes[index]
        against = scenario.comparison.label if scenario.comparison else ""
        items.append(
            f"The largest difference among the scenarios: {answer.outcome.label.lower()} under "
            f"{quoted(scenario.scenario.label)} against {quoted(against)}, {moved(answer)}."
        )
    items += _verdicts(answers)
    if study.illustrative:
        items.append(
            "No confidence is attached to any of this: the numbers are placeholders, and the "
            "report shows what the study would say with judgements in their place."
        )
    yield Box(title="In short", items=items)


def _advice(answers: Answers) -> Iterator[str]:
    if not answers.plan:
        return
    labels = answers.study.diagram.labels
    firm = [choice for choice in answers.plan.choices if not choice.is_tie]
    if firm:
        chosen = "; ".join(f"{labels[c.decision]}: {plain(c.best)}" for c in firm)
        yield f"Best by every expert's own numbers: {chosen}."
    for choice in answers.plan.choices:
        if choice.is_tie:
            yield (
                f"{labels[choice.decision]} is a tie: {plain(choice.best)} leads "
                f"{plain(choice.rival)} by {score(choice.gaps[0])} "
                f"{answers.study.diagram.scale}, and {choice.supporters} of "
                f"{len(choice.gaps) - 1} experts' numbers agree."
            )


def _verdicts(answers: Answers) -> Iterator[str]:
    """Yield one sentence for the structures where all propositions hold, one for every other."""
    if not answers.examination:
        return
    whole = []
    for structure in answers.study.structures.values():
        found = [f for f in answers.examination.findings if f.structure == structure.id]
        failing = [f.proposition.id for f in found if not f.holds[0]]
        if not failing:
            whole.append(f"{structure.id} ({structure.label})")
            continue
        yield (
            f"Structure {structure.id} ({structure.label}) does not reproduce "
            f"{len(failing)} of {len(found)} claims: {listed(failing)}."
        )
    if whole:
        word = "structures" if len(whole) > 1 else "structure"
        yield f"All claims of the source hold in the pool under {word} {listed(whole)}."


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


def the_outlook(material: Material) -> Iterator[Block]:
    """Yield the outcomes under the reference in words and numbers, and the scale of the words."""
    reference, lexicon = material.answers.reference, material.lexicon
    yield Paragraph(
        text=f"The outcomes under the reference, {reference.scenario.label}. Words never stand "
        "alone: the pool's number and the experts' range are printed with them, and where the "
        "range reaches into another band both terms are given. How much confidence these numbers "
        "deserve is another question, kept apart in a section of its own."
    )
    rows = []
    for answer in reference.outcomes:
        low, high = (round(end(answer.by_expert), 2) for end in (min, max))
        rows.append(
            [
                answer.outcome.label,
                lexicon.beside(round(answer.value, 2)),
                percent(answer.value),
                percent_range(answer.by_expert),
                band(lexicon.spanned(low, high)),
            ]
        )
    yield Grid(
        caption=f"Outcomes under {reference.scenario.label}: likelihood in words and numbers.",
        heads=["Outcome", "Likelihood", "Pool", "Experts", "The experts' range in words"],
        rows=rows,
        right=frozenset({2, 3}),
    )
    yield Grid(
        caption=f"The scale of likelihood words: {lexicon.title}. {RULE} A number that no term "
        "holds is said to lie between two.",
        heads=["Term", "From", "To"],
        rows=[[term.word, percent(term.low), percent(term.high)] for term in lexicon.terms],
        right=frozenset({1, 2}),
    )


def what_ifs(material: Material) -> Iterator[Block]:
    """Yield the scenarios: what each one sets, how it differs, and the levels behind that."""
    answers = material.answers
    book, outcomes = answers.study.book, answers.study.diagram.outcomes
    labels = answers.study.diagram.labels
    yield Paragraph(
        text="Each scenario is compared with a named one, within each expert: levels differ widely "
        "between experts, paired differences far less. A change is given for the pool, in "
        "percentage points, with the experts' range and how many of them see the same sign. Every "
        "setting assumes that the adversary's way of responding stays as it is."
    )
    yield Grid(
        caption="The scenarios: what is set (made so), seen (learned), and what they are "
        "compared with.",
        heads=["Id", "Scenario", "Set beyond the reference", "Seen", "Against"],
        rows=[
            [
                name,
                scenario.label,
                settings(scenario.set, labels) or "nothing beyond it",
                settings(scenario.seen, labels) or "nothing new",
                book.comparison(scenario) or "none: the reference",
            ]
            for name, scenario in book.scenarios.items()
        ],
    )
    if "what_if" in material.figures:
        yield material.figures["what_if"]
    yield _differences(answers)
    yield Grid(
        caption="Levels: pool (experts' range).",
        heads=["Id", *(outcome.label for outcome in outcomes)],
        rows=[
            [name, *(f"{percent(o.value)} ({percent_range(o.by_expert)})" for o in answer.outcomes)]
            for name, answer in answers.what_ifs.items()
        ],
        right=frozenset(range(1, len(outcomes) + 1)),
    )


def _differences(answers: Answers) -> Grid:
    """Return every paired difference, a group of rows for each scenario that has a comparison."""
    book = answers.study.book
    rows: list[list[str]] = []
    groups = {}
    for name, answer in answers.what_ifs.items():
        if answer.comparison is None:
            continue
        groups[len(rows)] = (
            f"{name} {answer.scenario.label}, against {book.comparison(answer.scenario)} "
            f"{answer.comparison.label}"
        )
        rows += [
            [
                outcome.outcome.label,
                percent(outcome.before or 0.0),
                percent(outcome.value),
                points(outcome.difference or 0.0),
                points_range(outcome.differences),
                outcome.agreement(),
            ]
            for outcome in answer.outcomes
        ]
    return Grid(
        caption="Paired differences. From and to are the pool's probabilities; the change is in "
        "percentage points, for the pool and over the experts.",
        heads=["Outcome", "From", "To", "Change", "Experts' changes", "Agreement"],
        rows=rows,
        right=frozenset({1, 2, 3, 4}),
        groups=groups,
    )
