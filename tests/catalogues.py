"""Read the catalogues of all surfaces, and the codes and facts that the source raises."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import elicitation
from bayesnet.cli.options import MARKS
from bayesnet.messages.surface import Entry
from bayesnet.messages.template_file import template
from bayesnet.messages.terminal import terminal
from diagrams.network.wording import PARTS
from elicitation.messages.on_pages import ELSEWHERE, INSTEAD, WORDS

ROOT = Path(elicitation.__file__).parents[1]
POT = ROOT / "elicitation/messages/collective-resolve.pot"
TERMINAL = terminal().entries
ROOMS = {code.partition(".")[0] for code in TERMINAL}
CODE = re.compile(r"[a-z]+\.[a-z0-9-]+")
FILES = (".toml", ".json", ".jsonl", ".csv", ".typ", ".py", ".css", ".html", ".js")
AT_CALL = frozenset(
    [
        "problem_at",
        "warning_at",
        "unplaced",
        "phrase",
        "problem",
        "warning",
        "error",
        "note",
        "Unreadable",
        "fail",
        "refuse",
        "refused",
        "_refused",
        "_here",
        "_problem",
        "Unshown",
    ]
)
"""What is called with a code and its facts, all of them."""


def places(entry: Entry) -> set[str]:
    """Return the names of all places in an entry's texts."""
    texts = (entry.message, entry.many, entry.advice, entry.command)
    fields = (name for text in texts for _, name, _, _ in string.Formatter().parse(text))
    return {name for name in fields if name} | ({entry.by} if entry.by else set())


def trees() -> Iterator[tuple[Path, ast.AST]]:
    """Yield every module of ours but the catalogues."""
    for package in ("bayesnet", "diagrams", "elicitation"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "messages" not in path.relative_to(ROOT).parts:
                yield path, ast.parse(path.read_text("utf-8"))


def codes_in(tree: ast.AST) -> Iterator[str]:
    """Yield the codes that a module names, and the beginnings of those it puts together."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            is_code = CODE.fullmatch(text) and not text.endswith(FILES)
            if is_code and text.partition(".")[0] in ROOMS:
                yield text


def calls_in(tree: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """Yield each code that is given with all its facts, and their names."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or any(k.arg is None for k in node.keywords):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        codes = [a.value for a in node.args if isinstance(a, ast.Constant) and a.value in TERMINAL]
        if name in AT_CALL and len(codes) == 1:
            yield codes[0], {str(k.arg) for k in node.keywords} - {"line" if name == "fail" else ""}


def pot() -> str:
    """Return the template for translations as the catalogues are now."""
    instead = {"page": Entry(ELSEWHERE), **{c: Entry(text) for c, text in INSTEAD.items()}}
    own = {f"page {at}": entry for at, entry in enumerate(instead.values())}
    return template(
        (TERMINAL, WORDS, own), (*MARKS.values(), *(part.title for part in PARTS.values()))
    )


def remake() -> None:
    """Write the template anew."""
    POT.write_text(pot(), "utf-8")
