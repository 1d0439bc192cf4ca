"""Rules of aggregation against the published columns of aggreCAT, and by hand where it has none.

The judgements are those of 25 participants on 25 claims in two rounds (`data_ratings`), the columns
those of `data_confidence_scores`, both of aggreCAT 1.0 (Gould, Gray, Willcox, O'Hara, Hanea, Wilkinson &
Fidler; MIT licence), with the participants numbered anew.
"""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path
from statistics import NormalDist, mean

import numpy as np
import pytest
from scipy.stats import triang

from elicitation.aggregation.estimates import Estimates, Rounds, weighted
from elicitation.aggregation.methods import METHODS
from elicitation.aggregation.mixtures import triangular
from tests.elicitation.workshop import EXPERTS, begin, done, refused, resolve, submit

ORACLES = Path(__file__).parents[1] / "oracles"
PUBLISHED = json.loads((ORACLES / "replicats_published.json").read_text("utf-8"))
EXACT = [
    "ArMean", "Median", "LOArMean", "BetaArMean", "IntWAgg", "IndIntWAgg", "AsymWAgg",
    "IndIntAsymWAgg", "VarIndIntWAgg", "KitchSinkWAgg", "OutWAgg", "DistLimitWAgg", "ShiftWAgg",
]  # fmt: skip


def grid(column: str) -> np.ndarray:
    with (ORACLES / "replicats_judgements.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    claims = PUBLISHED["claims"]
    people = sorted({row["participant"] for row in rows})
    found = np.full((len(claims), len(people)), np.nan)
    for row in rows:
        at = claims.index(int(row["claim"])), people.index(row["participant"])
        found[at] = float(row[column])
    return found


def estimates(number: int) -> Estimates:
    best, low, high = (grid(f"{name}_{number}") / 100 for name in ("best", "low", "high"))
    return Estimates(best=best, low=low, high=high)


@pytest.fixture(scope="module")
def rounds() -> Rounds:
    now = estimates(2)
    return Rounds(now=now, before=estimates(1), given=np.arange(1.0, now.best.shape[1] + 1))


@pytest.mark.parametrize("name", EXACT)
def test_published_columns(rounds: Rounds, name: str) -> None:
    assert METHODS[name].rule(rounds) == pytest.approx(PUBLISHED["columns"][name], abs=1e-12)


def test_published_columns_that_were_sampled_or_searched(rounds: Rounds) -> None:
    """BayTriVar by MCMC (three chains of 5000), DistribArMean by a root finder of low tolerance."""
    for name in ("BayTriVar", "DistribArMean"):
        assert METHODS[name].rule(rounds) == pytest.approx(PUBLISHED["columns"][name], abs=1e-4)


def test_weights_from_elsewhere_as_comprehension_has_them(rounds: Rounds) -> None:
    found = weighted(rounds.now.best, grid("comprehension"))
    assert found == pytest.approx(PUBLISHED["columns"]["CompWAgg"], abs=1e-12)


def test_grain_is_that_of_the_decimals_as_typed(rounds: Rounds) -> None:
    """The published column counts .15 / .05, just below 3 in binary, as no multiple: ours does not."""
    best = rounds.now.best
    ratio = best / 0.05
    share = (np.ceil(ratio - np.floor(ratio)) > 0).mean(axis=0)
    as_published = weighted(best, np.broadcast_to(share, best.shape))
    assert as_published == pytest.approx(PUBLISHED["columns"]["GranWAgg"], abs=1e-12)
    whole = np.round(100 * best).astype(int)
    exact = np.where(
        (whole % 5 != 0).any(axis=0), (whole % 5 != 0).mean(axis=0), np.finfo(float).eps
    )
    ours = METHODS["GranWAgg"].rule(rounds)
    assert ours == pytest.approx(weighted(best, np.broadcast_to(exact, best.shape)), abs=1e-12)
    assert np.abs(ours - as_published).max() > 0.05


def test_rules_without_a_published_column_by_hand(rounds: Rounds) -> None:
    """Each by a loop over claims with Python's own arithmetic."""
    normal = NormalDist()
    now, before = rounds.now, rounds.before
    for claim in range(25):
        b = now.best[claim].tolist()
        logits = [math.log(x / (1 - x)) for x in b]
        a = before.best[claim].tolist()
        narrower = [
            1 / (1 + (high - low) - (high_0 - low_0))
            for high, low, high_0, low_0 in zip(
                now.high[claim], now.low[claim], before.high[claim], before.low[claim], strict=True
            )
        ]
        outward = [1 + min(x, 1 - x) - min(y, 1 - y) for x, y in zip(a, b, strict=True)]
        both = [x * y for x, y in zip(narrower, outward, strict=True)]
        moved = [reach(x, y) for x, y in zip(a, b, strict=True)]
        product = math.prod(logits)
        root = math.nan if product < 0 else product ** (1 / len(b))
        by_hand = {
            "GeoMean": math.prod(b) ** (1 / len(b)),
            "ProbitArMean": normal.cdf(mean(map(normal.inv_cdf, b))),
            "Participant": sum(i * x for i, x in enumerate(b, 1)) / sum(range(1, 26)),
            "IntShiftWAgg": average(b, narrower),
            "DistShiftWAgg": average(b, outward),
            "DistIntShiftWAgg": average(b, both),
            "BestShiftWAgg": average(b, moved),
            "BetaArMean2": mean(b)
            if 0.3 <= mean(b) <= 0.7
            else PUBLISHED["columns"]["BetaArMean"][claim],
        }
        for name, value in by_hand.items():
            assert METHODS[name].rule(rounds)[claim] == pytest.approx(value, abs=1e-12), name
        if 0.5 not in b:
            found = METHODS["LOGeoMean"].rule(rounds)[claim]
            assert found == pytest.approx(1 / (1 + math.exp(-root)), nan_ok=True)


def reach(before: float, now: float) -> float:
    """How far somebody went of the way to 0 or to 1, whichever aggreCAT means."""
    down = (now < before <= 0.5) or (before > now > 0.5) or (before > 0.5 >= now)
    return abs(now - before) / (before if down else 1 - before)


def average(values: list[float], weights: list[float]) -> float:
    return sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)


