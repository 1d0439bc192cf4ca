"""The command ``resolve report``: the whole study as one HTML page."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import priors_option, refusing, study_option, tell


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to; reports/report.html in the study if not given.",
)
@click.option(
    "--figure",
    "shown",
    default="",
    metavar="SCENARIO",
    help="The scenario to draw in full; the one furthest from its comparison if not given.",
)
@click.option("--no-second-opinion", is_flag=True, help="Do not ask pgmpy; saves some seconds.")
@priors_option
@study_option
@refusing
def report(
    out: Path | None, shown: str, no_second_opinion: bool, priors: str, folder: Path
) -> None:
    """Write the whole study up as one self-contained page."""
    from bayesnet.cli.folder import named_scenario, open_study  # noqa: PLC0415
    from bayesnet.formats.second_opinion import second_opinion  # noqa: PLC0415
    from diagrams.render import render, write_file  # noqa: PLC0415
    from diagrams.report.blocks import Figure  # noqa: PLC0415
    from diagrams.report.compose import compose, most_moved  # noqa: PLC0415
    from diagrams.report.gather import gather  # noqa: PLC0415
    from diagrams.report.html import html  # noqa: PLC0415
    from diagrams.scenes import plain_picture, scenario_picture  # noqa: PLC0415

    def progress(words: str) -> None:
        click.echo(f"  {words}", err=True)

    study, warnings = open_study(folder, priors)
    tell(warnings)
    if shown:
        named_scenario(study.book, shown)
    structure = study.diagram.structure
    opinion = ""
    if not no_second_opinion and study.book.scenarios:
        progress("second opinion from pgmpy")
        opinion = second_opinion(study, structure).sentence()
    answers = gather(study, second_opinion=opinion, progress=progress)
    progress("pictures")
    plain = plain_picture(study, structure)
    overview = Figure(
        svg=render(plain, "overview", prefix="overview")[0].svg,
        caption="The influence diagram; thicker arrows are stronger influences in the pool.",
    )
    drawn = answers.what_ifs[shown or most_moved(answers)]
    scene = scenario_picture(study, structure, drawn)
    against = f" Ticks show {drawn.comparison.label}." if drawn.comparison else ""
    full = Figure(
        svg=render(scene, "full", prefix="full")[0].svg,
        caption=f"{drawn.scenario.label}: the pool's beliefs.{against}",
    )
    target = out or folder / "reports" / "report.html"
    write_file(target, html(compose(answers, overview, full)).encode())
    click.echo(target)
