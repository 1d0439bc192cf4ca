"""Change the states of a node, and with them every table that names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bayesnet.edits.names import checked_label, states_named, written_labels
from bayesnet.edits.nodes import LEAST_STATES
from bayesnet.edits.refitting import with_parents_states, with_states
from bayesnet.edits.texts import (
    MODEL,
    Texts,
    children_of,
    kind_of,
    model_of,
    parents_of,
    refusal,
    states_of,
)
from bayesnet.edits.toml_text import put_all
from bayesnet.messages.facts import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStates:
    """The states of a node, in their order.

    states: name and label of each; a new one has no name yet, and is given one.
    """

    name: str
    states: tuple[tuple[str, str], ...]

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the states; numbers of those that stay, stay."""
        model = model_of(texts)
        kind, old = kind_of(model, self.name), states_of(model, self.name)
        labels = tuple(checked_label(label) for _, label in self.states)
        if kind == "utility":
            raise refusal(MODEL, "", "edit.value-has-no-states", node=Node(self.name))
        if len(set(labels)) < max(LEAST_STATES, len(labels)):
            raise refusal(MODEL, "", "edit.states-alike")
        known = {label: name for name, label in self.states if name in old}
        if len(set(known.values())) < len(known):
            raise refusal(MODEL, "", "edit.states-alike")
        new = states_named(labels, known, model)
        text = put_all(
            texts[MODEL],
            (kind, self.name),
            {"states": list(new), "state_labels": written_labels(new, labels)},
        )
        if new == old:
            return {**texts, MODEL: text}
        own = model[kind][self.name].get("cpt")
        if own:
            text = put_all(text, ("chance", self.name, "cpt"), with_states(own, old, new))
        for child in children_of(model, self.name):
            text = self._in_child(text, model, child, old, new)
        return {**texts, MODEL: text}

    def _in_child(
        self,
        text: str,
        model: Mapping[str, Any],
        child: str,
        old: tuple[str, ...],
        new: tuple[str, ...],
    ) -> str:
        kind = kind_of(model, child)
        if kind == "decision":
            return text
        place = (kind, child, "cpt") if kind == "chance" else (kind, child)
        written = model[kind][child].get("cpt", {}) if kind == "chance" else model[kind][child]
        index = parents_of(model, child).index(self.name)
        return put_all(text, place, with_parents_states(written, self.name, index, old, new))
