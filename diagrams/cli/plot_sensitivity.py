"""The commands ``resolve plot drivers``, ``sensitivity`` and ``pedigree``: what it hangs on."""

from __future__ import annotations

import click

from bayesnet.cli.asking import About, Moved, quantity_options, spread_options
from bayesnet.cli.options import Source, refusing, source_options
from bayesnet.cli.workers import Sweep, sweep_options
from bayesnet.sensitivity.drivers import UNITS, By
from diagrams.cli.opened import opened
from diagrams.cli.picture_options import Printing, picture_options, put_plot

NAMELESS = tuple(unit for unit in UNITS if unit != "expert")
"""A plot names no expert: 'resolve plot experts' shows them without names."""


@click.command()
@click.argument("scenario", default="")
@quantity_options
@click.option(
    "--by",
    type=click.Choice(NAMELESS),
    default="table",
    show_default=True,
    help="What is moved, one at a time.",
)
@spread_options
@sweep_options
@click.option("--top", type=click.IntRange(1, 30), default=12, show_default=True)
@picture_options
@source_options
@refusing
def drivers(
    about: About, by: By, moved: Moved, sweep: Sweep, top: int, printing: Printing, source: Source
) -> None:
    """Plot what drives an answer: a tornado.

    Without a scenario it is about the best plan's lead over the next best.
    """
    from bayesnet.cli.drivers import check_range  # noqa: PLC0415
    from bayesnet.sensitivity.drivers import find_drivers  # noqa: PLC0415
    from diagrams.plots.tornado import tornado  # noqa: PLC0415

    check_range(moved.kind, by)
    view, tail = opened(source)
    quantity = about.quantity(view)
    spread = moved.spread(sweep.sampling)
    with sweep.running() as running:
        answer = find_drivers(view, quantity, by, spread, **running)
    drawing = tornado(view.study, answer, top)
    put_plot(
        drawing, printing, source.folder, "drivers", about.scenario, about.on, f"by-{by}", tail
    )


@click.command()
@click.argument("entries", nargs=-1, required=True, metavar="ENTRY [ENTRY]")
@click.option("--scenario", default="", metavar="SCENARIO", help="What the outcome is asked under.")
@quantity_options
@picture_options
@source_options
@refusing
def sensitivity(entries: tuple[str, ...], about: About, printing: Printing, source: Source) -> None:
    """Plot an answer as a function of one number, or two.

    \b
      resolve plot sensitivity "internal_strain=severe"
      resolve plot sensitivity "rift_line[perceived_commitment=firm]=present" --on miscalculation
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    from bayesnet.answers.provenance import provenance  # noqa: PLC0415
    from bayesnet.cli.sensitivity import (  # noqa: PLC0415
        entry_name,
        known_entries,
        of_both,
        overtaken_at,
    )
    from bayesnet.inference.worlds import first_world  # noqa: PLC0415
    from bayesnet.sensitivity.functions import sensitivity_function  # noqa: PLC0415
    from bayesnet.sensitivity.quantity import respond  # noqa: PLC0415
    from bayesnet.sensitivity.rows import row_of  # noqa: PLC0415
    from diagrams.plots.response import one_way, two_ways  # noqa: PLC0415

    view, tail = opened(source)
    quantity = about.quantity(view)
    whole = view.network
    network = first_world(whole)
    chosen = known_entries(entries, network, view.diagram)
    told = provenance(view, scenario=about.scenario, compared_with=about.against)
    names = tuple(entry_name(view, entry) for entry in chosen)
    if len(chosen) == 1:
        function = sensitivity_function(respond(quantity, network), network, chosen[0])
        table = whole.tables[chosen[0].node].values
        own = [
            float(row_of(table, chosen[0], world)[chosen[0].state])
            for world in range(1, table.shape[-1] if len(view.study.priors.experts) > 1 else 1)
        ]
        overtaken = None
        if about.is_lead:
            overtaken = overtaken_at(view, about, chosen[0])
        drawing = one_way(view.study, told, quantity, function, names[0], own, overtaken)
    else:
        both = of_both(quantity, network, chosen)
        drawing = two_ways(view.study, told, quantity, both, (names[0], names[1]))
    put_plot(drawing, printing, source.folder, "sensitivity", *names, about.on, tail)


@click.command()
@click.argument("scenario", default="")
@quantity_options
@spread_options
@sweep_options
@picture_options
@source_options
@refusing
def pedigree(about: About, moved: Moved, sweep: Sweep, printing: Printing, source: Source) -> None:
    """Plot which tables are weak and influential (NUSAP)."""
    from bayesnet.sensitivity.pedigree import pedigree_table  # noqa: PLC0415
    from diagrams.plots.pedigree import pedigree_map  # noqa: PLC0415

    view, tail = opened(source)
    quantity = about.quantity(view)
    spread = moved.spread(sweep.sampling)
    with sweep.running() as running:
        answer = pedigree_table(view, quantity, spread, **running)
    drawing = pedigree_map(view.study, answer)
    put_plot(drawing, printing, source.folder, "pedigree", about.scenario, about.on, tail)
