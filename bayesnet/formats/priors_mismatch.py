"""Say where a frozen version and the model of today do not speak of the same thing.

A frozen version keeps answers by the keys of their questions and by states. When a node, a state or
a cause is renamed, added or taken away afterwards, or a method is changed, the file is as sound as
ever; it only does not know what the model now asks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bayesnet.cpds.parameter import Cpd
from bayesnet.cpds.table import fixed_rows
from bayesnet.messages.facts import Count, Items, Node, Phrase, Question, items, nodes, phrase

Components = Mapping[str, Sequence[str]]
"""Names of the numbers of an answer, by the key of its question."""
CLOSE = 1e-9
"""Pools are kept to 12 digits; other machines may round the last ones otherwise."""
_KEY = re.compile(r"(?P<node>[^.\[\]]+)(?:\.(?P<part>\w+))?(?:\[(?P<inside>.*)\])?", re.DOTALL)
_METHODS = {
    frozenset({"leak"}): "noisy_max",
    frozenset({"weight", "spread"}): "ranked",
    frozenset({"", "weight"}): "weighted_sum",
    frozenset({""}): "table",
}
"""Methods by the parts of a node's questions; links and effects are told apart by their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """What a version does not know, or knows otherwise, of one node.

    node: as the model calls it. what: as a code and facts.
    """

    node: str
    what: Phrase


def mismatches(
    answered: Components, cpds: Mapping[str, Cpd], agents: Collection[str] = ()
) -> tuple[Mismatch, ...]:
    """Return a mismatch for each node that experts are asked about and the answers do not fit.

    answered: the numbers that an expert's answers have. agents: ids of those who decide besides us,
    who are asked about as nodes are and are none. Numbers are found by the name of their
    state, so the order of states does not matter here; see ``other_tables``.
    """
    by_node: dict[str, dict[str, Sequence[str]]] = {}
    for key, names in answered.items():
        by_node.setdefault(_parts(key)[0], {})[key] = names
    strangers = [node for node in by_node if node not in cpds and node not in agents]
    found = []
    for node, cpd in cpds.items():
        fixed = fixed_rows(cpd)
        asked = [p for p in cpd.parameters() if cpd.asked and p.key not in fixed]
        wanted = {p.key: p.components for p in asked}
        own = by_node.get(node, {})
        lacking = [key for key in wanted if set(own.get(key, ())) != {*wanted[key]}]
        if lacking:
            what = _difference(node, cpd, wanted, own, strangers)
            found.append(Mismatch(node=node, what=what))
    return tuple(found)


def _difference(
    node: str, cpd: Cpd, wanted: Components, own: Components, strangers: Sequence[str]
) -> Phrase:
    """Return the first of the differences between what is asked and what was, from far to near."""
    if not own and strangers:
        known = nodes(strangers, "and")
        return phrase("priors.other-nodes", node=Node(node), known=known)
    if not own:
        return phrase("priors.no-answers", node=Node(node))
    method = _method(own)
    if method and _method(wanted) not in ("", method):
        return phrase("priors.other-method", node=Node(node), then=method, now=cpd.method)
    for difference in (_causes(node, wanted, own), _cases(node, wanted, own)):
        if difference:
            return difference
    fresh, gone = _apart(_names(wanted), _names(own))
    if fresh or gone:
        return _unknown(node, "states", fresh, gone)
    missing = [key for key in wanted if key not in own]
    return phrase(
        "priors.answers-missing",
        missing=len(missing),
        answers=Count(len(wanted), "answer"),
        node=Node(node),
        first=Question(missing[0]),
    )


def _causes(node: str, wanted: Components, own: Components) -> Phrase | None:
    """Return how the causes differ: which there are, or their order."""
    now, then = (list(dict.fromkeys(_causes_in(keys))) for keys in (wanted, own))
    fresh, gone = _apart(now, then)
    if fresh or gone:
        return _unknown(node, "causes", fresh, gone)
    if now != then and now:
        order = {"then": nodes(then, "and"), "now": nodes(now, "and")}
        return phrase("priors.order-of-causes", node=Node(node), **order)
    return None


def _cases(node: str, wanted: Components, own: Components) -> Phrase | None:
    """Return which states of a cause the questions are asked for, and were not."""
    now, then = (_states_in(keys) for keys in (wanted, own))
    for cause in now:
        fresh, gone = _apart(now[cause], then.get(cause, ()))
        if fresh or gone:
            return _unknown(node, "states-of", fresh, gone, cause)
    return None


def _unknown(
    node: str, kind: str, fresh: Sequence[str], gone: Sequence[str], cause: str = ""
) -> Phrase:
    """Return what these priors do not know, or have instead; kind: of the names, as codes say it.

    cause: the node that states are of, where it is not the node itself.
    """
    named = fresh or gone
    names = phrase(f"priors.{kind}", names=_quoted(named), cause=Node(cause))
    if fresh and gone:
        return phrase("priors.renamed", node=Node(node), names=names, instead=_quoted(gone))
    if fresh:
        return phrase("priors.added", node=Node(node), names=names, fresh=items(fresh))
    return phrase("priors.taken-away", node=Node(node), names=names)


def _quoted(names: Sequence[str]) -> Items:
    return items([phrase("priors.quoted", name=name) for name in names], "and")


def node_of(key: str) -> str:
    """Return the node that a question's key is about."""
    return _parts(key)[0]


def _parts(key: str) -> tuple[str, str, str]:
    """Return the node, the part and what stands in brackets of a key."""
    found = _KEY.fullmatch(key)
    return (found["node"], found["part"] or "", found["inside"] or "") if found else (key, "?", "")


def _method(keys: Iterable[str]) -> str:
    parts = {_parts(key)[1] for key in keys}
    if parts & {"prior", "effect", "base"}:
        return "likelihood"
    if parts & {"link"}:
        return "noisy_max"
    return _METHODS.get(frozenset(parts), "")


def _pairs(key: str) -> list[tuple[str, str]]:
    cut = (item.partition("=") for item in _parts(key)[2].split(","))
    return [(name.strip(), state.strip()) for name, equals, state in cut if equals]


def _causes_in(keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        _, part, inside = _parts(key)
        pairs = _pairs(key)
        if pairs:
            yield from (name for name, _ in pairs)
        elif part in ("weight", "effect") and inside:
            yield inside


def _states_in(keys: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key in keys:
        for cause, state in _pairs(key):
            states = found.setdefault(cause, [])
            if state not in states:
                states.append(state)
    return found


def _names(answers: Components) -> list[str]:
    return list(dict.fromkeys(name for names in answers.values() for name in names))


def _apart(now: Iterable[str], then: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return what is there now and was not then, and what was and is not."""
    fresh, before = list(now), list(then)
    return [n for n in fresh if n not in before], [n for n in before if n not in fresh]


def other_tables(frozen: Mapping[str, Any], again: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the nodes whose frozen pool is not the one that the same answers make now.

    Both as ``pool_document`` writes them; nodes that only one has are left out.
    """
    both = [node for node in again if node in frozen]
    return tuple(node for node in both if not same_pool(again[node], frozen[node]))


def same_pool(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two pooled tables have the same parents and, nearly, the same numbers."""
    if one["parents"] != other.get("parents"):
        return False
    cells = [[cell for row in table["rows"] for cell in row] for table in (one, other)]
    return len(cells[0]) == len(cells[1]) and all(
        abs(float(a) - float(b)) <= CLOSE for a, b in zip(*cells, strict=True)
    )
