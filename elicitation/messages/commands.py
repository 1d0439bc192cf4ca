"""Word what is wrong with what was asked of the commands about people."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "docs.port-in-use": Entry(
        "port {port} cannot be used ({reason}).",
        command="Take another, or --port 0 for any that is free.",
    ),
    "docs.already-there": Entry(
        "it is there already; nothing was written.", "Name a folder to be made."
    ),
    "people.cannot-be-fitted": Entry("{error}."),
    "people.cannot-read": Entry("cannot be read ({reason}).", "Check the name."),
    "people.effects-left-out": Entry(
        "the effects on outcomes are left out: the model of today does not fit a version of then."
    ),
    "people.effects-outcomes-left-out-no": Entry(
        "the effects on outcomes are left out: there is no reference scenario.",
        "Add one to scenarios.toml.",
    ),
    "people.everybody-machine-can-read-password": Entry(
        "everybody on this machine can read a password in the list of processes.",
        command="Choose another one and leave the option out: it is asked for at the first start. Without a terminal use --password-file FILE or the variable {variable}.",
    ),
    "people.fewer-than-experts-answered": Entry(
        "fewer than {fewest} experts answered {questions} ({nodes}).",
        "Their rows are exported without pseudonym, submission and time.",
    ),
    "people.first-line-empty": Entry("its first line is empty.", "Put the password there."),
    "people.first-line-not-utf-text": Entry(
        "its first line is not UTF-8 text.", "Save it as UTF-8."
    ),
    "people.name-another-kind-file-than": Entry(
        "'{out}' is the name of another kind of file than {form}.", "Change either."
    ),
    "people.no-expert": Entry("no expert '{word}';"),
    "people.no-kind-form": Entry(
        "'{kind}' is no kind of form.", "End the name in .xlsx, .csv or .json."
    ),
    "people.no-kind-report-program-writes": Entry(
        "'{out}' is no kind of report this program writes.",
        command=".html, .pdf or .docx; or say --format.",
    ),
    "people.not-file-frozen": Entry(
        "this is not the file that was frozen.",
        command="Bring it back from a copy; 'resolve verify' checks all.",
    ),
    "people.not-node-state": Entry(
        "'{item}' is not NODE=STATE.", command="Write --known, a node's name, = and its state."
    ),
    "people.nothing-asked": Entry(
        "nothing is asked.",
        command='Say --set NODE=STATE, or write scenarios.toml: [scenario.now] and, below it, set = {{ DECISION = "OPTION" }} are enough for a reference.',
    ),
    "people.nothing-asked-about": Entry("nothing is asked about '{word}';"),
    "people.nothing-recorded-yet": Entry(
        "nothing is recorded yet.", command="See: resolve submit."
    ),
    "people.others-machine-can-read": Entry(
        "others on this machine can read it.", "Run: chmod 600 {file}"
    ),
    "people.round-open-what-apart-shown": Entry(
        "round {number} is open: what is apart is shown once it is closed.",
        command="Close it: resolve round close {number}.",
    ),
    "people.set-numbers-nothing-discuss-yet": Entry(
        "there is one set of numbers, {name}: there is nothing to discuss yet.",
        command="Between two rounds: resolve agenda --so-far.",
    ),
    "people.split-prints-lines-elicitation-toml": Entry(
        "--split prints lines for elicitation.toml.", command="Leave out --format."
    ),
    "people.study-no-such-file-nobody": Entry("the study has no such file: nobody is asked."),
    "people.small-panel-in-export": Entry(
        "{experts} is the only expert of '{panel}'; their rows identify them.",
        "Merge groups under {fewest} before you publish.",
        many="{experts} are the only experts of '{panel}'; their rows identify them.",
        by="experts",
    ),
    "people.small-panel-in-report": Entry(
        "{experts} is the only expert of '{panel}'; their rows identify them.",
        "The report counts them together, unnamed.",
        many="{experts} are the only experts of '{panel}'; their rows identify them.",
        by="experts",
    ),
    "count.question": Entry("{number} question", "", many="{number} questions", by="number"),
    "people.no-round": Entry("there is no round {round}."),
    "people.round-not-closed": Entry(
        "round {round} is not closed: feedback would reach answers still to come."
    ),
    "people.no-version": Entry("there is no version {version}.", "Known: {known}."),
    "people.no-version-yet": Entry("there is no version {version}.", "Known: none."),
}
