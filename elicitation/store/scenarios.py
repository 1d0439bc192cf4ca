"""Add a what-if to ``scenarios.toml``, which people write: its text stays as it is, to the byte."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from bayesnet.errors import StudyError, errors_in
from bayesnet.formats.scenarios_toml import add_to, opening, read_scenarios
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.scenario import Scenario, ScenarioBook
from elicitation.record.ledger import sha256_of
from elicitation.store.files import locked, refuse_links, refused, replace_file, saying_what_failed

SCENARIOS = "scenarios.toml"
ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
LONGEST = 200
KEPT = "surrogateescape"
"""Bytes that are no UTF-8 go through as they are."""
LINE_END = re.compile(r"\r?\n")
CHANGED = "the file has changed since this page was made; nothing was saved."


def scenarios_sha256(folder: Path) -> str:
    """Return the hash of the study's scenarios as they stand; empty where there is no file."""
    content = _content(folder)
    return "" if content is None else sha256_of(content)


def add_scenario(
    folder: Path, scenario: Scenario, diagram: InfluenceDiagram, *, seen_sha256: str
) -> None:
    """Append a scenario to the study's, atomically; raises StudyError with the file as it was.

    seen_sha256: of the file that the person looked at; another one is not added to. What is to be
    written is read back first: it has to say the new scenario, and of the others what they said.
    """
    _check_words(scenario)
    with locked(folder):
        refuse_links(folder, SCENARIOS)
        old = _content(folder)
        if ("" if old is None else sha256_of(old)) != seen_sha256:
            raise refused(SCENARIOS, "store.file-changed-since-page-made")
        replace_file(folder, SCENARIOS, _appended(old, scenario, diagram))


def _appended(old: bytes | None, scenario: Scenario, diagram: InfluenceDiagram) -> bytes:
    import tomlkit  # noqa: PLC0415 - only who saves waits for it

    book = ScenarioBook(reference=scenario.id)
    if old is None:  # the first scenario is the one that others start from
        document = opening(scenario.id)
    else:
        book, problems = read_scenarios(_decoded(old), diagram)
        if errors_in(problems):
            raise StudyError(errors_in(problems))
        document = tomlkit.parse(_decoded(old))
    if scenario.id in book.scenarios:
        raise refused(SCENARIOS, "store.scenario-already-nothing-overwritten", name=scenario.id)
    add_to(document, scenario)
    text = _with_line_ends(tomlkit.dumps(document), "" if old is None else _decoded(old))
    read, problems = read_scenarios(text, diagram)
    if errors_in(problems):
        raise StudyError(errors_in(problems))
    expected = {**book.scenarios, scenario.id: scenario}
    if read.reference != book.reference or dict(read.scenarios) != expected:
        raise refused(SCENARIOS, "store.what-would-written-does-not")
    mark = codecs.BOM_UTF8 if old and old.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode("utf-8", KEPT)


def _with_line_ends(text: str, old: str) -> str:
    """Return a text whose new part ends its lines as the old one does, whose own stay."""
    new = text.removeprefix(old)
    ends = LINE_END.sub("\r\n", new) if "\r\n" in old else new
    return text.removesuffix(new) + ends


def _decoded(content: bytes) -> str:
    return content.removeprefix(codecs.BOM_UTF8).decode("utf-8", KEPT)


def _check_words(scenario: Scenario) -> None:
    if not ID.fullmatch(scenario.id):
        raise refused(SCENARIOS, "store.cannot-scenario-s-short-name", name=scenario.id)
    if not scenario.label.strip():
        raise refused(SCENARIOS, "store.scenario-no-label-nothing-saved")
    for text in (scenario.label, scenario.claim):
        if len(text) > LONGEST:
            raise refused(SCENARIOS, "store.text-longer-than-characters-nothing", longest=LONGEST)
        if not all(letter.isprintable() for letter in text):
            raise refused(SCENARIOS, "store.text-holds-what-cannot-seen")


def _content(folder: Path) -> bytes | None:
    with saying_what_failed(SCENARIOS):
        try:
            return (folder / SCENARIOS).read_bytes()
        except FileNotFoundError:
            return None
