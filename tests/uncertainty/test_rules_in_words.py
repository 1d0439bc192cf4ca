"""Plans and what is worth learning, said of studies whose best rule depends on what is seen."""

from __future__ import annotations

import json
import math

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from tests.uncertainty.studies import SIGNAL

MATCH = """<?xml version="1.0" ?>
<BIF VERSION="0.3"><NETWORK><NAME>act on the report</NAME>
<VARIABLE TYPE="decision"><NAME>Move</NAME><OUTCOME>east</OUTCOME><OUTCOME>west</OUTCOME></VARIABLE>
<VARIABLE TYPE="nature"><NAME>Threat</NAME><OUTCOME>east</OUTCOME><OUTCOME>west</OUTCOME></VARIABLE>
<VARIABLE TYPE="utility"><NAME>U</NAME><OUTCOME>0</OUTCOME></VARIABLE>
<DEFINITION><FOR>Move</FOR><GIVEN>Threat</GIVEN></DEFINITION>
<DEFINITION><FOR>Threat</FOR><TABLE>0.5 0.5</TABLE></DEFINITION>
<DEFINITION><FOR>U</FOR><GIVEN>Move</GIVEN><GIVEN>Threat</GIVEN><TABLE>100 0 0 100</TABLE>
</DEFINITION></NETWORK></BIF>
"""
QALYS = """<?xml version="1.0" ?>
<BIF VERSION="0.3"><NETWORK><NAME>treatment in QALYs</NAME>
<VARIABLE TYPE="decision"><NAME>Treat</NAME><OUTCOME>no</OUTCOME><OUTCOME>yes</OUTCOME></VARIABLE>
<VARIABLE TYPE="nature"><NAME>Ill</NAME><OUTCOME>no</OUTCOME><OUTCOME>yes</OUTCOME></VARIABLE>
<VARIABLE TYPE="utility"><NAME>QALY</NAME><OUTCOME>0</OUTCOME></VARIABLE>
<DEFINITION><FOR>Treat</FOR></DEFINITION>
<DEFINITION><FOR>Ill</FOR><TABLE>0.9 0.1</TABLE></DEFINITION>
<DEFINITION><FOR>QALY</FOR><GIVEN>Treat</GIVEN><GIVEN>Ill</GIVEN><TABLE>0.96 0.40 0.94 0.70</TABLE>
</DEFINITION></NETWORK></BIF>
"""
UMBRELLA = """<?xml version="1.0" encoding="UTF-8"?><smile version="1.0" id="u"><nodes>
<cpt id="Weather"><state id="sun"/><state id="rain"/><probabilities>0.7 0.3</probabilities></cpt>
<cpt id="Fc"><state id="sunny"/><state id="cloudy"/><state id="rainy"/><parents>Weather</parents>
<probabilities>0.7 0.2 0.1 0.15 0.25 0.6</probabilities></cpt>
<decision id="Umbrella"><state id="take"/><state id="leave"/><parents>Fc</parents></decision>
<utility id="Sat"><parents>Weather Umbrella</parents><utilities>0.20 1.00 0.70 0.00</utilities>
</utility></nodes></smile>
"""
FILES = {"match.xml": MATCH, "qalys.xml": QALYS, "umbrella.xdsl": UMBRELLA}
OIL = SIGNAL.format(
    gain='{ when = ["wait", "x"], value = 0 }, { when = ["wait", "y"], value = 0 }, '
    '{ when = ["go", "x"], value = -70000 }, { when = ["go", "y"], value = 200000 }',
    cost='{ when = ["n", "wait"], value = 0 }, { when = ["n", "go"], value = 0 }, '
    '{ when = ["y", "wait"], value = -50000 }, { when = ["y", "go"], value = -50000 }',
    share=1,
    rest=1,
)


@pytest.fixture
def study(tmp_path):
    def opened(name):
        folder = tmp_path / "study"
        if name == "oil":
            folder.mkdir()
            (folder / "model.toml").write_text(OIL, "utf-8")
            return folder
        (tmp_path / name).write_text(FILES[name], "utf-8")
        done = CliRunner().invoke(main, ["import", str(tmp_path / name), "--into", str(folder)])
        assert done.exit_code == 0, done.output
        return folder

    return opened


