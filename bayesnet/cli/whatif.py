"""The command ``resolve whatif``: outcomes under a scenario, against another."""

from __future__ import annotations

import dataclasses
import math

import click

from bayesnet.answers.whatif import WhatIf, what_if
from bayesnet.cli.folder import named_scenario
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, pairs_of, source_options, stop
from bayesnet.cli.question import Asked, Question
from bayesnet.cli.show import publish
from bayesnet.errors import Problem, StudyError
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.scenario import Likely, Scenario, ScenarioBook, combine
from bayesnet.study.scenario_checks import scenario_problems
from bayesnet.study.study import Study
from bayesnet.table import ResultTable


def _asked(
    book: ScenarioBook, name: str, changes: Scenario | None
) -> tuple[Scenario, Scenario | None]:
    """Return the complete scenario asked about and what to compare it with by default."""
    if changes is None:
        if not name and not book.reference:
            message = "nothing is asked."
            remedy = "Name a scenario, or say --set NODE=STATE or --seen NODE=STATE."
            stop([Problem(file="", path="", message=message, remedy=remedy)])
        full = named_scenario(book, name or book.reference)
        other = book.comparison(full)
        return full, book.full(other) if other else None
    start = name or book.reference
    if not start:
        return changes, None
    base = named_scenario(book, start)
    return combine(base, changes), base


def typed_change(
    diagram: InfluenceDiagram,
    sets: tuple[str, ...],
    seen: tuple[str, ...],
    likely: tuple[str, ...],
) -> Scenario | None:
    """Return the settings typed on the command line.

    Raises StudyError with what is wrong in them.
    """
    problems: list[Problem] = []
    pairs = {
        "--set": pairs_of("--set", sets, problems),
        "--seen": pairs_of("--seen", seen, problems),
        "--likely": pairs_of("--likely", likely, problems),
    }
    for option in ("--set", "--seen"):
        pairs[option] = {n: named_state(diagram, n, s) for n, s in pairs[option].items()}
    read = {name: _soft(name, text, problems) for name, text in pairs["--likely"].items()}
    soft = {name: said for name, said in read.items() if said is not None}
    label = ", ".join([*sets, *(f"{s} seen" for s in seen), *(f"{s} likely" for s in likely)])
    change_ = Scenario(id="", label=label, set=pairs["--set"], seen=pairs["--seen"], likely=soft)
    problems += scenario_problems(diagram, change_)
    if problems:
        raise StudyError(problems)
    return change_ if label else None


def named_state(diagram: InfluenceDiagram, name: str, said: str) -> str:
    """Return the state that was typed by its name or by its label; what is neither as it is."""
    if said in diagram.states.get(name, ()):
        return said
    labels = diagram.state_labels.get(name, {})
    return next((state for state, label in labels.items() if label == said), said)


def _soft(name: str, text: str, problems: list[Problem]) -> Likely | None:
    """Return the numbers of a half-known state; None, with the problem, if they are none."""
    separator = ":" if ":" in text else ","
    try:
        values = tuple(float(part) for part in text.split(separator))
    except ValueError:
        values = (math.nan,)
    if not all(math.isfinite(value) for value in values):
        message = f"'{text}' is neither a ratio nor probabilities."
        remedy = f"Write {name}=1:3 (a likelihood ratio) or {name}=0.4,0.6 (the new probabilities)."
        problems.append(Problem(file="", path="--likely", message=message, remedy=remedy))
        return None
    return Likely(kind="ratio" if separator == ":" else "marginal", values=values)


def worded_table(answer: WhatIf, study: Study) -> ResultTable:
    """Return the answer's table under what was asked, above what a reader must know."""
    several = len(answer.experts) > 1
    against, claim = answer.comparison, answer.scenario.claim
    notes = [f"Note: {note}" for note in answer.notes]
    if several and study.priors.ranged:
        notes.append(
            "Experts: by their best values alone. What their ranges add, 'resolve compare' draws."
        )
    above = [
        f"What if: {answer.scenario.label}",
        *([f"Against: {against.label}"] if against else []),
        *([f"The article's claim: {claim}"] if claim else []),
    ]
    return dataclasses.replace(answer.table(), above=above, below=notes)


def ask(
    scenario: str,
    against: str,
    sets: tuple[str, ...],
    seen: tuple[str, ...],
    likely: tuple[str, ...],
    source: Source,
) -> Asked:
    """Answer "what if?": every outcome, its change, who agrees.

    Exact: no sampling. Differences come first, each within one expert.

    SCENARIO is a name in scenarios.toml; --set, --seen and --likely change it further. Without a
    scenario they change the reference scenario. Examples:

    \b
      resolve whatif S6 --against S0
      resolve whatif --set exercise_plan=cancelled --set message_coherence=mixed
      resolve whatif S0 --seen rift_line=present
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    study, structure = opened(source)
    book = study.book
    diagram = study.structures[structure].diagram
    change_ = typed_change(diagram, sets, seen, likely)
    asked, base = _asked(book, scenario, change_)
    if against:
        base = named_scenario(book, against)
    return Asked(study, structure, what_if(study, structure, asked, base))


def show(asked: Asked, form: str) -> None:
    """Print the outcomes, their changes and who agrees."""
    study, _, answer = asked
    scenario = answer.scenario
    rest = {"notes": list(answer.notes), "set": dict(scenario.set), "seen": dict(scenario.seen)}
    table = worded_table(answer, study)
    publish(form, table, answer.frame, answer.provenance, study.diagram.notice, rest)


whatif = Question(
    ask=ask,
    show=show,
    options=(
        click.argument("scenario", default=""),
        click.option("--against", default="", metavar="SCENARIO", help="What to compare with."),
        click.option("--set", "sets", multiple=True, metavar="NODE=STATE", help="We make it so."),
        click.option("--seen", multiple=True, metavar="NODE=STATE", help="We learn that it is so."),
        click.option(
            "--likely",
            multiple=True,
            metavar="NODE=NUMBERS",
            help="We half know: 1:3 is a likelihood ratio over the states, 0.4,0.6 the new "
            "probabilities.",
        ),
        source_options,
    ),
)
