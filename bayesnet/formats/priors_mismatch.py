"""Say where a frozen version and the model of today do not speak of the same thing.

A frozen version keeps answers by the keys of their questions and by states. When a node, a state or
a cause is renamed, added or taken away afterwards, or a method is changed, the file is as sound as
ever; it only does not know what the model now asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bayesnet.cpds.parameter import Cpd
from bayesnet.cpds.table import fixed_rows
from bayesnet.mentions import mention, mentions
from bayesnet.plurals import many

Components = Mapping[str, Sequence[str]]
"""Names of the numbers of an answer, by the key of its question."""
CLOSE = 1e-9
"""Pools are kept to 12 digits; other machines may round the last ones otherwise."""
BACK = (
    "Put model.toml back as it was, or ask that node again and freeze a new version; until then "
    "answer by the model's own numbers: --priors placeholder."
)
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

    node: as the model calls it. sentence: what it is, with mentions marked.
    """

    node: str
    sentence: str


def mismatches(answered: Components, cpds: Mapping[str, Cpd]) -> tuple[Mismatch, ...]:
    """Return a mismatch for each node that experts are asked about and the answers do not fit.

    answered: the numbers that an expert's answers have. Numbers are found by the name of their
    state, so the order of states does not matter here; see ``other_tables``.
    """
    by_node: dict[str, dict[str, Sequence[str]]] = {}
    for key, names in answered.items():
        by_node.setdefault(_parts(key)[0], {})[key] = names
    strangers = [node for node in by_node if node not in cpds]
    found = []
    for node, cpd in cpds.items():
        fixed = fixed_rows(cpd)
        asked = [p for p in cpd.parameters() if cpd.asked and p.key not in fixed]
        wanted = {p.key: p.components for p in asked}
        own = by_node.get(node, {})
        lacking = [key for key in wanted if set(own.get(key, ())) != {*wanted[key]}]
        if lacking:
            sentence = _sentence(node, cpd, wanted, own, strangers)
            found.append(Mismatch(node=node, sentence=sentence))
    return tuple(found)


def _sentence(
    node: str, cpd: Cpd, wanted: Components, own: Components, strangers: Sequence[str]
) -> str:
    """Return the first of the differences between what is asked and what was, from far to near."""
    name = mention(node)
    if not own:
        known = f"; they know {_listed(mentions(strangers))}, which it has not" if strangers else ""
        return f"these priors have no answers on the node {name} of model.toml{known}."
    method = _method(own)
    if method and _method(wanted) not in ("", method):
        return f"{name} was frozen as {method} and is {cpd.method} in model.toml."
    for difference in (_causes(name, wanted, own), _cases(name, wanted, own)):
        if difference:
            return difference
    states = _names(wanted), _names(own)
    fresh, gone = _apart(*states)
    if fresh or gone:
        return f"{name}: {_unknown('state', '', fresh, gone)}."
    missing = [key for key in wanted if key not in own]
    count = f"{len(missing)} of {many(len(wanted), 'answer')} on {name}"
    first = mention(missing[0])
    return f"{count} {'is' if len(missing) == 1 else 'are'} missing ({first})."


def _causes(name: str, wanted: Components, own: Components) -> str:
    """Return how the causes differ: which there are, or their order."""
    now, then = (list(dict.fromkeys(_causes_in(keys))) for keys in (wanted, own))
    fresh, gone = _apart(now, then)
    if fresh or gone:
        return f"{name}: {_unknown('cause', '', fresh, gone)}."
    if now != then and now:
        order = [_listed(mentions(names)) for names in (then, now)]
        return f"the causes of {name} stand in another order: {order[0]} then, {order[1]} now."
    return ""


def _cases(name: str, wanted: Components, own: Components) -> str:
    """Return which states of a cause the questions are asked for, and were not."""
    now, then = (_states_in(keys) for keys in (wanted, own))
    for cause in now:
        fresh, gone = _apart(now[cause], then.get(cause, ()))
        if fresh or gone:
            return f"{name}: {_unknown('state', f' of {mention(cause)}', fresh, gone)}."
    return ""


def _unknown(kind: str, of: str, fresh: Sequence[str], gone: Sequence[str]) -> str:
    """Return e.g. ``these priors do not know the state 'none'; they have 'absent' instead``.

    of: what is behind the names, such as the node that states are of.
    """

    def named(names: Sequence[str]) -> str:
        return f"the {kind}{'s' if len(names) > 1 else ''} {_quoted(names)}{of}"

    if fresh and gone:
        return f"these priors do not know {named(fresh)}; they have {_quoted(gone)} instead"
    if fresh:
        was = "were" if len(fresh) > 1 else "was"
        return f"these priors do not know {named(fresh)}, which {was} added since"
    return f"these priors have {named(gone)}, which model.toml has not any more"


def _quoted(names: Sequence[str]) -> str:
    return _listed([f"'{mention(name)}'" for name in names])


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


def _listed(items: Sequence[str]) -> str:
    *most, last = items
    return f"{', '.join(most)} and {last}" if most else last


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


def changed_table(node: str) -> str:
    """Return what is said of a node whose answers make another table than was frozen."""
    return (
        f"{mention(node)}: its answers make another table than the one that was frozen: the order "
        "of states, or what its method is told in model.toml, was changed since."
    )
