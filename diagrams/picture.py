"""Say what a diagram shows: the nodes, what is believed of them, and where that comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bayesnet.model import InfluenceDiagram, Name

Finding: TypeAlias = Literal["set", "seen", "likely"]
View: TypeAlias = Literal["overview", "full"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything a drawing needs; nothing here is computed by the drawing.

    beliefs: the distribution of each chance and decision node; before: the same in the comparison,
    drawn as ticks; empty for no bars, no ticks. findings: what was set, seen or made likely.
    strengths: of each arc, 0 to 1; an arc that is missing is drawn thin.
    caption: printed under the picture; notice: the placeholder warning, empty for none.
    """

    diagram: InfluenceDiagram
    title: str
    subtitle: str
    caption: str
    notice: str
    provenance: Mapping[str, str]
    beliefs: Mapping[Name, tuple[float, ...]] = field(default_factory=dict)
    before: Mapping[Name, tuple[float, ...]] = field(default_factory=dict)
    findings: Mapping[Name, Finding] = field(default_factory=dict)
    strengths: Mapping[tuple[Name, Name], float] = field(default_factory=dict)
