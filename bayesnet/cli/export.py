"""The command ``resolve export``: the study's diagram in another tool's format."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.options import Source, refusing, source_options, tell
from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.folder.files import write_new
from bayesnet.folder.places import kept_in
from bayesnet.folder.reading import open_study
from bayesnet.inference.worlds import only_world
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.named import known_structure
from bayesnet.study.typed import pairs_of
from bayesnet.study.view import StudyView

FORMATS = ("xdsl", "net", "bifxml", "dne", "pgmx", "bif", "xmlbif", "uai", "efg")


@click.command()
@click.option("--format", "form", required=True, type=click.Choice(FORMATS), help="The format.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A new file; the terminal if not given.",
)
@click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="DECISION=OPTION",
    help="Fix a decision: needed for bif, xmlbif and uai, which have none.",
)
@click.option(
    "--expert", default="pool", metavar="ID", help="Whose numbers; the pool's if not given."
)
@click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml.")
@source_options
@refusing
def export(
    form: str, out: Path | None, sets: tuple[str, ...], expert: str, weights: str, source: Source
) -> None:
    """Write the diagram in another tool's format.

    xdsl is for GeNIe, net for Hugin, bifxml for aGrUM, dne for Netica, pgmx for OpenMarkov; bif,
    xmlbif and uai have no decisions; efg is the game for Gambit, under a structure with an agent.
    What a format cannot hold is said, by name. Examples:

    \b
      resolve export --format xdsl --out study.xdsl
      resolve export --format net --expert spiral --out spiral.net
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    from bayesnet.interchange import files  # noqa: PLC0415
    from bayesnet.interchange.losses import decided  # noqa: PLC0415
    from bayesnet.interchange.study_out import (  # noqa: PLC0415
        diagram_of_study,
        with_original_names,
        with_places,
    )

    study, _ = open_study(source.folder, source.priors)
    view = StudyView(study, known_structure(study, source.structure, "--structure"), weights)
    for option, wanted, there in (
        ("--expert", expert, study.worlds),
        ("--weights", weights, ("", *study.diagram.weight_sets)),
    ):
        if wanted not in there:
            raise StudyError(
                [
                    problem_at(
                        "", option, "ask.no", did_you_mean(wanted, filter(None, there)), word=wanted
                    )
                ]
            )
    problems: list[Problem] = []
    choices = pairs_of("--set", sets, problems)
    if problems:
        raise StudyError(problems)
    if form == "efg":
        _put(out, _game_text(view, expert), "Gambit")
        return
    diagram, left = diagram_of_study(view, expert)
    diagram = with_places(diagram, kept_in(source.folder))
    diagram, fixed = decided(diagram, choices)
    model, labels = view.diagram, files.FORMATS[form].labels
    diagram = with_original_names(diagram, model, labels=labels)
    text, lost = files.FORMATS[form].write(diagram)
    _put(out, text, files.FORMATS[form].tool)
    tell([*left, *fixed, *lost])


def _put(out: Path | None, text: str, tool: str) -> None:
    """Write the text into a new file, or to the terminal where none is named."""
    if out is None:
        click.echo(text, nl=False)
    else:
        write_new(out, text.encode("utf-8"))
        click.echo(f"Wrote {out}, for {tool}.")


def _game_text(view: StudyView, expert: str) -> str:
    """Return the game of one world, agents at their likeliest weights; raises StudyError."""
    from bayesnet.adversary.game import game_of  # noqa: PLC0415
    from bayesnet.adversary.mind import agent_of  # noqa: PLC0415
    from bayesnet.interchange.efg_write import write  # noqa: PLC0415
    from bayesnet.study.attributes import utility_terms  # noqa: PLC0415

    agent_of(view, place="--structure")  # there is one, or it is refused
    network = only_world(view.network, view.study.worlds.index(expert))
    terms = utility_terms(view.diagram, view.weights or None)
    agents = view.drawing.agents
    return write(game_of(view.diagram, network.tables, agents, terms, expert=expert))
