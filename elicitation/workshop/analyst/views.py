"""Page data as frozen values, made without the web framework; nothing here is rounded."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np

from bayesnet.answers.beliefs import event_probability
from bayesnet.answers.whatif import agreement
from bayesnet.errors import Problem, StudyError
from bayesnet.number_words import percent
from bayesnet.study.model import Name
from bayesnet.study.priors import POOL, Array
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.uncertainty.spread import quantiles
from diagrams.clickable import Link, Linked, clickable
from diagrams.network.caption import caption
from diagrams.network.picture import Picture
from diagrams.network.wording import in_prose, meaning, plain
from elicitation.workshop.analyst.pictures import called, click_of, pictured, word_for
from elicitation.workshop.analyst.session import Opened, Reply
from elicitation.workshop.analyst.state import (
    Asked,
    Chosen,
    Pairs,
    asked_in_address,
    change_of,
    clicked,
    comparison_of,
    scenario_of,
)
from elicitation.workshop.page_words import on_page

Range = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A link that answers: what it says, where it leads, whether it holds by now."""

    words: str
    query: str
    key: str
    on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """One outcome: its difference first, then its levels; ranges are 5 % to 95 % of the draws.

    difference, now, before: of the pool, or of the expert that is looked at.
    """

    label: str
    difference: float
    difference_range: Range | None
    agreement: str
    now: float
    now_range: Range | None
    before: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRow:
    """One state of a node, its probability now and before, and what can be said of it."""

    label: str
    now: float
    before: float
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeCard:
    """A node with its states. said: set, seen or likely, or empty. clear: takes that back."""

    name: Name
    label: str
    definition: str
    said: str
    rows: tuple[StateRow, ...]
    clear: Button | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to choose from in a list."""

    value: str
    label: str
    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that stands on the page. query: its own address; fields: the same as hidden fields."""

    title: str
    asked: Asked
    query: str
    fields: Pairs
    problems: tuple[str, ...]
    scenario: str
    comparison: str
    structures: tuple[Choice, ...]
    people: tuple[Choice, ...]
    starts: tuple[Choice, ...]
    comparisons: tuple[Choice, ...]
    words: tuple[Choice, ...]
    levers: tuple[NodeCard, ...]
    nodes: tuple[NodeCard, ...]
    outcomes: tuple[OutcomeRow, ...]
    drawn: int
    picture: str
    caption: str
    notes: tuple[str, ...]
    origin: str
    notice: str
    back: str
    pin: str
    unpin: str
    scenarios_sha256: str


def page_of(opened: Opened, pairs: Pairs) -> Page:
    """Return the page for an address; what is refused is said, and the page stays as it was."""
    asked, reply, problems = answered(opened, pairs)
    study = opened.study
    world = study.worlds.index(asked.who)
    picture = pictured(opened, asked.structure, reply, world)
    cards = _cards(study, asked, reply, world)
    frame = opened.frame(asked.structure, reply)
    rows, drawn = outcome_rows(StudyView(study, asked.structure), reply, world)
    comparison = reply.answer.comparison
    return Page(
        title=study.diagram.title,
        asked=asked,
        query=asked.query(),
        fields=asked.pairs(),
        problems=tuple(on_page(problem, opened.words) for problem in problems),
        scenario=in_prose(reply.answer.scenario.label, study.diagram.labels),
        comparison=in_prose(comparison.label, study.diagram.labels) if comparison else "",
        structures=_choices(
            {s: f"{s}: {v.label}" for s, v in study.structures.items()}, asked.structure
        ),
        people=_choices(
            {w: "the pool" if w == POOL else called(w, opened.words) for w in study.worlds},
            asked.who,
        ),
        starts=_choices(_scenarios(study), asked.now.start),
        comparisons=_choices({"": _usual(asked), **_scenarios(study)}, asked.against),
        words=_choices({"seen": "seen: we learn it", "set": "set: we make it so"}, asked.word),
        levers=tuple(card for card in cards if card.name in study.diagram.decisions),
        nodes=tuple(card for card in cards if card.name not in study.diagram.decisions),
        outcomes=rows,
        drawn=drawn,
        picture=clickable(
            picture, frame, _linked(study, asked, reply, picture), "Influence diagram"
        ),
        caption=caption(picture),
        notes=tuple(in_prose(note, study.diagram.labels) for note in reply.answer.notes),
        origin=f"From {reply.compared.provenance.line()}.",
        notice=picture.notice,
        back=_query(asked, now=Chosen(start=asked.now.start)),
        pin=_query(asked, pin=asked.now),
        unpin=_query(asked, pin=None),
        scenarios_sha256=opened.scenarios_sha256,
    )


