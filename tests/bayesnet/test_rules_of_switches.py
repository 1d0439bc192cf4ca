"""What is said of switch points, ties, rivals and ranges, where the best plan is a rule."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal

import pytest
from click.testing import CliRunner

from bayesnet.sensitivity.best_and_rival import contest
from bayesnet.sensitivity.parameters import row_parameter
from bayesnet.sensitivity.robustness import find_flips
from bayesnet.sensitivity.rows import Entry
from bayesnet.sensitivity.thresholds import change_text, find_switches, within_text
from bayesnet.study.priors import Judgement
from bayesnet.study.view import StudyView
from elicitation.cli import main
from tests.bayesnet.rule_studies import FORECAST, MATCH, TEST, TREATMENT, WEIGHED, study_of, written

STUDIES = {"match": MATCH, "forecast": FORECAST, "treatment": TREATMENT, "test": TEST}


def told(folder, *words):
    result = CliRunner().invoke(main, [*words, "--study", str(folder)])
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def refuse(constant):
    raise AssertionError(constant)


def document(folder, *words):
    """The JSON that a command prints, which holds no NaN and nothing infinite."""
    result = CliRunner().invoke(main, [*words, "--format", "json", "--study", str(folder)])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout, parse_constant=refuse)


def test_a_rule_that_leads_by_fifty_is_no_tie(tmp_path):
    text = told(written(tmp_path, MATCH), "switch")
    assert "tie" not in text
    assert "Best plan: move: west if threat=west, else east." in text
    assert "from 100.0 to 0.0 (move: west if threat=west, else east -> west)" in text


def test_switches_are_told_as_rules(tmp_path):
    """Cloudy is taken once .25 w x .7 > .2 (1 - w) x .8: w > 32/67; rainy no more below w = .16."""
    study = study_of(tmp_path, FORECAST)
    found = find_switches(StudyView(study, "A", "w"), ("row",)).switches
    up, down = [s for s in found if s.name == "weather[]=rain"]
    assert (up.to, down.to) == (pytest.approx(32 / 67, abs=1e-12), pytest.approx(0.16, abs=1e-12))
    rule = "take if forecast=rainy, else leave"
    assert change_text(up) == (
        f"umbrella: {rule} -> take if forecast=rainy or forecast=cloudy, else leave"
    )
    assert change_text(down) == f"umbrella: {rule} -> leave"
    rows = document(tmp_path, "switch", "--by", "row")["changes"]
    after = next(row for row in rows if row["name"] == "weather[]=rain")["decisions"][0]["after"]
    taken = {case["known"]["forecast"]: case["option"] for case in after["cases"]}
    assert taken == {"sunny": "leave", "cloudy": "take", "rainy": "take"}


def test_the_rival_of_a_plan_is_the_nearest_of_all_its_decisions(tmp_path):
    study = study_of(tmp_path, TEST)
    rivals = contest(StudyView(study, "A", "w"))
    assert rivals.label == "test=yes"
    assert rivals.lead == pytest.approx(28.5, abs=1e-9)
    text = told(tmp_path, "drivers", "--by", "row", "--range", "swing")
    assert "oil[] moves the best plan's lead over test=yes most: from +14.5 to +42.5 k$" in text
    assert "where it is +28.5 now" in text


def test_a_rule_and_its_rival_are_both_named(tmp_path):
    rivals = contest(StudyView(study_of(tmp_path, FORECAST), "A", "w", {}))
    assert rivals.label == "umbrella=leave (the best: 'take if forecast=rainy, else leave')"
    assert rivals.lead == pytest.approx(0.07, abs=1e-12)


def test_rows_that_are_certain_are_left_out_and_said(tmp_path):
    study = study_of(tmp_path, TEST)
    found = find_switches(StudyView(study, "A", "w"))
    assert found.certain == 2
    assert found.asked["row"] == 3
    assert {s.name for s in found.switches if s.kind == "row"} == {"oil[]=wet"}
    text = told(tmp_path, "switch")
    assert "nan" not in text
    assert "1.000 to 1.000" not in text
    assert "2 rows are certain and were not moved" in text
    assert "price[test=no] from 0.0 to -28.5 (test: no -> yes; drill: yes -> " in text


def test_an_entry_at_nought_is_measured_in_probability_and_stands_last(tmp_path):
    """Foretold rainy in sun never now: from .6 x .3 x .7 / (.7 x .8) on, the rain is ignored."""
    never = FORECAST.replace("p = [0.7, 0.2, 0.1]", "p = [0.8, 0.2, 0]")
    study = study_of(tmp_path, never)
    rows = find_switches(StudyView(study, "A", "w"), ("row",)).switches
    last = rows[-1]
    assert last.certain
    assert last.name == "forecast[weather=sun]=rainy"
    assert last.to == pytest.approx(0.6 * 0.3 * 0.7 / (0.7 * 0.8), abs=1e-12)
    assert last.distance == last.to
    assert [s.certain for s in rows] == sorted(s.certain for s in rows)
    text = told(tmp_path, "switch", "--by", "row", "--top", "20")
    assert "0.23 in probability" in text
    assert "What is exactly 0 or 1 stands last" in text


def test_small_scales_show_their_differences(tmp_path):
    text = told(written(tmp_path, TREATMENT), "switch")
    assert "life[treat=no, ill=no] from 0.960 to 0.973 (treat: yes -> no)" in text
    assert "1.0 to 1.0" not in text
    text = told(tmp_path, "drivers", "--range", "swing")
    assert "where it is +0.0120 now" in text
    assert "-0.0 " not in text


TIED = TREATMENT.replace("0.70", "0.58")


def test_a_tie_is_said_and_the_real_switches_are_found(tmp_path):
    """At .58 treating and not treating are both worth .904: whatever moves, settles it."""
    study = study_of(tmp_path, TIED)
    found = find_switches(StudyView(study, "A", "w"))
    assert found.switches == ()
    assert found.level == 5
    text = told(tmp_path, "switch")
    assert "treat: best and second (no; yes) are worth exactly the same. Report as a tie." in text
    assert "A tie as the numbers are: 5 numbers settle it by the least move." in text
    assert "0.904 to 0.904" not in text


def test_a_tie_in_one_case_hides_no_switch(tmp_path):
    """Cloudy is as good either way at P(rain) = 32/67; below .16 it is left at home in rain too."""
    level = FORECAST.replace("p = [0.7, 0.3]", f"p = [{35 / 67!r}, {32 / 67!r}]")
    study = study_of(tmp_path, level)
    found = find_switches(StudyView(study, "A", "w"), ("row",))
    down, up = sorted((s for s in found.switches if s.name == "weather[]=rain"), key=lambda s: s.to)
    assert down.to == pytest.approx(0.16, abs=1e-9)
    assert change_text(down).endswith("-> leave")
    assert up.to == pytest.approx(0.7 * 0.8 / (0.7 * 0.8 + 0.15 * 0.7), abs=1e-9)
    assert found.level > 0
    assert "another option is exactly as good" in told(tmp_path, "switch")


def of_experts(study, *given):
    """The study with an expert for each (best, low, high) of P(rain)."""
    (own,) = study.priors.judgements.values()

    def pair(p):
        return None if p is None else (1 - Decimal(p), Decimal(p))

    judgements = {
        f"E{number}": {
            **own,
            "weather[]": Judgement(
                best=pair(best),
                low=low and (1 - Decimal(high), Decimal(low)),
                high=high and (1 - Decimal(low), Decimal(high)),
            ),
        }
        for number, (best, low, high) in enumerate(given)
    }
    weights = dict.fromkeys(judgements, 1 / len(judgements))
    priors = dataclasses.replace(study.priors, number=1, judgements=judgements, weights=weights)
    return dataclasses.replace(study, priors=priors, _networks={})


@pytest.mark.parametrize(
    ("given", "inside", "lowest", "highest", "reaching"),
    [
        ([("0.25", None, None), ("0.35", None, None)], False, 0.25, 0.35, 0),
        ([("0.25", "0.2", "0.3"), ("0.35", "0.3", "0.5")], True, 0.2, 0.5, 1),
        ([("0.25", "0.2", "0.3"), ("0.35", None, None)], False, 0.2, 0.35, 0),
    ],
)
def test_a_row_is_compared_with_the_ranges_that_experts_gave(
    tmp_path, given, inside, lowest, highest, reaching
):
    study = of_experts(study_of(tmp_path, FORECAST), *given)
    found = find_switches(StudyView(study, "A", "w"), ("row",)).switches
    up = next(s for s in found if s.name == "weather[]=rain" and s.to > s.at)
    assert up.to == pytest.approx(32 / 67, abs=1e-12)
    assert (up.lowest, up.highest) == pytest.approx((lowest, highest))
    assert (up.inside, up.beyond, up.others) == (inside, reaching, 2)
    assert up.ranged == (given[0][1] is not None)
    parts = within_text(found)
    if inside:
        assert "of rows lies within what experts say" in parts
    else:
        assert parts == "No switch point lies within what experts say."


def test_what_the_analyst_put_is_no_expert(tmp_path):
    study = study_of(tmp_path, FORECAST)
    assert (
        row_parameter(StudyView(study, "A"), Entry(node="weather", given=(), state=1)).others == ()
    )
    text = told(tmp_path, "switch")
    assert "within what" not in text
    assert "Weight sets" not in text


def test_weights_are_compared_with_weight_sets(tmp_path):
    more = "[weights.v]\nlabel = 'v'\ncomfort = 0.3\nlooks = 0.2\ncare = 0.4\nease = 0.1\n"
    study = study_of(tmp_path, WEIGHED + more)
    found = find_switches(StudyView(study, "A", "w"))
    care = next(s for s in found.switches if s.name == "weight of care")
    assert care.inside
    assert within_text(found.switches) == (
        "1 of 5 switch points of weights lies within what weight sets say."
    )


def test_a_view_differs_only_where_that_is_worth_more(tmp_path):
    """The first expert is level between both rules if it is cloudy: no other plan is better."""
    study = of_experts(
        study_of(tmp_path, FORECAST), (repr(32 / 67), None, None), ("0.9", None, None)
    )
    views = {view.name: view.changes for view in find_flips(StudyView(study, "A", "w")).views}
    (change,) = views["E1"]
    assert change.text() == "leave if forecast=sunny, else take -> take"
    assert views["E0"] == ()


@pytest.mark.parametrize("name", STUDIES)
def test_no_command_says_nan_or_prints_what_json_has_not(tmp_path, name):
    folder = written(tmp_path, STUDIES[name])
    for words in (
        ("switch",),
        ("drivers", "--by", "row", "--range", "swing"),
        ("drivers", "--by", "node"),
        ("pedigree",),
    ):
        document(folder, *words)
        text = told(folder, *words)
        assert "nan" not in text.replace("provenance", "")
        assert "inf " not in text
    for kind in ("row", "score"):
        rows = document(folder, "switch", "--by", kind)["rows"]
        assert all(row["distance"] > 0 for row in rows)
        assert all(row["at"] != row["to"] for row in rows)


def test_two_weights_alone_have_no_map(tmp_path):
    two = WEIGHED.partition("[utility.care]")[0] + (
        "[weights.w]\nlabel = 'w'\ncomfort = 0.6\nlooks = 0.4\n"
        '[[outcome]]\nid = "wet"\nlabel = "Wet"\nnode = "weather"\nstates = ["wet"]\n'
        'better = "higher"\n'
    )
    folder = written(tmp_path, two)
    result = CliRunner().invoke(
        main,
        ["switch", "--regions", "weight of comfort", "weight of looks", "--study", str(folder)],
    )
    assert result.exit_code == 2
    assert "there are two weights only: where one goes, the other is what is left." in " ".join(
        result.stderr.split()
    )
