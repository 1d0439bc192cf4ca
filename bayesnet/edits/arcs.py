"""Draw an arc, take one out, say which paragraph says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bayesnet.edits.refitting import with_parent, without_parent
from bayesnet.edits.texts import (
    MODEL,
    PARENTS,
    Texts,
    kind_of,
    model_of,
    parents_of,
    refusal,
    states_of,
)
from bayesnet.edits.toml_text import add_item, drop, drop_item, put, put_all
from bayesnet.graph import find_cycle
from bayesnet.messages.facts import Node, nodes


@dataclass(frozen=True, slots=True, kw_only=True)
class AddArc:
    """An arc from a node into another: a cause, what is known when deciding, or what counts.

    claim: why, in our words, from the paragraphs of ``article``; it may be left open.
    """

    parent: str
    child: str
    claim: str = ""
    article: tuple[str, ...] = ()
    sign: str = ""
    contrary: tuple[str, ...] = ()

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the arc; raises StudyError, with the way round, for a cycle."""
        model = model_of(texts)
        self._check(model)
        kind, text = kind_of(model, self.child), texts[MODEL]
        own = (kind, self.child)
        node = model[kind][self.child]
        if kind == "utility" and "table" not in node:
            text = put(text, (*own, "scores", self.parent), {})
        else:
            key = PARENTS.get(kind, "parents")
            text = put(text, (*own, key), [*parents_of(model, self.child), self.parent])
            table = {"chance": "cpt"}.get(kind)
            written = node.get(table, {}) if table else node
            if kind != "decision":
                changes = with_parent(written, states_of(model, self.parent))
                text = put_all(text, (*own, table) if table else own, changes)
        fresh = {**texts, MODEL: text}
        if not self.claim.strip():
            return fresh
        return DescribeArc(
            parent=self.parent,
            child=self.child,
            claim=self.claim,
            article=self.article,
            sign=self.sign,
            contrary=self.contrary,
        ).change(fresh)

    def _check(self, model: dict[str, Any]) -> None:
        if kind_of(model, self.parent) == "utility":
            raise refusal(MODEL, "", "edit.arc-from-value", parent=Node(self.parent))
        facts = {"parent": Node(self.parent), "child": Node(self.child)}
        if self.parent in parents_of(model, self.child):
            raise refusal(MODEL, "", "edit.arc-twice", **facts)
        every = {
            name: parents_of(model, name)
            for kind in ("decision", "chance", "utility")
            for name in model.get(kind, {})
        }
        if self.parent == self.child:
            raise refusal(MODEL, "", "edit.arc-to-itself", parent=Node(self.parent))
        way = find_cycle({**every, self.child: (*every[self.child], self.parent)})
        if way:
            raise refusal(MODEL, "", "edit.arc-makes-cycle", **facts, way=nodes(way, "arrow"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveArc:
    """An arc taken out, with what was said of it."""

    parent: str
    child: str

    def change(self, texts: Texts) -> Texts:
        """Return the texts without the arc; raises StudyError where there is none."""
        model = model_of(texts)
        kind, parents = kind_of(model, self.child), parents_of(model, self.child)
        if self.parent not in parents:
            facts = {"parent": Node(self.parent), "child": Node(self.child)}
            raise refusal(MODEL, "", "edit.no-arc", **facts)
        own, text, node = (kind, self.child), texts[MODEL], model[kind][self.child]
        if kind == "utility" and "table" not in node:
            text = drop(text, (*own, "scores", self.parent))
        else:
            index = parents.index(self.parent)
            left = [name for name in parents if name != self.parent]
            text = put(text, (*own, PARENTS.get(kind, "parents")), left)
            if kind == "chance":
                changes = without_parent(node.get("cpt", {}), self.parent, index)
                text = put_all(text, (*own, "cpt"), changes)
            elif kind == "utility":
                text = put_all(text, own, without_parent(node, self.parent, index))
        return {**texts, MODEL: _undescribed(text, model, self.parent, self.child)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribeArc:
    """Why an arc is there, what it does and what speaks against it."""

    parent: str
    child: str
    claim: str
    article: tuple[str, ...] = ()
    sign: str = ""
    contrary: tuple[str, ...] = ()

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the arc's description; without a claim there is none."""
        model = model_of(texts)
        entries: dict[str, object] = {
            "from": self.parent,
            "to": self.child,
            "claim": self.claim.strip() or None,
            "article": list(self.article) or None,
            "sign": self.sign or None,
            "contrary": list(self.contrary) or None,
        }
        own = _described(model, self.parent, self.child)
        text = texts[MODEL]
        if entries["claim"] is None:
            for number in reversed(own):
                text = drop_item(text, "arc", number)
        elif own:
            text = put_all(text, ("arc", own[0]), entries)
        else:
            text = add_item(text, "arc", entries)
        return {**texts, MODEL: text}


def _described(model: dict[str, Any], parent: str, child: str) -> list[int]:
    """Return which descriptions of arcs are of this one."""
    pair = (parent, child)
    arcs = model.get("arc", [])
    return [i for i, arc in enumerate(arcs) if (arc.get("from"), arc.get("to")) == pair]


def _undescribed(text: str, model: dict[str, Any], parent: str, child: str) -> str:
    """Return the text without what arcs and assumptions say of an arc."""
    for number in reversed(_described(model, parent, child)):
        text = drop_item(text, "arc", number)
    for number, assumption in enumerate(model.get("assumption", [])):
        pairs = assumption.get("arcs", [])
        if [parent, child] in pairs:
            left = [pair for pair in pairs if pair != [parent, child]]
            text = put(text, ("assumption", number, "arcs"), left)
    return text
