"""Write the sections about the people: how they were asked, where they differ, what they said."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from diagrams.report.blocks import Block, Bullets, Grid, Heading, Paragraph
from diagrams.report.material import Material
from diagrams.report.people import ElicitationRecord, Estimate, Move, Question, Version
from diagrams.report.words import EN_DASH, counted, listed, percent, plain, quoted

NOT_RECORDED = "not recorded"
MOVED = ("Expert", "What", "From", "To", "Reason given")
LARGEST = 8
"""Changed answers that the body of the report shows; the annex has all."""


def the_experts(material: Material) -> Iterator[Block]:
    """Yield what each expert's own numbers imply, other poolings, and other structures."""
    answers, study = material.answers, material.study
    reference = answers.reference
    outcomes = study.diagram.outcomes
    heads = ["Whose numbers", *(outcome.label for outcome in outcomes)]
    right = frozenset(range(1, len(heads)))
    yield Paragraph(
        text=f"What each expert's own judgements imply for {reference.scenario.label}, next to the "
        "pool of their tables. The pool's rows are averaged first and then propagated; the mean "
        "of the experts' own answers is the other order, and the two need not agree. Leaving one "
        "expert out shows who carries the pool."
    )
    by_expert = np.array([answer.by_expert for answer in reference.outcomes])
    rows = [
        [material.name(expert), *(percent(value) for value in by_expert[:, index])]
        for index, expert in enumerate(reference.experts)
    ]
    count = len(rows)
    rows.append(["Pool of the rows (used here)", *(percent(a.value) for a in reference.outcomes)])
    rows.append(["Mean of the answers", *(percent(v) for v in by_expert @ study.weights)])
    rows += [
        [f"Pool without {material.name(expert)}", *(percent(a.value) for a in left.outcomes)]
        for expert, left in answers.without.items()
    ]
    yield Grid(
        caption=f"Outcomes under {reference.scenario.label}, by expert and by rule of pooling.",
        heads=heads,
        rows=rows,
        right=right,
        strong=frozenset({count}),
        groups={0: "Each expert alone", count: "Pooled"},
    )
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


def the_dissent(material: Material) -> Iterator[Block]:
    """Yield, expert by expert, where they would do otherwise, and what they say about it."""
    answers, record, plan = material.answers, material.record, material.answers.plan
    experts = answers.reference.experts
    labels = material.study.diagram.labels
    if len(experts) == 1:
        return
    yield Paragraph(
        text="The pool is a summary, not a view that anybody holds. For each expert: the choices "
        "that their own numbers would make otherwise, the claims of the source that their numbers "
        "deny, and the answer that lies furthest from the mean of all the others, with its reason."
    )
    departures = {d.expert: d for d in record.departures} if record else {}
    rows = []
    for index, expert in enumerate(experts, start=1):
        other = [
            f"{labels[name]}: {plain(option)}"
            for name, option in (plan.plans[expert] if plan else {}).items()
            if plan and option != next(iter(plan.plans.values()))[name]
        ]
        denied = [
            finding.proposition.id
            for finding in (answers.examination.findings if answers.examination else ())
            if finding.structure == material.study.diagram.structure and not finding.holds[index]
        ]
        departure = departures.get(expert)
        said = "no judgements recorded"
        if departure:
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


def the_changes(material: Material) -> Iterator[Block]:
    """Yield every frozen version with its reason, and what moved between the last two."""
    record = material.record
    if record is None or not record.versions:
        return
    yield Grid(
        caption="The frozen versions of the priors.",
        heads=["Version", "Frozen", "Reason", "sha256"],
        rows=[
            [f"{v.number:04d}", day(v.created_at), v.reason, v.sha256[:16]] for v in record.versions
        ],
    )
    last = _shown(material, record)
    if last.notes:
        yield Bullets(items=last.notes)
    if last.moves:
        yield Grid(
            caption=f"The largest of {counted(len(last.moves), 'changed answer')} from version "
            f"{last.number - 1} to {last.number}; all of them close the annex of judgements.",
            heads=MOVED,
            rows=_moved(material, last.moves[:LARGEST]),
            right=frozenset({2, 3}),
        )


def _shown(material: Material, record: ElicitationRecord) -> Version:
    """Return the version that the report is about, else the newest."""
    number = material.study.priors.number
    return next((v for v in record.versions if v.number == number), record.versions[-1])


