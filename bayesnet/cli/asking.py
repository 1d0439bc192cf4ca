"""Options by which several commands are told what they are about: ``--on``, a scenario, draws."""

from __future__ import annotations

from dataclasses import dataclass

import click

from bayesnet.answers.screening import SWING
from bayesnet.cli.options import bundled
from bayesnet.errors import StudyError, problem_at
from bayesnet.kinds import TYPED, quantity_kind
from bayesnet.messages.facts import items
from bayesnet.sensitivity.alternatives import Kind, Spread
from bayesnet.sensitivity.best_and_rival import (
    UTILITY,
    outcome_quantity,
    plan_quantity,
)
from bayesnet.sensitivity.quantity import Quantity
from bayesnet.study.named import compared, deciding, known_outcome
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.sweep import Sampling

GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is asked about: an outcome under a scenario, its change against another, a plan's worth.

    scenario: an argument or option of the command's own.
    """

    on: str
    against: str
    weights: str
    scenario: str

    @property
    def is_lead(self) -> bool:
        """Return whether it is the best plan's lead over its nearest rival."""
        return self.on in ("", GAP)

    def quantity(self, view: StudyView) -> Quantity:
        """Return the quantity that is named.

        Raises StudyError with what is wrong in the options.
        """
        plain = not (self.scenario or self.against)
        if not self.on and not plain:
            outcomes = items(outcome.id for outcome in view.diagram.outcomes)
            raise StudyError([problem_at("", "--on", "ask.say-outcome", outcomes=outcomes)])
        if self.on not in ("", UTILITY, GAP):
            outcome = known_outcome(view.diagram, self.on, UTILITY, GAP, place="--on")
            asked, comparison = scenarios(view.study, self.scenario, self.against)
            against = comparison if self.against else None
            return outcome_quantity(view, outcome, asked, against)
        instead = [f"--on {outcome.id}" for outcome in view.diagram.outcomes]
        bound = deciding(view, self.weights, instead, "--weights")
        if not plain:
            raise StudyError([problem_at("", "--on", "ask.best-plan-not-asked-about")])
        return plan_quantity(bound, self.on)


quantity_options = bundled(
    "about",
    About,
    click.option(
        "--on",
        default="",
        metavar="WHAT",
        help="An outcome of model.toml, 'utility' (of the best plan) or 'gap' (its lead over "
        "the next best; the default).",
    ),
    click.option(
        "--against",
        default="",
        metavar="SCENARIO",
        help="Ask about the change of the outcome against this scenario.",
    ),
    click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml."),
)
"""Adds ``--on``, ``--against`` and ``--weights``, handed on as ``about``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How far numbers move, as it was typed."""

    kind: Kind
    swing: float

    def spread(self, sampling: Sampling | None) -> Spread:
        """Return the spread that the options name; raises StudyError for draws without any."""
        if self.kind == "draws" and sampling is None:
            raise StudyError([problem_at("", "--draws", "ask.bars-over-draws-need-draws")])
        drawn = sampling if self.kind == "draws" else None
        return Spread(kind=self.kind, logit=self.swing, sampling=drawn)


spread_options = bundled(
    "moved",
    Moved,
    click.option(
        "--range",
        "kind",
        type=click.Choice(["experts", "ranges", "swing", "draws"]),
        default="experts",
        show_default=True,
        help="How far numbers move: to each expert's own, over the experts' own ranges, by a "
        "swing in log-odds, or over the central 90 % of draws.",
    ),
    click.option("--swing", type=click.FloatRange(0, 20), default=SWING, show_default=True),
)
"""Adds ``--range`` and ``--swing``, handed on as ``moved``; draws are of a sweep."""


def scenarios(study: Study, scenario: str, against: str) -> tuple[Scenario, Scenario | None]:
    """Return the complete scenario asked about and what it is compared with."""
    if not (scenario or against or study.book.reference or study.diagram.decisions):
        return Scenario(id="", label="nothing set or seen"), None
    return compared(study.book, scenario, against, "SCENARIO")


def amount(value: float, unit: str, digits: int, *, signed: bool = False) -> str:
    """Return a probability to three digits, or points to so many."""
    return quantity_kind(unit, digits, signed=signed).text(value, TYPED)
