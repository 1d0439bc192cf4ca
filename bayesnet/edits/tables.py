"""Choose the method of a node's table and give it its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bayesnet.edits.texts import MODEL, Texts, model_of, refusal
from bayesnet.edits.toml_text import drop, put, put_all
from bayesnet.formats.cpt_toml import READERS
from bayesnet.messages.facts import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class SetMethod:
    """Another way to make a node's table; the numbers of the old one go."""

    name: str
    method: str

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the method, its numbers still to be given."""
        written = _written(texts, self.name)
        if self.method not in READERS or self.method == "decided":
            raise refusal(MODEL, f"chance.{self.name}.cpt", "edit.no-method", word=self.method)
        if self.method == written.get("method"):
            return texts
        numbers = {key: None for key in written if key not in ("method", "asked")}
        text = put_all(texts[MODEL], ("chance", self.name, "cpt"), numbers)
        fresh = {"method": self.method, **({"rows": []} if self.method == "table" else {})}
        return {**texts, MODEL: put_all(text, ("chance", self.name, "cpt"), fresh)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRows:
    """Rows of a full table: a distribution for each combination of the parents' states.

    rows: by the parents' states; an empty one is still to be filled in. Others stay as they are.
    """

    name: str
    rows: Mapping[tuple[str, ...], tuple[Decimal, ...]]

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the rows."""
        written = _written(texts, self.name)
        if written.get("method") != "table":
            raise refusal(MODEL, f"chance.{self.name}.cpt", "edit.not-a-table")
        old = {tuple(row["when"]): row["p"] for row in written.get("rows", [])}
        rows = {**old, **{when: list(p) for when, p in self.rows.items()}}
        rows = {when: p for when, p in rows.items() if p}
        path = ("chance", self.name, "cpt", "rows")
        text = texts[MODEL]
        if list(rows) == list(old):  # in place: comments and line breaks between rows stay
            for index, (when, p) in enumerate(rows.items()):
                if p != old[when]:
                    text = put(text, (*path, index, "p"), p)
        else:
            ordered = sorted(rows, key=lambda when: self._place(texts, when))
            items = [{"when": list(when), "p": rows[when]} for when in ordered]
            text = put(text, path, items)
        return {**texts, MODEL: text}

    def _place(self, texts: Texts, when: tuple[str, ...]) -> tuple[int, ...]:
        """Return where a row stands in the table, the last parent's states changing fastest."""
        model = model_of(texts)
        nodes = {**model.get("decision", {}), **model.get("chance", {})}
        orders = [nodes[parent]["states"] for parent in nodes[self.name]["parents"]]
        if len(orders) != len(when) or any(s not in o for s, o in zip(when, orders, strict=True)):
            raise refusal(MODEL, f"chance.{self.name}.cpt", "edit.no-such-row")
        return tuple(order.index(state) for order, state in zip(orders, when, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCpt:
    """Keys of a node's table of any method, as ``model.toml`` writes them; None takes one away."""

    name: str
    entries: Mapping[str, Any]

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the keys; tables among them are changed entry by entry."""
        written = _written(texts, self.name)
        path = ("chance", self.name, "cpt")
        text = texts[MODEL]
        for key, value in self.entries.items():
            known = written.get(key)
            if value is None:
                text = drop(text, (*path, key))
            elif isinstance(value, Mapping) and isinstance(known, Mapping):
                gone = dict.fromkeys(name for name in known if name not in value)
                text = put_all(text, (*path, key), {**gone, **value})
            else:
                text = put(text, (*path, key), value)
        return {**texts, MODEL: text}


def _written(texts: Texts, name: str) -> Mapping[str, Any]:
    """Return a node's ``cpt`` as it is written; raises StudyError where it can have none."""
    node = model_of(texts).get("chance", {}).get(name)
    if node is None:
        raise refusal(MODEL, "", "edit.only-uncertain-nodes", node=Node(name))
    written: Mapping[str, Any] = node.get("cpt", {})
    if written.get("method") == "decided":
        raise refusal(MODEL, "", "edit.decided-by-another", node=Node(name))
    return written
