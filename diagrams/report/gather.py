"""Compute every answer that the report quotes, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bayesnet.answers.proposition_results import PropositionResults, proposition_results
from bayesnet.answers.recommend import Recommendation, decision_problem, recommend
from bayesnet.answers.whatif import SAME, OutcomeAnswer, WhatIf, what_if
from bayesnet.attribution.explanation import Explanation, explanation
from bayesnet.decisions.risk import RiskProfile, TooManyValues, risk_profile
from bayesnet.decisions.solve import solve
from bayesnet.decisions.table import DecisionTable, decision_table
from bayesnet.errors import StudyError, problem_at
from bayesnet.rounding import steady
from bayesnet.study.model import Name, State
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling
from bayesnet.uncertainty.comparison import Compared, Comparison, compare
from diagrams.report.inquiry import DRAWS, Inquiry, inquiry_of, sampling_of

EXPLAINED = 2
"""Outcomes of the scenario told at length that are explained: those that change most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers about one study.

    what_ifs: by scenario, each against its named comparison. shown: the one to be told at length.
    comparison: the same scenarios over draws of ``sampling`` and under every structure; without
    sampling at the experts' best values alone. accounts: why ``shown`` comes out as it does.
    levels: by structure, the reference scenario. plans: by structure, with the default weights.
    by_weights: by weight set, under the model's own structure. inquiry: what the plan hangs on.
    states: by decision, what each option is worth wherever the pool's plan can be called upon.
    risk: by world, how the value is distributed under its own best plan.
    second_opinion: the line to quote, or empty when none was asked for.
    """

    study: Study
    what_ifs: Mapping[str, WhatIf]
    shown: str
    comparison: Comparison
    sampling: Sampling | None
    accounts: Sequence[Explanation]
    levels: Mapping[str, WhatIf]
    examination: PropositionResults | None = None
    plans: Mapping[str, Recommendation] = field(default_factory=dict)
    by_weights: Mapping[str, Recommendation] = field(default_factory=dict)
    inquiry: Inquiry | None = None
    states: Mapping[Name, DecisionTable] = field(default_factory=dict)
    risk: Mapping[str, RiskProfile] = field(default_factory=dict)
    second_opinion: str = ""

    @property
    def reference(self) -> WhatIf:
        """Return the answer about the reference scenario."""
        return self.what_ifs[self.study.book.reference]

    def compared(self, scenario: str, outcome: str) -> Compared:
        """Return one outcome of one scenario over draws and structures."""
        return next(
            row
            for row in self.comparison.rows
            if (row.scenario.id, row.outcome.id) == (scenario, outcome)
        )

    @property
    def plan(self) -> Recommendation | None:
        """Return the plan under the model's own structure and default weights."""
        return self.plans.get(self.study.diagram.structure)


def gather(
    study: Study,
    *,
    shown: str = "",
    second_opinion: str = "",
    draws: int = DRAWS,
    seed: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> Answers:
    """Return all answers; raises StudyError when the study has no reference scenario.

    shown: the scenario to be told at length; the one that moves most if empty. draws: 0 for no
    ranges but the experts'; there are none either where nobody gave a range and there is one set.
    """
    book, diagram = study.book, study.diagram
    if not book.reference:
        raise StudyError(
            [problem_at("scenarios.toml", "", "report.report-needs-scenarios-them-reference")]
        )
    progress("scenarios")
    pairs = {name: (book.full(name), _comparison(study, name)) for name in book.scenarios}
    what_ifs = {name: what_if(StudyView(study), *pair) for name, pair in pairs.items()}
    shown = shown or most_moved(what_ifs)
    sampling = sampling_of(study, draws, seed)
    progress("ranges over draws" if sampling else "every structure")
    structures = [diagram.structure, *(s for s in study.structures if s != diagram.structure)]
    comparison = compare(study, structures, [*pairs.values()], sampling=sampling)
    reference = book.full(book.reference)
    progress("propositions")
    examination = proposition_results(study, list(study.structures)) if study.propositions else None
    decides = bool(diagram.decisions and diagram.weight_sets)
    plans = _plans(study, reference.seen, progress) if decides else {}
    states, risk = _opened(study, reference.seen, progress) if decides else ({}, {})
    return Answers(
        study=study,
        what_ifs=what_ifs,
        shown=shown,
        comparison=comparison,
        sampling=sampling,
        accounts=_accounts(study, what_ifs[shown], *pairs[shown]),
        levels={s: what_if(StudyView(study, s), reference) for s in study.structures},
        examination=examination,
        plans=plans,
        by_weights=_plans_by_weights(study, reference.seen, plans, progress) if decides else {},
        inquiry=inquiry_of(study, draws=draws, seed=seed, progress=progress),
        states=states,
        risk=risk,
        second_opinion=second_opinion,
    )


def _comparison(study: Study, name: str) -> Scenario | None:
    other = study.book.comparison(study.book.scenarios[name])
    return study.book.full(other) if other else None


def most_moved(what_ifs: Mapping[str, WhatIf]) -> str:
    """Return the scenario whose outcomes differ most from its comparison."""

    def movement(name: str) -> float:
        return steady(sum(abs(o.difference or 0.0) for o in what_ifs[name].outcomes))

    return max(what_ifs, key=movement)


def _accounts(
    study: Study, answer: WhatIf, scenario: Scenario, comparison: Scenario | None
) -> tuple[Explanation, ...]:
    """Return why the outcomes that change most do so; none where there is nothing to explain."""
    if comparison is None:
        return ()

    def moves(found: OutcomeAnswer) -> tuple[float, float]:
        return steady(abs(found.difference or 0.0)), steady(max(map(abs, found.differences)))

    moving = [found for found in answer.outcomes if max(moves(found)) >= SAME]
    order = sorted(moving, key=moves, reverse=True)
    try:
        return tuple(
            explanation(StudyView(study), scenario, comparison, found.outcome)
            for found in order[:EXPLAINED]
        )
    except StudyError:  # too many findings changed at once to be told apart: the report says less
        return ()


def _opened(
    study: Study, known: Mapping[Name, State], progress: Callable[[str], None]
) -> tuple[dict[Name, DecisionTable], dict[str, RiskProfile]]:
    """Return the best plan laid open: its states of information, and the spread of its value."""
    progress("states of information and risk")
    diagram = study.diagram
    problem = decision_problem(StudyView(study, findings=known))
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
        found[structure] = recommend(StudyView(study, structure, findings=known))
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
            else recommend(StudyView(study, weights=weights, findings=known))
        )
    return found
