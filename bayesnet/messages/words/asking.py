"""Word what is wrong with a question to the engine or its answer."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "ask.bars-over-draws-need-draws": Entry(
        "bars over draws need draws.", command="Ask for some, or for another --range."
    ),
    "ask.best-plan-not-asked-about": Entry(
        "the best plan is not asked about under a scenario: it decides everything.",
        "Leave one out.",
    ),
    "ask.computing-cluster-needs-package": Entry(
        "computing on a cluster needs the package 'distributed'.",
        "Install 'collective-resolve[cluster]'.",
    ),
    "ask.csv-file-holds-table": Entry(
        "a CSV file holds one table.", "Name a node, or write an .xlsx file."
    ),
    "ask.diagram-too-dense-answer": Entry(
        "the diagram is too dense to answer: {error}", "Drop arcs or states."
    ),
    "ask.draws-numbers-kept-each-would": Entry(
        "{draws:,} draws with {kept:,} numbers kept of each would take {gigabytes:.1f} GB.",
        "Ask for at most {most_kept:,}, or for less at a time.",
    ),
    "ask.draws-tables-not-single-questions": Entry(
        "draws are of tables, not of single questions.", command="Use --by row."
    ),
    "ask.entries-function-entry-two-different": Entry(
        "{count} entries: a function is of one entry, or of two different ones.", "Name one or two."
    ),
    "ask.experts-gave-ranges-questions-not": Entry(
        "experts gave ranges for questions, not for rows of a table.", command="Use --by question."
    ),
    "ask.given-two-states": Entry("{name} is given two states: {pairs} and {state}.", "Keep one."),
    "ask.interaction-cannot-hold-weighted-mean": Entry(
        "{name} (interaction) cannot hold with a weighted mean at {where}, whatever the weights.",
        "Use a full table, product, or weighted MIN (weights of 2 or more).",
    ),
    "ask.neither-ratio-nor-probabilities": Entry(
        "'{text}' is neither a ratio nor probabilities.",
        "Write {name}=1:3 (a likelihood ratio) or {name}=0.4,0.6 (the new probabilities).",
    ),
    "ask.new-marginal-contradicts-others": Entry(
        "the new marginal of {name} contradicts the others.", "Leave one of them out."
    ),
    "ask.new-marginal-fitted-anew-whenever": Entry(
        "a new marginal is fitted anew whenever a number changes.",
        "For a sensitivity, say it as a likelihood ratio.",
    ),
    "ask.no": Entry("there is no '{word}';"),
    "ask.no-comparison": Entry("{scenario} has no comparison.", "Name one."),
    "ask.no-decision": Entry("there is no decision '{word}';"),
    "ask.no-other-plan-allowed-so": Entry(
        "no other plan is allowed, so that the best one leads nothing.",
        command="Ask for what it is worth: --on utility.",
    ),
    "ask.no-outcome": Entry("there is no outcome '{word}';"),
    "ask.no-outcome-without-uncertain-node": Entry(
        "the model has no uncertain node, so there is no outcome to answer in.",
        command="Ask what is best: 'resolve decide', 'resolve draw --view strategy'.",
    ),
    "ask.no-parent": Entry("{node} has no parent '{word}';"),
    "ask.no-scenario-named": Entry("no scenario is named."),
    "ask.no-scheduler-answers": Entry(
        "no scheduler answers at '{address}'.",
        "Start one with 'dask scheduler', or mend the address.",
    ),
    "ask.no-state": Entry("{name} has no state '{word}';"),
    "ask.no-structure": Entry("there is no structure '{wanted}'.", "Known: {known}."),
    "ask.no-table-node": Entry("no table of a node '{word}';"),
    "ask.no-table-without-uncertain-node": Entry(
        "the model has no uncertain node, so there is no table."
    ),
    "ask.no-uncertain-node": Entry("no uncertain node '{word}';"),
    "ask.no-weight-set": Entry("there is no weight set '{word}';"),
    "ask.not-node-parent-state-state": Entry(
        "this is not NODE[PARENT=STATE, ...]=STATE.", "As in x[y=low]=high."
    ),
    "ask.not-node-state": Entry(
        "'{text}' is not NODE=STATE.", "Write {option}, a node's name, = and one of its states."
    ),
    "ask.nothing-asked": Entry(
        "nothing is asked.",
        command="Name a scenario, or say --set NODE=STATE or --seen NODE=STATE.",
    ),
    "ask.nothing-named": Entry("nothing is named.", "Name it, or leave it out."),
    "ask.report-of-impossible-state": Entry(
        "{finding} is impossible here: no report can give it a probability.",
        "Give that state 0, or look for a 0 in the rows it depends on.",
    ),
    "ask.row-needs-state": Entry("a row of {node} needs a state of {missing}.", "Name it."),
    "ask.say-outcome": Entry("say which outcome.", "One of {outcomes}."),
    "ask.say-state": Entry("say which state of {node}.", "One of {states}."),
    "ask.scenario-leaves-decision-open": Entry(
        "the scenario leaves the decision {name} open.",
        "Set it ({name}={states}), or name a reference scenario that does.",
    ),
    "ask.set-numbers-nobody-differ": Entry(
        "there is one set of numbers, {name}: there is nobody to differ.",
        "Collect answers of more experts and freeze them.",
    ),
    "ask.set-numbers-only-nobody-can": Entry(
        "there is one set of numbers only: nobody can be left out.", command="Try --by row."
    ),
    "ask.soft-evidence-not-swung": Entry(
        "soft evidence is not swung.", "Take a scenario without 'likely'."
    ),
    "ask.study-declares-none": Entry(
        "the study declares none.", "Write them into propositions.toml."
    ),
    "ask.study-no-scenario-reference-so": Entry(
        "the study has no scenario with a reference, so there is nothing to compare.",
        'Write scenarios.toml: [scenario.now] and, below it, set = {{ DECISION = "OPTION" }} are enough for the reference.',
    ),
    "ask.two-weights-only-where-goes": Entry(
        "there are two weights only: where one goes, the other is what is left.",
        command="Ask 'resolve switch --by weight' where the plan changes along that line.",
    ),
    "ask.values-so-weights-no-shares": Entry(
        "values are in {value_unit}, so that weights are no shares of a whole.",
        command="Try --by row.",
    ),
    "ask.weights-do-not-enter-probability": Entry(
        "weights do not enter a probability.", command="Ask --on utility or --on gap."
    ),
    "ask.what-seen-scenario-cannot-happen": Entry(
        "what was seen in this scenario cannot happen.",
        command="Ask 'resolve whatif' which finding is to blame.",
    ),
    "ask.findings-impossible": Entry(
        "These findings have probability 0 under {priors} (for {who}), structure {structure}: {findings}.",
        "Take one of them back, or {where}",
    ),
    "ask.finding": Entry("{node}={state}"),
    "ask.zero-in-some-row": Entry("look for a 0 in the rows they depend on."),
    "ask.zero-in-every-row": Entry(
        "check the table of {node}: no row that can hold here allows {state}."
    ),
    "ask.zero-in-row": Entry("check row {row}: it gives {state} 0."),
    "ask.known-is-impossible": Entry(
        "What is already known has probability 0: {known}.", "Take one of them back."
    ),
    "ask.known-is-impossible-for-experts": Entry(
        "What is already known has probability 0 by the numbers of {experts}: {known}.",
        "Take one of them back.",
    ),
    "ask.unsolved": Entry(
        "No best plan can be given: {reason}", "Leave a way open that leads to none."
    ),
    "ask.unsolved-seen-too-late": Entry(
        "No best plan can be given: {reason}",
        "Only what is known before the first decision can be seen here.",
    ),
    "ask.unsolved-too-large": Entry(
        "No best plan can be given: {reason}", "Draw fewer arcs, or let a decision know less."
    ),
    "ask.too-many-findings": Entry(
        "{reason}", "Explain it in steps, against a scenario in between."
    ),
    "ask.nothing-to-explain": Entry("no scenario is named.", "Name what is to be explained."),
    "ask.node-asked-about-twice": Entry("a node is asked about twice.", "Name different ones."),
    "ask.nodes-depend-on-open-decisions": Entry(
        "uncertain nodes depend on open decisions: {decisions}.", "Set each of them."
    ),
    "ask.no-pgmpy": Entry(
        "pgmpy is not installed, so nothing gives a second opinion.",
        "Install it: pip install pgmpy.",
    ),
    "ask.weight-is-no-entry": Entry(
        "this is a weight, no entry of a table.",
        command="Ask about weights with 'resolve switch --by weight'.",
    ),
    "ask.score-is-no-entry": Entry(
        "this is a score, no entry of a table.",
        command="Ask about scores with 'resolve switch --by score'.",
    ),
    "ask.entries-not-free": Entry("{reason}", "Name entries of different rows."),
    "ask.number-twice": Entry(
        "'{name}' is named twice: a region is of two different numbers.",
        "Name another for one of them.",
    ),
    "ask.entries-of-one-row": Entry(
        "two entries of one row cannot be moved independently.", "Name entries of different rows."
    ),
    "ask.no-node-of-kind": Entry("there is no uncertain node '{word}';"),
    "count.expert": Entry("{number} expert", "", many="{number} experts", by="number"),
    "count.rule": Entry("{number} rule", "", many="{number} rules", by="number"),
    "count.answer": Entry("{number} answer", "", many="{number} answers", by="number"),
    "count.node": Entry("{number} node", "", many="{number} nodes", by="number"),
    "ask.nothing-typed-for": Entry(
        "'{node}=' is not NODE=STATE.", "Write {option}, a node's name, = and one of its states."
    ),
}
