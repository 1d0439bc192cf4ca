"""The analyst's questions with 10,000 draws on the study, start-up left out: each under 2 s.

Start-up is what a program does once: imports, compiled loops from their cache, the study's files.
"""

from __future__ import annotations

import statistics

import pytest

from bayesnet.sensitivity.alternatives import Spread
from bayesnet.sensitivity.best_and_rival import contest, lead_quantity, outcome_quantity
from bayesnet.sensitivity.drivers import find_drivers
from bayesnet.sensitivity.prospects import find_prospects
from bayesnet.sensitivity.thresholds import find_switches
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling
from bayesnet.uncertainty.agenda import agenda
from bayesnet.uncertainty.comparison import compare
from bayesnet.uncertainty.disagreement import disagreement
from bayesnet.uncertainty.learning import learning
from tests.benchmarks.measuring import asked, digits, once, show

KNOWN = {"bomber_posture": "dynamic"}
DRAWS = Sampling(draws=10_000)
BOUND = 2.0
ROUNDS = 5


def what_if(study, sampling=DRAWS):
    reference = study.book.full("S0")
    pairs = [(study.book.full(name), reference) for name in ("S6", "S5")]
    return compare(study, list(study.structures), pairs, sampling=sampling)


def tornado(study, quantity):
    spread = Spread(kind="draws", sampling=DRAWS)
    assert len(find_drivers(StudyView(study, "A"), quantity, "row", spread).drivers) == 182


def tornado_of_a_difference(study):
    outcome, book = study.diagram.outcome("serious_or_lethal"), study.book
    tornado(
        study, outcome_quantity(StudyView(study, "A"), outcome, book.full("S5"), book.full("S0"))
    )


def tornado_of_the_lead(study):
    rival = contest(StudyView(study, "A", "balanced", KNOWN))
    tornado(study, lead_quantity(StudyView(study, "A", "balanced", KNOWN), rival))


QUESTIONS = {
    "what if: 2 scenarios against S0, 4 structures": (what_if, BOUND),
    "tornado of a difference, all 182 rows": (tornado_of_a_difference, BOUND),
    "tornado of the best plan's lead, all 182 rows": (tornado_of_the_lead, BOUND),
    "every switch point of 588 numbers": (
        lambda study: find_switches(StudyView(study, "A", "balanced", KNOWN)),
        None,
    ),
    "162 plans: front, P(best), regret": (
        lambda study: find_prospects(StudyView(study, "A", "balanced", KNOWN), DRAWS),
        None,
    ),
    "agenda": (lambda study: agenda(StudyView(study, "A", "balanced", KNOWN)), BOUND),
    "experts": (lambda study: disagreement(StudyView(study, "A", "balanced", KNOWN)), None),
    "learn: 91 targets, 4 structures": (
        lambda study: learning(StudyView(study, "A", "balanced", KNOWN), DRAWS, list("BCD")),
        None,
    ),
}


@pytest.fixture(scope="module")
def seconds(request, frozen):
    asked(request)
    what_if(frozen, Sampling(draws=200))
    found = {
        name: statistics.median(once(lambda q=question: q(frozen)) for _ in range(ROUNDS))
        for name, (question, _) in QUESTIONS.items()
    }
    rows = [[name, digits(taken)] for name, taken in found.items()]
    show(request, "The analyst's questions, 10,000 draws", ["question", "seconds"], rows)
    return found


@pytest.mark.parametrize("name", [n for n, (_, bound) in QUESTIONS.items() if bound])
def test_an_answer_takes_under_two_seconds(seconds, name):
    assert seconds[name] < BOUND
