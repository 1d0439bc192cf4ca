"""Plots show the numbers of the answers, name no expert, and say the finding in their title."""

from __future__ import annotations

import itertools
import json
import math
import re
import shutil
import xml.etree.ElementTree as ET

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bayesnet.answers.whatif import what_if
from bayesnet.decisions.information import value_of_information
from bayesnet.decisions.solve import forced_options
from bayesnet.folder.reading import open_study
from bayesnet.study.view import StudyView
from diagrams.decisions.plans import best_plan
from diagrams.plots.decisions import information_bars, option_profiles, risk_curves
from diagrams.plots.judgements import movement, ranges
from diagrams.plots.outcomes import experts_strip, what_if_bars
from diagrams.plots.scale import Scale, round_scale
from elicitation.cli import main
from tests.diagrams import geometry

SVG = "{http://www.w3.org/2000/svg}"


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plots") / "study"
    assert resolve("init", folder).exit_code == 0
    return folder


@pytest.fixture(scope="module")
def answer(frozen):
    return what_if(StudyView(frozen, "A"), frozen.book.full("S5"), frozen.book.full("S0"))


@pytest.fixture(scope="module")
def plan(frozen):
    return best_plan(StudyView(frozen, "A", "balanced", {"bomber_posture": "dynamic"}))


def rects(svg, fill):
    return [e for e in ET.fromstring(svg).iter(f"{SVG}rect") if e.get("fill") == fill]


def circles(svg):
    return list(ET.fromstring(svg).iter(f"{SVG}circle"))


def described(drawing):
    return ET.fromstring(drawing.svg).find(f"{SVG}desc").text


def test_bars_are_as_long_as_the_probabilities(frozen, answer):
    drawing = what_if_bars(frozen, answer)
    bars = rects(drawing.svg, "#d98c00")[:-1]  # the last is the legend's
    assert len(bars) == len(answer.outcomes)
    for bar, outcome in zip(bars, answer.outcomes, strict=True):
        assert float(bar.get("width")) == pytest.approx(300 * outcome.value, abs=0.01)
    most = max(answer.outcomes, key=lambda a: abs(a.difference))
    assert drawing.title.startswith(most.outcome.label)
    assert f"{round(100 * abs(most.difference))} points" in drawing.title
    assert most.agreement() in drawing.title


def test_the_strip_has_a_dot_an_expert_and_the_signs_of_the_answer(frozen, answer):
    drawing = experts_strip(frozen, answer)
    assert len(circles(drawing.svg)) == 6 * len(answer.outcomes) + 1
    words = [box.words for box in geometry.texts(drawing.svg)]
    counts = [w for w in words if re.fullmatch(r"[0-6]", w)]
    signs = [str(count) for a in answer.outcomes for count in a.signs]
    assert sorted(counts) == sorted([*signs, "0"])  # and the zero of the axis
    for outcome in answer.outcomes:
        falls, same, rises = outcome.signs
        told = f"{outcome.outcome.label}: {falls} lower, {same} unchanged, {rises} higher"
        assert told in described(drawing)


def test_dots_of_the_same_value_stand_beside_each_other(frozen, answer):
    found = [
        (float(c.get("cx")), float(c.get("cy")), float(c.get("r")))
        for c in circles(experts_strip(frozen, answer).svg)[:-1]
    ]
    for index, (x, y, r) in enumerate(found):
        for ox, oy, other in found[index + 1 :]:
            assert math.hypot(x - ox, y - oy) >= r + other


def test_every_expert_of_one_value_has_a_dot_and_the_pool_is_seen_beyond_them(frozen):
    """Under S6 all six leave hardliners as they are: six dots, one above the other."""
    answer = what_if(StudyView(frozen, "A"), frozen.book.full("S6"), frozen.book.full("S0"))
    svg = experts_strip(frozen, answer).svg
    places = [(c.get("cx"), c.get("cy"), float(c.get("r"))) for c in circles(svg)[:-1]]
    assert len({*places}) == 6 * len(answer.outcomes)
    heights = sorted(float(y) for _, y, _ in places)
    assert min(b - a for a, b in itertools.pairwise(sorted({*heights}))) > 0
    marks = [
        (float(mark.get("y1")), float(mark.get("y2")))
        for mark in ET.fromstring(svg).iter(f"{SVG}line")
        if mark.get("stroke-width") == "4"
    ]
    per = [marks[index] for index in range(len(answer.outcomes))]
    for low, high in per:
        own = [(y, r) for _, text, r in places if low < (y := float(text)) < high]
        assert len(own) == 6
        assert min(y - r for y, r in own) > low + 3
        assert max(y + r for y, r in own) < high - 3


def test_no_expert_is_named_in_a_plot_of_judgements(frozen):
    key = "ally_confidence[message_coherence=mixed, bomber_posture=dynamic]"
    drawing = ranges(frozen, [frozen], key)
    for expert in frozen.priors.experts:
        assert expert not in drawing.svg
        assert expert.replace("_", " ") not in drawing.svg
    # three states, six experts, one version; and one dot in the legend
    assert len(circles(drawing.svg)) == 3 * 6 + 1
    best = [float(a[key].best[2]) for a in frozen.priors.judgements.values()]
    reach = dict.fromkeys(f"{100 * end:.0f} %" for end in (min(best), max(best)))
    assert f"best answers of 6 experts at {next(iter(reach))}" in described(drawing)
    assert len(reach) == 1


