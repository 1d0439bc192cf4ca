"""Word what is wrong with a recorded file."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "record.damaged": Entry(
        "{error}.", command="Run 'resolve verify': a recorded file is never edited by hand."
    ),
    "record.file-larger-than-mb": Entry(
        "the file is larger than {megabytes} MB.", "Is it the right file?"
    ),
    "record.file-nul-bytes-so-not": Entry(
        "the file has NUL bytes in it, so it is not text.", "Is it the right file?"
    ),
    "record.form-empty": Entry("the file is empty.", "Fill in the questions and save it again."),
    "record.key-missing": Entry(
        "this key is missing.",
        command="Run 'resolve verify': a recorded file is never edited by hand.",
    ),
    "record.ledger-empty": Entry(
        "the file is empty.", command="Bring the file back from a copy, or see 'resolve recover'."
    ),
    "record.line-cut-off-file-added": Entry(
        "the line is cut off or the file was added to.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "record.line-not-utf-text": Entry(
        "line {line} is not UTF-8 text.", "Save the file as 'CSV UTF-8'."
    ),
    "record.no-such-version": Entry(
        "there is no such version.",
        command="Run 'resolve verify': a recorded file is never edited by hand.",
    ),
    "record.no-version-list-people": Entry(
        "it has no version 1 and list of people.",
        command="Mend it, or write it with 'resolve roster add'.",
    ),
    "record.not-file-kind": Entry(
        "this is not a file of the kind '{format_name}'.",
        command="Run 'resolve verify': a recorded file is never edited by hand.",
    ),
    "record.not-json": Entry(
        "this is not JSON: {error}.", "Mend that place; the rest was not read."
    ),
    "record.not-json-at": Entry(
        "this is not JSON: {reason} ({place}).", "Mend that place; the rest was not read."
    ),
    "record.person-expert-name-email-first": Entry(
        "a person has expert, name and email; the first two are not empty.",
        command="Mend it, or write it with 'resolve roster add'.",
    ),
    "record.person-twice": Entry(
        "{expert} is there twice.", command="Mend it, or write it with 'resolve roster add'."
    ),
    "record.tables-nested-too-deeply": Entry(
        "tables are nested too deeply.", "Mend that place; the rest was not read."
    ),
    "record.unknown-key": Entry(
        "unknown key '{key}'.",
        command="Run 'resolve verify': a recorded file is never edited by hand.",
    ),
    "record.utf-text": Entry("this is UTF-16 text.", "Save the file as 'CSV UTF-8'."),
    "record.workbook-not-text": Entry(
        "this is a workbook, not text.", "Save the sheet as 'CSV UTF-8'."
    ),
    "record.written-newer-version-program-format": Entry(
        "written by a newer version of the program (format {version}, not {newest}).",
        "Update collective-resolve.",
    ),
    "record.text-too-long": Entry("is longer than {most} characters"),
    "record.half-a-character": Entry("holds half a character, which cannot be saved"),
    "record.no-entry": Entry(
        "this is not an entry.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "record.line-written-otherwise": Entry(
        "the line is not as the program writes it.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "record.entry-changed": Entry(
        "the entry was changed: its hash is not that of its content.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "record.entry-out-of-order": Entry(
        "the entry does not follow the one before it.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "record.names-somebody-in-export": Entry(
        "the text names somebody of the roster ({names}).", "The export leaves the name out."
    ),
    "record.names-somebody-in-ledger": Entry(
        "the text names somebody of the roster ({names}).",
        "It stays in the ledger; exports leave the name out.",
    ),
    "record.names-somebody-in-pack": Entry(
        "the text names somebody of the roster ({names}).", "The pack leaves the name out."
    ),
    "record.names-somebody-in-form": Entry(
        "the text names somebody of the roster ({names}).",
        "Submit it again without the name; exports and feedback leave it out.",
    ),
    "record.names-somebody-to-facilitator": Entry(
        "the text names somebody of the roster ({names}).",
        "Feedback and exports leave it out; ask for the reason without it.",
    ),
    "record.roster-of-another-format": Entry(
        "this is not a file of the kind '{format_name}'.",
        command="Mend it, or write it with 'resolve roster add'.",
    ),
    "record.unreadable": Entry(
        "{reason}", command="Run 'resolve verify': a recorded file is never edited by hand."
    ),
}
