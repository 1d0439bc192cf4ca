"""The command ``resolve score``: forecasts against what came true."""

from __future__ import annotations

from pathlib import Path

import click

from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options
from bayesnet.cli.show import Sheet, below, publish
from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.folder.files import read_text
from bayesnet.study.named import reference_or
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from elicitation.scoring.resolutions import RESOLUTIONS, read_resolutions
from elicitation.scoring.scored import Scores
from elicitation.scoring.scored import score as evaluate

BINS = 5


known_option = click.option(
    "--known", multiple=True, metavar="NODE=STATE", help="What came true, beside the file."
)
scenario_option = click.option("--scenario", default="", metavar="NAME", help="What was done.")


@click.command()
@known_option
@scenario_option
@click.option("--curve", is_flag=True, help="The calibration curve of the pool of record.")
@format_option
@source_options
@refusing
def score(known: tuple[str, ...], scenario: str, curve: bool, form: str, source: Source) -> None:
    """Score experts and pools on outcomes that have become known.

    They are taken from resolutions.toml and --known. What is marked as not resolvable is never
    scored. What was done is the scenario of the file, of --scenario, or the reference.
    """
    view = opened(source)
    answer = scored(view, source.folder, known, scenario)
    frame = answer.frame() if form in ("csv", "json") else None
    sheet = sheet_of(answer, view.study, curve)
    publish(form, sheet, frame, answer.provenance, {"notes": list(answer.warnings())})


def scored(view: StudyView, folder: Path, known: tuple[str, ...], scenario: str) -> Scores:
    """Return everybody's scores on what the file and the options say has become known."""
    states, done = _known(view.study, folder, known)
    return evaluate(view, reference_or(view.study.book, scenario or done, "--scenario"), states)


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


def sheet_of(answer: Scores, study: Study, curve: bool) -> Sheet:
    """Return a row for each forecaster, or for each bin of the calibration curve."""
    named = ", ".join(study.diagram.labels[node] for node in answer.nodes)
    notes = [f"Note: {warning}" for warning in answer.warnings()]
    footer = below(answer.provenance, study.diagram.notice)
    above = [f"Known: {named}", f"What was done: {answer.provenance.scenario}"]
    first = answer.forecasters[0]
    if curve:
        parts = answer.partition(first)
        return Sheet(
            heads=["Called", "Events", "Mean forecast", "Happened"],
            rows=[
                [
                    f"{b.low:.0%} to {b.high:.0%}",
                    f"{b.events}",
                    f"{b.forecast:.3f}",
                    f"{b.observed:.3f}",
                ]
                for b in answer.curve(first, BINS)
            ],
            right=frozenset({1, 2, 3}),
            above=[
                *above,
                f"Calibration of the {first}; each state of a known outcome is an event",
            ],
            below=[
                f"Half Brier score {parts.brier:.3f} = reliability {parts.reliability:.3f} "
                f"- resolution {parts.resolution:.3f} + uncertainty {parts.uncertainty:.3f} "
                "(Murphy's partition).",
                *notes,
            ],
            footer=footer,
        )
    rows = [
        [
            name,
            *(f"{answer.mean(name, column):.3f}" for column in ("brier", "log", "ranked", "given")),
        ]
        for name in answer.forecasters
    ]
    return Sheet(
        heads=["", "Brier", "Log", "RPS", "P(what happened)"],
        rows=rows,
        right=frozenset({1, 2, 3, 4}),
        above=above,
        below=[
            "Means over the known outcomes. Brier: sum over states, 0 to 2, less is better. Log: "
            "nats, nearer 0 is better. RPS: over states in order, less is better.",
            *notes,
        ],
        footer=footer,
    )
