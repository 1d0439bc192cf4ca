"""Word what is wrong with somebody else who decides."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "agent.belief-on-ours": Entry(
        "a belief on '{node}' is stated.",
        "Take level 1, or take the belief away: level 2 expects our best plan.",
    ),
    "agent.belief-on-own-decision": Entry(
        "{agent} decides '{node}' itself.",
        "Take the belief away: nobody forecasts what they decide themselves.",
    ),
    "agent.changed-and-handed-over": Entry(
        "'{node}' is changed and handed over.", "Keep one of the two."
    ),
    "agent.decides-nothing": Entry(
        "{agent} decides nothing.", "Add an [[agent.ID.decides]] table."
    ),
    "agent.decides-nowhere": Entry(
        "nobody but us decides under structure {structure}.", "Add an [agent.ID] to a structure."
    ),
    "agent.decides-this-node": Entry(
        "an agent decides this node.",
        'Write method = "decided", or hand it over in a structure.',
    ),
    "agent.decides-under-others": Entry(
        "nobody but us decides under structure {structure}.", "Ask under {others}."
    ),
    "agent.decision-of-ours": Entry(
        "'{node}' is decided by those who are advised.",
        "An agent decides nodes that are uncertain to us.",
    ),
    "agent.does-not-decide": Entry("{agent} does not decide '{word}';"),
    "agent.does-not-know": Entry("it does not know '{word}' then;"),
    "agent.forgets": Entry(
        "what is best here hangs on its rule for '{node}'.", "Let it remember then: {known}."
    ),
    "agent.game-has-one-prior": Entry(
        "{agent} has beliefs of its own, and a game has one prior for all.",
        "Take them away in a structure of its own.",
    ),
    "agent.game-too-large": Entry(
        "the game has {leaves:,} leaves, more than {most:,}.",
        "Take a smaller diagram: Gambit would not solve this one.",
    ),
    "agent.handed-over-already": Entry(
        "'{node}' is handed over already, to {owner}.",
        "A node has one owner, and is named once.",
    ),
    "agent.has-parents-already": Entry(
        "{node} has parents already.", "Take 'given' away: the parents are those of the model."
    ),
    "agent.knife-edge": Entry(
        "by the numbers of {expert} {samples:,} draws of {agent}'s weights make no more than {rules} "
        "for '{node}': a little more or less of one weight may turn the forecast.",
        "Give its weights wider ranges, or let it choose with noise (quantal).",
    ),
    "agent.curve-over-one-thing": Entry(
        "a curve is over what it weighs or over what it believes.", "Leave one of the two out."
    ),
    "agent.known-twice": Entry("'{node}' is there twice.", "Keep one."),
    "agent.knows-own-act": Entry("an act cannot be known before it is chosen.", "Take it away."),
    "agent.knows-what-follows": Entry(
        "{agent} knows '{known}' when it decides '{node}', which leads there.",
        "What follows from an act is not known before it.",
    ),
    "agent.knows-what-shows": Entry(
        "'{node}' hangs on what shows the choice of {agent}.", "Take it away."
    ),
    "agent.negative": Entry("{value:g} is negative.", "Write 0 or more."),
    "agent.no-expert": Entry("no expert '{word}' in {priors};"),
    "agent.no-level": Entry("there is no level {level}.", "Write 0, 1 or 2."),
    "agent.no-node": Entry("no node '{word}';"),
    "agent.no-row": Entry(
        "no row for {row}.", "Add it, or write what it is worth otherwise: otherwise = 0."
    ),
    "agent.no-seed": Entry("{seed} is no seed.", "Write 0 or more."),
    "agent.no-state": Entry("{node} has no state '{word}';"),
    "agent.no-truth": Entry(
        "nothing says what it would know if not misled.",
        "Write truth = {{ NODE = STATE }} for something it knows.",
    ),
    "agent.no-uncertain-node": Entry("no uncertain node '{word}';"),
    "agent.no-values": Entry("{agent} has no values.", "Add an [agent.ID.value.NAME] table."),
    "agent.nobody-decides-node": Entry(
        "no agent decides this node.",
        'Add [[agent.ID.decides]] with node = "{node}", of level 1 or 2.',
    ),
    "agent.not-that-many-draws": Entry("{samples} draws.", "From 1 to {most:,}."),
    "agent.not-two-states": Entry(
        "{node} has not two states.",
        "It answers no or yes: give it two states, in that order.",
    ),
    "agent.paid-by-what-shows": Entry(
        "somebody is paid by a node that only shows an agent's choice.",
        "Value what the choice leads to.",
    ),
    "agent.parents-not-known": Entry(
        "its parents are not what is known then: {known}.", "Write the same in both."
    ),
    "agent.parents-where-nothing-known": Entry(
        "its parents are not what is known then: nothing.", "Write the same in both."
    ),
    "agent.range-not-in-order": Entry("the range is not in order.", "Write low <= best <= high."),
    "agent.row-twice": Entry("the row for {row} is there twice.", "Keep one."),
    "agent.value-hangs-on-what-shows": Entry(
        "it would hang on what shows the agent's own choice.",
        "Name what the choice itself leads to.",
    ),
    "agent.value-not-reached": Entry(
        "no act of {agent} reaches this value.", "Take it away, or name a node that it reaches."
    ),
    "agent.values-nothing-below": Entry(
        "nothing that {agent} values depends on '{node}'.", "Add a value that it leads to."
    ),
    "agent.weighs-no": Entry("the agent weighs no '{word}';"),
}
