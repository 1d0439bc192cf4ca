"""What an edit is: a value that maps a study's texts to its texts, or refuses to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias

from bayesnet.edits.shapes import check_shape, completed
from bayesnet.edits.toml_text import BOM
from bayesnet.errors import StudyError, problem_at
from bayesnet.formats.section import values_of
from bayesnet.messages.facts import Fact

Texts: TypeAlias = Mapping[str, str]
"""The text of each file of a study that people write, by its path inside the study."""
MODEL = "model.toml"
SCENARIOS = "scenarios.toml"
PROPOSITIONS = "propositions.toml"
ELICITATION = "elicitation.toml"
KINDS = ("decision", "chance", "utility")
PARENTS = {"decision": "informed_by", "chance": "parents"}
"""The key that holds the parents of a node; a value has them in its scores."""


class Edit(Protocol):
    """One change of a study."""

    def change(self, texts: Texts) -> Texts:
        """Return the texts with the change made; raises StudyError where it makes no sense."""
        ...


def refusal(file: str, path: str, code: str, /, **facts: Fact) -> StudyError:
    """Return the exception that carries one problem."""
    return StudyError([problem_at(file, path, code, **facts)])


def model_of(texts: Texts) -> dict[str, Any]:
    """Return the plain values of ``model.toml`` with what it implies; raises StudyError."""
    return completed(plain(texts, MODEL))


def plain(texts: Texts, file: str) -> dict[str, Any]:
    """Return the plain values of a file, none where there is no such file.

    Raises StudyError where it is no TOML, or a part of it is of another kind than it has to be.
    """
    try:
        values = values_of(texts.get(file, "").removeprefix(BOM))
    except ValueError as error:
        raise refusal(file, "", "toml.not-toml", error=str(error)) from None
    check_shape(values, file)
    return values


def reference_of(book: Mapping[str, Any]) -> str:
    """Return the scenario that others are compared with, empty where there is none."""
    return str(book.get("reference") or next(iter(book.get("scenario", {})), ""))


def kind_of(model: Mapping[str, Any], name: str) -> str:
    """Return the kind of a node; raises StudyError where there is none of that name."""
    for kind in KINDS:
        if name in model.get(kind, {}):
            return kind
    raise refusal(MODEL, "", "edit.no-node", word=name)


def parents_of(model: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the parents of a node, as they are written."""
    kind = kind_of(model, name)
    node = model[kind][name]
    if kind == "utility" and "scores" in node:
        return tuple(node["scores"])
    return tuple(node.get(PARENTS.get(kind, "parents"), ()))


def states_of(model: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the states of a node, none of a value."""
    return tuple(model[kind_of(model, name)][name].get("states", ()))


def children_of(model: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the nodes that a node is a parent of."""
    every = (other for kind in KINDS for other in model.get(kind, {}))
    return tuple(other for other in every if name in parents_of(model, other))
