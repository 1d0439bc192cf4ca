"""Keep of a table's numbers what still fits when a node's parents or states change.

No number is made up. A full table is written out for a new parent as it was, so that it says the
same until somebody says otherwise; a new state has probability 0 until then. What no longer fits is
taken away, and what is missing then is asked for where the table is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Written: TypeAlias = Mapping[str, Any]
"""A ``cpt`` table, or that of a value, as it is written."""
_ROWS = {"rows": "p", "situations": "p", "table": "value"}
"""Lists of rows with the parents' states for which they hold, and the key of what they say."""
_BY_PARENT = ("weights", "scores", "effects", "intervals")


def with_parent(written: Written, states: Sequence[str]) -> dict[str, Any]:
    """Return what changes in a table when a parent is added behind the others."""
    return {
        key: [{**row, "when": [*row["when"], state]} for row in written[key] for state in states]
        for key in ("rows", "table")
        if key in written
    }


def without_parent(written: Written, parent: str, index: int) -> dict[str, Any]:
    """Return what changes when a parent goes. Rows that differed by it alone are asked anew."""
    changes: dict[str, Any] = {}
    for key, said in _ROWS.items():
        if key in written:
            changes[key] = _merged(written[key], said, index)
    if "situations" in changes:
        changes["situations"] = [
            {**row, "typical_of": [name for name in row["typical_of"] if name != parent]}
            if "typical_of" in row
            else row
            for row in changes["situations"]
        ]
    if "links" in written:
        changes["links"] = [link for link in written["links"] if link["parent"] != parent]
    if parent in written.get("falling", ()):
        changes["falling"] = [name for name in written["falling"] if name != parent]
    for key in _BY_PARENT:
        if parent in written.get(key, {}):
            changes[key] = {name: v for name, v in written[key].items() if name != parent}
    return changes


def with_parents_states(
    written: Written, parent: str, index: int, old: Sequence[str], new: Sequence[str]
) -> dict[str, Any]:
    """Return what changes when a parent's states do."""
    changes: dict[str, Any] = {}
    for key in _ROWS:
        if key in written:
            rows = [row for row in written[key] if row["when"][index] in new]
            changes[key] = sorted(rows, key=lambda row: _rank(row["when"], index, new, rows))
    if "links" in written:
        changes["links"] = [
            link for link in written["links"] if link["parent"] != parent or link["state"] in new
        ]
    for key in ("scores", "effects"):
        known = written.get(key, {}).get(parent)
        if isinstance(known, Mapping):
            kept = {state: known[state] for state in new if state in known}
            changes[key] = {**written[key], parent: kept}
        elif known is not None:
            changes[key] = {**written[key], parent: _kept(known, old, new)}
    if parent in written.get("intervals", {}) and tuple(old) != tuple(new):
        changes["intervals"] = {k: v for k, v in written["intervals"].items() if k != parent}
    return changes


def with_states(written: Written, old: Sequence[str], new: Sequence[str]) -> dict[str, Any]:
    """Return what changes when a node's own states do: the numbers of the states that stay."""
    changes: dict[str, Any] = {}
    for key in ("rows", "situations", "links"):
        if key in written:
            changes[key] = [{**row, "p": _spread(row["p"], old, new)} for row in written[key]]
    for key in ("leak", "prior"):
        if key in written:
            changes[key] = _spread(written[key], old, new)
    if "cuts" in written and len(old) != len(new):
        changes["cuts"] = None
    return changes


def _merged(rows: Sequence[Written], said: str, index: int) -> list[dict[str, Any]]:
    """Return the rows without one place of ``when``, those that say different things left out."""
    groups: dict[tuple[str, ...], list[Written]] = {}
    for row in rows:
        when = [*row["when"]]
        del when[index : index + 1]
        groups.setdefault(tuple(when), []).append(row)
    return [
        {**alike[0], "when": [*when]}
        for when, alike in groups.items()
        if all(row[said] == alike[0][said] for row in alike)
    ]


def _rank(
    when: Sequence[str], index: int, new: Sequence[str], rows: Sequence[Written]
) -> tuple[int, ...]:
    """Return a row's place in the table's order, whose other parents keep the order they have."""
    orders = [
        new if place == index else list(dict.fromkeys(row["when"][place] for row in rows))
        for place in range(len(when))
    ]
    return tuple(order.index(state) for order, state in zip(orders, when, strict=True))


def _kept(values: Sequence[Any], old: Sequence[str], new: Sequence[str]) -> list[Any]:
    known = dict(zip(old, values, strict=False))
    return [known[state] for state in new if state in known]


def _spread(values: Sequence[Any], old: Sequence[str], new: Sequence[str]) -> list[Any]:
    known = dict(zip(old, values, strict=False))
    return [known.get(state, 0) for state in new]
