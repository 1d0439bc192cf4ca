"""Say from the arcs alone whether knowing one node can tell about another: d-separation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.errors import StudyError, unplaced
from bayesnet.graph import d_separated
from bayesnet.kinds import TEXT, worded
from bayesnet.study.model import Name
from bayesnet.study.named import known_name
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled

YES_NO = worded(lambda holds: "yes" if holds else "no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence(Tabled):
    """Whether two nodes are independent given others, whatever the numbers (Pearl 1988).

    by_structure: the answer under each structure, the view's own first. Independence by the arcs
    holds for all numbers; without it, numbers can still make two nodes independent.
    """

    one: Name
    other: Name
    given: tuple[Name, ...]
    by_structure: dict[str, bool]
    provenance: Provenance

    def __bool__(self) -> bool:
        """Return the answer under the view's own structure."""
        return next(iter(self.by_structure.values()))

    def table(self) -> ResultTable:
        """Return a row for each structure: whether the two are independent by its arcs."""
        return ResultTable(
            columns=[
                Column("structure", "Structure", TEXT, [*self.by_structure]),
                Column("independent", "Independent", YES_NO, [*self.by_structure.values()]),
            ]
        )

    def sentence(self, structure: str) -> str:
        """Return the answer under one structure."""
        given = f" given {', '.join(self.given)}" if self.given else ""
        if self.by_structure[structure]:
            return f"{self.one} and {self.other} are independent{given}, whatever the numbers."
        return f"{self.one} can tell about {self.other}{given}: a path between them is open."


def independence(view: StudyView, one: Name, other: Name, given: Collection[Name]) -> Independence:
    """Return whether two nodes are d-separated, under every structure.

    Arcs of information count, too: a decision follows what is known when it is made.
    Raises StudyError for unknown names, and for a node that is asked against itself.
    """
    states = view.diagram.states
    for name in (one, other, *given):
        known_name("node", name, states)
    if one == other or one in given or other in given:
        raise StudyError([unplaced("ask.node-asked-about-twice")])
    order = [view.structure, *(name for name in view.study.structures if name != view.structure)]
    found = {}
    for structure in order:
        parents = view.under(structure).diagram.parents
        kept = {name: parents.get(name, ()) for name in states}
        found[structure] = d_separated(kept, [one], [other], given)
    return Independence(
        one=one, other=other, given=tuple(given), by_structure=found, provenance=provenance(view)
    )
