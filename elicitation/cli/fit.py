"""The command ``resolve fit``: the distribution of one answer, to read back to the expert."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable

import click

from bayesnet.cli.options import FORMATS, refusing
from bayesnet.cli.show import Sheet, records, show, show_markdown
from bayesnet.errors import StudyError, problem_at
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
    sheet = Sheet(
        heads=["State", "Distribution", "Mean", *(f"{level:.0%}" for level in SHOWN)],
        rows=[_cells(index, one) for index, one in enumerate(fits, 1)],
        right=frozenset(range(2, 6)),
        below=told,
    )
    if form == "markdown":
        show_markdown(sheet)
    elif form == "table":
        show(sheet)
    else:
        _publish(form, fits)


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


def _cells(index: int, one: BetaFit) -> list[str]:
    if math.isinf(one.concentration):
        return [f"{index}", one.name, f"{one.mean:.3f}", "", "", ""]
    return [f"{index}", one.name, f"{one.mean:.3f}", *(f"{one.quantile(p):.3f}" for p in SHOWN)]


def _publish(form: str, fits: list[BetaFit]) -> None:
    import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

    rows = [
        {
            "state": index,
            "alpha": one.alpha,
            "beta": one.beta,
            "mean": one.mean,
            "low": one.low,
            "high": one.high,
            "misfit": one.misfit,
            "clamped": one.clamped,
        }
        for index, one in enumerate(fits, 1)
    ]
    frame = pd.DataFrame(rows).set_index("state")
    if form == "csv":
        click.echo(frame.to_csv(lineterminator="\n"), nl=False)
    else:
        click.echo(json.dumps(records(frame), allow_nan=False))
