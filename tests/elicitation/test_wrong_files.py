"""A file that is no form is told so once, with what a form is and how to get one."""

from __future__ import annotations

import shutil

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from tests.conftest import SHIPPED

WRONG = {
    "garbage.xlsx": b"rubbish, in a file\nmore of it\n",
    "noise.xlsx": bytes(range(128, 256)) * 4,
    "words.json": b'hello "there',
    "paper.pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "plain.pdf": b"%PDF-1.4\n1 0 obj\n",
    "model.toml": (SHIPPED / "model.toml").read_bytes(),
    "scenarios.toml": (SHIPPED / "scenarios.toml").read_bytes(),
    "zeros.csv": b"\0" * 50,
}


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    study = tmp_path_factory.mktemp("wrong") / "study"
    shutil.copytree(SHIPPED, study)
    return study


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_answered_with_one_sentence(name, study, tmp_path):
    (tmp_path / name).write_bytes(WRONG[name])
    words = ("submit", tmp_path / name, "--expert", "spiral", "--round", 2, "--study", study)
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 2
    (line,) = done.stderr.splitlines()
    assert line == (
        f"error: {name}: this is no form: no column of it is one of a form's. A form is XLSX, JSON, "
        "or CSV whose first line is question,component,low,best,high,reason. "
        "Get one: resolve form --expert ID --round N --out FILE."
    )
