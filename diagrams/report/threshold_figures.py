"""Draw what the advice hangs on: how well founded tables are, which plan is best where."""

from __future__ import annotations

from collections.abc import Iterator

from bayesnet.answers.recommend import recommend
from bayesnet.rounding import steady
from diagrams.canvas.drawing import Drawing
from diagrams.decisions.plans import best_plan
from diagrams.plots.decisions import risk_curves
from diagrams.plots.learning import learning_bars
from diagrams.plots.pedigree import pedigree_map
from diagrams.plots.prospects import best_and_regret
from diagrams.plots.regions import strategy_regions
from diagrams.plots.tornado import tornado
from diagrams.report.inquiry import Inquiry
from diagrams.report.plate import Plate

STEPS = 53
"""Of the number upward on the map of plans: few enough to be quick, too many to be seen."""
TWO = 2
"""So many weights have no map: where one goes, the other is what is left."""
OF_EACH_KIND = 4
"""Things to learn that are drawn, of each kind: more would not be read on A4."""


def threshold_plates(asked: Inquiry) -> Iterator[Plate]:
    """Yield the pictures of what the advice hangs on, in the order of the report."""
    study = asked.study
    yield Plate(
        name="risk",
        place="what_to_do",
        caption="How the value is spread, by option of the decision whose choice is closest.",
        draw=lambda: _closest_choice(asked),
    )
    if asked.several and asked.sampling:
        yield Plate(
            name="prospects",
            place="what_to_do",
            caption="How often each plan is best over draws, and how far it falls short.",
            draw=lambda: best_and_regret(study, asked.prospects),
        )
    yield Plate(
        name="drivers",
        place="drivers",
        caption="What the best plan's lead hangs on, one table at a time.",
        draw=lambda: tornado(study, asked.tables),
    )
    own = study.structures[study.diagram.structure]
    if any(node.pedigree for node in own.diagram.chance.values()):
        yield Plate(
            name="pedigree",
            place="pedigree",
            caption="How well each table is founded against how far it moves the best plan's lead.",
            draw=lambda: pedigree_map(study, asked.footings),
        )
    if len(asked.turning) > 1 and len(study.diagram.utilities) > TWO:
        yield Plate(
            name="plans-by-weight",
            place="thresholds",
            caption="Which plan is best where, as the two weights that switch it soonest move.",
            draw=lambda: _plans_by_weight(asked),
        )
    if asked.fewer:
        yield Plate(
            name="learning",
            place="worth_learning",
            caption="What learning the numbers is worth (EVPPI), and what spread they explain.",
            draw=lambda: _worth_learning(asked),
        )


def _closest_choice(asked: Inquiry) -> Drawing:
    plan = recommend(asked.view)
    contested = [choice for choice in plan.choices if choice.rival] or plan.choices
    closest = min(contested, key=lambda c: [steady(gap, c.expected[0]) for gap in c.gaps[:1]])
    return risk_curves(best_plan(asked.view), closest.decision)


def _plans_by_weight(asked: Inquiry) -> Drawing:
    across, upward = asked.turning[:2]
    where = asked.regions(across, upward, STEPS)
    return strategy_regions(asked.study, where, asked.view.weights)


def _worth_learning(asked: Inquiry) -> Drawing:
    assert asked.learned  # there are draws  # noqa: S101
    return learning_bars(asked.study, asked.learned, OF_EACH_KIND)
