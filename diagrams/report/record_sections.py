"""Write the sections about the record: propositions, confidence, provenance."""

from __future__ import annotations

from collections.abc import Iterator

from bayesnet.policy import same_plan
from diagrams.report.blocks import Block, Bullets, Grid, Paragraph
from diagrams.report.inquiry import DRAWS
from diagrams.report.material import Material
from diagrams.report.words import FIXED, counted, listed, percent_range, score


def the_propositions(material: Material) -> Iterator[Block]:
    """Yield which claims hold in the pool and for how many experts, under each structure."""
    examination = material.answers.examination
    if examination is None:
        return
    structures = list(dict.fromkeys(f.structure for f in examination.findings))
    several = material.study.several
    yield Paragraph(
        text="Each proposition is checked on the model itself, exactly."
        + (" A cell gives the pool's verdict and for how many experts it holds." if several else "")
    )
    rows = []
    for proposition in material.study.propositions:
        found = {f.structure: f for f in examination.findings if f.proposition is proposition}
        cells = [
            ("holds" if found[s].holds[0] else "FAILS")
            + (f"{FIXED}{sum(found[s].holds[1:])}/{len(found[s].holds) - 1}" if several else "")
            for s in structures
        ]
        rows.append([proposition.id, proposition.text, ", ".join(proposition.article), *cells])
    yield Grid(
        caption="Propositions by structure.",
        heads=["Id", "Proposition", "Paragraph", *structures],
        rows=rows,
    )


def the_confidence(material: Material) -> Iterator[Block]:
    """Yield the author's rating with reasons, apart from every likelihood, and what it rests on."""
    outline = material.outline
    if material.study.illustrative:
        yield Paragraph(
            text="No confidence is claimed, high or low: the numbers are placeholders, and nothing "
            "can be concluded from them about the world."
        )
    elif outline.rating:
        yield Paragraph(text=f"The authors' confidence in this analysis is {outline.rating}.")
        yield Bullets(items=outline.reasons)
    else:
        yield Paragraph(
            text="The authors have not rated their confidence. A rating is theirs to give, with "
            "reasons, under [confidence] in report.toml."
        )
    yield Grid(
        caption="What confidence can rest on in this study. The domains are borrowed from GRADE's "
        "guidance on modelled evidence.",
        heads=["Domain", "What the study has"],
        rows=[*_grounds(material)],
    )


def _grounds(material: Material) -> Iterator[list[str]]:
    answers, diagram = material.answers, material.study.diagram
    disputed = sum(bool(arc.contrary) for arc in diagram.arcs)
    weak = [a.id for a in diagram.assumptions if a.status == "unsupported"]
    yield [
        "Sources",
        f"{disputed} of {counted(len(diagram.arcs), 'arrow')} have contrary evidence listed; "
        f"assumptions without support: {listed(weak) or 'none'}.",
    ]
    first = answers.reference.outcomes[0]
    pairs = [o for a in answers.what_ifs.values() if a.comparison for o in a.outcomes]
    alike = sum(max(o.signs) == len(o.differences) for o in pairs)
    if material.study.several:
        yield [
            "Agreement of experts",
            f"Levels differ ({first.outcome.label} under the reference: "
            f"{percent_range(first.by_expert)}); in {alike} of {len(pairs)} paired differences "
            "all experts see the same sign.",
        ]
    if answers.plan:
        best = {c.decision: c.policy for c in answers.plan.choices}
        same = [
            name
            for name, plan in answers.plans.items()
            if same_plan(best, {c.decision: c.policy for c in plan.choices})
        ]
        ties = sum(choice.is_tie for choice in answers.plan.choices)
        yield [
            "Agreement of structures",
            f"{len(same)} of {len(answers.plans)} structures advise the same plan; "
            f"{ties} of {counted(len(best), 'decision')} are ties.",
        ]
    settled = sum(node.resolvable for node in diagram.chance.values())
    yield [
        "Can be checked later",
        f"{settled} of {len(diagram.chance)} uncertain quantities will be settled by a named "
        "source; the others never will.",
    ]
    yield [
        "Indirectness",
        "Settings are taken as interventions that leave the adversary's way of responding as it "
        "is.",
    ]


def the_record(material: Material) -> Iterator[Block]:
    """Yield what the report was made from and how to make it again."""
    study, answers = material.study, material.answers
    told = answers.reference.provenance
    weights = ", ".join(
        f"{material.name(expert)} {score(100 * share)} %"
        for expert, share in zip(study.priors.experts, study.weights, strict=True)
    )
    rows = [
        ["Model", f"{told.study}, sha256 {told.model_sha256}"],
        ["Priors", f"{told.priors}, sha256 {told.priors_sha256 or 'none'}"],
        ["Frozen", f"{study.priors.created_at or 'not frozen'}; {study.priors.reason}"],
        *([["Experts and weights", weights]] if study.several else []),
        ["Pool", f"{told.pooling}, of the rows of every table; {told.weighting} weights"],
        ["Random numbers", _seed(material)],
        ["Software", told.software],
        ["Second opinion", answers.second_opinion or "not asked for"],
    ]
    rows += [
        [f"{key.removesuffix('_sha256').capitalize()}", f"sha256 {value}"]
        for key, value in material.inputs.items()
    ]
    if material.record:
        rows.append(["Newest entry of the ledger", material.record.head])
    rows.append(["Make it again", _again(material)])
    yield Grid(caption="Provenance.", heads=["What", "Which"], rows=rows)


def _seed(material: Material) -> str:
    """Return which answers hang on random numbers, and on which."""
    sampling, inquiry = material.answers.sampling, material.answers.inquiry
    if sampling is None:
        return "no seed: nothing in this report was drawn by chance"
    learned = inquiry.learned.provenance.draws if inquiry and inquiry.learned else ""
    what = f"ranges over draws: {sampling}" + (f"; worth of learning: {learned}" if learned else "")
    return f"{what}; everything else is exact"


def _again(material: Material) -> str:
    sampling = material.answers.sampling
    more = " --draws 0" if sampling is None else ""
    if sampling and (sampling.draws, sampling.seed) != (DRAWS, 1):
        more = f" --draws {sampling.draws} --seed {sampling.seed}"
    return f"resolve verify && resolve report --format all{more}"


def the_beliefs(material: Material) -> Iterator[Block]:
    """Yield what is believed of every quantity, module by module."""
    if material.figures.get("beliefs"):
        answer = material.answers.what_ifs[material.answers.shown]
        compared = answer.comparison
        yield Paragraph(
            text=f"What the pool believes of every quantity under {answer.scenario.label}, module "
            "by module, in whole percent."
            + (f" Ticks stand where it was under {compared.label}." if compared else "")
        )
