"""A rule in words, and when two rules are the same."""

from __future__ import annotations

import pytest

from bayesnet.answers.policy import Case, Policy, same_plan


def policy(*cases):
    """A rule of (probability, option, what is known) in the order given."""
    return Policy(
        decision="d",
        cases=tuple(Case(known=known, probability=p, option=option) for p, option, known in cases),
    )


TAKE_IN_RAIN = policy((0.8, "leave", {"sky": "dry"}), (0.2, "take", {"sky": "wet"}))


def test_what_is_done_most_ways_goes_last():
    three = policy((0.5, "a", {"x": "1"}), (0.3, "b", {"x": "2"}), (0.2, "b", {"x": "3"}))
    assert three.text() == "a if x=1, else b"
    assert three.usual == "a"
    assert (three.always, three.options) == (None, ("a", "b"))


def test_of_as_many_ways_the_more_probable_goes_last():
    assert TAKE_IN_RAIN.text() == "take if sky=wet, else leave"


def test_several_situations_and_several_things_known():
    rule = policy(
        (0.4, "a", {"x": "1", "y": "1"}),
        (0.2, "b", {"x": "1", "y": "2"}),
        (0.2, "b", {"x": "2", "y": "1"}),
        (0.1, "c", {"x": "2", "y": "2"}),
        (0.1, "a", {"x": "3", "y": "1"}),
        (0.0, "a", {"x": "3", "y": "2"}),
    )
    assert rule.text() == "b if x=1 and y=2 or x=2 and y=1; c if x=2 and y=2, else a"


def test_many_situations_are_counted():
    cases = [(0.05, "a", {"x": str(n)}) for n in range(8)]
    cases += [(0.05, "b", {"x": str(n)}) for n in range(8, 20)]
    assert policy(*cases).text() == "a in 8 of 20 situations (probability 0.4), else b"


def test_options_and_conditions_are_said_as_asked():
    said = TAKE_IN_RAIN.text(str.upper, lambda name, state: f"the {name} is {state}")
    assert said == "TAKE if the sky is wet, else LEAVE"


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        (policy((0.5, "leave", {"sky": "dry"}), (0.5, "take", {"sky": "wet"})), False),
        (policy((0.5, "take", {"sky": "dry"}), (0.5, "leave", {"sky": "wet"})), True),
        (policy((1.0, "leave", {})), True),
        (policy((0.9, "leave", {"sea": "calm"}), (0.1, "take", {"sea": "high"})), True),
        (policy((1.0, "take", {"sky": "wet"})), True),
    ],
)
def test_rules_differ_where_they_do_another_thing(other, differs):
    assert TAKE_IN_RAIN.differs(other) is differs
    assert other.differs(TAKE_IN_RAIN) is differs
    assert same_plan({"d": TAKE_IN_RAIN}, {"d": other}) is not differs


def test_a_situation_that_cannot_both_be_is_no_difference():
    one = policy((0.5, "a", {"test": "yes", "x": "1"}), (0.5, "b", {"test": "yes", "x": "2"}))
    other = policy((0.5, "b", {"test": "no", "x": "1"}), (0.5, "a", {"test": "no", "x": "2"}))
    assert not one.differs(other)
