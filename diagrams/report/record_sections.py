"""Write the sections about the people and the record: experts, propositions, provenance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from diagrams.report.blocks import Block, Grid, Heading, Paragraph
from diagrams.report.gather import Answers
from diagrams.report.words import percent, plain, score

NOT_MODELLED = (
    "The adversary is a set of chance nodes, not a player who reacts to the analysis; time runs "
    "once, without repeated moves; China, sanctions and elections are left out, as the source "
    "leaves them out."
)


def the_experts(answers: Answers) -> Iterator[Block]:
    """Yield what each expert's own numbers imply, and both orders of pooling."""
    study = answers.study
    reference = answers.reference
    yield Heading(text="Where the experts differ")
    yield Paragraph(
        text=f"What each expert's own judgements imply for {reference.scenario.label}, next to the "
        "pool of their tables. The pool's rows are pooled first and then propagated; the mean "
        "of the experts' own answers is the other order, and the two need not agree."
    )
    outcomes = study.diagram.outcomes
    by_expert = np.array([answer.by_expert for answer in reference.outcomes])
    means = by_expert @ study.weights
    rows = [
        [plain(expert), *(percent(value) for value in by_expert[:, index])]
        for index, expert in enumerate(reference.experts)
    ]
    rows.append(["pool of the rows", *(percent(answer.value) for answer in reference.outcomes)])
    rows.append(["mean of the answers", *(percent(value) for value in means)])
    yield Grid(
        caption=f"Outcomes under {reference.scenario.label}, by expert.",
        heads=["", *(outcome.label for outcome in outcomes)],
        rows=rows,
        right=frozenset(range(1, len(outcomes) + 1)),
        strong=frozenset({len(rows) - 2}),
    )
    yield Grid(
        caption=f"Outcomes of the pool under {reference.scenario.label}, by structure.",
        heads=["", *(outcome.label for outcome in outcomes)],
        rows=[
            [
                f"{name}, {study.structures[name].label}",
                *(percent(answer.value) for answer in level.outcomes),
            ]
            for name, level in answers.levels.items()
        ],
        right=frozenset(range(1, len(outcomes) + 1)),
    )


def the_propositions(answers: Answers) -> Iterator[Block]:
    """Yield which claims hold in the pool and for how many experts, under each structure."""
    examination = answers.examination
    if examination is None:
        return
    structures = list(dict.fromkeys(f.structure for f in examination.findings))
    yield Heading(text="Does the model say what the article says?")
    yield Paragraph(
        text="Each proposition is checked on the model itself, exactly. A cell gives the pool's "
        "verdict and for how many experts it holds."
    )
    rows = []
    for proposition in answers.study.propositions:
        found = {f.structure: f for f in examination.findings if f.proposition is proposition}
        cells = [
            f"{'holds' if found[s].holds[0] else 'FAILS'} "
            f"{sum(found[s].holds[1:])}/{len(found[s].holds) - 1}"
            for s in structures
        ]
        rows.append([proposition.id, proposition.text, ", ".join(proposition.article), *cells])
    yield Grid(
        caption="Propositions by structure.",
        heads=["", "Proposition", "Paragraph", *structures],
        rows=rows,
    )


def the_record(answers: Answers) -> Iterator[Block]:
    """Yield what the report was made from and how to make it again."""
    study = answers.study
    told = answers.reference.provenance
    weights = ", ".join(
        f"{plain(expert)} {score(100 * share)} %"
        for expert, share in zip(study.priors.experts, study.weights, strict=True)
    )
    yield Heading(text="Where the numbers come from")
    yield Grid(
        caption="Provenance.",
        heads=["What", "Which"],
        rows=[
            ["Model", f"{told.study}, sha256 {told.model_sha256}"],
            ["Priors", f"{told.priors}, sha256 {told.priors_sha256 or 'none'}"],
            ["Frozen", f"{study.priors.created_at or 'not frozen'}; {study.priors.reason}"],
            ["Experts and weights", weights],
            ["Pool", f"{told.pooling}, of the rows of every table; {told.weighting} weights"],
            ["Random numbers", "none: every answer in this report is exact"],
            ["Software", told.software],
            ["Second opinion", answers.second_opinion or "not asked for"],
            ["Make it again", "resolve verify && resolve report"],
        ],
    )
    if study.illustrative:
        yield Paragraph(
            text=f"Placeholders: all judgements and all weights. {study.diagram.notice}"
        )
    yield Paragraph(text=f"Not modelled: {NOT_MODELLED}")
