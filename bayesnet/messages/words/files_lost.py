"""Word what a file or a study cannot hold of a diagram."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "file.no-uncertain-node": Entry("no uncertain node '{word}';"),
    "file.cannot-hold": Entry("{name} cannot hold the {what} of {names}."),
    "file.cannot-hold-diagram-s-own": Entry("{name} cannot hold the diagram's own comment."),
    "file.fixed-good-certain-chance-node": Entry(
        "fixed for good, as a certain chance node: {made}."
    ),
    "file.left-out-single-state-says": Entry(
        "left out, as a single state says nothing: {dropped}."
    ),
    "file.links-those-diez-wording-lost": Entry(
        "the links are those of Diez; the wording is lost of {wordings}."
    ),
    "file.no-decisions-diagram": Entry(
        "{name} has no decisions, and this diagram has: {names}.", "Fix each of them to one option."
    ),
    "file.no-format-another-tool-holds": Entry(
        "no format of another tool holds the study's {kind}: {names}."
    ),
    "file.no-numbers-yet": Entry("there are no numbers yet for {blank}.", "Give them first."),
    "file.no-weighted-sums-left-out": Entry(
        "{name} has no weighted sums: {total} is left out, and the table of each value is multiplied by its weight."
    ),
    "file.only-tables-written-these-methods": Entry(
        "only the tables are written that these methods make, of {asked}."
    ),
    "file.own-tool-file-means-nothing": Entry(
        "for its own tool a {name} file means that nothing is forgotten; here {decisions} know only what is drawn.",
        "The file says so in a property that only this program reads.",
    ),
    "file.pgmpy-no-decisions-still-open": Entry(
        "pgmpy has no decisions; still open: {decisions}.", "Fix each of them."
    ),
    "file.scores-add-up-written-table": Entry(
        "scores that add up are written as one table, of {adding}."
    ),
    "file.state-called-study-label": Entry(
        "state '{old}' of {new} is called '{text}' in the study; its label is as it was."
    ),
    "file.tables-pool-own-left-out": Entry(
        "the tables are the pool's; these experts' own are left out: {experts}."
    ),
    "file.tables-those-left-out": Entry("the tables are those of {world}; left out: {others}."),
    "file.no-decision": Entry("there is no decision '{word}';"),
    "file.no-option": Entry("the decision {decision} has no option '{word}';"),
    "file.order-reversed": Entry(
        "the states run from the lowest to the highest here, as a noisy-MAX needs it, of {nodes}."
    ),
    "file.sums-flattened": Entry(
        "sums of sums are multiplied out into one weight for each value; left out: {sums}."
    ),
    "file.renamed": Entry("'{old}' is called {new} in the study."),
    "file.renamed-label-kept": Entry(
        "'{old}' is called {new} in the study; its label is as it was."
    ),
}
