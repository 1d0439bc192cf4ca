"""Lock what answers rest on: from the first round or answer on, no edit changes what was asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bayesnet.edits.texts import ELICITATION, MODEL, Texts, kind_of, model_of
from bayesnet.errors import StudyError, problem_at
from bayesnet.messages.facts import Node
from elicitation.record.ledger import Entry
from elicitation.rounds.rounds import round_states

_MEANING = ("label", "states", "state_labels", "definition", "by", "settled_by")
_NUMBERS = ("p", "value")
_OWN_NUMBERS = ("leak", "prior", "base", "effects", "weights", "spread")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Since when answers rest on a model. day: of the first round or answer; round: 0 for none."""

    day: str
    round: int


def lock_of(entries: Sequence[Entry]) -> Lock | None:
    """Return the lock that a ledger puts on its model, None while nothing rests on it."""
    first = next((entry for entry in entries if entry.type in ("round", "submission")), None)
    if first is None:
        return None
    return Lock(day=first.at[:10], round=min(round_states(entries), default=0))


def locked_nodes(texts: Texts) -> frozenset[str]:
    """Return the nodes whose meaning answers rest on: those asked about, and their parents."""
    model = model_of(texts)
    asked = [name for name, node in model.get("chance", {}).items() if _is_asked(node)]
    parents = {parent for name in asked for parent in model["chance"][name].get("parents", ())}
    return frozenset(asked) | parents


def check_lock(lock: Lock | None, before: Texts, after: Texts) -> None:
    """Raise StudyError where an edit changes what was asked, or how it was to be asked."""
    if lock is None:
        return
    old, new = bases(before), bases(after)
    code = "editor.locked-by-round" if lock.round else "editor.locked-by-answers"
    facts: dict[str, Any] = {"day": lock.day, "round": lock.round}
    changed = [name for name in old if new.get(name) != old[name]]
    if changed:
        raise StudyError([problem_at(MODEL, "", code, node=Node(changed[0]), **facts)])
    if before.get(ELICITATION) != after.get(ELICITATION):
        raise StudyError([problem_at(ELICITATION, "", "editor.plan-locked", **facts)])


def bases(texts: Texts) -> Mapping[str, object]:
    """Return by asked node all that its questions say: what it and its parents mean, its method."""
    model = model_of(texts)
    return {
        name: (
            _picked(node, (*_MEANING, "parents", "ask")),
            _without_numbers(node.get("cpt", {})),
            tuple(_meaning(model, parent) for parent in node.get("parents", ())),
        )
        for name, node in model.get("chance", {}).items()
        if _is_asked(node)
    }


def _meaning(model: Mapping[str, Any], name: str) -> object:
    return _picked(model[kind_of(model, name)][name], _MEANING)


def _is_asked(node: Mapping[str, Any]) -> bool:
    return bool(node.get("cpt", {}).get("asked", True))


def _picked(table: Mapping[str, Any], keys: Collection[str]) -> Mapping[str, Any]:
    return {key: table[key] for key in keys if key in table}


def _without_numbers(cpt: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a table without the numbers that stand in for experts' answers."""
    kept = {key: value for key, value in cpt.items() if key not in (*_OWN_NUMBERS, "rows")}
    for key in ("links", "situations"):
        if key in kept:
            kept[key] = [{k: v for k, v in row.items() if k not in _NUMBERS} for row in kept[key]]
    return kept
