"""Say which pictures a report has, where each stands, and draw them.

``resolve build`` keeps the same pictures as files. Another one is another entry of ``plates``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from bayesnet.model import Name, State
from bayesnet.recommend import recommend
from bayesnet.sensitivity.drivers import find_drivers
from bayesnet.sensitivity.prospects import find_prospects
from bayesnet.study import Study
from bayesnet.sweep import Sampling
from bayesnet.uncertainty.agenda import agenda
from bayesnet.whatif import WhatIf, what_if
from diagrams.drawing import Drawing
from diagrams.kept_layout import Kept
from diagrams.order import Order, compared, made
from diagrams.pages import PAGES, fits
from diagrams.plans import best_plan
from diagrams.plots.decisions import risk_curves
from diagrams.plots.judgements import movement, ranges
from diagrams.plots.outcomes import experts_strip, what_if_bars
from diagrams.plots.prospects import best_and_regret
from diagrams.plots.tornado import tornado
from diagrams.provenance import Stamp
from diagrams.report.blocks import Figure
from diagrams.report.gather import DRAWS
from diagrams.report.hinge_figures import (
    can_learn,
    is_graded,
    pedigree,
    plans_by_weight,
    turning_weights,
    worth_learning,
)
from diagrams.report.inquiry import Inquiry, lead_of, spread_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What pictures are drawn from.

    shown: the scenario that is told at length. earlier: the study with earlier versions of the
    priors, oldest first. inputs: hashes of the study's other files. kept: where nodes stood before.
    inquiry: what the report has asked already, so that its pictures and tables say the same; None
    where it is asked when a picture is drawn.
    """

    study: Study
    shown: str
    earlier: Sequence[Study] = ()
    inputs: Stamp = field(default_factory=dict)
    kept: Kept | None = None
    inquiry: Inquiry | None = None

    @property
    def known(self) -> Mapping[Name, State]:
        """Return what is already known when deciding: what the reference scenario has seen."""
        return self.study.book.full(self.study.book.reference).seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """One picture: its name, which names its file too, and the place where the report shows it.

    place: a section, for behind its opening paragraphs, or a place that a section itself gives to
    pictures further down. draw: makes the drawing, when it is asked for.
    """

    name: str
    place: str
    caption: str
    draw: Callable[[Sources], Drawing]


def plates(sources: Sources) -> Iterator[Plate]:
    """Yield every picture that the study has something for, in the order of the report."""
    study, diagram = sources.study, sources.study.diagram
    own, shown = diagram.structure, sources.study.book.scenarios[sources.shown]
    compared = bool(study.book.comparison(shown))
    several = len(study.priors.experts) > 1
    yield Plate(
        name="overview",
        place="model",
        caption="The influence diagram; thicker arrows are stronger influences in the pool.",
        draw=lambda s: _diagram(s, Order(structure=own, view="overview")),
    )
    if compared:
        yield Plate(
            name=f"whatif-{shown.id}",
            place="what_if",
            caption=f"{shown.label}: every outcome against what it is compared with.",
            draw=lambda s: what_if_bars(s.study, _answer(s)),
        )
    if diagram.decisions and diagram.weight_sets:
        yield Plate(
            name="risk",
            place="what_to_do",
            caption="How the value is spread, by option of the decision whose choice is closest.",
            draw=_closest_choice,
        )
        if several and _over_draws(sources.inquiry):
            yield Plate(
                name="prospects",
                place="what_to_do",
                caption="How often each plan is best over draws, and how far it falls short.",
                draw=_prospects,
            )
        yield Plate(
            name="drivers",
            place="drivers",
            caption="What the best plan's lead hangs on, one table at a time.",
            draw=_drivers,
        )
        yield from _hinges(sources)
    if compared and several:
        yield Plate(
            name=f"experts-{shown.id}",
            place="experts",
            caption=f"{shown.label}: the change that each expert's own numbers imply.",
            draw=lambda s: experts_strip(s.study, _answer(s)),
        )
    if several and diagram.decisions and diagram.weight_sets and _differ(study):
        yield Plate(
            name="ranges",
            place="experts",
            caption="The experts' ranges on the question that is most worth discussing.",
            draw=_question_to_discuss,
        )
    if sources.earlier and _moved(study, sources.earlier[-1]):
        yield Plate(
            name="movement",
            place="changes",
            caption="Who moved which answer since the version before.",
            draw=lambda s: movement(s.study, s.earlier[-1]),
        )
    for module in _modules(study):
        yield Plate(
            name=f"module-{module}-{shown.id}",
            place="beliefs",
            caption=f"Module {module.replace('_', ' ')}: the pool's beliefs.",
            draw=partial(_module, module),
        )


