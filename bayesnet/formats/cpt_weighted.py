"""Read the CPTs that add up weighted effects: the weighted sum and the likelihood method."""

from __future__ import annotations

from decimal import Decimal

from bayesnet.cpds.likelihood import Likelihood, base_key, effect_key, prior_key
from bayesnet.cpds.parameter import Cpd, Domain
from bayesnet.cpds.ranked import weight_key
from bayesnet.cpds.table import row_key
from bayesnet.cpds.weighted_sum import WeightedSum
from bayesnet.formats.cpt_rows import configuration, distribution, shown
from bayesnet.formats.section import Section
from bayesnet.messages.facts import items
from bayesnet.messages.remedies import did_you_mean


def weighted_sum(s: Section, domain: Domain, method: str, asked: bool) -> Cpd | None:
    """Return a weighted sum, or None when it has no parents or its situations are not sound."""
    if not domain.parents:
        s.problem("method", "table.weighted-sum-needs-parents")
    before = len(s.problems)
    names = [parent for parent, _ in domain.parents]
    found: dict[tuple[str, ...], tuple[Decimal, ...]] = {}
    typical: dict[tuple[str, str], int] = {}
    for item in s.items("situations", required=True):
        when, p = item.texts("when"), item.numbers("p")
        of = item.texts("typical_of", required=False) or tuple(names)
        item.finish()
        if not configuration(item, domain, when) or not distribution(item, domain, p):
            continue
        if when in found:
            item.problem("", "table.situation-twice", case=shown(domain, when))
        for index, parent in enumerate(of):
            if parent not in names:
                item.problem(
                    f"typical_of[{index}]",
                    "table.no-parent",
                    did_you_mean(parent, names),
                    word=parent,
                )
                continue
            place = (parent, when[names.index(parent)])
            if place in typical:
                item.problem("", "table.typical-situation-already", place="=".join(place))
            typical[place] = len(found)
        found[when] = p
    missing = [f"{p}={x}" for p, states in domain.parents for x in states if (p, x) not in typical]
    if missing and len(s.problems) == before:
        s.problem("situations", "table.no-situation-typical", missing=items(missing))
    placeholder = {row_key(domain, when): p for when, p in found.items()} | _weights(s, domain)
    return WeightedSum(
        domain=domain,
        placeholder=placeholder,
        situations=tuple(found),
        typical=typical,
        asked=asked,
    )


def likelihood(s: Section, domain: Domain, method: str, asked: bool) -> Cpd | None:
    """Return a likelihood CPT, or None when it has no parents."""
    if not domain.parents:
        s.problem("method", "table.likelihood-method-needs-parents")
    child = domain.child
    prior = s.numbers("prior")
    distribution(s, domain, prior, "prior")
    effects = s.section("effects")
    placeholder = {prior_key(child): prior}
    for parent, states in domain.parents:
        row = effects.numbers(parent)
        if row and len(row) != len(states):
            effects.problem(
                parent,
                "table.effects-states",
                number_count=len(row),
                state_count=len(states),
                states=items(states),
            )
        for state, effect in zip(states, row, strict=False):
            placeholder[effect_key(child, parent, state)] = (effect,)
    effects.finish()
    placeholder |= _weights(s, domain)
    placeholder[base_key(child)] = (s.number("base"),)
    return Likelihood(domain=domain, placeholder=placeholder, asked=asked)


def _weights(s: Section, domain: Domain) -> dict[str, tuple[Decimal, ...]]:
    table = s.section("weights")
    weights: dict[str, tuple[Decimal, ...]] = {
        weight_key(domain.child, parent): (table.number(parent),) for parent, _ in domain.parents
    }
    table.finish()
    return weights
