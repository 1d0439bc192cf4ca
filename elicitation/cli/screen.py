"""The command ``resolve screen``: which answers move the outcomes, before anybody is asked."""

from __future__ import annotations

import dataclasses

import click

from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.study.named import named_scenario


@click.command()
@click.option(
    "--by",
    "size",
    type=click.Choice(["question", "row", "table"]),
    default="question",
    show_default=True,
    help="What is swung: one answer, one row of a table, all rows of a node.",
)
@click.option("--scenario", default="", metavar="ID", help="Every option alike if not given.")
@click.option("--swing", default=0.7, show_default=True, help="On log-odds, up and down.")
@click.option("--top", default=20, show_default=True, help="Rows to print; 0 for all.")
@format_option
@source_options
@refusing
def screen(size: str, scenario: str, swing: float, top: int, form: str, source: Source) -> None:
    """Rank what to ask first, by its effect on the outcomes.

    Every answer is swung widely around its present number; the effect is how far the outcome that
    moves most goes from the lowest to the highest.
    """
    from bayesnet.answers.screening import VISIBLE, counts  # noqa: PLC0415
    from bayesnet.answers.screening import screen as screened  # noqa: PLC0415
    from bayesnet.cli.show import publish  # noqa: PLC0415

    view = opened(source)
    study = view.study
    full = named_scenario(study.book, scenario, "--scenario") if scenario else None
    found = screened(view, full, swing=swing)
    effects = [effect for effect in found.effects if effect.size == size]
    shown = effects[:top] if top else effects
    table = dataclasses.replace(found.table(shown), above=[counts(found, VISIBLE)])
    rest = {"swing": swing, "outcomes": [outcome.id for outcome in study.diagram.outcomes]}
    publish(form, table, found.frame, found.provenance, study.diagram.notice, rest)
