"""Say how one plan differs from another: the rules of the decisions that are settled otherwise."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from bayesnet.answers.policy import Policy
from bayesnet.study.model import Name, State

ARROW = "->"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """One decision that two plans settle otherwise, and the rule of each.

    rest: the option to tell last, as what is done else, where a rule takes it: that of the rule as
    it is now, so that one rule is always told in the same words.
    """

    decision: Name
    before: Policy
    after: Policy
    rest: State

    def text(
        self,
        option: Callable[[State], str] = str,
        condition: Callable[[Name, State], str] = "{}={}".format,
        arrow: str = ARROW,
    ) -> str:
        """Return both rules in words, for example ``leave -> take if forecast=rainy, else leave``.

        option, condition: how a choice and what is known are said.
        """
        rules = (self.before, self.after)
        return f" {arrow} ".join(rule.text(option, condition, self.rest) for rule in rules)

    def document(self) -> dict[str, object]:
        """Return the change as JSON holds it: both rules in words and case by case."""
        return {
            "decision": self.decision,
            "before": rule_document(self.before, self.rest),
            "after": rule_document(self.after, self.rest),
        }


def rule_changes(
    before: Mapping[Name, Policy], after: Mapping[Name, Policy], now: Mapping[Name, Policy]
) -> tuple[RuleChange, ...]:
    """Return the decisions that two plans do not settle alike, in time order.

    now: the plan as it is, in whose words the two are told.
    """
    return tuple(
        RuleChange(decision=name, before=rule, after=after[name], rest=now[name].rest)
        for name, rule in before.items()
        if rule.differs(after[name])
    )


def plan_text(plan: Mapping[Name, Policy]) -> str:
    """Return a plan: its options alone where each is fixed, else every decision with its rule."""
    fixed = [rule.always for rule in plan.values() if rule.always is not None]
    if len(fixed) == len(plan):
        return ", ".join(fixed)
    return "; ".join(f"{name}: {rule.text()}" for name, rule in plan.items())


def rule_document(rule: Policy, rest: State | None = None) -> dict[str, object]:
    """Return a rule as JSON holds it: in words, and what is done in which situation."""
    return {"rule": rule.text(rest=rest), "cases": rule.document()}


def behaviour(plan: Mapping[Name, Policy]) -> Hashable:
    """Return what is the same of two plans exactly where they do the same, however probable."""
    return tuple(
        (name, frozenset((frozenset(case.known.items()), case.option) for case in rule.cases))
        for name, rule in plan.items()
    )
