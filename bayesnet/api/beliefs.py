"""The answer to what is believed: a distribution for each node, in state names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.provenance import Provenance
from bayesnet.kinds import NAME, PROBABILITY, TEXT
from bayesnet.study.model import Name, State
from bayesnet.table import Column, ResultTable, Tabled, by_world


@dataclass(frozen=True, slots=True, kw_only=True)
class Beliefs(Tabled):
    """The distribution of every node that was asked about.

    by_world: by node, shape (states, worlds): the pool, then each expert.
    """

    states: Mapping[Name, tuple[State, ...]]
    by_world: Mapping[Name, np.ndarray]
    worlds: tuple[str, ...]
    provenance: Provenance

    def __getitem__(self, node: Name) -> dict[State, float]:
        """Return the pool's distribution of one node, by state."""
        return dict(zip(self.states[node], self.by_world[node][:, 0].tolist(), strict=True))

    def table(self) -> ResultTable:
        """Return a row for each state of each node, a column for the pool and each expert."""
        rows = [
            (node, state, np.broadcast_to(values[at], (len(self.worlds),)).tolist())
            for node, values in self.by_world.items()
            for at, state in enumerate(self.states[node])
        ]
        return ResultTable(
            index=2,
            columns=[
                Column("node", "Node", NAME, [node for node, _, _ in rows]),
                Column("state", "State", TEXT, [state for _, state, _ in rows]),
                *by_world(self.worlds, [shares for *_, shares in rows], "P", PROBABILITY),
            ],
        )
