"""Plots of sensitivities, plans, draws and calibration show the numbers of their answers."""

from __future__ import annotations

import dataclasses
import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from bayesnet.answers.provenance import provenance
from bayesnet.errors import StudyError
from bayesnet.inference.worlds import first_world
from bayesnet.number_words import MINUS, percent
from bayesnet.sensitivity.alternatives import Spread
from bayesnet.sensitivity.best_and_rival import contest, lead_quantity, outcome_quantity
from bayesnet.sensitivity.drivers import find_drivers
from bayesnet.sensitivity.functions import sensitivity_function, two_way
from bayesnet.sensitivity.parameters import parameters
from bayesnet.sensitivity.pedigree import pedigree_table
from bayesnet.sensitivity.prospects import find_prospects
from bayesnet.sensitivity.quantity import respond
from bayesnet.sensitivity.regions import find_regions
from bayesnet.sensitivity.rows import parse_entry
from bayesnet.sensitivity.rules import behaviour
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling
from bayesnet.uncertainty.comparison import compare
from bayesnet.uncertainty.learning import learning
from diagrams.network.caption import placeholder_tables, standing
from diagrams.network.wording import amount, in_prose, worded
from diagrams.plots.calibration import Called, Record, calibration
from diagrams.plots.comparison import compared_bars
from diagrams.plots.fills import FILLS, PLAIN, box
from diagrams.plots.learning import learning_bars
from diagrams.plots.pedigree import pedigree_map
from diagrams.plots.prospects import best_and_regret
from diagrams.plots.regions import strategy_regions
from diagrams.plots.response import one_way, two_ways
from diagrams.plots.scale import Scale, side_axis
from diagrams.plots.tornado import tornado
from tests.conftest import SHIPPED
from tests.diagrams import geometry
from tests.diagrams.test_golden import resolve

SVG = "{http://www.w3.org/2000/svg}"
KNOWN = {"bomber_posture": "dynamic"}
STRONG, DOUBT = (
    "miscalculation[posture_credibility=weak, hardliner_influence=high]=yes",
    "hardliner_influence[response_style=quiet_restraint, internal_strain=severe]=high",
)


@pytest.fixture(scope="module")
def lead(frozen):
    found = contest(StudyView(frozen, "A", "balanced", KNOWN))
    return lead_quantity(StudyView(frozen, "A", "balanced", KNOWN), found)


@pytest.fixture(scope="module")
def change(frozen):
    s1, s0 = frozen.book.full("S1"), frozen.book.full("S0")
    return outcome_quantity(
        StudyView(frozen, "A"), frozen.diagram.outcome("miscalculation"), s1, s0
    )


@pytest.fixture(scope="module")
def network(frozen):
    return first_world(frozen.network("A"))


def rects(drawing, fill):
    return [e for e in ET.fromstring(drawing.svg).iter(f"{SVG}rect") if e.get("fill") == fill]


def words(drawing):
    return [box.words for box in geometry.texts(drawing.svg)]


def described(drawing):
    return ET.fromstring(drawing.svg).find(f"{SVG}desc").text


def sound(drawing):
    """No two texts overlap, every one lies on the paper, none lies under a round mark."""
    texts = geometry.texts(drawing.svg)
    for one, other in itertools.combinations(texts, 2):
        assert not one.overlaps(other), (one.words, other.words)
    for text in texts:
        assert text.inside(geometry.Box(6, 6, drawing.width - 6, drawing.height - 6)), text.words


def test_a_tornado_s_bars_go_from_the_lowest_to_the_highest(frozen, lead):
    answer = find_drivers(StudyView(frozen, "A"), lead, "table")
    drawing = tornado(frozen, answer)
    lower, higher = rects(drawing, "#fdf6e3")[:-1], rects(drawing, PLAIN.colour)[:-1]
    assert len(lower) == len(higher) == 6  # those that print as something
    wide = [float(e.get("width")) for e in (lower[0], higher[0])]
    bar = answer.drivers[0]
    shares = (answer.base - bar.lowest, bar.highest - answer.base)
    assert wide[0] / wide[1] == pytest.approx(shares[0] / shares[1], rel=1e-3)
    assert drawing.title.startswith("Posture credibility moves it most, from +0.40 to +0.60")
    assert "none of 17 alone puts the rival ahead" in drawing.title
    assert not any(expert in drawing.svg for expert in frozen.priors.experts)
    sound(drawing)


