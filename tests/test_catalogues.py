"""Every code has its words on each surface, every place in them has its fact, all are pinned."""

from __future__ import annotations

import dataclasses
import re
from typing import get_args

import pytest

from bayesnet.messages.remedies import Remedy
from elicitation.messages.on_pages import INSTEAD, WORDS, on_pages
from tests.catalogues import POT, TERMINAL, calls_in, codes_in, places, pot, trees

COMMAND = re.compile(r"(?<![-\w])resolve [a-z]|(?<![\w-])--[a-z]|NODE=")
OF_PAGES = ("analyst", "count", "declare", "doubt", "form", "page", "plan", "record", "remedy",
            "round", "scenario", "seed", "store", "version")  # fmt: skip
"""Rooms of codes that pages meet; what else they might is said in general."""


def test_every_code_of_the_source_has_words_and_all_words_are_used():
    raised = {code for _, tree in trees() for code in codes_in(tree)}
    beginnings = {code for code in raised if any(c.startswith(f"{code}-") for c in TERMINAL)}
    beginnings |= {code.rstrip("-") for code in raised if code.endswith("-")}
    put_together = {c for c in TERMINAL for b in beginnings if c.startswith(f"{b}-")}
    put_together |= {f"{code}.advice" for code in raised}  # for whoever looks after the model
    kinds = {c for c in TERMINAL if c.startswith(("remedy.", "count.", "priors.", "ask.finding"))}
    assert raised - {*TERMINAL} - {b for b in raised if b.rstrip("-") in beginnings} == set()
    assert {*TERMINAL} - raised - put_together - kinds == set()


def test_every_place_has_its_fact_where_it_is_raised():
    wrong = [
        (path.name, code, places(TERMINAL[code]) ^ facts)
        for path, tree in trees()
        for code, facts in calls_in(tree)
        if path.name != "checks.py" and not places(TERMINAL[code]) <= facts
    ]
    assert wrong == []


@pytest.mark.parametrize("remedy", get_args(Remedy), ids=lambda remedy: remedy.code)
def test_a_remedy_has_words_on_both_surfaces(remedy):
    fields = {field.name for field in dataclasses.fields(remedy)}
    for entries in (TERMINAL, on_pages()):
        assert places(entries[remedy.code]) <= fields


def test_pages_say_nothing_that_the_terminal_has_no_facts_for():
    for code, entry in WORDS.items():
        assert places(entry) <= places(TERMINAL[code]), code
    for command, advice in INSTEAD.items():
        owners = [entry for entry in TERMINAL.values() if entry.command == command]
        assert owners, command
        assert set(re.findall(r"{(\w+)}", advice)) <= set(re.findall(r"{(\w+)", command))


def test_no_page_speaks_of_commands_and_all_commands_are_marked_as_such():
    for code, entry in on_pages().items():
        if code.partition(".")[0] in OF_PAGES and code not in ("plan.split",):
            assert not COMMAND.search(f"{entry.message} {entry.advice}"), code
    for code, entry in TERMINAL.items():
        assert not COMMAND.search(entry.advice), code


def test_the_words_are_those_of_the_template_for_translations():
    """Renew it with ``python -c "from tests.catalogues import remake; remake()"`` and look."""
    assert POT.read_text("utf-8") == pot()
