"""The command ``resolve drivers``: which assumption, table, row, expert or weight drives it."""

from __future__ import annotations

import dataclasses

import click

from bayesnet.cli.asking import (
    About,
    Moved,
    amount,
    quantity_options,
    spread_options,
)
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, source_options
from bayesnet.cli.question import Asked, Question
from bayesnet.cli.show import publish
from bayesnet.cli.workers import Sweep, sweep_options
from bayesnet.errors import StudyError, problem_at
from bayesnet.sensitivity.alternatives import Kind
from bayesnet.sensitivity.assumptions import AS_IT_IS
from bayesnet.sensitivity.digits import swing_digits
from bayesnet.sensitivity.drivers import UNITS, By, Drivers, find_drivers
from bayesnet.study.model import InfluenceDiagram
from bayesnet.table import ResultTable


def check_range(kind: Kind, by: By) -> None:
    """Raise StudyError where numbers of that unit have no such range."""
    if kind == "ranges" and by == "row":
        raise StudyError([problem_at("", "--range", "ask.experts-gave-ranges-questions-not")])
    if kind == "draws" and by == "question":
        raise StudyError([problem_at("", "--range", "ask.draws-tables-not-single-questions")])


def worded_table(answer: Drivers, top: int, diagram: InfluenceDiagram) -> ResultTable:
    """Return a row for each bar, the widest first, under the sentence that answers."""
    digits = swing_digits(answer, diagram)
    visible = [bar for bar in answer.drivers if shows(amount(bar.swing, answer.unit, digits))]
    more, few = len(visible) - top, len(answer.drivers) - len(visible)
    rest = [f"{more} more {'moves' if more == 1 else 'move'} it less; --top shows them."]
    still = [f"{few} {'does' if few == 1 else 'do'} not move it visibly."]
    return dataclasses.replace(
        answer.table(visible[:top], digits),
        above=[_answer(answer, diagram), *answer.notes],
        below=[
            *(rest if more > 0 else []),
            *(still if few else []),
            f"Each bar: {answer.spread}; all else stays as the pool has it.",
        ],
    )


def shows(text: str) -> bool:
    """Return whether a number that is written out is not 0."""
    return any(digit in "123456789" for digit in text)


def _answer(answer: Drivers, diagram: InfluenceDiagram) -> str:
    """Return the sentence that answers: what moves it most, and whether anything turns it.

    Its numbers have the digits of the table below it: with fewer a lead would read as a tie.
    """
    digits = swing_digits(answer, diagram)

    def shown(value: float) -> str:
        return amount(value, answer.unit, digits, signed=answer.turns_at_zero)

    points = f" {diagram.unit}" if answer.unit == "points" else ""
    base = shown(answer.base)
    most = answer.drivers[0] if answer.drivers else None
    still = most is None or not shows(amount(most.swing, answer.unit, digits))
    if answer.nobody_differs and still:
        return (
            f"There is one set of numbers, and numbers move only between experts: "
            f"{answer.quantity} stays at {base}{points}. '--range swing' moves each one."
        )
    if most is None or still:
        return f"Nothing here moves {answer.quantity}: it stays at {base}{points}."
    low, high = shown(most.lowest), shown(most.highest)
    if answer.by == "assumption":
        rises = most.lowest_when == AS_IT_IS
        text = (
            f"{most.item.rstrip('.')}: if false "
            f"({most.highest_when if rises else most.lowest_when}), {answer.quantity} is "
            f"{high if rises else low}{points} instead of {low if rises else high}."
        )
    else:
        text = (
            f"{most.item} moves {answer.quantity} most: from {low} to {high}{points}, "
            f"where it is {base} now."
        )
    if not answer.turns_at_zero:
        return text
    turning = answer.turning
    what = "put the rival ahead" if answer.unit == "points" else "turn the sign of the change"
    return f"{text} {turning or 'None'} of {len(answer.drivers)} alone would {what}."


def ask(about: About, by: By, moved: Moved, sweep: Sweep, source: Source) -> Asked:
    """Say which assumption, table or expert drives an answer.

    A tornado, exact in every bar.
    Without a scenario it is about the best plan's lead over the next best. Examples:

    \b
      resolve drivers --by row
      resolve drivers --by assumption
      resolve drivers S5 --against S0 --on serious_or_lethal --by expert
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    check_range(moved.kind, by)
    view = opened(source)
    quantity = about.quantity(view)
    spread = moved.spread(sweep.sampling)
    with sweep.running() as running:
        answer = find_drivers(view, quantity, by, spread, **running)
    return Asked(view, answer)


def show(asked: Asked, top: int, form: str) -> None:
    """Print the bars, the widest first."""
    study, answer = asked.view.study, asked.answer
    rest = {"quantity": answer.quantity, "base": answer.base, "ranges": answer.spread}
    table = worded_table(answer, top, study.diagram)
    publish(form, table, answer.frame, answer.provenance, study.diagram.notice, rest)


drivers = Question(
    ask=ask,
    show=show,
    options=(
        click.argument("scenario", default=""),
        quantity_options,
        click.option(
            "--by",
            type=click.Choice(UNITS),
            default="table",
            show_default=True,
            help="What is moved, one at a time.",
        ),
        spread_options,
        sweep_options,
        click.option(
            "--top", type=click.IntRange(1), default=15, show_default=True, help="Bars shown."
        ),
        source_options,
    ),
)
