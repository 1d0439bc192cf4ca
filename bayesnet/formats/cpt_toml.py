"""Read one ``cpt`` table of ``model.toml`` into its CPT, a reader for each method."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from math import prod

from bayesnet.cpds.decided import Decided
from bayesnet.cpds.noisy_max import WORDINGS, NoisyMax, leak_key, link_key
from bayesnet.cpds.parameter import Cpd, Domain
from bayesnet.cpds.product import Product
from bayesnet.cpds.ranked import EXPRESSIONS, POINTS, VARIANTS, Ranked, spread_key, weight_key
from bayesnet.cpds.table import FullTable, blank_table, row_key
from bayesnet.formats.cpt_rows import configuration, distribution, shown
from bayesnet.formats.cpt_weighted import likelihood, weighted_sum
from bayesnet.formats.section import Section
from bayesnet.messages.facts import Node, State, items
from bayesnet.messages.remedies import did_you_mean

MOST_ROWS = 100_000
MOST_SAMPLES = 1_000_000


def read_cpt(section: Section, domain: Domain) -> Cpd | None:
    """Return the CPT, or None when its problems were added to the section's list."""
    before = len(section.problems)
    method = section.choice("method", READERS, required=False, default="table")
    asked = section.flag("asked", default=True)
    rows = prod(len(states) for _, states in domain.parents)
    if rows > MOST_ROWS:
        section.problem("", "table.too-many-rows", child=Node(domain.child), rows=rows)
        return None
    if not method:
        return None
    cpd = READERS[method](section, domain, method, asked)
    section.finish()
    if cpd is None or len(section.problems) > before:
        return None
    for wrong in cpd.check(cpd.placeholder):
        section.problem("", wrong.code, **wrong.facts)
    return cpd if len(section.problems) == before else None


def _table(s: Section, domain: Domain, method: str, asked: bool) -> Cpd | None:
    found: dict[tuple[str, ...], tuple[Decimal, ...]] = {}
    for item in s.items("rows", required=True):
        when = item.texts("when", required=bool(domain.parents))
        p = item.numbers("p")
        item.finish()
        if configuration(item, domain, when) and distribution(item, domain, p):
            if when in found:
                item.problem("", "table.row-twice", case=shown(domain, when))
            found[when] = p
    written = s.value.get("rows")
    if written == []:
        if asked:
            return blank_table(domain)
        s.problem("rows", "table.nobody-asked-these-none")
        return None
    tried = {
        tuple(row.get("when", []))
        for row in (written if isinstance(written, list) else [])
        if isinstance(row, dict)
        and isinstance(row.get("when", []), list)
        and all(isinstance(state, str) for state in row.get("when", []))
    }
    missing = [c for c in domain.configurations() if c not in tried]
    if isinstance(written, list) and missing:
        case, others = shown(domain, missing[0]), len(missing) - 1
        code = "table.no-rows" if others else "table.no-row"
        s.problem("rows", code, case=case, others=others)
    placeholder = {row_key(domain, when): p for when, p in found.items()}
    return FullTable(domain=domain, placeholder=placeholder, asked=asked)


def _noisy(s: Section, domain: Domain, method: str, asked: bool) -> Cpd | None:
    if method == "noisy_or" and len(domain.states) != 2:  # noqa: PLR2004 - that is what OR means
        s.problem(
            "method",
            "table.too-many-states",
            child=Node(domain.child),
            state_count=len(domain.states),
        )
    wording = s.choice("wording", WORDINGS)
    leak = s.numbers("leak")
    distribution(s, domain, leak, "leak")
    parents = dict(domain.parents)
    links: dict[tuple[str, str], tuple[Decimal, ...]] = {}
    for item in s.items("links", required=True):
        parent, state, p = item.text("parent"), item.text("state"), item.numbers("p")
        item.finish()
        if parent not in parents:
            item.problem("parent", "table.no-parent", did_you_mean(parent, parents), word=parent)
        elif state not in parents[parent]:
            item.problem(
                "state",
                "table.no-state",
                did_you_mean(state, parents[parent]),
                parent=Node(parent),
                word=state,
            )
        elif (parent, state) in links:
            item.problem("", "table.link-twice", parent=Node(parent), state=State(state))
        elif distribution(item, domain, p):
            links[parent, state] = p
        else:
            links[parent, state] = ()
    for parent, states in domain.parents:
        neutral = [state for state in states if (parent, state) not in links]
        if len(neutral) != 1:
            code = "table.several-neutral-states" if neutral else "table.no-neutral-state"
            s.problem("links", code, parent=Node(parent), states=items(neutral))
    placeholder = {leak_key(domain.child): leak}
    placeholder |= {link_key(domain.child, *link): p for link, p in links.items()}
    return NoisyMax(
        domain=domain,
        placeholder=placeholder,
        links=tuple(links),
        wording=wording,
        asked=asked,
        method=method,
    )


