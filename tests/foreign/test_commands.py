"""``resolve import``, ``export`` and ``table`` as people use them."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from elicitation.cli import main

RAIN = """\
<?xml version="1.0" encoding="ISO-8859-1"?>
<smile version="1.0" id="Rain">
  <nodes>
    <cpt id="W"><state id="wet"/><state id="dry"/><probabilities>0.3 0.7</probabilities></cpt>
    <decision id="U"><state id="take"/><state id="leave"/></decision>
    <utility id="V"><parents>W U</parents><utilities>70 0 20 100</utilities></utility>
  </nodes>
  <extensions><genie version="1.0" name="Regen für alle">
    <submodel id="S"><name>Group</name>
      <node id="W"><name>Wetter</name><comment>Ob es regnet.</comment><position>0 0 20 10</position></node>
    </submodel>
  </genie></extensions>
</smile>
"""


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work") / "study"
    assert resolve("init", folder).exit_code == 0
    return folder


def refused(result, *sentences):
    assert result.exit_code == 2, result.output
    for sentence in sentences:
        assert sentence in result.stderr


def test_a_file_of_genie_becomes_a_study_that_all_commands_work_with(tmp_path):
    file, folder = tmp_path / "rain.xdsl", tmp_path / "rain"
    file.write_text(RAIN, "iso-8859-1")
    made = resolve("import", file, "--into", folder)
    assert made.exit_code == 0, made.output
    assert "1 decision, 1 uncertain node, 1 value" in made.stdout
    assert "the nodes of submodels are read, their grouping is not kept: Group." in made.stderr
    assert "position" not in made.stderr
    assert "Can be set: U, W (decisions, and what has no causes)." in made.stdout
    model = (folder / "model.toml").read_text("utf-8")
    for line in ('title = "Regen für alle"', 'label = "Wetter"', 'definition = "Ob es regnet."'):
        assert line in model
    assert resolve("check", "--study", folder).exit_code == 0
    assert "asks 6 experts in two rounds" in made.stdout
    asked = resolve("questions", "--study", folder)
    assert asked.exit_code == 0, asked.output
    assert "in how many is 'Wetter'" in " ".join(asked.stdout.split())
    assert resolve("round", "open", 1, "--study", folder).exit_code == 0
    decided = resolve("decide", "--study", folder)
    assert "Expected utility 70.0 units of the imported file" in decided.output
    assert resolve("whatif", "--set", "U=leave", "--study", folder).exit_code == 0


TWO_TEAMS = """\
<?xml version="1.0" ?>
<BIF VERSION="0.3"><NETWORK><NAME>two teams and a follow-up</NAME>
<VARIABLE TYPE="decision"><NAME>A</NAME><OUTCOME>l</OUTCOME><OUTCOME>r</OUTCOME></VARIABLE>
<VARIABLE TYPE="decision"><NAME>B</NAME><OUTCOME>l</OUTCOME><OUTCOME>r</OUTCOME></VARIABLE>
<VARIABLE TYPE="decision"><NAME>F</NAME><OUTCOME>stop</OUTCOME><OUTCOME>go</OUTCOME></VARIABLE>
<VARIABLE TYPE="nature"><NAME>X</NAME><OUTCOME>bad</OUTCOME><OUTCOME>good</OUTCOME></VARIABLE>
<VARIABLE TYPE="utility"><NAME>U</NAME><OUTCOME>0</OUTCOME></VARIABLE>
<VARIABLE TYPE="utility"><NAME>W</NAME><OUTCOME>0</OUTCOME></VARIABLE>
<DEFINITION><FOR>A</FOR></DEFINITION>
<DEFINITION><FOR>B</FOR></DEFINITION>
<DEFINITION><FOR>F</FOR><GIVEN>A</GIVEN></DEFINITION>
<DEFINITION><FOR>X</FOR><TABLE>0.4 0.6</TABLE></DEFINITION>
<DEFINITION><FOR>U</FOR><GIVEN>A</GIVEN><GIVEN>B</GIVEN><TABLE>10 0 0 9</TABLE></DEFINITION>
<DEFINITION><FOR>W</FOR><GIVEN>F</GIVEN><GIVEN>X</GIVEN><TABLE>0 0 -5 5</TABLE></DEFINITION>
</NETWORK></BIF>
"""
"""Two who must do alike without seeing each other, and a third who sees only one of them."""


def test_teams_without_a_common_memory_get_their_best_plan(tmp_path):
    file, folder = tmp_path / "teams.bifxml", tmp_path / "teams"
    file.write_text(TWO_TEAMS, "utf-8")
    assert resolve("import", file, "--into", folder).exit_code == 0
    decided = resolve("decide", "--study", folder)
    assert decided.exit_code == 0, decided.output
    assert "Expected utility 11.0 units of the imported file: U 10.00, W 1.00." in decided.stdout
    for words in (("switch",), ("plans", "--draws", 100), ("learn", "--draws", 0)):
        answered = resolve(*words, "--study", folder)
        assert answered.exit_code == 0, answered.output
    assert "Observing X before F is worth 2.00" in answered.stdout


def test_nothing_is_overwritten(study, tmp_path):
    file = tmp_path / "rain.xdsl"
    file.write_text(RAIN, "iso-8859-1")
    refused(resolve("import", file, "--into", study), "is not empty; nothing was changed.")
    again = resolve("export", "--format", "net", "--out", file, "--study", study)
    refused(again, "it is there already; nothing was overwritten.")
    assert file.read_text("iso-8859-1") == RAIN


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.xdsl", RAIN.replace("0.3 0.7", "0.3 0.9"), "a.xdsl: line 4: <cpt> 'W': the probabilities sum to 1.2, not 1."),
        ("a.xdsl", RAIN.replace("<parents>W U", "<parents>W X"), "line 6: <utility> 'V': there is no node 'X'"),
        ("a.xdsl", RAIN.replace("decision", "equation"), "line 5: <equation> 'U': nodes of the kind 'equation' are not read."),
        ("a.xdsl", RAIN.replace("</nodes>", ""), "a.xdsl: line 13: this is not XML: mismatched tag."),
        ("a.xdsl", '<!DOCTYPE smile [<!ENTITY a "b">]>' + RAIN.partition("\n")[2], "line 1: the file declares an entity."),
        ("a.net", "net {}\nnode a { states = (\"x\"\n", "a.net: line 2: the file ends too early."),
        ("a.dne", "bnet a { node b { kind = NATURE; states = (x, y); equation = \"b () = x\"; }; };", "line 1: node 'b': 'b' has no table that is read: an equation."),
        ("a.pgmx", "<ProbModelXML><ProbNet type='MPAD'/></ProbModelXML>", "networks of the type 'MPAD' are not read."),
        ("a.bif", "variable a { type discrete [ 2 ] { x, y }; }\nprobability ( a ) { table 0.5; }", "a.bif: line 2: probability of 'a': its table has 1 numbers, not 2."),
        ("a.uai", "MARKOV 1 2", "networks of the kind 'MARKOV' are not read."),
        ("a.doc", "x", "files that end in '.doc' are not read;"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_line(name, content, sentence, tmp_path):
    file = tmp_path / name
    file.write_text(content, "utf-8")
    refused(resolve("import", file, "--into", tmp_path / "new"), sentence)
    assert not (tmp_path / "new").exists()


def test_a_network_of_external_entities_is_not_fetched(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("0.3 0.7")
    file = tmp_path / "a.xdsl"
    entity = f'<!DOCTYPE smile [<!ENTITY x SYSTEM "file://{secret}">]>'
    file.write_text(entity + RAIN.partition("\n")[2].replace("0.3 0.7", "&x;"), "utf-8")
    refused(resolve("import", file, "--into", tmp_path / "new"), "the file declares an entity.")


def test_export_says_what_is_lost_and_for_whom(study, tmp_path):
    out = tmp_path / "study.xdsl"
    result = resolve("export", "--format", "xdsl", "--out", out, "--study", study)
    assert result.exit_code == 0
    assert "Wrote" in result.stdout
    assert "these experts' own are left out: alignment_first" in result.stderr
    assert "ILLUSTRATIVE. Placeholder numbers" in out.read_text("utf-8")
    back = tmp_path / "back"
    assert resolve("import", out, "--into", back).exit_code == 0
    assert "ILLUSTRATIVE. Placeholder numbers" in resolve("decide", "--study", back).output


def test_export_of_one_expert_and_with_decisions_fixed(study):
    one = resolve("export", "--format", "pgmx", "--expert", "spiral", "--study", study)
    assert one.exit_code == 0
    assert one.stdout.startswith("<?xml")
    refused(resolve("export", "--format", "bif", "--study", study), "BIF has no decisions")
    sets = [
        *("--set", "capability_upgrades=slowed", "--set", "opcon_process=deferred"),
        *("--set", "exercise_plan=modified", "--set", "message_discipline=joint_line"),
        *("--set", "response_style=quiet_restraint"),
    ]
    fixed = resolve("export", "--format", "bif", *sets, "--study", study)
    assert fixed.exit_code == 0
    assert "BIF cannot hold the values of" in fixed.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--expert", "nobody"), "--expert: there is no 'nobody';"),
        (("--weights", "blanced"), "did you mean 'balanced'?"),
        (("--set", "opcon_process=never"), "has no option 'never';"),
        (("--set", "opcon"), "'opcon' is not NODE=STATE."),
        (("--structure", "Z"), "there is no structure 'Z';"),
    ],
)
def test_a_wrong_word_is_answered_with_a_sentence(words, sentence, study):
    refused(resolve("export", "--format", "xdsl", *words, "--study", study), sentence)


def test_tables_to_a_workbook_and_back(study, tmp_path):
    out = tmp_path / "t.xlsx"
    assert "17 tables" in resolve("table", "--out", out, "--study", study).output
    refused(resolve("table", "--out", out, "--study", study), "nothing was overwritten")
    rows = resolve("table", "rift_line", "--from", out, "--study", study).stdout
    assert rows.startswith(
        '[chance.rift_line.cpt]\nmethod = "table"\nrows = [\n  { when = ["doubted"]'
    )
    text = resolve("table", "rift_line", "--study", study).stdout
    assert text.startswith("perceived_commitment,rift_line=absent,rift_line=present\ndoubted,0.2")
    sheet = tmp_path / "r.csv"
    sheet.write_text(text.replace("firm", "sure"), "utf-8")
    wrong = resolve("table", "rift_line", "--from", sheet, "--study", study)
    refused(wrong, "r.csv: row 4: perceived_commitment has no state 'sure'.")
    refused(resolve("table", "--study", study), "a CSV file holds one table.")
    refused(resolve("table", "rift", "--study", study), "did you mean 'rift_line'?")
