"""Write an alternative structure as changes to the diagram: effects added and arcs taken out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bayesnet.edits.names import checked_label
from bayesnet.edits.texts import Texts, plain, refusal
from bayesnet.edits.toml_text import add_item, drop_item, put

ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,31}")
KINDS = ("shift", "attenuate", "replace")


def file_of(structure: str) -> str:
    """Return the file of a structure; raises StudyError for what is no plain name."""
    if not ID.fullmatch(structure):
        raise refusal("", "", "edit.no-short-name", word=structure)
    return f"structures/{structure}.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddShift:
    """An arc more in a structure: how a parent's states move the log-odds of a state.

    label, text: of the structure, where it is new. by: by the parent's states.
    """

    structure: str
    node: str
    parent: str
    state: str
    by: Mapping[str, Decimal]
    claim: str = ""
    label: str = ""
    text: str = ""

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the change of the structure, made where it is new."""
        file = file_of(self.structure)
        written = texts.get(file)
        if written is None:
            label = checked_label(self.label or self.structure)
            written = 'format = "collective-resolve/structure"\nversion = 1\n'
            for key, value in (("id", self.structure), ("label", label), ("text", self.text)):
                written = put(written, (key,), value.strip() or label)
        entries = {
            "node": self.node,
            "parent": self.parent,
            "state": self.state,
            "by": dict(self.by),
            "claim": self.claim or None,
        }
        return {**texts, file: add_item(written, "shift", entries)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveChange:
    """One change of a structure taken out; with its last one the structure goes."""

    structure: str
    kind: str
    number: int

    def change(self, texts: Texts) -> Texts:
        """Return the texts without it; raises StudyError where there is no such change."""
        file = file_of(self.structure)
        written = plain(texts, file)
        if self.kind not in KINDS or not 0 <= self.number < len(written.get(self.kind, [])):
            raise refusal(file, "", "edit.no-item", word=f"{self.kind} {self.number}")
        if sum(len(written.get(kind, [])) for kind in (*KINDS, "agent")) == 1:
            return {name: text for name, text in texts.items() if name != file}
        return {**texts, file: drop_item(texts[file], self.kind, self.number)}