def said(folder, *words):
    done = CliRunner().invoke(main, [*words, "--study", str(folder)])
    assert done.exit_code == 0, done.output
    return done.stdout if "json" in words else " ".join(done.stdout.split())


PLANS = {
    "match.xml": (
        "The best plan, west if Threat=west, else east, is best in 100 % of the draws and falls "
        "short of the best by 0 units of the imported file on average. The best plan of fixed "
        "options, east, is worth 50.0 units of the imported file less.",
        "west if Threat=west, else east 100.0 100.0 1.00 0.0",
        "east (inefficient) 50.0 50.0 0.00 50.0",
    ),
    "umbrella.xdsl": (
        "The best plan, take if Fc=rainy, else leave, is best in 100 %",
        "The best plan of fixed options, leave, is worth 0.070 units of the imported file less.",
        "take if Fc=rainy, else leave 0.770 0.770 1.00 0.000",
    ),
    "qalys.xml": (
        "The best plan, yes, is best in 100 %",
        "no rule that depends on what is seen is the best for anybody. 1 of them is efficient",
        "yes 0.916 0.916 1.00 0.000",
        "Whatever the weights, a best plan does without Treat=no.",
    ),
    "oil": (
        "The best plan, n, go, is best in 100 %",
        "y, (go if signal=high, else wait) 86,500 -50,000 36,500 0.00 28,500",
    ),
}


@pytest.mark.parametrize("name", PLANS)
def test_plans_speak_of_the_rule_and_of_the_best_fixed_plan_beside_it(study, name):
    told = said(study(name), "plans", "--draws", "20")
    for sentence in PLANS[name]:
        assert sentence in told
    assert "-0.0" not in told
    assert ("The best plan of fixed options" in told) == (name in ("match.xml", "umbrella.xdsl"))


def test_plans_as_json_hold_the_rules_whole(study):
    def refuse(constant):
        pytest.fail(f"{constant} is no JSON")

    text = said(study("umbrella.xdsl"), "plans", "--draws", "20", "--format", "json")
    document = json.loads(text, parse_constant=refuse)
    assert document["rows"][0]["Umbrella"] == "take if Fc=rainy, else leave"
    cases = document["plans"][0]["Umbrella"]
    assert {(case["known"]["Fc"], case["option"]) for case in cases} == {
        ("sunny", "leave"),
        ("cloudy", "leave"),
        ("rainy", "take"),
    }
    assert math.isclose(sum(case["probability"] for case in cases), 1)
    assert document["best_fixed"]["Umbrella"] == "leave"
    assert document["best_fixed"]["loses"] == pytest.approx(0.07)
    assert len(document["plans"]) == len(document["rows"])
    assert document["best_for_all_weights"] is True


LEARN = {
    "match.xml": "There is nothing more to observe: all that the world will tell is known by then.",
    "umbrella.xdsl": "Observing Weather before Umbrella is worth 0.140 units of the imported file.",
    "qalys.xml": "Observing Ill before Treat is worth 0.0180 units of the imported file.",
    "oil": "Observing state before act is worth 35,000 k$.",
}


@pytest.mark.parametrize("name", LEARN)
def test_learn_says_the_worth_with_the_digits_it_needs(study, name):
    told = said(study(name), "learn", "--draws", "20")
    assert LEARN[name] in told
    assert "There is nothing to learn: no number has a range." in told


def test_learn_speaks_of_the_rule_where_nothing_more_would_change_it(study):
    """A second report that says the same again: the rule by the first one stays."""
    folder = study("match.xml")
    model = (folder / "model.toml").read_text("utf-8")
    again = (
        '[chance.Echo]\nlabel = "Echo"\nrole = "indicator"\nstates = ["east", "west"]\n'
        'parents = ["Threat"]\n[chance.Echo.cpt]\nmethod = "table"\nrows = [\n'
        '  { when = ["east"], p = [0.8, 0.2] },\n  { when = ["west"], p = [0.2, 0.8] },\n]\n'
    )
    (folder / "model.toml").write_text(f"{model}\n{again}", "utf-8")
    told = said(folder, "learn", "--draws", "0")
    assert (
        "No single observation would change Move (EVPI 0): the best rule stays west if "
        "Threat=west, else east. The nearest switch is to "
    ) in told
    assert "which loses 100.0 units of the imported file if " in told
