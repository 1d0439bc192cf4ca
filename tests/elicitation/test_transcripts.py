"""What the study's README shows is what the commands say."""

from __future__ import annotations

import re
import shlex

import pytest
from click.testing import CliRunner

from elicitation.cli import main
from tests.conftest import SHIPPED

BLOCK = re.compile(r"```console\n\$ resolve ([^\n]*)\n(.*?)```", re.DOTALL)


def transcripts():
    return BLOCK.findall((SHIPPED / "README.md").read_text("utf-8"))


def test_the_readme_shows_the_analysts_questions():
    assert {shlex.split(words)[0] for words, _ in transcripts()} >= {
        *("compare", "drivers", "switch", "plans", "learn", "adversary", "experts", "agenda"),
        "explain",
    }


@pytest.mark.slow
@pytest.mark.parametrize(("words", "shown"), transcripts(), ids=[w for w, _ in transcripts()])
def test_a_transcript_is_what_the_command_says(words, shown):
    result = CliRunner().invoke(main, [*shlex.split(words), "--study", str(SHIPPED)])
    assert result.exit_code == 0, result.output
    told = " ".join(result.stdout.split())
    for sentence in re.split(r"(?<=[.:])\s+(?=[A-Za-z'])", " ".join(shown.split())):
        assert sentence in told
