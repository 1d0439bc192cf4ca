"""The command line as people use it: sentences, exit codes, and never a traceback."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
import subprocess
import sys

import pytest
from click.testing import CliRunner

from bayesnet.inference.contraction import plan
from elicitation.cli import COMMANDS, SECTIONS, main
from tests.bayesnet.small_study import MODEL, PROPOSITIONS, SCENARIOS

FILES = ("model.toml", "scenarios.toml", "propositions.toml", "elicitation.toml")


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work") / "study"
    result = resolve("init", folder)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def copy(study, tmp_path):
    shutil.copytree(study, tmp_path / "study")
    return tmp_path / "study"


def refused(result, *sentences):
    assert result.exit_code == 2, result.output
    assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit)
    for sentence in sentences:
        assert sentence in result.stderr


def test_every_command_is_listed_in_one_section_and_helps():
    listing = CliRunner().invoke(main, ["--help"], terminal_width=78).output  # as in 80 columns
    listed = [name for names in SECTIONS.values() for name in names.split()]
    assert sorted(listed) == sorted(COMMANDS)
    headings = re.findall(r"^(\S.*):$", listing, re.MULTILINE)
    assert headings == ["Options", *SECTIONS]
    for name in COMMANDS:
        assert f"  {name} " in listing
        assert resolve(name, "--help").exit_code == 0
    assert "..." not in listing.split("Options:")[1]  # every summary is read whole
    assert "\n    resolve whatif S6 --against S0\n" in resolve("whatif", "--help").output


def test_a_new_study_verifies_and_is_sound(study):
    assert "12 submissions, 2 priors versions" in resolve("verify", "--study", study).output
    assert "5 decisions, 17 uncertain nodes" in resolve("check", "--study", study).output
    assert "private/" in (study / ".gitignore").read_text()


def test_init_does_not_touch_a_folder_with_something_in_it(study):
    refused(resolve("init", study), "is not empty; nothing was changed.")


def test_what_if_in_every_format_says_where_it_comes_from(study):
    table = resolve("whatif", "S6", "--against", "S0", "--study", study)
    assert table.exit_code == 0
    assert "Against: Status quo, July 2020" in table.output
    assert "priors 0002" in table.output
    assert "ILLUSTRATIVE." in table.output
    assert "6 of 6 higher" in table.output
    assert "the adversary's way of responding stays as it is" in " ".join(table.output.split())
    rows = list(
        csv.DictReader(
            io.StringIO(resolve("whatif", "S6", "--study", study, "--format", "csv").stdout)
        )
    )
    assert len(rows) == 6
    assert {row["priors"] for row in rows} == {"priors 0002"}
    document = json.loads(resolve("whatif", "S6", "--study", study, "--format", "json").stdout)
    by_id = {row["outcome"]: row for row in document["rows"]}
    assert by_id["readiness_degraded"]["difference"] == pytest.approx(
        float(next(r for r in rows if r["outcome"] == "readiness_degraded")["difference"])
    )
    assert document["set"]["exercise_plan"] == "cancelled"
    assert by_id["readiness_degraded"]["higher"] == 6
    assert by_id["readiness_degraded"]["lowest_difference"] > 0.3
    assert by_id["credibility_strong"]["lower"] == 6
    assert by_id["hardliners_high"]["unchanged"] == 6
    markdown = resolve("whatif", "S6", "--study", study, "--format", "markdown").output
    assert "| Outcome | Change |" in markdown


def test_set_and_seen_teach(study):
    refused(
        resolve("whatif", "--set", "rift_line=present", "--study", study),
        "rift_line is something one learns, not something one makes so. "
        "Use seen (rift_line=present)",
    )
    refused(
        resolve("whatif", "--seen", "exercise_plan=cancelled", "--study", study),
        "exercise_plan is decided, not learned: one's own choice is no evidence. "
        "Use set (exercise_plan=cancelled).",
    )
    refused(
        resolve("whatif", "--set", "perceived_commitment=firm", "--study", study),
        "perceived_commitment is in the mind of Kim Jong Un: nobody else can set it.",
    )
    refused(
        resolve("whatif", "--seen", "rift_line=here", "--study", study),
        "rift_line has no state 'here'. Its states: absent, present.",
    )
    refused(resolve("whatif", "S66", "--study", study), "there is no scenario 'S66';")
    refused(resolve("whatif", "--set", "exercise_plan", "--study", study), "is not NODE=STATE.")
    refused(
        resolve("whatif", "--likely", "pressure_move=often", "--study", study),
        "'often' is neither a ratio nor probabilities.",
    )


def test_setting_what_could_be_learned_says_what_learning_it_would_tell(study):
    output = resolve("whatif", "--set", "message_coherence=conflicting", "--study", study).output
    told = " ".join(output.split())
    assert "You set message_coherence. If you learned it was conflicting, " in told
    assert "P(burden_dispute=open_public) would rise from" in told


def test_impossible_evidence_names_the_culprits(copy):
    text = (copy / "model.toml").read_text()
    row = '{ when = ["doubted"], p = [0.25, 0.75] }'
    assert row in text
    zeros = text.replace(row, '{ when = ["doubted"], p = [0, 1] }')
    zeros = zeros.replace(
        '{ when = ["uncertain"], p = [0.55, 0.45] }', '{ when = ["uncertain"], p = [0, 1] }'
    )
    zeros = zeros.replace('{ when = ["firm"], p = [0.8, 0.2] }', '{ when = ["firm"], p = [0, 1] }')
    (copy / "model.toml").write_text(zeros)
    refused(
        resolve(
            "whatif",
            "--priors",
            "placeholder",
            "--study",
            copy,
            "--seen",
            "rift_line=absent",
            "--seen",
            "pressure_move=yes",
        ),
        "These findings have probability 0 under the analyst's placeholders (for pool, analyst), "
        "structure A: rift_line=absent.",
    )


def test_likely_moves_a_node_to_where_it_was_put(study):
    result = resolve("whatif", "--likely", "pressure_move=0.2,0.8", "--study", study)
    assert result.exit_code == 0, result.output
    refused(
        resolve("whatif", "--likely", "pressure_move=0.2,0.9", "--study", study),
        "the new probabilities sum to 1.1, not 1.",
    )


def test_decide_propositions_and_unknown_names(study):
    assert "resolve_and_offer" in resolve("decide", "--study", study).output
    refused(resolve("decide", "--weights", "x", "--study", study), "there is no weight set 'x';")
    refused(resolve("decide", "--structure", "Z", "--study", study), "there is no structure 'Z';")
    refused(resolve("decide", "--priors", "9", "--study", study), "there are no priors '9'.")
    output = resolve("propositions", "--study", study).output
    assert (
        "Holding in the pool: A 14 of 14, B 13 of 14, C 14 of 14, D 11 of 14, E 14 of 14." in output
    )


def form(copy, **changes):
    """A form that answers one question again."""
    values = {"no": ("0.50", "0.60", "0.70"), "yes": ("0.30", "0.40", "0.50"), **changes}
    key = '"miscalculation[posture_credibility=weak, hardliner_influence=high]"'
    lines = [f"{key},{state},{','.join(v)},heard a good argument" for state, v in values.items()]
    target = copy.parent / "form.csv"
    target.write_text("question,component,low,best,high,reason\n" + "\n".join(lines) + "\n")
    return target


def test_submit_freeze_diff_log_verify(copy):
    filled = form(copy)
    result = resolve("submit", filled, "--expert", "spiral", "--round", 2, "--study", copy)
    assert result.exit_code == 0, result.output
    result = resolve("freeze", "--reason", "a correction", "--study", copy)
    assert result.exit_code == 0, result.output
    assert "priors/0003.json" in result.output
    told = resolve("diff", 2, 3, "--study", copy).output
    assert "spiral lowered P(miscalculation = no) when posture_credibility is weak" not in told
    assert "spiral raised P(miscalculation = no) when posture_credibility is weak and" in told
    assert "to 0.60" in told
    assert "a correction" in resolve("log", "--study", copy).output
    assert "13 submissions, 3 priors versions" in resolve("verify", "--study", copy).output
    assert "priors 0003" in resolve("whatif", "S6", "--study", copy).output
    assert "priors 0001" in resolve("whatif", "S6", "--priors", 1, "--study", copy).output


def test_a_bad_form_is_refused_and_changes_nothing(copy):
    before = (copy / "ledger.jsonl").read_bytes()
    filled = form(copy, yes=("0.30", "0.45", "0.50"))
    result = resolve("submit", filled, "--expert", "spiral", "--round", 2, "--study", copy)
    refused(result, "1.05")
    result = resolve("submit", filled, "--expert", "../x", "--round", 2, "--study", copy)
    refused(result, "no expert '../x';")
    assert (copy / "ledger.jsonl").read_bytes() == before


def test_tampered_priors_are_not_answered_from(copy):
    path = copy / "priors" / "0002.json"
    path.write_text(path.read_text().replace("spiral", "spirit"))
    refused(resolve("whatif", "S6", "--study", copy), "this is not the file that was frozen")
    refused(resolve("verify", "--study", copy), "priors/0002.json")


@pytest.mark.parametrize(
    "words",
    [
        ("verify", "--head"),
        ("whatif", "S6", "--priors"),
        ("whatif", "S6", "--structure"),
        ("whatif", "S6", "--against"),
        ("decide", "--weights"),
        ("drivers", "--on"),
        ("plot", "whatif", "S6", "--against"),
    ],
)
def test_a_name_that_is_empty_is_not_taken_for_none(study, words):
    """As of a variable of a script that nobody set: no head would be checked."""
    for empty in ("", " "):
        refused(resolve(*words, empty, "--study", study), f"{words[-1]}: nothing is named.")


def test_no_study_here(tmp_path):
    refused(resolve("whatif", "--study", tmp_path), "is not a study: it has no model.toml.")
    (tmp_path / "model.toml").write_bytes(b"\xff\xfe")
    refused(resolve("check", "--study", tmp_path), "line 1 is not UTF-8 text.")


def test_a_diagram_too_dense_to_answer_is_refused_with_its_nodes(study, monkeypatch):
    plan.cache_clear()
    monkeypatch.setattr("bayesnet.inference.elimination.LARGEST_ENTRIES", 20)
    result = resolve("whatif", "S6", "--study", study)
    plan.cache_clear()
    refused(result, "the diagram is too dense to answer: the table over ", "would hold")


def test_a_decision_that_depends_on_what_is_seen(tmp_path):
    (tmp_path / "model.toml").write_text(MODEL)
    (tmp_path / "scenarios.toml").write_text(SCENARIOS)
    (tmp_path / "propositions.toml").write_text(PROPOSITIONS)
    output = resolve("decide", "--study", tmp_path).output
    assert "take if forecast=rain, else leave" in " ".join(output.split())
    output = resolve("propositions", "--study", tmp_path).output
    assert re.search(r"holds\s+\n", output)
    assert "FAILS" not in output
    result = resolve("whatif", "covered", "--study", tmp_path)
    assert "the analyst's placeholders" in result.output


def test_draw_makes_a_picture_of_the_kind_that_is_asked_for(study, tmp_path):
    result = resolve("draw", "S5", "--study", study, "--out", tmp_path / "a.svg")
    assert result.exit_code == 0, result.output
    refused(
        resolve("draw", "--study", study, "--out", tmp_path / "a.bmp"),
        "'a.bmp' is no kind of picture this program writes.",
    )
    assert resolve("draw", "--study", study).output.count("overview.") == 3


def test_a_report_is_one_page_that_asks_for_nothing_elsewhere(reported):
    page = (reported / "reports" / "report.html").read_text("utf-8")
    for words in (
        "In short",
        "What if?",
        "All claims of the source hold in the pool under structures A",
        "ILLUSTRATIVE",
        "<svg",
        "priors 0002",
    ):
        assert words in page
    assert not [
        word
        for word in ("http://", "https://")
        if f'src="{word}' in page or f'href="{word}' in page
    ]


@pytest.mark.parametrize("name", FILES)
def test_no_mutated_file_makes_a_traceback(copy, name):
    """Bytes flipped, lines dropped, doubled and swapped, tokens replaced: a list, or an answer."""
    rng = random.Random(name)
    original = (copy / name).read_text()
    lines = original.splitlines()
    refusals = 0
    for _ in range(60):
        mutated = list(lines)
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(mutated))
            match rng.randrange(5):
                case 0:
                    del mutated[at]
                case 1:
                    mutated.insert(at, mutated[rng.randrange(len(mutated))])
                case 2:
                    words = mutated[at].split("=", 1)
                    values = ["nan", "-1", '"x"', "[]", "{}", "true", "1e400", '["a", 1]', "[[1]]"]
                    mutated[at] = f"{words[0]}= {rng.choice(values)}"
                case 3:
                    position = rng.randrange(len(mutated[at]) + 1)
                    mutated[at] = (
                        mutated[at][:position] + rng.choice('"[]{}=,.0\\') + mutated[at][position:]
                    )
                case _:
                    mutated[at] = mutated[at].replace("_", "-", 1)
        (copy / name).write_text("\n".join(mutated))
        for command in (["check"], ["verify"]):
            result = resolve(*command, "--study", copy)
            assert result.exit_code in (0, 2), (mutated, result.output, result.exception)
            assert "Traceback" not in result.output
            refusals += result.exit_code == 2
    assert refusals > 20


def test_whatif_imports_none_of_the_heavy_libraries(study):
    code = (
        "import sys\nfrom elicitation.cli import main\n"
        f"sys.argv = ['resolve', 'whatif', 'S6', '--study', {str(study)!r}]\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'pgmpy', 'matplotlib', 'typst', 'pandas', 'scipy', 'networkx', 'PIL'}\n"
        "sys.exit(str(sorted(heavy & set(sys.modules))) if heavy & set(sys.modules) else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Against: Status quo" in done.stdout


def test_a_report_is_of_the_kind_that_is_asked_for(tmp_path):
    (tmp_path / "model.toml").write_text(MODEL)
    (tmp_path / "scenarios.toml").write_text(SCENARIOS)
    ask = ("report", "--no-second-opinion", "--study", tmp_path)
    assert "report.pdf" in resolve(*ask, "--out", tmp_path / "report.pdf").output
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    result = resolve(*ask, "--format", "all")
    assert all((tmp_path / "reports" / f"report.{k}").is_file() for k in ("html", "pdf", "docx"))
    assert result.output.count("reports/report.") == 3
    refused(
        resolve(*ask, "--out", tmp_path / "report.odt"),
        "is no kind of report this program writes. .html, .pdf or .docx; or say --format.",
    )
    refused(
        resolve(*ask, "--out", tmp_path / "report.pdf", "--format", "docx"),
        "is the name of another kind of file than docx. Change either.",
    )


def test_an_unknown_scale_of_words_is_named_with_those_there_are(study):
    plan = study / "elicitation.toml"
    plan.write_text(plan.read_text().replace('"ICD-203"', '"ICD-2003"'))
    refused(
        resolve("report", "--no-second-opinion", "--study", study),
        "elicitation.toml: lexicon: 'ICD-2003' is not one of the choices; did you mean 'ICD-203'?",
    )


def test_a_decisions_table_shows_every_option_where_the_plan_can_meet_it(study):
    result = resolve("decide", "--table", "response_style", "--study", study)
    said = " ".join(result.output.split())
    assert "In every case: capability_upgrades=on_schedule, opcon_process=integrated," in said
    assert "Never the best: quiet_restraint, threat_trading." in said
    rows = json.loads(
        resolve("decide", "--table", "response_style", "--format", "json", "--study", study).output
    )["rows"]
    assert sum(row["probability"] for row in rows) == pytest.approx(1)
    assert {row["choice"] for row in rows} == {"resolve_and_offer"}
    refused(
        resolve("decide", "--table", "respons_style", "--study", study),
        "--table: there is no decision 'respons_style'; did you mean 'response_style'?",
    )


def test_findings_that_do_not_fit_together_are_said_with_the_first_to_look_at(study):
    seen = ("--seen", "perceived_commitment=firm", "--seen", "rift_line=present")
    result = resolve("whatif", *seen, "--study", study)
    said = " ".join(result.output.split())
    note = (
        r"does not fit together well \(\d\.\d bits of conflict\)\. Look first at \w+=(firm|present)"
    )
    assert re.search(note, said)
    fitting = ("--seen", "perceived_commitment=firm", "--seen", "rift_line=absent")
    assert "fit together" not in resolve("whatif", *fitting, "--study", study).output
