"""Word what verification finds."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "verify.answer-not-responses": Entry(
        "the answer on {question} is not the one in the responses.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "verify.answer-not-what-typed-makes": Entry(
        "the answer on {question} is not the one that what was typed makes.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "verify.does-not-follow-version-before": Entry(
        "it does not follow the version before it.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "verify.file-changed-hash-not": Entry(
        "the file was changed: its hash is not that of the ledger's line {line}.",
        "Bring it back from a copy.",
    ),
    "verify.file-edited-since-frozen": Entry("the file was edited since {path} was frozen."),
    "verify.file-missing-names": Entry(
        "the file is missing; the ledger's line {line} names it.", "Bring it back."
    ),
    "verify.frozen-hash-file-changed": Entry(
        "{name} is frozen (hash {sha256}) and its file was changed.",
        command="Bring it back from a copy; save what is new with 'resolve freeze --reason TEXT'.",
    ),
    "verify.ledger-does-not-know-file": Entry(
        "the ledger does not know this file, so nothing counts it.",
        "It may be left from a run that was stopped.",
    ),
    "verify.ledger-missing-though-answers-recorded": Entry(
        "the ledger is missing though answers are recorded.", "Bring it back from a copy."
    ),
    "verify.ledger-s-line-withdraws-what": Entry(
        "the ledger's line {seq} withdraws what was not submitted before.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "verify.no-entry-hash-noted-down": Entry(
        "no entry has the hash {noted} that was noted down: entries were lost or changed.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "verify.not-response-recorded-before-hash": Entry(
        "{path} is not a response recorded before it with that hash.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "verify.not-start-hash": Entry(
        "'{noted}' is not the start of a hash.", "Type at least 8 of its digits, 0-9 and a-f."
    ),
    "verify.pool-not": Entry(
        "its pool is {label}, not the {other} of {plan}.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "verify.table-not-pool-answers-beside": Entry(
        "the table is not the pool of the answers beside it.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "verify.tables-made-another-model-toml": Entry(
        "its tables were made with another model.toml and were not recomputed."
    ),
    "verify.version-ledger": Entry(
        "this is version {number} by the ledger.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "verify.weights-made-another-not-recomputed": Entry(
        "its weights were made with another {seeds} and were not recomputed."
    ),
    "verify.weights-not-those-rule-gives": Entry(
        "the weights are not those that the rule gives for the answers.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "verify.withdrawn-after-frozen": Entry(
        "{path} was withdrawn after it was frozen.", "Freeze a new version without it."
    ),
    "verify.withdrawn-before-frozen-counted": Entry(
        "{path} was withdrawn before it was frozen, and is counted.",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
    "verify.file-of-another-name": Entry(
        "the file's name is not that of its content ({expert}, round {round}, submission {submission}).",
        command="Bring the file back from a copy, or see 'resolve recover'.",
    ),
}
