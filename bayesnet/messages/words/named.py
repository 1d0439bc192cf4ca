"""Word what is said of names that a study does not have."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "named.no-agent": Entry("there is no agent '{word}';"),
    "named.no-belief": Entry("no belief '{word}' reaches what it decides;"),
    "named.no-value-of-agent": Entry("it weighs no '{word}' when it decides;"),
    "named.no-chance-node": Entry("there is no uncertain node '{word}';"),
    "named.no-decision": Entry("there is no decision '{word}';"),
    "named.no-node": Entry("there is no node '{word}';"),
    "named.no-outcome": Entry("there is no outcome '{word}';"),
    "named.no-scenario": Entry("there is no scenario '{word}';"),
    "named.no-structure": Entry("there is no structure '{word}';"),
    "named.no-weight-set": Entry("there is no weight set '{word}';"),
    "named.no-reference-scenario": Entry(
        "no scenario is named, and the study has no reference scenario.",
        'Name one of scenarios.toml: [scenario.now] and, below it, set = {{ DECISION = "OPTION" }} are enough for one.',
    ),
    "named.nothing-to-decide": Entry(
        "the model has no decisions or no values, so there is nothing to decide."
    ),
    "named.nothing-to-decide-but-outcomes": Entry(
        "the model has no decisions or no values, so there is nothing to decide.",
        "Ask about an outcome: {outcomes}.",
    ),
}
