"""Add a node, take one out, call it otherwise, say what it means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bayesnet.edits.arcs import RemoveArc
from bayesnet.edits.names import (
    checked_label,
    name_of,
    node_names,
    state_names,
    states_named,
    written_labels,
)
from bayesnet.edits.texts import (
    ELICITATION,
    MODEL,
    SCENARIOS,
    Texts,
    children_of,
    kind_of,
    model_of,
    parents_of,
    plain,
    refusal,
)
from bayesnet.edits.toml_text import add_table, drop, drop_item, put, put_all

LEAST_STATES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNode:
    """A new node: ``chance``, ``decision`` or ``utility``, with states as they are to be read.

    name: its identifier where other files know it already; else one is made of the label.
    """

    kind: str
    label: str
    states: tuple[str, ...] = ()
    name: str = ""

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the node, whose table is still to be asked for."""
        model = model_of(texts)
        label = checked_label(self.label)
        taken = node_names(model) | state_names(model)
        name = self.name or name_of(label, taken, "node")
        if name in taken:
            raise refusal(MODEL, "", "edit.name-taken", name=name)
        entries: dict[str, object] = {"label": label}
        if self.kind != "utility":
            labels = tuple(map(checked_label, self.states))
            if len(set(labels)) < max(LEAST_STATES, len(labels)):
                raise refusal(MODEL, "", "edit.states-alike")
            states = states_named(labels, {}, {**model, "chance": {name: {}}})
            entries |= {"states": list(states), "state_labels": written_labels(states, labels)}
        if self.kind == "chance":
            entries["parents"] = []
        text = add_table(texts[MODEL], (self.kind, name), entries)
        if self.kind == "chance":
            text = add_table(text, ("chance", name, "cpt"), {"method": "table", "rows": []})
            text = text.replace(f"\n\n[chance.{name}.cpt]", f"\n[chance.{name}.cpt]")
        if self.kind == "utility":
            text = put(text, ("utility", name, "scores"), {})
            for weights in model.get("weights", {}):
                text = put(text, ("weights", weights, name), 0)
        return {**texts, MODEL: text}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveNode:
    """A node taken out with its arcs, and with what outcomes, weights, panels and scenarios say."""

    name: str

    def change(self, texts: Texts) -> Texts:
        """Return the texts without the node; what claims and structures say of it stays."""
        model = model_of(texts)
        kind = kind_of(model, self.name)
        for child in children_of(model, self.name):
            texts = RemoveArc(parent=self.name, child=child).change(texts)
        for parent in parents_of(model, self.name):
            texts = RemoveArc(parent=parent, child=self.name).change(texts)
        text = drop(texts[MODEL], (kind, self.name))
        outcomes = model.get("outcome", [])
        for number in reversed(range(len(outcomes))):
            if outcomes[number].get("node") == self.name:
                text = drop_item(text, "outcome", number)
        for weights in model.get("weights", {}):
            text = drop(text, ("weights", weights, self.name))
        return {**_unmentioned(texts, self.name), MODEL: text}


def _unmentioned(texts: Texts, name: str) -> dict[str, str]:
    """Return the texts whose scenarios and panels no longer name the node."""
    found = dict(texts)
    for scenario, entries in plain(texts, SCENARIOS).get("scenario", {}).items():
        for word in ("set", "seen", "likely"):
            if name in entries.get(word, {}):
                path = ("scenario", scenario, word, name)
                found[SCENARIOS] = drop(found[SCENARIOS], path)
    for panel, entries in plain(texts, ELICITATION).get("panel", {}).items():
        if name in entries.get("nodes", ()):
            left = [node for node in entries["nodes"] if node != name]
            found[ELICITATION] = put(found[ELICITATION], ("panel", panel, "nodes"), left)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Relabel:
    """A node called otherwise; its identifier, which other files know, stays."""

    name: str
    label: str

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the label."""
        return _with(texts, self.name, {"label": checked_label(self.label)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Define:
    """What a node means: who and what with the cut-offs, by when, settled by whom, from where."""

    name: str
    text: str = ""
    by: dt.date | None = None
    settled_by: str = ""
    article: tuple[str, ...] = ()

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the definition; what is empty is not written."""
        entries = {
            "definition": self.text.strip() or None,
            "by": self.by,
            "settled_by": self.settled_by.strip() or None,
            "article": list(self.article) or None,
        }
        return _with(texts, self.name, entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Characterise:
    """What kind of quantity a node is: keys of its table, those given as None taken away."""

    name: str
    entries: Mapping[str, object]
    KEYS: ClassVar = {
        "chance": ("module", "role", "perceiver", "resolvable", "settable", "ask", "pedigree"),
        "decision": ("module", "horizon_note"),
        "utility": (),
    }

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the keys; raises StudyError for one that the kind has not."""
        kind = kind_of(model_of(texts), self.name)
        for key in self.entries:
            if key not in self.KEYS[kind]:
                raise refusal(MODEL, f"{kind}.{self.name}", "edit.no-such-key", word=key)
        return _with(texts, self.name, self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAbout:
    """What a model is about: a key of its ``[model]`` table."""

    entries: Mapping[str, object]

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the keys."""
        if "model" not in model_of(texts):
            return {**texts, MODEL: add_table(texts[MODEL], ("model",), self.entries)}
        return {**texts, MODEL: put_all(texts[MODEL], ("model",), self.entries)}


def _with(texts: Texts, name: str, entries: Mapping[str, Any]) -> Texts:
    kind = kind_of(model_of(texts), name)
    return {**texts, MODEL: put_all(texts[MODEL], (kind, name), entries)}
