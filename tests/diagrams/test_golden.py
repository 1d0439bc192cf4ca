"""The study's pictures, byte for byte; the README shows the first.

After a change that is meant, ``python -c "from tests.diagrams.test_golden import remake; remake()"``
draws them anew: then look at each.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from elicitation.cli import main

GOLDEN = Path(__file__).parent / "golden"
PICTURES = {
    "overview.svg": "",
    "full-S5.svg": "S5",
    "difference-S5-a3.svg": "S5 --view difference --page a3",
    "focus-neighbours.svg": "S5 --node ally_confidence --page a4",
    "focus-paths.svg": "S5 --from response_style --to miscalculation --page a4",
    "focus-module.svg": "S5 --module perception --page slide",
    "arcs-sign.svg": "--arcs sign",
    "arcs-evidence.svg": "--arcs evidence",
    "arcs-structure-B.svg": "--arcs structure --structure B",
    "arcs-structure-C.svg": "--arcs structure --structure C",
}


def resolve(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("golden") / "study"
    assert resolve("init", folder).exit_code == 0
    return folder


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_the_same_bytes_as_ever(study, name, tmp_path):
    target = tmp_path / name
    result = resolve("draw", *PICTURES[name].split(), "--study", study, "--out", target)
    assert result.exit_code == 0, result.output
    assert target.read_bytes() == (GOLDEN / name).read_bytes()


def test_no_golden_picture_is_left_over():
    assert {path.name for path in GOLDEN.iterdir()} == set(PICTURES)


def remake():
    """Draw every golden picture anew."""
    with tempfile.TemporaryDirectory() as folder:
        study = Path(folder) / "study"
        assert resolve("init", study).exit_code == 0
        for name, words in PICTURES.items():
            result = resolve("draw", *words.split(), "--study", study, "--out", GOLDEN / name)
            assert result.exit_code == 0, result.output
