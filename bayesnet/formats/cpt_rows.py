"""Check the rows that several CPT methods have in ``model.toml``: where, and the distribution."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bayesnet.cpds.parameter import Domain, distribution_problem
from bayesnet.errors import did_you_mean
from bayesnet.formats.section import Section


def configuration(item: Section, domain: Domain, when: Sequence[str]) -> bool:
    """Return whether ``when`` names one state of each parent; report it if not."""
    if not item.has("when") or not isinstance(item.value["when"], list):
        return False
    names = [parent for parent, _ in domain.parents]
    if len(when) != len(names):
        order = f"in the order {', '.join(names)}" if names else "none: write when = []"
        message = f"{len(when)} states for {len(names)} parents."
        item.problem("when", message, f"Name one state of each parent, {order}.")
        return False
    good = True
    for index, ((parent, states), state) in enumerate(zip(domain.parents, when, strict=True)):
        if state not in states:
            known = did_you_mean(state, states)
            item.problem(f"when[{index}]", f"{parent} has no state '{state}';", known)
            good = False
    return good


def distribution(item: Section, domain: Domain, p: Sequence[Decimal], key: str = "p") -> bool:
    """Return whether the numbers are a distribution over the child's states; report it if not."""
    if not item.has(key) or not isinstance(item.value[key], list) or (not p and item.value[key]):
        return False
    if len(p) != len(domain.states):
        message = f"{len(p)} probabilities for {len(domain.states)} states."
        item.problem(key, message, f"States in order: {', '.join(domain.states)}.")
        return False
    problem = distribution_problem(p)
    if problem:
        item.problem(key, problem)
    return not problem


def shown(domain: Domain, when: Sequence[str]) -> str:
    """Return a configuration as a person would name it."""
    return ", ".join(when) if domain.parents else f"the root {domain.child}"
