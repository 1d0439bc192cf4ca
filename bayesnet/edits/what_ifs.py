"""Write scenarios, claims and assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bayesnet.edits.names import checked_label
from bayesnet.edits.texts import (
    MODEL,
    PROPOSITIONS,
    SCENARIOS,
    Texts,
    model_of,
    plain,
    reference_of,
    refusal,
)
from bayesnet.edits.toml_text import add_item, add_table, drop, put, put_all

HEADS = {
    SCENARIOS: 'format = "collective-resolve/scenarios"\nversion = 1\n',
    PROPOSITIONS: 'format = "collective-resolve/propositions"\nversion = 1\n',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetScenario:
    """A what-if: what is set and what is seen, by node.

    scenario_id: of one that is there, or its short name. The first one is the reference.
    """

    scenario_id: str
    label: str
    set: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    compare_with: str = ""
    rest: Mapping[str, object] = field(default_factory=dict)

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the scenario."""
        book = plain(texts, SCENARIOS)
        entries: dict[str, object] = {
            "label": checked_label(self.label),
            "set": dict(self.set) or None,
            "seen": dict(self.seen) or None,
            "compare_with": self.compare_with or None,
            **self.rest,
        }
        text = texts.get(SCENARIOS) or HEADS[SCENARIOS]
        if self.scenario_id in book.get("scenario", {}):
            text = put_all(text, ("scenario", self.scenario_id), entries)
        else:
            if not reference_of(book):
                text = put(text, ("reference",), self.scenario_id)
            text = add_table(text, ("scenario", self.scenario_id), entries)
        return {**texts, SCENARIOS: text}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveScenario:
    """A scenario taken out; the reference only as the last one."""

    scenario_id: str

    def change(self, texts: Texts) -> Texts:
        """Return the texts without it."""
        book = plain(texts, SCENARIOS)
        known = book.get("scenario", {})
        if self.scenario_id not in known:
            raise refusal(SCENARIOS, "", "edit.no-item", word=self.scenario_id)
        if reference_of(book) == self.scenario_id and len(known) > 1:
            raise refusal(SCENARIOS, "", "edit.reference-scenario", name=self.scenario_id)
        if len(known) == 1:
            return {name: text for name, text in texts.items() if name != SCENARIOS}
        return {**texts, SCENARIOS: drop(texts[SCENARIOS], ("scenario", self.scenario_id))}


@dataclass(frozen=True, slots=True, kw_only=True)
class AddClaim:
    """What the source claims of the world, with the checks that say so; as the file writes them."""

    claim_id: str
    text: str
    checks: tuple[Mapping[str, Any], ...]
    article: tuple[str, ...] = ()

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the claim, and the scenario that claims are asked in."""
        written = plain(texts, PROPOSITIONS)
        text = texts.get(PROPOSITIONS) or HEADS[PROPOSITIONS]
        reference = plain(texts, SCENARIOS).get("reference")
        if reference and not written.get("context"):
            text = add_table(text, ("context",), {"scenario": reference})
        known = [item.get("id") for item in written.get("proposition", [])]
        if self.claim_id in known:
            raise refusal(PROPOSITIONS, "", "edit.name-taken", name=self.claim_id)
        entries = {
            "id": self.claim_id,
            "article": list(self.article) or None,
            "text": " ".join(self.text.split()),
            "check": [dict(check) for check in self.checks],
        }
        return {**texts, PROPOSITIONS: add_item(text, "proposition", entries)}


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAssumption:
    """Something that the diagram takes for granted, and the arcs that lean on it."""

    assumption_id: str
    text: str
    arcs: tuple[tuple[str, str], ...]
    status: str
    if_false: str
    structure: str = ""

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the assumption."""
        known = [item.get("id") for item in model_of(texts).get("assumption", [])]
        if self.assumption_id in known:
            raise refusal(MODEL, "", "edit.name-taken", name=self.assumption_id)
        entries = {
            "id": self.assumption_id,
            "text": self.text,
            "arcs": [list(pair) for pair in self.arcs],
            "status": self.status,
            "if_false": self.if_false,
            "structure": self.structure or None,
        }
        return {**texts, MODEL: add_item(texts[MODEL], "assumption", entries)}
