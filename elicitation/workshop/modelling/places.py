"""Keep in ``layout.json`` where people want nodes to stand, as an edit like any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bayesnet.edits.texts import Texts
from bayesnet.study.model import Name
from diagrams.network.kept_layout import FILE, Kept, read_kept, write_kept
from diagrams.network.layout import Layout, Point

VIEW = "full"
FARTHEST = 20_000.0
"""Pixels from the corner that a node may be moved."""


def _kept(texts: Texts) -> Kept:
    return read_kept(texts[FILE])[0] if FILE in texts else {}


def kept_in_text(texts: Texts) -> Mapping[Name, Point]:
    """Return the centres that the study keeps, none where it keeps none or they cannot be read."""
    return _kept(texts).get(VIEW, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A node moved to where it shall stay; the others stay where they stand.

    centres: of all nodes as the page shows them, in pixels; they become the study's.
    """

    name: Name
    x: float
    y: float
    centres: Mapping[Name, Point]

    def change(self, texts: Texts) -> Texts:
        """Return the texts with all places kept."""
        x, y = (min(max(value, 0.0), FARTHEST) for value in (self.x, self.y))
        centres = {**self.centres, self.name: (x, y)}
        layout = Layout(centres=centres, curves=(), width=0.0, height=0.0)
        return {**texts, FILE: write_kept(_kept(texts), VIEW, layout)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidy:
    """All nodes laid out anew by the program: no place is kept any more."""

    def change(self, texts: Texts) -> Texts:
        """Return the texts without kept places."""
        rest = {view: centres for view, centres in _kept(texts).items() if view != VIEW}
        if not rest:
            return {name: text for name, text in texts.items() if name != FILE}
        view, centres = next(iter(rest.items()))
        layout = Layout(centres=centres, curves=(), width=0.0, height=0.0)
        return {**texts, FILE: write_kept(rest, view, layout)}
