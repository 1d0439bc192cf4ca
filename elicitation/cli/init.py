"""The command ``resolve init``: a copy of the shipped study to work in, or to ask anew."""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import refusing

if TYPE_CHECKING:
    from elicitation.store.init import File

RECORD = ("responses", "priors", "ledger.jsonl", "README.md")
"""What the shipped viewpoints have said, and the page about it."""


@click.command()
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--fresh", is_flag=True, help="Without the viewpoints and their answers.")
@refusing
def init(directory: Path, fresh: bool) -> None:
    """Copy the article's study into a new folder DIR.

    It comes with its viewpoints' responses and frozen priors. With --fresh it is a study of your
    own to begin with: the diagram, and experts who have answered nothing,
    shared out over panels so that nobody is asked for longer than an hour.
    """
    from elicitation.store.init import packaged, start_study  # noqa: PLC0415

    shipped = packaged(files("elicitation") / "deterrence")
    made = start_study(
        _asked_anew(shipped) if fresh else shipped, directory, now=lambda: dt.datetime.now(dt.UTC)
    )
    click.echo(f"Made {made}. Its numbers are illustrative placeholders.")
    then = "resolve questions" if fresh else "resolve whatif S6"
    click.echo(f"Next: cd {shlex.quote(str(directory))} && resolve check && {then}")


def _asked_anew(shipped: Iterable[File]) -> Iterator[File]:
    kept = {parts: content for parts, content in shipped if parts[0] not in RECORD}
    texts = (kept[name,].decode("utf-8") for name in ("model.toml", "elicitation.toml"))
    kept["elicitation.toml",] = _plan(*texts).encode("utf-8")
    yield from kept.items()


def _plan(model: str, plan: str) -> str:
    """Return the plan for experts who have said nothing, nobody asked for longer than its budget.

    Where everybody can be asked everything in that time, it has no panels but those it names.
    """
    from bayesnet.folder.reading import model_alone  # noqa: PLC0415
    from elicitation.plan.first_plan import first_plan  # noqa: PLC0415
    from elicitation.plan.protocol import read_plan  # noqa: PLC0415
    from elicitation.plan.sharing import placed_experts, shared_out  # noqa: PLC0415
    from elicitation.study import opened_on  # noqa: PLC0415

    study = model_alone(model)
    first = first_plan(plan)
    settled, _ = read_plan(first, list(study.diagram.chance)) if study else (None, ())
    if study is None or settled is None:
        return first
    panels = shared_out(settled, opened_on(study, settled).asked())
    return first_plan(plan, panels, placed_experts(panels)) if panels else first
