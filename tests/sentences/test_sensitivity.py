"""Every sentence and cell of ``sensitivity`` of one entry, with the entry put there in the joint."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.sentences.claims import Judge, claim, close
from tests.sentences.common import COMMON
from tests.sentences.every_plan import EveryPlan, shared
from tests.sentences.printed import run
from tests.sentences.small import scaled_study, small_study
from tests.sentences.test_drivers import Lead, Outcome
from tests.sentences.test_switch import Switched, turns
from tests.sentences.truth import Truth

STUDIES = 60
COUNTED = "situations (probability"


class Curve:
    """A quantity as one entry of the pool's tables moves and the rest of its row shares."""

    def __init__(self, said, node, given, state):
        self.said, self.node, self.given, self.state = said, node, given, state
        self.table = said.tables[node]
        self.row = self.table.values[(*given, slice(None), 0)]

    def at(self, x):
        values = self.table.values[..., :1].copy()
        moved = shared(self.row, self.state, 0.0) * (1 - x)
        moved[self.state] = x
        values[(*self.given, slice(None), 0)] = moved
        return self.said.value({**self.said.pool(), self.node: values})

    @property
    def own(self):
        return self.table.values[(*self.given, self.state)][1:]


@claim(
    r"(?P<entry>\S.*?) is (?P<at>\S+), and (?P<label>.+) is (?P<now>\S+?)(?:; over the experts' own "
    r"(?P<low>\S+) to (?P<high>\S+) it goes from (?P<least>\S+) to (?P<most>\S+?))?\."
)
def opening(truth, entry, at, label, now, low, high, least, most):
    curve, size = truth.curve, truth.said.size
    assert entry == truth.entry
    assert close(at, curve.row[curve.state])
    assert close(now, curve.at(curve.row[curve.state]), size)
    assert (low is not None) == (len(truth.experts) > 1)
    if low is not None:
        own = curve.own if len(curve.own) else curve.row[[curve.state]]
        assert close(low, own.min())
        assert close(high, own.max())
        ends = [curve.at(own.min()), curve.at(own.max()), curve.at(curve.row[curve.state])]
        assert close(least, np.nanmin(ends), size)
        assert close(most, np.nanmax(ends), size)


@claim(r"f\(x\) = (?P<formula>[^=]+)")
def formula(truth, formula):
    """Six figures of a formula are near the curve, wherever it exists."""
    code = re.sub(r"(\S+) x", r"\1 * x", formula)
    assert re.fullmatch(r"[-+*/() .\dex]+", code), code
    values = [truth.curve.at(x) for x in np.linspace(0.05, 0.95, 10)]
    size = max(1e-300, *(abs(v) for v in values if np.isfinite(v)), truth.said.size)
    for x, value in zip(np.linspace(0.05, 0.95, 10), values, strict=True):
        if np.isfinite(value):
            told = eval(code, {"__builtins__": {}}, {"x": x})
            assert told == pytest.approx(value, abs=1e-4 * size), (formula, x, value)


@claim(r"(?:It|The .+) is zero (?:at (?P<places>[\d., ]+)|nowhere from 0 to 1)\.")
def zeros(truth, places):
    grid = np.linspace(0, 1, 201)
    values = np.array([truth.curve.at(x) for x in grid])
    finite = values[np.isfinite(values)]
    if places is None:
        crossings = (finite[:-1] * finite[1:] < 0) & (np.abs(np.diff(finite)) > truth.said.slack)
        return not crossings.any()
    near = 2e-4 * float(np.ptp(finite)) + truth.said.slack
    return all(abs(truth.curve.at(float(place))) <= near for place in places.split(", "))


@claim(r"No other plan, this rival or another, becomes best anywhere from 0 to 1\.")
def never_overtaken(truth):
    ways = truth.ways()
    return not any(0 < truth.switched.passed[i] < np.inf for i in ways)


