"""Read ``propositions.toml`` into propositions, a reader for each kind of check."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from bayesnet.errors import Problem, errors_in
from bayesnet.formats.section import Section, read_document
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.propositions import (
    Bundle,
    Check,
    Diagnostic,
    Event,
    Independence,
    Interaction,
    OptionDominance,
    Ordering,
    Proposition,
    RangeDominance,
    Sign,
)
from bayesnet.study.scenario import ScenarioBook

FORMAT = "collective-resolve/propositions"
DIRECTIONS = ("up", "down", "not_up", "not_down")


def read_propositions(
    text: str, diagram: InfluenceDiagram, book: ScenarioBook, file: str = "propositions.toml"
) -> tuple[tuple[Proposition, ...], str, tuple[Problem, ...]]:
    """Return the propositions, the id of the scenario they are asked in, and all problems."""
    top, problems = read_document(text, file=file, format_name=FORMAT)
    if errors_in(problems):
        return (), "", tuple(problems)
    context = top.section("context", required=False)
    scenario = context.text("scenario", required=False, default=book.reference)
    if scenario and book.scenarios and scenario not in book.scenarios:
        context.problem(
            "scenario",
            "proposition.no-scenario",
            did_you_mean(scenario, book.scenarios),
            word=scenario,
        )
    context.finish()
    reader = _Reader(diagram)
    propositions = [reader.proposition(section) for section in top.items("proposition")]
    top.finish()
    ids = [proposition.id for proposition in propositions]
    for index, name in enumerate(ids):
        if name in ids[:index]:
            top.problem(f"proposition[{index}].id", "proposition.id-twice", name=name)
    if errors_in(problems):
        return (), scenario, tuple(problems)
    return tuple(propositions), scenario, tuple(problems)


class _Reader:
    """Reads checks against one diagram, which knows the names."""

    def __init__(self, diagram: InfluenceDiagram) -> None:
        self.states = diagram.states
        self.kinds: Mapping[str, Callable[[Section], Check]] = {
            "sign": self.sign,
            "interaction": self.interaction,
            "ordering": self.ordering,
            "dominance": self.dominance,
            "independence": self.independence,
            "diagnostic": self.diagnostic,
            "bundle": self.bundle,
        }

    def proposition(self, section: Section) -> Proposition:
        checks = []
        for check in section.items("check", required=True):
            kind = check.choice("kind", self.kinds)
            if kind:
                checks.append(self.kinds[kind](check))
                check.finish()
        if section.has("check") and not section.value["check"]:
            section.problem("check", "proposition.nothing-checked")
        proposition = Proposition(
            id=section.text("id"),
            text=section.text("text"),
            article=section.texts("article", required=False),
            checks=tuple(checks),
        )
        section.finish()
        return proposition

    def sign(self, s: Section) -> Check:
        move = self.node(s, "move")
        return Sign(
            outcome=self.event(s),
            move=move,
            through=self.through(s, move),
            direction=s.choice("direction", DIRECTIONS, default="up"),
            across=self.across(s),
        )

    def interaction(self, s: Section) -> Check:
        move = self.node(s, "move")
        return Interaction(
            outcome=self.event(s),
            move=move,
            through=self.through(s, move),
            direction=s.choice("direction", ("up", "down"), default="up"),
            weaker_when=self.settings(s, "weaker_when"),
            stronger_when=self.settings(s, "stronger_when"),
        )

    def ordering(self, s: Section) -> Check:
        lower, higher = self.settings(s, "lower"), self.settings(s, "higher")
        return Ordering(outcome=self.event(s), lower=lower, higher=higher)

    def dominance(self, s: Section) -> Check:
        outcome = self.event(s)
        if s.has("range_of"):
            names = (self.node(s, "range_of"), self.node(s, "exceeds_range_of"))
            return RangeDominance(outcome=outcome, range_of=names[0], exceeds_range_of=names[1])
        option = self.settings(s, "option")
        if len(option) != 1 and s.has("option"):
            s.problem("option", "proposition.dominance-about-option-node")
        node, state = next(iter(option.items()), ("", ""))
        return OptionDominance(
            outcome=outcome,
            node=node,
            option=state,
            direction=s.choice("direction", ("up", "down"), default="up"),
            no_worse=s.flag("no_worse", default=False),
        )

    def independence(self, s: Section) -> Check:
        ends = {}
        for key in ("from", "to"):
            ends[key] = s.texts(key)
            for index, name in enumerate(ends[key]):
                self.known(s, f"{key}[{index}]", name)
        return Independence(sources=ends["from"], targets=ends["to"])

    def diagnostic(self, s: Section) -> Check:
        see = self.node(s, "see")
        return Diagnostic(
            outcome=self.event(s),
            see=see,
            through=self.through(s, see),
            direction=s.choice("direction", ("up", "down"), default="up"),
        )

    def bundle(self, s: Section) -> Check:
        if not (s.has("direction") or s.has("stays_above")):
            s.problem("", "proposition.bundle-claims-nothing")
        number = partial(s.number, "stays_above", required=False)
        return Bundle(
            outcome=self.event(s),
            settings=self.settings(s, "settings"),
            direction=s.choice("direction", DIRECTIONS, required=False),
            stays_above=float(number()) if s.has("stays_above") else None,
            across=self.across(s),
        )

    def known(self, s: Section, key: str, name: str) -> bool:
        if name and name not in self.states:
            s.problem(key, "proposition.no-node", did_you_mean(name, self.states), word=name)
        return name in self.states

    def node(self, s: Section, key: str) -> str:
        name = s.text(key)
        self.known(s, key, name)
        return name

    def state(self, s: Section, key: str, name: str, state: str) -> None:
        if state not in self.states[name]:
            s.problem(
                key,
                "proposition.no-state",
                did_you_mean(state, self.states[name]),
                name=name,
                word=state,
            )

    def event(self, s: Section) -> Event:
        outcome = s.section("outcome")
        if not outcome.value:
            return Event(node="", states=())
        name, states = self.node(outcome, "node"), outcome.texts("states")
        if name in self.states:
            for index, state in enumerate(states):
                self.state(outcome, f"states[{index}]", name, state)
        outcome.finish()
        return Event(node=name, states=states)

    def through(self, s: Section, name: str) -> tuple[str, ...]:
        states = s.texts("through")
        if s.has("through") and len(states) < 2:  # noqa: PLR2004 - a movement has two ends
            s.problem("through", "proposition.movement-needs-least-two-states")
        if name in self.states:
            for index, state in enumerate(states):
                self.state(s, f"through[{index}]", name, state)
        return states

    def settings(self, s: Section, key: str) -> dict[str, str]:
        table = s.section(key)
        found = {name: table.text(name) for name in table.value}
        for name, state in found.items():
            if self.known(table, name, name):
                self.state(table, name, name, state)
        return found

    def across(self, s: Section) -> dict[str, tuple[str, ...]]:
        table = s.section("across", required=False)
        found = {name: table.texts(name) for name in table.value}
        for name, states in found.items():
            if not states:
                table.problem(name, "proposition.no-state-listed")
            if self.known(table, name, name):
                for index, state in enumerate(states):
                    self.state(table, f"{name}[{index}]", name, state)
        return found
