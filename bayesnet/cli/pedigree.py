"""The command ``resolve pedigree``: how well founded the tables are that the answer hangs on."""

from __future__ import annotations

import dataclasses

import click

from bayesnet.cli.asking import About, Moved, amount, quantity_options, spread_options
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, source_options
from bayesnet.cli.question import Asked, Question
from bayesnet.cli.show import publish
from bayesnet.cli.workers import Sweep, sweep_options
from bayesnet.plurals import many
from bayesnet.sensitivity.digits import influence_digits
from bayesnet.sensitivity.pedigree import PedigreeTable, pedigree_table
from bayesnet.study.model import PEDIGREE


def _answer(answer: PedigreeTable, digits: int) -> str:
    weak = [footing.node for footing in answer.weak_and_influential]
    if weak:
        return f"Weak and influential: {', '.join(weak)}. Found them better before relying on this."
    if not answer.footings:
        return "The model has no uncertain node, so there is no table to grade."
    if len(answer.ungraded) == len(answer.footings):
        first = answer.footings[0]
        moves = bool(float(amount(first.influence, answer.unit, digits)))
        told = f"Begin with the most influential, {first.node}" if moves else f"For {first.node}"
        return (
            f"Nobody has graded any table yet. {told}: add [chance.{first.node}.pedigree] with "
            f"{', '.join(f'{name} = 0..4' for name in PEDIGREE[:4])} to model.toml."
            + ("" if moves else f" No table moves {answer.quantity} by these ranges; try --range.")
        )
    text = "No graded table is both weak and influential."
    if answer.ungraded:
        text += f" {many(len(answer.ungraded), 'table is', 'tables are')} not graded: "
        text += ", ".join(answer.ungraded[:3])
        text += " and more." if len(answer.ungraded) > 3 else "."  # noqa: PLR2004 - three are named
    return text


def ask(about: About, moved: Moved, sweep: Sweep, source: Source) -> Asked:
    """Say which tables are weak and influential (NUSAP).

    Each table's pedigree stands beside how far the answer moves with it.
    Grades stand in model.toml, from 0 to 4: [chance.NODE.pedigree] proxy = 2, empirical = 1, ...
    """
    view = opened(source)
    quantity = about.quantity(view)
    spread = moved.spread(sweep.sampling)
    with sweep.running() as running:
        answer = pedigree_table(view, quantity, spread, **running)
    return Asked(view, answer)


def show(asked: Asked, form: str) -> None:
    """Print grades beside influence, the weak and influential first."""
    study, answer = asked.view.study, asked.answer
    digits = influence_digits(answer, study.diagram)
    table = dataclasses.replace(
        answer.table(digits),
        above=[_answer(answer, digits)],
        below=[
            f"Influence: how far {answer.quantity} moves; {answer.spread}.",
            "Grades go from 0 (a guess) to 4; agreement is worked out from the experts' tables "
            "where nobody graded it.",
        ],
    )
    publish(form, table, answer.frame, answer.provenance, study.diagram.notice)


pedigree = Question(
    ask=ask,
    show=show,
    options=(
        click.argument("scenario", default=""),
        quantity_options,
        spread_options,
        sweep_options,
        source_options,
    ),
)
