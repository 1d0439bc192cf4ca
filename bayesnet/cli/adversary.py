"""The command ``resolve adversary``: what would deter who else decides, and how sure we are."""

from __future__ import annotations

import click

from bayesnet.adversary.answer import adversary as answer_of
from bayesnet.adversary.curve import weighed
from bayesnet.adversary.mind import agent_of
from bayesnet.adversary.tables import TABLES, document_of
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, source_options
from bayesnet.cli.question import Asked, Question
from bayesnet.cli.show import publish
from bayesnet.study.named import deciding, reference_or
from bayesnet.study.view import StudyView


def ask(scenario: str, agent: str, weights: str, value: str, source: Source) -> Asked:
    """Say what would deter who else decides, and how sure we are.

    Under a structure with an [agent.ID]; the first such if none is named. Tables: levers; forecast
    for all that it may know; weighs, with exact thresholds; robust against other ways of choosing
    and levels, with regrets; roads, derived beside elicited.
    """
    view = opened(source)
    if not source.structure:
        view = _with_agents(view)
    view = deciding(view, weights, place="--weights")
    chosen = reference_or(view.study.book, scenario, "--scenario")
    answer = answer_of(view, chosen, agent_of(view, agent, "--agent"))
    weighed(answer.mind, value, "--value")
    return Asked(view, answer)


def show(asked: Asked, part: str, form: str) -> None:
    """Print one of its tables."""
    view, answer = asked
    rest = document_of(answer, view) if form == "json" else None
    notice = view.diagram.notice
    publish(form, TABLES[part](answer, view), answer.frame, answer.provenance, notice, rest)


def _with_agents(view: StudyView) -> StudyView:
    """Return the view under the first structure in which somebody else decides, its own first."""
    have = [structure.id for structure in view.study.structures.values() if structure.agents]
    return view.under(have[0]) if have and view.structure not in have else view


adversary = Question(
    ask=ask,
    show=show,
    options=(
        click.option("--scenario", default="", metavar="ID", help="The reference if not given."),
        click.option("--agent", default="", metavar="ID", help="The first if not given."),
        click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml."),
        click.option(
            "--value",
            default="",
            metavar="NAME",
            help="What it weighs that the plot moves; that of the nearest threshold if not given.",
        ),
        click.option(
            "--show",
            "part",
            type=click.Choice(list(TABLES)),
            default="levers",
            show_default=True,
            help="Which table is printed.",
        ),
        source_options,
    ),
)
