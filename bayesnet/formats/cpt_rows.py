"""Check the rows that several CPT methods have in ``model.toml``: where, and the distribution."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bayesnet.cpds.parameter import Domain, distribution_problem
from bayesnet.formats.section import Section
from bayesnet.messages.facts import Items, Node, Phrase, items, phrase
from bayesnet.messages.remedies import did_you_mean


def configuration(item: Section, domain: Domain, when: Sequence[str]) -> bool:
    """Return whether ``when`` names one state of each parent; report it if not."""
    names = [parent for parent, _ in domain.parents]
    if not item.has("when"):
        return not names
    if not isinstance(item.value["when"], list):
        return False
    if len(when) != len(names):
        order = (
            phrase("table.in-the-order", parents=items(names))
            if names
            else phrase("table.no-order")
        )
        item.problem(
            "when",
            "table.states-parents",
            state_count=len(when),
            parent_count=len(names),
            order=order,
        )
        return False
    good = True
    for index, ((parent, states), state) in enumerate(zip(domain.parents, when, strict=True)):
        if state not in states:
            item.problem(
                f"when[{index}]",
                "table.no-state",
                did_you_mean(state, states),
                parent=Node(parent),
                word=state,
            )
            good = False
    return good


def distribution(item: Section, domain: Domain, p: Sequence[Decimal], key: str = "p") -> bool:
    """Return whether the numbers are a distribution over the child's states; report it if not."""
    if not item.has(key) or not isinstance(item.value[key], list) or (not p and item.value[key]):
        return False
    if len(p) != len(domain.states):
        item.problem(
            key,
            "table.probabilities-states",
            number_count=len(p),
            state_count=len(domain.states),
            states=items(domain.states),
        )
        return False
    problem = distribution_problem(p)
    if problem:
        item.problem(key, problem.code, **problem.facts)
    return problem is None


def shown(domain: Domain, when: Sequence[str]) -> Items | Phrase:
    """Return a configuration as a person would name it."""
    return items(when) if domain.parents else phrase("table.root", node=Node(domain.child))
