"""Word what is wrong with a proposition."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "proposition.bundle-claims-nothing": Entry(
        "this bundle claims nothing.", "Add direction or stays_above."
    ),
    "proposition.dominance-about-option-node": Entry(
        "dominance is about one option of one node.", "Keep one entry."
    ),
    "proposition.id-twice": Entry("'{name}' is there twice.", "Rename one."),
    "proposition.movement-needs-least-two-states": Entry(
        "a movement needs at least two states.", "List them in order."
    ),
    "proposition.no-node": Entry("no node '{word}';"),
    "proposition.no-scenario": Entry("no scenario '{word}';"),
    "proposition.no-state": Entry("{name} has no state '{word}';"),
    "proposition.no-state-listed": Entry("no state is listed.", "List at least one."),
    "proposition.nothing-checked": Entry(
        "nothing is checked.", "Add a [[proposition.check]] table."
    ),
}
