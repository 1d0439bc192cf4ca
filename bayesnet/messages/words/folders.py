"""Word what is wrong with the folder of a study."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "folder.file-larger-than-mb": Entry("the file is larger than 50 MB.", "Is it the right file?"),
    "folder.line-not-utf-text": Entry("line {line} is not UTF-8 text.", "Save the file as UTF-8."),
    "folder.no-priors": Entry("there are no priors '{wanted}'.", "Known: {known}."),
    "folder.no-structure": Entry("no structure '{word}';"),
    "folder.not-file-frozen-hash-not": Entry(
        "this is not the file that was frozen: its hash is not the one in the ledger.",
        command="Run 'resolve verify', and bring the file back from a copy.",
    ),
    "folder.not-study-no": Entry(
        "'{folder}' is not a study: it has no {name}.",
        command="Make one with 'resolve init DIR', or use --study.",
    ),
    "folder.structure-already-defined-elsewhere": Entry(
        "structure '{name}' is already defined elsewhere.", "Rename one."
    ),
    "folder.study-no-such-file": Entry(
        "the study has no such file.",
        command="Begin with that of 'resolve new DIR'. Of elicitation.toml, [round.1] and an [expert.E01] for each expert are enough.",
    ),
    "folder.nodes-unanswered": Entry(
        "there are no numbers yet for {nodes}.",
        command="Ask experts ('resolve questions', 'resolve form') and freeze their answers, or write the rows of these tables into model.toml.",
    ),
    "folder.values-unanswered": Entry(
        "there are no numbers yet for {nodes}.",
        "Fill in the table of {values}: no expert is asked for it.",
    ),
    "folder.nodes-and-values-unanswered": Entry(
        "there are no numbers yet for {nodes}.",
        command="Ask experts ('resolve questions', 'resolve form') and freeze their answers, or write the rows of these tables into model.toml. Fill in the table of {values}: no expert is asked for it.",
    ),
    "folder.cannot-read": Entry(
        "cannot be read ({reason}).", "Check the file and its permissions."
    ),
    "folder.no-file": Entry("there is no file '{file}'.", "Check the name."),
    "folder.file-cannot-be-read": Entry("cannot be read ({reason}).", "Check the file."),
    "folder.already-there": Entry(
        "it is there already; nothing was overwritten.", "Choose another name."
    ),
    "folder.cannot-be-written": Entry("cannot be written ({reason}).", "Check the folder."),
    "folder.ledger-missing": Entry(
        "the file is missing, which says what was frozen.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "folder.ledger-unreadable": Entry(
        "it cannot be read.", command="Bring the file back from a copy, or see 'resolve recover'."
    ),
    "folder.ledger-cut-off": Entry(
        "the line is cut off or the file was added to.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "folder.ledger-entry-damaged": Entry(
        "this is not an entry.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "folder.ledger-out-of-order": Entry(
        "the entry does not follow the one before it.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
}
