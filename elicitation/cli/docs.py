"""The command ``resolve docs``: the handbook, in the browser or as a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from bayesnet.cli.options import refusing


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write the pages into a new folder instead, to be opened or put on a web server.",
)
@refusing
def docs(port: int, out: Path | None) -> None:
    """Show the handbook of this program in the browser.

    Tutorials, how-to pages, explanations, and the reference of commands, files and Python names. It
    comes from the installed program: no network is needed, and only this machine reaches it. Stop
    it with Ctrl-C.
    """
    from bayesnet.errors import StudyError, problem_at  # noqa: PLC0415
    from bayesnet.messages.facts import Fact  # noqa: PLC0415
    from elicitation.cli import SECTIONS, main  # noqa: PLC0415
    from elicitation.handbook.commands import commands_page  # noqa: PLC0415
    from elicitation.handbook.names import names_page  # noqa: PLC0415
    from elicitation.handbook.serving import HERE, server  # noqa: PLC0415
    from elicitation.handbook.site import site  # noqa: PLC0415

    pages = site({"commands": commands_page(main, SECTIONS), "python": names_page()})
    if out is not None:
        _write(pages, out)
        click.echo(f"Open {out / 'index.html'}")
        return
    try:
        serving = server(pages, port)
    except OSError as error:
        facts: dict[str, Fact] = {"port": port, "reason": str(error.strerror)}
        raise StudyError([problem_at("", "--port", "docs.port-in-use", **facts)]) from None
    with serving:
        click.echo(f"The handbook: http://{HERE}:{serving.server_port}/  (Ctrl-C to stop)")
        try:
            serving.serve_forever()
        except KeyboardInterrupt:
            click.echo()


def _write(pages: Mapping[str, bytes], out: Path) -> None:
    """Write all pages into a folder that is new; raises StudyError where there is one."""
    from bayesnet.errors import StudyError, problem_at  # noqa: PLC0415
    from diagrams.render import write_file  # noqa: PLC0415

    if out.exists():
        raise StudyError([problem_at(str(out), "--out", "docs.already-there")])
    for name, content in pages.items():
        write_file(out / name, content)