def test_a_tornado_over_draws_says_their_number_and_seed(frozen, lead):
    spread = Spread(kind="draws", sampling=Sampling(draws=200, seed=3))
    drawing = tornado(frozen, find_drivers(StudyView(frozen, "A"), lead, "table", spread))
    assert drawing.stamp["draws"] == "200 draws, seed 3"
    assert "200 draws, seed 3" in drawing.caption


def test_a_curve_runs_through_the_exact_function(frozen, network, change):
    entry = parse_entry(STRONG, network.tables, frozen.diagram.states)
    function = sensitivity_function(respond(change, network), network, entry)
    told = provenance(StudyView(frozen, "A"))
    drawing = one_way(frozen, told, change, function, STRONG, [0.2, 0.4])
    course = next(e for e in ET.fromstring(drawing.svg).iter(f"{SVG}path") if " L" in e.get("d"))
    points = np.array(re.findall(r"([-\d.]+),([-\d.]+)", course.get("d")), dtype=float)
    x = np.linspace(0, 1, len(points))
    slope = np.polyfit(function(x), points[:, 1], 1)
    assert np.allclose(np.polyval(slope, function(x)), points[:, 1], atol=0.02)
    zeros = function.reaching(0.0)
    assert drawing.title.endswith(f"zero at {zeros[0]:.2f}" if zeros else "never zero")
    assert f"as {worded(STRONG, frozen.diagram.labels)} goes from 0 to 1" in drawing.title
    assert "change, in percentage points" in " ".join(words(drawing))
    sound(drawing)


def test_a_curve_of_one_set_of_numbers_knows_no_experts(tmp_path):
    target = tmp_path / "p.svg"
    told = resolve("plot", "sensitivity", STRONG, "--priors", "placeholder",
                   "--study", SHIPPED, "--out", target)  # fmt: skip
    assert told.exit_code == 0, told.output
    assert "expert" not in re.sub(r"<metadata>.*</metadata>", "", target.read_text("utf-8"))


def test_a_two_way_table_prints_the_exact_values(frozen, network, change):
    first, second = (parse_entry(t, network.tables, frozen.diagram.states) for t in (DOUBT, STRONG))
    both = two_way(change, network, first, second)
    drawing = two_ways(frozen, provenance(StudyView(frozen, "A")), change, both, (DOUBT, STRONG))
    cells = [w for w in words(drawing) if re.fullmatch(rf"[+{MINUS}]?\d+\.\d", w)]
    steps = np.linspace(0, 1, 11)
    expected = [
        amount(float(both(x, y)), "probability", 2, signed=True) for x in steps for y in steps
    ]
    assert {"Down:", "Across:"} <= {said.split()[0] for said in words(drawing)}
    axes = [f"{s:.1f}" for s in steps]
    assert sorted(cells) == sorted([*expected, *axes, *axes])
    sound(drawing)


def test_two_entries_of_one_row_are_refused(tmp_path):
    other = STRONG.replace("=yes", "=no")
    told = resolve(
        "plot", "sensitivity", STRONG, other, "--study", SHIPPED, "--out", tmp_path / "p.svg"
    )
    assert told.exit_code == 2
    assert "Name entries of different rows." in told.stderr


def graded(frozen, lead):
    table = pedigree_table(StudyView(frozen, "A"), lead, Spread())
    strengths = (0.3, 0.6, None, 0.3, 0.3, 0.9)
    footings = [
        dataclasses.replace(f, strength=s, grades={"proxy": 1})
        for f, s in zip(table.footings, strengths, strict=False)
    ]
    return dataclasses.replace(table, footings=(*footings, *table.footings[len(footings) :]))


