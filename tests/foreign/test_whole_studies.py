"""What comes from other tools' files is a sound study, and says nothing that is not true of it."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from click.testing import CliRunner

from bayesnet.errors import StudyError
from bayesnet.folder.reading import load_study
from bayesnet.interchange.files import FORMATS, read_file
from bayesnet.interchange.problems import network_of
from elicitation.cli import main

STRUCTURES = {
    "s.net": 'net{} node A { states=("y" "n"); } node B { states=("y" "n"); } potential (B | A) { }',
    "s.xdsl": '<?xml version="1.0"?><smile version="1.0" id="s"><nodes><cpt id="A"><state id="y"/><state id="n"/></cpt><cpt id="B"><state id="y"/><state id="n"/><parents>A</parents></cpt></nodes></smile>',
    "s.dne": "bnet S { node A { kind=NATURE; discrete=TRUE; states=(y,n); parents=(); }; node B { kind=NATURE; discrete=TRUE; states=(y,n); parents=(A); }; };",
    "s.bif": "variable A { type discrete [ 2 ] { y, n }; } variable B { type discrete [ 2 ] { y, n }; } probability ( B | A ) { }",
    "s.bifxml": "<BIF><NETWORK><VARIABLE><NAME>A</NAME><OUTCOME>y</OUTCOME><OUTCOME>n</OUTCOME></VARIABLE><VARIABLE><NAME>B</NAME><OUTCOME>y</OUTCOME><OUTCOME>n</OUTCOME></VARIABLE><DEFINITION><FOR>B</FOR><GIVEN>A</GIVEN></DEFINITION></NETWORK></BIF>",
    "s.pgmx": '<ProbModelXML><ProbNet type="BayesianNetwork"><Variables><Variable name="A" type="finiteStates" role="chance"><States><State name="y"/><State name="n"/></States></Variable><Variable name="B" type="finiteStates" role="chance"><States><State name="y"/><State name="n"/></States></Variable></Variables><Links><Link directed="true"><Variable name="A"/><Variable name="B"/></Link></Links></ProbNet></ProbModelXML>',
}
ONLY_DECISIONS = '<?xml version="1.0"?><smile version="1.0" id="s"><nodes><decision id="D"><state id="x"/><state id="y"/></decision><utility id="U"><parents>D</parents><utilities>5 0</utilities></utility></nodes></smile>'
ONLY_VALUES = '<?xml version="1.0"?><smile version="1.0" id="v"><nodes><cpt id="A"><state id="y"/><state id="n"/><probabilities>0.3 0.7</probabilities></cpt><utility id="U"><parents>A</parents><utilities>7000 -20</utilities></utility></nodes></smile>'
NO_VALUES = '<?xml version="1.0"?><smile version="1.0" id="w"><nodes><decision id="D"><state id="x"/><state id="z"/></decision><cpt id="A"><state id="y"/><state id="n"/><parents>D</parents><probabilities>0.3 0.7 0.1 0.9</probabilities></cpt></nodes></smile>'
STATES = """\
network n {
}
variable A {
  type discrete [ 2 ] { "(1,999, 20]", "(20,00, 30]" };
}
variable "B, the second" {
  type discrete [ 3 ] { "< 10%", ">= 10%", "n/a; unknown" };
}
probability ( A ) {
  table 0.35, 0.65;
}
probability ( "B, the second" | A ) {
  ("(1,999, 20]") 0.1, 0.2, 0.7;
  ("(20,00, 30]") 0.3, 0.3, 0.4;
}
"""
SPRINKLER = """\
net{}
node C { states=("no" "yes"); }
node S { states=("no" "yes"); }
node Rn { states=("no" "yes"); }
node W { states=("no" "yes"); }
potential (C) { data=(0.5 0.5); }
potential (S | C) { data=((0.5 0.5)(0.9 0.1)); }
potential (Rn | C) { data=((0.8 0.2)(0.2 0.8)); }
potential (W | S Rn) { data=(((1 0)(0.1 0.9))((0.1 0.9)(0.01 0.99))); }
"""


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def imported(folder, name, content, *options):
    file, study = folder / name, folder / "study"
    file.write_text(content, "utf-8")
    result = resolve("import", file, "--into", study, *options)
    assert result.exit_code == 0, result.output
    return study, result


def told(result):
    return " ".join(result.output.split())


# ------------------------------------------------------------------------------ without numbers


@pytest.mark.parametrize("name", STRUCTURES)
def test_a_structure_is_a_study_whose_tables_are_still_to_be_asked(name, tmp_path):
    study, made = imported(tmp_path, name, STRUCTURES[name])
    assert "no numbers for A, B: experts are still to be asked." in told(made)
    checked = resolve("check", "--study", study)
    assert checked.exit_code == 0
    assert " is sound: 0 decisions, 2 uncertain nodes" in checked.stdout
    assert "numbers still to be asked: A, B." in told(checked)
    asked = resolve("questions", "--format", "json", "--study", study)
    assert "in how many is 'B' 'y', in how many 'n'?" in asked.stdout
    form = resolve("form", "--expert", "E01", "--round", 1, "--out", tmp_path / "f.csv", "--study", study)  # fmt: skip
    assert form.exit_code == 0, form.output


NEEDING = (
    ("whatif",),
    ("whatif", "--seen", "A=y"),
    ("compare", "first"),
    ("explain", "first", "--against", "first"),
    ("screen",),
    ("drivers",),
    ("pedigree",),
    ("check", "--second-opinion"),
    ("draw", "--view", "full"),
    ("plot", "whatif"),
    ("export", "--format", "xdsl"),
    ("table", "A"),
    ("report",),
    ("build",),
)


@pytest.mark.parametrize("words", NEEDING)
def test_what_needs_numbers_names_the_nodes_and_the_remedy(words, tmp_path):
    study, _ = imported(tmp_path, "s.net", STRUCTURES["s.net"])
    result = resolve(*words, "--study", study)
    assert result.exit_code == 2
    assert "there are no numbers yet for A, B. Ask experts ('resolve questions', 'resolve form') and freeze their answers, or write the rows" in told(result)  # fmt: skip
    assert not [*study.glob("figures/*"), *study.glob("reports/*")]


def test_the_picture_of_a_structure_makes_no_numbers_up(tmp_path):
    study, _ = imported(tmp_path, "s.net", STRUCTURES["s.net"])
    target = tmp_path / "p.svg"
    assert resolve("draw", "--study", study, "--out", target).exit_code == 0
    svg = target.read_text("utf-8")
    assert "no numbers yet" in svg
    assert "set of numbers" not in svg
    assert "ILLUSTRATIVE" not in svg


def test_experts_give_a_structure_its_numbers(tmp_path):
    """P(B=y) = .4 x .7 + .6 x .2 = .4, from the answers of the one expert who was asked."""
    study, _ = imported(tmp_path, "s.net", STRUCTURES["s.net"])
    form = tmp_path / "f.csv"
    assert resolve("form", "--expert", "E01", "--round", 1, "--out", form, "--study", study).exit_code == 0  # fmt: skip
    with form.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    best = {("A[]", "y"): 40, ("A[]", "n"): 60, ("B.sign[A]", "value"): -1}
    best |= {("B[A=y]", "y"): 70, ("B[A=y]", "n"): 30, ("B[A=n]", "y"): 20, ("B[A=n]", "n"): 80}
    for row in rows:
        row["best"] = best[row["question"], row["component"]]
    with form.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    for words in (
        ("round", "open", 1),
        ("submit", form, "--expert", "E01", "--round", 1),
        ("coherence",),
        ("freeze", "--reason", "asked", "--allow-absent"),
    ):
        result = resolve(*words, "--study", study)
        assert result.exit_code == 0, result.output
    answer = json.loads(resolve("whatif", "--format", "json", "--study", study).stdout)
    assert answer["rows"][0]["value"] == pytest.approx(0.4)
    assert answer["provenance"]["illustrative"] == "False"
    assert "ILLUSTRATIVE" not in resolve("whatif", "--study", study).stdout


def test_half_a_structure_asks_for_the_other_half(tmp_path):
    whole = STRUCTURES["s.net"] + " potential (A) { data=(0.4 0.6); }"
    study, made = imported(tmp_path, "s.net", whole)
    assert "no numbers for B: experts" in told(made)
    assert "count as placeholders" in told(made)
    assert "the analyst's placeholders; numbers still to be asked: B." in told(
        resolve("check", "--study", study)
    )


def test_values_without_numbers_are_to_be_filled_in(tmp_path):
    bare = ONLY_DECISIONS.replace("<utilities>5 0</utilities>", "")
    study, made = imported(tmp_path, "s.xdsl", bare)
    assert "It does not say what U is worth: fill that in" in told(made)
    result = resolve("decide", "--study", study)
    assert result.exit_code == 2
    assert "no numbers yet for U. Fill in the table of U: no expert is asked for it." in told(
        result
    )


def test_no_number_is_made_up_for_another_tool(tmp_path):
    diagram, _ = read_file(STRUCTURES["s.net"].encode(), "s.net")
    assert diagram is not None
    assert diagram.blank == ("A", "B")
    with pytest.raises(StudyError, match="no numbers yet for A, B"):
        network_of(diagram)
    for form in FORMATS.values():
        with pytest.raises(StudyError, match="no numbers yet for A, B"):
            form.write(diagram)


def test_rows_of_a_blank_table_are_all_or_none(tmp_path):
    study, _ = imported(tmp_path, "s.net", STRUCTURES["s.net"])
    model = (study / "model.toml").read_text("utf-8")
    fixed = model.replace("rows = []", "asked = false\nrows = []", 1)
    (study / "model.toml").write_text(fixed, "utf-8")
    assert "nobody is asked for these, and there are none." in told(resolve("check", "--study", study))  # fmt: skip


# ----------------------------------------------------------------------- without a kind of node


def test_decisions_alone_are_a_study(tmp_path):
    study, made = imported(tmp_path, "s.xdsl", ONLY_DECISIONS)
    assert "1 decision, 0 uncertain nodes, 1 value" in made.stdout
    assert resolve("check", "--study", study).exit_code == 0
    decided = resolve("decide", "--study", study)
    assert decided.exit_code == 0, decided.output
    answer = json.loads(resolve("decide", "--format", "json", "--study", study).stdout)
    worth = {row["option"]: row["always_pool"] for row in answer["rows"]}
    assert worth == pytest.approx({"x": 5.0, "y": 0.0})
    assert {row["option"] for row in answer["rows"] if row["taken"]} == {"x"}
    for view in ("overview", "strategy", "tree", "policy", "information"):
        drawn = resolve("draw", "--view", view, "--out", tmp_path / f"{view}.svg", "--study", study)
        assert drawn.exit_code == 0, drawn.output


EVERY = (
    ("check",), ("questions",), ("load",), ("screen",), ("whatif",), ("decide",), ("plans",),
    ("switch",), ("learn",), ("drivers",), ("pedigree",), ("experts",), ("compare", "first"),
    ("explain", "first", "--against", "first"), ("draw",), ("draw", "--view", "full"),
    ("draw", "--view", "strategy"), ("plot", "whatif"), ("plot", "risk"), ("plot", "pedigree"),
    ("plot", "drivers"), ("plot", "plans"), ("table", "--out", "t.xlsx"), ("coherence",), ("pools",),
    ("report",), ("build",), ("export", "--format", "net"),
)  # fmt: skip


@pytest.mark.parametrize("content", [ONLY_DECISIONS, ONLY_VALUES, NO_VALUES])
def test_every_command_answers_or_says_why_not(content, tmp_path, monkeypatch):
    study, _ = imported(tmp_path, "s.xdsl", content)
    monkeypatch.chdir(tmp_path)
    answered = 0
    for words in EVERY:
        result = resolve(*words, "--study", study)
        assert result.exit_code in (0, 2), (words, result.output, result.exception)
        assert result.exit_code == 0 or "error: " in result.stderr, words
        assert "nan" not in result.stdout.replace("analyst", "").split(), words
        answered += result.exit_code == 0
    assert answered > len(EVERY) / 3


# ---------------------------------------------------------------------------------------- states


def test_states_keep_their_signs_as_labels(tmp_path):
    study, made = imported(tmp_path, "states.bif", STATES)
    assert "its label is as it was" in made.stderr
    model = (study / "model.toml").read_text("utf-8")
    assert 'state_labels = ["(1,999, 20]", "(20,00, 30]"]' in model
    assert 'state_labels = ["< 10%", ">= 10%", "n/a; unknown"]' in model
    found, _ = load_study(study)
    assert found is not None
    assert found.diagram.state_label("B_the_second", "at least 10%") == ">= 10%"
    for words in (("draw", "--view", "full"), ("draw", "first")):
        target = tmp_path / "p.svg"
        assert resolve(*words, "--study", study, "--out", target).exit_code == 0
        svg = target.read_text("utf-8")
        for label in (">(1,999, 20]<", ">&gt;= 10%<", ">n/a; unknown<"):
            assert label in svg
    asked = told(resolve("questions", "--study", study))
    assert "'(1,999, 20]'" in asked
    assert "'>= 10%'" in asked


def test_a_state_is_typed_by_its_label_too(tmp_path):
    """P(B < 10 % | A in (1,999, 20]) = .1, as the file has it."""
    study, _ = imported(tmp_path, "states.bif", STATES)
    seen = ("--seen", "A=(1,999, 20]", "--format", "json")
    rows = json.loads(resolve("whatif", *seen, "--study", study).stdout)["rows"]
    assert rows[0]["value"] == pytest.approx(0.1)


@pytest.mark.parametrize("form", ["bif", "xmlbif", "xdsl", "net", "bifxml", "dne", "pgmx"])
def test_original_names_of_states_go_out_again(form, tmp_path):
    study, _ = imported(tmp_path, "states.bif", STATES)
    out = tmp_path / f"out.{form}"
    assert resolve("export", "--format", form, "--out", out, "--study", study).exit_code == 0
    before, _ = read_file(STATES.encode(), "states.bif")
    after, _ = read_file(out.read_bytes(), out.name)
    assert [*after.states.values()] == [*before.states.values()]
    named = [node.label or node.name for node in after.chance.values()]
    assert named == ["A", "B, the second"]
    for one, other in zip(before.chance.values(), after.chance.values(), strict=True):
        np.testing.assert_allclose(other.table, one.table, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("labels", "sentence"),
    [
        ('["a"]', "1 labels for 2 states. Give one to each, in their order."),
        ('["a", "a"]', "two states have the same label."),
        ('["a", ""]', "a label is empty."),
    ],
)
def test_labels_of_states_fit_the_states(labels, sentence, tmp_path):
    study, _ = imported(tmp_path, "states.bif", STATES)
    model = (study / "model.toml").read_text("utf-8")
    changed = model.replace('["(1,999, 20]", "(20,00, 30]"]', labels)
    assert changed != model
    (study / "model.toml").write_text(changed, "utf-8")
    assert sentence in told(resolve("check", "--study", study))


# ------------------------------------------------------------------------------- what is said


def test_a_setting_is_answered_or_the_remedy_is_named_and_nobody_reacts(tmp_path):
    """P(W=no | do(S=yes)) = .5 (.1 x .8 + .01 x .2) + .5 (.1 x .2 + .01 x .8) = .055."""
    study, _ = imported(tmp_path, "sprink.net", SPRINKLER)
    refused = resolve("whatif", "--set", "S=yes", "--study", study)
    assert refused.exit_code == 2
    assert "If somebody could make it so, write settable = true in [chance.S]." in told(refused)
    model = (study / "model.toml").read_text("utf-8")
    (study / "model.toml").write_text(
        model.replace("[chance.S]\n", "[chance.S]\nsettable = true\n"), "utf-8"
    )
    answered = resolve("whatif", "--set", "S=yes", "--study", study)
    assert answered.exit_code == 0
    said = json.loads(
        resolve("whatif", "--set", "S=yes", "--format", "json", "--study", study).stdout
    )
    assert said["rows"][0]["value"] == pytest.approx(0.055)
    assert resolve("report", "--study", study).exit_code == 0
    page = (study / "reports" / "report.html").read_text("utf-8")
    for text in (told(refused), told(answered), page):
        for word in ("adversary", "alliance", "responding", "exercise"):
            assert word not in text


@pytest.mark.parametrize(
    ("numbers", "marked"), [("final", False), ("placeholder", True), (None, True)]
)
def test_numbers_are_marked_until_they_are_called_final(numbers, marked, tmp_path):
    options = ("--numbers", numbers) if numbers else ()
    study, made = imported(tmp_path, "sprink.net", SPRINKLER, *options)
    assert ("Its numbers are final: answers are not marked." in told(made)) != marked
    assert ("import with --numbers final" in told(made)) == marked
    model = (study / "model.toml").read_text("utf-8")
    assert f"illustrative = {'true' if marked else 'false'}" in model
    assert ("ILLUSTRATIVE. " in resolve("whatif", "--study", study).stdout) == marked
    target = tmp_path / "p.svg"
    assert resolve("draw", "first", "--out", target, "--study", study).exit_code == 0
    assert ("ILLUSTRATIVE" in target.read_text("utf-8")) == marked
    told_of = json.loads(resolve("whatif", "--format", "json", "--study", study).stdout)
    assert told_of["provenance"]["illustrative"] == str(marked)
    assert told_of["provenance"]["priors"] == (
        "the analyst's placeholders" if marked else "the model's own numbers"
    )
