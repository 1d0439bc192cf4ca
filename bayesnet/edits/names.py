"""Make the identifiers of nodes and states of the labels that people type."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bayesnet.edits.texts import KINDS, MODEL, refusal

LONGEST = 200
"""Characters of a label."""
_GAP = re.compile(r"\W+")
_LONGEST_NAME = 48


def checked_label(label: str) -> str:
    """Return a label without blanks around it; raises StudyError for one that nobody could read."""
    label = " ".join(label.split())
    if not label:
        raise refusal(MODEL, "", "edit.no-label")
    if len(label) > LONGEST or not label.isprintable():
        raise refusal(MODEL, "", "edit.cannot-be-label", longest=LONGEST)
    return label


def name_of(label: str, taken: Collection[str], front: str) -> str:
    """Return an identifier that nobody has yet. front: what one begins with that has no letter."""
    letters = unicodedata.normalize("NFKC", label).casefold()
    base = _GAP.sub("_", letters).strip("_")[:_LONGEST_NAME].strip("_")
    if not base[:1].isalpha():
        base = f"{front}_{base}".rstrip("_")
    if base == "label":  # a key of its own among the weights
        base = "label_"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def node_names(model: Mapping[str, Any]) -> set[str]:
    """Return the names of all nodes."""
    return {name for kind in KINDS for name in model.get(kind, {})}


def state_names(model: Mapping[str, Any]) -> set[str]:
    """Return the names of all states: no node may be called like one."""
    nodes = (node for kind in KINDS for node in model.get(kind, {}).values())
    return {state for node in nodes for state in node.get("states", ())}


def states_named(
    labels: Sequence[str], known: Mapping[str, str], model: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the names of states: the one it has where a label is known, else a new one."""
    found: list[str] = []
    nodes = node_names(model)
    for label in labels:
        name = known.get(label) or name_of(label, {*nodes, *known.values(), *found}, "s")
        found.append(name)
    return tuple(found)


def written_labels(names: Sequence[str], labels: Sequence[str]) -> list[str] | None:
    """Return the labels as they are to be written, None where the names read as they do."""
    if all(name.replace("_", " ") == label for name, label in zip(names, labels, strict=True)):
        return None
    return list(labels)
