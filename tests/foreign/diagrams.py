"""Diagrams to be written and read: published ones, and random ones with ugly names."""

from __future__ import annotations

import dataclasses
from itertools import count

import numpy as np

from bayesnet.cpds.parameter import Domain
from bayesnet.decisions.problem import DecisionProblem, UtilityTerm
from bayesnet.decisions.solve import solve
from bayesnet.inference.query import Network, Table, posteriors
from bayesnet.interchange.assembly import noisy_table
from bayesnet.interchange.diagram import Chance, NoisyLinks, Utility, WeightedSum
from bayesnet.interchange.problems import diagram_of, network_of, problem_of
from tests.bayesnet.test_decisions import PUBLISHED
from tests.published import problem_of as published_problem
from tests.published import states_of
from tests.strategies import random_network, random_problem

PROBLEMS = (*PUBLISHED, "pig_breeding_limid")
UGLY = (
    "Rain, heavy",
    'a "quoted" word',
    "50 % < half & more",
    "Übermut größer",
    "한글 이름",
    "x" * 60 + " " + "ü" * 39,
    "it's; {curly} [square] (round)",
    "node",
    "9 lives",
    "a|b\\c/d",
    "_u20_",
    "// no comment /* at all */ %",
    "id_5",
    "naïve=true",
)


def published(name):
    """A published problem as a diagram."""
    return diagram_of(published_problem(name), states_of(name), name=name)


def renamed(diagram, seed):
    """The diagram with ugly names for nodes and states, ugly labels and comments, positions."""
    rng = np.random.default_rng(seed)
    number = count()

    def ugly():
        base = UGLY[rng.integers(len(UGLY))]
        return f"{base[:96]} {next(number)}"

    new = {name: ugly() for name in diagram.nodes}
    nodes = {}
    for name, node in diagram.nodes.items():
        changed = {"name": new[name]}
        if name in diagram.states:
            changed["states"] = tuple(ugly() for _ in node.states)
        if name in diagram.decisions:
            changed["informed_by"] = tuple(new[parent] for parent in node.informed_by)
        elif name in diagram.sums:
            changed["weights"] = {new[part]: w for part, w in node.weights.items()}
        else:
            changed["parents"] = tuple(new[parent] for parent in node.parents)
        if rng.random() < 0.5:
            changed["comment"] = f"{ugly()}\n{ugly()}"
            changed["label"] = ugly()
        changed["position"] = tuple(rng.integers(0, 900, size=2) / 2)
        nodes[new[name]] = dataclasses.replace(node, **changed)
    return dataclasses.replace(diagram, nodes=nodes, name=ugly(), comment=ugly())


def random_diagram(seed, recall):
    """A random decision problem as a diagram with ugly names; what no diagram can say left out."""
    whole = random_problem(seed, recall)
    problem = dataclasses.replace(whole, seen={}, made={}, forbidden=())
    states = {name: tuple(f"s{i}" for i in range(n)) for name, n in problem.network.sizes.items()}
    return renamed(diagram_of(problem, states, name=f"random {seed}"), seed)


def random_chance_diagram(seed):
    """A random network as a diagram with ugly names."""
    network = random_network(seed, worlds=1)
    states = {name: tuple(f"s{i}" for i in range(n)) for name, n in network.sizes.items()}
    problem = DecisionProblem(network=network, decisions={}, utilities=(), recall="perfect")
    return renamed(diagram_of(problem, states, name=f"random {seed}"), seed)


def with_noisy_and_weights():
    """A diagram with a noisy-MAX that a utility depends on, and weights of values."""
    rng = np.random.default_rng(3)
    sizes = {"a": 3, "b": 2, "d": 2, "y": 3}
    states = {name: tuple(f"{name}{i}" for i in range(n)) for name, n in sizes.items()}
    links = {
        ("a", "a1"): (0.5, 0.3, 0.2),
        ("a", "a2"): (0.1, 0.2, 0.7),
        ("b", "b0"): (0.4, 0.4, 0.2),
        ("d", "d1"): (0.7, 0.2, 0.1),
    }
    noisy = NoisyLinks(links=links, leak=(0.9, 0.08, 0.02))
    parents = ("a", "b", "d")
    domain = Domain(child="y", states=states["y"], parents=tuple((p, states[p]) for p in parents))
    network = Network(
        sizes=sizes,
        tables={
            "a": Table(scope=("a",), values=rng.dirichlet(np.ones(3))[:, None]),
            "b": Table(scope=("a", "b"), values=rng.dirichlet(np.ones(2), size=3)[..., None]),
            "y": Table(scope=(*parents, "y"), values=noisy_table(domain, noisy)[..., None]),
        },
    )
    problem = DecisionProblem(
        network=network,
        decisions={"d": ("b",)},
        utilities=(UtilityTerm(name="cost", scope=("d",), values=np.array([[10.0], [4.5]])),),
        recall="perfect",
    )
    diagram = diagram_of(problem, states, name="noisy and weighted")
    nodes = dict(diagram.nodes)
    assert isinstance(nodes["y"], Chance)
    nodes["y"] = dataclasses.replace(nodes["y"], noisy=noisy)
    nodes["harm"] = Utility(name="harm", parents=("y",), values=np.array([30.0, 10.0, -20.0]))
    nodes["part"] = WeightedSum(name="part", weights={"cost": 2.0, "harm": 0.25})
    nodes["whole"] = WeightedSum(name="whole", weights={"part": 0.5})
    return dataclasses.replace(diagram, nodes=nodes)


def assert_same(one, other, rename=None, tolerance=1e-9):
    """Same posteriors given each decision rule left open, same expected utility, same strategy."""
    rename = rename or {}
    assert {rename.get(n, n): set(s) for n, s in one.states.items()} == {
        n: set(s) for n, s in other.states.items()
    }
    assert one.recall == other.recall or len(one.decisions) < 2
    mine, theirs = answers(one), answers(other)
    assert mine[0] == [] or abs(mine[0][0] - theirs[0][0]) <= tolerance * max(1, abs(mine[0][0]))
    for name, beliefs in mine[1].items():
        for state, belief in beliefs.items():
            assert abs(theirs[1][rename.get(name, name)][state] - belief) <= tolerance


def answers(diagram):
    """The expected utility of the best strategy, and all posteriors when it is followed."""
    problem = problem_of(diagram)
    network, total = network_of(diagram), []
    if diagram.decisions:
        solution = solve(problem)
        total = solution.expected_utility.tolist()
        network = solution.strategy.applied_to(network)
    marginals = posteriors(network).marginals
    return total, {
        name: dict(zip(states, marginals[name][:, 0].tolist(), strict=True))
        for name, states in diagram.states.items()
    }


def rename_all(diagram):
    """The diagram with plain names for nodes and states, and nothing beside them."""
    new = {name: f"n{index}" for index, name in enumerate(diagram.nodes)}
    nodes = {
        new[name]: Chance(
            name=new[name],
            states=tuple(f"s{index}" for index in range(len(node.states))),
            parents=tuple(new[parent] for parent in node.parents),
            table=node.table,
        )
        for name, node in diagram.chance.items()
    }
    return dataclasses.replace(diagram, nodes=nodes, name="plain", comment="")
