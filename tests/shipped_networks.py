"""The networks that pgmpy ships, as ours and as pyAgrum's, with the same numbers in both.

A reader of its own: it takes a tenth of a second where general ones take many, it does not mind
states called ``<5``, and it scales rows that add up to .999998 before anyone computes with them.
"""

from __future__ import annotations

import gzip
import math
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from bayesnet.inference.query import Network, Table

_VARIABLE = re.compile(r"variable (\S+) \{\s*type discrete \[ (\d+) \]")
_PROBABILITY = re.compile(r"probability \( (\S+?)(?: \| (.*?))? \) \{(.*?)\n\}", re.DOTALL)
_LABEL = re.compile(r"^\s*(?:\(.*\)|table)\s", re.MULTILINE)


@dataclass(frozen=True)
class Shipped:
    """A network as its file has it.

    rows: by child, its parents and a row of numbers for each of their states, the first parent's
    changing fastest.
    """

    name: str
    sizes: dict
    rows: dict

    @property
    def finding(self):
        """The last node without children: what is seen in practice is a symptom."""
        inner = {parent for parents, _ in self.rows.values() for parent in parents}
        return [name for name in self.sizes if name not in inner][-1]

    def disturbed(self, child):
        """The rows of a child, drawn anew around themselves."""
        rows = self.rows[child][1]
        drawn = np.random.default_rng(1).standard_gamma(50 * rows) + 1e-6 * rows  # none vanishes
        return drawn / drawn.sum(axis=1, keepdims=True)

    def ours(self):
        tables = {}
        for child, (parents, rows) in self.rows.items():
            shape = [self.sizes[parent] for parent in reversed(parents)]
            axes = [*range(len(parents) - 1, -1, -1), len(parents)]
            values = rows.reshape(*shape, self.sizes[child]).transpose(axes)
            values = np.ascontiguousarray(values)[..., None]
            tables[child] = Table(scope=(*parents, child), values=values)
        return Network(sizes=self.sizes, tables=tables)

    def pyagrums(self, gum):
        theirs = gum.BayesNet()
        for variable, size in self.sizes.items():
            theirs.add(gum.RangeVariable(variable, variable, 0, size - 1))
        for child, (parents, _) in self.rows.items():
            for parent in parents:
                theirs.addArc(parent, child)
        for child, (_, rows) in self.rows.items():
            # Its tables run over the child first, then over the parents in the order of the arcs.
            theirs.cpt(child).fillWith(rows.ravel().tolist())
        return theirs

    def pgmpys(self):
        from pgmpy.factors.discrete import TabularCPD  # noqa: PLC0415 - takes seconds
        from pgmpy.models import DiscreteBayesianNetwork  # noqa: PLC0415

        theirs = DiscreteBayesianNetwork()
        theirs.add_nodes_from(self.sizes)
        for child, (parents, rows) in self.rows.items():
            theirs.add_edges_from((parent, child) for parent in parents)
            # Its columns run over the last parent fastest: here that is the first one.
            given = parents[::-1]
            sizes = [self.sizes[parent] for parent in given]
            theirs.add_cpds(
                TabularCPD(child, self.sizes[child], rows.T, given or None, sizes or None)
            )
        return theirs


def folder():
    """Where pgmpy keeps its networks; pgmpy itself, which takes seconds, is not imported."""
    return Path(find_spec("pgmpy").origin).parent / "utils" / "example_models"


def shipped(name):
    """Read one of the networks."""
    with gzip.open(folder() / f"{name}.bif.gz", "rt") as file:
        text = file.read()
    sizes = {variable: int(size) for variable, size in _VARIABLE.findall(text)}
    rows = {}
    for child, given, body in _PROBABILITY.findall(text):
        parents = tuple(given.split(", ")) if given else ()
        plain = _LABEL.sub(" ", body).replace(",", " ").replace(";", " ")
        values = np.array(plain.split(), dtype=float).reshape(-1, sizes[child])
        assert len(values) == math.prod(sizes[parent] for parent in parents), child
        rows[child] = parents, values / values.sum(axis=1, keepdims=True)
    assert rows.keys() == sizes.keys()
    return Shipped(name, sizes, rows)
