"""The command ``resolve adversary``: what would deter who else decides, and how sure we are."""

from __future__ import annotations

import dataclasses

import click

from bayesnet.adversary.answer import adversary as answer_of
from bayesnet.adversary.belief_curve import belief_curve
from bayesnet.adversary.belief_words import told_text
from bayesnet.adversary.curve import weighed
from bayesnet.adversary.mind import agent_of
from bayesnet.adversary.tables import TABLES, document_of
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, source_options
from bayesnet.cli.question import Asked, Question
from bayesnet.cli.show import publish
from bayesnet.errors import StudyError, problem_at
from bayesnet.study.named import deciding, reference_or
from bayesnet.study.view import StudyView


def ask(
    scenario: str, agent: str, weights: str, value: str, belief: str, by: str, source: Source
) -> Asked:
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
    if value and (belief or by):
        raise StudyError([problem_at("", "--value", "agent.curve-over-one-thing")])
    if belief or by:
        belief_curve(view, answer, belief, by)
    return Asked(view, answer)


def show(asked: Asked, part: str, form: str, belief: str, by: str) -> None:
    """Print one of its tables, and what a belief does where one is named."""
    view, answer = asked
    rest = document_of(answer, view) if form == "json" else None
    table = TABLES[part](answer, view)
    if belief or by:
        curve = belief_curve(view, answer, belief, by)
        below = [told_text(answer, curve, view.diagram), *table.below]
        table = dataclasses.replace(table, below=below)
    publish(form, table, answer.frame, answer.provenance, view.diagram.notice, rest)


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
            "--belief",
            default="",
            metavar="NODE",
            help="The plot moves how firmly this is believed, not a value; told of, too.",
        ),
        click.option(
            "--by",
            default="",
            metavar="DECISION",
            help="With --belief: its first option beside its last; our first one if not given.",
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
