"""The command ``resolve whatif``: outcomes under a scenario, against another."""

from __future__ import annotations

import math

import click

from bayesnet.answers.whatif import WhatIf, what_if
from bayesnet.cli.folder import named_scenario
from bayesnet.cli.opened import opened
from bayesnet.cli.options import Source, format_option, pairs_of, refusing, source_options, stop
from bayesnet.cli.show import Sheet, below, change, probability, publish, span
from bayesnet.errors import Problem, StudyError, problem_at, unplaced
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.scenario import Likely, Scenario, ScenarioBook, combine
from bayesnet.study.scenario_checks import scenario_problems
from bayesnet.study.study import Study


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
    study, structure = opened(source)
    book = study.book
    diagram = study.structures[structure].diagram
    change_ = typed_change(diagram, sets, seen, likely)
    asked, base = _asked(book, scenario, change_)
    if against:
        base = named_scenario(book, against)
    answer = what_if(study, structure, asked, base)
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
        problems.append(
            problem_at("", "--likely", "ask.neither-ratio-nor-probabilities", text=text, name=name)
        )
        return None
    return Likely(kind="ratio" if separator == ":" else "marginal", values=values)


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
