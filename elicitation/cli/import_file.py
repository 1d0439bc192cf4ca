"""The command ``resolve import``: another tool's diagram becomes a study to work in."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bayesnet.cli.options import refusing, tell
from bayesnet.plurals import many

if TYPE_CHECKING:
    from bayesnet.interchange.diagram import Diagram


def file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how another tool's file is taken."""
    for option in (
        click.option(
            "--settable",
            multiple=True,
            metavar="NODE",
            help="An uncertain node that somebody could make so, for whatif --set; if none is "
            "named, those without causes.",
        ),
        click.option(
            "--encoding",
            default="",
            metavar="NAME",
            help="Of the file's text, such as gb18030; guessed, and said, if it is not UTF-8.",
        ),
        click.option(
            "--numbers",
            type=click.Choice(["placeholder", "final"]),
            default="placeholder",
            show_default=True,
            help="final: the file's numbers are those to answer with. Placeholders are marked "
            "ILLUSTRATIVE wherever an answer is shown.",
        ),
    ):
        command = option(command)
    return command


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
@file_options
@refusing
def import_file(
    file: Path, directory: Path, numbers: str, encoding: str, settable: tuple[str, ...]
) -> None:
    """Make a new study of FILE, a diagram of another tool.

    Read are GeNIe's .xdsl, Hugin's .net, aGrUM's .bifxml, Netica's .dne, OpenMarkov's .pgmx, and
    networks without decisions in .bif, .xmlbif and .uai. Nothing is ever overwritten; what is lost
    or renamed on the way is said. Nodes without a table are still to be asked of experts.
    """
    begin_from(file, directory, numbers, encoding, settable)


def begin_from(
    file: Path, directory: Path, numbers: str, encoding: str, settable: tuple[str, ...]
) -> None:
    """Make a new study of another tool's file in a folder, and say what became of it."""
    from bayesnet.errors import StudyError  # noqa: PLC0415
    from bayesnet.folder.reading import read_foreign  # noqa: PLC0415
    from bayesnet.interchange.study_in import files_of, unsound  # noqa: PLC0415
    from elicitation.plan.first_plan import EXPERTS, first_plan  # noqa: PLC0415
    from elicitation.store.init import start_study  # noqa: PLC0415
    from elicitation.study import clock  # noqa: PLC0415

    diagram, notes = read_foreign(file, encoding)
    today, final = dt.datetime.now(dt.UTC).date(), numbers == "final"
    files, lost = files_of(diagram, source=file.name, today=today, final=final, settable=settable)
    problems = unsound(files)
    if problems:
        raise StudyError(problems)
    files = {**files, "elicitation.toml": first_plan()}
    contents = [((name,), text.encode("utf-8")) for name, text in files.items()]
    made = start_study(contents, directory, now=clock)
    tell([*notes, *lost])
    click.echo(
        f"Made {made} of {file.name}: {many(len(diagram.decisions), 'decision')}, "
        f"{many(len(diagram.chance), 'uncertain node')}, {many(len(diagram.utilities), 'value')}."
    )
    model = directory / "model.toml"
    for sentence in _of_numbers(diagram, model, final=final):
        click.echo(sentence)
    if diagram.chance:
        click.echo(_of_settable(diagram, settable))
    click.echo(f"What the file did not say is marked 'fill in' in {model}.")
    if diagram.chance:
        click.echo(f"{directory / 'elicitation.toml'} asks {EXPERTS} experts in two rounds.")
    then = "decide" if diagram.decisions and diagram.utilities else "whatif"
    then = "questions" if diagram.blank else then if diagram.states else "draw"
    click.echo(f"Next: cd {shlex.quote(str(directory))} && resolve check && resolve {then}")


def _of_settable(diagram: Diagram, named: tuple[str, ...]) -> str:
    """Return what may be set, and how more may be."""
    roots = [name for name, node in diagram.chance.items() if not node.parents]
    can = ", ".join([*diagram.decisions, *(named or roots)])
    why = "" if named else " (decisions, and what has no causes)"
    return f"Can be set: {can}{why}. Of another node say so: --settable NODE, or settable = true."


def _of_numbers(diagram: Diagram, model: Path, *, final: bool) -> Iterator[str]:
    """Yield what is to be asked or filled in, and what the numbers that are there count as."""
    asked = [name for name in diagram.chance if name in diagram.blank]
    bare = [name for name in diagram.utilities if name in diagram.blank]
    if asked:
        yield f"The file has no numbers for {', '.join(asked)}: experts are still to be asked."
    if bare:
        yield f"It does not say what {', '.join(bare)} is worth: fill that in in {model}."
    if len(diagram.blank) == len(diagram.chance) + len(diagram.utilities):
        return
    if final:
        yield "Its numbers are final: answers are not marked."
    else:
        yield (
            "Its numbers count as placeholders, and every answer is marked ILLUSTRATIVE. If they "
            f"are final, import with --numbers final, or write illustrative = false in {model}."
        )
