"""The command ``resolve score``: forecasts against what came true."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, source_options
from bayesnet.cli.question import Asked, Question
from bayesnet.cli.show import publish
from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.folder.files import read_text
from bayesnet.study.named import reference_or
from bayesnet.study.study import Study
from bayesnet.table import ResultTable
from elicitation.scoring.resolutions import RESOLUTIONS, read_resolutions
from elicitation.scoring.scored import Scores
from elicitation.scoring.scored import score as evaluate

BINS = 5


def ask(known: tuple[str, ...], scenario: str, source: Source) -> Asked:
    """Score experts and pools on outcomes that have become known.

    They are taken from resolutions.toml and --known. What is marked as not resolvable is never
    scored. What was done is the scenario of the file, of --scenario, or the reference.
    """
    view = opened(source)
    states, done = _known(view.study, source.folder, known)
    asked = reference_or(view.study.book, scenario or done, "--scenario")
    return Asked(view, evaluate(view, asked, states))


def show(asked: Asked, curve: bool, form: str) -> None:
    """Print the means of everybody's scores, or the calibration curve."""
    study, answer = asked.view.study, asked.answer
    table, rest = _worded_table(answer, study, curve), {"notes": list(answer.warnings())}
    publish(form, table, answer.frame, answer.provenance, study.diagram.notice, rest)


def _known(study: Study, folder: Path, typed: tuple[str, ...]) -> tuple[dict[str, str], str]:
    """Return the states that are known, by node, and the scenario of the file."""
    states: dict[str, str] = {}
    done = ""
    problems: list[Problem] = []
    if (folder / RESOLUTIONS).exists():
        text = read_text(folder, RESOLUTIONS, problems)
        if text is not None:
            found, wrong = read_resolutions(text, study.diagram)
            problems += wrong
            if found is not None:
                states = {name: one.state for name, one in found.nodes.items()}
                done = found.scenario
    for item in typed:
        name, equals, state = (part.strip() for part in item.partition("="))
        if not (name and equals and state):
            problems.append(problem_at("", "--known", "people.not-node-state", item=item))
        states[name] = state
    if problems:
        raise StudyError(problems)
    return states, done


def _worded_table(answer: Scores, study: Study, curve: bool) -> ResultTable:
    """Return a row for each forecaster, or for each bin of the calibration curve."""
    named = ", ".join(study.diagram.labels[node] for node in answer.nodes)
    notes = [f"Note: {warning}" for warning in answer.warnings()]
    above = [f"Known: {named}", f"What was done: {answer.provenance.scenario}"]
    first = answer.forecasters[0]
    if curve:
        parts = answer.partition(first)
        above.append(f"Calibration of the {first}; each state of a known outcome is an event")
        said = (
            f"Half Brier score {parts.brier:.3f} = reliability {parts.reliability:.3f} "
            f"- resolution {parts.resolution:.3f} + uncertainty {parts.uncertainty:.3f} "
            "(Murphy's partition)."
        )
        table = answer.calibration(first, BINS)
    else:
        said = (
            "Means over the known outcomes. Brier: sum over states, 0 to 2, less is better. Log: "
            "nats, nearer 0 is better. RPS: over states in order, less is better."
        )
        table = answer.means()
    return dataclasses.replace(table, above=above, below=[said, *notes])


score = Question(
    ask=ask,
    show=show,
    options=(
        click.option(
            "--known", multiple=True, metavar="NODE=STATE", help="What came true, beside the file."
        ),
        click.option("--scenario", default="", metavar="NAME", help="What was done."),
        click.option("--curve", is_flag=True, help="The calibration curve of the pool of record."),
        source_options,
    ),
)
