"""Random decision problems as studies on disk, and what a printed rule says of each situation."""

from __future__ import annotations

import dataclasses
import datetime as dt

from bayesnet.folder.reading import open_study
from bayesnet.inference.query import Network
from bayesnet.interchange.problems import diagram_of
from bayesnet.interchange.study_in import files_of
from tests.strategies import random_problem

TODAY = dt.date(2027, 1, 1)


def plain_problem(seed, recall):
    """A random problem without evidence, decisions made, or what is forbidden: a study's own.

    Every second one has each decision informed by the chance variables just before it.
    """
    whole = random_problem(seed, recall)
    plain = dataclasses.replace(whole, seen={}, made={}, forbidden=())
    if seed % 2:
        return plain
    order = list(plain.network.sizes)
    known = {}
    for decision in plain.decisions:
        before = [n for n in order[: order.index(decision)] if n in plain.network.tables]
        known[decision] = tuple(before[-2:])
    return dataclasses.replace(plain, decisions=known)


def states_of(problem):
    """Names of all states: the variable's own name and a number."""
    return {n: tuple(f"{n}_{i}" for i in range(k)) for n, k in problem.network.sizes.items()}


def study_of(problem, folder, *, name="random"):
    """The problem as the study that a file of another tool would become, written and opened."""
    sizes = problem.network.sizes
    problem = dataclasses.replace(
        problem, network=Network(sizes=sizes, tables=problem.network.tables)
    )
    files, _ = files_of(
        diagram_of(problem, states_of(problem), name=name), source="random.xml", today=TODAY
    )
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (folder / file).write_text(text)
    study, _ = open_study(folder)
    return study


def option_in(text, known):
    """The option that a rule in words takes where some states are known: ``a if x=1, else b``."""
    *conditional, rest = text.replace(", else ", "; ").split("; ")
    for part in conditional:
        option, _, conditions = part.partition(" if ")
        for condition in conditions.split(" or "):
            wanted = dict(pair.split("=") for pair in condition.split(" and "))
            if all(known[name] == state for name, state in wanted.items()):
                return option
    return rest
