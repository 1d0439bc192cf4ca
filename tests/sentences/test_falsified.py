"""The judges are no yes-men: what is untrue is refused, and so is each condition once mutated."""

from __future__ import annotations

from unittest import mock

import pytest

from bayesnet.answers import recommend, whatif
from bayesnet.answers.policy import Policy
from bayesnet.answers.recommend import Choice
from bayesnet.cli import decide
from bayesnet.decisions import rival
from tests.sentences import test_decide, test_whatif

SEEDS = range(60)


def first_option(table):
    """The closest call, mistaken for the furthest."""
    calls = [
        rival.ClosestCall(situation=s, option=o, loses=s.probability * (s.worth[s.option] - w))
        for s in table.states
        for o, w in enumerate(s.worth)
        if o != s.option
    ]
    return max(calls, key=lambda call: call.loses, default=None)


def always_usual(policy, *_):
    """A conditional rule told as the one option that is taken most."""
    return policy.usual


MUTANTS = {
    "a tie is never seen": (Choice, "is_tie", property(lambda _: False)),
    "everything is a tie": (Choice, "is_tie", property(lambda _: True)),
    "a fixed option costs nothing": (Choice, "fixed_loss", property(lambda _: 0.0)),
    "the last option is called best": (Choice, "best_fixed", property(lambda c: c.options[-1])),
    "nobody agrees": (Choice, "supporters", property(lambda _: 0)),
    "a rule is told as one option": (Policy, "text", always_usual),
    "the furthest call is called the closest": (decide, "closest_call", first_option),
    "one digit whatever the unit": (recommend, "places", lambda *_: 1),
}


def decided(seed):
    test_decide.heard(seed)


def asked(seed):
    for scenario in ("S0", "S1", "S2", "S3"):
        test_whatif.heard(seed, scenario, "A")


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutated_condition_of_decide_is_caught(name):
    target, attribute, instead = MUTANTS[name]
    if name.startswith("the furthest"):
        target = __import__("bayesnet.answers.recommend", fromlist=["recommend"])
    with mock.patch.object(target, attribute, instead), pytest.raises(AssertionError):
        for seed in SEEDS:
            decided(seed)


WHATIF = {
    "lower and higher are swapped": ("agreement", lambda f, s, r: AGREEMENT(r, s, f)),
    "every expert is counted": ("agreement", lambda f, s, r: AGREEMENT(f + s, 0, r)),
}
AGREEMENT = whatif.agreement


@pytest.mark.slow
@pytest.mark.parametrize("name", WHATIF)
def test_a_mutated_condition_of_whatif_is_caught(name):
    attribute, instead = WHATIF[name]
    with mock.patch.object(whatif, attribute, instead), pytest.raises(AssertionError):
        for seed in SEEDS:
            asked(seed)
