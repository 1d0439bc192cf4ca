"""The command ``resolve learn``: what would be worth knowing before each decision."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import click

from bayesnet.answers.chance_questions import Informative, most_informative
from bayesnet.answers.policy import Policy
from bayesnet.answers.recommend import solving
from bayesnet.cli.asking import scenarios
from bayesnet.cli.chance_tables import control_table, telling_table
from bayesnet.cli.opened import opened, structures_asked
from bayesnet.cli.options import Source, source_options
from bayesnet.cli.question import Asked, Question
from bayesnet.cli.show import publish, with_origin
from bayesnet.cli.workers import Sweep, progress_bar, sweep_options
from bayesnet.plurals import many
from bayesnet.renderers import records
from bayesnet.rounding import places, written
from bayesnet.study.model import InfluenceDiagram, Name, State
from bayesnet.study.named import deciding
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.table import ResultTable
from bayesnet.uncertainty.control import Controls, controls
from bayesnet.uncertainty.learning import SMALL, Learned, Learning, learning
from bayesnet.uncertainty.observations import Observations, observable, observations

SHOWN = 12
"""Rows and tables that are printed; the other formats have all."""
SWITCH = (
    "Nearest switch: how far the option taken leads where the observation comes closest to "
    "changing the choice."
)


def observations_table(
    answer: Observations, study: Study, known: Mapping[Name, State]
) -> ResultTable:
    """Return a row for each observation that is possible; sentences for what is not."""
    digits = observation_digits(answer, study.diagram)
    rows = [
        row for decision in study.diagram.decisions for row in answer.before(decision) if row.values
    ]
    # before the last decision it comes too late for, and so before all earlier ones
    refused = list({row.node: row.refusal for row in answer.rows if row.refusal}.values())
    said = observation_sentences(answer, study, known, digits) if rows else refused
    if not said:
        said = ["There is nothing more to observe: all that the world will tell is known by then."]
    already = ", ".join(f"{name}={state}" for name, state in known.items())
    already = f"Already known: {already}." if already else ""
    if not rows:
        return ResultTable(columns=(), above=said, below=[already] * bool(already))
    return dataclasses.replace(
        answer.table(rows, digits),
        above=[*said, "", f"Worth of observing, in {study.diagram.points}:"],
        below=[*filter(None, (already, SWITCH)), *refused],
    )


def observation_digits(answer: Observations, diagram: InfluenceDiagram) -> int:
    """Return the digits of worths and leads: the smallest worth that is not 0 shows."""
    rows = [row for row in answer.rows if row.values]
    leads = [row.switch.lead for row in rows if row.switch]
    most = diagram.largest([*leads, *(max(row.values) for row in rows)])
    return places(most, [row.values[0] for row in rows])


def observation_sentences(
    answer: Observations, study: Study, known: Mapping[Name, State], digits: int
) -> list[str]:
    """Return for each decision what observation would change it most, or why none would."""
    said, idle = [], []
    unit = study.diagram.unit
    for decision in study.diagram.decisions:
        rows = [row for row in answer.before(decision) if row.values]
        if not rows:
            continue
        best = rows[0]
        if best.values[0] > 0:
            said.append(
                f"Observing {best.node} before {decision} is worth "
                f"{written(best.values[0], digits)} {study.diagram.scale}."
            )
            continue
        switches = [row for row in rows if row.switch is not None]
        nearest = min(switches, key=lambda row: row.switch.lead if row.switch else 0, default=None)
        who = sum(any(row.values[w] > 0 for row in rows) for w in range(1, len(answer.worlds)))
        experts = f" {who} of {many(len(answer.worlds) - 1, 'expert')} would gain by their own "
        experts += "numbers."
        sentence = f"{_nothing(answer, decision, study, known)} (EVPI 0)"
        if nearest is not None and nearest.switch is not None:
            switch = nearest.switch
            where = _known(switch.known, study)
            lost = f"loses {written(switch.lead, digits)} {unit}"
            if switch.lead <= 0:
                lost = "is as good"
            sentence += (
                f": {_stays(answer.rules[decision])}. The nearest switch is to {switch.rival}, "
                f"which {lost}" + (f" if {where}" if where else "")
            )
        idle.append(sentence + "." + (experts if who and study.several else ""))
    return [*said, *idle]


def _nothing(
    answer: Observations, decision: Name, study: Study, known: Mapping[Name, State]
) -> str:
    """Return the first words on a decision that no observation changes: any, or those asked for."""
    asked = list(dict.fromkeys(row.node for row in answer.rows))
    possible = [row.node for row in answer.before(decision) if row.values]
    if {*asked} >= {*observable(study, known)} - {*study.diagram.decisions[decision].informed_by}:
        return f"No single observation would change {decision}"
    return f"Observing {' or '.join(possible)} would not change {decision}"


def _stays(policy: Policy) -> str:
    """Return what is best still: an option, or the rule by what is seen already."""
    if policy.always is not None:
        return f"{policy.always} is best whatever is seen"
    return f"the best rule stays {policy.text()}"


def _known(known: Mapping[Name, State], study: Study) -> str:
    """Return what is known there, earlier decisions left out: they are the plan's own."""
    learned = {name: state for name, state in known.items() if name in study.diagram.chance}
    return ", ".join(f"{name}={state}" for name, state in learned.items())


