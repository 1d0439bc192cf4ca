"""Give every expert of a version their weight, by the rule that was fixed in advance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bayesnet.errors import Problem, StudyError, problem_at, warning_at
from elicitation.classical.performance import Performance, perform
from elicitation.classical.seeds import SEEDS, SeedSet, Standing, assessment_of
from elicitation.plan.protocol import FILE as PLAN
from elicitation.plan.protocol import ElicitationPlan
from elicitation.record.decoding import plain

EXACT = Decimal("1e-16")  # of a weight: all a float can hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Weights by expert, summing to 1 within rounding.

    performance: what performance weights were made from, as a frozen version keeps it, else empty.
    warnings: what does not stop a version from being frozen.
    """

    weights: Mapping[str, Decimal]
    performance: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()


def weigh(
    plan: ElicitationPlan, experts: Sequence[str], standing: Standing, seeds: SeedSet | None
) -> Weighing:
    """Return what the experts of a version count for.

    standing: everybody's answers, seed questions among them. Raises StudyError where the rule gives
    nobody a weight, or performance weights have nothing to be made from.
    """
    if plan.rule.weighting == "performance":
        return _by_performance(plan, experts, standing, seeds)
    if plan.rule.weighting == "user":
        given = {expert: plan.experts[expert].weight or Decimal(0) for expert in experts}
        return Weighing(weights=_scaled(given))
    return Weighing(weights=_scaled(dict.fromkeys(experts, Decimal(1))))


def performance_of(
    plan: ElicitationPlan,
    standing: Standing,
    seeds: SeedSet | None,
    *,
    lenient: bool = False,
) -> tuple[Performance, tuple[Problem, ...]]:
    """Return how the experts did on the seed questions, and warnings; raises StudyError.

    The user's weights, where the plan has them, are one of the decision makers. lenient: whether
    answers that cannot be scored are left out with a warning.
    """
    if seeds is None:
        raise StudyError([problem_at(SEEDS, "", "plan.file-missing-so-nobody-can")])
    assessment, problems = assessment_of(seeds, standing, lenient=lenient)
    if assessment is None:
        raise StudyError(problems)
    user = None
    if plan.rule.weighting == "user":
        user = {name: float(expert.weight or 0) for name, expert in plan.experts.items()}
    try:
        return perform(assessment, plan.classical, user), problems
    except ValueError as error:
        raise StudyError(
            [problem_at(PLAN, "weights", "plan.weights-cannot-be-made", error=str(error))]
        ) from error


def _by_performance(
    plan: ElicitationPlan, experts: Sequence[str], standing: Standing, seeds: SeedSet | None
) -> Weighing:
    there = {expert: standing[expert] for expert in experts}
    done, warnings = performance_of(plan, there, seeds)
    weights = done.weights
    model = done.model
    scores = {
        expert: {
            "calibration": _digits(model.calibration[index]),
            "information": _digits(model.information[index]),
        }
        for index, expert in enumerate(model.assessment.experts)
    }
    notes = [
        warning_at("responses", "", warning.code, **warning.facts) for warning in done.warnings()
    ]
    return Weighing(
        weights=_scaled({e: Decimal(repr(weights.get(e, 0.0))) for e in experts}),
        performance={
            "seeds_sha256": seeds.sha256 if seeds else "",
            "cut_off": _digits(done.record.cut_off),
            "scores": scores,
        },
        warnings=(*warnings, *notes),
    )


def _digits(number: float) -> str:
    return plain(Decimal(f"{number:.12g}"))


def _scaled(given: Mapping[str, Decimal]) -> dict[str, Decimal]:
    total = sum(given.values(), Decimal(0))
    if not total:
        raise StudyError([problem_at(PLAN, "weights", "plan.nobody-version-weight-above")])
    return {expert: (weight / total).quantize(EXACT) for expert, weight in given.items()}
