"""What is so of a small study, by summing its joint distribution and trying every strategy."""

from __future__ import annotations

import itertools
from functools import cached_property

import numpy as np

from bayesnet.decisions.problem import DecisionProblem
from bayesnet.inference.query import Network
from bayesnet.study.attributes import utility_terms
from tests.exhaustive import (
    every_strategy,
    function_rule,
    over_all,
    probability_of,
    written_out,
)
from tests.random_studies import option_in

TAKEN = 1e-12


class Truth:
    """Facts about a study, each worked out the long way round."""

    def __init__(self, study):
        self.study = study
        self.diagram = study.diagram
        self.experts = study.priors.experts

    # ------------------------------------------------------------------------------- what if

    def joint(self, structure, scenario, network=None):
        """By world, the weight of every cell of the chance variables, cut and seen as asked."""
        network = network or self.study.network(structure)
        diagram = self.study.structures[structure].diagram
        names = list(diagram.states)
        sizes = [len(diagram.states[name]) for name in names]
        worlds = max(1, *(t.values.shape[-1] for t in network.tables.values()))
        weight = np.ones((*sizes, worlds))
        for name in names:
            if name in scenario.set:
                factor = np.eye(len(diagram.states[name]))[self._at(name, scenario.set)]
                weight = weight * self._spread(names, (name,), factor[:, None])
            elif name in network.tables:
                table = network.tables[name]
                weight = weight * self._spread(names, table.scope, table.values)
            if name in scenario.seen:
                factor = np.eye(len(diagram.states[name]))[self._at(name, scenario.seen)]
                weight = weight * self._spread(names, (name,), factor[:, None])
        return names, weight

    def _at(self, name, states):
        return self.diagram.states[name].index(states[name])

    def _spread(self, names, scope, values):
        order = sorted(range(len(scope)), key=lambda axis: names.index(scope[axis]))
        moved = values.transpose(*order, len(scope))
        shape = iter(moved.shape[:-1])
        return moved.reshape(*(next(shape) if n in scope else 1 for n in names), -1)

    def belief(self, structure, scenario, node, network=None):
        """A node's distribution in every world, (states, worlds); NaN of impossible evidence."""
        names, weight = self.joint(structure, scenario, network)
        axis = names.index(node)
        each = weight.sum(axis=tuple(a for a in range(len(names)) if a != axis))
        with np.errstate(invalid="ignore", divide="ignore"):
            return each / each.sum(axis=0)

    def outcome(self, structure, scenario, outcome, network=None):
        """An outcome's probability in every world; NaN where the evidence is impossible."""
        hit = [self.diagram.states[outcome.node].index(s) for s in outcome.states]
        one = self.belief(structure, scenario, outcome.node, network)[hit].sum(axis=0)
        if network is None:
            one = np.broadcast_to(one, (len(self.study.worlds),))
        return one

    def full(self, scenario_id):
        return self.study.book.full(scenario_id)

    def by_label(self, label):
        """The outcome of a label."""
        return next(o for o in self.diagram.outcomes if o.label == label)

    # ------------------------------------------------------------------------------ decisions

    @cached_property
    def known(self):
        """What the reference has seen, as numbers of states."""
        seen = self.full(self.study.book.reference).seen
        return {name: self._at(name, seen) for name in seen}

    def problem(self, world=0, structure="A", weights=None):
        """The decision problem of one world, written without the solver's help."""
        return self.problem_of(self.study.network(structure).tables, world, structure, weights)

    def problem_of(self, several, world, structure="A", weights=None):
        """The decision problem of one world of some tables."""
        diagram = self.study.structures[structure].diagram
        tables = {
            name: type(t)(scope=t.scope, values=t.values[..., [min(world, t.values.shape[-1] - 1)]])
            for name, t in several.items()
        }
        return DecisionProblem(
            network=Network(sizes=self.study.network(structure).sizes, tables=tables),
            decisions={name: node.informed_by for name, node in diagram.decisions.items()},
            utilities=utility_terms(diagram, weights or diagram.default_weights),
            recall=diagram.recall,
            seen=self.known,
        )

    def terms(self):
        """The terms of the utilities, not weighted."""
        return utility_terms(self.diagram, None)

    def worths(self, world=0, structure="A", only=None):
        """The expected utility of every strategy, or None where there are too many."""
        return every_strategy(self.problem(world, structure), only)

    def best(self, world=0, structure="A"):
        return float(self.worths(world, structure).max())

    def rule(self, decision, text, world=0):
        """The rule that a text says, as ``every_strategy`` takes it."""
        states = self.diagram.states

        def option_of(cell):
            named = {name: states[name][at] for name, at in cell.items()}
            return states[decision].index(option_in(text, named))

        return function_rule(self.problem(world), decision, option_of)

    def without(self, decision, options, world=0):
        """The best expected utility of the strategies that never take one of some options."""
        problem, worth = self.problem(world), self.worths(world)
        at = self.diagram.states[decision]
        kept = [worth[probability_of(problem, decision, at.index(o)) <= TAKEN] for o in options]
        return max((float(one.max()) for one in kept if one.size), default=-np.inf)

    def fixed(self, decision, option, world=0):
        """The best expected utility with one option always taken."""
        return float(self.worths(world, only={decision: self.rule(decision, option)}).max())

    @cached_property
    def scale(self):
        """The size of the utilities, which rounding is a share of."""
        problem = self.problem()
        return sum(float(np.abs(term.values).max()) for term in problem.utilities)

    @property
    def resolution(self):
        return 1e-11 * self.scale

    def decision_of(self, label):
        return next(n for n, node in self.diagram.decisions.items() if node.label == label)

    # ------------------------------------------------- of the plan whose rules are in ``texts``

    texts: dict[str, str]

    @cached_property
    def followed(self):
        """The weight of every cell of the joint when the plan's rules are followed."""
        problem = self.problem()
        weight, utility, _ = written_out(problem)
        rules = [self.rule(decision, text)[0] for decision, text in self.texts.items()]
        return np.prod([weight, *rules], axis=0), utility

    def probability(self, decision, option):
        """How probable it is that the plan takes an option."""
        at = self.diagram.states[decision].index(option)
        sizes = self.problem().network.sizes
        chosen = over_all(self.problem(), (decision,), np.eye(sizes[decision])[at][:, None])
        weight, _ = self.followed
        return float((weight * chosen).sum() / weight.sum())

    def situations(self, decision):
        """Each situation that the plan meets: how probable, and what every other option loses.

        Situations are told apart by what the solver takes for requisite.
        """
        problem = self.problem()
        weight, _ = self.followed
        names = problem.information[decision]
        states = self.diagram.states
        met = []
        for cell in itertools.product(*(range(problem.network.sizes[n]) for n in names)):
            here = np.ones_like(weight)
            for name, at in zip(names, cell, strict=True):
                factor = np.eye(problem.network.sizes[name])[at][:, None]
                here = here * over_all(problem, (name,), factor)
            chance = float((weight * here).sum() / weight.sum())
            if chance <= TAKEN:
                continue
            known = {n: states[n][at] for n, at in zip(names, cell, strict=True)}
            own = option_in(self.texts[decision], {**self.constant, **known})
            losses = [self.deviation(decision, known, o) for o in states[decision] if o != own]
            met.append((chance, losses))
        return met

    @cached_property
    def constant(self):
        """States that a rule's words may name though they are the same in every case."""
        states = self.diagram.states
        return {name: states[name][at] for name, at in self.known.items()}

    def deviation(self, decision, known, option):
        """What another option loses on the whole if it is taken where some states are known.

        Later decisions are decided anew where nothing is forgotten; else all rules stand.
        """
        states = self.diagram.states

        def option_of(cell):
            named = {name: states[name][at] for name, at in cell.items()}
            here = all(named.get(name) == state for name, state in known.items())
            return states[decision].index(
                option if here else option_in(self.texts[decision], named)
            )

        problem = self.problem()
        order = list(self.texts)
        kept = order if problem.recall == "limited" else order[: order.index(decision)]
        only = {name: self.rule(name, self.texts[name]) for name in kept if name != decision}
        only[decision] = function_rule(problem, decision, option_of)
        ordered = {name: only[name] for name in problem.open if name in only}
        return self.best() - float(self.worths(only=ordered).max())
