"""Write the annexes about the people: how they were asked, and all that they said."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from bayesnet.plurals import many
from diagrams.report.blocks import Block, Grid, Heading, Paragraph
from diagrams.report.change_sections import day, moves_grid, shown_version
from diagrams.report.material import Material
from diagrams.report.people import ElicitationRecord, ExpertEstimate, Question, Round
from diagrams.report.words import EN_DASH, plain

NOT_RECORDED = "not recorded"
NO_REASON = "none given"


def _fixed(record: ElicitationRecord) -> str:
    """Return when the rule of record was fixed, by how many answers there were."""
    if not record.rulings:
        return "not on record: no round was opened"
    first = record.rulings[0]
    when = f"after {many(first.answers, 'submission')}" if first.answers else "before any answer"
    said = f"{day(first.at)}, {when}"
    changes = len(record.rulings) - 1
    return f"{said}; changed since: {many(changes, 'time')}" if changes else said


def _changed_rules(record: ElicitationRecord) -> Iterator[Block]:
    """Yield every change of the rule of record, with its reason and what was known by then."""
    if len(record.rulings) > 1:
        yield Grid(
            caption="The rule of record was changed after it was fixed.",
            heads=["Day", "Submissions by then", "The rule from then on", "Reason given"],
            rows=[
                [day(ruling.at), str(ruling.answers), ruling.pool, ruling.reason]
                for ruling in record.rulings[1:]
            ],
            right=frozenset({1}),
        )


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
        caption="The protocol.",
        heads=["What", "How"],
        rows=[
            ["Experts", f"{total} under pseudonyms{stylised}"],
            ["Rounds", "; ".join(f"{r.number}. {r.label}" for r in record.rounds)],
            ["Asked for", "a best value and a plausible range for every number, and a reason"],
            ["Pooling", f"{record.pooling} pool of the rows of every table"],
            ["Weights", record.weights],
            ["The rule fixed", _fixed(record)],
            ["Training", outline.training or NOT_RECORDED],
            ["Conflicts of interest", outline.conflicts or NOT_RECORDED],
        ],
    )
    yield from _changed_rules(record)
    yield Grid(
        caption="The experts.",
        heads=["Pseudonym", "Position", "Panels"],
        rows=[
            [expert.label, expert.position, ", ".join(expert.panels) or _unnamed(record)]
            for expert in record.experts
        ],
    )
    yield from _mix(record)
    yield Grid(
        caption="The rounds: answers given, and who was absent.",
        heads=["Round", "From", "To", "Answers", "Absent", "Feedback given"],
        rows=[
            [
                f"{r.number}. {r.label}",
                day(r.first),
                day(r.last),
                f"{sum(r.answered.values())} by {many(len(r.answered), 'expert')}",
                _absent(material, r),
                "yes" if r.feedback else "no",
            ]
            for r in record.rounds
        ],
    )
    if record.missing:
        yield Grid(
            caption="Answers that are missing by the expert's own word.",
            heads=["Expert", "What", "Reason given"],
            rows=[[material.name(m.expert), m.what, m.reason or NO_REASON] for m in record.missing],
        )
    else:
        yield Paragraph(text="Nobody abstained from a question or took answers back.")


def _unnamed(record: ElicitationRecord) -> str:
    return "not named" if record.withheld else "asked everything"


def _absent(material: Material, one: Round) -> str:
    return (
        "; ".join(
            f"{material.name(expert)}{f' ({reason})' if reason else ''}"
            for expert, reason in one.absent.items()
        )
        or "nobody"
    )


def _mix(record: ElicitationRecord) -> Iterator[Block]:
    """Yield how many experts there are of each background, as far as the plan knows panels."""
    if not record.groups and not record.withheld:
        known = "The plan knows no panels"
        if record.panels:
            count = many(len(record.panels), "panel")
            known = f"The plan defines {count}, but no expert is limited to one"
        yield Paragraph(
            text=f"{known}: every expert was asked everything, so there are no backgrounds to be "
            "counted beyond the positions above."
        )
        return
    if record.groups:
        yield Grid(
            caption="The mix of experts by panel.",
            heads=["Panel", "Experts"],
            rows=[[group.label, str(group.size)] for group in record.groups],
            right=frozenset({1}),
        )
    if record.withheld:
        yield Paragraph(
            text="Panels of fewer than three are counted together and stand beside no pseudonym, "
            "and what they alone were asked is printed without pseudonyms: each row would say who "
            "its expert is."
        )


def the_judgements(material: Material) -> Iterator[Block]:
    """Yield every question as it was put, with every answer, its range and its reason."""
    record = material.record
    if record is None:
        return
    yield Paragraph(
        text="Every question in the words in which it was asked, and what everyone said by now "
        "under their pseudonym. Probabilities are in percent: the best value, then the plausible "
        "range in brackets; weights and spreads are plain numbers. The round in which an answer "
        "was last given stands beside it."
    )
    diagram = material.study.diagram
    for node, questions in itertools.groupby(record.questions, key=lambda q: q.node):
        yield Heading(text=diagram.labels.get(node, node), level=3)
        for components, alike in itertools.groupby(questions, key=lambda q: q.components):
            yield _judgements(material, components, list(alike), diagram.labels.get(node, node))
    moves = shown_version(material, record).moves if record.versions else ()
    if moves:
        yield Heading(text="Changed answers", level=3)
        yield moves_grid(
            material,
            moves,
            "Every answer that changed against the version before; of each the number that moved "
            "most, and the outcome that it alone moves most.",
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


def _number(question: Question, estimate: ExpertEstimate) -> str:
    """Return best (low-high), probabilities in percent, all as they were typed."""
    scale = 1 if question.kind == "number" else 100

    def typed(value: object) -> str:
        return f"{float(str(value)) * scale:.6g}"

    best = typed(estimate.best)
    if estimate.low is None or estimate.high is None:
        return best
    return f"{best} ({typed(estimate.low)}{EN_DASH}{typed(estimate.high)})"
