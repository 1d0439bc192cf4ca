"""The plot over a belief: two thick lines where the numbers are, solid without and dashed with."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from bayesnet.adversary.answer import adversary
from bayesnet.adversary.belief_curve import belief_curve
from bayesnet.adversary.mind import agent_of
from bayesnet.study.view import StudyView
from diagrams.plots.belief import DASHED, SOLID, belief_plot
from diagrams.plots.deterrence import LEFT, POOL, WIDTH

SVG = "{http://www.w3.org/2000/svg}"


def test_two_lines_are_the_two_options_and_experts_are_not_named(frozen):
    view = StudyView(frozen, "E", "balanced", {"bomber_posture": "dynamic"})
    answer = adversary(view, frozen.book.full("S0"), agent_of(view))
    curve = belief_curve(view, answer)
    drawing = belief_plot(view, answer, curve)
    paths = [p for p in ET.fromstring(drawing.svg).iter(f"{SVG}path") if " L" in p.get("d", "")]
    drawn = [p for p in paths if p.get("stroke-dasharray") in (SOLID, DASHED)]
    assert len(drawn) == 2 * 7
    pool = {p.get("stroke-dasharray"): p for p in drawn if float(p.get("stroke-width")) == POOL}
    places = {}
    for dashes, line in ((SOLID, curve.without), (DASHED, curve.with_it)):
        found = re.findall(r"([\d.]+),([\d.]+)", pool[dashes].get("d"))
        (x0, y0), (x1, y1) = ((float(x), float(y)) for x, y in found)
        assert (x0, x1) == (LEFT, LEFT + WIDTH)
        places[dashes] = [(line.never[0], y0), (line.always[0], y1)]
    (a, ya), (b, yb) = places[SOLID]
    per_point = (yb - ya) / (b - a)  # pixels for the same probability, on both lines
    for probability, y in places[DASHED]:
        assert y == pytest.approx(ya + per_point * (probability - a), abs=0.1)
    assert "6 of 6 lower" in drawing.svg
    assert not any(expert in drawing.svg for expert in frozen.priors.experts)
