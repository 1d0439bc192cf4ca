"""Say what is asked in the address of a page: what is set, seen and likely, against what.

``?from=S0&set=exercise_plan:cancelled&seen=rift_line:present`` starts from a scenario and changes
it. A link adds ``click=set:exercise_plan:full_scale``, which is taken into the rest if it can be
answered: what is refused leaves the page as it was.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias
from urllib.parse import parse_qsl, urlencode

from bayesnet.errors import Problem, StudyError, problem_at, unplaced
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.model import InfluenceDiagram, Name
from bayesnet.study.priors import POOL
from bayesnet.study.scenario import Scenario, ScenarioBook, combine
from bayesnet.study.study import Study
from bayesnet.study.typed import typed_change

Word: TypeAlias = Literal["set", "seen"]
KINDS = ("set", "seen", "likely")
Pairs: TypeAlias = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A what-if as it was clicked together, in words.

    start: id of the scenario it starts from; empty for every decision in its first state.
    set, seen, likely: texts by node, as ``resolve whatif`` takes them. cleared: nodes of which
    nothing holds any more that the start says.
    """

    start: str = ""
    set: Mapping[Name, str] = field(default_factory=dict)
    seen: Mapping[Name, str] = field(default_factory=dict)
    likely: Mapping[Name, str] = field(default_factory=dict)
    cleared: tuple[Name, ...] = ()

    @property
    def changed(self) -> bool:
        """Return whether anything differs from the start."""
        return bool(self.set or self.seen or self.likely or self.cleared)

    def pairs(self) -> list[tuple[str, str]]:
        """Return it as fields of an address."""
        found = [("from", self.start)] if self.start else []
        for kind in KINDS:
            found += [(kind, f"{name}:{text}") for name, text in getattr(self, kind).items()]
        return found + [("clear", name) for name in self.cleared]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All that a page is about.

    now: the what-if. pin: another one to compare with, if it was pinned; else ``against``, the id
    of a scenario, or empty for what the start is compared with. who: ``pool`` or an expert.
    word: what a click on an uncertain quantity in the picture says.
    """

    now: Chosen
    pin: Chosen | None = None
    against: str = ""
    structure: str = ""
    who: str = POOL
    word: Word = "seen"

    def pairs(self) -> list[tuple[str, str]]:
        """Return it as fields of an address."""
        found = self.now.pairs()
        if self.pin is not None:
            found.append(("pin", urlencode(self.pin.pairs())))
        elif self.against:
            found.append(("against", self.against))
        found += [("structure", self.structure), ("who", self.who), ("word", self.word)]
        return found

    def query(self) -> str:
        """Return the address's query."""
        return urlencode(self.pairs())


def asked_in_address(pairs: Pairs, study: Study) -> Asked:
    """Return what an address asks; raises StudyError where it names what there is not."""
    last = dict(pairs)
    problems: list[Problem] = []

    def known(key: str, names: Sequence[str], default: str) -> str:
        name = last.get(key, "") or default
        if name and name not in names:
            problems.append(
                problem_at(
                    "", key, f"analyst.no-{_CALLED[key]}", did_you_mean(name, names), word=name
                )
            )
            return default
        return name

    scenarios = list(study.book.scenarios)
    structure = known("structure", list(study.structures), study.diagram.structure)
    who = known("who", study.worlds, POOL)
    against = known("against", scenarios, "")
    known("from", scenarios, "")
    pin = fields_of(last["pin"]) if last.get("pin") else None
    if problems:
        raise StudyError(problems)
    return Asked(
        now=_chosen(pairs, study.book),
        pin=None if pin is None else _chosen(pin, study.book),
        against=against,
        structure=structure,
        who=who,
        word="set" if last.get("word") == "set" else "seen",
    )


_CALLED = {
    "structure": "structure",
    "who": "expert",
    "against": "scenario",
    "from": "scenario",
}
MOST_FIELDS = 200
"""Fields of an address that are looked at."""


