"""An id is said by its label where it is meant, and no word of a sentence is ever taken for one."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayesnet.errors import unplaced
from bayesnet.messages.facts import Expert, Node, finding, items
from bayesnet.messages.remedies import DidYouMean
from diagrams.network.wording import labelled, worded
from elicitation.checks.coherence import coherence
from elicitation.record.ledger import Event, next_entry
from elicitation.store.recorded import current_answers
from elicitation.store.recording import snapshot
from elicitation.study import open_elicitation
from elicitation.versions.history import what
from elicitation.workshop.minutes_view import minutes
from elicitation.workshop.page_words import Words, on_page
from tests.conftest import SHIPPED
from tests.elicitation import workshop
from tests.elicitation.workshop_site import Site, act, said

WORDS = ("a", "is", "no", "the", "round", "version", "needs", "reason", "E1", "answered", "not")


@pytest.fixture
def site(tmp_path, monkeypatch, request):
    plan = workshop.PLAN.replace(
        '[expert.E03]\nlabel = "E03"', f'[expert.{request.param}]\nlabel = "Alpha"'
    )
    monkeypatch.setattr(workshop, "PLAN", plan)
    return Site(tmp_path / "study")


@pytest.mark.parametrize("site", WORDS, indirect=True)
def test_sentences_stay_whole_whatever_experts_are_called(site):
    boss = site.facilitator()
    freeze = "/facilitator/freeze"
    assert "A version needs a reason." in said(act(boss, freeze, action="freeze", reason=""))
    told = said(act(boss, freeze, action="freeze", reason="x"))
    assert (
        "Alpha, E07 and E09 have not answered 7 of the 7 questions that tables are made from (Weather, "
        in told
    )
    wordless = act(boss, freeze, action="dissent", expert="E07", text="")
    assert "A dissent needs its words." in said(wordless)
    act(boss, "/facilitator", action="open", round="1")
    assert "Round 1 not opened: it is open already." in said(
        act(boss, "/facilitator", action="open", round="1")
    )
    assert "Missing: Alpha, E07, E09, E12." in said(boss.get("/facilitator"))
    act(boss, "/facilitator", action="close", round="1")
    assert "Round 2 not opened: Alpha, E07, E09 and E12 have no" in said(
        act(boss, "/facilitator", action="open", round="2")
    ).replace("E09, E12", "E09 and E12")


def test_experts_called_a_and_b_read_right_on_page_and_terminal(tmp_path, monkeypatch):
    plan = workshop.PLAN
    for old, id_, label in (("E03", "a", "Alpha"), ("E07", "b", "Beta")):
        plan = plan.replace(
            f'[expert.{old}]\nlabel = "{old}"', f'[expert.{id_}]\nlabel = "{label}"'
        )
    monkeypatch.setattr(workshop, "PLAN", plan)
    site = Site(tmp_path / "study")
    boss, freeze = site.facilitator(), "/facilitator/freeze"
    assert "This was not done A version needs a reason. Say why it is frozen." in said(
        act(boss, freeze, action="freeze", reason="")
    )
    assert "A dissent needs its words. Write them into the field In their words." in said(
        act(boss, freeze, action="dissent", expert="b", text="")
    )
    assert "Alpha, Beta and E09 have not answered 7 of the 7 questions" in said(
        act(boss, freeze, action="freeze", reason="x")
    )
    told = workshop.refused(site.desk.folder, "freeze", "--reason", "x")
    assert "error: responses: a, b and E09 have not answered 7 of the 7 questions" in told
    told = workshop.refused(site.desk.folder, "absent", "b", "--round", "1")
    assert "error: a reason is needed. Add --reason TEXT." in told


def turned(judgement):
    """Return an answer with its numbers given to the states the other way round."""
    answers = dict(zip(judgement.answers, reversed(judgement.answers.values()), strict=True))
    return dataclasses.replace(judgement, answers=answers, reason="")


def test_no_word_of_a_doubt_is_taken_for_a_node():
    """Whatever nodes are called besides, doubts about answers turned round read the same."""
    opened, _ = open_elicitation(SHIPPED)
    standing = {
        expert: {key: turned(judgement) for key, judgement in own.items()}
        for expert, own in current_answers(snapshot(SHIPPED)).items()
    }
    found = coherence(opened.study, opened.falling, standing, opened.reference).by_expert.values()
    doubts = [doubt for own in found for doubt in own]
    assert doubts
    labels = opened.study.diagram.labels
    for doubt in doubts:
        strangers = dict.fromkeys(re.findall(r"\w+", str(doubt)), "XX")
        states = {state for own in opened.study.diagram.states.values() for state in own}
        strangers = {w: x for w, x in strangers.items() if w not in states and "_" not in w}
        assert "XX" not in labelled({**strangers, **labels}).sentence(doubt)
        assert "_" not in labelled(labels).sentence(doubt)


@given(st.permutations(WORDS), st.integers(1, len(WORDS)))
def test_only_what_is_a_name_is_said_by_its_label(words, count):
    labels = dict.fromkeys(WORDS, "Label")
    facts = [*map(Expert, words[:count]), *words[count:]]
    problem = unplaced("record.names-somebody-in-form", names=items(facts))
    told = ", ".join(["Label"] * count + list(words[count:]))
    assert f"({told})" in on_page(problem, Words(people=labels))
    assert f"({', '.join(words)})" in str(problem)


def test_a_node_called_is_reads_right_on_page_and_terminal():
    problem = unplaced(
        "scenario.own-choice-is-no-evidence", node=Node("is"), finding=finding("is", "no_one")
    )
    assert str(problem) == (
        "is is decided, not learned: one's own choice is no evidence. Use set (is=no_one)."
    )
    assert on_page(problem, Words(nodes={"is": "Ice"})) == (
        "Ice is decided, not learned: one's own choice is no evidence. Use set (Ice: no one)."
    )


def test_nothing_of_a_fact_is_read_as_a_template():
    problem = unplaced("declare.no-expert", DidYouMean("{word}"), word="{word.__class__} {0}")
    assert str(problem) == (
        "no expert '{word.__class__} {0}' in elicitation.toml; did you mean '{word}'?"
    )


def test_a_state_is_no_node_of_the_same_name():
    labels = {"rain": "Rain", "no": "Northern order"}
    assert worded("rain[no=no]", labels) == "Rain [Northern order: no]"


def test_nobody_gets_a_capital_where_a_sentence_begins_with_them():
    words = Words(people={"E01": "b"})
    for expert, called in (("a", "a"), ("E01", "b")):
        problem = unplaced("declare.answered-in-round", expert=Expert(expert), round=1)
        assert on_page(problem, words).startswith(f"{called} has answers")
    assert on_page(unplaced("declare.without-reason"), words) == "A reason is needed."


@pytest.mark.parametrize("kind", ["absence", "abstention", "dissent", "doubt", "confirmation"])
def test_the_minutes_call_everybody_what_they_are_called(kind):
    details = {"round": "1", "question": "q", "questions": "q", "priors": "", "code": ""}
    event = Event(kind=kind, details={**details, "expert": "a"}, note="ill")
    study = Event(kind="study")
    entries = [next_entry([], e, at="2026-01-01T00:00:00Z") for e in (study, event)]
    ((_, (first, second)),) = minutes(entries, Words())
    assert first.text == "The study began"
    assert second.text == what(entries[1])
    assert second.text.startswith("a ")


def test_the_minutes_call_who_sent_and_took_back_what_they_are_called():
    path = "responses/a/r1-0001-4c9b44382f95.json"
    for kind in ("submission", "withdrawal"):
        entry = next_entry([], Event(kind=kind, path=path), at="2026-01-01T00:00:00Z")
        ((_, (line,)),) = minutes([entry], Words())
        assert line.text.startswith("a, round 1, submission 1")
