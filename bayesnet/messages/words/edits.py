"""Word why a change of a study is not made."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "edit.arc-from-value": Entry(
        "nothing can depend on the value {parent}.", "Begin the arc at another node."
    ),
    "edit.arc-makes-cycle": Entry(
        "An arc from {parent} to {child} would close a circle: {way}.",
        "Take one of these arcs out first, or draw it the other way round.",
    ),
    "edit.arc-to-itself": Entry("{parent} cannot lead to itself.", "End the arc at another node."),
    "edit.arc-twice": Entry("{parent} leads to {child} already."),
    "edit.cannot-be-label": Entry(
        "this cannot be a label.", "Type at most {longest} letters on one line."
    ),
    "edit.decided-by-another": Entry(
        "{node} is decided by another; it has no table of its own.", "Change the agent instead."
    ),
    "edit.name-taken": Entry("'{name}' is there already.", "Take another name."),
    "edit.no-arc": Entry("there is no arc from {parent} to {child}."),
    "edit.no-item": Entry("there is no '{word}'.", "Look at the page again."),
    "edit.no-label": Entry("there is no label.", "Type what people are to read."),
    "edit.no-method": Entry("no method '{word}'.", "Choose one of the list."),
    "edit.no-node": Entry("there is no node '{word}'.", "Look at the page again."),
    "edit.no-short-name": Entry(
        "'{word}' cannot be a short name.",
        "Begin with a letter; then letters, digits, '_' and '-', 32 at most.",
    ),
    "edit.no-such-key": Entry("a node of this kind has no '{word}'."),
    "edit.no-such-row": Entry("there is no such row.", "Look at the page again."),
    "edit.not-a-table": Entry(
        "its numbers are not given row by row.", "Choose the full table as its method first."
    ),
    "edit.only-uncertain-nodes": Entry("{node} is nothing uncertain: it has no probabilities."),
    "edit.reference-scenario": Entry(
        "all others start from '{name}'.", "Take the others out first."
    ),
    "edit.states-alike": Entry("a node has two states or more, all called differently."),
    "edit.value-has-no-states": Entry("{node} is a value: it has no states."),
}
