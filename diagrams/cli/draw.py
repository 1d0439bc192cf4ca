"""The command ``resolve draw``: the diagram as a picture, plain or under a scenario."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import (
    known_structure,
    priors_option,
    refusing,
    structure_option,
    study_option,
    tell,
)

KINDS = ("svg", "png", "pdf")


@click.command()
@click.argument("scenario", default="")
@click.option("--against", default="", metavar="SCENARIO", help="Where the ticks stand.")
@click.option(
    "--view",
    type=click.Choice(["overview", "full"]),
    help="overview: names only, for a page; full: belief bars, for A3 or a screen. "
    "Without a scenario the overview is drawn, with one the full diagram.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to: .svg, .png or .pdf. Without it all three are written into figures/.",
)
@click.option("--dpi", type=click.IntRange(30, 1200), default=200, help="Resolution of a PNG.")
@structure_option
@priors_option
@study_option
@refusing
def draw(
    scenario: str,
    against: str,
    view: str | None,
    out: Path | None,
    dpi: int,
    structure: str,
    priors: str,
    folder: Path,
) -> None:
    """Draw the diagram as SVG, PNG and PDF.

    With SCENARIO: its beliefs, and ticks where they stood in the comparison.
    """
    from bayesnet.cli.folder import named_scenario, open_study  # noqa: PLC0415
    from bayesnet.whatif import what_if  # noqa: PLC0415
    from diagrams.render import render_svg, write_picture  # noqa: PLC0415
    from diagrams.scenes import plain_picture, scenario_picture  # noqa: PLC0415

    study, warnings = open_study(folder, priors)
    tell(warnings)
    structure = known_structure(structure, study.structures, study.diagram.structure)
    if not scenario and view == "full":
        scenario = study.book.reference
    if scenario:
        asked = named_scenario(study.book, scenario)
        other = against or study.book.comparison(asked)
        base = named_scenario(study.book, other) if other else None
        picture = scenario_picture(study, structure, what_if(study, structure, asked, base))
    else:
        picture = plain_picture(study, structure)
    chosen = "full" if view == "full" or (scenario and not view) else "overview"
    svg = render_svg(picture, "full" if chosen == "full" else "overview")
    name = "-".join(
        filter(None, (chosen, scenario, "" if structure == study.diagram.structure else structure))
    )
    targets = [out] if out else [folder / "figures" / f"{name}.{kind}" for kind in KINDS]
    for target in targets:
        write_picture(svg, picture, target, dpi=dpi)
        click.echo(target)
