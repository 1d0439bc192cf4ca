"""The command ``resolve whatif``: outcomes under a scenario, against another."""

from __future__ import annotations

import click

from bayesnet.answers.whatif import WhatIf, what_if
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, refusing, source_options, stop
from bayesnet.cli.show import Sheet, below, change, probability, publish, span
from bayesnet.errors import unplaced
from bayesnet.study.named import named_scenario
from bayesnet.study.scenario import Scenario, ScenarioBook, combine
from bayesnet.study.study import Study
from bayesnet.study.typed import typed_change


@click.command()
@click.argument("scenario", default="")
@click.option("--against", default="", metavar="SCENARIO", help="What to compare with.")
@click.option("--set", "sets", multiple=True, metavar="NODE=STATE", help="We make it so.")
@click.option("--seen", multiple=True, metavar="NODE=STATE", help="We learn that it is so.")
@click.option(
    "--likely",
    multiple=True,
    metavar="NODE=NUMBERS",
    help="We half know: 1:3 is a likelihood ratio over the states, 0.4,0.6 the new probabilities.",
)
@format_option
@source_options
@refusing
def whatif(
    scenario: str,
    against: str,
    sets: tuple[str, ...],
    seen: tuple[str, ...],
    likely: tuple[str, ...],
    form: str,
    source: Source,
) -> None:
    """Answer "what if?": every outcome, its change, who agrees.

    Exact: no sampling. Differences come first, each within one expert.

    SCENARIO is a name in scenarios.toml; --set, --seen and --likely change it further. Without a
    scenario they change the reference scenario. Examples:

    \b
      resolve whatif S6 --against S0
      resolve whatif --set exercise_plan=cancelled --set message_coherence=mixed
      resolve whatif S0 --seen rift_line=present
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    view = opened(source)
    study, book = view.study, view.study.book
    change_ = typed_change(view.diagram, sets, seen, likely)
    asked, base = _asked(book, scenario, change_)
    if against:
        base = named_scenario(book, against)
    answer = what_if(view, asked, base)
    frame = answer.frame() if form in ("csv", "json") else None
    rest = {"notes": list(answer.notes), "set": dict(asked.set), "seen": dict(asked.seen)}
    publish(form, sheet_of(answer, study), frame, answer.provenance, rest)


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


def sheet_of(answer: WhatIf, study: Study) -> Sheet:
    """Return the answer as a table to read: differences first, levels second.

    Of one set of numbers there are no experts to agree or to differ.
    """
    several = len(answer.experts) > 1
    above = [f"What if: {answer.scenario.label}"]
    columns: dict[str, list[str]] = {"Outcome": [a.outcome.label for a in answer.outcomes]}
    if answer.comparison is not None:
        above.append(f"Against: {answer.comparison.label}")
        columns["Change"] = [change(a.difference or 0.0) for a in answer.outcomes]
        if several:
            moved = [span(a.differences, signed=True) for a in answer.outcomes]
            columns["Experts' changes"] = moved
            columns["Agreement"] = [a.agreement() for a in answer.outcomes]
    columns["Now"] = [probability(a.value) for a in answer.outcomes]
    if several:
        columns["Experts"] = [span(a.by_expert) for a in answer.outcomes]
    if answer.comparison is not None:
        columns["Before"] = [probability(a.before or 0.0) for a in answer.outcomes]
    if answer.scenario.claim:
        above.append(f"The article's claim: {answer.scenario.claim}")
    notes = [f"Note: {note}" for note in answer.notes]
    if several and study.priors.ranged:
        notes.append(
            "Experts: by their best values alone. What their ranges add, 'resolve compare' draws."
        )
    heads = list(columns)
    return Sheet(
        heads=heads,
        rows=[list(row) for row in zip(*columns.values(), strict=True)],
        right=frozenset(heads.index(name) for name in ("Change", "Now", "Before") if name in heads),
        above=above,
        below=notes,
        footer=below(answer.provenance, study.diagram.notice),
    )
