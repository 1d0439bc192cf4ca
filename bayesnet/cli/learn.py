"""The command ``resolve learn``: what would be worth knowing before each decision."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import click

from bayesnet.cli.decide import known_before, known_weights
from bayesnet.cli.opened import opened, structures_asked
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import Sheet, below, publish, show, show_markdown
from bayesnet.cli.workers import Sweep, progress_bar, sweep_options
from bayesnet.model import Name, State
from bayesnet.recommend import solving
from bayesnet.study import Study
from bayesnet.uncertainty.learning import Learned, Learning, learning
from bayesnet.uncertainty.observations import Observation, Observations, observable, observations

SHOWN = 12
"""Rows and tables that are printed; the other formats have all."""
SWITCH = (
    "Nearest switch: how far the option taken leads where the observation comes closest to "
    "changing the choice."
)
SMALL = 0.05
"""Points of 100 that would print as 0.0."""


@click.command()
@click.option("--node", "nodes", multiple=True, metavar="NODE", help="Observe this; repeatable.")
@click.option("--before", "decisions", multiple=True, metavar="DECISION", help="Before this alone.")
@click.option("--all-structures", is_flag=True, help="Also: which structure is right?")
@click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml.")
@sweep_options
@format_option
@source_options
@refusing
def learn(
    nodes: tuple[str, ...],
    decisions: tuple[str, ...],
    all_structures: bool,
    weights: str,
    sweep: Sweep,
    form: str,
    source: Source,
) -> None:
    """Say what is worth learning before deciding.

    First what could be observed, then the numbers themselves: a row, a table, which expert or which
    structure is right. Without --node every node is asked about whose state the world will tell;
    --draws 0 leaves the second part out.
    """
    study, own = opened(source)
    weight_set, known = known_weights(study, weights), known_before(study)
    with solving(study.diagram), progress_bar("Solving with each observation") as progress:
        seen = observations(
            study,
            own,
            weight_set,
            known,
            nodes or observable(study, known),
            decisions or tuple(study.diagram.decisions),
            progress,
        )
    sheets = [observations_sheet(seen, study, known)]
    frame, origin = seen.frame() if form in ("csv", "json") else None, seen.provenance
    rest: dict[str, object] = {}
    sampling = sweep.sampling
    if sampling is not None and not nodes and not decisions:
        with solving(study.diagram), sweep.running("Learning") as running:
            told = learning(
                study,
                structures_asked(study, own, all_structures),
                weight_set,
                known,
                sampling,
                **running,
            )
        sheets.append(learning_sheet(told, study))
        if frame is not None:
            observed = frame.reset_index().to_json(orient="records", double_precision=15)
            rest = {"observations": json.loads(observed)}
            frame, origin = told.frame(), told.provenance
    if frame is not None:
        publish(form, sheets[0], frame, origin, rest)
        return
    for number, sheet in enumerate(sheets):
        if number:
            click.echo()
        (show_markdown if form == "markdown" else show)(sheet)


def observations_sheet(answer: Observations, study: Study, known: Mapping[Name, State]) -> Sheet:
    """Return a row for each observation that is possible; sentences for what is not."""
    rows = [
        [
            row.decision,
            row.node,
            f"{row.values[0]:.2f}",
            _experts(row.values[1:]),
            _nearest(row),
        ]
        for decision in study.diagram.decisions
        for row in answer.before(decision)
        if row.values
    ]
    # before the last decision it comes too late for, and so before all earlier ones
    refused = list({row.node: row.refusal for row in answer.rows if row.refusal}.values())
    said = observation_sentences(answer, study) if rows else refused
    already = ", ".join(f"{name}={state}" for name, state in known.items())
    return Sheet(
        heads=["Before", "Observing", "Worth", "Experts", "Nearest switch"] if rows else [],
        rows=rows,
        right=frozenset({2}),
        above=[*said, *(["", f"Worth of observing, in {study.diagram.points}:"] if rows else [])],
        below=[
            *([f"Already known: {already}."] if already else []),
            *([SWITCH] if rows else []),
            *(refused if rows else []),
        ],
        footer=below(answer.provenance, study.diagram.notice),
    )


def observation_sentences(answer: Observations, study: Study) -> list[str]:
    """Return for each decision what observation would change it most, or why none would."""
    said, idle = [], []
    for decision in study.diagram.decisions:
        rows = [row for row in answer.before(decision) if row.values]
        if not rows:
            continue
        best = rows[0]
        if best.values[0] > 0:
            said.append(
                f"Observing {best.node} before {decision} is worth {best.values[0]:.2f} "
                f"{study.diagram.scale}."
            )
            continue
        switches = [row for row in rows if row.switch is not None]
        nearest = min(switches, key=lambda row: row.switch.lead if row.switch else 0, default=None)
        who = sum(any(row.values[w] > 0 for row in rows) for w in range(1, len(answer.worlds)))
        experts = f" {who} of {len(answer.worlds) - 1} experts would gain by their own numbers."
        sentence = f"No single observation would change {decision} (EVPI 0)"
        if nearest is not None and nearest.switch is not None:
            switch = nearest.switch
            where = _known(switch.known, study)
            sentence += (
                f": {switch.option} is best whatever is seen. The nearest switch is to "
                f"{switch.rival}, which loses {switch.lead:.1f} {study.diagram.unit} if {where}"
            )
        idle.append(sentence + "." + (experts if who else ""))
    return [*said, *idle]


def _nearest(row: Observation) -> str:
    if row.switch is None:
        return "changes the choice" if row.values[0] > 0 else "no choice"
    return f"{row.switch.lead:.1f} to {row.switch.rival}"


def _known(known: Mapping[Name, State], study: Study) -> str:
    """Return what is known there, earlier decisions left out: they are the plan's own."""
    learned = {name: state for name, state in known.items() if name in study.diagram.chance}
    return ", ".join(f"{name}={state}" for name, state in learned.items())


