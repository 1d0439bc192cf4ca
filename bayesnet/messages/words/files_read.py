"""Word what is wrong with another tool's file where it is read."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "file.agrum-takes-what-drawn-into": Entry(
        "aGrUM takes what is drawn into a decision to be all that is known there.",
        "If nothing is forgotten, say so: recall = perfect.",
    ),
    "file.agrum-wrote-first-parent-taken": Entry(
        "aGrUM wrote it: its first parent is taken to be the fastest."
    ),
    "file.canonical-models-kind-not-read": Entry(
        "canonical models of the kind '{model}' are not read.", "Read are: {models}."
    ),
    "file.class-never-closed": Entry("the class is never closed.", "Was the file cut off?"),
    "file.continuous-nodes-not-read": Entry(
        "continuous nodes are not read.", "Make it discrete first."
    ),
    "file.defined-already": Entry("'{name}' is defined already.", "Keep one."),
    "file.does-not-run-over-node": Entry(
        "it does not run over the node's parents.", "Mend the links."
    ),
    "file.element-kind-not-read": Entry(
        "nodes of the kind '{tag}' are not read.", "Make a table of it in GeNIe. Read are: {known}."
    ),
    "file.element-not-read": Entry("<{tag}> is not read."),
    "file.finding-entered-not-kept": Entry(
        "the finding {entries} that is entered there is not kept."
    ),
    "file.followed-neither-nor-block": Entry("'{text}' is followed by neither = nor a block."),
    "file.function-gives-none-states": Entry(
        "its function gives '{text}', which is none of its states."
    ),
    "file.hugin-takes-what-drawn-into": Entry(
        "Hugin takes what is drawn into a decision to be all that is known there.",
        "If nothing is forgotten, say so: recall = perfect.",
    ),
    "file.link-numbers": Entry("the link of '{parent}' has {value_count} numbers."),
    "file.links-restrictions-not-read": Entry("links with restrictions are not read."),
    "file.networks-kind-not-read": Entry(
        "networks of the kind '{text}' are not read.", "Only BAYES has probabilities."
    ),
    "file.networks-type-not-read": Entry(
        "networks of the type '{what}' are not read.", "Read are: {types}."
    ),
    "file.networks-unfold-time-not-read": Entry("networks that unfold in time are not read."),
    "file.no-block": Entry("'{text}' stands where 'variable' or 'probability' should."),
    "file.no-link-given": Entry("no link is given for {missing}."),
    "file.no-network": Entry("there is no <NETWORK> in it."),
    "file.no-node": Entry("there is no node '{child}'.", "Nodes come before potentials."),
    "file.no-probnet": Entry("there is no <ProbNet> in it."),
    "file.no-row-table": Entry("'{text}' is no row of a table."),
    "file.no-state": Entry("'{parent}' has no state '{state}'."),
    "file.no-such-node": Entry("there is no node '{child}'."),
    "file.no-table-given": Entry("no table is given for {missing}."),
    "file.no-values": Entry("it has no values."),
    "file.no-variable": Entry("there is no variable '{name}'."),
    "file.no-variable-several": Entry(
        "it is for no variable, or for several.", "Name one in <FOR>."
    ),
    "file.node-already": Entry("a node '{name}' is there already.", "Rename one."),
    "file.node-defined-twice": Entry("a node '{name}' is there already."),
    "file.nodes-kind-not-read": Entry("nodes of the kind {kind} are not read."),
    "file.nodes-submodels-read-their-grouping": Entry(
        "the nodes of submodels are read, their grouping is not kept: {names}."
    ),
    "file.not-read": Entry("'{word}' is not read.", "Read are: {kinds}."),
    "file.not-whole-number-from": Entry("{number} is not a whole number from {least} to {most}."),
    "file.numbers-not": Entry("{size} numbers, not {expected}."),
    "file.numbers-states": Entry("{number_count} numbers for {shape} states."),
    "file.of-no-variable": Entry("it is of no variable."),
    "file.only-links-from-node-another": Entry("only links from one node to another are read."),
    "file.parameters-not": Entry(
        "{value_count} parameters, not {at}.", "A column for each state of each parent, and one."
    ),
    "file.policy-kept-decision-not-read": Entry(
        "the policy that is kept for the decision '{child}' is not read."
    ),
    "file.potential-already": Entry("'{child}' has a potential already.", "Keep one."),
    "file.potential-several-nodes-not-read": Entry(
        "a potential of several nodes is not read.", "Give each its own."
    ),
    "file.potentials-type-not-read": Entry(
        "potentials of the type '{kind}' are not read.", "Make a table of it in OpenMarkov."
    ),
    "file.result-none-states": Entry("its result '{word}' is none of its states."),
    "file.row-twice": Entry("it is there twice.", "Keep one."),
    "file.second-table": Entry("{child} has a table already."),
    "file.some-rows-table-missing": Entry(
        "some rows of its table are missing.", "Give each a row."
    ),
    "file.something-follows-last-table": Entry("something follows the last table."),
    "file.something-follows-network": Entry(
        "something follows the network.", "One network to a file."
    ),
    "file.stands-alone-no-value-left": Entry("it stands alone and has no value: it is left out."),
    "file.states-not": Entry("{state_count} states, not {count:g}."),
    "file.states-parents": Entry("{state_count} states for {shape_count} parents."),
    "file.states-titles-not-kept-their": Entry(
        "the states' titles are not kept, their names are: {lost}."
    ),
    "file.strengths-do-not-order-states": Entry(
        "its strengths do not order the states of '{parent}'."
    ),
    "file.table-already": Entry("'{child}' has a table already.", "Keep one."),
    "file.table-given-expression": Entry(
        "the table of '{child}' is given as an expression.", "Save the network with its tables."
    ),
    "file.table-no-variable": Entry("a table is of no variable."),
    "file.tables-make-probabilities-only-when": Entry(
        "its tables make probabilities only when read over the child first."
    ),
    "file.these-entries-not-kept": Entry("these entries are not kept: {unread}."),
    "file.these-properties-not-kept": Entry("these properties are not kept: {unread}."),
    "file.uai-no-names-nodes-called": Entry(
        "UAI has no names: nodes are called v0, v1, ..., states s0, s1, ..."
    ),
    "file.uai-no-names-nodes-states": Entry("UAI has no names, of nodes or of states: {names}."),
    "file.user-properties-not-kept": Entry("its user properties are not kept: {keys}."),
    "file.value-combines-others-expression-only": Entry(
        "this value combines others by an expression; only weighted sums are read.",
        "Give it weights in GeNIe.",
    ),
    "file.values-depend-numbers-other-nodes": Entry(
        "its values depend on numbers of other nodes.", "Make a table."
    ),
    "file.values-several-criteria-not-added": Entry(
        "its values are of several criteria ({criteria}) that are not added.",
        "Choose the analysis of a single criterion.",
    ),
    "file.variable-without-states": Entry(
        "variables of the type '{what}' are not read.", "Give it states."
    ),
    "file.variables-role-not-read": Entry("variables of the role '{role}' are not read."),
    "file.variables-type-not-read": Entry("variables of the type '{kind}' are not read."),
    "file.weights-values": Entry(
        "{weight_count} weights for {parent_count} values.",
        "A weight for each value is read, nothing else.",
    ),
}
