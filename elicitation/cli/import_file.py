"""The command ``resolve import``: another tool's diagram becomes a study to work in."""

from __future__ import annotations

import datetime as dt
import shlex
from pathlib import Path

import click

from bayesnet.cli.options import refusing, tell
from bayesnet.plurals import many


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--into",
    "directory",
    required=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="A new folder for the study.",
)
@refusing
def import_file(file: Path, directory: Path) -> None:
    """Make a new study of FILE, a diagram of another tool.

    Read are GeNIe's .xdsl, Hugin's .net, aGrUM's .bifxml, Netica's .dne, OpenMarkov's .pgmx, and
    networks without decisions in .bif, .xmlbif and .uai. Nothing is ever overwritten; what is lost
    or renamed on the way is said.
    """
    from bayesnet.cli.folder import read_foreign  # noqa: PLC0415
    from bayesnet.errors import Refused  # noqa: PLC0415
    from bayesnet.foreign.study_in import files_of, unsound  # noqa: PLC0415
    from elicitation.opening import clock  # noqa: PLC0415
    from elicitation.plan.first_plan import EXPERTS, first_plan  # noqa: PLC0415
    from elicitation.store.init import start_study  # noqa: PLC0415

    diagram, notes = read_foreign(file)
    files, lost = files_of(diagram, source=file.name, today=dt.datetime.now(dt.UTC).date())
    problems = unsound(files)
    if problems:
        raise Refused(problems)
    files = {**files, "elicitation.toml": first_plan()}
    contents = [((name,), text.encode("utf-8")) for name, text in files.items()]
    made = start_study(contents, directory, now=clock)
    tell([*notes, *lost])
    click.echo(
        f"Made {made} of {file.name}: {many(len(diagram.decisions), 'decision')}, "
        f"{many(len(diagram.chance), 'uncertain node')}, {many(len(diagram.utilities), 'value')}."
    )
    click.echo(f"What the file did not say is marked 'fill in' in {directory / 'model.toml'}.")
    click.echo(f"{directory / 'elicitation.toml'} asks {EXPERTS} experts in two rounds.")
    then = "decide" if diagram.decisions and diagram.utilities else "whatif"
    click.echo(f"Next: cd {shlex.quote(str(directory))} && resolve check && resolve {then}")
