"""Compute every answer that the report quotes, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bayesnet.decisions.information import value_of_information
from bayesnet.decisions.risk import RiskProfile, TooManyValues, risk_profile
from bayesnet.decisions.solve import solve
from bayesnet.decisions.table import DecisionTable, decision_table
from bayesnet.errors import Problem, Refused
from bayesnet.examine import Examination, examine
from bayesnet.model import Name, State
from bayesnet.recommend import Recommendation, decision_problem, recommend
from bayesnet.study import Study
from bayesnet.whatif import WhatIf, what_if

FEWEST_LEFT = 2
"""Leaving an expert out is shown only where at least so many remain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers about one study.

    what_ifs: by scenario, each against its named comparison. levels: by structure, the reference
    scenario. without: by expert left out, the reference scenario. plans: by structure, with the
    default weights. by_weights: by weight set, under the model's own structure.
    learning: by decision and quantity that could be known then, what knowing it is worth in points
    of expected utility, for the pool and then each expert.
    states: by decision, what each option is worth wherever the pool's plan can be called upon.
    risk: by world, how the value is distributed under its own best plan.
    second_opinion: the line to quote, or empty when none was asked for.
    """

    study: Study
    what_ifs: Mapping[str, WhatIf]
    levels: Mapping[str, WhatIf]
    without: Mapping[str, WhatIf] = field(default_factory=dict)
    examination: Examination | None = None
    plans: Mapping[str, Recommendation] = field(default_factory=dict)
    by_weights: Mapping[str, Recommendation] = field(default_factory=dict)
    learning: Mapping[tuple[Name, Name], Sequence[float]] = field(default_factory=dict)
    states: Mapping[Name, DecisionTable] = field(default_factory=dict)
    risk: Mapping[str, RiskProfile] = field(default_factory=dict)
    second_opinion: str = ""

    @property
    def reference(self) -> WhatIf:
        """Return the answer about the reference scenario."""
        return self.what_ifs[self.study.book.reference]

    @property
    def plan(self) -> Recommendation | None:
        """Return the plan under the model's own structure and default weights."""
        return self.plans.get(self.study.diagram.structure)


def gather(
    study: Study, *, second_opinion: str, progress: Callable[[str], None] = lambda _: None
) -> Answers:
    """Return all answers; raises Refused when the study has no reference scenario."""
    book, diagram = study.book, study.diagram
    if not book.reference:
        message = "a report needs scenarios, one of them the reference."
        raise Refused([Problem(file="scenarios.toml", path="", message=message)])
    progress("scenarios")
    what_ifs = {}
    for name in book.scenarios:
        scenario = book.full(name)
        other = book.comparison(book.scenarios[name])
        comparison = book.full(other) if other else None
        what_ifs[name] = what_if(study, diagram.structure, scenario, comparison)
    reference = book.full(book.reference)
    left_out = study.priors.experts if len(study.priors.experts) > FEWEST_LEFT else ()
    progress("propositions")
    examination = examine(study, list(study.structures)) if study.propositions else None
    decides = bool(diagram.decisions and diagram.weight_sets)
    plans = _plans(study, reference.seen, progress) if decides else {}
    states, risk = _opened(study, reference.seen, progress) if decides else ({}, {})
    return Answers(
        study=study,
        what_ifs=what_ifs,
        levels={s: what_if(study, s, reference) for s in study.structures},
        without={
            expert: what_if(rest, diagram.structure, reference)
            for expert in left_out
            if (rest := study.without(expert)) is not None
        },
        examination=examination,
        plans=plans,
        by_weights=_plans_by_weights(study, reference.seen, plans, progress) if decides else {},
        learning=_learning(study, reference.seen, progress) if decides else {},
        states=states,
        risk=risk,
        second_opinion=second_opinion,
    )


def _opened(
    study: Study, known: Mapping[Name, State], progress: Callable[[str], None]
) -> tuple[dict[Name, DecisionTable], dict[str, RiskProfile]]:
    """Return the best plan laid open: its states of information, and the spread of its value."""
    progress("states of information and risk")
    diagram = study.diagram
    problem = decision_problem(study, diagram.structure, diagram.default_weights, known)
    strategy = solve(problem).strategy
    states = {name: decision_table(problem, strategy, name) for name in diagram.decisions}
    try:
        risk = {
            world: risk_profile(problem, strategy, world=index)
            for index, world in enumerate(study.worlds)
        }
    except TooManyValues:  # the report says less, it does not fail
        risk = {}
    return states, risk


def _plans(
    study: Study, known: Mapping[Name, State], progress: Callable[[str], None]
) -> dict[str, Recommendation]:
    found = {}
    for structure in study.structures:
        progress(f"plans under {structure}")
        found[structure] = recommend(study, structure, study.diagram.default_weights, known)
    return found


def _plans_by_weights(
    study: Study,
    known: Mapping[Name, State],
    plans: Mapping[str, Recommendation],
    progress: Callable[[str], None],
) -> dict[str, Recommendation]:
    diagram = study.diagram
    found = {}
    for weights in diagram.weight_sets:
        progress(f"plans with the weights {weights}")
        found[weights] = (
            plans[diagram.structure]
            if weights == diagram.default_weights
            else recommend(study, diagram.structure, weights, known)
        )
    return found


def _learning(
    study: Study, known: Mapping[Name, State], progress: Callable[[str], None]
) -> dict[tuple[Name, Name], tuple[float, ...]]:
    """Return the worth of each quantity that can be observed at all, and before the decision."""
    progress("worth of learning")
    diagram = study.diagram
    problem = decision_problem(study, diagram.structure, diagram.default_weights, known)
    order = list(diagram.decisions)
    found = {}
    for index, decision in enumerate(order):
        later = diagram.reached_from(set(order[index:]))
        seen = {v for d in order[: index + 1] for v in diagram.decisions[d].informed_by}
        for name, node in diagram.chance.items():
            if node.resolvable and name not in {*later, *seen, *known}:
                worth = value_of_information(problem, name, decision)
                found[decision, name] = tuple(float(value) for value in worth)
    return found