def test_the_mean_of_triangles_is_a_half_at_its_median(rounds: Rounds) -> None:
    found = triangular(rounds)
    checked = 0
    for claim, middle in enumerate(found):
        low, best, high = (v[claim] for v in (rounds.now.low, rounds.now.best, rounds.now.high))
        if (low < high).all():
            below = triang.cdf(middle, (best - low) / (high - low), low, high - low)
            assert below.mean() == pytest.approx(0.5, abs=1e-9)
            checked += 1
    assert checked > 10


def test_experts_who_say_the_same_are_made_what_they_say() -> None:
    same = Estimates(best=np.full((2, 3), 0.3), low=np.full((2, 3), 0.2), high=np.full((2, 3), 0.5))
    rounds = Rounds(now=same, before=same, given=np.ones(3))
    pushed = {"BetaArMean", "BetaArMean2", "BayTriVar", "LOGeoMean", "DistribArMean"}
    for name, method in METHODS.items():
        if name not in pushed | {"TriDistribArMean"}:
            assert method.rule(rounds) == pytest.approx([0.3, 0.3]), name
    assert METHODS["DistribArMean"].rule(rounds) == pytest.approx([0.3, 0.3])


def test_missing_answers_ranges_of_no_width_and_certainty_make_no_nan() -> None:
    best = np.array([[0.0, 1.0, 0.4], [0.2, np.nan, 0.2], [1.0, 1.0, np.nan]])
    point = Estimates(best=best, low=best, high=best)
    for method in METHODS.values():
        found = method.rule(Rounds(now=point, before=point, given=np.ones(3)))
        inside = (found >= 0) & (found <= 1)
        assert inside[np.array([False, True, True])].all() or method.name == "LOGeoMean", method


def test_there_are_as_many_as_are_told_of() -> None:
    assert len(METHODS) == 26


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = begin(tmp_path / "study")
    for expert, wet in zip(EXPERTS, (20, 30, 45, 60), strict=True):
        submit(folder, expert, 1, wet)
    done(folder, "freeze", "--reason", "r")
    return folder


def shown(study: Path, *words: object) -> dict[str, float]:
    """Return the value of each rule, by its name, that is shown of rain."""
    text = resolve(study, "pools", "weather[]", "--every-rule", "--format", "csv", *words).stdout
    rows = csv.DictReader(io.StringIO(text))
    return {
        row["pool"].split(",")[0]: float(row["rows_first"] or "nan")
        for row in rows
        if row["quantity"] == "weather[] wet" and row["pool"].split(",")[0] in METHODS
    }


def test_pools_shows_them_of_a_row_that_is_named(study: Path) -> None:
    found = shown(study)
    assert set(found) == {name for name, method in METHODS.items() if not method.moves}
    assert found["ArMean"] == pytest.approx(0.3875)
    assert found["Median"] == pytest.approx(0.375)
    submit(study, "E03", 2, 25)
    done(study, "freeze", "--reason", "r2")
    again = shown(study)
    assert set(again) == set(METHODS)
    assert again["ArMean"] == pytest.approx(0.4)
    assert again["ShiftWAgg"] == pytest.approx(0.25)  # nobody else moved
    assert shown(study, "--priors", 1) == pytest.approx(found, nan_ok=True)
    said = done(study, "pools", "weather[]", "--every-rule")
    assert "those of a row need not sum to 1." in said


def test_what_cannot_be_judged_so_is_refused(study: Path) -> None:
    assert "no question that was answered is named" in refused(study, "pools", "--every-rule")
    words = ("pools", "weather[]", "--every-rule", "--priors", "placeholder")
    assert "these rules need recorded answers" in refused(study, *words)
