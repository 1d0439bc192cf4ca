"""A node's own panel: what it is called, what it means, its states, what leads to it, its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bayesnet.edits.checked import Draft
from bayesnet.edits.texts import Texts, children_of, kind_of, model_of
from bayesnet.number_words import percent
from bayesnet.study.model import ROLES, InfluenceDiagram, Name
from elicitation.workshop.modelling.grid import MOST_ROWS, Grid, combinations, grid_of, made_grid
from elicitation.workshop.modelling.methods import MethodField, method_fields

SPARE = 1
"""Empty fields for new states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateField:
    """A state as it is typed, and how probable it is: in words and in percent for a bar."""

    name: str
    label: str
    share: str
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcCard:
    """An arc into or out of the node, with its reason as it is written."""

    parent: Name
    child: Name
    other: str
    claim: str
    article: str
    sign: str
    contrary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard:
    """What one parent's states score for a value."""

    parent: Name
    label: str
    scores: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Everything about one node that can be changed.

    kind: chance, decision or utility. lacking: parts of the definition that are still open. grid:
    its table where it has one; typed: whether its cells are. judgements: how many it asks of an
    expert. worth: of a value whose parents do not add up, each case and its number.
    locked: whether answers rest on it.
    """

    name: Name
    kind: str
    label: str
    text: str
    by: str
    settled_by: str
    article: str
    lacking: tuple[str, ...]
    module: str
    role: str
    roles: tuple[tuple[str, str], ...]
    perceiver: str
    resolvable: bool
    settable: bool
    states: tuple[StateField, ...]
    into: tuple[ArcCard, ...]
    out: tuple[ArcCard, ...]
    may_lead_here: tuple[tuple[Name, str], ...]
    method: str
    fields: tuple[MethodField, ...]
    grid: Grid | None
    typed: bool
    scores: tuple[ScoreCard, ...]
    worth: tuple[tuple[str, str], ...]
    judgements: int
    locked: bool


def panel_of(
    draft: Draft,
    texts: Texts,
    name: Name,
    beliefs: Mapping[Name, tuple[float, ...]],
    judgements: int,
    *,
    locked: bool,
) -> Panel | None:
    """Return the panel of a node; None where there is none of that name."""
    diagram, model = draft.diagram, model_of(texts)
    if diagram is None or name not in diagram.nodes:
        return None
    kind = kind_of(model, name)
    node = model[kind][name]
    cpt = node.get("cpt", {})
    parents = diagram.parents[name]
    into = tuple(_arc(diagram, model, parent, name, parent) for parent in parents)
    others = [other for other in diagram.states if other != name and other not in parents]
    return Panel(
        name=name,
        kind=kind,
        label=diagram.labels[name],
        text=str(node.get("definition", "")),
        by=str(node.get("by", "")),
        settled_by=str(node.get("settled_by", "")),
        article=", ".join(map(str, node.get("article", ()))),
        lacking=_lacking(node) if kind != "utility" else (),
        module=str(node.get("module", "")),
        role=str(node.get("role", "mechanism")),
        roles=tuple((role, role.replace("_", " ")) for role in ROLES),
        perceiver=str(node.get("perceiver", "")),
        resolvable=bool(node.get("resolvable", True)),
        settable=bool(node.get("settable", False)),
        states=_states(diagram, name, beliefs.get(name, ())),
        into=into,
        out=tuple(_arc(diagram, model, name, child, child) for child in children_of(model, name)),
        may_lead_here=tuple((other, diagram.labels[other]) for other in others),
        method=str(cpt.get("method", "")),
        fields=method_fields(diagram, name, cpt) if kind == "chance" else (),
        grid=_grid(draft, diagram, name, cpt) if kind == "chance" else None,
        typed=cpt.get("method") == "table",
        scores=_scores(diagram, node) if kind == "utility" else (),
        worth=_worth(diagram, name) if "table" in node else (),
        judgements=judgements,
        locked=locked,
    )


def _lacking(node: Mapping[str, Any]) -> tuple[str, ...]:
    wanted = {"text": "definition", "by": "by", "settled": "settled_by", "source": "article"}
    return tuple(part for part, key in wanted.items() if not node.get(key))


def _states(
    diagram: InfluenceDiagram, name: Name, shares: tuple[float, ...]
) -> tuple[StateField, ...]:
    states = diagram.states.get(name, ())
    return tuple(
        StateField(
            name=state,
            label=diagram.state_label(name, state),
            share=percent(shares[index]) if shares else "",
            width=round(100 * shares[index]) if shares else 0,
        )
        for index, state in enumerate(states)
    )


def _arc(
    diagram: InfluenceDiagram, model: Mapping[str, Any], parent: Name, child: Name, other: Name
) -> ArcCard:
    pair = (parent, child)
    found = (arc for arc in model.get("arc", ()) if (arc.get("from"), arc.get("to")) == pair)
    arc: Mapping[str, Any] = next(found, {})
    return ArcCard(
        parent=parent,
        child=child,
        other=diagram.labels.get(other, other),
        claim=str(arc.get("claim", "")),
        article=", ".join(map(str, arc.get("article", ()))),
        sign=str(arc.get("sign", "")),
        contrary="\n".join(map(str, arc.get("contrary", ()))),
    )


def _grid(
    draft: Draft, diagram: InfluenceDiagram, name: Name, cpt: Mapping[str, Any]
) -> Grid | None:
    if draft.broken:
        return None
    if cpt.get("method") == "table":
        return grid_of(diagram, name, cpt)
    cpd = draft.cpds.get(name)
    return None if cpd is None or cpd.method == "decided" else made_grid(diagram, cpd)


def _worth(diagram: InfluenceDiagram, name: Name) -> tuple[tuple[str, str], ...]:
    """Return what every combination of the parents' states is worth, where they do not add up."""
    node = diagram.utilities[name]
    return tuple(
        (
            ", ".join(map(diagram.state_label, node.parents, when)),
            str(node.table.get(when, "")),
        )
        for when in islice(combinations(diagram, node.parents), MOST_ROWS)
    )


def _scores(diagram: InfluenceDiagram, node: Mapping[str, Any]) -> tuple[ScoreCard, ...]:
    return tuple(
        ScoreCard(
            parent=parent,
            label=diagram.labels.get(parent, parent),
            scores=tuple(
                (state, diagram.state_label(parent, state), str(scores.get(state, "")))
                for state in diagram.states.get(parent, ())
            ),
        )
        for parent, scores in node.get("scores", {}).items()
    )
