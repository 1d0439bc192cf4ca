"""Find everything that is wrong with nodes written in Python, before a study is made of them."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

import numpy as np
import numpy.typing as npt

from bayesnet.api.names import is_list, misspelt, repeated
from bayesnet.api.nodes import Chance, Decision, Node, Recall, Value, by_expert
from bayesnet.errors import Problem, StudyError, did_you_mean, unplaced
from bayesnet.graph import find_cycle
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
        yield unplaced(
            "the first argument is the study's name, a text.", "Put it before the nodes."
        )
    if recall not in get_args(Recall):
        yield unplaced(
            f"there is no recall {recall!r};", did_you_mean(str(recall), get_args(Recall))
        )


def _no_nodes(nodes: Sequence[object]) -> Iterator[Problem]:
    """Yield what cannot be read as a node at all: other values, names that are no texts."""
    for node in nodes:
        if not isinstance(node, Node):
            remedy = "Give Chance, Decision and Value, one after the other."
            yield unplaced(f"{reprlib.repr(node)} is no node.", remedy)
            continue
        if wrong := misspelt(node.name):
            yield unplaced(f"a node cannot be called {node.name!r}: {wrong}.", "Rename it.")
        parents = node.knows if isinstance(node, Decision) else node.given
        lists = {"knows" if isinstance(node, Decision) else "given": parents}
        if not isinstance(node, Value):
            lists = {"states": node.states, **lists}
        for what, names in lists.items():
            if not is_list(names):
                yield node_problem(node.name, f"{what} is no list of names.", "Write it in [ ].")
                continue
            for entry in names:
                if wrong := misspelt(entry):
                    yield node_problem(
                        node.name, f"{what} cannot hold {entry!r}: {wrong}.", "Rename it."
                    )


def _misnamed(nodes: Sequence[Node]) -> Iterator[Problem]:
    """Yield what is wrong with names and states, before numbers are looked at."""
    known = [node.name for node in nodes if not isinstance(node, Value)]
    for name in repeated(node.name for node in nodes):
        yield node_problem(name, "there are two nodes of this name.", "Rename one of them.")
    for node in nodes:
        if not isinstance(node, Value) and (not len(node.states) or repeated(node.states)):
            remedy = "Name each state once."
            yield node_problem(node.name, "needs states with names of their own.", remedy)
        parents = node.knows if isinstance(node, Decision) else node.given
        for parent in repeated(parents):
            yield node_problem(node.name, f"'{parent}' is there twice.", "Keep one.")
        for parent in dict.fromkeys(parents):
            if parent not in known:
                message = f"there is no node '{parent}' with states;"
                yield node_problem(node.name, message, did_you_mean(parent, known))


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
                message = "each row of probabilities is at least 0 and sums to 1."
                yield node_problem(node.name, message, "Check the rows.")


def _misattributed(node: Chance) -> Iterator[Problem]:
    """Yield what is wrong with the names of those whose numbers they are."""
    if not isinstance(node.p, Mapping):
        return
    if not node.p:
        yield node_problem(node.name, "has no numbers.", "Give every expert's, or one set.")
    if set(node.p) == set(node.states):
        message = "its numbers are given by state; a mapping holds them by expert's name."
        yield node_problem(node.name, message, "List them in the order of the states.")
    for expert in node.p:
        wrong = misspelt(expert) or ("so are the pooled numbers called" if expert == POOL else "")
        if wrong:
            yield node_problem(
                node.name, f"an expert cannot be called {expert!r}: {wrong}.", "Rename."
            )


def _checked(name: Name, numbers: npt.ArrayLike, shape: tuple[int, ...]) -> Iterator[Problem]:
    try:
        values = np.asarray(numbers, dtype=float)
    except (TypeError, ValueError):
        yield node_problem(name, "its numbers are no table.", f"Nest them in the shape {shape}.")
        return
    if values.shape != shape:
        message = f"its numbers have the shape {values.shape}, not {shape}."
        yield node_problem(name, message, "One level of nesting for each node it is given.")
    elif not np.isfinite(values).all():
        yield node_problem(name, "its numbers are not all finite.", "Give a number for each case.")


def _circular(nodes: Sequence[Node]) -> Iterator[Problem]:
    parents = {n.name: n.knows if isinstance(n, Decision) else n.given for n in nodes}
    for name, own in parents.items():
        if name in own:
            yield node_problem(name, "it is its own parent.", "Take it away.")
            return
    cycle = find_cycle(parents)
    if cycle:
        way = " -> ".join(cycle)
        yield node_problem(
            cycle[0], f"its arcs go in a circle: {way}.", "Turn or drop one of them."
        )


def node_problem(name: Name, message: str, remedy: str) -> Problem:
    """Return a problem of one node."""
    return unplaced(f"{name}: {message}", remedy)
