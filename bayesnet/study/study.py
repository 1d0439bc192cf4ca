"""Bind diagram, structures, scenarios, propositions and priors into what questions are asked of."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from bayesnet.cpds.parameter import Cpd
from bayesnet.inference.query import Network, Table
from bayesnet.study.agents.agent import Agent
from bayesnet.study.agents.questions import agent_parameters
from bayesnet.study.draws import Draws, Picks, expert_of_each
from bayesnet.study.model import InfluenceDiagram, Name
from bayesnet.study.pools import Array, PoolRule
from bayesnet.study.priors import (
    POOL,
    Priors,
    expert_tables,
    expert_weights,
    node_weights,
    unanswered,
    weights_of,
    without,
)
from bayesnet.study.propositions import Proposition
from bayesnet.study.scenario import ScenarioBook
from bayesnet.study.structures import Structure, Tables, informed, tables


@dataclass(frozen=True, kw_only=True)
class Study:
    """All of a study that numbers are computed from.

    structures: by id, the model's own first.
    context: id of the scenario that propositions are asked in; empty if there are none.
    model_sha256: of the bytes of ``model.toml``.
    """

    diagram: InfluenceDiagram
    cpds: Mapping[str, Cpd]
    structures: Mapping[str, Structure]
    book: ScenarioBook
    propositions: tuple[Proposition, ...]
    context: str
    priors: Priors
    model_sha256: str
    _networks: dict[str, Network] = field(default_factory=dict, repr=False, compare=False)

    @property
    def illustrative(self) -> bool:
        """Return whether any number in it is a placeholder."""
        return self.diagram.illustrative or self.priors.illustrative

    @cached_property
    def unanswered(self) -> tuple[Name, ...]:
        """Nodes without numbers: uncertain ones still to be asked, values still to be filled in."""
        bare = (name for name, node in self.diagram.utilities.items() if node.blank)
        return (*unanswered(self.cpds, self.priors), *bare)

    @property
    def several(self) -> bool:
        """Return whether there are experts to agree or to differ: more than one set of numbers."""
        return len(self.priors.experts) > 1

    @property
    def agents(self) -> tuple[Agent, ...]:
        """Return who else decides under some structure; the same one may be in several."""
        return tuple(agent for each in self.structures.values() for agent in each.agents)

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What people call nodes, who else decides, and what these weigh, by name."""
        weighed = {name: value.label for a in self.agents for name, value in a.values.items()}
        return {**weighed, **self.diagram.labels, **{a.id: a.label for a in self.agents}}

    @cached_property
    def worlds(self) -> tuple[str, ...]:
        """Names of the tables' last axis: the pool first, then every expert."""
        return (POOL, *self.priors.experts)

    @cached_property
    def weights(self) -> Array:
        """The experts' weights, summing to 1."""
        return expert_weights(self.priors)

    def without(self, expert: str) -> Study | None:
        """Return the study with one expert left out, the others counting as they did.

        None where nobody would be left who counts.
        """
        rest = without(self.priors, expert)
        return self.with_priors(rest) if rest else None

    def network(self, structure: str) -> Network:
        """Return the chance tables of a structure, worlds on the last axis.

        The structure changes each expert's tables first; the pool is taken of the changed ones.
        """
        if structure not in self._networks:
            base = expert_tables(self.cpds, self.priors)
            changed = tables(self.structures[structure], base)
            seats = np.arange(len(self.priors.experts))
            own = self._decided(structure, _network(self, structure, changed), seats)
            self._networks[structure] = Network(
                sizes=own.sizes,
                tables={
                    name: Table(
                        scope=table.scope, values=self._with_pool(structure, name, table.values)
                    )
                    for name, table in own.tables.items()
                },
            )
        return self._networks[structure]

    def drawn(self, structure: str, draws: Draws) -> Network:
        """Return the chance tables of a structure with the drawn worlds alone on the last axis.

        The structure changes every world's tables; there is no pool in front.
        """
        chosen = self.structures[structure]
        changed = tables(chosen, draws.tables)
        if chosen.agents:
            self.network(structure)  # whose forecasts are kept
        seats = expert_of_each(draws, self.weights, self.weights_on(chosen.agents))
        return self._decided(structure, _network(self, structure, changed), seats)

    def _decided(self, structure: str, network: Network, seats: Picks) -> Network:
        """Return the network with the forecasts of who else decides, each by its world's expert."""
        chosen = self.structures[structure]
        if not chosen.agents:
            return network
        from bayesnet.study.agents.forecast import (  # noqa: PLC0415 - loads the solver
            forecasts,
            same_in_all_worlds,
        )

        known = self._networks.get(structure)
        if known and same_in_all_worlds(chosen.agents, chosen.diagram, network.tables):
            nodes = [name for name, node in chosen.diagram.chance.items() if node.decided_by]
            again = {
                name: Table(
                    scope=known.tables[name].scope,
                    values=known.tables[name].values[..., 1 + seats],
                )
                for name in nodes
            }
            return Network(sizes=network.sizes, tables={**network.tables, **again})
        found = forecasts(chosen.agents, chosen.diagram, network.tables, self.priors.experts, seats)
        return Network(sizes=network.sizes, tables={**network.tables, **found})

    def with_priors(self, priors: Priors) -> Study:
        """Return the same study on other priors."""
        structures = {id_: informed(each, priors) for id_, each in self.structures.items()}
        own = structures[self.diagram.structure]
        return dataclasses.replace(
            self,
            diagram=own.diagram if own.agents else self.diagram,
            priors=priors,
            structures=structures,
            _networks={},
        )

    def weights_on(self, agents: Sequence[Agent]) -> Array:
        """Return what the experts count for on agents, summing to 1: 0 for those not asked."""
        return weights_of([p.key for p in agent_parameters(agents)], self.priors)

    def pooled_by(self, rule: PoolRule) -> Study:
        """Return the same study with the experts pooled by another rule, their weights kept."""
        return self.with_priors(dataclasses.replace(self.priors, rule=rule))

    def pooled(self, name: Name, values: Array) -> Array:
        """Return the pool of experts' tables of a node by the rule of record.

        values: shape (*parents, ..., child, experts); the last axis is dropped.
        """
        weights = node_weights(self.cpds[name], self.priors)
        return self.priors.rule.pool(values, weights)

    def _with_pool(self, structure: str, name: Name, values: Array) -> Array:
        if self.structures[structure].diagram.chance[name].decided_by:
            weights = self.weights_on(self.structures[structure].agents)
            pooled = self.priors.rule.pool(values, weights)
        else:
            pooled = self.pooled(name, values)
        return np.concatenate([pooled[..., None], values], axis=-1)


def _network(study: Study, structure: str, changed: Tables) -> Network:
    return Network(
        sizes=study.structures[structure].diagram.sizes,
        tables={
            name: Table(scope=(*parents, name), values=values)
            for name, (parents, values) in changed.items()
        },
    )
