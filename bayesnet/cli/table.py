"""The command ``resolve table``: conditional tables into spreadsheets, and back into TOML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import (
    priors_option,
    refusing,
    structure_option,
    study_option,
    tell,
)
from bayesnet.errors import StudyError, errors_in, problem_at, unplaced
from bayesnet.folder.files import read_handed_over, write_new
from bayesnet.folder.reading import open_study
from bayesnet.messages.remedies import did_you_mean
from bayesnet.plurals import many
from bayesnet.study.named import known_structure
from bayesnet.study.view import StudyView

if TYPE_CHECKING:
    from bayesnet.interchange.diagram import Array, Chance, Diagram, Name


@click.command()
@click.argument("node", default="")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A new .xlsx (a sheet for each node) or .csv (one node); the terminal if not given.",
)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Read such a file, check it, and print the rows for model.toml.",
)
@structure_option
@priors_option
@study_option
@refusing
def table(
    node: str, out: Path | None, source: Path | None, structure: str, priors: str, folder: Path
) -> None:
    """Write conditional tables as spreadsheets, or read them.

    One row for each case of the parents, with the pool's numbers. Examples:

    \b
      resolve table --out tables.xlsx
      resolve table rift_line --out rift_line.csv
      resolve table rift_line --from rift_line.csv
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    from bayesnet.interchange import spreadsheet  # noqa: PLC0415
    from bayesnet.interchange.study_out import diagram_of_study  # noqa: PLC0415
    from bayesnet.interchange.study_text import cpt_lines  # noqa: PLC0415

    study, _ = open_study(folder, priors, numbers=source is None)
    view = StudyView(study, known_structure(study, structure, "--structure"))
    diagram, _ = diagram_of_study(view)
    if node and node not in diagram.chance:
        raise StudyError(
            [unplaced("ask.no-uncertain-node", did_you_mean(node, diagram.chance), word=node)]
        )
    if not diagram.chance:
        raise StudyError([problem_at("model.toml", "", "ask.no-table-without-uncertain-node")])
    chosen = [diagram.chance[node]] if node else list(diagram.chance.values())
    workbook = (source or out or Path("x.csv")).suffix.lower() == ".xlsx"
    if not (node or workbook):
        raise StudyError([unplaced("ask.csv-file-holds-table")])
    if source is not None:
        tables = _read(source, diagram, chosen)
        changed = spreadsheet.with_tables(diagram, tables)
        for name in tables:
            click.echo("\n".join(cpt_lines(changed, changed.chance[name])))
    elif workbook and out is not None:
        write_new(out, spreadsheet.workbook(chosen, diagram.states))
        click.echo(f"Wrote {out}: {many(len(chosen), 'table')}.")
    else:
        text = spreadsheet.csv_text(chosen[0], diagram.states)
        if out is None:
            click.echo(text, nl=False)
        else:
            write_new(out, text.encode("utf-8"))
            click.echo(f"Wrote {out}.")


def _read(source: Path, diagram: Diagram, chosen: Sequence[Chance]) -> Mapping[Name, Array]:
    """Return the tables in a spreadsheet of the chosen nodes, telling what is doubtful; or refuse.

    A workbook may hold other nodes' too; a CSV file is of the first one.
    """
    from bayesnet.interchange import spreadsheet  # noqa: PLC0415
    from bayesnet.interchange.encodings import decode  # noqa: PLC0415

    content = read_handed_over(source)
    if source.suffix.lower() == ".xlsx":
        everything = list(diagram.chance.values())
        whole, problems = spreadsheet.read_workbook(
            content, everything, diagram.states, source.name
        )
        found = {n.name: whole[n.name] for n in chosen if n.name in whole}
    else:
        text, problems = decode(content, source.name)
        if text is None:
            raise StudyError(problems)
        table, more = spreadsheet.read_csv(text, chosen[0], diagram.states, source.name)
        problems = (*problems, *more)
        found = {} if table is None else {chosen[0].name: table}
    if errors_in(problems):
        raise StudyError(problems)
    tell(problems)
    return found
