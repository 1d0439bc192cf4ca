"""Write the section about the people: where they differ, who dissents."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from bayesnet.answers.whatif import SAME
from bayesnet.number_words import points_apart, utility
from bayesnet.plurals import in_how_many, listed, many
from bayesnet.rounding import places
from bayesnet.uncertainty.disagreement import Disagreement
from diagrams.report.blocks import Block, Grid, Paragraph
from diagrams.report.change_sections import day
from diagrams.report.material import Material
from diagrams.report.words import percent, plain, quoted, rule_words

TOPICS = 6
"""Questions to discuss that the report names."""
SHARE = 0.1
"""A table that takes less of a split away is not named."""


def the_experts(material: Material) -> Iterator[Block]:
    """Yield what each expert's own numbers imply, the camps, other poolings, other structures."""
    answers, study = material.answers, material.study
    reference = answers.reference
    outcomes = study.diagram.outcomes
    heads = ["Whose numbers", *(outcome.label for outcome in outcomes)]
    right = frozenset(range(1, len(heads)))
    if study.several:
        yield from _apart(material, heads)
    yield Grid(
        caption=f"Outcomes of the pool under {reference.scenario.label}, by structure.",
        heads=heads,
        rows=[
            [
                f"{name}, {study.structures[name].label}",
                *(percent(answer.value) for answer in level.outcomes),
            ]
            for name, level in answers.levels.items()
        ],
        right=right,
    )


def _apart(material: Material, heads: list[str]) -> Iterator[Block]:
    """Yield what each expert's own numbers imply, and what the pools make of that."""
    reference = material.answers.reference
    right = frozenset(range(1, len(heads)))
    yield Paragraph(
        text=f"What each expert's own judgements imply for {reference.scenario.label}, next to the "
        f"pool of their tables.{_apart_against_changes(material)}"
    )
    inquiry = material.answers.inquiry
    if inquiry and inquiry.differing:
        yield Paragraph(text=_camps(material, inquiry.differing))
    rows = [
        [material.name(expert), *(percent(a.by_expert[index]) for a in reference.outcomes)]
        for index, expert in enumerate(reference.experts)
    ]
    rows.append(["The pool", *(percent(a.value) for a in reference.outcomes)])
    yield Grid(
        caption=f"Outcomes under {reference.scenario.label}, by each expert's own numbers.",
        heads=heads,
        rows=rows,
        right=right,
        strong=frozenset({len(rows) - 1}),
    )
    yield from _pools(material, heads)
    yield from _topics(material)


def _apart_against_changes(material: Material) -> str:
    """Return how often the experts' levels lie further apart than a scenario moves the pool."""
    reach = {a.outcome.id: np.ptp(a.by_expert) for a in material.answers.reference.outcomes}
    pairs = [
        (reach[row.outcome.id], abs(row.difference.value))
        for row in material.answers.comparison.visible
        if row.difference
    ]
    if not pairs:
        return ""
    wider = sum(float(apart) > change for apart, change in pairs)
    where = in_how_many(wider, len(pairs), "visible change")
    return (
        f" {where} that scenarios make, the "
        "experts' levels of that outcome lie further apart than the pool moves."
    )


def _camps(material: Material, found: Disagreement) -> str:
    """Return who stands together, what parts them, and whether that touches the choice."""
    labels = material.study.diagram.labels
    said = "By what their networks imply the experts form no clear camps."
    if len(found.camps) > 1:
        camps = "; ".join(listed([material.name(e) for e in camp]) for camp in found.camps)
        said = f"By what their networks imply the experts form {len(found.camps)} camps: {camps}."
    parting = [p for p in found.partings if p.split >= SHARE]
    if parting:
        named = listed([f"{labels[p.node]} ({percent(p.split)} of it)" for p in parting[:3]])
        said += f" What parts the two sides of the widest split, table by table: {named}."
    other = found.dissenters
    if other:
        said += f" {len(other)} of {len(found.plans)} would choose another plan than the pool's."
    else:
        said += f" All {len(found.plans)} would choose the same plan"
        apart = any(np.ptp(a.by_expert) >= SAME for a in material.answers.reference.outcomes)
        said += ": they differ in levels." if apart else "."
    return said


def _pools(material: Material, heads: list[str]) -> Iterator[Block]:
    """Yield the rule of record beside the other rules, both orders, and each expert left out."""
    if not material.pools:
        return

    def cells(values: tuple[float, ...]) -> list[str]:
        return ["none left" if math.isnan(value) else percent(value) for value in values]

    rules = [pool for pool in material.pools if not pool.without]
    record = [pool for pool in rules if pool.record]
    left = [pool for pool in material.pools if pool.without]
    told = material.record
    rows = [
        [f"{p.label}{', the rule of record' if p.record else ''}", *cells(p.rows_first)]
        for p in rules
    ]
    rows += [[p.label, *cells(p.answers_first)] for p in rules]
    rows += [[f"without {material.name(p.without)}", *cells(p.rows_first)] for p in left]
    yield Paragraph(
        text=f"The rule of record is {record[0].label if record else 'linear'}"
        + (", fixed before the first answer" if told and told.fixed_first else "")
        + ". Beside it stand the other rules, in both orders, and the rule of record "
        "with each expert left out, which shows who carries the pool. "
        + " ".join(material.pool_notes or [_pools_apart(material)])
    )
    yield Grid(
        caption=f"Outcomes under {material.answers.reference.scenario.label}, by rule of pooling. "
        "Rows first: the experts' rows are pooled, then propagated. Answers first: each expert's "
        "own network is propagated, then the answers are pooled.",
        heads=["Pool", *heads[1:]],
        rows=rows,
        right=frozenset(range(1, len(heads))),
        strong=frozenset({0}),
        groups={
            0: "Rows first",
            len(rules): "Answers first",
            2 * len(rules): "Rows first, one expert left out",
        },
    )


