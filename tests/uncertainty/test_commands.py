"""The analyst's commands as people use them: sentences, provenance, formats, refusals."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from bayesnet.cli import workers
from elicitation.cli import main
from tests.bayesnet.small_study import MODEL, SCENARIOS
from tests.conftest import SHIPPED

FORMATS = ("table", "csv", "json", "markdown")


def resolve(*words):
    return CliRunner().invoke(main, [*map(str, words), "--study", str(SHIPPED)])


def said(*words):
    result = resolve(*words)
    assert result.exit_code == 0, result.output
    return " ".join(result.stdout.split())


def refused(result, *sentences):
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    for sentence in sentences:
        assert sentence in " ".join(result.stderr.split())


@pytest.fixture(scope="module")
def compared():
    return said(
        *("compare", "S6", "S5", "--against", "S0", "--all-structures", "--draws", "2000"),
        *("--lexicon", "ICD-203"),
    )


def test_compare_begins_with_what_everybody_agrees_on_and_what_has_no_agreed_sign(compared):
    assert compared.startswith(
        "S6 against S0: every expert agrees under all 4 structures that it raises "
        "'Readiness degraded' (+0.338, 5-95 % +0."
    )
    assert "No agreed sign: 'DPRK miscalculates' (6 of 6 higher; structures disagree: A +0.004" in (
        compared
    )
    assert "S5 against S0: every expert agrees" in compared


def test_compare_puts_differences_before_levels_and_says_where_all_comes_from(compared):
    assert compared.index("Differences, each within one world:") < compared.index("Levels:")
    assert "S6, Next exercise cancelled, message mixed beyond S0: set exercise_plan=" in compared
    assert "3 of 4" in compared
    for origin in (
        "priors 0002",
        "linear pool of the rows",
        "structures A, B, C, D",
        "2,000 draws",
    ):
        assert origin in compared
    assert "ILLUSTRATIVE" in compared


def test_compare_puts_words_beside_numbers_and_says_spans(compared):
    assert "Words: ICD-203 (US, 2015). A term holds from its lower bound up to" in compared
    assert "spans 'very unlikely' and 'unlikely'. Print both or the range." in compared


def test_compare_keeps_set_seen_and_likely_apart():
    told = said(
        *("compare", "--set", "exercise_plan=cancelled", "--seen", "internal_strain=severe"),
        *("--likely", "burden_dispute=1:1:3", "--draws", "0"),
    )
    assert (
        "beyond S0: set exercise_plan=cancelled; seen internal_strain=severe; "
        "likely burden_dispute=1:1:3."
    ) in told
    assert "draws" not in told.split("From rok")[1]


def test_compare_says_what_setting_takes_for_granted_and_what_seeing_would_tell():
    told = said("compare", "--set", "message_coherence=conflicting", "--draws", "0")
    assert "Set: message_coherence. Each assumes that the adversary's way of responding" in told
    assert "You set message_coherence. If you learned it was conflicting, P(burden_dispute=" in told
    assert told.count("Use 'seen' for that.") == 1


def test_compare_without_names_lays_all_scenarios_side_by_side():
    told = said("compare", "--draws", "0")
    for pair in ("S1 - S1b", "S6 - S0", "S4 - S7"):
        assert pair in told


def test_compare_as_csv_has_a_row_for_each_structure_and_one_for_all():
    result = resolve("compare", "S6", "--all-structures", "--draws", "500", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == 6 * 5
    assert {row["structure"] for row in rows} == {"A", "B", "C", "D", "all"}
    assert {row["provenance_structure"] for row in rows} == {"A, B, C, D"}
    assert {row["priors"] for row in rows} == {"priors 0002"}
    assert {row["draws"] for row in rows} == {"500 draws, seed 1"}
    assert all(row["difference_q50"] for row in rows)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "words",
    [
        ("compare", "S6", "--draws", "300"),
        ("learn", "--draws", "300", "--before", "response_style"),
        ("experts",),
        ("agenda", "--top", "3"),
    ],
    ids=lambda words: words[0],
)
def test_every_format_says_version_structure_and_pooling(words, form):
    result = resolve(*words, "--format", form)
    assert result.exit_code == 0, result.output
    told = " ".join(result.stdout.split())
    assert "priors 0002" in told
    assert "as the article argues" in told
    assert "linear" in told
    if form == "json":
        document = json.loads(result.stdout)
        assert document["rows"]
        assert document["provenance"]["priors"] == "priors 0002"


@pytest.fixture(scope="module")
def learned():
    return said("learn", "--all-structures", "--draws", "1000")


def test_learn_says_that_no_observation_changes_the_response_and_how_near_it_comes(learned):
    assert (
        "No single observation would change response_style (EVPI 0): resolve_and_offer is best "
        "whatever is seen. The nearest switch is to quiet_restraint, which loses 1.6 points if "
    ) in learned


def test_learn_says_why_a_node_cannot_be_known_once(learned):
    sentence = "rift_line depends on response_style (through perceived_commitment), so it cannot be"
    assert learned.count("rift_line depends on") == 1
    assert sentence in learned


def test_learn_says_what_the_structure_and_the_experts_are_worth(learned):
    assert (
        "Learning which of A, B, C, D is right is worth 0.06 of 100: it could change exercise_"
        in (learned)
    )
    assert "Learning which expert is right would change no choice." in learned
    assert "structures A, B, C, D; 1,000 draws, seed 1" in learned


def test_learn_refuses_what_is_asked_too_late_first():
    told = said("learn", "--node", "rift_line", "--before", "response_style")
    assert told.startswith("rift_line depends on response_style (through perceived_commitment)")


def test_experts_says_camps_what_parts_them_and_that_all_choose_alike():
    told = said("experts")
    assert told.startswith("What their networks imply puts the experts into camps: ")
    assert "would go, if all shared the pool's table, by hardliner_influence (" in told
    assert "All 6 would choose the same plan: they differ in levels, not choice." in told
    assert "Agreement on no single table would change the plan; nearest comes" in told


def test_agenda_names_the_first_question_and_the_lead_in_danger():
    told = said("agenda", "--structure", "B", "--top", "10")
    assert told.startswith(
        "49 questions have differing answers; here are the 10 to discuss. First: Combined readiness"
    )
    assert "The lead most in danger is that at exercise_plan: 0.28 of 100, shifted by 0.09." in told
    assert "linear pool of the answers" in told


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("experts", "there is nobody to differ. Collect answers of more experts"),
        ("agenda", "there is nothing to discuss yet. Between two rounds: resolve agenda --so-far."),
    ],
)
def test_one_set_of_numbers_has_nobody_to_differ(command, sentence):
    refused(resolve(command, "--priors", "placeholder"), sentence)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("compare", "S66"), "there is no scenario 'S66'; did you mean 'S6'?"),
        (
            ("compare", "S6", "--lexicon", "ICD"),
            "there is no lexicon 'ICD'; did you mean 'ICD-203'?",
        ),
        (("compare", "S6", "--structure", "Z"), "there is no structure 'Z';"),
        (("compare", "--set", "exercise_plan"), "'exercise_plan' is not NODE=STATE."),
        (("learn", "--node", "rift"), "there is no uncertain node 'rift';"),
        (("learn", "--weights", "none"), "there is no weight set 'none';"),
        (("agenda", "--weights", "none"), "there is no weight set 'none';"),
        (("compare", "S6", "--cluster", "tcp://127.0.0.1:1"), "no scheduler answers at"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_computed(words, sentence, monkeypatch):
    monkeypatch.setattr(workers, "KNOCKING", 0.3)
    refused(resolve(*words), sentence)


@pytest.fixture
def umbrella(tmp_path):
    (tmp_path / "model.toml").write_text(MODEL, "utf-8")
    return tmp_path


def elsewhere(folder, *words):
    return CliRunner().invoke(main, [*words, "--study", str(folder)])


@pytest.mark.parametrize("command", ["learn", "plans"])
def test_evidence_below_an_open_decision_is_refused(umbrella, command):
    seen = SCENARIOS.replace(
        'umbrella = "leave" }', 'umbrella = "leave" }\nseen = { mood = "bad" }'
    )
    (umbrella / "scenarios.toml").write_text(seen, "utf-8")
    refused(elsewhere(umbrella, command), "No best plan can be given: mood depends on a decision")


def test_a_study_without_scenarios_has_nothing_to_compare_but_something_to_learn(umbrella):
    refused(elsewhere(umbrella, "compare"), "nothing is asked. Say --set NODE=STATE")
    told = elsewhere(umbrella, "learn")
    assert told.exit_code == 0, told.output
    assert "Observing weather before umbrella is worth" in told.stdout
    known = elsewhere(umbrella, "compare", "--set", "umbrella=take", "--draws", "50")
    assert "The walk ends badly" in known.stdout


@pytest.mark.slow
def test_processes_change_nothing():
    words = ("compare", "S6", "--draws", "30000", "--format", "csv")
    assert resolve(*words, "--workers", "2").stdout == resolve(*words).stdout


@pytest.mark.slow
def test_a_cluster_changes_nothing():
    distributed = pytest.importorskip("distributed")
    words = ("compare", "S6", "--draws", "20000", "--format", "csv")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        shared = resolve(*words, "--cluster", cluster.scheduler_address)
    assert shared.exit_code == 0, shared.output
    assert shared.stdout == resolve(*words).stdout


def test_whatif_and_a_comparison_without_draws_load_nothing_heavy():
    heavy = ("pandas", "scipy", "networkx", "pgmpy", "matplotlib", "PIL", "typst", "numba")
    for words in (["whatif", "S6"], ["compare", "S6", "S5", "--draws", "0"]):
        code = (
            "import sys\nfrom elicitation.cli import main\n"
            f"main({[*words, '--study', str(SHIPPED)]!r}, standalone_mode=False)\n"
            f"print(sorted(set({heavy!r}) & set(sys.modules)))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        )
        assert done.stdout.splitlines()[-1] == "[]"
