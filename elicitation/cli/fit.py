"""The command ``resolve fit``: the distribution of one answer, to read back to the expert."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Sequence

import click

from bayesnet.cli.options import FORMATS, refusing
from bayesnet.cli.show import publish
from bayesnet.errors import StudyError, problem_at
from bayesnet.kinds import TEXT, decimals
from bayesnet.renderers import records
from bayesnet.table import Column, ResultTable, attributes
from elicitation.fitting.beta import BetaFit
from elicitation.fitting.beta import fit as fitted
from elicitation.fitting.dirichlet import from_marginals
from elicitation.fitting.typed import KINDS, answer_of

BETWEEN = "/"
SHOWN = (0.05, 0.5, 0.95)


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("cells", nargs=-1, required=True, metavar="NAME=NUMBER...")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@refusing
def fit(kind: str, cells: tuple[str, ...], form: str) -> None:
    """Fit a distribution to one answer.

    It says where that does not fit what was said. Several states of a row are parted by a slash,
    and make a Dirichlet. Examples:

    \b
      resolve fit quantiles q5=0.1 q50=0.25 q95=0.5
      resolve fit four_point low=0.2 best=0.3 high=0.5 confidence=60
      resolve fit quantiles q25=0.5 q50=0.55 q75=0.6 / q25=0.22 q50=0.3 q75=0.35
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    try:
        fits = [fitted(answer_of(kind, numbers_of(group))) for group in grouped(cells)]
        row = from_marginals(fits) if len(fits) > 1 else None
    except ValueError as error:
        raise StudyError(
            [problem_at("", kind, "people.cannot-be-fitted", error=str(error))]
        ) from error
    told = list(row.alerts) if row else [fits[0].misfit or "This fits within 3 points."]
    if any(one.clamped for one in fits):
        told.append("An end went beyond 0 or 1 when it was stretched to 90 %, and was held there.")
    if row:
        told.insert(0, f"Dirichlet({', '.join(f'{alpha:.3g}' for alpha in row.alpha)})")
    table = fits_table(fits)
    if form == "json":  # a list, as it was before answers had a provenance beside their rows
        click.echo(json.dumps(records(table.frame()), allow_nan=False))
    else:
        publish(form, dataclasses.replace(table, below=told), table.frame)


def grouped(cells: Iterable[str]) -> list[list[str]]:
    """Return the cells between the slashes."""
    groups: list[list[str]] = [[]]
    for cell in cells:
        if cell == BETWEEN:
            groups.append([])
        else:
            groups[-1].append(cell)
    return groups


def numbers_of(group: Iterable[str]) -> dict[str, float]:
    """Return the numbers by name; raises ValueError for a cell that is none."""
    numbers = {}
    for cell in group:
        name, _, typed = cell.partition("=")
        try:
            number = float(typed)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(f"'{cell}' is not NAME=NUMBER")
        numbers[name] = number
    return numbers


def fits_table(fits: Sequence[BetaFit]) -> ResultTable:
    """Return a row for each state's distribution; people see quantiles, where it has a width."""
    drawn = {
        f"{level:.0%}": [
            None if math.isinf(one.concentration) else one.quantile(level) for one in fits
        ]
        for level in SHOWN
    }
    return ResultTable(
        columns=[
            Column("state", "State", TEXT, range(1, len(fits) + 1)),
            Column("", "Distribution", TEXT, [one.name for one in fits]),
            *attributes(fits, "alpha", "beta"),
            Column("mean", "Mean", decimals(3), [one.mean for one in fits]),
            *(Column("", head, decimals(3), values) for head, values in drawn.items()),
            *attributes(fits, "low", "high", "misfit", "clamped"),
        ]
    )
