"""Word what keeps a study from being begun."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "begin.fewer-than-two-options": Entry(
        "a choice needs two options at least.", command="Name each: --option TEXT --option TEXT."
    ),
    "begin.nothing-uncertain": Entry(
        "nothing could go wrong or right.", command="Name what could: --wrong TEXT or --right TEXT."
    ),
    "begin.nothing-counts": Entry(
        "nothing counts.", command="Name what does: --counts TEXT, such as money."
    ),
    "begin.named-twice": Entry("'{name}' is there twice.", "Name it once."),
    "begin.not-answered": Entry(
        "not all is said yet, and nobody answers here.",
        command="Say the rest as options: --question, --who, --option, --wrong or --right, --counts.",
    ),
    "begin.answers-not-asked": Entry(
        "{option} does not go with {other}, whose study has its own.",
        command="Leave it out; change it in the new study's model.toml.",
    ),
    "begin.no-file-taken": Entry(
        "{option} says how another tool's file is taken, and none is.",
        command="Leave it out, or name the file: --from FILE.",
    ),
    "begin.template-and-file": Entry(
        "a study begins from a template or from a file.", command="Keep --template or --from."
    ),
    "begin.keep-without-fresh": Entry(
        "--keep says what is kept of a study that is asked anew.", command="It goes with --fresh."
    ),
    "begin.keep-nothing": Entry(
        "nothing of that study is kept.",
        command="Begin with your own question: resolve new {directory}.",
    ),
}
