"""Write the sections about the record: propositions, confidence, provenance."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bayesnet.answers.policy import same_plan
from bayesnet.answers.whatif import SAME
from bayesnet.plurals import listed, many
from diagrams.report.blocks import Block, Bullets, Grid, Paragraph, grid
from diagrams.report.inquiry import DRAWS
from diagrams.report.material import Material
from diagrams.report.words import percent_range


def the_propositions(material: Material) -> Iterator[Block]:
    """Yield which claims hold in the pool and for how many experts, under each structure."""
    examination = material.answers.examination
    if examination is None:
        return
    several = material.study.several
    yield Paragraph(
        text="Each proposition is checked on the model itself, exactly."
        + (" A cell gives the pool's verdict and for how many experts it holds." if several else "")
    )
    heads = {"Id": "Id", "Proposition": "Proposition", "article": "Paragraph"}
    heads |= {structure: structure for structure in examination.structures}
    yield grid(examination.by_structure(), material.style, "Propositions by structure.", heads)


def the_confidence(material: Material) -> Iterator[Block]:
    """Yield the author's rating with reasons, apart from every likelihood, and what it rests on."""
    outline = material.outline
    if material.study.illustrative:
        yield Paragraph(
            text="No confidence is claimed, high or low: the numbers are placeholders, and nothing "
            "can be concluded from them about the world."
            + (
                f" The rating that the authors state, {outline.rating}, is kept for judged "
                "numbers; their reasons:"
                if outline.rating
                else ""
            )
        )
        if outline.rating:
            yield Bullets(items=outline.reasons)
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
        f"{disputed} of {many(len(diagram.arcs), 'listed arrow')} {_have(disputed)} contrary "
        "evidence beside the claim; "
        f"assumptions without support: {listed(weak) or 'none'}.",
    ]
    if material.study.several:
        yield ["Agreement of experts", f"{_levels_agreed(material)}; {_signs_agreed(material)}."]
    if answers.plan:
        best = {c.decision: c.policy for c in answers.plan.choices}
        same = [
            name
            for name, plan in answers.plans.items()
            if same_plan(best, {c.decision: c.policy for c in plan.choices})
        ]
        ties = sum(choice.is_tie for choice in answers.plan.choices)
        advise = f"{len(same)} of {len(answers.plans)} structures advise the same plan"
        if len(answers.plans) == 1:
            advise = "There is one structure, so none to agree with"
        yield [
            "Agreement of structures",
            f"{advise}; {ties} of {many(len(best), 'decision')} {_are(ties)} tied.",
        ]
    if diagram.chance:
        yield ["Can be checked later", _settled(material)]
    yield [
        "Indirectness",
        f"Settings are taken as interventions. {diagram.reaction}".rstrip(),
    ]


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _levels_agreed(material: Material) -> str:
    """Return on which outcome the experts' levels lie furthest apart, if they do."""
    widest = max(material.answers.reference.outcomes, key=lambda o: np.ptp(o.by_expert))
    if np.ptp(widest.by_expert) < SAME:
        return "Levels under the reference are all the same"
    return (
        f"Levels differ, most in {widest.outcome.label} "
        f"(under the reference {percent_range(widest.by_expert)})"
    )


def _signs_agreed(material: Material) -> str:
    """Return in how many paired differences all see the same sign, and in how many nobody any."""
    answers = material.answers.what_ifs.values()
    pairs = [o.signs for a in answers if a.comparison for o in a.outcomes]
    alike = sum(sum(signs) in (signs[0], signs[2]) for signs in pairs)
    none = sum(sum(signs) == signs[1] for signs in pairs)
    told = f"in {alike} of {many(len(pairs), 'paired difference')} all experts see the same sign"
    return f"{told}, in {none} nobody sees any change" if none else told


def _settled(material: Material) -> str:
    """Return how many quantities somebody named will settle, how many nobody, how many never."""
    nodes = material.study.diagram.chance.values()
    named = sum(bool(node.resolvable and node.definition.settled_by) for node in nodes)
    never = sum(not node.resolvable for node in nodes)
    open_ = len(nodes) - named - never
    told = [
        f"{named} of {many(len(nodes), 'uncertain quantity')} will be settled by a named source"
    ]
    told += [f"of {open_} no source is named"] if open_ else []
    told += ["the others never will" if not open_ else f"{never} never will"] if never else []
    return f"{'; '.join(told)}."


def the_record(material: Material) -> Iterator[Block]:
    """Yield what the report was made from and how to make it again."""
    study, answers = material.study, material.answers
    told = answers.reference.provenance
    weights = ", ".join(
        f"{material.name(expert)} {100 * share:.1f} %"
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
    plan = material.answers.plan
    exact = "everything else is exact"
    if plan and plan.room:
        exact = "everything else is exact, of the best plan that was found"
    return f"{what}; {exact}"


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
