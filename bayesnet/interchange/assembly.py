"""Make a diagram of the drafts a reader collected, or say everything that is wrong with them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from bayesnet.cpds.noisy_max import NoisyMax, leak_key, link_key
from bayesnet.cpds.parameter import Domain
from bayesnet.errors import errors_in
from bayesnet.graph import find_cycle, in_causal_order, reached
from bayesnet.interchange.diagram import (
    Array,
    Chance,
    Decision,
    Diagram,
    Node,
    NoisyLinks,
    Recall,
    Utility,
    WeightedSum,
)
from bayesnet.interchange.draft import MOST_ENTRIES, MOST_ENTRIES_IN_ALL, Draft, Findings
from bayesnet.messages.facts import Fact, items

LONGEST_CYCLE = 20
"""Nodes of a cycle that are named."""
ROUNDED = 1e-6
"""A row that sums to 1 but for this was rounded when it was written."""
ROUGH = 0.0101
"""A row that sums to 1 but for this is scaled, with a note."""


def assemble(
    drafts: Sequence[Draft],
    found: Findings,
    *,
    name: str,
    recall: Recall = "perfect",
    comment: str = "",
) -> Diagram | None:
    """Return the diagram, or None when any problem is an error; problems go into ``found``."""
    by_name = {draft.name: draft for draft in drafts}
    if not drafts:
        found.error("", "file.without-nodes")
    for node, count in Counter(draft.name for draft in drafts).items():
        if count > 1:
            found.error(by_name[node].place, "file.nodes-called", count=count, node=node)
    if errors_in(found.problems):
        return None
    for draft in drafts:
        _check(draft, by_name, found)
    if not errors_in(found.problems):
        _check_sizes(by_name, found)
    if errors_in(found.problems):
        return None
    ordered = _ordered(by_name, found)
    if ordered is None:
        return None
    nodes = {draft.name: _node(draft, by_name, recall, found) for draft in ordered}
    if errors_in(found.problems):
        return None
    if recall == "perfect":
        _check_order([draft for draft in ordered if draft.kind == "decision"], by_name, found)
    return Diagram(name=name, nodes=nodes, recall=recall, comment=comment)


def _check(draft: Draft, by_name: Mapping[str, Draft], found: Findings) -> None:
    if not draft.name:
        found.error(draft.place, "file.node-no-name")
    if draft.kind in ("chance", "decision"):
        if not draft.states:
            found.error(draft.place, "file.no-states", name=draft.name)
        for state, count in Counter(draft.states).items():
            if count > 1:
                found.error(draft.place, "file.state-times", state=state, count=count)
    valued = ("utility", "sum")
    for parent, count in Counter(draft.parents).items():
        if parent not in by_name:
            found.error(draft.place, "file.no-node-depends", parent=parent)
        elif parent == draft.name:
            found.error(draft.place, "file.depends-itself")
        elif (by_name[parent].kind in valued) != (draft.kind == "sum"):
            of_sum = "file.sum-of-no-value"
            code = of_sum if draft.kind == "sum" else "file.value-is-no-parent"
            found.error(draft.place, code, parent=parent)
        if count > 1:
            found.error(draft.place, "file.times-parent", parent=parent, count=count)


def _check_sizes(by_name: Mapping[str, Draft], found: Findings) -> None:
    total = 0
    for draft in by_name.values():
        if draft.kind not in ("chance", "utility"):
            continue
        axes = draft.axes if draft.axes is not None else _scope(draft)
        entries = math.prod(len(by_name[axis].states) for axis in axes)
        total += entries
        if entries > MOST_ENTRIES or total > MOST_ENTRIES_IN_ALL:
            found.error(draft.place, "file.table-would-numbers-too-many", entries=entries)
            return
        if draft.noisy is not None:
            _check_noisy(draft, draft.noisy, found)
            continue
        if draft.numbers is None:
            draft.blank = not draft.unread
            if draft.unread:
                found.error(draft.place, "file.no-table-read", name=draft.name, unread=draft.unread)
        elif len(draft.numbers) != entries:
            facts: dict[str, Fact] = {"count": len(draft.numbers), "wanted": entries}
            code = "file.table-of-another-size" if axes else "file.table-of-no-axes"
            found.error(draft.place, code, axes=items(axes), **facts)
        elif not all(map(math.isfinite, draft.numbers)):
            found.error(draft.place, "file.table-holds-number-not-finite")


def _check_noisy(draft: Draft, noisy: NoisyLinks, found: Findings) -> None:
    for row in (noisy.leak, *noisy.links.values()):
        good = len(row) == len(draft.states) and all(0 <= p <= 1 for p in row)
        if not good or abs(sum(row) - 1) > ROUGH:
            shown = " ".join(f"{p:g}" for p in row[:10])
            found.error(
                draft.place, "file.cause-leak-no-distribution", name=draft.name, first=shown
            )


def _scope(draft: Draft) -> tuple[str, ...]:
    return (*draft.parents, draft.name) if draft.kind == "chance" else draft.parents


def _ordered(by_name: Mapping[str, Draft], found: Findings) -> list[Draft] | None:
    """Return parents before children, otherwise as in the file; None if there is a cycle."""
    parents = {name: draft.parents for name, draft in by_name.items()}
    cycle = find_cycle(parents)
    if cycle:
        shown = " -> ".join(
            cycle if len(cycle) <= LONGEST_CYCLE else [*cycle[:LONGEST_CYCLE], "..."]
        )
        found.error(by_name[cycle[0]].place, "file.cycle", first=shown)
        return None
    return [by_name[name] for name in in_causal_order(parents)]


def _check_order(decisions: Sequence[Draft], by_name: Mapping[str, Draft], found: Findings) -> None:
    """Note two decisions of which the arcs do not say which comes first."""
    parents = {name: draft.parents for name, draft in by_name.items()}
    for before, after in pairwise(decisions):
        if before.name not in reached(parents, [after.name]):
            found.note(
                after.place, "file.file-does-not-say-comes", name=before.name, other=after.name
            )


def _node(draft: Draft, by_name: Mapping[str, Draft], recall: Recall, found: Findings) -> Node:
    label = "" if draft.label == draft.name else draft.label
    position = draft.position
    if position is not None and not all(map(math.isfinite, position)):
        position = None
    match draft.kind:
        case "decision":
            dropped = draft.remembered if recall == "perfect" else ()
            return Decision(
                name=draft.name,
                states=draft.states,
                informed_by=tuple(p for p in draft.parents if p not in dropped),
                label=label,
                comment=draft.comment,
                position=position,
            )
        case "sum":
            return WeightedSum(
                name=draft.name,
                weights={part: draft.weights.get(part, 1.0) for part in draft.parents},
                label=label,
                comment=draft.comment,
                position=position,
            )
        case "utility":
            return Utility(
                name=draft.name,
                parents=draft.parents,
                values=_arranged(draft, by_name),
                label=label,
                comment=draft.comment,
                position=position,
                blank=draft.blank,
            )
    return Chance(
        name=draft.name,
        states=draft.states,
        parents=draft.parents,
        table=_conditional(draft, by_name, found),
        noisy=draft.noisy if _has_neutrals(draft, by_name) else None,
        label=label,
        comment=draft.comment,
        position=position,
        blank=draft.blank,
    )


def _arranged(draft: Draft, by_name: Mapping[str, Draft]) -> Array:
    """Return the numbers as an array over (*parents, name) or (*parents,); all alike if blank."""
    scope = _scope(draft)
    if draft.blank:
        size = len(draft.states) or 1
        return np.full([len(by_name[axis].states) for axis in scope], 1 / size)
    axes = scope if draft.axes is None else draft.axes
    values = np.array(draft.numbers, dtype=float)
    values = values.reshape([len(by_name[axis].states) for axis in axes])
    return np.ascontiguousarray(values.transpose([axes.index(name) for name in scope]))


def _conditional(draft: Draft, by_name: Mapping[str, Draft], found: Findings) -> Array:
    parents = tuple((parent, by_name[parent].states) for parent in draft.parents)
    if draft.noisy is not None:
        domain = Domain(child=draft.name, states=draft.states, parents=parents)
        table = noisy_table(domain, draft.noisy)
    else:
        table = _arranged(draft, by_name)
    sums = table.sum(axis=-1, keepdims=True)
    off = np.abs(sums - 1)
    if (table < 0).any():
        found.error(draft.place, "file.probability-negative")
    elif off.max() > ROUGH:
        row = np.unravel_index(int(off.argmax()), off.shape)
        when = ", ".join(f"{p}={s[i]}" for (p, s), i in zip(parents, row, strict=False))
        code = "file.row-is-no-distribution" if when else "file.probabilities-sum-not"
        found.error(draft.place, code, case=when, total=float(sums[row]))
    elif off.max() > ROUNDED:
        found.note(draft.place, "file.rows-sum-only-within-each", error=float(off.max()))
    else:
        return np.asarray(table / sums)
    return np.asarray(table / np.where(sums > 0, sums, 1))


def _has_neutrals(draft: Draft, by_name: Mapping[str, Draft]) -> bool:
    """Return whether exactly one state of each parent is no cause, as our noisy-MAX has it."""
    if draft.noisy is None:
        return False
    links = Counter(parent for parent, _ in draft.noisy.links)
    return all(links[parent] == len(by_name[parent].states) - 1 for parent in draft.parents)


def noisy_table(domain: Domain, noisy: NoisyLinks) -> Array:
    """Return the table a noisy-MAX makes, shape (*parents, child)."""
    step = -1 if noisy.falling else 1
    values = {leak_key(domain.child): np.array(noisy.leak)[::step, None]}
    for link, answer in noisy.links.items():
        values[link_key(domain.child, *link)] = np.array(answer)[::step, None]
    made = NoisyMax(domain=domain, placeholder={}, links=tuple(noisy.links), wording="diez")
    return np.asarray(made.tables(values)[..., ::step, 0])
