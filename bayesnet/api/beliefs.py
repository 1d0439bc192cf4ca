"""The answer to what is believed: a distribution for each node, in state names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bayesnet.answers.provenance import Provenance, notebook
from bayesnet.study.model import Name, State

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Beliefs:
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

    def frame(self) -> pd.DataFrame:
        """Return a row for each state of each node, a column for the pool and each expert."""
        import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

        rows = {
            (node, state): np.broadcast_to(values[index], (len(self.worlds),))
            for node, values in self.by_world.items()
            for index, state in enumerate(self.states[node])
        }
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(self.worlds))
        frame.index = pd.MultiIndex.from_tuples(frame.index, names=["node", "state"])
        return frame

    def _repr_html_(self) -> str:
        return notebook(self.frame(), self.provenance)
