"""What stands beside the diagram: values, what-ifs, claims, structures, people, the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bayesnet.edits.checked import Draft
from bayesnet.edits.structures import KINDS
from bayesnet.edits.texts import (
    ELICITATION,
    PROPOSITIONS,
    SCENARIOS,
    Texts,
    model_of,
    plain,
    reference_of,
)
from bayesnet.formats.defaults import words
from bayesnet.study.model import InfluenceDiagram, Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry that can be taken out: its id, what it says, and what else is shown of it."""

    id: str
    label: str
    lines: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    structure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The lists of the other tabs, and what their forms offer.

    said: of decisions and uncertain nodes the name, the label, whether it can be set, and name and
    label of every state. events: states of uncertain nodes, as "NODE STATE", with their words.
    """

    about: Mapping[str, str]
    weights: tuple[Item, ...]
    values: tuple[tuple[Name, str], ...]
    outcomes: tuple[Item, ...]
    scenarios: tuple[Item, ...]
    reference: str
    claims: tuple[Item, ...]
    structures: tuple[Item, ...]
    experts: tuple[Item, ...]
    panels: tuple[Item, ...]
    said: tuple[tuple[Name, str, bool, tuple[tuple[str, str], ...]], ...]
    events: tuple[tuple[str, str], ...]

    @property
    def compare_with(self) -> tuple[tuple[str, str], ...]:
        """Return what a new scenario can be compared with."""
        known = ((scenario.id, scenario.label) for scenario in self.scenarios)
        return (("", "the one that others start from"), *known)


def beside_of(draft: Draft, texts: Texts, show: str) -> Beside | None:
    """Return the lists; None for the node's own tab, which shows none of them."""
    diagram = draft.diagram
    if diagram is None or show in ("", "node"):
        return None
    model = model_of(texts)
    plan, book = plain(texts, ELICITATION), plain(texts, SCENARIOS)
    return Beside(
        about={key: str(value) for key, value in model.get("model", {}).items()},
        weights=tuple(
            Item(id=k, label=s.label, values=tuple((u, str(w)) for u, w in s.weights.items()))
            for k, s in diagram.weight_sets.items()
        ),
        values=tuple((name, node.label) for name, node in diagram.utilities.items()),
        outcomes=tuple(_outcome(diagram, outcome) for outcome in model.get("outcome", ())),
        scenarios=tuple(
            _scenario(diagram, id_, entries) for id_, entries in book.get("scenario", {}).items()
        ),
        reference=reference_of(book),
        claims=tuple(
            Item(id=str(c.get("id")), label=str(c.get("text")))
            for c in plain(texts, PROPOSITIONS).get("proposition", ())
        ),
        structures=tuple(_changes(diagram, texts)),
        experts=tuple(
            Item(id=id_, label=str(e.get("label", id_)), lines=tuple(e.get("panels", ())))
            for id_, e in plan.get("expert", {}).items()
        ),
        panels=tuple(
            Item(id=id_, label=str(p.get("label", words(id_))), lines=tuple(p.get("nodes", ())))
            for id_, p in plan.get("panel", {}).items()
        ),
        said=tuple(
            (
                name,
                diagram.labels[name],
                name in diagram.decisions or diagram.chance[name].settable,
                tuple((state, diagram.state_label(name, state)) for state in states),
            )
            for name, states in diagram.states.items()
        ),
        events=tuple(
            (f"{name} {state}", f"{node.label}: {diagram.state_label(name, state)}")
            for name, node in diagram.chance.items()
            for state in node.states
        ),
    )


def _outcome(diagram: InfluenceDiagram, outcome: Mapping[str, Any]) -> Item:
    node = str(outcome.get("node"))
    states = ", ".join(diagram.state_label(node, state) for state in outcome.get("states", ()))
    line = f"{diagram.labels.get(node, node)}: {states}"
    return Item(id=str(outcome["id"]), label=str(outcome.get("label", line)), lines=(line,))


def _scenario(diagram: InfluenceDiagram, id_: str, entries: Mapping[str, Any]) -> Item:
    said = [(w, n, s) for w in ("set", "seen") for n, s in entries.get(w, {}).items()]
    lines = tuple(
        f"{word} {diagram.labels.get(node, node)}: {diagram.state_label(node, state)}"
        for word, node, state in said
    )
    return Item(id=id_, label=str(entries.get("label", words(id_))), lines=lines)


def _changes(diagram: InfluenceDiagram, texts: Texts) -> list[Item]:
    """Return every change of every alternative structure."""
    found = []
    for file in texts:
        if not file.startswith("structures/"):
            continue
        written = plain(texts, file)
        for kind in KINDS:
            for number, change in enumerate(written.get(kind, ())):
                node, parent = change.get("node", ""), change.get("parent", "")
                ends = [diagram.labels.get(name, name) for name in (parent, node) if name]
                found.append(
                    Item(
                        id=str(number),
                        label=" → ".join(ends),
                        lines=(str(change.get("claim", "")),),
                        kind=kind,
                        structure=file.removeprefix("structures/").removesuffix(".toml"),
                    )
                )
    return found
