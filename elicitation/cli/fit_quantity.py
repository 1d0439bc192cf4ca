"""The command ``resolve fit-quantity``: a quantity in every family, the best one named."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import FORMATS, refusing
from bayesnet.cli.show import Sheet, records, show, show_markdown
from bayesnet.errors import StudyError, problem_at
from elicitation.fitting.quantities import WAYS, points_of

if TYPE_CHECKING:
    import pandas as pd

    from elicitation.fitting.families import Fitted

SHOWN = (0.05, 0.25, 0.5, 0.75, 0.95)
TAIL = 0.05


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
    if form in ("csv", "json"):
        frame = _frame(answers)
        if form == "csv":
            click.echo(frame.to_csv(lineterminator="\n"), nl=False)
        else:
            click.echo(json.dumps(records(frame), allow_nan=False))
        return
    sheet = _sheet(answers)
    (show_markdown if form == "markdown" else show)(sheet)


def _sheet(answers: Sequence[Sequence[Fitted]]) -> Sheet:
    rows = []
    told = []
    for place, fits in enumerate(answers, 1):
        who = f"Expert {place}: " if len(answers) > 1 else ""
        for index, one in enumerate(fits):
            rows.append(
                [
                    f"{who}{one.name}" if not index else one.name,
                    *(f"{one.quantile(p):.4g}" for p in SHOWN),
                    f"{one.squares:.2g}" if one.squares >= 1e-9 else "0",  # noqa: PLR2004
                    f"{max(map(abs, one.misses)):.1%}",
                ]
            )
        told += [f"{who}{sentence}" for sentence in chosen(fits)]
    if len(answers) > 1:
        rows.append(["Pool of the best, equal weights", *_pooled(answers), "", ""])
    return Sheet(
        heads=["Family", *(f"{level:.0%}" for level in SHOWN), "Squares", "Worst miss"],
        rows=rows,
        right=frozenset(range(1, len(SHOWN) + 3)),
        below=told,
    )


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


def _pooled(answers: Sequence[Sequence[Fitted]]) -> list[str]:
    from elicitation.fitting.families import pooled_quantile  # noqa: PLC0415

    best = [fits[0] for fits in answers]
    even = [1.0] * len(best)
    return [f"{pooled_quantile(best, even, level):.4g}" for level in SHOWN]


def _frame(answers: Sequence[Sequence[Fitted]]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

    rows = [
        {
            "expert": place,
            "family": one.family,
            "chosen": not index,
            "parameters": "; ".join(f"{name}={value!r}" for name, value in one.parameters.items()),
            "squares": one.squares,
            **{f"q{100 * level:g}": one.quantile(level) for level in SHOWN},
        }
        for place, fits in enumerate(answers, 1)
        for index, one in enumerate(fits)
    ]
    return pd.DataFrame(rows).set_index("expert")
