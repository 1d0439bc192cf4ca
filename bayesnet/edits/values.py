"""Say what counts: the scores of values, their weights, and the outcomes answers are given in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bayesnet.edits.names import checked_label, name_of
from bayesnet.edits.texts import MODEL, Texts, model_of, plain, refusal
from bayesnet.edits.toml_text import add_item, add_table, drop, drop_item, put, put_all


@dataclass(frozen=True, slots=True, kw_only=True)
class SetScores:
    """What each state of one parent scores for a value; None for one that is still open."""

    name: str
    parent: str
    scores: Mapping[str, Decimal | None]

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the scores."""
        node = model_of(texts).get("utility", {}).get(self.name, {})
        if self.parent not in node.get("scores", {}):
            raise refusal(MODEL, f"utility.{self.name}", "edit.no-such-row")
        path = ("utility", self.name, "scores", self.parent)
        return {**texts, MODEL: put_all(texts[MODEL], path, self.scores)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetValueRows:
    """What each combination of the parents' states is worth, where they do not add up."""

    name: str
    rows: Mapping[tuple[str, ...], Decimal]

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the rows; others stay as they are."""
        node = model_of(texts).get("utility", {}).get(self.name, {})
        if "table" not in node:
            raise refusal(MODEL, f"utility.{self.name}", "edit.no-such-row")
        old = {tuple(row["when"]): row["value"] for row in node["table"]}
        path = ("utility", self.name, "table")
        text = texts[MODEL]
        if all(when in old for when in self.rows):
            for index, when in enumerate(old):
                if when in self.rows and self.rows[when] != old[when]:
                    text = put(text, (*path, index, "value"), self.rows[when])
        else:
            rows = {**old, **self.rows}
            text = put(text, path, [{"when": list(w), "value": v} for w, v in rows.items()])
        return {**texts, MODEL: text}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetWeights:
    """How much each value counts for one stakeholder.

    set_id: of a set that is there; empty for a new one. The first one is the default.
    """

    label: str
    weights: Mapping[str, Decimal]
    set_id: str = ""

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the weights."""
        model = model_of(texts)
        known = model.get("weights", {})
        label = checked_label(self.label)
        entries = {"label": label, **self.weights}
        if self.set_id in known:
            return {**texts, MODEL: put_all(texts[MODEL], ("weights", self.set_id), entries)}
        name = self.set_id or name_of(label, known, "weights")
        text = add_table(texts[MODEL], ("weights", name), entries)
        if not known and "model" in model:  # without it the first set is the default
            text = put(text, ("model", "default_weights"), name)
        return {**texts, MODEL: text}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveWeights:
    """A set of weights taken out."""

    set_id: str

    def change(self, texts: Texts) -> Texts:
        """Return the texts without it; another one becomes the default where it was that."""
        model = model_of(texts)
        text = drop(texts[MODEL], ("weights", self.set_id))
        if model.get("model", {}).get("default_weights") == self.set_id:
            others = [name for name in model.get("weights", {}) if name != self.set_id]
            place = ("model", "default_weights")
            text = put(text, place, others[0]) if others else drop(text, place)
        return {**texts, MODEL: text}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOutcome:
    """A probability that answers are given in: that a node ends in one of some states.

    outcome_id: of one that is there; empty for a new one.
    """

    label: str
    node: str
    states: tuple[str, ...]
    better: str = "lower"
    outcome_id: str = ""

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the outcome."""
        known = [outcome.get("id") for outcome in model_of(texts).get("outcome", [])]
        label = checked_label(self.label)
        entries: dict[str, object] = {
            "id": self.outcome_id or name_of(label, known, "outcome"),
            "label": label,
            "node": self.node,
            "states": list(self.states),
            "better": self.better,
        }
        if self.outcome_id in known:
            place = ("outcome", known.index(self.outcome_id))
            return {**texts, MODEL: put_all(texts[MODEL], place, entries)}
        return {**texts, MODEL: add_item(texts[MODEL], "outcome", entries)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveItem:
    """An item of a list of tables taken out by its id: an outcome, an assumption, a claim."""

    file: str
    kind: str
    item_id: str

    def change(self, texts: Texts) -> Texts:
        """Return the texts without it; raises StudyError where there is none of that id."""
        written = model_of(texts) if self.file == MODEL else plain(texts, self.file)
        known = [item.get("id") for item in written.get(self.kind, [])]
        if self.item_id not in known:
            raise refusal(self.file, self.kind, "edit.no-item", word=self.item_id)
        text = drop_item(texts[self.file], self.kind, known.index(self.item_id))
        return {**texts, self.file: text}
