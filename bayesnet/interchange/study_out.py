"""Make a diagram of a study, with the numbers of the pool or of one expert."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from bayesnet.cpds.noisy_max import NoisyMax, leak_key, link_key
from bayesnet.errors import Problem
from bayesnet.formats.layout_json import VIEWS, Kept
from bayesnet.graph import in_causal_order
from bayesnet.interchange.diagram import (
    Array,
    Chance,
    Decision,
    Diagram,
    Name,
    Node,
    NoisyLinks,
    State,
    Utility,
    WeightedSum,
)
from bayesnet.interchange.losses import Losses, note
from bayesnet.interchange.names import study_name
from bayesnet.messages.facts import items
from bayesnet.study.attributes import value_tables
from bayesnet.study.model import ChanceNode, DecisionNode, Definition, InfluenceDiagram, UtilityNode
from bayesnet.study.priors import POOL, best_values, judgements_on
from bayesnet.study.structures import Structure
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView

TOTAL = "total_value"
BY = "By "
SETTLED = "Settled by: "
ILLUSTRATIVE = "ILLUSTRATIVE."
"""What a line of the comment begins with that says that no number is anybody's judgement."""


def diagram_of_study(view: StudyView, world: str = POOL) -> tuple[Diagram, Losses]:
    """Return the diagram in one world, and all that it leaves of the study.

    world: the pool, or an expert's id. What is known is none of the diagram's.
    """
    study, chosen, model = view.study, view.drawing, view.diagram
    tables = view.network.tables
    index = study.worlds.index(world)
    nodes: dict[Name, Node] = {}
    for name in _order(model):
        if name in model.decisions:
            decision = model.decisions[name]
            nodes[name] = Decision(
                name=name,
                states=decision.states,
                informed_by=decision.informed_by,
                label=_label(decision.label, name),
                comment=comment_of(decision.definition),
            )
            continue
        table = tables[name]
        chance = model.chance[name]
        nodes[name] = Chance(
            name=name,
            states=chance.states,
            parents=table.scope[:-1],
            table=table.values[..., min(index, table.values.shape[-1] - 1)],
            noisy=_noisy(study, chosen, name, index),
            label=_label(chance.label, name),
            comment=comment_of(chance.definition),
            blank=name in study.unanswered,
        )
    nodes |= _values(model, view.weights)
    comment = model.question
    if study.illustrative:
        comment = f"{comment}\n{ILLUSTRATIVE} {model.notice}".rstrip()
    diagram = Diagram(name=model.title, nodes=nodes, recall=model.recall, comment=comment)
    return diagram, tuple(_left(study, chosen, world, view.weights))


def with_places(diagram: Diagram, kept: Kept) -> Diagram:
    """Return the diagram with its nodes where the study keeps them, in the first view that does."""
    centres = next((kept[view] for view in (*VIEWS, *kept) if view in kept), {})
    nodes = {
        name: dataclasses.replace(node, position=centres.get(name))
        for name, node in diagram.nodes.items()
    }
    return dataclasses.replace(diagram, nodes=nodes)


def with_original_names(diagram: Diagram, model: InfluenceDiagram, *, labels: bool) -> Diagram:
    """Return the diagram with the names that its labels keep, as it came in.

    States are called by their labels, where the model gives them any. A node is called by its
    label only where the format has no labels (``labels`` is false) and its name was made of it.
    """
    new = {name: name for name in diagram.nodes}
    if not labels:
        made = {n: node.label for n, node in diagram.nodes.items() if study_name(node.label) == n}
        renamed = new | made
        new = renamed if len(set(renamed.values())) == len(new) else new

    def state(name: Name, text: State) -> State:
        return model.state_labels.get(name, {}).get(text, text)

    nodes: dict[Name, Node] = {}
    for name, node in diagram.nodes.items():
        kept = "" if new[name] == node.label else node.label
        changed: Node
        match node:
            case Decision():
                known = tuple(new[parent] for parent in node.informed_by)
                states = tuple(state(name, text) for text in node.states)
                changed = dataclasses.replace(node, states=states, informed_by=known)
            case WeightedSum():
                weights = {new[part]: weight for part, weight in node.weights.items()}
                changed = dataclasses.replace(node, weights=weights)
            case Utility():
                parents = tuple(new[parent] for parent in node.parents)
                changed = dataclasses.replace(node, parents=parents)
            case Chance():
                noisy = node.noisy
                if noisy is not None:
                    links = {(new[p], state(p, s)): row for (p, s), row in noisy.links.items()}
                    noisy = dataclasses.replace(noisy, links=links)
                changed = dataclasses.replace(
                    node,
                    states=tuple(state(name, text) for text in node.states),
                    parents=tuple(new[parent] for parent in node.parents),
                    noisy=noisy,
                )
        nodes[new[name]] = dataclasses.replace(changed, name=new[name], label=kept)
    return dataclasses.replace(diagram, nodes=nodes)


def _label(label: str, name: Name) -> str:
    return "" if label == name else label


