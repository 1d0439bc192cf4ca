"""The judges of what is asked after ``decide`` are no yes-men: each mutated condition is caught."""

from __future__ import annotations

from unittest import mock

import pytest

from bayesnet.attribution import explanation, sentences
from bayesnet.cli import drivers as drivers_command
from bayesnet.cli import learn as learn_command
from bayesnet.cli import plans as plans_command
from bayesnet.cli import switch as switch_command
from bayesnet.sensitivity import prospects, thresholds
from bayesnet.sensitivity.drivers import Drivers
from bayesnet.sensitivity.prospects import Prospects
from bayesnet.sensitivity.thresholds import Switches, Threshold
from bayesnet.uncertainty import observations
from bayesnet.uncertainty.comparison import Comparison, Estimate
from elicitation.cli import compare_sheets
from tests.sentences import (
    test_compare,
    test_drivers,
    test_explain,
    test_learn,
    test_plans,
    test_switch,
)
from tests.sentences.small import scaled_study, small_study

SEEDS = range(30)

SWITCH = {
    "a switch of any kind is within what is said": (Threshold, "inside", property(lambda _: True)),
    "the last switch is called the nearest": (
        Switches,
        "nearest",
        lambda self, kind: next((s for s in reversed(self.switches) if s.kind == kind), None),
    ),
    "every number is said to switch": (Switches, "turning", lambda self, kind: self.asked[kind]),
    "a switch is told at its mirror place": (
        switch_command,
        "at_text",
        lambda found, value, *_: f"{2 * found.at - value:.3f}",
    ),
    "distance is in probability": (thresholds, "_distance", lambda p, to: abs(to - p.at)),
}
PLANS = {
    "every plan is efficient": (
        prospects,
        "efficient",
        lambda values, _among=None: [True for _ in values],
    ),
    "no plan is ever alone the best": (prospects, "weights_for", lambda *_: None),
    "fixed options cost nothing": (Prospects, "fixed_loss", property(lambda _: 0.0)),
    "options are spared that are taken": (
        Prospects,
        "spared_options",
        lambda self: tuple((d, p.usual) for d, p in self.best.plan.items()),
    ),
    "nobody falls short": (plans_command, "shortfall", lambda *_: "0"),
}
LEARN = {
    "any gain is none": (observations, "resolution", lambda _: 1e12),
    "the plan is said to be always the first option": (
        learn_command,
        "_stays",
        lambda policy: f"{policy.options[-1]}x is best whatever is seen",
    ),
    "what is known is the whole of it": (learn_command, "_known", lambda *_: ""),
}
COMPARE = {
    "everybody agrees": (Estimate, "agreed", property(lambda _: True)),
    "all hold with the first": (Estimate, "holding", property(lambda self: len(self.by_structure))),
    "experts are always closer together": (
        Comparison,
        "narrowed",
        property(lambda self: (len(self.visible), len(self.visible))),
    ),
    "counts of experts are swapped": (
        compare_sheets,
        "agreement",
        lambda falls, same, rises: AGREEMENT(rises, same, falls),
    ),
}
AGREEMENT = compare_sheets.agreement
EXPLAIN = {
    "what goes against it moved it": (
        sentences,
        "_sides",
        lambda reasons, direction, *rest: SIDES(reasons, -direction, *rest),
    ),
    "it holds under one structure alone": (
        sentences,
        "_holds",
        lambda change, others, *_: (
            f"It holds under 1 of {len(others) + 1} structures; not under "
            f"{', '.join(f'{name} ({value:+.3f})' for name, value in others.items())}."
        ),
    ),
    "a path carries twice as much": (
        explanation,
        "path_effect",
        lambda *words: 2 * PATH_EFFECT(*words),
    ),
    "no finding changes": (sentences, "_experts", lambda *_: "one set of numbers"),
}
SIDES, PATH_EFFECT = sentences._sides, explanation.path_effect
DRIVERS = {
    "every bar turns it": (Drivers, "turning", property(lambda self: len(self.drivers))),
    "no bar turns it": (Drivers, "turning", property(lambda _: 0)),
    "nothing shows": (drivers_command, "shows", lambda _: False),
}


def compared(study):
    test_compare.heard(study)


COMMANDS = {
    "switch": (test_switch.heard, SWITCH),
    "plans": (test_plans.heard, PLANS),
    "learn": (test_learn.heard, LEARN),
    "compare": (compared, COMPARE),
    "explain": (test_explain.heard, EXPLAIN),
    "drivers": (test_drivers.heard, DRIVERS),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "name"), [(command, name) for command, (_, m) in COMMANDS.items() for name in m]
)
def test_a_mutated_condition_is_caught(command, name):
    heard, mutants = COMMANDS[command]
    target, attribute, instead = mutants[name]
    with mock.patch.object(target, attribute, instead), pytest.raises(AssertionError):
        for seed in SEEDS:
            heard(small_study(seed))
            heard(scaled_study(seed))
