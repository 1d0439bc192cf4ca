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
from bayesnet.errors import did_you_mean
from bayesnet.formats.cpt_rows import configuration, distribution, shown
from bayesnet.formats.cpt_weighted import likelihood, weighted_sum
from bayesnet.formats.section import Section

MOST_ROWS = 100_000
MOST_SAMPLES = 1_000_000


def read_cpt(section: Section, domain: Domain) -> Cpd | None:
    """Return the CPT, or None when its problems were added to the section's list."""
    before = len(section.problems)
    method = section.choice("method", READERS)
    asked = section.flag("asked", default=True)
    rows = prod(len(states) for _, states in domain.parents)
    if rows > MOST_ROWS:
        section.problem("", f"{domain.child} has {rows:,} rows.", "Split the node.")
        return None
    if not method:
        return None
    cpd = READERS[method](section, domain, method, asked)
    section.finish()
    if cpd is None or len(section.problems) > before:
        return None
    for sentence in cpd.check(cpd.placeholder):
        section.problem("", sentence)
    return cpd if len(section.problems) == before else None


def _table(s: Section, domain: Domain, method: str, asked: bool) -> Cpd | None:
    found: dict[tuple[str, ...], tuple[Decimal, ...]] = {}
    for item in s.items("rows", required=True):
        when, p = item.texts("when"), item.numbers("p")
        item.finish()
        if configuration(item, domain, when) and distribution(item, domain, p):
            if when in found:
                item.problem("", f"the row for {shown(domain, when)} is there twice.", "Keep one.")
            found[when] = p
    written = s.value.get("rows")
    if written == []:
        if asked:
            return blank_table(domain)
        s.problem("rows", "nobody is asked for these, and there are none.", "Add them, or ask.")
        return None
    tried = {
        tuple(row["when"])
        for row in (written if isinstance(written, list) else [])
        if isinstance(row, dict)
        and isinstance(row.get("when"), list)
        and all(isinstance(state, str) for state in row["when"])
    }
    missing = [c for c in domain.configurations() if c not in tried]
    if isinstance(written, list) and missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        place = shown(domain, missing[0])
        s.problem("rows", f"no row for {place}{more}.", "Add { when = [...], p = [...] }.")
    placeholder = {row_key(domain, when): p for when, p in found.items()}
    return FullTable(domain=domain, placeholder=placeholder, asked=asked)


def _noisy(s: Section, domain: Domain, method: str, asked: bool) -> Cpd | None:
    if method == "noisy_or" and len(domain.states) != 2:  # noqa: PLR2004 - that is what OR means
        remedy = "Use noisy_max."
        s.problem("method", f"{domain.child} has {len(domain.states)} states.", remedy)
    wording = s.choice("wording", WORDINGS)
    leak = s.numbers("leak")
    distribution(s, domain, leak, "leak")
    parents = dict(domain.parents)
    links: dict[tuple[str, str], tuple[Decimal, ...]] = {}
    for item in s.items("links", required=True):
        parent, state, p = item.text("parent"), item.text("state"), item.numbers("p")
        item.finish()
        if parent not in parents:
            item.problem("parent", f"no parent '{parent}';", did_you_mean(parent, parents))
        elif state not in parents[parent]:
            known = did_you_mean(state, parents[parent])
            item.problem("state", f"{parent} has no state '{state}';", known)
        elif (parent, state) in links:
            item.problem("", f"the link of {parent}={state} is there twice.", "Keep one.")
        elif distribution(item, domain, p):
            links[parent, state] = p
        else:
            links[parent, state] = ()
    for parent, states in domain.parents:
        neutral = [state for state in states if (parent, state) not in links]
        if len(neutral) != 1:
            what = f"{', '.join(neutral)} have no link" if neutral else "every state has a link"
            remedy = "Exactly one state of each parent is neutral and has none."
            s.problem("links", f"{parent}: {what}.", remedy)
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
        s.problem("method", "a ranked node needs parents.", "Use a table.")
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
        message = f"the agenarisk variant would average {samples:,} combinations."
        s.problem("variant", message, "Split the node, or use the midpoint variant.")
    if scores and variant == "agenarisk":
        remedy = "Take them away, or use the midpoint variant."
        s.problem("scores", "the agenarisk variant samples equal intervals.", remedy)
    falling = s.texts("falling", required=False)
    for index, name in enumerate(falling):
        if name not in parents:
            s.problem(f"falling[{index}]", f"no parent '{name}';", did_you_mean(name, parents))
        elif name in scores:
            s.problem(f"falling[{index}]", f"{name} has scores already.", "Keep one of the two.")
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
        s.problem(name, f"no parent '{name}';", did_you_mean(name, parents))
    elif len(row) != len(parents[name]):
        known = f"States in order: {', '.join(parents[name])}."
        s.problem(name, f"{len(row)} scores for {len(parents[name])} states.", known)
    elif any(not 0 <= score <= 1 for score in row):
        s.problem(name, "a score lies outside 0 to 1.", "Scores are positions on that scale.")


def _product(s: Section, domain: Domain, method: str, asked: bool) -> Cpd | None:
    parents = dict(domain.parents)
    if not parents:
        s.problem("method", "a product needs parents.", "Use a table.")
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
        s.problem(key, f"{len(edges)} edges for {states} states.", f"Write {states + 1}.")
    elif any(a >= b for a, b in pairwise(edges)) or not (edges[0] >= 0 and edges[-1] <= 1):
        s.problem(key, "edges go up, from 0 to 1.", "As in [0.0, 0.4, 0.75, 1.0].")


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
