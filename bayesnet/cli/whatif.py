"""The command ``resolve whatif``: outcomes under a scenario, against another."""

from __future__ import annotations

import dataclasses

import click

from bayesnet.answers.whatif import WhatIf, what_if
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, source_options, stop
from bayesnet.cli.question import Asked, Question
from bayesnet.cli.show import publish
from bayesnet.errors import unplaced
from bayesnet.study.named import named_scenario, states_of
from bayesnet.study.scenario import Scenario, ScenarioBook, combine
from bayesnet.study.study import Study
from bayesnet.study.typed import typed_change
from bayesnet.table import ResultTable


def _asked(
    book: ScenarioBook, name: str, changes: Scenario | None
) -> tuple[Scenario, Scenario | None]:
    """Return the complete scenario asked about and what to compare it with by default."""
    if changes is None:
        if not name and not book.reference:
            stop([unplaced("ask.nothing-asked")])
        full = named_scenario(book, name or book.reference)
        other = book.comparison(full)
        return full, book.full(other) if other else None
    start = name or book.reference
    if not start:
        return changes, None
    base = named_scenario(book, start)
    return combine(base, changes), base


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
        *([f"The claim: {claim}"] if claim else []),
    ]
    return dataclasses.replace(answer.table(), above=above, below=notes)


def ask(
    scenario: str,
    against: str,
    sets: tuple[str, ...],
    seen: tuple[str, ...],
    likely: tuple[str, ...],
    nodes: tuple[str, ...],
    source: Source,
) -> Asked:
    """Answer "what if?": every outcome, its change, who agrees.

    Exact: no sampling. Differences come first, each within one expert.

    SCENARIO is a name in scenarios.toml; --set, --seen and --likely change it further. Without a
    scenario they change the reference scenario. Examples:

    \b
      resolve whatif S6 --against S0
      resolve whatif --set exercise_plan=cancelled --set message_coherence=mixed
      resolve whatif S0 --seen rift_line=present --node perceived_commitment
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    view = opened(source)
    book = view.study.book
    change_ = typed_change(view.diagram, sets, seen, likely)
    asked, base = _asked(book, scenario, change_)
    if against:
        base = named_scenario(book, against)
    return Asked(view, what_if(view, asked, base, states_of(view.diagram, nodes, "--node")))


def show(asked: Asked, form: str) -> None:
    """Print the outcomes, their changes and who agrees."""
    study, answer = asked.view.study, asked.answer
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
        click.option(
            "--node",
            "nodes",
            multiple=True,
            metavar="NODE",
            help="Instead of the outcomes: every state of this uncertain node; repeatable.",
        ),
        source_options,
    ),
)
