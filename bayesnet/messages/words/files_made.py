"""Word what is wrong with the diagram that another tool's file makes."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "file.cause-leak-no-distribution": Entry(
        "a cause or the leak of '{name}' is no distribution: {first}.",
        "Its numbers go from 0 to 1 and sum to 1.",
    ),
    "file.cycle": Entry("Cycle: {first}.", "Drop one arc."),
    "file.depends-itself": Entry("it depends on itself."),
    "file.file-begins-not": Entry(
        "the file begins with <{tag}>, not with <{root}>.", "Is it the right format?"
    ),
    "file.file-declares-entity": Entry(
        "the file declares an entity.", "Write the text out instead."
    ),
    "file.file-does-not-say-comes": Entry(
        "the file does not say which comes first, '{name}' or '{other}'.",
        "It is taken that '{name}' does.",
    ),
    "file.file-ends-too-early": Entry("the file ends too early.", "Was it cut off?"),
    "file.file-holds-half-character": Entry("the file holds half a character."),
    "file.file-larger-than-characters": Entry("the file is larger than {most:,} characters."),
    "file.file-more-than-words": Entry("the file has more than {most:,} words."),
    "file.files-end-not-read": Entry("files that end in '.{ending}' are not read;"),
    "file.heads-those-no-node-passed": Entry("its heads are those of no node; it is passed over."),
    "file.more-than-elements-nested-deep": Entry(
        "more than {most:,} elements, or nested {deepest} deep."
    ),
    "file.no-column-several": Entry("no column, or several, for {missing}.", "One for each."),
    "file.no-distribution": Entry("the probabilities sum to {total:g}, not 1, or leave 0 to 1."),
    "file.no-node-depends": Entry("there is no node '{parent}', which it depends on."),
    "file.no-probability": Entry("{error}.", "Write a probability such as 0.25."),
    "file.no-state-in-cell": Entry("{parent} has no state '{entry}'."),
    "file.no-states": Entry("'{name}' has no states."),
    "file.no-table-read": Entry(
        "'{name}' has no table that is read: {unread}.", "Save it with its table."
    ),
    "file.no-workbook": Entry("this is no workbook ({kind}).", "Save it as XLSX."),
    "file.node-no-name": Entry("a node has no name.", "Name it."),
    "file.nodes-called": Entry("{count} nodes are called '{node}'.", "Rename one."),
    "file.not-csv": Entry("this is not CSV: {error}."),
    "file.not-number": Entry("'{text}' is not a number."),
    "file.not-text": Entry("this is not text.", "Is it the right file? Save it as UTF-8."),
    "file.not-utf-does-not-say": Entry(
        "it is not UTF-8 and does not say what it is: guessed {name} ({known}), so that it reads {text}.",
        command="If that is wrong, name the encoding: --encoding.",
    ),
    "file.not-utf-names-could-read": Entry(
        "it is not UTF-8, and its names could be read in several ways: {told}.",
        command="Name the right one: --encoding NAME.",
    ),
    "file.not-whole-number-too-large": Entry("'{text}' is not a whole number, or too large a one."),
    "file.not-xml": Entry("this is not XML: {reason}."),
    "file.probabilities-sum-not": Entry(
        "the probabilities sum to {total:g}, not 1.", "Mend that row."
    ),
    "file.probabilities-sum-scaled": Entry("the probabilities sum to {total:g}; they are scaled."),
    "file.probability-negative": Entry(
        "a probability is negative.", "Probabilities go from 0 to 1."
    ),
    "file.row-case-twice": Entry("the row of this case is there twice.", "Keep one."),
    "file.rows-sum-only-within-each": Entry(
        "its rows sum to 1 only within {error:.2g}; each is scaled."
    ),
    "file.stands-too-many-numbers-states": Entry(
        "it stands for too many numbers or states: {entries:,}."
    ),
    "file.stands-where-should": Entry("'{text}' stands where '{wanted}' should."),
    "file.state-times": Entry("state '{state}' is there {count} times.", "Rename one."),
    "file.table-holds-number-not-finite": Entry("its table holds a number that is not finite."),
    "file.more-numbers-than-a-study": Entry(
        "its tables have {cells:,} numbers, more than a study holds; the largest, of {name}, has {largest:,}.",
        "Give {name} fewer causes or states there.",
    ),
    "file.table-would-numbers-too-many": Entry(
        "its table would have {entries:,} numbers: too many."
    ),
    "file.text-no-encoding-known": Entry(
        "this is text in no encoding that is known here.",
        command="Save it as UTF-8, or name its encoding: --encoding.",
    ),
    "file.times-parent": Entry("'{parent}' is there {count} times as its parent."),
    "file.without-nodes": Entry("there is no node in it.", "Is it the right file?"),
    "file.workbook-too-large-when-unpacked": Entry(
        "the workbook is too large when it is unpacked."
    ),
    "file.quotation-never-closed": Entry("a quotation mark is never closed.", "Close it."),
    "file.comment-never-ends": Entry("a comment never ends.", "Close it."),
    "file.no-encoding": Entry(
        "there is no encoding '{encoding}'.", "Known are utf-8, gb18030, cp1252, ..."
    ),
    "file.line-in-another-encoding": Entry(
        "line {line} is not written in {encoding}.",
        command="Name another, or leave --encoding out.",
    ),
    "file.reading": Entry("{name} ({known}): {text}"),
    "file.table-of-another-size": Entry(
        "its table has {count:,} numbers, not {wanted:,}.", "It runs over {axes}."
    ),
    "file.table-of-no-axes": Entry(
        "its table has {count:,} numbers, not {wanted:,}.", "It runs over nothing."
    ),
    "file.row-missing": Entry("no row for {case}.", "Give each case a row."),
    "file.rows-missing": Entry("no row for {case} and {others} more.", "Give each case a row."),
    "file.no-pgmpy-model": Entry("{error}"),
    "file.value-is-no-parent": Entry("'{parent}' is a value; nothing else can depend on one."),
    "file.sum-of-no-value": Entry("'{parent}' is no value; a sum is made of values."),
    "file.row-is-no-distribution": Entry(
        "the probabilities for {case} sum to {total:g}, not 1.", "Mend that row."
    ),
}
