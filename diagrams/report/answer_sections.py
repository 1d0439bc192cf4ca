"""Write the sections that answer: how likely is what, what if, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bayesnet.answers.whatif import SAME, agreement, signs_of
from bayesnet.number_words import points, points_range
from bayesnet.plurals import in_how_many
from bayesnet.study.lexicon import RULE
from bayesnet.uncertainty.comparison import Compared
from diagrams.report.blocks import Block, Grid, Heading, Paragraph, grid
from diagrams.report.gather import Answers
from diagrams.report.material import Material
from diagrams.report.words import (
    DRAWN,
    band,
    holding,
    least_shown,
    percent,
    percent_range,
    plain,
    quoted,
    reach,
    settings,
)

COMPARED = (
    "A change is given for the pool, in percentage points "
    "and no finer than its range allows, with how many experts see the same sign by their own "
    "numbers and under how many structures it holds."
)
COMPARED_ALONE = (
    "Each scenario is compared with a named one. A change is given in percentage points, with "
    "under how many structures it holds."
)
MOST_REASONS = 8


def the_outlook(material: Material) -> Iterator[Block]:
    """Yield the outcomes under the reference in words and numbers, and the scale of the words."""
    reference, lexicon = material.answers.reference, material.lexicon
    drawn, several = material.answers.sampling is not None, material.study.several
    beside = "the number is printed with them"
    if drawn or several:
        beside = (
            "the pool's number and its range are printed with them, and where the "
            "range reaches into another band both terms are given"
        )
    yield Paragraph(
        text=f"The outcomes under the reference, {reference.scenario.label}. Words never stand "
        f"alone: {beside}. How much confidence these numbers "
        "deserve is another question, kept apart in a section of its own."
    )
    yield from _sampled(material)
    rows = []
    for answer in reference.outcomes:
        level = material.answers.compared(reference.scenario.id, answer.outcome.id).level
        low, high = (round(end, 2) for end in reach(level))
        rows.append(
            [
                answer.outcome.label,
                lexicon.beside(round(answer.value, 2)),
                percent(answer.value),
                *([percent_range(reach(level))] if drawn else []),
                *([percent_range(answer.by_expert)] if several else []),
                *([band(lexicon.spanned(low, high))] if drawn or several else []),
            ]
        )
    yield Grid(
        caption=f"Outcomes under {reference.scenario.label}: likelihood in words and numbers.",
        heads=[
            "Outcome",
            "Likelihood",
            "Pool",
            *([DRAWN] if drawn else []),
            *(["Experts' best values"] if several else []),
            *(["The range in words"] if drawn or several else []),
        ],
        rows=rows,
        right=frozenset(range(2, 3 + drawn + several)),
    )
    yield Grid(
        caption=f"The scale of likelihood words: {lexicon.title}. {RULE} A number that no term "
        "holds is said to lie between two.",
        heads=["Term", "From", "To"],
        rows=[[term.word, percent(term.low), percent(term.high)] for term in lexicon.terms],
        right=frozenset({1, 2}),
    )


def _sampled(material: Material) -> Iterator[Block]:
    """Yield what the ranges over draws are, and how they come about."""
    sampling = material.answers.sampling
    if sampling is None:
        return
    yield Paragraph(
        text=f"Ranges marked {DRAWN} come from {sampling}: in each draw one expert is picked by "
        "weight, and every answer of theirs is drawn from their own range. One draw in twenty lies "
        "below such a range and one in twenty above it. They show the experts' uncertainty, not "
        "what the model leaves out."
    )


def what_ifs(material: Material) -> Iterator[Block]:
    """Yield the scenarios: what each one sets, how it differs, and the levels behind that."""
    answers = material.answers
    book, outcomes = answers.study.book, answers.study.diagram.outcomes
    reaction = answers.study.diagram.reaction
    caveat = f" {reaction.replace('Each assumes', 'Every setting assumes', 1)}" if reaction else ""
    yield Paragraph(text=(_paired(answers) if answers.study.several else COMPARED_ALONE) + caveat)
    yield Grid(
        caption="The scenarios: what is set (made so), seen (learned), and what they are "
        "compared with.",
        heads=["Id", "Scenario", "Set beyond the reference", "Seen", "Against"],
        rows=[
            [
                name,
                scenario.label,
                settings(scenario.set, answers.study.diagram) or "nothing beyond it",
                settings(scenario.seen, answers.study.diagram) or "nothing new",
                book.comparison(scenario) or "none: the reference",
            ]
            for name, scenario in book.scenarios.items()
        ],
    )
    yield _differences(answers)
    what = DRAWN if answers.sampling else "experts' range" if answers.study.several else ""
    yield Grid(
        caption=f"Levels: pool{f' ({what})' if what else ''}.",
        heads=["Id", *(outcome.label for outcome in outcomes)],
        rows=[
            [name, *(_level(answers.compared(name, outcome.id)) for outcome in outcomes)]
            for name in answers.what_ifs
        ],
        right=frozenset(range(1, len(outcomes) + 1)),
    )


def _paired(answers: Answers) -> str:
    """Return how scenarios are compared, and how much closer the experts lie for that."""
    closer, count = answers.comparison.narrowed
    told = "Each scenario is compared with a named one, within each expert, so that what somebody "
    told += "holds high or low throughout cancels."
    if count:
        where = in_how_many(closer, count, "visible change")
        told += f" {where} the experts lie closer together than in the level itself."
    return f"{told} {COMPARED}"


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
            _difference(answers.compared(name, outcome.outcome.id)) for outcome in answer.outcomes
        ]
    drawn = [DRAWN] if answers.sampling else []
    asked = ["Experts", "Agreement"] if answers.study.several else []
    whose = ["for the pool", *(["over draws"] if drawn else [])]
    whose = [", ".join(whose), *(["by the experts' best values"] if asked else [])]
    return Grid(
        caption="Paired differences. From and to are the pool's probabilities; the change is in "
        f"percentage points, {' and '.join(whose)}.",
        heads=["Outcome", "From", "To", "Change", *drawn, *asked, "Structures"],
        rows=rows,
        right=frozenset(range(1, 4 + len(drawn) + bool(asked))),
        groups=groups,
    )


def _level(row: Compared) -> str:
    told = percent(row.level.value)
    alone = not row.level.intervals and len(row.level.by_expert[0]) == 1
    return told if alone else f"{told} ({percent_range(reach(row.level))})"


def _difference(row: Compared) -> list[str]:
    """Return one line of the table of differences; only rows that have one are asked for."""
    change, before = row.difference, row.before
    if change is None or before is None:
        return []
    ends, several = reach(change), len(change.by_expert[0]) > 1
    return [
        row.outcome.label,
        percent(before.value),
        percent(row.level.value),
        points(change.value, ends),
        *([points_range(ends)] if change.intervals else []),
        *(_experts_changes(change.by_expert[0]) if several else []),
        holding(change),
    ]


def _experts_changes(changes: Sequence[float]) -> list[str]:
    """Return how far the experts' changes reach, and how many agree, as far as that prints."""
    return [points_range(changes), agreement(*signs_of(changes, least_shown(changes)))]


def the_reasons(material: Material) -> Iterator[Block]:
    """Yield why the scenario told at length comes out as it does: sentences, then their numbers."""
    answers = material.answers
    if not answers.accounts:
        return
    answer = answers.what_ifs[answers.shown]
    against = answer.comparison.label if answer.comparison else ""
    yield Paragraph(
        text=f"Why {quoted(answer.scenario.label)} comes out as it does against {quoted(against)}, "
        "for the outcomes that change most. Each finding's share is taken over all orders in which "
        "the findings could be made, so the shares sum to the change. A path's effect is what it "
        "would do alone."
    )
    for account in answers.accounts:
        yield Heading(text=account.outcome.label, level=3)
        yield Paragraph(text=plain(" ".join(account.in_points)))
        shown = [
            reason
            for reason in account.reasons[:MOST_REASONS]
            if max(map(abs, (reason.effect, *reason.by_expert))) >= SAME
        ]
        caption = f"{account.outcome.label}: what moves it, in percentage points."
        yield grid(account.table(shown, words=True), material.style, caption)
