"""Find everything that is wrong with nodes written in Python, before a study is made of them."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

import numpy as np
import numpy.typing as npt

from bayesnet.api.names import is_list, misspelt, repeated
from bayesnet.api.nodes import Chance, Decision, Node, Recall, Value, by_expert
from bayesnet.errors import Problem, StudyError, unplaced
from bayesnet.graph import find_cycle
from bayesnet.messages.facts import Fact, phrase
from bayesnet.messages.remedies import Remedy, did_you_mean
from bayesnet.study.model import Name
from bayesnet.study.priors import POOL

SUM = 1e-6
"""A row of probabilities that misses 1 by no more was rounded, and is scaled."""


def refuse_mistakes(name: str, nodes: Sequence[Node], recall: str) -> None:
    """Raise StudyError with all that is wrong with the first thing that has to be right."""
    for check in (_no_nodes, _misnamed, _misshapen, _circular):
        if problems := [*check(nodes)]:
            raise StudyError(problems)
    if problems := [*_misasked(name, recall)]:
        raise StudyError(problems)


def _misasked(name: object, recall: object) -> Iterator[Problem]:
    """Yield what is wrong with what is said of the study as a whole."""
    if not isinstance(name, str):
        yield unplaced("api.first-argument-study-s-name")
    if recall not in get_args(Recall):
        yield unplaced(
            "api.no-recall", did_you_mean(str(recall), get_args(Recall)), recall=repr(recall)
        )


def _no_nodes(nodes: Sequence[object]) -> Iterator[Problem]:
    """Yield what cannot be read as a node at all: other values, names that are no texts."""
    for node in nodes:
        if not isinstance(node, Node):
            yield unplaced("api.no-node", node=reprlib.repr(node))
            continue
        if wrong := misspelt(node.name):
            yield unplaced("api.node-cannot-called", name=repr(node.name), wrong=wrong)
        parents = node.knows if isinstance(node, Decision) else node.given
        lists = {"knows" if isinstance(node, Decision) else "given": parents}
        if not isinstance(node, Value):
            lists = {"states": node.states, **lists}
        for what, names in lists.items():
            if not is_list(names):
                yield node_problem(node.name, "api.no-list-names", what=what)
                continue
            for entry in names:
                if wrong := misspelt(entry):
                    yield node_problem(
                        node.name, "api.cannot-hold", what=what, entry=repr(entry), wrong=wrong
                    )


def _misnamed(nodes: Sequence[Node]) -> Iterator[Problem]:
    """Yield what is wrong with names and states, before numbers are looked at."""
    known = [node.name for node in nodes if not isinstance(node, Value)]
    for name in repeated(node.name for node in nodes):
        yield node_problem(name, "api.two-nodes-name")
    for node in nodes:
        if not isinstance(node, Value) and (not len(node.states) or repeated(node.states)):
            yield node_problem(node.name, "api.needs-states-names-their-own")
        parents = node.knows if isinstance(node, Decision) else node.given
        for parent in repeated(parents):
            yield node_problem(node.name, "api.parent-twice", parent=parent)
        for parent in dict.fromkeys(parents):
            if parent not in known:
                yield node_problem(
                    node.name, "api.no-node-states", did_you_mean(parent, known), word=parent
                )


def _misshapen(nodes: Sequence[Node]) -> Iterator[Problem]:
    """Yield what is wrong with numbers: their shape, sums of rows, signs."""
    sizes = {node.name: len(node.states) for node in nodes if not isinstance(node, Value)}
    for node in nodes:
        if isinstance(node, Decision):
            continue
        shape = tuple(sizes[parent] for parent in node.given)
        if isinstance(node, Value):
            yield from _checked(node.name, node.u, shape)
            continue
        shape = (*shape, len(node.states))
        if wrong := [*_misattributed(node)]:
            yield from wrong
            continue
        for numbers in by_expert(node.p).values():
            wrong = [*_checked(node.name, numbers, shape)]
            yield from wrong
            if wrong:
                continue
            values = np.asarray(numbers, dtype=float)
            if (values < 0).any() or (np.abs(values.sum(axis=-1) - 1) > SUM).any():
                yield node_problem(node.name, "api.each-row-probabilities-least-sums")


def _misattributed(node: Chance) -> Iterator[Problem]:
    """Yield what is wrong with the names of those whose numbers they are."""
    if not isinstance(node.p, Mapping):
        return
    if not node.p:
        yield node_problem(node.name, "api.no-numbers")
    if set(node.p) == set(node.states):
        yield node_problem(node.name, "api.numbers-given-state-mapping-holds")
    for expert in node.p:
        wrong = misspelt(expert) or (phrase("api.name-of-the-pool") if expert == POOL else None)
        if wrong:
            yield node_problem(
                node.name, "api.expert-cannot-called", expert=repr(expert), wrong=wrong
            )


def _checked(name: Name, numbers: npt.ArrayLike, shape: tuple[int, ...]) -> Iterator[Problem]:
    try:
        values = np.asarray(numbers, dtype=float)
    except (TypeError, ValueError):
        yield node_problem(name, "api.numbers-no-table", shape=str(shape))
        return
    if values.shape != shape:
        yield node_problem(
            name, "api.numbers-shape-not", shape=str(values.shape), wanted=str(shape)
        )
    elif not np.isfinite(values).all():
        yield node_problem(name, "api.numbers-not-all-finite")


def _circular(nodes: Sequence[Node]) -> Iterator[Problem]:
    parents = {n.name: n.knows if isinstance(n, Decision) else n.given for n in nodes}
    for name, own in parents.items():
        if name in own:
            yield node_problem(name, "api.own-parent")
            return
    cycle = find_cycle(parents)
    if cycle:
        yield node_problem(cycle[0], "api.circle", way=" -> ".join(cycle))


def node_problem(name: Name, code: str, /, *remedies: Remedy, **facts: Fact) -> Problem:
    """Return a problem of one node."""
    return unplaced(code, *remedies, node=name, **facts)
