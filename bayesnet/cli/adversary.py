"""The command ``resolve adversary``: what would deter who else decides, and how sure we are."""

from __future__ import annotations

import click

from bayesnet.adversary.answer import adversary as answer_of
from bayesnet.cli.adversary_sheets import SHEETS, document_of
from bayesnet.cli.decide import known_before, known_weights
from bayesnet.cli.folder import asked_scenario
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import publish
from bayesnet.study.study import Study


@click.command()
@click.option("--scenario", default="", metavar="ID", help="The reference if not given.")
@click.option("--agent", default="", metavar="ID", help="The first if not given.")
@click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml.")
@click.option(
    "--show",
    "part",
    type=click.Choice(list(SHEETS)),
    default="levers",
    show_default=True,
    help="Which table is printed.",
)
@format_option
@source_options
@refusing
def adversary(
    scenario: str, agent: str, weights: str, part: str, form: str, source: Source
) -> None:
    """Say what would deter who else decides, and how sure we are.

    Under a structure with an [agent.ID]; the first such if none is named. Tables: levers; forecast
    for all that it may know; weighs, with exact thresholds; robust against other ways of choosing
    and levels, with regrets; roads, derived beside elicited.
    """
    study, structure = opened(source)
    if not source.structure:
        structure = _with_agents(study, structure)
    found = answer_of(
        study,
        structure,
        asked_scenario(study.book, scenario),
        known_weights(study, weights),
        known_before(study),
        agent,
    )
    sheet = SHEETS[part](found, study, structure)
    frame = found.frame() if form in ("csv", "json") else None
    rest = document_of(found, study, structure) if form == "json" else None
    publish(form, sheet, frame, found.provenance, rest)


def _with_agents(study: Study, own: str) -> str:
    """Return the first structure in which somebody else decides, the model's own before others."""
    have = [name for name in study.structures if study.structures[name].agents]
    return own if own in have or not have else have[0]