def answered(opened: Opened, pairs: Pairs) -> tuple[Asked, Reply, tuple[Problem, ...]]:
    """Return what is asked after the click, its reply, and what was refused on the way.

    What cannot be answered is tried again without the click, and then from the reference.
    """
    study = opened.study
    problems: list[Problem] = []
    last = dict(pairs)
    try:
        asked = asked_in_address(pairs, study)
    except StudyError as refusal:
        problems += refusal.problems
        asked = asked_in_address((), study)
    tries = [asked, _replaced(asked, now=Chosen(start=study.book.reference), pin=None)]
    if last.get("click"):
        try:
            now = clicked(asked.now, last["click"], study, last.get("numbers", ""))
            tries.insert(0, _replaced(asked, now=now))
        except StudyError as refusal:
            problems += refusal.problems
    for attempt in tries:
        try:
            return attempt, reply_to(opened, attempt), tuple(dict.fromkeys(problems))
        except StudyError as refusal:
            problems += refusal.problems
    raise StudyError(dict.fromkeys(problems))


def reply_to(opened: Opened, asked: Asked) -> Reply:
    """Return the reply to what is asked; raises StudyError."""
    diagram = StudyView(opened.study, asked.structure).diagram
    return opened.reply(
        asked.structure,
        scenario_of(asked.now, opened.study, diagram),
        comparison_of(asked, opened.study, diagram),
    )


def outcome_rows(view: StudyView, reply: Reply, world: int) -> tuple[tuple[OutcomeRow, ...], int]:
    """Return a row for each outcome, and how many draws its ranges are of.

    An expert's ranges are of the draws of that expert's own worlds.
    """
    diagram, best = view.diagram, len(view.study.worlds)
    picks = reply.experts
    own = slice(None) if world == 0 or picks is None else np.flatnonzero(picks == world - 1)
    rows, drawn = [], 0
    for outcome, answer in zip(diagram.outcomes, reply.answer.outcomes, strict=True):
        now, then = (
            np.asarray(event_probability(found, diagram, outcome))
            for found in (reply.now, reply.then)
        )
        worlds = now[best:][own], (now - then)[best:][own]
        drawn = len(worlds[0])
        rows.append(
            OutcomeRow(
                label=outcome.label,
                difference=float(now[world] - then[world]),
                difference_range=_range(worlds[1]),
                agreement=agreement(*answer.signs) if len(view.study.priors.experts) > 1 else "",
                now=float(now[world]),
                now_range=_range(worlds[0]),
                before=float(then[world]),
            )
        )
    return tuple(rows), drawn


def _range(values: Array) -> Range | None:
    return quantiles(values)[::2] if values.size else None


def _cards(study: Study, asked: Asked, reply: Reply, world: int) -> list[NodeCard]:
    diagram = StudyView(study, asked.structure).diagram
    scenario, here = reply.answer.scenario, asked.query()
    return [
        NodeCard(
            name=name,
            label=diagram.labels[name],
            definition=meaning(name, diagram),
            said=said_of(scenario, name)[0],
            rows=tuple(
                StateRow(
                    label=diagram.state_label(name, state),
                    now=float(reply.now[name][index, world]),
                    before=float(reply.then[name][index, world]),
                    buttons=tuple(
                        _button(here, study, name, state, word, scenario)
                        for word in _allowed(study, name)
                    ),
                )
                for index, state in enumerate(diagram.states[name])
            ),
            clear=_clear(here, study, name, scenario),
        )
        for name in diagram.states
    ]


