"""Draw what the advice hangs on: how well founded tables are, which plan is best where, learning.

Each is drawn from the answer that the report has already, else the question is asked here.
"""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.model import Name, State
from bayesnet.recommend import solving
from bayesnet.sensitivity.parameters import Parameter, parameters
from bayesnet.sensitivity.pedigree import pedigree_table
from bayesnet.sensitivity.regions import find_regions
from bayesnet.sensitivity.switches import find_switches
from bayesnet.study import Study
from bayesnet.sweep import Sampling
from bayesnet.uncertainty.learning import learning
from diagrams.drawing import Drawing
from diagrams.plots.learning import learning_bars
from diagrams.plots.pedigree import pedigree_map
from diagrams.plots.regions import strategy_regions
from diagrams.report.gather import LEARNED_FROM, is_spread
from diagrams.report.inquiry import Inquiry, lead_of, spread_of

STEPS = 53
"""Of the number upward on the map of plans: few enough to be quick, too many to be seen."""
OF_EACH_KIND = 4
"""Things to learn that are drawn, of each kind: more would not be read on A4."""
Pair = tuple[Parameter, Parameter]


def turning_weights(
    study: Study, known: Mapping[Name, State], asked: Inquiry | None
) -> Pair | None:
    """Return the two weights that switch the plan soonest; None where fewer than two switch it."""
    structure, weights = study.diagram.structure, study.diagram.default_weights
    if asked:
        switches = asked.switches
    else:
        with solving(study.diagram):
            switches = find_switches(study, structure, weights, known, ("weight",))
    soonest = [*dict.fromkeys(s.name for s in switches.switches if s.kind == "weight")][:2]
    by_name = {p.name: p for p in parameters(study, structure, weights, ("weight",))}
    match soonest:
        case [first, second]:
            return by_name[first], by_name[second]
        case _:
            return None


def plans_by_weight(study: Study, known: Mapping[Name, State], pair: Pair) -> Drawing:
    """Return the map of the best plan over two weights."""
    structure, weights = study.diagram.structure, study.diagram.default_weights
    where = find_regions(study, structure, weights, known, *pair, STEPS)
    return strategy_regions(study, where, weights)


def is_graded(study: Study) -> bool:
    """Return whether anybody has graded how well a table is founded."""
    own = study.structures[study.diagram.structure]
    return any(node.pedigree for node in own.diagram.chance.values())


def pedigree(study: Study, known: Mapping[Name, State], asked: Inquiry | None) -> Drawing:
    """Return strength against influence on the best plan's lead."""
    if asked:
        return pedigree_map(study, asked.footings)
    lead = lead_of(study, known)
    return pedigree_map(
        study, pedigree_table(study, study.diagram.structure, lead, spread_of(study))
    )


def can_learn(study: Study, asked: Inquiry | None) -> bool:
    """Return whether there is anything to learn: whether the numbers are spread at all."""
    return asked.learned is not None if asked else is_spread(study)


def worth_learning(study: Study, known: Mapping[Name, State], asked: Inquiry | None) -> Drawing:
    """Return what learning the numbers is worth, kind by kind."""
    found = asked.learned if asked else None
    if found is None:
        own, weights = study.diagram.structure, study.diagram.default_weights
        structures = [own, *(name for name in study.structures if name != own)]
        found = learning(study, structures, weights, known, Sampling(draws=LEARNED_FROM))
    return learning_bars(study, found, OF_EACH_KIND)
