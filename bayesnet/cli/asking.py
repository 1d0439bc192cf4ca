"""Options by which several commands are told what they are about: ``--on``, a scenario, draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from bayesnet import rounding
from bayesnet.cli.decide import known_before, known_weights
from bayesnet.cli.folder import named_scenario
from bayesnet.cli.show import change, probability
from bayesnet.cli.workers import sweep_options
from bayesnet.errors import Problem, Refused, did_you_mean
from bayesnet.model import InfluenceDiagram, Outcome
from bayesnet.scenario import Scenario
from bayesnet.sensitivity.alternatives import SWING, Kind, Spread
from bayesnet.sensitivity.asked import contest, lead_quantity, outcome_quantity, utility_quantity
from bayesnet.sensitivity.quantity import Quantity
from bayesnet.study import Study
from bayesnet.sweep import Sampling

UTILITY, GAP = "utility", "gap"


def quantity_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--on``, ``--against`` and ``--weights``."""
    for option in (
        click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml."),
        click.option(
            "--against",
            default="",
            metavar="SCENARIO",
            help="Ask about the change of the outcome against this scenario.",
        ),
        click.option(
            "--on",
            default="",
            metavar="WHAT",
            help="An outcome of model.toml, 'utility' (of the best plan) or 'gap' (its lead over "
            "the next best; the default).",
        ),
    ):
        command = option(command)
    return command


def spread_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--range``, ``--swing`` and, for a range over draws, all options of a sweep."""
    command = sweep_options(command)
    for option in (
        click.option("--swing", type=click.FloatRange(0, 20), default=SWING, show_default=True),
        click.option(
            "--range",
            "kind",
            type=click.Choice(["experts", "ranges", "swing", "draws"]),
            default="experts",
            show_default=True,
            help="How far numbers move: to each expert's own, over the experts' own ranges, by a "
            "swing in log-odds, or over the central 90 % of draws.",
        ),
    ):
        command = option(command)
    return command


def spread_of(kind: Kind, swing: float, sampling: Sampling | None) -> Spread:
    """Return the spread that the options name; raises Refused for draws without any."""
    if kind == "draws" and sampling is None:
        message, remedy = "bars over draws need draws.", "Ask for some, or for another --range."
        raise Refused([Problem(file="", path="--draws", message=message, remedy=remedy)])
    return Spread(kind=kind, logit=swing, sampling=sampling if kind == "draws" else None)


def asked_quantity(
    study: Study, structure: str, on: str, scenario: str, against: str, weights: str
) -> Quantity:
    """Return the quantity that the options name; raises Refused with what is wrong in them."""
    if not on and (scenario or against):
        remedy = f"One of {', '.join(o.id for o in study.diagram.outcomes)}."
        raise Refused([Problem(file="", path="--on", message="say which outcome.", remedy=remedy)])
    if on in ("", UTILITY, GAP):
        weights = known_weights(study, weights)
        if scenario or against:
            message = "the best plan is not asked about under a scenario: it decides everything."
            raise Refused([Problem(file="", path="--on", message=message, remedy="Leave one out.")])
        known = known_before(study)
        found = contest(study, structure, weights, known)
        if on == UTILITY:
            return utility_quantity(study, structure, weights, known, found.best)
        return lead_quantity(study, structure, weights, known, found)
    outcome = known_outcome(study.diagram, on)
    asked, comparison = scenarios(study, scenario, against)
    return outcome_quantity(study, structure, outcome, asked, comparison if against else None)


def scenarios(study: Study, scenario: str, against: str) -> tuple[Scenario, Scenario | None]:
    """Return the complete scenario asked about and what it is compared with."""
    book = study.book
    if not scenario and not book.reference:
        raise Refused([Problem(file="", path="", message="no scenario is named.")])
    asked = named_scenario(book, scenario or book.reference)
    other = against or book.comparison(asked)
    return asked, named_scenario(book, other) if other else None


def known_outcome(diagram: InfluenceDiagram, name: str) -> Outcome:
    """Return the outcome of that id; raises Refused if there is none."""
    known = [outcome.id for outcome in diagram.outcomes]
    if name not in known:
        message, remedy = f"there is no outcome '{name}';", did_you_mean(name, [*known, GAP])
        raise Refused([Problem(file="", path="--on", message=message, remedy=remedy)])
    return diagram.outcome(name)


def amount(value: float, unit: str, *, signed: bool = False) -> str:
    """Return a probability to three digits, or points to two."""
    if unit == "probability":
        return change(value) if signed else probability(value)
    text = f"{value:+.2f}" if signed else f"{value:.2f}"
    return text if float(text) else "0.00"


def rounded(value: float, spread: Sequence[float], unit: str, *, signed: bool = False) -> str:
    """Return a value for a sentence, with no more digits than its spread supports."""
    return rounding.shown(value, spread, _most(unit), signed=signed)


def ends(spread: Sequence[float], unit: str, *, signed: bool = False) -> tuple[str, str]:
    """Return the ends of a range for a sentence, with digits enough to tell them apart."""
    return rounding.ends(spread, _most(unit), signed=signed)


def _most(unit: str) -> int:
    return rounding.PROBABILITY if unit == "probability" else rounding.POINTS
