"""Answers are held against each other; whatever is doubtful is asked back in a sentence."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bayesnet.cpds.parameter import Domain
from bayesnet.cpds.ranked import Ranked
from elicitation.checks.checks import States, doubts
from elicitation.questionnaire.directions import directions, falling_nodes
from elicitation.record.responses import Estimate, Judgement

STATES = {
    "posture": ("weak", "moderate", "strong"),
    "hardliners": ("low", "high"),
    "miscalculation": ("no", "yes"),
    "level": ("none", "serious", "lethal"),
}
MODEL = States(
    states=STATES,
    directions={
        ("posture", "miscalculation"): -1,
        ("hardliners", "miscalculation"): 1,
        ("miscalculation", "level"): 1,
    },
)


def row(key, *best, reason=""):
    node = key.partition("[")[0].partition(".")[0]
    names = ("value",) if "." in key else STATES[node]
    answers = {n: Estimate(best=Decimal(str(b))) for n, b in zip(names, best, strict=True)}
    return Judgement(question=key, answers=answers, reason=reason)


def said(*rows, model=MODEL):
    return [str(doubt) for doubt in doubts(rows, model)]


def test_a_row_against_the_direction_of_its_cause_is_asked_back():
    """The facilitator's example: miscalculation 20 % when posture is strong and 12 % when weak."""
    rows = [
        row("miscalculation[posture=weak]", 0.88, 0.12),
        row("miscalculation[posture=strong]", 0.8, 0.2),
    ]
    assert said(*rows) == [
        "You give miscalculation (yes) 20 % when posture is strong and 12 % when weak. "
        "Intended? Say why, or swap."
    ]
    assert said(rows[0], row("miscalculation[posture=strong]", 0.8, 0.2, reason="bluff")) == []
    assert doubts(rows, MODEL)[0].questions == (
        "miscalculation[posture=strong]",
        "miscalculation[posture=weak]",
    )


def test_the_other_causes_are_named_and_held_fixed():
    rows = [
        row("miscalculation[posture=weak, hardliners=low]", 0.7, 0.3),
        row("miscalculation[posture=weak, hardliners=high]", 0.8, 0.2),
        row("miscalculation[posture=moderate, hardliners=low]", 0.9, 0.1),
        row("miscalculation[posture=moderate, hardliners=high]", 0.6, 0.4),
    ]
    assert said(*rows) == [
        "You give miscalculation (yes) 30 % when hardliners is low and 20 % when high, "
        "where posture is weak. Intended? Say why, or swap.",
        "You give miscalculation (yes) 40 % when posture is moderate and 20 % when weak, "
        "where hardliners is high. Intended? Say why, or swap.",
    ]


def test_order_is_that_of_dominance_in_every_state():
    """Lethal falls from .2 to .1 though serious or more rises: the answer is asked back."""
    rows = [
        row("level[miscalculation=no]", 0.6, 0.2, 0.2),
        row("level[miscalculation=yes]", 0.3, 0.6, 0.1),
    ]
    assert said(*rows) == [
        "You give level (lethal) 20 % when miscalculation is no and 10 % when yes. "
        "Intended? Say why, or swap."
    ]
    rows = [
        row("level[miscalculation=no]", 0.3, 0.5, 0.2),
        row("level[miscalculation=yes]", 0.5, 0.1, 0.4),
    ]
    assert said(*rows)[0].startswith(
        "You give level (serious or more) 70 % when miscalculation is no"
    )


@given(st.lists(st.integers(0, 100), min_size=3, max_size=3))
def test_rows_in_order_are_never_asked_back(percents):
    high, mid, low = sorted(percents, reverse=True)
    rows = [
        row(f"miscalculation[posture={state}]", 100 - p, p)
        for state, p in zip(STATES["posture"], (high, mid, low), strict=True)
    ]
    assert [d for d in doubts(rows, MODEL) if d.kind == "order"] == []


@given(st.permutations([5, 20, 60]))
def test_every_disorder_is_seen(percents):
    rows = [
        row(f"miscalculation[posture={state}]", 100 - p, p)
        for state, p in zip(STATES["posture"], percents, strict=True)
    ]
    found = [d for d in doubts(rows, MODEL) if d.kind == "order"]
    assert bool(found) == (list(percents) != [60, 20, 5])


def test_own_direction_counts_for_own_rows_and_dissent_is_asked_back():
    rows = [
        row("miscalculation.sign[posture]", 1),
        row("miscalculation[posture=moderate]", 0.88, 0.12),
        row("miscalculation[posture=strong]", 0.8, 0.2),
    ]
    assert said(*rows) == [
        "You let posture move miscalculation the other way than the model says, which has it move "
        "towards no as posture nears strong. Intended? Say why: it is dissent on the diagram itself."
    ]
    rows[0] = row("miscalculation.sign[posture]", 0)  # it depends: nothing to compare
    assert said(*rows) == []


def test_a_rank_is_held_against_the_weights():
    rows = [
        row("level.rank[a]", 1),
        row("level.rank[b]", 2),
        row("level.rank[c]", 2),
        row("level.weight[a]", 1),
        row("level.weight[b]", 3),
        row("level.weight[c]", "0.5"),
    ]
    assert said(*rows) == [
        "You rank a before b among the causes of level, and weigh it less (1 against 3). "
        "Which do you mean? Say why, or change one."
    ]
    rows[4] = row("level.weight[b]", 3, reason="steeper at the top")
    assert said(*rows) == []


def test_copies_are_asked_back():
    rows = [
        row("miscalculation[posture=weak]", 0.7, 0.3),
        row("miscalculation[posture=moderate]", 0.7, 0.3),
        row("miscalculation[posture=strong]", 0.9, 0.1),
    ]
    assert said(*rows) == [
        "miscalculation[posture=weak] and miscalculation[posture=moderate] have the same answer. "
        "Copied, or is there no difference? Say why, or change one."
    ]


def test_fifty_fifty_everywhere_is_asked_back():
    rows = [row("hardliners[]", 0.5, 0.5), row("miscalculation[]", 50, 50)]
    assert said(*rows) == []
    rows.append(row("posture[]", *[Decimal(1) / 3] * 3))
    assert said(*rows) == [
        "3 of 3 answers give every state the same probability (50 % of two). "
        "Is that what you think, or do you not know? Say why, or leave them blank."
    ]


def test_directions_follow_the_order_in_which_states_are_listed(deterrence):
    """Message coherence is listed from high to low; the model says so by its falling scores."""
    falling = falling_nodes(deterrence.diagram, deterrence.cpds)
    assert falling == {"message_coherence"}
    found = directions(deterrence.diagram, falling)
    assert found["message_coherence", "ally_confidence"] == -1
    assert found["burden_dispute", "message_coherence"] == 1
    assert found["posture_credibility", "miscalculation"] == -1
    assert found["response_style", "perceived_commitment"] == 0
    domain = Domain(child="y", states=("l", "h"), parents=(("a", ("h", "l")),))
    ranked = Ranked(
        domain=domain,
        placeholder={},
        expression="wmean",
        variant="midpoint",
        falling=frozenset(["a"]),
    )
    assert falling_nodes(deterrence.diagram, {"y": ranked}, ["b"]) == {"a", "b"}