def _pools_apart(material: Material) -> str:
    """Return how far all those pools lie apart at most."""
    rows = [values for pool in material.pools for values in (pool.rows_first, pool.answers_first)]
    spans = [np.ptp(own) for values in zip(*rows, strict=True) if (own := _numbers(values))]
    return f"They lie {points_apart(float(max(spans, default=0.0)))} apart at most."


def _numbers(values: tuple[float, ...]) -> list[float]:
    return [value for value in values if not math.isnan(value)]


def _topics(material: Material) -> Iterator[Block]:
    """Yield the questions on which agreement would matter most."""
    inquiry = material.answers.inquiry
    if inquiry is None or inquiry.topics is None or not inquiry.topics.topics:
        return
    topics, labels = inquiry.topics.topics, material.study.diagram.labels
    outcomes = {outcome.id: outcome.label for outcome in material.study.diagram.outcomes}
    short = {q.key: q for q in material.record.questions} if material.record else {}
    rows = []
    largest = max(topic.moves for topic in topics[:TOPICS])
    digits = max(material.digits, places(0.0, [0.1 * largest]))
    for topic in topics[:TOPICS]:
        asked = short.get(topic.question.key)
        what = labels[topic.question.node]
        if asked:
            what = asked.short + (f", when {asked.situation}" if asked.situation else "")
        spans = [(min(v), max(v)) for v in zip(*topic.answers.values(), strict=True)]
        low, high = max(spans, key=lambda span: span[1] - span[0])
        state = topic.question.components[spans.index((low, high))]
        span = f"{low:.3g} to {high:.3g}"
        if topic.question.kind == "distribution":
            span = f"{plain(state)}: {100 * low:.3g} to {percent(high)}"
        moved = f"{outcomes[topic.outcome]}: {100 * topic.shift:.1f}" if topic.outcome else "none"
        shift = utility(topic.moves, digits)
        rows.append([what, span, labels.get(topic.decision, "none"), shift, moved])
    turning = sum(bool(topic.switchers) for topic in topics)
    unit = material.study.diagram.unit
    yield Grid(
        caption=f"What to discuss next: of {many(len(topics), 'question')} with differing "
        f"answers those that matter most. On {turning or 'none'} of them agreement could change "
        f"the plan. Shift: of the lead that is most in danger, in {unit}, and of the outcome that "
        "moves most, in percentage points.",
        heads=["Question", "Best answers", "Lead in danger", "Shift", "Outcome shifted"],
        rows=rows,
        right=frozenset({3}),
    )


def the_dissent(material: Material) -> Iterator[Block]:
    """Yield, expert by expert, where they would do otherwise, and what they say about it."""
    answers, record, plan = material.answers, material.record, material.answers.plan
    experts = answers.reference.experts
    labels = material.study.diagram.labels
    if len(experts) == 1:
        return
    yield Paragraph(
        text="The pool is a summary, and need not be anybody's view. For each expert: the choices "
        "that their own numbers would make otherwise, the claims of the source that their numbers "
        "deny, and the answer that lies furthest from the mean of all the others, with its reason."
    )
    yield from _notes(material)
    departures = {d.expert: d for d in record.departures} if record else {}
    rows = []
    for index, expert in enumerate(experts, start=1):
        other = [
            f"{labels[name]}: {rule_words(policy, material.study.diagram)}"
            for name, policy in (plan.plans[expert] if plan else {}).items()
            if plan and policy.differs(next(iter(plan.plans.values()))[name])
        ]
        denied = [
            finding.proposition.id
            for finding in (answers.examination.findings if answers.examination else ())
            if finding.structure == material.study.diagram.structure and not finding.holds[index]
        ]
        departure = departures.get(expert)
        said = "no judgements recorded"
        if departure and abs(departure.own - departure.others) < SAME:
            said = ""
        elif departure:
            asked = departure.question
            said = (
                f"{labels[asked.node]}: {plain(departure.component)} {percent(departure.own)}, the "
                f"others {percent(departure.others)}"
                f"{f', when {asked.situation}' if asked.situation else ''}."
            )
            if departure.reason:
                said += f" {quoted(departure.reason)}"
        rows.append([material.name(expert), ", ".join(other), ", ".join(denied), said])
    yield Grid(
        caption="Who departs from the pool, where, and why.",
        heads=["Expert", "Would choose otherwise", "Denies", "Furthest from the others"],
        rows=[[cell or "nothing" for cell in row] for row in rows],
    )


def _notes(material: Material) -> Iterator[Block]:
    """Yield what experts had recorded against a version, in their words."""
    record = material.record
    if record is None:
        return
    if not record.dissents:
        yield Paragraph(text="Nobody has had a note of dissent recorded.")
        return
    yield Grid(
        caption="Notes of dissent, in the experts' own words.",
        heads=["Expert", "Recorded", "Against", "Note"],
        rows=[
            [material.name(d.expert), day(d.at), d.priors or "no version yet", d.words]
            for d in record.dissents
        ],
    )