def test_pedigree_marks_the_weak_and_influential_corner(frozen, lead):
    answer = graded(frozen, lead)
    drawing = pedigree_map(frozen, answer)
    assert drawing.title == "Weak and influential: Posture credibility"
    corner = next(e for e in rects(drawing, "#fff4d6") if e.get("stroke") == "#8a4b00")
    box_ = geometry.shape_box(corner)
    assert len(geometry.circles(drawing.svg)) == 6  # the tables that move it visibly
    (left, top, right, bottom) = (box_.left, box_.top, box_.right, box_.bottom)
    inside = [
        e
        for e in ET.fromstring(drawing.svg).iter(f"{SVG}circle")
        if left <= float(e.get("cx")) <= right + 1 and top <= float(e.get("cy")) <= bottom
    ]
    assert len(inside) == 1
    ungraded = pedigree_map(frozen, pedigree_table(StudyView(frozen, "A"), lead, Spread()))
    assert ungraded.title == "Nobody has graded any table yet; most hangs on Posture credibility"
    for found in (drawing, ungraded):
        sound(found)


def test_regions_meet_where_the_answer_says(frozen):
    known = {p.name: p for p in parameters(StudyView(frozen, "A", "balanced"), ("weight",))}
    first, second = known["weight of deterrence"], known["weight of alliance"]
    where = find_regions(StudyView(frozen, "A", "balanced", KNOWN), first, second, 9)
    drawing = strategy_regions(frozen, where, "balanced")
    bands = [
        e
        for e in ET.fromstring(drawing.svg).iter(f"{SVG}rect")
        if e.get("shape-rendering") == "crispEdges"
    ]
    assert len(bands) == len(where.stretches)
    for band, stretch in zip(bands, where.stretches, strict=True):
        width = 430 * (stretch.high - stretch.low)
        if stretch.high + stretch.second > 0.9999:  # covered from the slope on
            assert float(band.get("width")) >= width - 0.02
        else:
            assert float(band.get("width")) == pytest.approx(width, abs=0.02)
    slope = [e.get("points") for e in ET.fromstring(drawing.svg).iter(f"{SVG}polygon")]
    assert slope == ["48,25 478,25 478,285"]
    assert "more than 1 together" in words(drawing)
    at = next(s for s in where.stretches if s.low <= first.at <= s.high and s.second < 0.21)
    assert drawing.title.startswith("Today's plan holds while weight of Deterrence is from 0.00 to")
    assert at.plan["capability_upgrades"].always == "on_schedule"
    assert "weight of Alliance, upward" in words(drawing)
    sound(drawing)


def test_letters_of_regions_cover_no_other_region(frozen):
    """Where the weights come to be all on one attribute, plans are best on slivers of the map."""
    known = {p.name: p for p in parameters(StudyView(frozen, "A", "balanced"), ("weight",))}
    first, second = known["weight of deterrence"], known["weight of alliance"]
    where = find_regions(StudyView(frozen, "A", "balanced", KNOWN), first, second, 53)
    drawing = strategy_regions(frozen, where, "balanced")
    assert len({behaviour(s.plan) for s in where.stretches}) > 6
    bands = [
        (geometry.shape_box(e), e.get("fill"))
        for e in ET.fromstring(drawing.svg).iter(f"{SVG}rect")
        if e.get("shape-rendering") == "crispEdges"
    ]
    circles = list(ET.fromstring(drawing.svg).iter(f"{SVG}circle"))
    assert len(circles) == 2
    for circle in circles:
        x, y = float(circle.get("cx")), float(circle.get("cy"))
        fills = {
            fill
            for band, fill in bands
            if band.left < x + 11 and band.right > x - 11
            if band.top < y + 11 and band.bottom > y - 11
        }
        assert len(fills) == 1


def test_plans_show_how_often_each_is_best(frozen):
    sampling = Sampling(draws=300, seed=5)
    answer = find_prospects(StudyView(frozen, "A", "balanced", KNOWN), sampling)
    drawing = best_and_regret(frozen, answer)
    first = answer.prospects[0]
    assert f"best in {percent(first.chance_best)} of the draws" in drawing.title
    bar = rects(drawing, PLAIN.colour)[0]
    assert float(bar.get("width")) == pytest.approx(150 * first.chance_best, abs=0.01)
    assert drawing.stamp["draws"] == "300 draws, seed 5"
    sound(drawing)


