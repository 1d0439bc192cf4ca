"""Small slips at the command line: each is told once, truly, with a way on."""

from __future__ import annotations

import shlex
import shutil

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from tests.conftest import SHIPPED


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def refused(*words):
    """The error lines of a command that is refused."""
    done = resolve(*words)
    assert done.exit_code == 2, done.output
    return done.stderr.splitlines()


@pytest.fixture
def study(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "study")
    return tmp_path / "study"


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("whatfi", "whatif"),
        ("reprot", "report"),
        ("plot whatfi", "whatif"),
        ("round opne 1", "open"),
        ("roster lst", "list"),
    ],
)
def test_a_mistyped_command_is_answered_with_the_nearest(words, near):
    wrong = words.split()[words.count(" ") - (words.endswith("1"))]
    assert f"No such command '{wrong}'; did you mean '{near}'?" in refused(*words.split())[-1]


def test_a_folder_without_its_option_is_answered_with_the_option(tmp_path):
    assert "If that is a study's folder: --study DIR." in refused("check", tmp_path)[-1]
    assert "--study" not in refused("init", tmp_path / "a", tmp_path / "b")[-1]


def test_a_command_like_no_other_is_only_unknown():
    assert "did you mean" not in refused("xyzzy")[-1]


def test_the_next_step_can_be_pasted(tmp_path):
    for words in (["init"], ["import", "FILE", "--into"]):
        if "FILE" in words:
            words[1] = str(tmp_path / "a.xdsl")
            out = resolve("export", "--format", "xdsl", "--out", words[1], "--study", SHIPPED)
            assert out.exit_code == 0, out.output
        folder = tmp_path / f"a {words[0]}"
        (line,) = (line for line in resolve(*words, folder).output.splitlines() if "Next: " in line)
        assert shlex.split(line)[:4] == ["Next:", "cd", str(folder), "&&"]


def test_a_folder_that_cannot_be_made_is_no_study_to_verify(tmp_path):
    (tmp_path / "file").write_text("x")
    (line,) = refused("init", tmp_path / "file" / "below")
    assert line.endswith("Name another folder.")


@pytest.mark.parametrize("words", ["log", "roster list"])
def test_outside_a_study_nothing_is_listed(words, tmp_path):
    (line,) = refused(*words.split(), "--study", tmp_path)
    assert f"'{tmp_path}' is not a study: it has no model.toml." in line


def test_a_likelihood_that_is_no_number_is_one_error(study):
    (line,) = refused("whatif", "--likely", "rift_line=present", "--study", study)
    assert "'present' is neither a ratio nor probabilities." in line


def test_a_split_has_one_format(study):
    (line,) = refused("load", "--split", 2, "--format", "json", "--study", study)
    assert "--split prints lines for elicitation.toml. Leave out --format." in line


def test_nobody_is_absent_who_answered(study):
    words = ("absent", "spiral", "--round", 1, "--reason", "ill", "--study", study)
    (line,) = refused(*words)
    assert "spiral has answers in round 1: nobody is absent who answered." in line
    assert "resolve withdraw spiral --round 1" in line
    taken = resolve("withdraw", "spiral", "--round", 1, "--reason", "ill", "--study", study)
    assert taken.exit_code == 0
    assert resolve(*words).exit_code == 0
