"""Word what keeps something from being written or read."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "store.another-program-been-writing-into": Entry(
        "another program has been writing into the study for {wait_seconds:g} s.",
        "Wait for it to end, then again.",
    ),
    "store.another-server-study-running": Entry(
        "another server of this study is running.", "Use that one, or stop it first."
    ),
    "store.can-read-others": Entry(
        "{files} of {folders_listed} can be read by others here.",
        "Close them: chmod -R go= {folders}",
    ),
    "store.cannot-read": Entry("cannot be read ({reason}).", "Check the file."),
    "store.cannot-scenario-s-short-name": Entry(
        "'{name}' cannot be a scenario's short name; nothing was saved.",
        "Begin with a letter; then letters, digits, '_' and '-', 32 at most.",
    ),
    "store.disk-cannot-read": Entry("cannot be read ({reason}).", "Check the disk."),
    "store.expert-id": Entry("'{expert}' cannot be an expert's id.", "Take one such as E07."),
    "store.expert-id-characters": Entry(
        "'{expert}' cannot be an expert's id.", "Use letters, digits, '_' and '-'."
    ),
    "store.file-changed-since-page-made": Entry(
        "the file has changed since this page was made; nothing was saved.",
        "Look at it again, then save.",
    ),
    "store.file-larger-than-mb": Entry(
        "the file is larger than 50 MB.", "The program writes no such file."
    ),
    "store.file-name-already-nothing-overwritten": Entry(
        "a file of that name is there already; nothing was overwritten.",
        command="Run 'resolve verify'.",
    ),
    "store.folder-is-a-file": Entry("'{folder}' is a file.", "Name a folder."),
    "store.folder-not-empty-nothing-changed": Entry(
        "the folder '{name}' is not empty; nothing was changed.", "Name a new folder."
    ),
    "store.ledger-full-nothing-recorded": Entry(
        "the ledger is full; nothing was recorded.", "Freeze, and go on in a new study."
    ),
    "store.ledger-missing-nothing-recover-from": Entry(
        "the ledger is missing; there is nothing to recover it from.", "Bring it back from a copy."
    ),
    "store.ledger-missing-though-answers-recorded": Entry(
        "the ledger is missing though answers are recorded.", "Bring it back from a copy."
    ),
    "store.ledger-whole-nothing-changed": Entry("the ledger is whole; nothing was changed."),
    "store.link-study-keeps-records-own": Entry(
        "this is a link; a study keeps its records in its own folders.",
        "Put the real folder or file in its place.",
    ),
    "store.name-is-a-file": Entry("'{name}' is a file.", "Name a new folder."),
    "store.name-taken": Entry(
        "that name is there already, as {expert}.", "Add a middle name if it is somebody else."
    ),
    "store.no-file": Entry("there is no file '{path}'.", "Check the name."),
    "store.no-folder": Entry(
        "there is no folder '{folder}'.", command="Make one with 'resolve init DIR'."
    ),
    "store.no-round": Entry("there is no round {round}."),
    "store.not-file": Entry("this is not a file.", "Name the form that was filled in."),
    "store.not-ordinary-file": Entry(
        "this is not an ordinary file.", "Put the real file in its place."
    ),
    "store.not-study-no": Entry(
        "'{folder}' is not a study: it has no {model}.",
        command="Make one with 'resolve init DIR', or use --study.",
    ),
    "store.path-leads-out-study": Entry("the path leads out of the study."),
    "store.person-already": Entry(
        "{expert} is somebody already.", command="See: resolve roster list."
    ),
    "store.person-needs-name": Entry("a person needs a name."),
    "store.reason-unwritable": Entry("the reason {why}; nothing was recorded.", "Type it again."),
    "store.record-cannot-read": Entry(
        "cannot be read ({reason}).", "Check the file and its permissions."
    ),
    "store.recorded-but-disk-did-not": Entry(
        "it was recorded, but the disk did not confirm it ({reason}).",
        command="Do not submit again: run 'resolve verify'.",
    ),
    "store.response-answers-no-question-nothing": Entry(
        "the response answers no question; nothing was recorded."
    ),
    "store.scenario-already-nothing-overwritten": Entry(
        "there is a scenario '{name}' already; nothing was overwritten.",
        "Choose another short name.",
    ),
    "store.scenario-no-label-nothing-saved": Entry(
        "the scenario has no label; nothing was saved.", "Write one."
    ),
    "store.text-holds-what-cannot-seen": Entry(
        "the text holds what cannot be seen or is half a letter; nothing was saved.",
        "Type it again, on one line.",
    ),
    "store.text-longer-than-characters-nothing": Entry(
        "the text is longer than {longest} characters; nothing was saved.", "Shorten it."
    ),
    "store.text-unwritable": Entry("the text {why}; nothing was recorded.", "Type it again."),
    "store.what-would-written-does-not": Entry(
        "what would be written does not read as what is meant; nothing was saved.",
        "Write the scenario into the file by hand.",
    ),
    "store.writing-failed": Entry("writing failed ({reason}).", command="Run 'resolve verify'."),
    "store.folder-not-written": Entry("writing failed ({reason}).", "Name another folder."),
    "store.disk-full": Entry(
        "the disk is full; nothing was recorded.", "Free some space, then again."
    ),
    "store.quota-used-up": Entry(
        "your disk quota is used up; nothing was recorded.", "Free some space first."
    ),
    "store.disk-read-only": Entry(
        "the disk is read-only; nothing was recorded.", "Copy the study elsewhere."
    ),
    "store.may-not-be-written": Entry(
        "it may not be written; nothing was recorded.", "Check the permissions."
    ),
    "store.response-missing": Entry(
        "the response is missing.",
        command="Bring it back from a copy; 'resolve verify' checks all.",
    ),
    "store.response-changed": Entry(
        "the response is not the file that was recorded.",
        command="Bring it back from a copy; 'resolve verify' checks all.",
    ),
}