def test_changes_have_their_ranges_over_draws(frozen):
    s5, s0 = frozen.book.full("S5"), frozen.book.full("S0")
    answer = compare(frozen, ["A", "B"], [(s5, s0)], sampling=Sampling(draws=200, seed=2))
    drawing = compared_bars(frozen, answer)
    for row in answer.rows:
        low, _, high = row.difference.interval
        said = f"{100 * low:+.0f} to {100 * high:+.0f}".replace("-", MINUS)
        assert re.sub(rf"[+{MINUS}]0\b", "0", said) in described(drawing)
    assert drawing.stamp["draws"] == "200 draws, seed 2"
    sound(drawing)
    with pytest.raises(StudyError, match=r"S0 has no comparison"):
        compared_bars(frozen, compare(frozen, ["A"], [(s5, s0), (s0, None)]))


def test_learning_shows_worth_and_explained_spread(frozen):
    answer = learning(StudyView(frozen, "A", "balanced", KNOWN), Sampling(draws=200, seed=1))
    drawing = learning_bars(frozen, answer)
    for row in answer.of("expert"):
        assert f"{100 * row.share:.0f} % of {row.outcome}" in words(drawing)
    assert drawing.title.startswith(("Nothing alone is worth learning", "Most worth learning"))
    sound(drawing)


def test_calibration_draws_what_it_is_given(frozen):
    points = tuple(
        Called(called=c, happened=h, events=n) for c, h, n in ((0.1, 0.0, 4), (0.5, 0.75, 120))
    )
    record = Record(
        who="The pool", events="events", across="called", upward="happened", points=points
    )
    drawing = calibration(frozen, provenance(StudyView(frozen, "A")), record)
    assert drawing.title == "Farthest off: called 50 %, 90 of 120 happened"
    circles = [
        (float(c.get("cx")), float(c.get("cy")))
        for c in ET.fromstring(drawing.svg).iter(f"{SVG}circle")
    ]
    (x1, y1), (x2, y2) = circles[:2]
    assert (y1 - y2) / (x2 - x1) == pytest.approx(0.75 / 0.4)
    sound(drawing)


def test_fillings_differ_in_their_lines(frozen):
    """In grey print the colours are nearly one: the lines alone tell the fillings apart."""
    assert len({fill.lines for fill in FILLS}) == len(FILLS)
    for fill in FILLS:
        drawn = box(3, 5, 40, 20, fill)
        for x, y in re.findall(r"[ML]([\d.]+),([\d.]+)", "".join(drawn[1:])):
            assert 3 <= float(x) <= 43
            assert 5 <= float(y) <= 25


def test_captions_say_of_when_the_priors_are_and_what_is_made_up(frozen, tmp_path):
    assert standing(frozen) == (
        "Priors 0002 of 2 November 2026; 17 of 17 probability tables are placeholders."
    )
    asked = dataclasses.replace(frozen.priors, illustrative=False)
    elicited = frozen.with_priors(asked)
    assert placeholder_tables(elicited) == 1  # a table that experts are not asked about
    said = "Priors 0002 of 2 November 2026; 1 of 17 probability tables is a placeholder."
    assert standing(elicited) == said
    everything = {name: cpd for name, cpd in elicited.cpds.items() if cpd.asked}
    whole = dataclasses.replace(elicited, cpds=everything)
    assert standing(whole) == "Priors 0002 of 2 November 2026."
    nobody = {expert: {} for expert in asked.judgements}
    silent = elicited.with_priors(dataclasses.replace(asked, judgements=nobody))
    assert placeholder_tables(silent) == 17
    told = resolve("draw", "--study", SHIPPED, "--out", tmp_path / "p.svg", "--caption")
    assert "Priors 0002 of 2 November 2026; 17 of 17 probability tables" in told.output


