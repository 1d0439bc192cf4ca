"""Published decision problems, read from ``oracles``."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.inference.query import Network, Table

ORACLES = Path(__file__).parent / "oracles"


def states_of(name):
    """The names of every variable's states."""
    document = json.loads((ORACLES / f"{name}.json").read_text("utf-8"))
    return {n["name"]: tuple(n["states"]) for n in document["nodes"] if n["kind"] != "utility"}


def problem_of(name):
    """The problem of that name; of limited memory where the name ends so."""
    document = json.loads((ORACLES / f"{name}.json").read_text("utf-8"))
    sizes, tables, decisions, utilities = {}, {}, {}, []
    for node in document["nodes"]:
        scope = tuple(node["parents"])
        if node["kind"] != "utility":
            sizes[node["name"]] = len(node["states"])
        if node["kind"] == "decision":
            decisions[node["name"]] = scope
            continue
        values = np.array(node["table"], float)[..., None]
        if node["kind"] == "chance":
            tables[node["name"]] = Table(scope=(*scope, node["name"]), values=values)
        else:
            utilities.append(UtilityTerm(name=node["name"], scope=scope, values=values))
    return DecisionProblem(
        network=Network(sizes=sizes, tables=tables),
        decisions=decisions,
        utilities=tuple(utilities),
        recall="limited" if name.endswith("limid") else "perfect",
    )
