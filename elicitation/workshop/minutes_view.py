"""Tell the ledger in words; what experts sent between two other events is one line.

Twelve experts at their phones make a thousand entries. Each is in ``resolve log``; here stands who
sent how much, and everything else as it came.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bayesnet.plurals import many
from elicitation.record.ledger import Entry
from elicitation.versions.history import what
from elicitation.workshop.page_words import Words, capital

_OF_SOMEBODY = ("submission", "withdrawal")
"""Kinds of entries that begin with an expert, whom their path names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """One line of a day. numbers: of its entries, ``3`` or ``3 to 14``; at: the times likewise.

    who: how many submissions came of each expert, where there is more than one entry.
    """

    numbers: str
    at: str
    text: str
    who: tuple[tuple[str, int], ...] = ()


def minutes(entries: Sequence[Entry], words: Words) -> tuple[tuple[str, tuple[Minute, ...]], ...]:
    """Return day by day, in the ledger's order, what happened; days and times are UTC.

    words: what names of the study are called.
    """
    return tuple((day, tuple(_of_one_day(group, words))) for day, group in groupby(entries, _day))


def _day(entry: Entry) -> str:
    return entry.at.partition("T")[0]


def _of_one_day(entries: Iterable[Entry], words: Words) -> Iterator[Minute]:
    for number, group in groupby(entries, _round_sent_in):
        together = tuple(group)
        if number and len(together) > 1:
            yield _sent(together, number, words)
        else:
            yield from (_minute((entry,), _said(entry, words)) for entry in together)


def _said(entry: Entry, words: Words) -> str:
    """Return an entry in words; what somebody wrote in it stays as it was written."""
    told = what(dataclasses.replace(entry, note=""), words.person, words.question)
    told = told if "expert" in entry.details or entry.type in _OF_SOMEBODY else capital(told)
    return f"{told}: {entry.note}" if entry.note else told


def _round_sent_in(entry: Entry) -> str:
    """Return the round that answers were sent in; empty for any other event."""
    if entry.type != "submission":
        return ""
    return entry.path.split("/")[-1].partition("-")[0].removeprefix("r")


def _sent(entries: Sequence[Entry], number: str, words: Words) -> Minute:
    ids = [entry.path.split("/")[1] for entry in entries]
    by_expert = Counter(words.person(expert) for expert in ids)
    who = tuple(sorted(by_expert.items()))
    people = many(len(who), "expert")
    sent = many(len(entries), "submission")
    return _minute(entries, f"{sent} in round {number}, of {people}", who)


def _minute(entries: Sequence[Entry], text: str, who: tuple[tuple[str, int], ...] = ()) -> Minute:
    first, last = entries[0], entries[-1]
    times = [entry.at.rstrip("Z").partition("T")[2][:5] for entry in (first, last)]
    return Minute(
        numbers=_span(str(first.seq), str(last.seq)),
        at=_span(*times),
        text=text,
        who=who,
    )


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"
