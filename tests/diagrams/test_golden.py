"""The study's two pictures, byte for byte; the README shows the first.

After a change that is meant: ``resolve draw --out tests/diagrams/golden/overview.svg`` and
``resolve draw S5 --out tests/diagrams/golden/full-S5.svg`` in a fresh copy of the study, then look.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from elicitation.cli import main

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(("words", "name"), [([], "overview.svg"), (["S5"], "full-S5.svg")])
def test_pictures_are_the_same_bytes_as_ever(words, name, tmp_path):
    study = tmp_path / "study"
    assert CliRunner().invoke(main, ["init", str(study)]).exit_code == 0
    command = ["draw", *words, "--study", str(study), "--out", str(tmp_path / name)]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 0, result.output
    assert (tmp_path / name).read_bytes() == (GOLDEN / name).read_bytes()
