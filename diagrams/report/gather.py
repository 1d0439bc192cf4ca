"""Compute every answer that the report quotes, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bayesnet.errors import Problem, Refused
from bayesnet.examine import Examination, examine
from bayesnet.model import Name, State
from bayesnet.recommend import Recommendation, recommend
from bayesnet.study import Study
from bayesnet.whatif import WhatIf, what_if


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers about one study.

    what_ifs: by scenario, each against its named comparison. levels: by structure, the reference
    scenario. plans: by structure, with the default weights. by_weights: by weight set, under the
    model's own structure. second_opinion: the line to quote, or empty when none was asked for.
    """

    study: Study
    what_ifs: Mapping[str, WhatIf]
    levels: Mapping[str, WhatIf]
    examination: Examination | None
    plans: Mapping[str, Recommendation]
    by_weights: Mapping[str, Recommendation]
    second_opinion: str

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
    levels = {s: what_if(study, s, book.full(book.reference)) for s in study.structures}
    progress("propositions")
    examination = examine(study, list(study.structures)) if study.propositions else None
    plans: dict[str, Recommendation] = {}
    by_weights: dict[str, Recommendation] = {}
    if diagram.decisions and diagram.weight_sets:
        known: Mapping[Name, State] = book.full(book.reference).seen
        for structure in study.structures:
            progress(f"plans under {structure}")
            plans[structure] = recommend(study, structure, diagram.default_weights, known)
        for weights in diagram.weight_sets:
            progress(f"plans with the weights {weights}")
            by_weights[weights] = (
                plans[diagram.structure]
                if weights == diagram.default_weights
                else recommend(study, diagram.structure, weights, known)
            )
    return Answers(
        study=study,
        what_ifs=what_ifs,
        levels=levels,
        examination=examination,
        plans=plans,
        by_weights=by_weights,
        second_opinion=second_opinion,
    )