def learning_table(answer: Learning, study: Study) -> ResultTable:
    """Return the most valuable of what could be learned about the numbers."""
    diagram = study.diagram
    level = diagram.largest([answer.expected])
    digits = answer.digits(level)
    shown = [*answer.of("structure"), *answer.of("expert")]
    shown += sorted(answer.of("table"), key=lambda row: _order(row, digits))[:SHOWN]
    shown += sorted(answer.of("question"), key=lambda row: _order(row, digits))[:SHOWN]
    if not shown:
        return ResultTable(columns=(), above=["There is nothing to learn: no number has a range."])
    return dataclasses.replace(
        answer.table(shown, digits),
        above=[
            *learning_sentences(answer, diagram),
            "",
            f"Worth of learning the numbers, in {diagram.points}:",
        ],
        below=[
            f"Best of {many(answer.plans, 'plan')}; the best without learning expects "
            f"{written(answer.expected, places(level))}. Worth is from all draws "
            "and a little too high with few; 'at least' lets one half of the draws choose for the "
            "other and takes off two standard errors.",
            "In a world that comes from one expert, learning a row also tells whose world it is.",
        ],
    )


def _order(row: Learned, digits: int) -> tuple[float, float]:
    return (-round(row.value, digits), -row.share)


def learning_sentences(answer: Learning, diagram: InfluenceDiagram) -> list[str]:
    """Return what learning the numbers would be worth, as a person would say it."""
    said = []
    scale, level = diagram.scale, diagram.largest([answer.expected])
    digits, least = answer.digits(level), level * SMALL
    under = f"{written(least, places(least) if diagram.value_unit else 2)} {scale}"
    for row in (*answer.of("structure"), *answer.of("expert")):
        if row.is_something and row.value >= least:
            turning = f": it could change {', '.join(row.turns)}" if row.turns else ""
            said.append(
                f"Learning {row.name} is worth {written(row.value, digits)} {scale}{turning}."
            )
        elif row.is_something:
            said.append(f"Learning {row.name} could change the plan, but is worth under {under}.")
        elif row.turns or row.value:
            said.append(f"Learning {row.name} is worth nothing that stands clear of chance.")
        else:
            said.append(f"Learning {row.name} would change no choice.")
    tables = [row for row in answer.of("table") if row.is_something and row.value >= least]
    if tables:
        worth = written(tables[0].value, digits)
        said.append(f"Of the tables, {tables[0].name} is worth most: {worth}.")
    elif answer.of("table"):
        said.append(
            f"No single table is clearly worth {under}: even knowing every number would add "
            f"{written(answer.everything, digits)}."
        )
    return said


def ask(
    nodes: tuple[str, ...],
    decisions: tuple[str, ...],
    all_structures: bool,
    control: bool,
    about: str,
    weights: str,
    sweep: Sweep,
    source: Source,
) -> Asked:
    """Say what is worth learning before deciding.

    First what could be observed, then the numbers themselves: a row, a table, which expert or which
    structure is right. Without --node every node is asked about whose state the world will tell;
    --draws 0 leaves the second part out. Where there is nothing to decide, it is how much each node
    tells about the first outcome, in bits.
    """
    view = opened(source)
    if not (about or nodes or decisions or control or view.decides) and view.diagram.outcomes:
        about = view.diagram.outcomes[0].node
    if about:
        scenario = Scenario(id="", label="what is as it is")
        if view.study.book.reference:
            scenario, _ = scenarios(view.study, "", "")
        return Asked(view, most_informative(view, about, scenario))
    view = deciding(view, weights, place="--weights")
    diagram, sampling = view.study.diagram, sweep.sampling
    if control:
        with solving(diagram), progress_bar("Solving with each node set") as progress:
            chosen = nodes or tuple(diagram.chance)
            return Asked(
                view, controls(view, chosen, decisions or tuple(diagram.decisions), progress)
            )
    if sampling is None or nodes or decisions:
        return Asked(view, None)
    others = structures_asked(view, all_structures)[1:]
    with solving(diagram), sweep.running("Learning") as running:
        return Asked(view, learning(view, sampling, others, **running))


def show(asked: Asked, nodes: tuple[str, ...], decisions: tuple[str, ...], form: str) -> None:
    """Print what observing is worth, and below it what learning the numbers is."""
    view, learned = asked
    study, known = view.study, view.findings
    notice = study.diagram.notice
    if isinstance(learned, Informative):
        publish(form, telling_table(learned, view), learned.frame, learned.provenance, notice)
        return
    if isinstance(learned, Controls):
        publish(form, control_table(learned, view), learned.frame, learned.provenance, notice)
        return
    with solving(study.diagram), progress_bar("Solving with each observation") as progress:
        seen = observations(
            view,
            nodes or observable(study, known),
            decisions or tuple(study.diagram.decisions),
            progress,
        )
    answer, rest = learned or seen, {}
    tables = [observations_table(seen, study, known)]
    if learned is not None:
        tables = [with_origin(tables[0], seen.provenance, notice), learning_table(learned, study)]
        rest = {"observations": records(seen.frame())} if form == "json" else {}
    publish(form, tables, answer.frame, answer.provenance, notice, rest)


learn = Question(
    ask=ask,
    show=show,
    options=(
        click.option(
            "--node", "nodes", multiple=True, metavar="NODE", help="Observe this; repeatable."
        ),
        click.option(
            "--before", "decisions", multiple=True, metavar="DECISION", help="Before this alone."
        ),
        click.option("--all-structures", is_flag=True, help="Also: which structure is right?"),
        click.option(
            "--control", is_flag=True, help="Instead: what being able to set a node is worth."
        ),
        click.option(
            "--about",
            default="",
            metavar="NODE",
            help="Instead: which node tells most about this one, under the reference scenario.",
        ),
        click.option("--weights", default="", metavar="NAME", help="A weight set of model.toml."),
        sweep_options,
        source_options,
    ),
)
