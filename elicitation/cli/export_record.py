"""The command ``resolve export-record``: everything recorded, as tables and provenance."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import refusing, stop, study_option, tell
from bayesnet.errors import errors_in, unplaced


@click.command("export-record")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Default: exports/record."
)
@study_option
@refusing
def export_record(out: Path | None, folder: Path) -> None:
    """Write every judgement as CSV and XLSX, by pseudonym.

    With them come the ledger in words, a Frictionless datapackage.json with every file's hash, and
    the provenance as PROV-JSON. Names of the roster that stand in free text are left out.
    """
    from bayesnet.answers.provenance import software  # noqa: PLC0415
    from elicitation.reporting.export import Exported, export_files, head_line  # noqa: PLC0415
    from elicitation.store.export import write_export  # noqa: PLC0415
    from elicitation.store.private import roster  # noqa: PLC0415
    from elicitation.store.recorded import entries_of  # noqa: PLC0415
    from elicitation.store.recording import snapshot  # noqa: PLC0415
    from elicitation.study import open_elicitation  # noqa: PLC0415

    opened, _ = open_elicitation(folder)
    diagram = opened.study.diagram
    about = Exported(
        study=diagram.id,
        title=diagram.title,
        notice=diagram.notice,
        software=software(),
        plan=opened.plan,
        people=roster(folder),
    )
    taken = snapshot(folder)
    entries = entries_of(taken)
    if not entries:
        stop([unplaced("people.nothing-recorded-yet")])
    files, problems = export_files(taken, entries, about)
    tell(problems)
    if errors_in(problems):
        stop([])
    target = out or folder / "exports" / "record"
    write_export(target, files)
    click.echo(f"Written to {target}: {', '.join(files)}.")
    click.echo(head_line(entries))
