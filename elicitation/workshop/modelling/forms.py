"""Say which edit a form means: by its name, from its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from bayesnet.edits.arcs import AddArc, DescribeArc, RemoveArc
from bayesnet.edits.nodes import AddNode, Characterise, Define, Relabel, RemoveNode, SetAbout
from bayesnet.edits.people import RemovePerson, SetExpert, SetPanel
from bayesnet.edits.states import SetStates
from bayesnet.edits.structures import AddShift, RemoveChange
from bayesnet.edits.tables import SetMethod
from bayesnet.edits.texts import MODEL, PROPOSITIONS, Edit
from bayesnet.edits.values import RemoveItem, RemoveWeights, SetOutcome, SetScores, SetWeights
from bayesnet.edits.what_ifs import AddClaim, RemoveScenario, SetScenario
from bayesnet.errors import StudyError, unplaced
from elicitation.workshop.modelling.fields import Fields
from elicitation.workshop.modelling.places import Tidy

Reader: TypeAlias = Callable[[Fields], Edit]


def edit_of(fields: Fields) -> Edit:
    """Return the edit that a form means; raises StudyError for one that means none."""
    name = fields.text("edit")
    if name not in READERS:
        raise StudyError([unplaced("editor.no-such-change", word=name)])
    return READERS[name](fields)


def _add_node(f: Fields) -> Edit:
    return AddNode(kind=_of(f, "kind", KINDS), label=f.line("label"), states=f.lines("states"))


def _define(f: Fields) -> Edit:
    return Define(
        name=f.text("node"),
        text=" ".join(f.maybe("text").split()),
        by=f.day("by"),
        settled_by=f.line("settled_by"),
        article=f.listed("article"),
    )


def _characterise(f: Fields) -> Edit:
    entries: dict[str, object] = {
        key: f.line(key) or None
        for key in ("module", "role", "perceiver", "horizon_note", "ask")
        if key in f.values
    }
    for key in f.listed("flags"):
        entries[key] = bool(f.maybe(key))
    return Characterise(name=f.text("node"), entries=entries)


def _states(f: Fields) -> Edit:
    rows = []
    for place, label in f.beginning("label-"):
        name = f.maybe(f"state-{place}")
        rank = f.number(f"place-{place}")
        if not place.isdecimal():
            raise StudyError([unplaced("editor.field-missing", word="label-0")])
        if label:
            rows.append((rank if rank is not None else int(place) + 1, int(place), name, label))
    return SetStates(
        name=f.text("node"), states=tuple((name, label) for _, _, name, label in sorted(rows))
    )


def _arc(f: Fields) -> dict[str, object]:
    return {
        "parent": f.text("parent"),
        "child": f.text("child"),
        "claim": f.line("claim"),
        "article": f.listed("article"),
        "sign": f.maybe("sign"),
    }


def _describe_arc(f: Fields) -> Edit:
    return DescribeArc(**_arc(f), contrary=f.lines("contrary"))  # type: ignore[arg-type]


def _scores(f: Fields) -> Edit:
    scores = {state: f.number(f"score-{state}") for state, _ in f.beginning("score-")}
    return SetScores(name=f.text("node"), parent=f.text("parent"), scores=scores)


def _weights(f: Fields) -> Edit:
    weights = {name: f.number(f"weight-{name}") for name, _ in f.beginning("weight-")}
    given = {name: value for name, value in weights.items() if value is not None}
    return SetWeights(set_id=f.maybe("id"), label=f.line("label"), weights=given)


def _outcome(f: Fields) -> Edit:
    return SetOutcome(
        outcome_id=f.maybe("id"),
        label=f.line("label"),
        node=f.text("node"),
        states=f.checked("state-"),
        better=_of(f, "better", ("lower", "higher")),
    )


def _scenario(f: Fields) -> Edit:
    said: dict[str, dict[str, str]] = {"set": {}, "seen": {}}
    for node, chosen in f.beginning("say-"):
        word, _, state = chosen.partition(" ")
        if word in said:
            said[word][node] = state
    return SetScenario(
        scenario_id=f.text("id"),
        label=f.line("label"),
        set=said["set"],
        seen=said["seen"],
        compare_with=f.maybe("compare_with"),
    )


def _claim(f: Fields) -> Edit:
    outcome, _, state = f.text("outcome").partition(" ")
    check = {
        "kind": "sign",
        "outcome": {"node": outcome, "states": [state]},
        "move": f.text("move"),
        "through": list(f.listed("through")),
        "direction": _of(f, "direction", ("up", "down")),
    }
    return AddClaim(
        claim_id=f.text("id"), text=f.line("text"), checks=(check,), article=f.listed("article")
    )


def _shift(f: Fields) -> Edit:
    node, _, state = f.text("outcome").partition(" ")
    by = {name: f.number(f"by-{name}") for name, _ in f.beginning("by-")}
    return AddShift(
        structure=f.text("structure"),
        node=node,
        state=state,
        parent=f.text("parent"),
        by={name: value for name, value in by.items() if value is not None},
        claim=f.line("claim"),
        label=f.line("label"),
        text=f.line("text"),
    )


def _about(f: Fields) -> Edit:
    entries: dict[str, object] = {
        key: f.line(key) for key in ("title", "question", "decision_maker", "source") if f.line(key)
    }
    entries |= {key: f.day(key) for key in ("as_of", "horizon_end") if f.day(key)}
    return SetAbout(entries=entries)


def _of(f: Fields, name: str, options: tuple[str, ...]) -> str:
    chosen = f.text(name)
    if chosen not in options:
        raise StudyError([unplaced("editor.field-missing", word=name)])
    return chosen


KINDS = ("chance", "decision", "utility")
READERS: Mapping[str, Reader] = {
    "about": _about,
    "add-arc": lambda f: AddArc(**_arc(f)),  # type: ignore[arg-type]
    "add-node": _add_node,
    "characterise": _characterise,
    "claim": _claim,
    "define": _define,
    "describe-arc": _describe_arc,
    "expert": lambda f: SetExpert(
        expert=f.text("expert"), label=f.line("label"), panels=f.checked("panel-")
    ),
    "method": lambda f: SetMethod(name=f.text("node"), method=f.text("method")),
    "outcome": _outcome,
    "panel": lambda f: SetPanel(
        panel=f.maybe("panel"), label=f.line("label"), nodes=f.checked("node-")
    ),
    "relabel": lambda f: Relabel(name=f.text("node"), label=f.line("label")),
    "remove-arc": lambda f: RemoveArc(parent=f.text("parent"), child=f.text("child")),
    "remove-change": lambda f: RemoveChange(
        structure=f.text("structure"), kind=f.text("kind"), number=int(f.number("number") or 0)
    ),
    "remove-claim": lambda f: RemoveItem(
        file=PROPOSITIONS, kind="proposition", item_id=f.text("id")
    ),
    "remove-node": lambda f: RemoveNode(name=f.text("node")),
    "remove-outcome": lambda f: RemoveItem(file=MODEL, kind="outcome", item_id=f.text("id")),
    "remove-person": lambda f: RemovePerson(kind=f.text("kind"), name=f.text("name")),
    "remove-scenario": lambda f: RemoveScenario(scenario_id=f.text("id")),
    "remove-weights": lambda f: RemoveWeights(set_id=f.text("id")),
    "scenario": _scenario,
    "scores": _scores,
    "shift": _shift,
    "states": _states,
    "tidy": lambda _: Tidy(),
    "weights": _weights,
}
