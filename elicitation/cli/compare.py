"""The command ``resolve compare``: scenarios side by side, over draws, experts and structures."""

from __future__ import annotations

import click

from bayesnet.cli.opened import opened, structures_asked
from bayesnet.cli.options import Source, source_options
from bayesnet.cli.question import Asked, Question
from bayesnet.cli.workers import Sweep, sweep_options
from bayesnet.errors import StudyError, unplaced
from bayesnet.study.named import named_scenario
from bayesnet.study.scenario import Scenario, ScenarioBook, combine
from bayesnet.study.typed import typed_change
from bayesnet.uncertainty.comparison import compare as side_by_side


def _pairs(
    book: ScenarioBook, names: tuple[str, ...], against: str, change: Scenario | None
) -> list[tuple[Scenario, Scenario | None]]:
    """Return each complete scenario with what it is compared with."""
    other = named_scenario(book, against) if against else None
    pairs: list[tuple[Scenario, Scenario | None]] = []
    for name in names or (() if change else tuple(book.scenarios)):
        full = named_scenario(book, name)
        usual = book.comparison(full)
        pairs.append((full, other or (book.full(usual) if usual else None)))
    if change is not None:
        base = named_scenario(book, book.reference) if book.reference else None
        pairs.append((combine(base, change) if base else change, other or base))
    if not pairs:
        raise StudyError([unplaced("people.nothing-asked")])
    return [(scenario, None if scenario == o else o) for scenario, o in pairs]


def ask(
    scenarios: tuple[str, ...],
    against: str,
    sets: tuple[str, ...],
    seen: tuple[str, ...],
    likely: tuple[str, ...],
    all_structures: bool,
    sweep: Sweep,
    source: Source,
) -> Asked:
    """Lay scenarios side by side, with their ranges.

    Differences come first, each within one world; then levels. --set, --seen and --likely make one
    more scenario out of the reference. Examples:

    \b
      resolve compare S6 S5 --against S0 --all-structures --lexicon ICD-203
      resolve compare --set exercise_plan=cancelled --set message_coherence=mixed --draws 100000
    """  # noqa: D301 - click takes a real backspace for "do not rewrap"
    view = opened(source)
    change = typed_change(view.diagram, sets, seen, likely)
    pairs = _pairs(view.study.book, scenarios, against, change)
    with sweep.running() as running:
        answer = side_by_side(
            view.study,
            structures_asked(view, all_structures),
            pairs,
            sampling=sweep.sampling,
            **running,
        )
    return Asked(view, answer)


def show(asked: Asked, lexicon: str, form: str) -> None:
    """Print differences first, then levels."""
    from elicitation.cli.compare_sheets import publish_comparison  # noqa: PLC0415
    from elicitation.questionnaire.lexicons import lexicon_named  # noqa: PLC0415

    words = lexicon_named(lexicon) if lexicon else None
    publish_comparison(form, asked.answer, words, asked.view.study.diagram.notice)


compare = Question(
    ask=ask,
    show=show,
    options=(
        click.argument("scenarios", nargs=-1),
        click.option(
            "--against", default="", metavar="SCENARIO", help="Compare every one with this."
        ),
        click.option("--set", "sets", multiple=True, metavar="NODE=STATE", help="We make it so."),
        click.option("--seen", multiple=True, metavar="NODE=STATE", help="We learn that it is so."),
        click.option("--likely", multiple=True, metavar="NODE=NUMBERS", help="We half know."),
        click.option("--all-structures", is_flag=True, help="Answer under every structure."),
        click.option(
            "--lexicon", default="", metavar="NAME", help="Words beside the numbers: ICD-203."
        ),
        sweep_options,
        source_options,
    ),
)