def _hinges(sources: Sources) -> Iterator[Plate]:
    """Yield the pictures of what the advice hangs on."""
    study, known, asked = sources.study, sources.known, sources.inquiry
    if is_graded(study):
        yield Plate(
            name="pedigree",
            place="pedigree",
            caption="How well each table is founded against how far it moves the best plan's lead.",
            draw=lambda s: pedigree(s.study, s.known, s.inquiry),
        )
    if pair := turning_weights(study, known, asked):
        yield Plate(
            name="plans-by-weight",
            place="thresholds",
            caption="Which plan is best where, as the two weights that switch it soonest move.",
            draw=lambda s: plans_by_weight(s.study, s.known, pair),
        )
    if can_learn(study, asked):
        yield Plate(
            name="learning",
            place="worth_learning",
            caption="What learning the numbers is worth (EVPPI), and what spread they explain.",
            draw=lambda s: worth_learning(s.study, s.known, s.inquiry),
        )


def _diagram(sources: Sources, order: Order) -> Drawing:
    return made(sources.study, order, inputs=sources.inputs, kept=sources.kept).drawing


def _module(module: str, sources: Sources) -> Drawing:
    own = sources.study.diagram.structure
    return _diagram(sources, Order(structure=own, scenario=sources.shown, module=module))


def _answer(sources: Sources) -> WhatIf:
    study = sources.study
    return what_if(study, study.diagram.structure, *compared(study.book, sources.shown, ""))


def _closest_choice(sources: Sources) -> Drawing:
    study, diagram = sources.study, sources.study.diagram
    own, weights = diagram.structure, diagram.default_weights
    plan = recommend(study, own, weights, sources.known)
    closest = min(plan.choices, key=lambda choice: choice.gaps[0])
    return risk_curves(best_plan(study, own, weights, sources.known), closest.decision)


def _prospects(sources: Sources) -> Drawing:
    study, diagram = sources.study, sources.study.diagram
    if sources.inquiry:
        return best_and_regret(study, sources.inquiry.prospects)
    own, weights = diagram.structure, diagram.default_weights
    found = find_prospects(study, own, weights, sources.known, Sampling(draws=DRAWS))
    return best_and_regret(study, found)


def _over_draws(asked: Inquiry | None) -> bool:
    """Return whether plans are or will be compared over draws."""
    return asked is None or asked.prospects.prospects[0].chance_best is not None


def _drivers(sources: Sources) -> Drawing:
    study = sources.study
    if sources.inquiry:
        return tornado(study, sources.inquiry.tables)
    lead = lead_of(study, sources.known)
    found = find_drivers(study, study.diagram.structure, lead, "table", spread_of(study))
    return tornado(study, found)


def _question_to_discuss(sources: Sources) -> Drawing:
    study, diagram = sources.study, sources.study.diagram
    found = sources.inquiry.topics if sources.inquiry else None
    found = found or agenda(study, diagram.structure, diagram.default_weights, sources.known)
    return ranges(study, [*sources.earlier, study], found.topics[0].question.key)


def _differ(study: Study) -> bool:
    """Return whether the experts' answers differ on any question that all of them answered."""
    first, *others = study.priors.judgements.values()
    return any(
        own[key].best != judgement.best
        for key, judgement in first.items()
        for own in others
        if key in own
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
    drawing = plate.draw(sources)
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
