"""Whoever draws the shipped study edit by edit has the shipped study."""

from __future__ import annotations

import dataclasses

from bayesnet.edits.checked import draft_of
from tests.edits.drawing import drawn
from tests.edits.studies import shipped


def test_every_edit_of_the_shipped_diagram_makes_the_shipped_diagram():
    texts = shipped()
    found, wanted = draft_of(drawn(texts)), draft_of(texts)
    assert found.broken == found.unfinished == ()
    for kind in ("decisions", "chance", "utilities"):
        assert list(getattr(found.diagram, kind)) == list(getattr(wanted.diagram, kind))
    for each in dataclasses.fields(wanted.diagram):
        if each.name != "arcs":  # in another order, as each is described when it is drawn
            assert getattr(found.diagram, each.name) == getattr(wanted.diagram, each.name)
    assert described(found) == described(wanted)
    assert found.cpds == wanted.cpds
    for name in ("book", "propositions", "context"):
        assert getattr(found.beside, name) == getattr(wanted.beside, name)
    assert found.beside.structures.keys() == wanted.beside.structures.keys() > {"A"}


def described(draft):
    return {(arc.parent, arc.child): arc for arc in draft.diagram.arcs}
