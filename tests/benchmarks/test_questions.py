"""The tornado by all rows with 10,000 draws: under 2 s on two cores, draws included.

Run with ``./run test -n 0 --benchmark-enable tests/benchmarks -s``.
"""

from __future__ import annotations

import statistics

from bayesnet.draws import draw
from bayesnet.sensitivity.alternatives import Spread
from bayesnet.sensitivity.asked import contest, lead_quantity, outcome_quantity
from bayesnet.sensitivity.drivers import find_drivers
from bayesnet.sensitivity.prospects import find_prospects
from bayesnet.sensitivity.switches import find_switches
from tests.benchmarks.measuring import asked, digits, once, show

DRAWS = 10_000
SECONDS = 2.0
ROUNDS = 5
KNOWN = {"bomber_posture": "dynamic"}


def test_a_tornado_by_all_rows_with_ten_thousand_draws(request, frozen):
    asked(request)
    outcome, book = frozen.diagram.outcome("serious_or_lethal"), frozen.book

    def tornado(quantity):
        draws = draw(frozen.cpds, frozen.priors, DRAWS, seed=1)
        answer = find_drivers(frozen, "A", quantity, "row", Spread(kind="draws", draws=draws))
        assert len(answer.drivers) == 182

    def on_the_lead():
        rival = contest(frozen, "A", "balanced", KNOWN)
        tornado(lead_quantity(frozen, "A", "balanced", KNOWN, rival))

    def on_a_difference():
        tornado(outcome_quantity(frozen, "A", outcome, book.full("S5"), book.full("S0")))

    def every_switch():
        find_switches(frozen, "A", "balanced", KNOWN)

    def all_plans():
        draws = draw(frozen.cpds, frozen.priors, DRAWS, seed=1)
        find_prospects(frozen, "A", "balanced", KNOWN, draws)

    rows = []
    for name, question in (
        ("tornado of the lead, 182 rows", on_the_lead),
        ("tornado of a difference, 182 rows", on_a_difference),
        ("every switch point (588 numbers)", every_switch),
        ("162 plans: front, P(best), regret", all_plans),
    ):
        question()  # start-up
        took = statistics.median(once(question) for _ in range(ROUNDS))
        rows.append((name, digits(took)))
        assert took < SECONDS or "tornado" not in name
    show(request, f"With {DRAWS:,} draws", ("question", "seconds"), rows)