def comment_of(definition: Definition) -> str:
    """Return what a node means as one text; ``study_in`` reads it back."""
    lines = [definition.text]
    if definition.by:
        lines.append(f"{BY}{definition.by.isoformat()}.")
    if definition.settled_by:
        lines.append(f"{SETTLED}{definition.settled_by}")
    return "\n".join(line for line in lines if line)


def _order(model: InfluenceDiagram) -> tuple[Name, ...]:
    """Return decisions and chance nodes, parents first, decisions in time order."""
    parents = {name: model.parents[name] for name in (*model.decisions, *model.chance)}
    for before, after in pairwise(model.decisions):
        parents[after] = (*parents[after], before)
    return in_causal_order(parents)


def _noisy(study: Study, structure: Structure, name: Name, index: int) -> NoisyLinks | None:
    """Return the links, where one set of numbers stands behind a table and no change of it."""
    cpd = structure.cpds[name]
    changed = any(adjustment.node == name for adjustment in structure.adjustments)
    if not isinstance(cpd, NoisyMax) or changed or (index == 0 and len(study.worlds) > 2):  # noqa: PLR2004 - the pool and one expert
        return None
    expert = max(0, index - 1)

    def row(key: str) -> Array:
        answer = best_values(judgements_on(cpd, key, study.priors))[:, expert]
        return np.asarray(answer / answer.sum())

    leak = row(leak_key(name))
    links = {}
    for link in cpd.links:
        answer = row(link_key(name, *link))
        if cpd.wording == "henrion":
            ratio = np.cumsum(answer) / np.where(np.cumsum(leak) > 0, np.cumsum(leak), 1)
            answer = np.diff(np.minimum(ratio, 1.0), prepend=0.0)
        links[link] = tuple(answer.tolist())
    return NoisyLinks(links=links, leak=tuple(leak.tolist()))


def _values(model: InfluenceDiagram, weights: str) -> dict[Name, Node]:
    """Return the attributes as tables over their parents, and their weighted sum."""
    nodes: dict[Name, Node] = {}
    for name, node in model.utilities.items():
        nodes[name] = Utility(
            name=name,
            parents=node.parents,
            values=_whole_table(model, node),
            label=_label(node.label, name),
            comment=comment_of(node.definition),
            blank=node.blank,
        )
    shares = {n: float(w) for n, w in model.weight_sets[weights].weights.items()} if nodes else {}
    if any(share != 1 for share in shares.values()):
        total = TOTAL
        while total in model.nodes:
            total += "_"
        label = model.weight_sets[weights].label
        nodes[total] = WeightedSum(name=total, weights=shares, label=label)
    return nodes


def _whole_table(model: InfluenceDiagram, node: UtilityNode) -> Array:
    values = np.zeros([model.sizes[parent] for parent in node.parents])
    for scope, table in value_tables(model, node):
        shape = [model.sizes[p] if p in scope else 1 for p in node.parents]
        values = values + table.reshape(shape)
    return values


def _left(study: Study, structure: Structure, world: str, weights: str) -> Iterator[Problem]:
    """Yield a note for each kind of thing that only a study holds, naming all of it."""
    model = structure.diagram
    experts = study.priors.experts
    if world == POOL and len(experts) > 1:
        yield note("file.tables-pool-own-left-out", experts=items(experts))
    elif world != POOL and len(experts) > 1:
        others = [expert for expert in experts if expert != world]
        yield note("file.tables-those-left-out", world=world, others=items([POOL, *others]))
    asked = [n for n, cpd in structure.cpds.items() if cpd.method not in ("table", "noisy_max")]
    if asked:
        yield note("file.only-tables-written-these-methods", asked=items(asked))
    wordings = [
        name
        for name, cpd in structure.cpds.items()
        if isinstance(cpd, NoisyMax) and cpd.wording == "henrion"
    ]
    if wordings:
        yield note("file.links-those-diez-wording-lost", wordings=items(wordings))
    adding = [name for name, node in model.utilities.items() if len(node.scores) > 1]
    if adding:
        yield note("file.scores-add-up-written-table", adding=items(adding))
    kinds = {
        "claims and sources of the arcs": [f"{a.parent} -> {a.child}" for a in model.arcs],
        "assumptions": [assumption.id for assumption in model.assumptions],
        "outcomes": [outcome.id for outcome in model.outcomes],
        "other weight sets": [name for name in model.weight_sets if name != weights],
        "other structures": [name for name in study.structures if name != structure.id],
        "scenarios": list(study.book.scenarios),
        "propositions": [proposition.id for proposition in study.propositions],
        "modules": sorted({n.module for n in _placed(model) if n.module}),
    }
    for kind, names in kinds.items():
        if names:
            yield note("file.no-format-another-tool-holds", kind=kind, names=items(names))


def _placed(model: InfluenceDiagram) -> list[ChanceNode | DecisionNode]:
    return [*model.chance.values(), *model.decisions.values()]


def _all(names: Iterable[str]) -> str:
    return ", ".join(names)