def _allowed(study: Study, name: Name) -> tuple[str, ...]:
    """Return the words that a node takes: decisions are set, what nobody can set is seen."""
    if name in study.diagram.decisions:
        return ("set",)
    return ("set", "seen") if study.diagram.chance[name].settable else ("seen",)


def said_of(scenario: Scenario, name: Name) -> tuple[str, str]:
    """Return what the scenario says of a node: the word, and the state if there is one."""
    if name in scenario.likely:
        return "likely", ""
    for word, states in (("set", scenario.set), ("seen", scenario.seen)):
        if name in states:
            return word, states[name]
    return "", ""


def _button(
    here: str, study: Study, name: Name, state: str, word: str, scenario: Scenario
) -> Button:
    said = said_of(scenario, name)
    click = click_of(study, name, state, word, said)
    query = _after(here, click)
    return Button(words=word, query=query, key=f"{word}.{name}.{state}", on=said == (word, state))


def _after(here: str, click: str) -> str:
    """Return the query of a page with a click behind."""
    return f"{here}&{urlencode({'click': click})}"


def _clear(here: str, study: Study, name: Name, scenario: Scenario) -> Button | None:
    if not said_of(scenario, name)[0] or name in study.diagram.decisions:
        return None
    return Button(words="clear", query=_after(here, f"clear:{name}"), key=f"clear.{name}")


def _linked(study: Study, asked: Asked, reply: Reply, picture: Picture) -> Linked:
    diagram, scenario, here = picture.diagram, reply.answer.scenario, asked.query()

    def linked(name: Name, state: str) -> Link:
        said = said_of(scenario, name)
        word = word_for(study, name, asked.word)
        click = click_of(study, name, state, word, said)
        share = picture.beliefs[name][diagram.states[name].index(state)]
        words = f"{plain(state)} {percent(share)}, {diagram.labels[name]}"
        if said[1] == state:
            words += f", {said[0]}"
        return Link(href=f"?{_after(here, click)}", words=words, key=f"picture.{name}.{state}")

    return linked


def _choices(labels: Mapping[str, str], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value=v, label=label, on=v == chosen) for v, label in labels.items())


def _scenarios(study: Study) -> Mapping[str, str]:
    return {name: f"{name}: {s.label}" for name, s in study.book.scenarios.items()}


def _usual(asked: Asked) -> str:
    return "the pinned one" if asked.pin is not None else "the usual one"


def _replaced(asked: Asked, **changes: object) -> Asked:
    return dataclasses.replace(asked, **changes)  # type: ignore[arg-type]


def _query(asked: Asked, **changes: object) -> str:
    return _replaced(asked, **changes).query()


def scenario_to_save(opened: Opened, pairs: Pairs, id: str, label: str) -> Scenario:
    """Return what is on the page as a scenario of ``scenarios.toml``; raises StudyError.

    It is based on what it starts from, unless something of that was cleared: then it says all.
    """
    study = opened.study
    asked = asked_in_address(pairs, study)
    diagram = StudyView(study, asked.structure).diagram
    whole = scenario_of(asked.now, study, diagram)
    reply_to(opened, asked)  # what cannot be answered is not kept
    start = "" if asked.now.cleared else asked.now.start
    kept = change_of(asked.now, diagram) if start else whole
    against = "" if asked.pin is not None else comparison_of(asked, study, diagram).id
    return Scenario(
        id=id.strip(),
        label=label.strip(),
        set=kept.set,
        seen=kept.seen,
        likely=kept.likely,
        based_on=start,
        compare_with=against,
    )
