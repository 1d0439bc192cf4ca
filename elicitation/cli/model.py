"""The command ``resolve model``: the study drawn in the browser."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import refusing


@click.command()
@click.argument("study", type=click.Path(path_type=Path), default=".")
@click.option("--port", type=click.IntRange(1, 65535), default=8002, show_default=True)
@refusing
def model(study: Path, port: int) -> None:
    """Draw the model of STUDY in the browser.

    The picture is the canvas; beside it stand the chosen node's states, arcs, table and meaning,
    what is still to be filled in, and what the diagram costs experts. Every change is written at
    once into the study's files, whose comments and order stay; Undo gives them back to the byte.
    Only this machine reaches it, by the link that is shown. Stop it with Ctrl-C.
    """
    from elicitation.workshop.modelling.serving import HERE, editor_of, run  # noqa: PLC0415

    editor = editor_of(study, port)
    click.echo(f"The model: http://{HERE}:{port}{editor.start}")
    click.echo("Whoever has this link can change the study's files. Stop with Ctrl-C.")
    run(editor, port)
