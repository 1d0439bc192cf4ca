"""Commands work without the packages that they do not need: pgmpy, and numba, which only hurries.

Each command runs in a process of its own in which the package cannot be found.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.bayesnet.small_study import MODEL, SCENARIOS
from tests.conftest import SHIPPED

ABSENT = """
import sys

class Without:
    def __init__(self, finder):
        self.finder = finder

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent}:
            return None
        return self.finder.find_spec(name, path, target)

    def __getattr__(self, name):
        return getattr(self.finder, name)

sys.meta_path[:] = [Without(finder) for finder in sys.meta_path]
from elicitation.cli import main
main(prog_name="resolve")
"""
QUICK = [
    "check",
    "whatif S6 --against S0",
    "explain S5",
    "decide",
    "propositions",
    "questions --node miscalculation",
    "rounds",
    "coherence",
    "pools",
    "log",
    "verify",
    "draw --out picture.svg",
]
DRAWN = ["compare S6 --against S0 --draws 64", "experts"]
"""Commands that ask the compiled loops about many worlds: without numba the same ones run slowly."""


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("absent") / "study"
    shutil.copytree(SHIPPED, folder)
    return folder


def resolve(words, study, *absent):
    """Run a command without some packages; return it as it ended."""
    return subprocess.run(
        [sys.executable, "-c", ABSENT.format(absent=set(absent)), *words.split()],
        cwd=study,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,  # of what hangs
    )


@pytest.mark.slow
@pytest.mark.parametrize("words", [*QUICK, *DRAWN])
def test_a_command_works_without_pgmpy_and_numba_and_says_the_same(study, words):
    bare = resolve(words, study, "pgmpy", "numba")
    assert bare.returncode == 0, bare.stderr
    assert bare.stdout == resolve(words, study).stdout


@pytest.mark.slow
def test_without_pgmpy_a_second_opinion_is_refused_with_the_remedy(study):
    refused = resolve("check --second-opinion", study, "pgmpy")
    assert refused.returncode == 2
    assert "pgmpy is not installed" in refused.stderr
    assert "pip install pgmpy" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.slow
def test_without_pgmpy_the_report_is_written_and_says_so(tmp_path):
    (tmp_path / "model.toml").write_text(MODEL)
    (tmp_path / "scenarios.toml").write_text(SCENARIOS)
    written = resolve("report --draws 0 --out report.html", tmp_path, "pgmpy")
    assert written.returncode == 0, written.stderr
    assert "pgmpy is not installed" in written.stderr
    assert "not asked for" in (tmp_path / "report.html").read_text("utf-8")
