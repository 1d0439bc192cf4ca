"""The command ``resolve form``: the form an expert fills in, with every question in words."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import refusing, study_option
from bayesnet.errors import Problem, Refused


@click.command()
@click.option("--expert", required=True, metavar="ID", help="The expert's id in elicitation.toml.")
@click.option("--round", "round_", required=True, type=int, metavar="N", help="The round.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write it: .csv or .json. CSV to the terminal if not given.",
)
@study_option
@refusing
def form(expert: str, round_: int, out: Path | None, folder: Path) -> None:
    """Write the form an expert fills in.

    From the second round on it holds the expert's own answers so far.
    """
    from elicitation.cli.study import open_elicitation  # noqa: PLC0415
    from elicitation.form_sheet import csv_form, json_form  # noqa: PLC0415
    from elicitation.recorded import current_answers  # noqa: PLC0415
    from elicitation.store import snapshot  # noqa: PLC0415

    opened, _ = open_elicitation(folder)
    refusals = opened.plan.entry_problems(expert, round_)
    if refusals:
        raise Refused(refusals)
    own = current_answers(snapshot(folder)).get(expert, {}) if round_ > 1 else {}
    asked, unit = opened.asked(expert), opened.plan.unit
    kind = out.suffix.lower() if out else ".csv"
    if kind not in (".csv", ".json"):
        message, remedy = f"'{kind}' is no kind of form.", "End the name in .csv or .json."
        raise Refused([Problem(file="", path="--out", message=message, remedy=remedy)])
    text = csv_form(asked, unit, own) if kind == ".csv" else json_form(asked, unit, own)
    if out is None:
        click.echo(text, nl=False)
        return
    _write(out, text.encode("utf-8-sig" if kind == ".csv" else "utf-8"))
    again = f", {len(own)} with your earlier answers" if own else ""
    click.echo(f"Wrote {out}: {len(asked)} questions{again}. Unit: {unit}.")
    click.echo(f"Back it comes with: resolve submit {out} --expert {expert} --round {round_}")


def _write(out: Path, content: bytes) -> None:
    try:
        with out.open("xb") as file:
            file.write(content)
    except FileExistsError as error:
        message, remedy = f"'{out}' is there already.", "Name another file, or delete it."
        raise Refused([Problem(file="", path="--out", message=message, remedy=remedy)]) from error
    except OSError as error:
        message = f"'{out}' cannot be written ({error.strerror})."
        raise Refused([Problem(file="", path="--out", message=message)]) from error
