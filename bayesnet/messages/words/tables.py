"""Word what is wrong with how a table is given in model.toml."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "table.agenarisk-variant-samples-equal-intervals": Entry(
        "the agenarisk variant samples equal intervals.",
        "Take them away, or use the midpoint variant.",
    ),
    "table.agenarisk-variant-would-average-combinations": Entry(
        "the agenarisk variant would average {samples:,} combinations.",
        "Split the node, or use the midpoint variant.",
    ),
    "table.edges-go-up-from": Entry("edges go up, from 0 to 1.", "As in [0.0, 0.4, 0.75, 1.0]."),
    "table.edges-states": Entry("{edge_count} edges for {states} states.", "Write {wanted}."),
    "table.effects-states": Entry(
        "{number_count} effects for {state_count} states.", "States in order: {states}."
    ),
    "table.likelihood-method-needs-parents": Entry(
        "the likelihood method needs parents.", "Use a table."
    ),
    "table.link-twice": Entry("the link of {parent}={state} is there twice.", "Keep one."),
    "table.no-parent": Entry("no parent '{word}';"),
    "table.no-situation-typical": Entry(
        "no situation is typical of {missing}.", "Add {{ when = [...], p = [...] }}."
    ),
    "table.no-state": Entry("{parent} has no state '{word}';"),
    "table.nobody-asked-these-none": Entry(
        "nobody is asked for these, and there are none.", "Add them, or ask."
    ),
    "table.probabilities-states": Entry(
        "{number_count} probabilities for {state_count} states.", "States in order: {states}."
    ),
    "table.product-needs-parents": Entry("a product needs parents.", "Use a table."),
    "table.ranked-node-needs-parents": Entry("a ranked node needs parents.", "Use a table."),
    "table.row-twice": Entry("the row for {case} is there twice.", "Keep one."),
    "table.score-lies-outside": Entry(
        "a score lies outside 0 to 1.", "Scores are positions on that scale."
    ),
    "table.scores-already": Entry("{name} has scores already.", "Keep one of the two."),
    "table.scores-states": Entry(
        "{number_count} scores for {parent_count} states.", "States in order: {parents}."
    ),
    "table.situation-twice": Entry("the situation {case} is there twice.", "Keep one."),
    "table.states-parents": Entry(
        "{state_count} states for {parent_count} parents.",
        "Name one state of each parent, {order}.",
    ),
    "table.too-many-rows": Entry("{child} has {rows:,} rows.", "Split the node."),
    "table.too-many-states": Entry("{child} has {state_count} states.", "Use noisy_max."),
    "table.typical-situation-already": Entry(
        "{place} has a typical situation already.",
        "Say with typical_of = [...] which parents' states it stands for.",
    ),
    "table.weighted-sum-needs-parents": Entry("a weighted sum needs parents.", "Use a table."),
    "table.probability-negative": Entry("a probability is negative. Probabilities go from 0 to 1."),
    "table.in-percent": Entry(
        "the numbers sum to {total:f}; did you mean percent? Divide them by 100."
    ),
    "table.nearly-in-percent": Entry(
        "the numbers sum to {total:f}; did you mean percent? Divide them by 100, and mend the sum: {total:f} is not 100."
    ),
    "table.probability-above-one": Entry("a probability is above 1. Probabilities go from 0 to 1."),
    "table.sum-too-small": Entry("the numbers sum to {total:f}, not 1. Add {missing:f}, or scale."),
    "table.sum-too-large": Entry(
        "the numbers sum to {total:f}, not 1. Take {surplus:f} away, or scale."
    ),
    "table.of-question": Entry("{question}: {what}"),
    "table.outside": Entry("{number} is not within {low:g} to {high:g}."),
    "table.not-above-zero": Entry("{number} is not above 0 and up to {high:g}."),
    "table.below-least": Entry("{number} is not at least {low:g} and up to {high:g}."),
    "table.below-leak": Entry(
        "with the cause present the child is lower than with no listed cause (the leak). Raise the link, or lower the leak."
    ),
    "table.in-the-order": Entry("in the order {parents}"),
    "table.no-order": Entry("none: write when = []"),
    "table.root": Entry("the root {node}"),
    "table.no-row": Entry("no row for {case}.", "Add {{ when = [...], p = [...] }}."),
    "table.no-rows": Entry(
        "no row for {case} and {others} more.", "Add {{ when = [...], p = [...] }}."
    ),
    "table.several-neutral-states": Entry(
        "{parent}: {states} have no link.",
        "Exactly one state of each parent is neutral and has none.",
    ),
    "table.no-neutral-state": Entry(
        "{parent}: every state has a link.",
        "Exactly one state of each parent is neutral and has none.",
    ),
    "table.no-distribution": Entry("it sums to no 1."),
}
