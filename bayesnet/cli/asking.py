"""Options by which several commands are told what they are about: ``--on``, a scenario, draws."""

from __future__ import annotations

from dataclasses import dataclass

import click

from bayesnet.cli.decide import known_before, known_weights
from bayesnet.cli.folder import named_scenario
from bayesnet.cli.options import bundled
from bayesnet.errors import Problem, StudyError, did_you_mean
from bayesnet.kinds import TYPED, quantity_kind
from bayesnet.sensitivity.alternatives import SWING, Kind, Spread
from bayesnet.sensitivity.best_and_rival import (
    best_strategy,
    contest,
    lead_quantity,
    outcome_quantity,
    utility_quantity,
)
from bayesnet.sensitivity.quantity import Quantity
from bayesnet.study.model import InfluenceDiagram, Outcome
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.sweep import Sampling

UTILITY, GAP = "utility", "gap"


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

    def quantity(self, study: Study, structure: str) -> Quantity:
        """Return the quantity that is named.

        Raises StudyError with what is wrong in the options.
        """
        plain = not (self.scenario or self.against)
        if not self.on and not plain:
            remedy = f"One of {', '.join(o.id for o in study.diagram.outcomes)}."
            message = "say which outcome."
            raise StudyError([Problem(file="", path="--on", message=message, remedy=remedy)])
        if self.on not in ("", UTILITY, GAP):
            outcome = known_outcome(study.diagram, self.on, UTILITY, GAP)
            asked, comparison = scenarios(study, self.scenario, self.against)
            against = comparison if self.against else None
            return outcome_quantity(study, structure, outcome, asked, against)
        outcomes = " or ".join(f"--on {outcome.id}" for outcome in study.diagram.outcomes)
        instead = f"Ask about an outcome: {outcomes}." if outcomes else ""
        weights, known = known_weights(study, self.weights, instead), known_before(study)
        if not plain:
            message = "the best plan is not asked about under a scenario: it decides everything."
            raise StudyError(
                [Problem(file="", path="--on", message=message, remedy="Leave one out.")]
            )
        if self.on == UTILITY:
            best = best_strategy(study, structure, weights, known)
            return utility_quantity(study, structure, weights, known, best)
        rivals = contest(study, structure, weights, known)
        return lead_quantity(study, structure, weights, known, rivals)


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
            message, remedy = "bars over draws need draws.", "Ask for some, or for another --range."
            raise StudyError([Problem(file="", path="--draws", message=message, remedy=remedy)])
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
    book = study.book
    if not (scenario or against or book.reference or study.diagram.decisions):
        return Scenario(id="", label="nothing set or seen"), None
    if not scenario and not book.reference:
        raise StudyError([Problem(file="", path="", message="no scenario is named.")])
    asked = named_scenario(book, scenario or book.reference)
    other = against or book.comparison(asked)
    return asked, named_scenario(book, other) if other else None


def known_outcome(diagram: InfluenceDiagram, name: str, *others: str) -> Outcome:
    """Return the outcome of that id; raises StudyError if there is none.

    others: what else can be asked about, and may have been meant.
    """
    known = [outcome.id for outcome in diagram.outcomes]
    if name not in known:
        message, remedy = f"there is no outcome '{name}';", did_you_mean(name, [*known, *others])
        raise StudyError([Problem(file="", path="--on", message=message, remedy=remedy)])
    return diagram.outcome(name)


def amount(value: float, unit: str, digits: int, *, signed: bool = False) -> str:
    """Return a probability to three digits, or points to so many."""
    return quantity_kind(unit, digits, signed=signed).text(value, TYPED)
