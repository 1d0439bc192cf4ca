"""The command ``resolve plot``: an answer as a plot whose title says the finding."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import (
    known_structure,
    priors_option,
    refusing,
    structure_option,
    study_option,
    tell,
)

if TYPE_CHECKING:
    from diagrams.pages import PageName

PAGES = ("a4", "a4-landscape", "a3", "a3-landscape", "slide")
KINDS = ("svg", "png", "pdf")
PLOTS = ("whatif", "experts", "ranges", "movement", "risk", "information")


@click.command()
@click.argument("kind", type=click.Choice(PLOTS))
@click.argument("scenario", default="")
@click.option("--against", default="", metavar="SCENARIO", help="What to compare with.")
@click.option("--question", default="", metavar="KEY", help="With ranges: a judgement's key.")
@click.option("--before", default="", metavar="VERSION", help="With movement: the version before.")
@click.option("--decision", default="", metavar="NODE", help="With risk and information.")
@click.option("--weights", default="", metavar="NAME", help="Whose values the best plan serves.")
@click.option("--page", type=click.Choice(PAGES), help="Print size.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Where to.")
@click.option("--dpi", type=click.IntRange(30, 1200), default=200, help="Resolution of a PNG.")
@click.option("--caption", is_flag=True, help="Print the caption to set under the picture.")
@structure_option
@priors_option
@study_option
@refusing
def plot(
    kind: str,
    scenario: str,
    against: str,
    question: str,
    before: str,
    decision: str,
    weights: str,
    page: PageName | None,
    out: Path | None,
    dpi: int,
    caption: bool,
    structure: str,
    priors: str,
    folder: Path,
) -> None:
    """Plot an answer as SVG, PNG and PDF.

    \b
    whatif       a scenario's outcomes, with the experts' range
    experts      every expert's own change, with a table of its signs
    ranges       the experts' ranges on one question, by version
    movement     who moved which answer since an earlier version
    risk         how the utility is distributed, by option of a decision
    information  what knowing something before a decision would be worth
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    from bayesnet.cli.decide import known_before, known_weights  # noqa: PLC0415
    from bayesnet.cli.folder import open_study, priors_versions  # noqa: PLC0415
    from bayesnet.cli.inputs import input_hashes  # noqa: PLC0415
    from diagrams.plots.order import PLAN_PLOTS, PlotOrder, plotted  # noqa: PLC0415
    from diagrams.render import write_drawing  # noqa: PLC0415

    study, warnings = open_study(folder, priors)
    tell(warnings)
    of_plan = kind in PLAN_PLOTS
    order = PlotOrder(
        kind=kind,
        structure=known_structure(structure, study.structures, study.diagram.structure),
        scenario=scenario,
        against=against,
        question=question,
        decision=decision,
        weights=known_weights(study, weights) if of_plan else "",
        findings=known_before(study) if of_plan else {},
        page=page,
    )
    numbers = [n for n in priors_versions(folder) if n < study.priors.number]
    wanted = [before] if before else [str(n) for n in numbers]
    earlier = [open_study(folder, n)[0] for n in wanted] if kind in ("ranges", "movement") else []
    found, name = plotted(study, order, earlier=earlier, inputs=input_hashes(folder))
    targets = [out] if out else [folder / "figures" / f"{name}.{suffix}" for suffix in KINDS]
    for path in targets:
        write_drawing(found, path, dpi=dpi)
        click.echo(path)
    if caption:
        click.echo(found.caption)
