"""Say which pictures a report has, where each stands, and draw them.

``resolve build`` keeps the same pictures as files. Another one is another entry of ``plates``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from bayesnet.adversary.answer import Adversary
from bayesnet.adversary.belief_curve import belief_curve
from bayesnet.adversary.curve import deterrence_curve
from bayesnet.answers.whatif import WhatIf, what_if
from bayesnet.study.named import compared
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.pages import PAGES, fits
from diagrams.canvas.provenance import Stamp
from diagrams.network.kept_layout import Kept
from diagrams.plots.belief import belief_plot
from diagrams.plots.deterrence import deterrence_plot
from diagrams.plots.judgements import movement, ranges
from diagrams.plots.outcomes import experts_strip, what_if_bars
from diagrams.report.blocks import Figure
from diagrams.report.inquiry import Inquiry
from diagrams.report.plate import Plate
from diagrams.report.threshold_figures import threshold_plates
from diagrams.requests import DrawingRequest, made


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What pictures are drawn from.

    shown: the scenario that is told at length. earlier: the study with earlier versions of the
    priors, oldest first. inputs: hashes of the study's other files. kept: where nodes stood before.
    inquiry: what the plan hangs on, the report's own, so that its pictures and tables say the same;
    None where nothing is decided.
    """

    study: Study
    shown: str
    earlier: Sequence[Study] = ()
    inputs: Stamp = field(default_factory=dict)
    kept: Kept | None = None
    inquiry: Inquiry | None = None


def plates(sources: Sources) -> Iterator[Plate]:
    """Yield every picture that the study has something for, in the order of the report."""
    study = sources.study
    own, shown = study.diagram.structure, sources.study.book.scenarios[sources.shown]
    compared = bool(study.book.comparison(shown))
    several = len(study.priors.experts) > 1
    yield Plate(
        name="overview",
        place="model",
        caption="The influence diagram; thicker arrows are stronger influences in the pool.",
        draw=lambda: ordered(DrawingRequest(structure=own, view="overview"), sources),
    )
    if compared:
        yield Plate(
            name=f"whatif-{shown.id}",
            place="what_if",
            caption=f"{shown.label}: every outcome against what it is compared with.",
            draw=lambda: what_if_bars(study, _answer(sources)),
        )
    asked = sources.inquiry
    if asked:
        yield from threshold_plates(asked)
        yield from adversary_plates(asked)
    if compared and several:
        yield Plate(
            name=f"experts-{shown.id}",
            place="experts",
            caption=f"{shown.label}: the change that each expert's own numbers imply.",
            draw=lambda: experts_strip(study, _answer(sources)),
        )
    if asked and several and _differ(study):
        yield Plate(
            name="ranges",
            place="experts",
            caption="The experts' ranges on the question that is most worth discussing.",
            draw=partial(_question_to_discuss, sources, asked),
        )
    if sources.earlier and _moved(study, sources.earlier[-1]):
        yield Plate(
            name="movement",
            place="changes",
            caption="Who moved which answer since the version before.",
            draw=lambda: movement(study, sources.earlier[-1]),
        )
    for module in _modules(study):
        yield Plate(
            name=f"module-{module}-{shown.id}",
            place="beliefs",
            caption=f"Module {module.replace('_', ' ')}: the pool's beliefs.",
            draw=partial(_module, module, sources),
        )


def adversary_plates(asked: Inquiry) -> Iterator[Plate]:
    """Yield the deterrence curves of each agent that decides: by what it weighs and believes."""
    for view, answer in asked.adversaries:
        agent = answer.mind.agent
        yield Plate(
            name=f"adversary-{view.structure}-{agent.id}",
            place="adversary",
            caption=f"How often {agent.label} acts under structure {view.structure}, by how much "
            "one thing weighs to it.",
            draw=partial(_curve, view, answer),
        )
        if view.diagram.decisions and answer.of_belief:
            yield Plate(
                name=f"adversary-{view.structure}-{agent.id}-belief",
                place="adversary",
                caption=f"How often {agent.label} acts under structure {view.structure}, by how "
                "firmly it believes one thing.",
                draw=partial(_over_belief, view, answer),
            )


def ordered(order: DrawingRequest, sources: Sources) -> Drawing:
    """Return a picture of the diagram itself."""
    return made(sources.study, order, inputs=sources.inputs, kept=sources.kept).drawing


def _module(module: str, sources: Sources) -> Drawing:
    own = sources.study.diagram.structure
    return ordered(DrawingRequest(structure=own, scenario=sources.shown, module=module), sources)


def _curve(view: StudyView, answer: Adversary) -> Drawing:
    return deterrence_plot(view, answer, deterrence_curve(answer))


def _over_belief(view: StudyView, answer: Adversary) -> Drawing:
    return belief_plot(view, answer, belief_curve(view, answer))


def _answer(sources: Sources) -> WhatIf:
    study = sources.study
    return what_if(StudyView(study), *compared(study.book, sources.shown, ""))


def _question_to_discuss(sources: Sources, asked: Inquiry) -> Drawing:
    assert asked.topics is not None  # noqa: S101 - there are several experts
    told = [*sources.earlier, sources.study]
    return ranges(sources.study, told, asked.topics.topics[0].question.key)


def _differ(study: Study) -> bool:
    """Return whether the experts' answers differ on any number of a table that all answered."""
    first, *others = study.priors.judgements.values()
    keys = [p.key for cpd in study.cpds.values() if cpd.asked for p in cpd.parameters()]
    return any(
        own[key].best != first[key].best
        for key in keys
        for own in others
        if key in own and key in first
    )


def _moved(study: Study, before: Study) -> bool:
    """Return whether anybody's best answer to a question about probabilities is another now."""
    then = before.priors.judgements
    asked = (p for cpd in study.cpds.values() if cpd.asked for p in cpd.parameters())
    keys = [p.key for p in asked if p.kind == "distribution"]
    return any(
        key in own and key in then.get(who, {}) and own[key].best != then[who][key].best
        for who, own in study.priors.judgements.items()
        for key in keys
    )


def _modules(study: Study) -> Sequence[str]:
    """Return the modules in which something is believed; those of decisions alone have no bars."""
    return [*dict.fromkeys(n.module for n in study.diagram.chance.values() if n.module)]


def drawn(plate: Plate, sources: Sources) -> Drawing:
    """Return a plate's drawing, the ids in it begun with its name."""
    drawing = plate.draw()
    told = dataclasses.replace(drawing, stamp={**drawing.stamp, **sources.inputs})
    return told.with_prefix(plate.name)


def figures(sources: Sources) -> Mapping[str, Sequence[Figure]]:
    """Return the pictures by the place where the report shows them.

    One that could not be read on A4 is wide: on paper it takes a page of A3.
    """
    found: dict[str, list[Figure]] = {}
    for plate in plates(sources):
        drawing = drawn(plate, sources)
        upright = drawing.scaled(PAGES["a4"].scale(drawing))
        readable = fits(upright)
        figure = Figure(
            drawing=upright if readable else drawing, caption=plate.caption, wide=not readable
        )
        found.setdefault(plate.place, []).append(figure)
    return found
