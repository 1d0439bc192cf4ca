"""Ask what the advice hangs on: drivers, thresholds, what to learn, how the experts differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bayesnet.model import Name, State
from bayesnet.recommend import solving
from bayesnet.sensitivity.alternatives import Spread
from bayesnet.sensitivity.asked import contest, lead_quantity
from bayesnet.sensitivity.drivers import Drivers, find_drivers
from bayesnet.sensitivity.flips import Flips, find_flips
from bayesnet.sensitivity.pedigree import PedigreeTable, pedigree_table
from bayesnet.sensitivity.prospects import Prospects, find_prospects
from bayesnet.sensitivity.quantity import Quantity
from bayesnet.sensitivity.switches import Switches, find_switches
from bayesnet.study import Study
from bayesnet.sweep import Sampling
from bayesnet.uncertainty.agenda import Agenda, agenda
from bayesnet.uncertainty.disagreement import Disagreement, disagreement
from bayesnet.uncertainty.learning import Learning, learning
from bayesnet.uncertainty.observations import Observations, observable, observations


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What the best plan's lead over its nearest rival hangs on, under the model's own structure.

    tables, assumptions: what moves the lead, by table and by assumption. footings: pedigree beside
    influence. observed: what could be seen before each decision. learned: what knowing the numbers
    would be worth, None without draws. prospects: of every plan, over draws where there are any.
    differing, topics: None where there is one set of numbers.
    """

    tables: Drivers
    assumptions: Drivers
    footings: PedigreeTable
    switches: Switches
    flips: Flips
    observed: Observations
    learned: Learning | None
    prospects: Prospects
    differing: Disagreement | None
    topics: Agenda | None


def lead_of(study: Study, known: Mapping[Name, State]) -> Quantity:
    """Return the best plan's lead over its nearest rival, under the model's own structure."""
    structure, weights = study.diagram.structure, study.diagram.default_weights
    rivals = contest(study, structure, weights, dict(known))
    return lead_quantity(study, structure, weights, dict(known), rivals)


def spread_of(study: Study) -> Spread:
    """Return how far numbers are moved: to each expert's own; of one set of numbers, by a swing."""
    return Spread(kind="experts" if len(study.priors.experts) > 1 else "swing")


def inquire(
    study: Study,
    known: Mapping[Name, State],
    sampling: Sampling | None,
    fewer: Sampling | None,
    progress: Callable[[str], None],
) -> Inquiry:
    """Return the answers; raises Refused without a best plan.

    known: what is known already. fewer: the draws for what takes by far the longest, learning.
    """
    structure, weights = study.diagram.structure, study.diagram.default_weights
    several, spread = len(study.priors.experts) > 1, spread_of(study)
    others = [name for name in study.structures if name != structure]
    with solving(study.diagram):
        progress("what drives the advice")
        lead = lead_of(study, known)
        tables = find_drivers(study, structure, lead, "table", spread)
        assumptions = find_drivers(study, structure, lead, "assumption")
        footings = pedigree_table(study, structure, lead, spread)
        progress("what would change it")
        switches = find_switches(study, structure, weights, known)
        flips = find_flips(study, structure, weights, known)
        progress("what is worth learning")
        observed = observations(
            study,
            structure,
            weights,
            known,
            observable(study, known),
            tuple(study.diagram.decisions),
        )
        learned = None
        if fewer is not None:
            learned = learning(study, [structure, *others], weights, known, fewer)
        prospects = find_prospects(study, structure, weights, known, sampling)
        progress("how the experts differ")
        differing = disagreement(study, structure, weights, known) if several else None
        topics = agenda(study, structure, weights, known) if several else None
    return Inquiry(
        tables=tables,
        assumptions=assumptions,
        footings=footings,
        switches=switches,
        flips=flips,
        observed=observed,
        learned=learned,
        prospects=prospects,
        differing=differing,
        topics=topics,
    )
