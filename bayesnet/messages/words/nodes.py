"""Word what is wrong with the nodes of model.toml."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "model.label-empty": Entry("a label is empty.", "Write what a person reads."),
    "model.labels-states": Entry(
        "{label_count} labels for {state_count} states.", "Give one to each, in their order."
    ),
    "model.node-needs-least-two-states": Entry(
        "a node needs at least two states.", "Add the alternative."
    ),
    "model.node-without-states": Entry("a node needs at least two states.", "List them."),
    "model.not-grade": Entry(
        "{grade} is not a grade.", "Grades go from 0 (a guess) to {best_grade} (well founded)."
    ),
    "model.not-weight-from": Entry("{weight} is not a weight from 0 to 1.", "Weights sum to 1."),
    "model.state-no-name": Entry("a state has no name.", "Name it or take it away."),
    "model.state-times": Entry("state '{state}' is there {count} times.", "Name it once."),
    "model.two-states-same-label": Entry("two states have the same label.", "Tell them apart."),
    "model.value-scores-table": Entry("this value has scores and a table.", "Keep one of the two."),
    "model.value-twice": Entry("the value for {when} is there twice.", "Keep one."),
    "model.weights-sum-not": Entry("the weights sum to {total}, not 1.", "Scale them."),
    "model.model-no-uncertain-node-no": Entry(
        "the model has no uncertain node and no decision.",
        "Add a [chance.NAME] or a [decision.NAME] table.",
    ),
    "model.cycle": Entry(
        "Cycle: {cycle}.",
        "Drop one arc, or split a node into its start and its end of the horizon (for example {start}_end).",
    ),
    "model.no-node": Entry("no node '{word}';"),
    "model.no-score": Entry("no score for {missing}.", "Score every state."),
    "model.no-weight-set": Entry("no weight set '{word}';"),
    "model.horizon-ends-before-begins": Entry(
        "the horizon ends before it begins.", "Put it after as_of."
    ),
    "model.nodes-no-definition-all": Entry(
        "{bare_count} nodes have no definition at all: {bare}.",
        "A reader could not say whether they happened. Define them.",
    ),
    "model.nodes-called": Entry("{count} nodes are called '{name}'.", "Give each its own name."),
    "model.cannot-node-s-name": Entry(
        "'{name}' cannot be a node's name.",
        "Use letters, digits and _ for the name, and the label for the rest.",
    ),
    "model.own-parent": Entry("'{name}' is its own parent.", "Take it away."),
    "model.value-depends-nothing": Entry(
        "this value depends on nothing.", "Score a node's states."
    ),
    "model.no-case": Entry("there is no case {when}.", "Name one state each of {order}."),
    "model.no-state": Entry("no state '{word}';"),
    "model.described-arc-is-not-drawn": Entry(
        "the model has no arc {parent} -> {child}.",
        "Add it to the parents of {child}, or take the note away.",
    ),
    "model.described-times": Entry(
        "{parent} -> {child} is described {count} times.", "Merge the notes."
    ),
    "model.no-claim-no-source": Entry(
        "{parent} -> {child} has no claim and no source.",
        "Add an [[arc]] with the claim and its source.",
    ),
    "model.outcomes-called": Entry("{ids} outcomes are called '{name}'.", "Rename one."),
    "model.outcome-certain": Entry("this outcome is certain.", "Name some of the states, not all."),
    "model.definition-incomplete": Entry(
        "no {lacking}.", "A reader could not say whether it happened. Add what is missing."
    ),
    "model.definitions-incomplete": Entry(
        "no {lacking} of {names}.", "A reader could not say what happened. Add what is missing."
    ),
    "model.lies-outside-horizon": Entry("{by} lies outside the horizon.", "Move it inside."),
    "model.cannot-state-s-name": Entry(
        "'{state}' cannot be a state's name.",
        "Leave out brackets, commas, quotes, = and line breaks.",
    ),
    "model.value-nothing-can-depend": Entry(
        "'{parent}' is a value; nothing can depend on it.", "Take it away."
    ),
    "model.assumed-arc-is-not-drawn": Entry(
        "the model has no arc {parent} -> {child}.", "Name an arc that is drawn."
    ),
    "model.no-utility": Entry("no utility '{word}';"),
    "model.no-weight": Entry("no weight for '{utility}'.", "Write 0 if it counts for nothing."),
    "model.parent-twice": Entry("parent '{parent}' is there twice.", "Keep one."),
    "model.state-called-like-its-node": Entry(
        "state '{state}' is called like this node.", "Rename the state."
    ),
    "model.state-called-like-a-node": Entry(
        "state '{state}' is called like the node '{state}'.", "Rename the state."
    ),
    "model.no-value": Entry("no value for {case}.", "Add {{ when = [...], value = ... }}."),
    "model.no-values": Entry(
        "no value for {case} and {others} more.", "Add {{ when = [...], value = ... }}."
    ),
    "model.definition": Entry("definition"),
    "model.deadline": Entry("deadline ('by')"),
    "model.settling-source": Entry("source that settles it ('settled_by')"),
    "model.no-order": Entry("no node: when = []"),
}
