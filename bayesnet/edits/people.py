"""Write who is asked: experts, and the panels whose nodes they answer."""

from __future__ import annotations

from dataclasses import dataclass

from bayesnet.edits.names import checked_label, name_of
from bayesnet.edits.structures import ID
from bayesnet.edits.texts import ELICITATION, Texts, plain, refusal
from bayesnet.edits.toml_text import add_table, drop, put_all


@dataclass(frozen=True, slots=True, kw_only=True)
class SetExpert:
    """An expert by pseudonym, and the panels that one sits on; none for all questions."""

    expert: str
    label: str = ""
    panels: tuple[str, ...] = ()

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the expert."""
        if not ID.fullmatch(self.expert):
            raise refusal(ELICITATION, "", "edit.no-short-name", word=self.expert)
        entries: dict[str, object] = {
            "label": checked_label(self.label) if self.label else None,
            "panels": list(self.panels) or None,
        }
        return _set(texts, "expert", self.expert, entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPanel:
    """A panel and the nodes that it is asked about. panel: its id, empty for a new one."""

    label: str
    nodes: tuple[str, ...]
    panel: str = ""

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the panel."""
        label = checked_label(self.label)
        known = plain(texts, ELICITATION).get("panel", {})
        panel = self.panel or name_of(label, known, "panel")
        return _set(texts, "panel", panel, {"label": label, "nodes": list(self.nodes)})


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePerson:
    """An expert or a panel taken out of the plan."""

    kind: str
    name: str

    def change(self, texts: Texts) -> Texts:
        """Return the texts without; raises StudyError where there is none of that name."""
        if self.kind not in ("expert", "panel") or self.name not in plain(texts, ELICITATION).get(
            self.kind, {}
        ):
            raise refusal(ELICITATION, "", "edit.no-item", word=self.name)
        return {**texts, ELICITATION: drop(texts[ELICITATION], (self.kind, self.name))}


def _set(texts: Texts, kind: str, name: str, entries: dict[str, object]) -> Texts:
    written = plain(texts, ELICITATION)
    text = texts.get(ELICITATION, 'format = "collective-resolve/elicitation"\nversion = 1\n')
    if name in written.get(kind, {}):
        text = put_all(text, (kind, name), entries)
    else:
        text = add_table(text, (kind, name), entries)
    return {**texts, ELICITATION: text}
