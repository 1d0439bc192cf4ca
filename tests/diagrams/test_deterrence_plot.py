"""The plot of a deterrence curve shows its numbers, says its finding and names no expert."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from bayesnet.adversary.answer import adversary
from bayesnet.adversary.curve import deterrence_curve
from bayesnet.adversary.mind import agent_of
from bayesnet.adversary.variants import with_agent
from bayesnet.study.view import StudyView
from diagrams.answers import picture
from diagrams.plots.deterrence import HEIGHT, LEFT, POOL, WIDTH, deterrence_plot

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def asked(frozen):
    view = StudyView(frozen, "E", "balanced", {"bomber_posture": "dynamic"})
    return view, adversary(view, frozen.book.full("S0"), agent_of(view))


def courses(drawing):
    """The curves as drawn, pool last, each as points of pixels from the axes' corner."""
    paths = [p for p in ET.fromstring(drawing.svg).iter(f"{SVG}path") if "L" in p.get("d", "")]
    lines = [p for p in paths if p.get("fill") == "none" and p.get("d").count("L") > 50]
    return [
        (
            float(p.get("stroke-width")),
            np.array(re.findall(r"(-?[\d.]+),(-?[\d.]+)", p.get("d")), float),
        )
        for p in lines
    ]


def test_every_curve_is_drawn_where_its_numbers_are(asked):
    view, answer = asked
    curve = deterrence_curve(answer)
    drawn = courses(deterrence_plot(view, answer, curve))
    assert len(drawn) == len(answer.experts) + 1
    assert drawn[-1][0] == POOL
    wanted = curve.acting[::-1].ravel()
    pixels = np.concatenate([points for _, points in drawn])
    slope, _ = line = np.polyfit(wanted, pixels[:, 1], 1)  # one scale for all, upward
    assert slope <= 0.5 - HEIGHT
    assert np.abs(np.polyval(line, wanted) - pixels[:, 1]).max() < 0.1
    across = np.tile(curve.factors, len(drawn))
    line = np.polyfit(across, pixels[:, 0], 1)
    assert line[1] == pytest.approx(LEFT, abs=0.1)  # it begins at 0
    assert line[0] * curve.factors[-1] <= WIDTH
    assert np.abs(np.polyval(line, across) - pixels[:, 0]).max() < 0.1


def test_the_title_is_the_finding(asked):
    view, answer = asked
    curve = deterrence_curve(answer)
    drawing = deterrence_plot(view, answer, curve)
    said = "DPRK acts half as often as now where what acting costs whatever follows weighs 1.68"
    assert said in drawing.about
    assert "stroke-dasharray" in drawing.svg
    assert f"Now it acts with probability {100 * answer.acting[0]:.0f} %" in drawing.about
    never = dataclasses.replace(
        curve,
        threshold=dataclasses.replace(curve.threshold, factors=np.full(7, np.nan)),
    )
    other = deterrence_plot(view, answer, never)
    assert "half as often" not in other.about
    first, last = (f"{100 * curve.acting[0, at]:.0f} %" for at in (0, -1))
    assert f"From {first} to {last} as what acting costs" in other.about
    assert "stroke-dasharray" not in other.svg


def test_no_expert_is_named(asked):
    drawing = picture(*asked).drawing
    for expert in asked[1].experts:
        assert expert not in drawing.svg
        assert expert.replace("_", " ") not in drawing.svg


def test_with_noise_nothing_is_claimed_to_be_exact(asked):
    view, answer = asked
    noisy = dataclasses.replace(answer.mind.agent, behaviour="quantal")
    changed = with_agent(view, noisy, noisy.id)
    drawing = picture(changed, adversary(changed, answer.scenario, noisy)).drawing
    assert "solved exactly" not in drawing.svg
    assert "half as often" not in drawing.about
