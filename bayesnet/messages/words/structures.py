"""Word what is wrong with an alternative structure."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "structure.already-leads": Entry("'{parent}' already leads to '{node}'.", "Name a new parent."),
    "structure.cycle": Entry("Cycle: {cycle}.", "Drop one of the added arcs."),
    "structure.does-not-lead": Entry("'{parent}' does not lead to '{node}';"),
    "structure.no-node": Entry("no node '{word}';"),
    "structure.no-shift": Entry("no shift for {missing}.", "Write 0 for none."),
    "structure.no-state": Entry("{node} has no state '{word}';"),
    "structure.no-state-of-parent": Entry("{parent} has no state '{word}';"),
    "structure.no-uncertain-node": Entry("no uncertain node '{word}';"),
    "structure.not-share": Entry("{keep} is not a share.", "Write a number from 0 to 1."),
    "structure.shift-more-than-log-odds": Entry(
        "a shift of more than 20 log-odds is certainty.", "Use less."
    ),
    "structure.structure-changes-nothing": Entry(
        "this structure changes nothing.", "Add [[shift]], [[attenuate]] or [[replace]]."
    ),
    "structure.structure-model-toml": Entry(
        "'{name}' is the structure of model.toml.", "Take another letter."
    ),
}
