"""Read the part of ``elicitation.toml`` that says how answers are pooled and who counts how much.

It is fixed before the first round: a rule chosen with the answers in sight is a choice of answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from bayesnet.formats.section import Section
from bayesnet.study.pools import EPSILON, POOLINGS, WEIGHTINGS, PoolRule
from elicitation.classical.decision_makers import ClassicalRule
from elicitation.classical.scores import OVERSHOOT

LARGEST_EPSILON = Decimal("0.05")
LARGEST_WEIGHT = 1_000_000


def read_rule(top: Section) -> PoolRule:
    """Return the pool of record: ``pooling``, ``weights`` and a log pool's ``epsilon``."""
    pooling = top.choice("pooling", POOLINGS, required=False, default="linear")
    weighting = top.choice("weights", WEIGHTINGS, required=False, default="equal")
    epsilon = top.number("epsilon", required=False, default=Decimal(str(EPSILON)))
    if not 0 < epsilon <= LARGEST_EPSILON:
        top.problem(
            "epsilon",
            "plan.epsilon-outside",
            epsilon=epsilon,
            largest=LARGEST_EPSILON,
            usual=EPSILON,
        )
    elif top.has("epsilon") and pooling != "log":
        top.problem("epsilon", "plan.pool-no-epsilon", pooling=pooling)
    return PoolRule(pooling=pooling, weighting=weighting, epsilon=float(epsilon))


def read_classical(top: Section) -> ClassicalRule:
    """Return how performance weights are made: the table ``[performance]``, or what is usual."""
    section = top.section("performance", required=False)
    cut_off = section.number("cut_off", required=False) if section.has("cut_off") else None
    overshoot = section.number("overshoot", required=False, default=Decimal(str(OVERSHOOT)))
    power = section.number("power", required=False, default=Decimal(1))
    section.finish()
    if cut_off is not None and not 0 <= cut_off < 1:
        section.problem("cut_off", "plan.cut-off-outside", cut_off=cut_off)
    if not 0 < overshoot <= 1:
        section.problem("overshoot", "plan.overshoot-outside", overshoot=overshoot)
    if not 0 < power <= 1:
        section.problem("power", "plan.power-outside", power=power)
    return ClassicalRule(
        cut_off=None if cut_off is None else float(cut_off),
        overshoot=float(overshoot),
        power=float(power),
    )


def read_weight(section: Section) -> Decimal | None:
    """Return what one expert counts for, or None where it is not said."""
    if not section.has("weight"):
        return None
    weight = section.number("weight", required=False)
    if not 0 <= weight <= LARGEST_WEIGHT:
        section.problem("weight", "plan.weight-outside", weight=weight, largest=LARGEST_WEIGHT)
    return weight


def weight_problems(top: Section, rule: PoolRule, weights: Mapping[str, Decimal | None]) -> None:
    """Report experts' weights that are missing, or that the rule has no use for."""
    given = {expert: weight for expert, weight in weights.items() if weight is not None}
    if rule.weighting != "user":
        for expert in given:
            top.problem(
                f"expert.{expert}.weight", "plan.no-effect-weights", weighting=rule.weighting
            )
        return
    for expert in sorted(weights.keys() - given.keys()):
        top.problem(f"expert.{expert}.weight", "plan.key-missing-weights-user-s")
    if given and not any(given.values()):
        top.problem("weights", "plan.every-expert-s-weight")
