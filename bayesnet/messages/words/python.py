"""Word what is wrong with a call from Python."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "api.cannot-draws-from-seed": Entry(
        "there cannot be {draws:,} draws from the seed {seed}.", "Give whole numbers of at least 0."
    ),
    "api.cannot-hold": Entry("{node}: {what} cannot hold {entry}: {wrong}.", "Rename it."),
    "api.own-parent": Entry("{node}: it is its own parent.", "Take it away."),
    "api.circle": Entry("{node}: its arcs go in a circle: {way}.", "Turn or drop one of them."),
    "api.compared-nothing": Entry(
        "'{scenario}' is compared with nothing.", "Name a scenario to compare with."
    ),
    "api.each-row-probabilities-least-sums": Entry(
        "{node}: each row of probabilities is at least 0 and sums to 1.", "Check the rows."
    ),
    "api.expert-cannot-called": Entry(
        "{node}: an expert cannot be called {expert}: {wrong}.", "Rename."
    ),
    "api.first-argument-study-s-name": Entry(
        "the first argument is the study's name, a text.", "Put it before the nodes."
    ),
    "api.needs-states-names-their-own": Entry(
        "{node}: needs states with names of their own.", "Name each state once."
    ),
    "api.nothing-draws": Entry(
        "nothing is installed that draws.",
        "Install collective-resolve as a whole (pip install, or ./run).",
    ),
    "api.graph-node-lacks": Entry(
        "the node {node} has no {missing}.", "Set what is missing on the node."
    ),
    "api.graph-node-of-no-kind": Entry(
        "the node {node} has the kind {kind}.", "Kinds are chance, decision and value."
    ),
    "api.no-pyagrum": Entry("pyAgrum is not installed.", "pip install pyagrum"),
    "api.no-experts-weighed-each-node": Entry(
        "there are no experts to be weighed: each node has one set of numbers.",
        "Leave weights out.",
    ),
    "api.no-list-names": Entry("{node}: {what} is no list of names.", "Write it in [ ]."),
    "api.no-node": Entry(
        "{node} is no node.", "Give Chance, Decision and Value, one after the other."
    ),
    "api.no-node-states": Entry("{node}: there is no node '{word}' with states;"),
    "api.no-numbers": Entry("{node}: has no numbers.", "Give every expert's, or one set."),
    "api.no-numbers-of-expert": Entry(
        "{node}: has no numbers of {expert}.", "Give every expert's, or one set."
    ),
    "api.no-recall": Entry("there is no recall {recall};"),
    "api.no-such-word": Entry("{what} cannot be {word};"),
    "api.node-cannot-called": Entry("a node cannot be called {name}: {wrong}.", "Rename it."),
    "api.numbers-given-state-mapping-holds": Entry(
        "{node}: its numbers are given by state; a mapping holds them by expert's name.",
        "List them in the order of the states.",
    ),
    "api.numbers-no-table": Entry(
        "{node}: its numbers are no table.", "Nest them in the shape {shape}."
    ),
    "api.numbers-not-all-finite": Entry(
        "{node}: its numbers are not all finite.", "Give a number for each case."
    ),
    "api.numbers-shape-not": Entry(
        "{node}: its numbers have the shape {shape}, not {wanted}.",
        "One level of nesting for each node it is given.",
    ),
    "api.outcome-depends-on-open-decision": Entry(
        "{late} depends on a decision that is open.", "Set the decisions, too."
    ),
    "api.parent-twice": Entry("{node}: '{parent}' is there twice.", "Keep one."),
    "api.two-nodes-name": Entry("{node}: there are two nodes of this name.", "Rename one of them."),
    "api.weights-least-each-not-all": Entry(
        "weights are of {experts}: at least 0 each, not all of them 0.",
        "Give a number for each of them.",
    ),
    "api.name-is-no-text": Entry("names are texts"),
    "api.name-is-empty": Entry("it is empty"),
    "api.name-with-signs": Entry(
        "names are without brackets, commas, double quotes, = and line breaks"
    ),
    "api.name-of-the-pool": Entry("so are the pooled numbers called"),
    "api.no-scenario-named": Entry("no scenario is named.", "Known: {known}."),
    "api.no-scenario-to-name": Entry("no scenario is named.", "Known: none."),
}
