"""Name one entry of a conditional table, and move it while the rest of its row gives way.

The rest keeps its proportions (proportional covariation), which of all ways changes the joint
distribution least (Chan & Darwiche 2002, When do numbers really matter?, JAIR 17). Where the rest
is all zero it is shared out evenly.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.errors import StudyError, problem_at
from bayesnet.inference.arrays import Array, Scope
from bayesnet.inference.query import Table
from bayesnet.messages.facts import Fact, Node, items
from bayesnet.messages.remedies import Remedy, did_you_mean

SHAPE = re.compile(r"([^\[\]=]+)\[([^\[\]]*)\]\s*(?:=([^\[\]=]+))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One number of a conditional table: P(node = state | its parents' states).

    given: number of each parent's state, in the order of the table's axes.
    """

    node: str
    given: tuple[int, ...]
    state: int

    def name(self, scope: Scope, states: Mapping[str, Sequence[str]]) -> str:
        """Return ``node[parent=state, ...]=state``, as a judgement's key is written."""
        return f"{row_name(self.node, self.given, scope, states)}={states[self.node][self.state]}"


def row_name(
    node: str, given: Sequence[int], scope: Scope, states: Mapping[str, Sequence[str]]
) -> str:
    """Return ``node[parent=state, ...]``; scope: of the node's table, the node itself last."""
    parents = zip(scope[:-1], given, strict=True)
    return f"{node}[{', '.join(f'{parent}={states[parent][at]}' for parent, at in parents)}]"


def rows_of(table: Table) -> list[tuple[int, ...]]:
    """Return the parents' states of every row, in the order of the table reshaped to rows."""
    return list(itertools.product(*map(range, table.values.shape[:-2])))


def row_of(values: Array, entry: Entry, world: int = 0) -> Array:
    """Return a view of an entry's row in one world, shape (states,); values: (*table, worlds)."""
    return np.asarray(values[entry.given][:, min(world, values.shape[-1] - 1)])


def away(row: Array, state: int) -> Array:
    """Return how a row changes as one of its entries grows by 1, shape of the row (states, ...).

    Exact for any size of change: under proportional covariation a row is linear in its entry.
    """
    rest = np.array(row)
    rest[state] = 0.0
    total = rest.sum(axis=0)
    evenly = np.ones_like(rest)
    evenly[state] = 0.0
    evenly /= evenly.sum(axis=0)
    shares = np.where(total > 0, rest / np.where(total > 0, total, 1.0), evenly)
    shares[state] = -1.0
    return np.asarray(-shares)


def moved(row: Array, state: int, to: Array) -> Array:
    """Return the row with one entry at other values, shape (states, len(to))."""
    rows = row[:, None] + away(row, state)[:, None] * (to - row[state])
    return np.asarray(np.clip(rows, 0.0, 1.0))  # rounding leaves less than 0 of what becomes 0


def swung(probability: Array, logit: float) -> Array:
    """Return probabilities whose log-odds are moved by ``logit``; 0 and 1 stay."""
    factor = np.exp(logit)
    return np.asarray(probability * factor / (1 - probability + probability * factor))


def parse_entry(
    text: str, tables: Mapping[str, Table], states: Mapping[str, Sequence[str]]
) -> Entry:
    """Return the entry that ``node[parent=state, ...]=state`` names; raises StudyError.

    Parents may stand in any order. ``node=state`` names the entry of a node without parents, and
    of two states the second is meant where none is named.
    """
    text = text.strip()
    if "[" not in text:
        text = text.replace("=", "[]=", 1) if "=" in text else f"{text}[]"
    found = SHAPE.fullmatch(text)
    if found is None:
        raise _refused(text, "ask.not-node-parent-state-state")
    node, inside, state = (part.strip() if part else "" for part in found.groups())
    if node not in tables:
        raise _refused(text, "ask.no-table-node", did_you_mean(node, tables), word=node)
    parents = tables[node].scope[:-1]
    given: dict[str, str] = {}
    for piece in filter(None, map(str.strip, inside.split(","))):
        parent, _, value = (part.strip() for part in piece.partition("="))
        if parent not in parents:
            raise _refused(
                text, "ask.no-parent", did_you_mean(parent, parents), node=Node(node), word=parent
            )
        given[parent] = _known(text, parent, value, states)
    missing = [parent for parent in parents if parent not in given]
    if missing:
        raise _refused(text, "ask.row-needs-state", node=Node(node), missing=items(missing))
    if not state:
        if len(states[node]) != 2:  # noqa: PLR2004 - of two the second is meant
            raise _refused(text, "ask.say-state", node=Node(node), states=items(states[node]))
        state = states[node][1]
    return Entry(
        node=node,
        given=tuple(states[parent].index(given[parent]) for parent in parents),
        state=states[node].index(_known(text, node, state, states)),
    )


def _known(text: str, name: str, state: str, states: Mapping[str, Sequence[str]]) -> str:
    if state not in states[name]:
        raise _refused(
            text, "ask.no-state", did_you_mean(state, list(states[name])), name=name, word=state
        )
    return state


def _refused(text: str, code: str, /, *remedies: Remedy, **facts: Fact) -> StudyError:
    return StudyError([problem_at("", text, code, *remedies, **facts)])
