"""Retell the ledger for readers outside: what happened, without who came first or on what device.

What the facilitator did stands in its order, by day. Between two such entries, what experts handed
in is one event for each expert and round, and experts stand in the order of their pseudonyms. No
hash of what an expert handed in is told: the second it came in could be found by trying them all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bayesnet.plurals import many
from elicitation.record.ledger import Entry
from elicitation.record.responses import Response
from elicitation.record.roster import Person, without_names
from elicitation.spreadsheet import Column, Table
from elicitation.versions.history import what

BETWEEN_TWO = ("doubt", "confirmation")
"""Kinds of entries that facilitator and expert have between them: nothing of them is told."""
OF_EXPERTS = ("submission", "withdrawal", "abstention", "absence", "dissent")
"""Kinds of entries whose order would say who came when."""
_COLUMNS = (
    Column(name="event", kind="integer", description="Its place in this list."),
    Column(name="day", kind="date", description="UTC; the last of several."),
    Column(name="type", kind="string", description="Kind of entry of the ledger."),
    Column(name="what", kind="string", description="In words, names taken out."),
    Column(name="path", kind="string", description="The file it is about."),
    Column(name="sha256", kind="string", description="Hash of that file; none of an expert's."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event, from 1, made of one entry of the ledger or of several alike.

    expert, round: whose submissions it is made of; empty and 0 for anything else. path: of the file
    or files, without what tells them apart.
    """

    number: int
    entries: tuple[Entry, ...]
    expert: str = ""
    round: int = 0
    path: str = ""

    @property
    def type(self) -> str:
        """Return the kind of its entries."""
        return self.entries[0].type

    @property
    def day(self) -> str:
        """Return the day of the last of its entries."""
        return max(entry.at for entry in self.entries)[:10]


def happenings(
    entries: Sequence[Entry], responses: Mapping[Entry, Response]
) -> tuple[Happening, ...]:
    """Return what the ledger holds as events, without what is ``BETWEEN_TWO``.

    responses: of all submissions.
    """
    entries = [entry for entry in entries if entry.type not in BETWEEN_TWO]
    made: list[Happening] = []
    files: dict[tuple[str, int], int] = {}
    of = {entry.path: (response.expert, response.round) for entry, response in responses.items()}
    for private, run in groupby(entries, key=lambda entry: entry.type in OF_EXPERTS):
        grouped: dict[tuple[str, ...], list[Entry]] = {}
        for entry in run:
            grouped.setdefault(_group(entry, of) if private else (str(entry.seq),), []).append(
                entry
            )
        for key in sorted(grouped) if private else grouped:
            own = tuple(grouped[key])
            expert, number = of.get(own[0].path, ("", 0))
            path = own[0].path
            if expert:
                path = f"responses/{expert}/r{number}"
                if own[0].type == "submission":
                    files[expert, number] = files.get((expert, number), 0) + 1
                path += f"-{files[expert, number]}" if files[expert, number] > 1 else ""
            made.append(
                Happening(number=len(made) + 1, entries=own, expert=expert, round=number, path=path)
            )
    return tuple(made)


def _group(entry: Entry, of: Mapping[str, tuple[str, int]]) -> tuple[str, ...]:
    """Return what an entry about an expert is put together, and in order, by."""
    place = str(OF_EXPERTS.index(entry.type))
    if entry.path in of and entry.type in ("submission", "withdrawal"):
        expert, number = of[entry.path]
        return place, expert, f"{number:02d}"
    return place, *(entry.details[key] for key in sorted(entry.details)), entry.note


def events(
    told: Sequence[Happening], responses: Mapping[Entry, Response], people: Collection[Person]
) -> Table:
    """Return the events as a table."""
    rows = [
        (
            str(each.number),
            each.day,
            each.type,
            without_names(_words(each, responses), people),
            each.path,
            "" if each.expert else each.entries[0].sha256,
        )
        for each in told
    ]
    title = "Everything recorded, by day"
    return Table(name="events", title=title, columns=_COLUMNS, rows=tuple(rows))


def _words(each: Happening, responses: Mapping[Entry, Response]) -> str:
    if not each.expert:
        return what(each.entries[0])
    if each.type == "submission":
        asked = {j.question for e in each.entries for j in responses[e].judgements}
        reasons = sorted({responses[e].reason for e in each.entries} - {""})
        told = f"{each.expert}, round {each.round}: {many(len(asked), 'question')} answered"
        return "; ".join([told, *reasons])
    reasons = sorted({entry.note for entry in each.entries} - {""})
    return ": ".join([f"{each.expert} took back answers of round {each.round}", *reasons])


def gone(told: Sequence[Happening]) -> Iterator[tuple[Happening, Happening]]:
    """Yield every withdrawal with an event whose submissions are all taken back by it or before."""
    taken: set[str] = set()
    for each in told:
        if each.type != "withdrawal":
            continue
        fresh = {entry.path for entry in each.entries}
        taken |= fresh
        for other in told:
            paths = {entry.path for entry in other.entries}
            if other.type == "submission" and paths <= taken and paths & fresh:
                yield each, other
