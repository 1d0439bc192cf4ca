"""Take the five answers that a first sketch of a study is made of, and name things after them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bayesnet.errors import Problem, unplaced
from bayesnet.interchange.names import study_name, unique
from bayesnet.interchange.study_in import state_word

CHOICE = "choice"
FEWEST_OPTIONS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FiveAnswers:
    """What is to be decided, who decides, between what, what could happen, and what counts.

    wrong and right: events that would be bad and good. All are labels as people typed them.
    """

    question: str
    decision_maker: str
    options: tuple[str, ...]
    wrong: tuple[str, ...]
    right: tuple[str, ...]
    counts: tuple[str, ...]

    @property
    def events(self) -> tuple[str, ...]:
        """What could go wrong, then what could go right."""
        return (*self.wrong, *self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names that labels are typed by in commands: of events, values and options."""

    events: tuple[str, ...]
    counts: tuple[str, ...]
    options: tuple[str, ...]


def listed(text: str) -> tuple[str, ...]:
    """Return the entries of a list as people type it, between semicolons if there is one."""
    return entered(text.split(";" if ";" in text else ","))


def entered(entries: Iterable[str]) -> tuple[str, ...]:
    """Return each entry on one line, without those that are empty."""
    return tuple(filter(None, map(one_line, entries)))


def one_line(text: str) -> str:
    """Return a text with one space wherever it has several, or a line break."""
    return " ".join(text.split())


def signed(entries: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what could go wrong and, of the entries behind a +, what could go right."""
    right = tuple(entry.removeprefix("+").strip() for entry in entries if entry.startswith("+"))
    wrong = tuple(entry for entry in entries if not entry.startswith("+"))
    return wrong, tuple(filter(None, right))


def of_options(options: Sequence[str]) -> tuple[Problem, ...]:
    """Return what is wrong with the options."""
    if len(options) < FEWEST_OPTIONS:
        return (unplaced("begin.fewer-than-two-options"),)
    return _twice(options)


def of_events(events: Sequence[str]) -> tuple[Problem, ...]:
    """Return what is wrong with what could go wrong or right."""
    return _twice(events) if events else (unplaced("begin.nothing-uncertain"),)


def of_signed(entries: Sequence[str]) -> tuple[Problem, ...]:
    """Return what is wrong with them where a + stands before what could go right."""
    wrong, right = signed(entries)
    return of_events((*wrong, *right))


def of_counts(counts: Sequence[str]) -> tuple[Problem, ...]:
    """Return what is wrong with what counts."""
    return _twice(counts) if counts else (unplaced("begin.nothing-counts"),)


def _twice(entries: Sequence[str]) -> tuple[Problem, ...]:
    seen: set[str] = set()
    for entry in entries:
        if entry.casefold() in seen:
            return (unplaced("begin.named-twice", name=entry),)
        seen.add(entry.casefold())
    return ()


def names_of(answers: FiveAnswers) -> Names:
    """Return names for the labels: no two nodes are called alike, and no state like a node."""
    nodes = (*answers.events, *answers.counts)
    numbered = [f"{index} {label}" for index, label in enumerate(nodes)]  # a value like an event
    made = unique([CHOICE, *numbered], lambda text: _node(text.partition(" ")[2] or text))
    ids = [made[entry] for entry in numbered]
    taken = {CHOICE, *ids}

    def state(label: str) -> str:
        word = state_word(label)
        return f"{word} option" if word in taken else word

    return Names(
        events=tuple(ids[: len(answers.events)]),
        counts=tuple(ids[len(answers.events) :]),
        options=tuple(unique(answers.options, state).values()),
    )


def labels_where_changed(labels: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Return the labels if any of them is not its name already, else none."""
    return () if [*labels] == [*names] else tuple(labels)


def _node(label: str) -> str:
    name = study_name(label).lower()
    return f"{name}_" if name in ("no", "yes") else name  # what states of events are called
