"""The command ``resolve fit-quantity``: a quantity in every family, the best one named."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import FORMATS, refusing
from bayesnet.cli.show import publish
from bayesnet.errors import StudyError, problem_at
from bayesnet.kinds import TEXT, Kind
from bayesnet.renderers import records
from bayesnet.table import Column, ResultTable, attributes
from elicitation.fitting.quantities import WAYS, points_of

if TYPE_CHECKING:
    from elicitation.fitting.families import Fitted

SHOWN = (0.05, 0.25, 0.5, 0.75, 0.95)
TAIL = 0.05
NOTHING = 1e-9
SIGNIFICANT = Kind(lambda value, _: f"{value:.4g}", numeric=True)
SQUARES = Kind(lambda value, _: f"{value:.2g}" if value >= NOTHING else "0", numeric=True)
MISS = Kind(lambda value, _: f"{value:.1%}", numeric=True)


@click.command("fit-quantity")
@click.argument("way", type=click.Choice(list(WAYS)))
@click.argument("cells", nargs=-1, required=True, metavar="NAME=NUMBER...")
@click.option("--lower", type=float, default=-math.inf, help="Nothing is possible below it.")
@click.option("--upper", type=float, default=math.inf, help="Nothing is possible above it.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@refusing
def fit_quantity(way: str, cells: tuple[str, ...], lower: float, upper: float, form: str) -> None:
    """Fit every family to what is said of a quantity.

    The families of SHELF and MATCH, the best one first, with quantiles to read back. Several
    experts' answers are parted by a slash; the best fit of each is pooled, densities and not
    quantiles. Examples:

    \b
      resolve fit-quantity quartile q25=25 q50=30 q75=40 --lower 0 --upper 100
      resolve fit-quantity tertile t1=20 q50=30 t2=50 --lower 0
      resolve fit-quantity hybrid q50=30 p10=0.1 p60=0.9 / q50=40 p20=0.2 p80=0.95
      resolve fit-quantity roulette chips_0_10=2 chips_10_20=5 chips_20_30=3
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    from elicitation.cli.fit import grouped, numbers_of  # noqa: PLC0415
    from elicitation.fitting.families import fit_families  # noqa: PLC0415

    try:
        answers = [
            fit_families(points_of(way, numbers_of(group), lower, upper))
            for group in grouped(cells)
        ]
    except ValueError as error:
        raise StudyError(
            [problem_at("", way, "fit.not-to-be-fitted", reason=str(error))]
        ) from error
    table = fits_table(answers)
    if form == "json":  # a list, as that of ``fit``
        click.echo(json.dumps(records(table.frame()), allow_nan=False))
        return
    seen = dataclasses.replace(
        _with_pool(table, answers) if len(answers) > 1 else table, below=_notes(answers)
    )
    publish(form, seen, table.frame)


def fits_table(answers: Sequence[Sequence[Fitted]]) -> ResultTable:
    """Return a row for each expert's fit of each family, the best one of each expert first."""
    rows = [(place, fit) for place, fits in enumerate(answers, 1) for fit in fits]
    best = [fit is answers[place - 1][0] for place, fit in rows]
    who = [
        f"Expert {place}: " if first and len(answers) > 1 else ""
        for (place, _), first in zip(rows, best, strict=True)
    ]
    fits = [fit for _, fit in rows]
    return ResultTable(
        columns=[
            Column("expert", None, TEXT, [place for place, _ in rows]),
            Column(
                "", "Family", TEXT, [f"{w}{fit.name}" for w, fit in zip(who, fits, strict=True)]
            ),
            *attributes(fits, "family"),
            Column("chosen", None, TEXT, best),
            Column("parameters", None, TEXT, [_parameters(fit) for fit in fits]),
            *(
                Column(f"q{100 * p:g}", f"{p:.0%}", SIGNIFICANT, [fit.quantile(p) for fit in fits])
                for p in SHOWN
            ),
            *attributes(fits, ("squares", "Squares", SQUARES)),
            Column("", "Worst miss", MISS, [max(map(abs, fit.misses)) for fit in fits]),
        ]
    )


def _parameters(fit: Fitted) -> str:
    return "; ".join(f"{name}={value!r}" for name, value in fit.parameters.items())


def _with_pool(table: ResultTable, answers: Sequence[Sequence[Fitted]]) -> ResultTable:
    """Return what people see, with the pool of every expert's best fit as the last row."""
    from elicitation.fitting.families import pooled_quantile  # noqa: PLC0415

    best = [fits[0] for fits in answers]
    even = [1.0] * len(best)
    last = ["Pool of the best, equal weights", *(pooled_quantile(best, even, p) for p in SHOWN)]
    return table.with_row([*last, None, None])


def _notes(answers: Sequence[Sequence[Fitted]]) -> list[str]:
    who = [f"Expert {place}: " if len(answers) > 1 else "" for place in range(1, len(answers) + 1)]
    return [f"{w}{line}" for w, fits in zip(who, answers, strict=True) for line in chosen(fits)]


def chosen(fits: Sequence[Fitted]) -> tuple[str, ...]:
    """Return which family was chosen and why, and what it says of the tails, as questions."""
    from elicitation.fitting.families import HISTOGRAM, SAME  # noqa: PLC0415

    best, *others = fits
    alike = [
        one.family
        for one in others
        if one.family != HISTOGRAM and one.squares <= best.squares + SAME
    ]
    why = f"Chosen: {best.family}, whose sum of squares is the smallest."
    if alike:
        why = f"Chosen: {best.family}, the first of those that fit as well: {', '.join(alike)}."
    low, high = best.quantile(TAIL), best.quantile(1 - TAIL)
    tails = (
        f"It puts {TAIL:.0%} below {low:.4g} and {TAIL:.0%} above {high:.4g}: would the expert bet "
        "so? If not, ask again."
    )
    worst = max(map(abs, best.misses))
    off = [f"It misses what was said by up to {worst:.0%}: no family fits."] if worst > TAIL else []
    return (why, *off, tails)