@claim(r"The best plan changes first at (?P<to>\S+), going (?P<way>up|down): (?P<change>.+)\.")
def overtaken(truth, to, way, change):
    said = truth.switched
    mine = [i for i in truth.ways() if (said.way[i].end > said.way[i].at) == (way == "up")]
    assert len(mine) == 1
    if said.passed[mine[0]] == 0 or np.isnan(said.passed[mine[0]]):
        return
    assert said.passed[mine[0]] < np.inf, "no plan overtakes it"
    assert close(to, said.to(mine[0]))
    truth.said, kept = said, truth.said
    turns(truth, mine[0], change)
    truth.said = kept


@claim(r"Sensitivity value (?P<value>\S+): what one unit of x would move it by, .+\.")
def value_is(truth, value):
    """The slope where the entry is; the size alone is told."""
    at = float(truth.curve.row[truth.curve.state])
    step = 1e-5
    low, high = max(0.0, at - step), min(1.0, at + step)
    slope = (truth.curve.at(high) - truth.curve.at(low)) / (high - low)
    if not np.isfinite(slope):
        return
    size = max(truth.said.size, abs(slope))
    assert abs(float(value)) == pytest.approx(abs(slope), rel=6e-3, abs=1e-4 * size)


JUDGE = Judge(claims=(opening, formula, zeros, never_overtaken, overtaken, value_is, *COMMON))


def judged(truth, printed):
    JUDGE.hear(printed.lines, truth)
    for row in printed.tables[0]:
        value = truth.curve.at(float(row["x"]))
        if not np.isfinite(value):
            assert row["f(x)"] == "impossible", row
        else:
            assert close(row["f(x)"], value, truth.said.size), (row, value)


def entries(study, rng):
    """One entry of two tables, named as they are in commands."""
    states = study.diagram.states
    tables = study.network("A").tables
    for node in rng.permutation(list(tables))[:2]:
        table = tables[str(node)]
        given = tuple(int(rng.integers(n)) for n in table.values.shape[:-2])
        state = int(rng.integers(table.values.shape[-2]))
        case = ", ".join(f"{p}={states[p][g]}" for p, g in zip(table.scope, given, strict=False))
        yield str(node), given, state, f"{node}[{case}]={states[str(node)][state]}"


def heard(study):
    """One study's curves judged: of an outcome, and of the best plan's lead."""
    truth, answered = Truth(study), None
    rng = np.random.default_rng(len(study.diagram.states))
    for node, given, state, name in entries(study, rng):
        for outcome in study.diagram.outcomes[:1]:
            words = ("sensitivity", name, "--on", outcome.id, "--scenario", "S3")
            printed = run(study, *words)
            if printed.code:
                assert printed.code == 2, printed.output
                assert "nan" not in printed.output
                continue
            truth.said = Outcome(truth, "row", outcome, truth.full("S3"))
            truth.curve, truth.entry = Curve(truth.said, node, given, state), name
            judged(truth, printed)
            answered = printed
        answered = of_lead(truth, node, given, state, name) or answered
    return answered


def of_lead(truth, node, given, state, name):
    study = truth.study
    if not (study.diagram.decisions and study.diagram.utilities):
        return None
    if EveryPlan(truth).taken is None:
        return None
    decided = run(study, "decide").tables[0]
    texts = {truth.decision_of(row["Decision"]): row["Best rule"] for row in decided}
    printed = run(study, "sensitivity", name)
    if printed.code:
        assert printed.code == 2, printed.output
        return None
    label = re.search(r"lead over (.+?) is [-\d.,]+[;.]", printed.output)
    if any(COUNTED in text for text in (*texts.values(), label[1])):
        return None
    truth.said = Lead(truth, "row", texts, label[1])
    if not truth.said.one_rival:
        return None
    truth.switched = Switched(truth, texts)
    whole = name if name in {w.name for w in truth.switched.way} else None
    truth.ways = lambda: [i for i, w in enumerate(truth.switched.way) if w.name == name]
    if whole is None:
        return None  # the first of two states: its way is the other's, told by the second
    truth.curve, truth.entry = Curve(truth.said, node, given, state), name
    judged(truth, printed)
    return printed


@pytest.mark.slow
@pytest.mark.parametrize("kind", [small_study, scaled_study])
def test_sensitivity_says_what_is_so(kind):
    answered = [heard(kind(seed)) for seed in range(STUDIES)]
    assert sum(one is not None for one in answered) > STUDIES / 4