def _experts(values: Sequence[float]) -> str:
    low, high = f"{min(values):.2f}", f"{max(values):.2f}"
    return low if low == high else f"{low} to {high}"


def learning_sheet(answer: Learning, study: Study) -> Sheet:
    """Return the most valuable of what could be learned about the numbers."""
    shown = [*answer.of("structure"), *answer.of("expert")]
    shown += sorted(answer.of("table"), key=_order)[:SHOWN]
    shown += sorted(answer.of("question"), key=_order)[:SHOWN]
    rows = [
        [
            row.kind,
            row.name,
            f"{row.value:.2f}",
            f"± {row.standard_error:.2f}",
            f"{round(row.lower, 2) or 0.0:.2f}",
            f"{100 * row.share:.0f} % of '{row.outcome}'" if row.outcome else "",
        ]
        for row in shown
    ]
    return Sheet(
        heads=["Kind", "Learning", "Worth", "Error", "At least", "Explains, of the spread"],
        rows=rows,
        right=frozenset({2, 3, 4}),
        above=[
            *learning_sentences(answer, study.diagram.scale),
            "",
            f"Worth of learning the numbers, in {study.diagram.points}:",
        ],
        below=[
            f"Best of {answer.plans} plans; the best without learning expects "
            f"{answer.expected:.1f}. Worth is from all draws and a little too high with few; 'at "
            "least' lets one half of the draws choose for the other and is a little too low.",
            "In a world that comes from one expert, learning a row also tells whose world it is.",
        ],
        footer=below(answer.provenance, study.diagram.notice),
    )


def _order(row: Learned) -> tuple[float, float]:
    return (-round(row.value, 2), -row.share)


def learning_sentences(answer: Learning, scale: str) -> list[str]:
    """Return what learning the numbers would be worth, as a person would say it.

    scale: the words behind an expected utility.
    """
    said = []
    for row in (*answer.of("structure"), *answer.of("expert")):
        if row.is_something and row.value >= SMALL:
            turning = f": it could change {', '.join(row.turns)}" if row.turns else ""
            said.append(f"Learning {row.name} is worth {row.value:.2f} {scale}{turning}.")
        elif row.is_something:
            said.append(
                f"Learning {row.name} could change the plan, but is worth under {SMALL} {scale}."
            )
        else:
            said.append(f"Learning {row.name} would change no choice.")
    tables = [row for row in answer.of("table") if row.is_something and row.value >= SMALL]
    if tables:
        said.append(f"Of the tables, {tables[0].name} is worth most: {tables[0].value:.2f}.")
    elif answer.of("table"):
        said.append(
            f"No single table is worth {SMALL} {scale}: even knowing every number would add "
            f"{answer.everything:.2f}."
        )
    return said
