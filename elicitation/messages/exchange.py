"""Word what is wrong with other programs' files of the classical model, and with fits."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "exchange.not-a-line-of-quantiles": Entry("this is no line of {count} quantiles."),
    "exchange.no-quantiles-named": Entry(
        "the first line does not name the quantiles, as in 'QU=   5  50  95'.", "Is it a .dtt?"
    ),
    "exchange.levels-do-not-rise": Entry("the quantiles do not rise between 0 and {top}."),
    "exchange.answered-twice": Entry("{expert} answers {item} twice."),
    "exchange.nobody-answers": Entry("nobody answers anything in it."),
    "exchange.no-true-value": Entry("this line of the .rls file has no true value."),
    "exchange.no-json": Entry("this is no JSON."),
    "exchange.quantiles-do-not-rise-to-1": Entry("the quantiles do not rise between 0 and 1."),
    "exchange.other-quantiles": Entry("an item has other quantiles than the first one."),
    "exchange.no-scale": Entry("the scale is neither 'uni' nor 'log'."),
    "exchange.no-table": Entry("there is no such table, or nothing in it."),
    "exchange.no-number-for-each-quantile": Entry("this is no list of a number for each quantile."),
    "exchange.no-numbers": Entry("this is no list of numbers."),
    "exchange.infinite": Entry("a number is infinite."),
    "exchange.no-such-kind": Entry(
        "'{name}' is no file of the classical model.",
        "End the name in .dtt (Excalibur) or .json (anduryl).",
    ),
    "exchange.quantiles-do-not-rise": Entry(
        "{expert}'s quantiles of {item} do not rise.", "Ask again; nobody's answer is changed here."
    ),
    "exchange.quantiles-not-above-0": Entry(
        "{expert}'s quantiles of {item} are not above 0, as on a logarithmic scale.",
        "Ask again; nobody's answer is changed here.",
    ),
    "exchange.no-item-has-a-true-value": Entry(
        "no item has a true value.", "Is the .rls beside it?"
    ),
    "exchange.somebody-unscored": Entry(
        "somebody answered no item with a true value, and cannot be scored.", "Leave them out."
    ),
    "fit.not-to-be-fitted": Entry("{reason}."),
}
