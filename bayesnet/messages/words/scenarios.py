"""Word what is wrong with a scenario, so that set, seen and likely are told apart."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "scenario.based-itself": Entry("'{name}' is based on itself.", "Break the circle."),
    "scenario.no-scenario": Entry("no scenario '{word}';"),
    "scenario.soft-evidence-either-ratio-marginal": Entry(
        "soft evidence is either a ratio or a marginal.",
        "Write {{ ratio = [1, 3] }} or {{ marginal = [0.4, 0.6] }}.",
    ),
    "scenario.or-set-a-lever": Entry(", or set a lever that moves it: {levers}"),
    "scenario.in-the-mind-of": Entry(
        "{node} is in the mind of {perceiver}: nobody else can set it.",
        "Use seen ({finding}) to ask what learning it would tell{instead}. If somebody could make it so, write settable = true in [chance.{table}].",
    ),
    "scenario.another-decides": Entry(
        "{node} is the {whose}'s to decide: nobody here can set it.",
        "Use seen ({finding}) to ask what learning it would tell{instead}. If somebody could make it so, write settable = true in [chance.{table}].",
    ),
    "scenario.in-somebodys-mind": Entry(
        "{node} is in somebody's mind: nobody here can set it.",
        "Use seen ({finding}) to ask what learning it would tell{instead}. If somebody could make it so, write settable = true in [chance.{table}].",
    ),
    "scenario.nobody-decides": Entry(
        "{node} is nobody's here to decide: it cannot be set.",
        "Use seen ({finding}) to ask what learning it would tell{instead}. If somebody could make it so, write settable = true in [chance.{table}].",
    ),
    "scenario.learned-not-made": Entry(
        "{node} is something one learns, not something one makes so.",
        "Use seen ({finding}) to ask what learning it would tell{instead}. If somebody could make it so, write settable = true in [chance.{table}].",
    ),
    "scenario.own-choice-is-no-evidence": Entry(
        "{node} is decided, not learned: one's own choice is no evidence.",
        "Use set ({finding}).",
    ),
    "scenario.choice-is-not-likely": Entry(
        "{node} is decided, not learned: nothing makes it more likely.", "Use set ({node}=...)."
    ),
    "scenario.numbers-for-states": Entry(
        "{node}: {numbers} numbers for {state_count} states.", "States in order: {states}."
    ),
    "scenario.negative-likelihood": Entry(
        "{node}: a likelihood is never negative.", "States in order: {states}."
    ),
    "scenario.no-state-possible": Entry(
        "{node}: at least one state must stay possible.", "States in order: {states}."
    ),
    "scenario.no-new-distribution": Entry(
        "{node}: the new probabilities sum to {total:g}, not 1.", "States in order: {states}."
    ),
    "scenario.in-two-words": Entry(
        "{node} is both {words}.",
        "Say set if you make it so, seen if you learn it, likely if you only half know.",
    ),
    "scenario.no-state": Entry("{node} has no state '{state}'.", "Its states: {states}."),
    "scenario.state-of-another-node": Entry(
        "{node} has no state '{state}'. '{state}' is a state of {owners}.", "Its states: {states}."
    ),
    "scenario.value-is-counted": Entry(
        "{node} is a value: it is counted, never set or seen.", "Set or see what it counts."
    ),
    "scenario.no-node": Entry("no node '{word}';"),
}