def _moved(material: Material, moves: Sequence[Move]) -> list[list[str]]:
    return [[material.name(m.expert), m.quantity, m.before, m.after, m.reason] for m in moves]


def the_protocol(material: Material) -> Iterator[Block]:
    """Yield how judgements were collected: rules, mix of experts, rounds, absences."""
    record = material.record
    if record is None:
        yield Paragraph(
            text="Nobody was asked: the numbers are those that the analyst put into model.toml."
        )
        return
    outline = material.outline
    mix = sum(expert.illustrative for expert in record.experts)
    total = len(record.experts)
    stylised = f", {mix} of them stylised positions whose numbers nobody gave" if mix else ""
    yield Grid(
        caption="The protocol, fixed before the first answer.",
        heads=["What", "How"],
        rows=[
            ["Experts", f"{total} under pseudonyms{stylised}"],
            ["Rounds", "; ".join(f"{r.number}. {r.label}" for r in record.rounds)],
            ["Asked for", "a best value and a plausible range for every number, and a reason"],
            ["Pooling", f"{record.pooling} pool of the rows of every table"],
            ["Weights", record.weights],
            ["Training", outline.training or NOT_RECORDED],
            ["Conflicts of interest", outline.conflicts or NOT_RECORDED],
        ],
    )
    yield Grid(
        caption="The experts.",
        heads=["Pseudonym", "Position", "Asked about"],
        rows=[
            [expert.label, expert.position, ", ".join(expert.panels) or "everything"]
            for expert in record.experts
        ],
    )
    yield Grid(
        caption="The rounds: answers given, and who was absent.",
        heads=["Round", "From", "To", "Answers", "Absent"],
        rows=[
            [
                f"{r.number}. {r.label}",
                day(r.first),
                day(r.last),
                f"{sum(r.answered.values())} by {counted(len(r.answered), 'expert')}",
                listed([material.name(expert) for expert in r.absent]) or "nobody",
            ]
            for r in record.rounds
        ],
    )


def the_judgements(material: Material) -> Iterator[Block]:
    """Yield every question as it was put, with every answer, its range and its reason."""
    record = material.record
    if record is None:
        return
    yield Paragraph(
        text="Every question in its wording, and what everyone said by now under their pseudonym. "
        "Probabilities are in percent: the best value, then the plausible range in brackets; "
        "weights and spreads are plain numbers. The round in which an answer was last given "
        "stands beside it."
    )
    diagram = material.study.diagram
    for node, questions in itertools.groupby(record.questions, key=lambda q: q.node):
        yield Heading(text=diagram.labels[node], level=3)
        for components, alike in itertools.groupby(questions, key=lambda q: q.components):
            yield _judgements(material, components, list(alike), diagram.labels[node])
    moves = _shown(material, record).moves if record.versions else ()
    if moves:
        yield Heading(text="Changed answers", level=3)
        yield Grid(
            caption="Every answer that changed against the version before; of each the number "
            "that moved most.",
            heads=MOVED,
            rows=_moved(material, moves),
            right=frozenset({2, 3}),
        )


def _judgements(
    material: Material, components: tuple[str, ...], questions: list[Question], name: str
) -> Grid:
    rows: list[list[str]] = []
    groups = {}
    for question in questions:
        groups[len(rows)] = question.wording
        rows += [
            [
                material.name(said.expert),
                *(_number(question, estimate) for estimate in said.answers),
                str(said.round),
                said.reason,
            ]
            for said in question.said
        ]
    one = components == ("value",)
    what = "weights and spread" if one else "probabilities in percent"
    return Grid(
        caption=f"{name}: {what}, by expert.",
        heads=["Expert", *(plain(c) for c in components), "Round", "Reason"],
        rows=rows,
        right=frozenset(range(1, len(components) + 2)),
        groups=groups,
    )


def _number(question: Question, estimate: Estimate) -> str:
    """Return best (low-high), probabilities in percent, all as they were typed."""
    scale = 1 if question.kind == "number" else 100

    def typed(value: object) -> str:
        return f"{float(str(value)) * scale:.6g}"

    best = typed(estimate.best)
    if estimate.low is None or estimate.high is None:
        return best
    return f"{best} ({typed(estimate.low)}{EN_DASH}{typed(estimate.high)})"


def day(moment: str) -> str:
    """Return the day of a moment in UTC, or a dash where there is none."""
    return moment[:10] or EN_DASH