def _ranked(s: Section, domain: Domain, method: str, asked: bool) -> Cpd | None:
    expression = s.choice("expression", EXPRESSIONS)
    variant = s.choice("variant", VARIANTS)
    parents = dict(domain.parents)
    if not parents:
        s.problem("method", "table.ranked-node-needs-parents")
    weighted = ("min", "max") if expression == "mixminmax" else tuple(parents)
    weights_section = s.section("weights")
    weights = {name: weights_section.number(name) for name in weighted}
    weights_section.finish()
    scores_section = s.section("scores", required=False)
    scores = {name: scores_section.numbers(name) for name in scores_section.value}
    for name, row in scores.items():
        _check_scores(scores_section, name, row, parents)
    samples = POINTS ** len(parents) * prod(len(states) for states in parents.values())
    if variant == "agenarisk" and samples > MOST_SAMPLES:
        s.problem("variant", "table.agenarisk-variant-would-average-combinations", samples=samples)
    if scores and variant == "agenarisk":
        s.problem("scores", "table.agenarisk-variant-samples-equal-intervals")
    falling = s.texts("falling", required=False)
    for index, name in enumerate(falling):
        if name not in parents:
            s.problem(
                f"falling[{index}]", "table.no-parent", did_you_mean(name, parents), word=name
            )
        elif name in scores:
            s.problem(f"falling[{index}]", "table.scores-already", name=name)
    spread = s.number("spread")
    placeholder = {weight_key(domain.child, name): (w,) for name, w in weights.items()}
    placeholder[spread_key(domain.child)] = (spread,)
    return Ranked(
        domain=domain,
        placeholder=placeholder,
        expression=expression,
        variant=variant,
        scores={name: tuple(map(float, row)) for name, row in scores.items()},
        falling=frozenset(falling),
        asked=asked,
    )


def _check_scores(
    s: Section, name: str, row: Sequence[Decimal], parents: Mapping[str, tuple[str, ...]]
) -> None:
    if name not in parents:
        s.problem(name, "table.no-parent", did_you_mean(name, parents), word=name)
    elif len(row) != len(parents[name]):
        s.problem(
            name,
            "table.scores-states",
            number_count=len(row),
            parent_count=len(parents[name]),
            parents=items(parents[name]),
        )
    elif any(not 0 <= score <= 1 for score in row):
        s.problem(name, "table.score-lies-outside")


def _product(s: Section, domain: Domain, method: str, asked: bool) -> Cpd | None:
    parents = dict(domain.parents)
    if not parents:
        s.problem("method", "table.product-needs-parents")
    table = s.section("intervals")
    intervals = {name: table.numbers(name) for name in parents}
    table.finish()
    for name, states in domain.parents:
        _edges(table, name, intervals[name], len(states))
    cuts = s.numbers("cuts")
    _edges(s, "cuts", cuts, len(domain.states))
    return Product(
        domain=domain,
        intervals={name: tuple(map(float, row)) for name, row in intervals.items()},
        cuts=tuple(map(float, cuts)),
    )


def _decided(s: Section, domain: Domain, method: str, asked: bool) -> Cpd | None:
    return Decided(domain=domain)


def _edges(s: Section, key: str, edges: Sequence[Decimal], states: int) -> None:
    if not s.has(key) or not edges:
        return
    if len(edges) != states + 1:
        s.problem(
            key, "table.edges-states", edge_count=len(edges), states=states, wanted=states + 1
        )
    elif any(a >= b for a, b in pairwise(edges)) or not (edges[0] >= 0 and edges[-1] <= 1):
        s.problem(key, "table.edges-go-up-from")


READERS: Mapping[str, Callable[[Section, Domain, str, bool], Cpd | None]] = {
    "table": _table,
    "noisy_or": _noisy,
    "noisy_max": _noisy,
    "ranked": _ranked,
    "weighted_sum": weighted_sum,
    "likelihood": likelihood,
    "product": _product,
    "decided": _decided,
}
