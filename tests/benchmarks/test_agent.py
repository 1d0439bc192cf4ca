"""An agent that decides costs little: the study under E beside A, forecasts made anew each time."""

from __future__ import annotations

from bayesnet.folder.reading import open_study
from tests.benchmarks.measuring import asked, digits, once, paired, show
from tests.benchmarks.test_study import DRAWS, Ours
from tests.conftest import SHIPPED

MOST = 5.0
GROWTH = 3.0
"""Twice the draws take no more than this many times as long."""


def seconds(study, structure, draws):
    """Of the whole question, with nothing kept from before."""
    fresh = study.with_priors(study.priors)
    return once(Ours(fresh, structure, draws).answer)


def test_ten_thousand_worlds_with_an_agent_take_at_most_five_times_as_long(request):
    asked(request)
    study, _ = open_study(SHIPPED)
    for structure in "AE":
        seconds(study, structure, DRAWS)
    with_agent, without, ratio = paired(
        5, lambda: seconds(study, "E", DRAWS), lambda: seconds(study, "A", DRAWS)
    )
    twice, single, growth = paired(
        3, lambda: seconds(study, "E", 2 * DRAWS), lambda: seconds(study, "E", DRAWS)
    )
    rows = [
        ["E beside A, 10,000 draws", digits(with_agent), digits(without), digits(ratio)],
        ["E, 20,000 beside 10,000 draws", digits(twice), digits(single), digits(growth)],
    ]
    show(request, "The adversary decides", ["question", "s", "s beside", "ratio"], rows)
    assert ratio < MOST
    assert growth < GROWTH
