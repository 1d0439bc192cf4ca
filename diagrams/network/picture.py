"""Say what a diagram shows: the nodes, what is believed of them, and where that comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bayesnet.study.model import InfluenceDiagram, Name

Finding: TypeAlias = Literal["set", "seen", "likely"]
View: TypeAlias = Literal["overview", "full"]
ArcName: TypeAlias = tuple[Name, Name]
ArcKind: TypeAlias = Literal[
    "cause",  # as thick as it is strong
    "information",  # known when deciding
    "counts",  # towards a value
    "cut",  # into a node that was set
    "sourced",  # as thick as it has sources
    "unsourced",
    "unchanged",  # in both structures compared
    "added",
    "dropped",
    "changed",  # in both, with another table
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A small label on an arc.

    look: how it is drawn: ``plus`` white, ``minus`` black, ``mixed`` grey, ``contested`` black
    diamond; ``solid``, ``caveat`` and ``unsupported`` are tags of assumptions; ``word`` is a word.
    """

    text: str
    look: Literal[
        "plus", "minus", "mixed", "contested", "solid", "caveat", "unsupported", "word"
    ] = "word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line below the legend; it belongs to arcs, and is left out where none of them is drawn."""

    text: str
    arcs: tuple[ArcName, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything a drawing needs; nothing here is computed by the drawing.

    beliefs: the distribution of each chance and decision node; before: the same in the comparison,
    drawn as ticks; empty for no bars, no ticks. difference: bars show the change instead.
    findings: what was set, seen or made likely.
    scores, scores_before: the expected score of each value, now and in the comparison.
    shown: the nodes that are drawn, all if None; outside: those of them that are drawn pale and by
    name only, because they lie outside the part that the picture is about.
    strengths: of each arc, 0 to 1; an arc that is missing is drawn thin. kinds: of the arcs that
    are drawn otherwise than the diagram says. marks: small labels on arcs.
    notes: lines below the legend.
    caption: the origin, printed under the picture; notice: the placeholder warning, or empty.
    standing: for the caption alone, of when the priors are and how many tables are placeholders.
    """

    diagram: InfluenceDiagram
    title: str
    subtitle: str
    caption: str
    notice: str
    provenance: Mapping[str, str]
    beliefs: Mapping[Name, tuple[float, ...]] = field(default_factory=dict)
    before: Mapping[Name, tuple[float, ...]] = field(default_factory=dict)
    difference: bool = False
    findings: Mapping[Name, Finding] = field(default_factory=dict)
    scores: Mapping[Name, float] = field(default_factory=dict)
    scores_before: Mapping[Name, float] = field(default_factory=dict)
    shown: frozenset[Name] | None = None
    outside: frozenset[Name] = frozenset()
    strengths: Mapping[ArcName, float] = field(default_factory=dict)
    kinds: Mapping[ArcName, ArcKind] = field(default_factory=dict)
    marks: Mapping[ArcName, tuple[Mark, ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    standing: str = ""

    @property
    def names(self) -> tuple[Name, ...]:
        """Return the nodes that are drawn, decisions first."""
        nodes = self.diagram.nodes
        return tuple(name for name in nodes if self.shown is None or name in self.shown)

    @property
    def arcs(self) -> tuple[ArcName, ...]:
        """Return the arcs between the nodes that are drawn."""
        drawn = set(self.names)
        return tuple(
            (parent, child)
            for child, parents in self.diagram.parents.items()
            for parent in parents
            if child in drawn and parent in drawn
        )

    @property
    def told(self) -> tuple[str, ...]:
        """Return the notes on the arcs that are drawn."""
        drawn = set(self.arcs)
        return tuple(note.text for note in self.notes if drawn.intersection(note.arcs))

    def kind(self, arc: ArcName) -> ArcKind:
        """Return how an arc is drawn."""
        child = arc[1]
        if arc in self.kinds:
            return self.kinds[arc]
        if child in self.diagram.decisions:
            return "information"
        if self.findings.get(child) == "set":
            return "cut"
        return "counts" if child in self.diagram.utilities else "cause"
