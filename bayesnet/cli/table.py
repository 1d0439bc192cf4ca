"""The command ``resolve table``: conditional tables into spreadsheets, and back into TOML."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.folder import open_study, read_handed_over, write_new
from bayesnet.cli.options import (
    known_structure,
    priors_option,
    refusing,
    structure_option,
    study_option,
    tell,
)
from bayesnet.errors import Problem, Refused, did_you_mean, errors_in
from bayesnet.plurals import many


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
    from bayesnet.foreign import spreadsheet  # noqa: PLC0415
    from bayesnet.foreign.files import decoded  # noqa: PLC0415
    from bayesnet.foreign.study_out import diagram_of_study  # noqa: PLC0415
    from bayesnet.foreign.study_text import cpt_lines  # noqa: PLC0415

    study, _ = open_study(folder, priors)
    structure = known_structure(structure, study.structures, study.diagram.structure)
    diagram, _ = diagram_of_study(study, structure=structure)
    if node and node not in diagram.chance:
        message, remedy = f"no uncertain node '{node}';", did_you_mean(node, diagram.chance)
        raise Refused([Problem(file="", path="", message=message, remedy=remedy)])
    chosen = [diagram.chance[node]] if node else list(diagram.chance.values())
    workbook = (source or out or Path("x.csv")).suffix.lower() == ".xlsx"
    if not (node or workbook):
        message, remedy = "a CSV file holds one table.", "Name a node, or write an .xlsx file."
        raise Refused([Problem(file="", path="", message=message, remedy=remedy)])
    if source is not None:
        content = read_handed_over(source)
        if workbook:
            everything = list(diagram.chance.values())
            tables, problems = spreadsheet.read_workbook(
                content, everything, diagram.states, source.name
            )
            tables = {n.name: tables[n.name] for n in chosen if n.name in tables}
        else:
            found, problems = spreadsheet.read_csv(
                decoded(content) or "", chosen[0], diagram.states, source.name
            )
            tables = {} if found is None else {node: found}
        if errors_in(problems):
            raise Refused(problems)
        tell(problems)
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
