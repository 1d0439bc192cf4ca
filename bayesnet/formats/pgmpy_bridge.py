"""Hand one world of a network to pgmpy, take its answers for a second opinion, take its models.

pgmpy is imported inside the functions: its models take seconds to load, and most commands never
need them.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from bayesnet.inference.query import Network, Table
from bayesnet.study.priors import Array

if TYPE_CHECKING:
    from pgmpy.models import DiscreteBayesianNetwork

Model: TypeAlias = "DiscreteBayesianNetwork"


def installed() -> bool:
    """Return whether pgmpy is there, without importing it."""
    return importlib.util.find_spec("pgmpy") is not None


def to_pgmpy(
    network: Network, states: Mapping[str, tuple[str, ...]], *, world: int, set: Mapping[str, int]
) -> Model:
    """Return one world's network as a pgmpy model; nodes that are set lose their parents.

    Every node without a table (a decision) must be among those that are set.
    """
    from pgmpy.factors.discrete import TabularCPD  # noqa: PLC0415
    from pgmpy.models import DiscreteBayesianNetwork  # noqa: PLC0415

    model = DiscreteBayesianNetwork()
    model.add_nodes_from(list(network.sizes))
    cpds = []
    for name, size in network.sizes.items():
        if name in set:
            parents: tuple[str, ...] = ()
            rows = np.eye(size)[:, [set[name]]]
        else:
            table = network.tables[name]
            parents = table.scope[:-1]
            values = table.values[..., min(world, table.values.shape[-1] - 1)]
            rows = values.reshape(-1, size).T
        model.add_edges_from([(parent, name) for parent in parents])
        cpds.append(
            TabularCPD(
                name,
                size,
                rows.tolist(),
                evidence=list(parents),
                evidence_card=[network.sizes[parent] for parent in parents],
                state_names={n: list(states[n]) for n in (name, *parents)},
            )
        )
    model.add_cpds(*cpds)
    return model


def pgmpy_beliefs(
    network: Network,
    states: Mapping[str, tuple[str, ...]],
    *,
    world: int,
    set: Mapping[str, int],
    seen: Mapping[str, int],
) -> Mapping[str, Array]:
    """Return the posterior of every node as pgmpy's variable elimination has it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pgmpy warns of its own deprecations at import
        from pgmpy.inference import VariableElimination  # noqa: PLC0415

        engine = VariableElimination(to_pgmpy(network, states, world=world, set=set))
        evidence = {name: states[name][state] for name, state in seen.items()}
        answers: dict[str, Array] = {}
        for name, size in network.sizes.items():
            if name in seen:
                answers[name] = np.eye(size)[seen[name]]
                continue
            factor = engine.query([name], evidence=evidence, show_progress=False)
            order = [factor.state_names[name].index(state) for state in states[name]]
            answers[name] = np.asarray(factor.values, dtype=np.float64)[order]
    return answers


def from_pgmpy(
    model: Model,
) -> tuple[Network, Mapping[str, tuple[str, ...]]]:
    """Return the tables of a pgmpy model, with one world, and the states of every node.

    Names and states become text. Raises ValueError for a node without a table, and for names that
    are the same as text. Rows are as pgmpy has them: they may sum to 1 only within 0.01.
    """
    names = {name: str(name) for name in model.nodes()}
    if len(set(names.values())) < len(names):
        raise ValueError("two nodes have the same name as text.")
    states: dict[str, tuple[str, ...]] = {}
    tables: dict[str, Table] = {}
    for name, text in names.items():
        cpd = model.get_cpds(name)
        if cpd is None:
            raise ValueError(f"'{text}' has no table; fit the model, or add one.")
        states[text] = tuple(map(str, cpd.state_names[name]))
        parents = tuple(names[parent] for parent in cpd.variables[1:])
        values = np.moveaxis(np.asarray(cpd.values, dtype=np.float64), 0, -1)
        tables[text] = Table(scope=(*parents, text), values=values[..., None])
    sizes = {name: len(those) for name, those in states.items()}
    return Network(sizes=sizes, tables=tables), states
