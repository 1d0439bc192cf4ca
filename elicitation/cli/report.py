"""The command ``resolve report``: the whole study as a web page, a PDF and a Word document."""

from __future__ import annotations

import time
from pathlib import Path

import click

from bayesnet.cli.options import priors_option, refusing, study_option, tell
from bayesnet.errors import StudyError, problem_at

KINDS = ("html", "pdf", "docx")


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice([*KINDS, "all"]),
    help="The kind of document; by the name of --out, else html, if not given.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to; reports/report.html, .pdf or .docx in the study if not given.",
)
@click.option(
    "--figure",
    "shown",
    default="",
    metavar="SCENARIO",
    help="The scenario to tell at length; the one furthest from its comparison if not given.",
)
@click.option(
    "--draws",
    type=click.IntRange(0, 1_000_000),
    default=10_000,
    show_default=True,
    help="Worlds that ranges are drawn from; 0 for no ranges but the experts'.",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Their seed.")
@click.option("--no-second-opinion", is_flag=True, help="Do not ask pgmpy; saves some seconds.")
@priors_option
@study_option
@refusing
def report(
    form: str | None,
    out: Path | None,
    shown: str,
    draws: int,
    seed: int,
    no_second_opinion: bool,
    priors: str,
    folder: Path,
) -> None:
    """Write the whole study up: HTML, tagged PDF or Word.

    The study's own report.toml may give title, order of sections and texts.
    """
    from bayesnet.folder.reading import open_study  # noqa: PLC0415
    from diagrams.canvas.letters import lost_problems  # noqa: PLC0415
    from diagrams.render import write_file  # noqa: PLC0415
    from diagrams.report.pdf import lost_letters  # noqa: PLC0415
    from diagrams.report.writers import written  # noqa: PLC0415
    from elicitation.build.documents import study_document  # noqa: PLC0415

    start = time.monotonic()

    def progress(words: str) -> None:
        click.echo(f"  {time.monotonic() - start:4.1f} s  {words}", err=True)

    target = out or folder / "reports" / "report.html"
    kinds = _kinds(form, out)
    study, warnings = open_study(folder, priors)
    document, noted = study_document(
        folder,
        study,
        shown=shown,
        second_opinion=not no_second_opinion,
        draws=draws,
        seed=seed,
        progress=progress,
    )
    tell((*warnings, *noted))
    for kind in kinds:
        progress(kind)
        made = target if len(kinds) == 1 and out else target.with_suffix(f".{kind}")
        write_file(made, written(document, kind))
        click.echo(made)
    if "pdf" in kinds:
        tell(lost_problems(lost_letters(document)))


def _kinds(form: str | None, out: Path | None) -> tuple[str, ...]:
    """Return the kinds of document asked for; raises StudyError where name and format disagree."""
    named = out.suffix.lower().removeprefix(".") if out else ""
    if form == "all":
        return KINDS
    if form and named in KINDS and named != form:
        raise StudyError(
            [problem_at("", "--out", "people.name-another-kind-file-than", out=str(out), form=form)]
        )
    if not form and out and named not in KINDS:
        raise StudyError(
            [problem_at("", "--out", "people.no-kind-report-program-writes", out=str(out))]
        )
    return (form or named or "html",)
