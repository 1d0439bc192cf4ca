"""Word what is wrong with elicitation.toml."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "plan.agent-named-as-node": Entry(
        "an agent and a node are both called '{name}', so their questions cannot be told apart.",
        "Give the agent another id.",
    ),
    "plan.cannot-expert-s-id": Entry(
        "'{name}' cannot be an expert's id.",
        "Use up to 32 letters, digits, '_' and '-', the first a letter, such as E07; 'analyst', 'pool' and names of Windows devices are taken.",
    ),
    "plan.check-rows-outside": Entry("{check_rows} rows.", "Hold out 0 to {most_rows}."),
    "plan.cut-off-outside": Entry(
        "{cut_off} is not 0 or above and below 1.",
        "Leave it out for the one that makes the best pool.",
    ),
    "plan.differ-only-capitals-folder-some": Entry(
        "'{name}' and '{twin}' differ only in capitals: one folder on some disks.", "Rename one."
    ),
    "plan.epsilon-outside": Entry(
        "{epsilon} is not above 0 and up to {largest}.", "Leave it out for {usual}."
    ),
    "plan.every-expert-s-weight": Entry(
        "every expert's weight is 0.", "Give at least one a weight."
    ),
    "plan.field-file-marked-shareable": Entry(
        "Field '{key}' in a file marked shareable.",
        "Move it to private/roster.json; keep the expert's id.",
    ),
    "plan.file-missing-so-nobody-can": Entry(
        "the file is missing, so nobody can be scored.",
        "Write one: FORMAT.md says how, or choose other weights.",
    ),
    "plan.key-missing-weights-user-s": Entry(
        "this key is missing: weights are the user's.", "Add weight = ... (0 leaves them out)."
    ),
    "plan.minutes-no-time": Entry("{minutes} minutes is no time.", "Write minutes = 60."),
    "plan.no-effect-weights": Entry(
        "this has no effect: weights are {weighting}.", 'Say weights = "user", or drop the key.'
    ),
    "plan.no-expert": Entry("no expert '{word}';"),
    "plan.no-lexicon": Entry("there is no lexicon '{word}';"),
    "plan.no-panel": Entry("no panel '{word}';"),
    "plan.no-panel-named": Entry("no panel is named.", "Name one, or drop the key to ask all."),
    "plan.no-question-type": Entry("no question type '{word}';"),
    "plan.no-round": Entry("there is no round {number}.", "Known: {known}."),
    "plan.no-uncertain-node": Entry("no uncertain node '{word}';"),
    "plan.nobody": Entry("there is no expert.", "Add [expert.E01] with a label."),
    "plan.nobody-version-weight-above": Entry(
        "nobody in this version has a weight above 0.", "Ask those who have one."
    ),
    "plan.node-twice": Entry("'{node}' is there twice.", "Keep one."),
    "plan.not-round-s-number": Entry("'{name}' is not a round's number.", "Write [round.1]."),
    "plan.overshoot-outside": Entry("{overshoot} is not above 0 and up to 1.", "0.1 is usual."),
    "plan.panel-asked-nothing": Entry("this panel is asked nothing.", "Name at least one node."),
    "plan.pool-no-epsilon": Entry("a {pooling} pool has no epsilon.", "Leave it out."),
    "plan.power-outside": Entry("{power} is not above 0 and up to 1.", "Leave it out for 1."),
    "plan.round-missing": Entry("round {number} is missing.", "Rounds are numbered from 1."),
    "plan.round-number-too-large": Entry(
        "there is no round {name}.", "Rounds are 1 to {max_round}."
    ),
    "plan.seconds-outside": Entry("{found} seconds.", "Write 1 to {most_seconds}."),
    "plan.weight-outside": Entry("{weight} is not 0 to {largest}.", "Any scale will do."),
    "plan.weights-cannot-be-made": Entry(
        "{error}.", "Lower the cut-off, or choose other weights in a new study."
    ),
    "plan.without-rounds": Entry("there is no round.", "Add [round.1] with a label."),
    "plan.split": Entry("Or split it: resolve load --split {panels} proposes panels of even load."),
}
