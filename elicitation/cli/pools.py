"""The command ``resolve pools``: the rule of record beside the other pools."""

from __future__ import annotations

import dataclasses

import click

from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import publish
from bayesnet.study.named import reference_or
from bayesnet.table import ResultTable
from elicitation.store.recording import snapshot
from elicitation.versions.aggregated import APART, aggregated, claims_behind
from elicitation.versions.pooling import PoolComparison, compare_pools


@click.command()
@click.argument("what", nargs=-1, metavar="[OUTCOME|ROW]...")
@click.option("--scenario", default="", metavar="NAME", help="The reference scenario by default.")
@click.option("--without", "leave_out", is_flag=True, help="Leave out each expert in turn.")
@click.option("--extremised", is_flag=True, help="Show pools pushed away from the middle, too.")
@click.option(
    "--every-rule", is_flag=True, help="Show aggreCAT's 26 rules on the answers to a ROW, too."
)
@format_option
@source_options
@refusing
def pools(
    what: tuple[str, ...],
    scenario: str,
    leave_out: bool,
    extremised: bool,
    every_rule: bool,
    form: str,
    source: Source,
) -> None:
    """Compare the pool of record with the others, in both orders.

    Of every outcome, or of outcomes and rows that are named, such as
    'rift_line[perceived_commitment=firm]'. The rule of record was fixed before the first round;
    the others show what hangs on it. --every-rule judges experts by all their answers: by ranges,
    by grain, and by how they moved between two rounds.
    """
    view = opened(source)
    study = view.study
    asked = reference_or(study.book, scenario, "--scenario")
    answer = compare_pools(view, asked, what, extremes=extremised)
    if every_rule:
        rules = aggregated(claims_behind(snapshot(source.folder), study.priors), what)
        notes = (*answer.notes, APART)
        answer = dataclasses.replace(answer, rows=(*answer.rows, *rules), notes=notes)
    table, rest = _worded_table(answer, leave_out), {"notes": list(answer.notes)}
    publish(form, table, answer.frame, answer.provenance, study.diagram.notice, rest)


def _worded_table(answer: PoolComparison, leave_out: bool) -> ResultTable:
    """Return a row for each quantity and pool, the rule of record first."""
    rows = answer.rows
    if leave_out:
        rows = (*(row for row in answer.rows if row.record), *answer.left_out)
    ordered = sorted(rows, key=lambda row: [r.quantity for r in answer.rows].index(row.quantity))
    return dataclasses.replace(
        answer.table(ordered),
        above=[f"Scenario: {answer.provenance.scenario}"],
        below=[
            "Rows first: the experts' rows are pooled, then propagated. Answers first: each "
            "expert's own network is propagated, then the answers are pooled.",
            *(f"Note: {note}" for note in answer.notes),
        ],
    )
