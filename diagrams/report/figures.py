"""Say which pictures a report has, where each stands, and draw them.

``resolve build`` keeps the same pictures as files. Another one is another entry of ``plates``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bayesnet.model import Name, State
from bayesnet.recommend import recommend
from bayesnet.study import Study
from bayesnet.uncertainty.agenda import agenda
from diagrams.drawing import Drawing
from diagrams.kept_layout import Kept
from diagrams.order import Order, made
from diagrams.pages import PAGES, fits
from diagrams.plots.order import PlotOrder, plotted
from diagrams.provenance import Stamp
from diagrams.report.blocks import Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What pictures are drawn from.

    shown: the scenario that is told at length. earlier: the study with earlier versions of the
    priors, oldest first. inputs: hashes of the study's other files. kept: where nodes stood before.
    """

    study: Study
    shown: str
    earlier: Sequence[Study] = ()
    inputs: Stamp = field(default_factory=dict)
    kept: Kept | None = None

    @property
    def known(self) -> Mapping[Name, State]:
        """Return what is already known when deciding: what the reference scenario has seen."""
        return self.study.book.full(self.study.book.reference).seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Plate:
    """One picture: its name, which names its file too, and the section that shows it.

    order: what to draw, asked only when it is drawn, as some have to choose first.
    """

    name: str
    section: str
    caption: str
    order: Callable[[Sources], Order | PlotOrder]


def plates(sources: Sources) -> Iterator[Plate]:
    """Yield every picture that the study has something for, in the order of the report."""
    study, diagram = sources.study, sources.study.diagram
    own, shown = diagram.structure, sources.study.book.scenarios[sources.shown]
    compared = bool(study.book.comparison(shown))
    several = len(study.priors.experts) > 1
    yield Plate(
        name="overview",
        section="model",
        caption="The influence diagram; thicker arrows are stronger influences in the pool.",
        order=lambda _: Order(structure=own, view="overview"),
    )
    if compared:
        yield Plate(
            name=f"whatif-{shown.id}",
            section="what_if",
            caption=f"{shown.label}: every outcome against what it is compared with.",
            order=lambda s: PlotOrder(kind="whatif", structure=own, scenario=s.shown),
        )
    if diagram.decisions and diagram.weight_sets:
        yield Plate(
            name="risk",
            section="what_to_do",
            caption="How the value is spread, by option of the decision whose choice is closest.",
            order=_closest_choice,
        )
    if compared and several:
        yield Plate(
            name=f"experts-{shown.id}",
            section="experts",
            caption=f"{shown.label}: the change that each expert's own numbers imply.",
            order=lambda s: PlotOrder(kind="experts", structure=own, scenario=s.shown),
        )
    if several and diagram.decisions and diagram.weight_sets and _differ(study):
        yield Plate(
            name="ranges",
            section="experts",
            caption="The experts' ranges on the question that is most worth discussing.",
            order=_question_to_discuss,
        )
    if sources.earlier and _moved(study, sources.earlier[-1]):
        yield Plate(
            name="movement",
            section="changes",
            caption="Who moved which answer since the version before.",
            order=lambda _: PlotOrder(kind="movement", structure=own),
        )
    for module in _modules(study):
        yield Plate(
            name=f"module-{module}-{shown.id}",
            section="beliefs",
            caption=f"Module {module.replace('_', ' ')}: the pool's beliefs under {shown.label}; "
            "ticks show what it is compared with.",
            order=lambda s, module=module: Order(  # type: ignore[misc]
                structure=own, scenario=s.shown, module=module
            ),
        )


def _closest_choice(sources: Sources) -> PlotOrder:
    diagram = sources.study.diagram
    weights = diagram.default_weights
    plan = recommend(sources.study, diagram.structure, weights, sources.known)
    closest = min(plan.choices, key=lambda choice: choice.gaps[0])
    return PlotOrder(
        kind="risk",
        structure=diagram.structure,
        decision=closest.decision,
        weights=weights,
        findings=sources.known,
    )


def _question_to_discuss(sources: Sources) -> PlotOrder:
    diagram = sources.study.diagram
    topics = agenda(sources.study, diagram.structure, diagram.default_weights, sources.known).topics
    return PlotOrder(kind="ranges", structure=diagram.structure, question=topics[0].question.key)


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
    order = plate.order(sources)
    if isinstance(order, PlotOrder):
        found, _ = plotted(sources.study, order, earlier=sources.earlier, inputs=sources.inputs)
    else:
        found = made(sources.study, order, inputs=sources.inputs, kept=sources.kept).drawing
    return found.with_prefix(plate.name)


def figures(sources: Sources) -> Mapping[str, Sequence[Figure]]:
    """Return the pictures by the section that shows them.

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
        found.setdefault(plate.section, []).append(figure)
    return found
