"""An expert's first page and the page to check all answers on, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from elicitation.record.responses import Judgement, Key
from elicitation.rounds.attendance import abstentions
from elicitation.rounds.progress import Progress, progress
from elicitation.workshop.pages import Page
from elicitation.workshop.recorded import told
from elicitation.workshop.session import WorkshopSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One page in a list: its number, what it is called, and how its questions stand.

    answers: what is recorded on it, in lines; reason: that was given; abstains: why, or empty.
    """

    number: int
    text: str
    state: Progress
    answers: tuple[str, ...] = ()
    reason: str = ""
    abstains: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A node's questions. done: how many questions need nothing more, of how many."""

    label: str
    entries: tuple[Entry, ...]
    done: int
    total: int

    def holds(self, number: int) -> bool:
        """Return whether the page of that number is one of them."""
        return any(number == entry.number for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """An expert's first page. following: number of the next open page, 0 if there is none.

    done, total: of questions, counted as ``progress`` does for the facilitator and the terminal.
    """

    expert: str
    round: int | None
    round_label: str
    sections: tuple[Section, ...]
    done: int
    total: int
    minutes: int
    following: int


def states(desk: WorkshopSession, expert: str) -> tuple[Progress, ...]:
    """Return for each of the expert's questions whether it is answered, abstained or open.

    In the round that is open; between rounds, by now.
    """
    number = desk.round
    here = desk.standing(expert, rounds=(number,) if number else None)
    without = abstentions(desk.live.entries).get(expert, {})
    return progress(desk.asked(expert), here, without)


def state_of(page: Page, found: Sequence[Progress]) -> Progress:
    """Return how a page stands: open while any of its questions is."""
    own = found[page.number - 1 : page.last]
    return "open" if "open" in own else "answered" if "answered" in own else "abstained"


def following(pages: Sequence[Page], found: Sequence[Progress], after: int) -> int:
    """Return the number of the next open page after that one, or 0."""
    waiting = [page.number for page in pages if state_of(page, found) == "open"]
    return next((number for number in waiting if number > after), waiting[0] if waiting else 0)


def home(desk: WorkshopSession, expert: str) -> Home:
    """Return an expert's first page, with what is recorded in lines."""
    found, pages = states(desk, expert), desk.pages(expert)
    number = desk.round
    own, labels = desk.standing(expert), desk.opened.study.labels
    why = abstentions(desk.live.entries).get(expert, {})
    sections: dict[str, list[tuple[Page, Entry]]] = {}
    for page in pages:
        entry = Entry(
            number=page.number,
            text=_called(page),
            state=state_of(page, found),
            answers=tuple(_answers(desk, page, own)),
            reason=own[page.key].reason if page.key in own else "",
            abstains=why.get(page.key, "") if page.key not in own else "",
        )
        node = page.first.parameter.node
        sections.setdefault(labels.get(node, node), []).append((page, entry))
    asked = desk.asked(expert)
    left = sum(q.seconds for q, state in zip(asked, found, strict=True) if state == "open")
    return Home(
        expert=expert,
        round=number,
        round_label=desk.opened.plan.rounds[number] if number else "",
        sections=tuple(_section(label, entries, found) for label, entries in sections.items()),
        done=sum(state != "open" for state in found),
        total=len(found),
        minutes=round(left / 60),
        following=following(pages, found, 0),
    )


def _section(
    label: str, listed: Sequence[tuple[Page, Entry]], found: Sequence[Progress]
) -> Section:
    own = [state for page, _ in listed for state in found[page.number - 1 : page.last]]
    return Section(
        label=label,
        entries=tuple(entry for _, entry in listed),
        done=sum(state != "open" for state in own),
        total=len(own),
    )


def _called(page: Page) -> str:
    if page.layout == "directions":
        return "Which way each cause moves it"
    if page.layout == "ranking":
        return "Which cause matters most"
    if page.layout == "table":
        return f"{len(page.questions)} situations"
    words = page.first.page
    return f"If {words.when}" if words.when else words.ask


def _answers(desk: WorkshopSession, page: Page, own: Mapping[Key, Judgement]) -> list[str]:
    """Return what is recorded on a page, in lines; of several questions each with its own."""
    opened = desk.opened
    labels = opened.study.labels
    lines: list[str] = []
    for question in page.questions:
        said = told(own, question, opened.plan.unit, labels)
        about = question.page.cause or question.page.when
        lines += [f"{about}: {', '.join(said)}"] * bool(said) if page.layout != "single" else said
    return lines