def test_names_are_read_as_labels(frozen):
    labels = frozen.diagram.labels
    assert worded("internal_strain[]=severe", labels) == "DPRK internal strain: severe"
    assert worded(STRONG, labels).startswith("DPRK miscalculation [Posture credibility: weak, ")


def test_a_lead_that_is_never_zero_says_where_another_plan_is_best(tmp_path):
    """It is the lead over the nearest rival as it is now; a third plan may overtake both."""
    entry = "message_coherence[message_discipline=national_lines, burden_dispute=open_public, "
    entry += "opcon_process=integrated]=coherent"
    where = ("--study", SHIPPED, "--out", tmp_path / "p.svg")
    assert resolve("plot", "sensitivity", entry, *where).exit_code == 0
    told = " ".join(re.findall(r">([^<{]+)<", (tmp_path / "p.svg").read_text("utf-8")))
    assert "never zero, yet the best plan changes at 0.46" in told
    assert "the best plan changes first at 0.458 (Message discipline: joint line" in told
    assert resolve("plot", "sensitivity", "internal_strain=severe", *where).exit_code == 0
    assert "No other plan, this rival or another" in (tmp_path / "p.svg").read_text("utf-8")


def test_prose_keeps_its_words(frozen):
    """A word that is a node's name too is the word; a name where only names stand is the node."""
    labels = frozen.diagram.labels
    for said in (
        "A1 Provocation short of war and miscalculation can be told apart.",
        "the change of P(Deterrence holds), 'No alliance' against 'deterrence, alliance'",
    ):
        assert in_prose(said, {**labels, "can": "Canned", "apart": "Distance"}) == said
    told = in_prose("the best plan's lead over opcon_process=integrated", labels)
    assert told == "the best plan's lead over OPCON process: integrated"
    assert in_prose("weight of alliance", {"alliance": "Allies"}) == "weight of Allies"
    assert in_prose("rain as e_1 has it", {"rain": "Rainfall"}) == "Rainfall as e 1 has it"
    keys = [p.key for cpd in frozen.cpds.values() for p in cpd.parameters()]
    keys += [*frozen.cpds, STRONG, "internal_strain=severe"]
    assert [in_prose(key, labels) for key in keys] == [worded(key, labels) for key in keys]


def test_an_assumptions_words_are_its_own(frozen, lead):
    drawing = tornado(frozen, find_drivers(StudyView(frozen, "A"), lead, "assumption"))
    assert "war and miscalculation can be told apart" in drawing.about


def test_an_upward_axis_has_its_labels_beside_its_lines():
    drawn = side_axis(Scale(low=0, high=1, left=100, right=0, step=0.5), 20, 80, str)
    assert [re.search(r">([\d.]+)<", d)[1] for d in drawn[1::2]] == ["0.0", "0.5", "1.0"]


def test_answers_show_themselves_in_a_notebook(frozen, lead):
    found = find_drivers(StudyView(frozen, "A"), lead, "table")
    for answer in (found, pedigree_table(StudyView(frozen, "A"), lead, Spread())):
        assert "posture_credibility" in answer._repr_html_()
        assert "priors 0002" in answer._repr_html_()
    assert tornado(frozen, found)._repr_svg_().startswith("<svg")


def test_parts_of_a_parameterised_table_are_said_in_words(frozen):
    """Every question of every method the study uses, as ``plot learn`` prints them."""
    labels = frozen.diagram.labels
    link = "provocation_calculus.link[response_style=threat_trading]"
    assert worded(link, labels) == "Pull of provocation, Response style: threat trading alone"
    keys = [p.key for cpd in frozen.cpds.values() for p in cpd.parameters()]
    assert not [told for key in keys if re.search(r"[._]", told := worded(key, labels))]


def test_a_table_hidden_behind_its_rows_is_noted_without_a_command(frozen, lead):
    drawing = tornado(frozen, find_drivers(StudyView(frozen, "A"), lead, "row"))
    told = "Posture credibility: each row moves it little, for 9 rows share the effect."
    assert told in drawing.svg
    assert "--by" not in drawing.svg
