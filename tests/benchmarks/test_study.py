"""Ten thousand worlds of the study: two scenarios, all outcomes, and the best plan of each world.

pyAgrum does the same for a hundred of those worlds: it fills in each world's tables, asks both
scenarios and solves the diagram.
"""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from bayesnet.answers.recommend import decision_problem
from bayesnet.decisions.solve import solve
from bayesnet.folder.reading import open_study
from bayesnet.inference.circuit import Circuit
from bayesnet.inference.query import Network, Table
from bayesnet.study.draws import draw
from bayesnet.study.view import StudyView
from tests.benchmarks.measuring import asked, digits, paired, processed, show
from tests.benchmarks.test_decisions import fill, pyagrums, solved_by_pyagrum
from tests.conftest import SHIPPED

DRAWS, THEIRS = 10_000, 100
SECONDS = 2.0


class Ours:
    """The whole question, from the experts' priors to differences and plans."""

    def __init__(self, study):
        self.study = study
        self.diagram = study.diagram
        self.sets = [self.states_set(study.book.full(name)) for name in ("S6", "S0")]

    def states_set(self, scenario):
        return {n: self.diagram.states[n].index(s) for n, s in scenario.set.items()}

    def open_decisions(self, network):
        """The network in which a decision nobody has set is a coin: both scenarios set them all."""
        sizes = network.sizes
        coins = {
            name: Table(scope=(name,), values=np.full((sizes[name], 1), 1 / sizes[name]))
            for name in self.diagram.decisions
        }
        return Network(sizes=sizes, tables={**network.tables, **coins})

    def outcomes(self, marginals):
        return np.array(
            [
                sum(marginals[o.node][self.diagram.states[o.node].index(s)] for s in o.states)
                for o in self.diagram.outcomes
            ]
        )

    def answer(self):
        network = self.study.drawn("A", draw(self.study.cpds, self.study.priors, DRAWS, 1))
        circuit = Circuit(self.open_decisions(network))
        now, then = (
            self.outcomes(circuit.posteriors(set=chosen, derivatives=False).marginals)
            for chosen in self.sets
        )
        problem = decision_problem(StudyView(self.study, "A", self.diagram.default_weights, {}))
        self.problem = dataclasses.replace(problem, network=network)
        solution = solve(self.problem)
        return now - then, solution.expected_utility, solution.strategy


class Theirs:
    """The same with pyAgrum, world by world."""

    def __init__(self, gum, ours):
        self.gum, self.ours, self.problem = gum, ours, ours.problem
        self.diagram = pyagrums(gum, numbered(ours.problem.world(0)))
        self.networks = [self.scenario(chosen) for chosen in ours.sets]

    def scenario(self, chosen):
        """A network per scenario: what is set has lost its parents."""
        network = self.ours.open_decisions(self.problem.network)
        theirs = self.gum.BayesNet()
        for name, size in network.sizes.items():
            theirs.add(self.gum.RangeVariable(name, name, 0, size - 1))
        for name, table in network.tables.items():
            for parent in table.scope[:-1] if name not in chosen else ():
                theirs.addArc(parent, name)
        for name, state in chosen.items():
            fill(theirs.cpt(name), (name,), np.eye(network.sizes[name])[state][:, None])
        return theirs, chosen

    def answer(self):
        rows = []
        for world in range(THEIRS):
            one = self.problem.world(world)
            found = []
            for network, chosen in self.networks:
                for name, table in self.ours.open_decisions(one.network).tables.items():
                    if name not in chosen:
                        put(network.cpt(name), table.values)
                engine = self.gum.LazyPropagation(network)
                engine.makeInference()
                marginals = {n: engine.posterior(n).toarray() for n in one.network.sizes}
                found.append(self.ours.outcomes(marginals))
            for name, table in one.network.tables.items():
                put(self.diagram.cpt(name), table.values)
            meu, _ = solved_by_pyagrum(self.gum, self.diagram, one)
            rows.append((found[0] - found[1], meu))
        return rows


def put(tensor, values):
    """Fill a table at once: the child's states run fastest, then those of the first parent."""
    tensor.fillWith(np.moveaxis(values[..., 0], -1, 0).ravel("F").tolist())


def numbered(problem):
    """The problem with a name of its own for every utility: pyAgrum asks for that."""
    terms = tuple(
        dataclasses.replace(term, name=f"{term.name} {i}")
        for i, term in enumerate(problem.utilities)
    )
    return dataclasses.replace(problem, utilities=terms)


def test_ten_thousand_worlds_are_answered_within_two_seconds(request):
    asked(request)
    gum = pytest.importorskip("pyagrum", exc_type=ImportError)
    study, _ = open_study(SHIPPED)
    ours = Ours(study)
    differences, utilities, _ = ours.answer()
    theirs = Theirs(gum, ours)
    for world, (expected, meu) in enumerate(theirs.answer()):
        np.testing.assert_allclose(differences[:, world], expected, rtol=0, atol=1e-10)
        assert utilities[world] == pytest.approx(meu, rel=1e-9)
    their, our, ratio = paired(5, lambda: processed(theirs.answer), lambda: processed(ours.answer))
    header = ["worlds", "pyAgrum s for 100", "ours s for 10,000", "times faster a world"]
    row = [f"{DRAWS:,}", digits(their), digits(our), digits(ratio * DRAWS / THEIRS)]
    show(request, "The study: two scenarios, all outcomes, differences, best plans", header, [row])
    assert our < SECONDS
