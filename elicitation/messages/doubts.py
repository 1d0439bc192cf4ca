"""Word what experts are asked back."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "doubt.node-is": Entry("{node} is {state}"),
    "doubt.state-alone": Entry("{node} ({state})"),
    "doubt.state-or-more": Entry("{node} ({state} or more)"),
    "doubt.rows": Entry(
        "{what} is {first} % when {cause} is {before} and {second} % when it is {after}"
    ),
    "doubt.rows-where": Entry(
        "{what} is {first} % when {cause} is {before} and {second} % when it is {after}, where {rest}"
    ),
    "doubt.numbers-in-model": Entry("the numbers in model.toml"),
    "doubt.sign-of-an-arc": Entry(
        "the sign '{sign}' of {cause} on {node} is not that of {whose}: {rows}.",
        "Change the sign, or look at these rows again.",
    ),
    "doubt.dominated": Entry(
        "By what you say {agent} weighs, it never takes {acts} of {node}, whatever it knows.",
        "Is that what you mean? Change a weight, or say why.",
    ),
    "doubt.misfit": Entry(
        "You give {node} ({state}) {stated:.0f} % when {situation}; what you say of its causes one by one makes it {made:.0f} %.",
        "Which do you mean? Change one, or say why.",
    ),
    "doubt.misfit.advice": Entry(
        "Off by more than 15 points: ask the table of this node directly."
    ),
    "doubt.another-expression": Entry(
        "You call {asked} states of {node} the most probable; the model's way of combining causes would have it so in {other_agreeing} of these situations.",
        "Look at them again, or say why.",
    ),
    "doubt.another-expression.advice": Entry(
        'A {expression} with weights {weights} gives {agreeing} back. Consider expression = "{key}".'
    ),
    "doubt.other-weights": Entry(
        "You call {asked} states of {node} the most probable; the weights you gave would have it so in {other_agreeing} of these situations.",
        "Change the weights, or say why.",
    ),
    "doubt.other-weights.advice": Entry(
        "A {expression} with weights {weights} gives {agreeing} back."
    ),
    "doubt.rank-against-rows": Entry(
        "You rank {first} before {second} among the causes of {node}, and your rows move by {first_moved:.0f} points with it, by {second_moved:.0f} with {second}.",
        "Which do you mean? Say why, or change one.",
    ),
    "doubt.sign": Entry(
        "By your numbers {rows}.",
        "You, or the model, say that it goes the other way. Intended? Say why, or change one.",
    ),
    "doubt.sign-of-the-model": Entry(
        "By the numbers in model.toml {rows}.",
        "The sign of {cause} on {node} says that it goes the other way. Change one of them.",
    ),
    "doubt.total": Entry(
        "You give {node} ({state}) {stated:.0f} % all in all; your rows, weighed by what you say of their causes, give {implied:.0f} %.",
        "Which do you mean? Change one, or say why.",
    ),
    "doubt.halves": Entry(
        "{even} of {answers} answers give every state the same probability (50 % of two).",
        "Is that what you think, or do you not know? Say why, or leave them blank.",
    ),
    "doubt.identical": Entry(
        "{questions} have the same answer.",
        "Copied, or is there no difference? Say why, or change one.",
    ),
    "doubt.order": Entry(
        "You give {what} {lower} % when {cause} is {lower_state} and {higher} % when {higher_state}.",
        "Intended? Say why, or swap.",
    ),
    "doubt.order-where": Entry(
        "You give {what} {lower} % when {cause} is {lower_state} and {higher} % when {higher_state}, where {rest}.",
        "Intended? Say why, or swap.",
    ),
    "doubt.direction": Entry(
        "You let {cause} move {node} the other way than the model says, which has it move towards {towards} as {cause} nears {end}.",
        "Intended? Say why: it is dissent on the diagram itself.",
    ),
    "doubt.rank-against-weight": Entry(
        "You rank {first} before {second} among the causes of {node}, and weigh it less ({heavy} against {light}).",
        "Which do you mean? Say why, or change one.",
    ),
    "doubt.first-alike": Entry(
        "You put {causes} first alike among the causes of {node}: one of them matters most.",
        "Do they matter alike? Say why, or change one.",
    ),
    "doubt.quantiles": Entry(
        "Of {seed} you are {lower} % sure that it is not above {small}, and {upper} % sure of {large}.",
        "The surer, the higher: change one, or they cannot be scored.",
    ),
    "doubt.expression-wmean": Entry("weighted mean"),
    "doubt.expression-wmin": Entry("weighted minimum"),
    "doubt.expression-wmax": Entry("weighted maximum"),
    "doubt.expression-mixminmax": Entry("mixture of minimum and maximum"),
}
