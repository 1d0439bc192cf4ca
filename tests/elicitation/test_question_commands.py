"""The analyst's questions as commands: a sentence, a table, where it comes from, and refusals."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from tests.bayesnet.small_study import MODEL, PROPOSITIONS, SCENARIOS

ROW = "posture_credibility[perceived_capability=high, perceived_commitment=firm]=strong"


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work") / "study"
    assert resolve("init", folder).exit_code == 0
    return folder


def text_of(result):
    """The output as one line: tables wrap where they must."""
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


COMMANDS = (
    ("drivers",),
    ("drivers", "S5", "--against", "S0", "--on", "serious_or_lethal", "--by", "row"),
    ("drivers", "--on", "utility", "--by", "weight"),
    ("drivers", "--by", "row", "--range", "draws", "--draws", "50"),
    ("sensitivity", ROW),
    ("sensitivity", ROW, "internal_strain=severe", "--on", "miscalculation"),
    ("switch", "--by", "weight"),
    ("switch", "--regions", "weight of deterrence", "internal_strain=severe"),
    ("plans", "--draws", "50"),
    ("pedigree",),
    ("explain", "S6", "--against", "S0"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words)[:40])
def test_every_answer_in_every_format_says_where_it_comes_from(words, study):
    for form in ("table", "markdown"):
        told = text_of(resolve(*words, "--study", study, "--format", form))
        assert "priors 0002" in told
        assert "linear pool of the rows" in told
        assert "structure A (as the article argues)" in told
        assert "ILLUSTRATIVE." in told
    rows = list(
        csv.DictReader(io.StringIO(resolve(*words, "--study", study, "--format", "csv").stdout))
    )
    assert rows
    assert rows[0]["priors"] == "priors 0002"
    document = json.loads(resolve(*words, "--study", study, "--format", "json").stdout)
    assert len(document["rows"]) == len(rows)
    assert document["provenance"]["pooling"] == "linear"


def test_a_tornado_by_row_points_to_the_table_behind_the_rows(study):
    told = text_of(resolve("drivers", "--by", "row", "--study", study))
    assert (
        "posture_credibility: row swings are small because 9 rows share the effect. "
        "Try --by table." in told
    )
    assert "None of 182 alone would put the rival ahead." in told


def test_an_assumption_is_named_with_what_happens_if_it_is_false(study):
    told = text_of(
        resolve("drivers", "S4", "--against", "S7", "--on", "serious_or_lethal",
                "--by", "assumption", "--study", study)
    )  # fmt: skip
    assert "A1 Provocation short of war and miscalculation can be told apart: if false" in told
    assert "structure D" in told
    assert "None of 9 alone would turn the sign of the change." in told


def test_a_function_is_printed_with_its_range_over_the_experts(study):
    told = text_of(resolve("sensitivity", ROW, "--on", "miscalculation", "--study", study))
    assert f"{ROW} is 0.7" in told
    assert "f(x) = " in told
    assert "Sensitivity value" in told


def test_a_lead_says_over_which_rival_and_where_yet_another_plan_overtakes(study):
    """The number that ``switch`` names first does not move the lead over the nearest rival."""
    entry = (
        "message_coherence[message_discipline=national_lines, burden_dispute=open_public, "
        "opcon_process=integrated]=coherent"
    )
    told = text_of(resolve("sensitivity", entry, "--study", study))
    rival = "The best plan's lead over capability_upgrades=accelerated"
    assert f"{rival} is zero nowhere from 0 to 1." in told
    assert (
        "The best plan changes first at 0.458160, going up: message_discipline: joint_line -> "
        "national_lines if burden_dispute=open_public, else joint_line." in told
    )
    assert f"{entry} from 0.20 to 0.46" in text_of(resolve("switch", "--study", study))
    document = json.loads(
        resolve("sensitivity", entry, "--study", study, "--format", "json").stdout
    )
    assert [round(switch["to"], 3) for switch in document["switches"]] == [0.458]
    still = text_of(resolve("sensitivity", "internal_strain=severe", "--study", study))
    assert "No other plan, this rival or another, becomes best anywhere from 0 to 1." in still


def test_the_digits_of_one_sentence_agree_with_the_table_below(study):
    told = text_of(resolve("drivers", "--by", "weight", "--study", study))
    assert "most: from +0.13 to +2.28 points, where it is +0.56 now." in told
    told = text_of(resolve("drivers", "--study", study))
    assert "most: from +0.40 to +0.60 points, where it is +0.56 now." in told
    unmoved = ("sensitivity", "rift_line[perceived_commitment=firm]=present")
    told = text_of(resolve(*unmoved, "--on", "miscalculation", "--study", study))
    found = re.search(
        r"is (0\.\d+); over .* it goes from (0\.\d+) to (0\.\d+)\. f\(x\) = ([\d.]+) ", told
    )
    assert found, told
    assert found[1] == found[2] == found[3]
    assert round(float(found[4]), 3) == float(found[1])
    lower = ("--scenario", "S5", "--against", "S0", "--on", "serious_or_lethal")
    told = text_of(resolve(*unmoved, *lower, "--study", study))
    assert re.search(r"f\(x\) = -0\.\d+ ", told)
    assert "+ -" not in told


def test_switch_says_what_it_looked_at(study):
    told = text_of(resolve("switch", "--study", study))
    assert "182 rows (464 entries), of which 26 can" in told
    assert "17 tables (102 ways, each to one expert's), of which 0 can" in told
    told = text_of(resolve("switch", "--priors", "placeholder", "--study", study))
    assert "464 entries" in told
    assert "table" not in told.partition("Moved, one at a time:")[2].partition(".")[0]


def test_switch_names_the_nearest_of_each_kind_the_flips_the_tie_and_the_horizon(study):
    told = text_of(resolve("switch", "--weights", "diplomats", "--by", "score", "--study", study))
    assert "changes soonest with defence_cost[capability_upgrades=on_schedule]" in told
    assert "capability_upgrades: on_schedule -> accelerated" in told
    assert "Of 3 other structures, 2 give the same plan; not B (exercise_plan: modified)." in told
    assert "not local_balance (capability_upgrades: accelerated)" in told
    assert (
        "capability_upgrades: best and second differ by 0.2 of 100; the expert range of that gap "
        "is wider. Report as a tie." in told
    )
    assert "most of the benefit falls after the horizon" in told


def test_plans_say_how_often_the_best_is_best_and_what_nobody_should_take(study):
    told = text_of(resolve("plans", "--draws", "200", "--seed", "3", "--study", study))
    assert "of the draws" in told
    assert "200 draws, seed 3" in told
    assert "Whatever the weights, a best plan does without " in told
    assert "message_discipline=national_lines" in told
    everything = text_of(resolve("plans", "--draws", "50", "--all", "--study", study))
    assert "(inefficient)" in everything


def test_pedigree_without_grades_says_where_to_begin(study):
    told = text_of(resolve("pedigree", "--study", study))
    assert "Nobody has graded any table yet. Begin with the most influential," in told
    assert "[chance.posture_credibility.pedigree]" in told


def test_explanation_in_sentences(study):
    told = text_of(resolve("explain", "S6", "--against", "S0", "--study", study))
    assert "Readiness degraded rises by 0.34, from 0.342 to 0.679 (6 of 6 experts higher" in told
    document = json.loads(resolve("explain", "S6", "--study", study, "--format", "json").stdout)
    assert document["sentences"][0].startswith("Readiness degraded rises by 0.34")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("drivers", "S5"), "--on: say which outcome."),
        (("drivers", "--on", "seriou_lethal"), "did you mean 'serious_or_lethal'?"),
        (("drivers", "S5", "--on", "gap"), "it decides everything"),
        (("drivers", "--on", "gapp"), "did you mean 'gap'?"),
        (("drivers", "--on", "utilty"), "did you mean 'utility'?"),
        (("explain", "S6", "--on", "gap"), "there is no outcome 'gap'; known: credibility_strong,"),
        (("drivers", "S9", "--on", "miscalculation"), "there is no scenario 'S9'"),
        (("drivers", "--on", "miscalculation", "--by", "weight"), "Ask --on utility or --on gap."),
        (("drivers", "--by", "row", "--range", "ranges"), "Use --by question."),
        (("drivers", "--by", "question", "--range", "draws"), "Use --by row."),
        (("drivers", "--by", "expert", "--priors", "placeholder"), "nobody can be left out."),
        (("sensitivity", "rift_lin=present"), "did you mean 'rift_line'?"),
        (("sensitivity", "internal_strain=severe", "internal_strain=manageable"), "of one row"),
        (("sensitivity", "a=b", "c=d", "e=f"), "no table of a node 'a'"),
        (("sensitivity", "weight of defence_cost"), "with 'resolve switch --by weight'."),
        (("sensitivity", "defence_cost[exercise_plan=modified]"), "'resolve switch --by score'."),
        (("switch", "--regions", "weight of peace", "internal_strain=severe"), "did you mean"),
        (("switch", "--regions", *2 * ("weight of deterrence",)), "is named twice:"),
        (("plot", "regions", *2 * ("internal_strain=severe",)), "is named twice:"),
        (
            ("plot", "regions", "internal_strain=severe", "internal_strain[]=manageable"),
            "two entries of one row cannot be moved independently. Name entries of different rows.",
        ),
        (("switch", "--weights", "peace"), "there is no weight set 'peace'"),
        (("explain", "S0"), "S0 has no comparison. Name one."),
        (("explain", "S5", "--structure", "X"), "there is no structure 'X';"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence(words, sentence, study):
    result = resolve(*words, "--study", study)
    assert result.exit_code == 2, result.output
    assert sentence in result.stderr


def test_a_study_without_experts_or_structures_is_answered_too(tmp_path):
    (tmp_path / "model.toml").write_text(MODEL)
    (tmp_path / "scenarios.toml").write_text(SCENARIOS)
    (tmp_path / "propositions.toml").write_text(PROPOSITIONS)
    told = text_of(resolve("switch", "--study", tmp_path))
    assert "weather[]=wet" in told
    assert "the analyst's placeholders" in told
    assert "mood" in text_of(resolve("drivers", "--range", "swing", "--study", tmp_path))
    assert "One of" not in text_of(resolve("plans", "--draws", "10", "--study", tmp_path))
    told = text_of(resolve("explain", "covered", "--study", tmp_path))
    assert "The walk ends badly" in told
    text_of(resolve("pedigree", "--range", "swing", "--study", tmp_path))
    text_of(resolve("drivers", "--by", "assumption", "--study", tmp_path))
    text_of(resolve("drivers", "--study", tmp_path))