def fields_of(query: str) -> Pairs:
    """Return the fields of a query inside another; raises StudyError where there are too many."""
    try:
        return parse_qsl(query, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        problem = unplaced("analyst.address-most-fields", most=MOST_FIELDS)
        raise StudyError([problem]) from error


def _chosen(pairs: Pairs, book: ScenarioBook) -> Chosen:
    texts: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for key, value in pairs:
        if key in texts:
            name, _, text = value.partition(":")
            texts[key][name] = text
    start = dict(pairs).get("from", "") or book.reference
    cleared = tuple(value for key, value in pairs if key == "clear")
    return Chosen(
        start=start,
        set=texts["set"],
        seen=texts["seen"],
        likely=texts["likely"],
        cleared=tuple(dict.fromkeys(cleared)),
    )


def clicked(chosen: Chosen, click: str, study: Study, numbers: str = "") -> Chosen:
    """Return what a click makes of it: of ``set:node:state`` or ``clear:node``.

    ``seen`` and ``likely`` stand as ``set`` does; numbers: what was typed for a likely node. Raises
    StudyError for anything else.
    """
    kind, _, rest = click.partition(":")
    name, _, text = rest.partition(":")
    if kind not in (*KINDS, "clear"):
        raise StudyError([problem_at("", "click", "analyst.no-click", click=click)])
    start = start_of(chosen.start, study)
    left = {k: {n: t for n, t in getattr(chosen, k).items() if n != name} for k in KINDS}
    cleared = tuple(n for n in chosen.cleared if n != name)
    if kind == "clear":
        said = name in start.seen or name in start.likely or name in start.set
        if said and name not in study.diagram.decisions:  # a decision is always made
            cleared = (*cleared, name)
    elif kind == "likely":
        left[kind][name] = text or numbers.strip()
    elif getattr(start, kind).get(name) != text:
        left[kind][name] = text
    return Chosen(
        start=chosen.start,
        set=left["set"],
        seen=left["seen"],
        likely=left["likely"],
        cleared=cleared,
    )


def start_of(start: str, study: Study) -> Scenario:
    """Return the complete scenario that a what-if starts from."""
    if start:
        known = study.book.scenarios
        if start not in known:
            raise StudyError(
                [
                    problem_at(
                        "", "from", "analyst.no-scenario", did_you_mean(start, known), word=start
                    )
                ]
            )
        return study.book.full(start)
    first = {name: node.states[0] for name, node in study.diagram.decisions.items()}
    return Scenario(id="", label="Every decision in its first state", set=first)


def change_of(chosen: Chosen, diagram: InfluenceDiagram) -> Scenario:
    """Return what was changed, in the sentences of ``resolve whatif`` if it is refused."""
    told = {
        kind: tuple(f"{name}={text}" for name, text in getattr(chosen, kind).items())
        for kind in KINDS
    }
    return typed_change(diagram, told["set"], told["seen"], told["likely"]) or Scenario(
        id="", label=""
    )


def scenario_of(chosen: Chosen, study: Study, diagram: InfluenceDiagram) -> Scenario:
    """Return the complete scenario; raises StudyError."""
    start = start_of(chosen.start, study)
    if not chosen.changed:
        return start
    change = change_of(chosen, diagram)
    gone = set(chosen.cleared)
    base = Scenario(
        id="",
        label="",
        set={n: state for n, state in start.set.items() if n not in gone},
        seen={n: state for n, state in start.seen.items() if n not in gone},
        likely={n: likely for n, likely in start.likely.items() if n not in gone},
    )
    told = [f"{n} not {_said(start, n)}" for n in chosen.cleared if _said(start, n)]
    changes = ", ".join(filter(None, [change.label, *told]))
    label = f"{start.label}, with {changes}" if changes else start.label
    return dataclasses.replace(combine(base, change), label=label)


def _said(start: Scenario, name: Name) -> str:
    return next((kind for kind in KINDS if name in getattr(start, kind)), "")


def comparison_of(asked: Asked, study: Study, diagram: InfluenceDiagram) -> Scenario:
    """Return the complete scenario that differences are against; raises StudyError."""
    if asked.pin is not None:
        return scenario_of(asked.pin, study, diagram)
    start = start_of(asked.now.start, study)
    other = asked.against or (study.book.comparison(start) if start.id else "")
    return study.book.full(other) if other else start
