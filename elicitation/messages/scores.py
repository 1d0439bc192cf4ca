"""Word what cannot be scored."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "score.no-outcome-become-known-so": Entry(
        "no outcome has become known, so there is nothing to score.",
        command="Write resolutions.toml, or say --known NODE=STATE.",
    ),
    "score.only-set-numbers": Entry(
        "there is only one set of numbers.", "Freeze two experts' answers first."
    ),
    "score.scenario-says-so-not-forecast": Entry(
        "the scenario '{label}' says {node}, so it was not forecast.",
        "Leave it out, or score under another scenario.",
    ),
    "score.decision": Entry(
        "{node} is a decision, and decisions are not forecast.",
        "Say what was done by naming a scenario.",
    ),
    "score.no-node": Entry("no uncertain node '{word}';"),
    "score.not-resolvable": Entry(
        "{node} is marked as not resolvable: the world will never tell its state, so it is never scored.",
        "Leave it out; score what can be observed.",
    ),
    "score.no-state": Entry("{node} has no state '{word}';"),
}
