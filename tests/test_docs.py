"""The pages tell the truth: every command is told of, every link leads somewhere, every line runs."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from elicitation.cli import COMMANDS, main
from elicitation.handbook.contents import MADE

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(ROOT / p / "README.md" for p in ("bayesnet", "diagrams", "elicitation")),
]
PAGES += [ROOT / "elicitation" / "FORMAT.md", ROOT / "elicitation" / "deterrence" / "README.md"]
PAGES += sorted((ROOT / "elicitation" / "handbook" / "pages").glob("*.md"))
BLOCK = re.compile(r"```(?:sh|console)\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)\)")


def typed():
    """Every line of the pages that types a command, its comment left out."""
    lines = [
        line
        for page in PAGES
        for block in BLOCK.findall(page.read_text("utf-8"))
        for line in block.splitlines()
    ]
    found = [line.partition(" #")[0].removeprefix("$ ") for line in lines]
    parts = [part.strip() for line in found for part in line.split("&&")]
    return sorted({part for part in parts if part.startswith("resolve ")})


@pytest.mark.parametrize("line", typed())
def test_resolve_takes_what_a_page_types(line):
    _, name, *args = shlex.split(line)
    command = main.get_command(main.make_context("resolve", [name]), name)
    assert command is not None
    command.make_context(name, args)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told_of_on_a_page(name):
    told = re.compile(rf"(?:resolve |`){re.escape(name)}\b")
    assert any(told.search(page.read_text("utf-8")) for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page):
    for target in LINK.findall(page.read_text("utf-8")):
        made = page.parent.name == "pages" and target.removesuffix(".md") in MADE
        assert made or (page.parent / target).exists(), target
