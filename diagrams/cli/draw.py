"""The command ``resolve draw``: the diagram as a picture, whole or in part, under a scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bayesnet.cli.options import Source, refusing, source_options
from diagrams.cli.picture_options import Printing, picture_options, put

if TYPE_CHECKING:
    from diagrams.network.arc_styles import ArcStyleName

VIEWS = ("overview", "full", "difference", "information", "policy", "strategy", "tree")


@click.command()
@click.argument("scenario", default="")
@click.option("--against", default="", metavar="SCENARIO", help="Where the ticks stand.")
@click.option(
    "--view",
    type=click.Choice(VIEWS),
    help="overview: names only; full: belief bars; difference: bars of change against the "
    "comparison. Without it names are drawn of the whole diagram, bars of a part or a scenario. "
    "information: what is known at each decision; policy: what to choose in which case; "
    "strategy: what the best plan does; tree: the whole decision tree, if it is small.",
)
@click.option("--node", default="", metavar="NODE", help="Only a node and its neighbours.")
@click.option("--steps", type=click.IntRange(1, 20), help="How many arcs from --node; else 1.")
@click.option("--from", "start", default="", metavar="NODE", help="Only the paths from a node ...")
@click.option("--to", "target", default="", metavar="NODE", help="... to a node or outcome.")
@click.option("--module", default="", metavar="NAME", help="Only a module of the diagram.")
@click.option(
    "--arcs",
    type=click.Choice(["strength", "sign", "evidence", "structure"]),
    default="strength",
    show_default=True,
    help="What the arcs say: how strong; which way; on which evidence, with assumptions; or what "
    "--structure adds, drops and changes.",
)
@click.option("--compare-with", "base", default="", metavar="ID", help="With --arcs structure.")
@click.option("--decision", default="", metavar="NODE", help="With --view policy; else the last.")
@click.option("--weights", default="", metavar="NAME", help="Whose values the best plan serves.")
@picture_options
@click.option("--keep-layout", is_flag=True, help="Keep the nodes' places in layout.json.")
@source_options
@refusing
def draw(
    scenario: str,
    against: str,
    view: str | None,
    node: str,
    steps: int | None,
    start: str,
    target: str,
    module: str,
    arcs: ArcStyleName,
    base: str,
    decision: str,
    weights: str,
    keep_layout: bool,
    printing: Printing,
    source: Source,
) -> None:
    """Draw the diagram as SVG, PNG and PDF.

    With SCENARIO: its beliefs, and ticks where they stood in the comparison. With --out FILE.dot
    the graph alone, in Graphviz's language. Examples:

    \b
      resolve draw --page a4
      resolve draw S5 --from response_style --to miscalculation
      resolve draw S5 --view difference --page a3
      resolve draw --arcs evidence
      resolve draw --arcs structure --structure B
      resolve draw --view policy --decision response_style
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    from bayesnet.cli.opened import opened  # noqa: PLC0415
    from bayesnet.folder.hashes import input_hashes  # noqa: PLC0415
    from bayesnet.study.named import deciding, known_structure  # noqa: PLC0415
    from diagrams.layout_file import keep, kept_in  # noqa: PLC0415
    from diagrams.render import write_file  # noqa: PLC0415
    from diagrams.requests import (  # noqa: PLC0415
        PLAN_VIEWS,
        DrawingRequest,
        dot_of,
        made,
    )

    bound = opened(source, numbers=False)  # names can be drawn without
    study = bound.study
    if view in PLAN_VIEWS:
        bound = deciding(bound, weights, place="--weights")
    _refuse_unused(bound.structure, study.diagram.structure, arcs, base, steps, node)
    order = DrawingRequest(
        structure=bound.structure,
        scenario=scenario,
        against=against,
        view=view or "",
        node=node,
        steps=steps or 1,
        source=start,
        target=target,
        module=module,
        arcs=arcs,
        base=known_structure(study, base, "--compare-with"),
        page=printing.page,
        decision=decision,
        weights=bound.weights,
        findings=bound.findings,
    )
    if printing.out and printing.out.suffix.lower() == ".dot":
        _refuse_printing(printing, keep_layout)
        write_file(printing.out, dot_of(study, order, input_hashes(source.folder)).encode())
        click.echo(printing.out)
        return
    kept = kept_in(source.folder)
    found = made(study, order, inputs=input_hashes(source.folder), kept=kept)
    if keep_layout:
        click.echo(keep(source.folder, kept, order, found))
    put(found.drawing, printing, source.folder, found.name)


def _refuse_printing(printing: Printing, keep_layout: bool) -> None:
    """Raise StudyError for options that say how a picture is, where only its graph is written."""
    from bayesnet.errors import StudyError, problem_at  # noqa: PLC0415

    if printing.page or printing.caption or keep_layout:
        raise StudyError([problem_at("", "--out", "draw.dot-has-no-page")])


def _refuse_unused(
    structure: str, own: str, arcs: str, base: str, steps: int | None, node: str
) -> None:
    """Raise StudyError for options that nothing would be made of, so that none is ignored."""
    from bayesnet.errors import StudyError, problem_at  # noqa: PLC0415

    problems = []
    if steps is not None and not node:
        problems.append(problem_at("", "--steps", "draw.steps-counted-from-node-none"))
    if base and arcs != "structure":
        problems.append(problem_at("", "--compare-with", "draw.structures-compared-where-arcs-say"))
    elif arcs == "structure" and structure == (base or own):
        problems.append(
            problem_at(
                "", "--arcs", "draw.structure-differs-nothing-from-itself", structure=structure
            )
        )
    if problems:
        raise StudyError(problems)