def test_movement_shows_who_moved_from_where_to_where(study, frozen):
    before, _ = open_study(study, "1")
    after, _ = open_study(study, "2")
    drawing = movement(after, before)
    moved = sum(
        any(before.priors.judgements[who][k].best != j.best for k, j in answers.items())
        for who, answers in after.priors.judgements.items()
    )
    assert drawing.title.startswith(f"{moved} of 6 experts moved, by ")
    for expert in frozen.priors.experts:
        assert expert not in drawing.svg
    told = resolve("plot", "movement", "--priors", "1", "--study", study)
    assert told.exit_code == 2
    assert "there is no version before priors 0001." in told.stderr


def test_risk_profiles_have_the_means_of_the_solver(plan):
    profiles = option_profiles(plan, "response_style")
    means = forced_options(plan.problem)["response_style"][:, 0]
    for profile, mean in zip(profiles.values(), means, strict=True):
        assert profile.mean == pytest.approx(mean, rel=1e-9)
    drawing = risk_curves(plan, "response_style")
    assert drawing.title.startswith("Response style: resolve and offer is best on average")
    dashes = {
        e.get("stroke-dasharray")
        for e in ET.fromstring(drawing.svg).iter(f"{SVG}path")
        if " L" in e.get("d")
    }
    assert len(dashes) == 3  # told apart without their colour


def test_a_total_a_little_below_nothing_does_not_stretch_the_axis_of_points(plan):
    """A cost of 10 of 100, at a weight of a fifth, alone makes -2."""
    profiles = option_profiles(plan, "capability_upgrades")
    assert min(float(p.values[0]) for p in profiles.values()) == pytest.approx(-2)
    drawing = risk_curves(plan, "capability_upgrades")
    ticks = [box.words for box in geometry.texts(drawing.svg) if re.fullmatch(r"-?\d+", box.words)]
    assert ticks == ["0", "20", "40", "60", "80", "100"]
    for path in ET.fromstring(drawing.svg).iter(f"{SVG}path"):
        if " L" in path.get("d"):
            xs = [float(x) for x in re.findall(r"([-\d.]+),", path.get("d"))]
            assert min(xs) == xs[0]


def test_information_is_worth_what_the_solver_says(plan):
    drawing = information_bars(plan, "response_style")
    assert drawing.title == "No single observation would change response style"
    assert (
        "Cannot be known before it, because it depends on it or on a later decision: Perceived"
        in " ".join(box.words for box in geometry.texts(drawing.svg))
    )
    early = information_bars(plan, "capability_upgrades")
    for name, label in plan.labels.items():
        found = re.search(rf"{re.escape(label)} ([\d.]+)[;.]", described(early))
        if found:
            worth = float(value_of_information(plan.problem, name, "capability_upgrades")[0])
            assert float(found[1].rstrip(".")) == pytest.approx(worth, abs=0.006)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("experts S0", "S0 has no comparison. Name one with --against."),
        ("ranges --question rift_lin", "no question has the key 'rift_lin';"),
        ("risk --decision response", "'response' is no open decision; did you mean"),
        ("whatif S55", "there is no scenario 'S55';"),
    ],
)
def test_what_cannot_be_plotted_is_refused(study, words, sentence):
    result = resolve("plot", *words.split(), "--study", study)
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_a_plot_s_files_say_what_made_it(study, tmp_path):
    for kind in ("svg", "png", "pdf"):
        target = tmp_path / f"p.{kind}"
        made = resolve("plot", "whatif", "S5", "--study", study, "--out", target, "--dpi", "60")
        assert made.exit_code == 0, made.output
        told = resolve("trace", target, "--study", study)
        assert told.exit_code == 0, told.output
        assert "Resolve plus standing offer, against Status quo, July 2020" in told.output


def test_a_study_without_ranges_or_experts_is_plotted(study, tmp_path):
    shutil.copytree(study, tmp_path / "study")
    target = tmp_path / "p.svg"
    made = resolve(
        *("plot", "whatif", "S5", "--priors", "placeholder"),
        *("--study", tmp_path / "study", "--out", target),
    )
    assert made.exit_code == 0, made.output
    assert json.loads(ET.fromstring(target.read_text()).find(f"{SVG}metadata").text)


@given(st.floats(-1e3, 1e3), st.floats(0, 1e3), st.integers(2, 9))
def test_an_axis_holds_its_values_and_ends_on_round_ones(low, span, most):
    scale = round_scale(low, low + span, 0.0, 100.0, most=most)
    assert scale.low <= low + 1e-6
    assert scale.high >= low + span - 1e-6
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= most + 3
    assert scale.at(ticks[0]) == pytest.approx(0.0, abs=1e-6)
    assert scale.at(ticks[-1]) == pytest.approx(100.0, abs=1e-4)


def test_a_scale_is_linear():
    scale = Scale(low=10.0, high=20.0, left=0.0, right=50.0)
    assert [scale.at(v) for v in (10, 15, 20, 25)] == [0, 25, 50, 50]
