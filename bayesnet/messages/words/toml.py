"""Word what is wrong with any TOML file that people write."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "toml.arc-pair-names": Entry("an arc is a pair of names.", 'Write ["cause", "effect"].'),
    "toml.file-empty": Entry(
        "the file is empty.", command="Start from a copy made by 'resolve init'."
    ),
    "toml.file-larger-than-million-characters": Entry(
        "the file is larger than 5 million characters.", "Is it the right file?"
    ),
    "toml.file-version-newer-than-program": Entry(
        "this file is of version {version}, newer than this program reads ({newest}).",
        "Update collective-resolve.",
    ),
    "toml.key-missing": Entry("this key is missing.", "Add {key} = ... ({kind})."),
    "toml.no-version": Entry("there is no version {version}.", "Write version = {newest}."),
    "toml.not-choices": Entry("'{word}' is not one of the choices;"),
    "toml.not-kind-file": Entry("'{found}' is not this kind of file.", 'Write "{format_name}".'),
    "toml.not-toml": Entry("this is not TOML: {error}.", "Mend that line; the rest was not read."),
    "toml.tables-nested-too-deeply": Entry("tables are nested too deeply.", "Flatten them."),
    "toml.text-empty": Entry("this text is empty.", "Fill it in."),
    "toml.unknown-key": Entry("unknown key '{word}';"),
    "toml.kind-text": Entry("text"),
    "toml.kind-flag": Entry("true or false"),
    "toml.kind-number": Entry("a number"),
    "toml.kind-whole-number": Entry("a whole number"),
    "toml.kind-list": Entry("a list"),
    "toml.kind-table": Entry("a table"),
    "toml.kind-date": Entry("a date"),
    "toml.not-text": Entry("{value} is not text.", 'Put it in double quotes, as in "no".'),
    "toml.not-flag": Entry("{value} is not true or false."),
    "toml.not-number": Entry("{value} is not a number."),
    "toml.not-whole-number": Entry("{value} is not a whole number."),
    "toml.not-list": Entry("{value} is not a list.", "Write it in square brackets, as in [a, b]."),
    "toml.not-table": Entry(
        "{value} is not a table.", "Write it as a table, as in {{ key = value }}."
    ),
    "toml.not-date": Entry(
        "{value} is not a date.", "Write it without quotes as year-month-day, as in 2020-12-31."
    ),
}
