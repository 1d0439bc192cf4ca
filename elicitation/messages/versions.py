"""Word what is wrong with freezing a version, or has to be known of it."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "version.no-answers-to-aggregate": Entry(
        "these rules need recorded answers, and these priors were not frozen of any.",
        "Freeze first.",
    ),
    "version.nothing-answered-is-named": Entry(
        "no question that was answered is named, and these rules judge answers.",
        "Name one, such as '{example}'.",
    ),
    "version.nothing-answered": Entry(
        "no question that was answered is named, and these rules judge answers."
    ),
    "version.without-reason": Entry("a version needs a reason.", "Say why it is frozen."),
    "version.model-changed-meanwhile": Entry(
        "the file changed while the version was being made.", "Run the command again."
    ),
    "version.nobody-answered-all": Entry(
        "nobody has answered all they were asked.", "Ask, then freeze."
    ),
    "version.stranger-left-out": Entry(
        "the answers of '{expert}', who is not in it, are left out.",
        "Add the expert, or leave it so.",
    ),
    "version.answers-another-study": Entry(
        "this answers the study '{study}', not '{own}'.", "Start a study of its own for it."
    ),
    "version.answers-to-earlier-model": Entry(
        "{older} of {responses} responses answered an earlier text of the model.",
        "Make sure that no definition they used has changed.",
    ),
    "version.absent": Entry(
        "{expert} is absent: {count} of the {asked} questions that tables are made from are not answered ({first})."
    ),
    "version.left-out": Entry("{expert} is left out ({why})."),
    "version.abstains-on-all": Entry("{expert} abstains on every question."),
    "version.answers-owed": Entry(
        "{experts} has not answered {count} of the {asked} questions that tables are made from ({first}).",
        command="Submit them, say why not ('resolve absent', 'resolve abstain'), or freeze with those absent left out (--allow-absent).",
        many="{experts} have not answered {count} of the {asked} questions that tables are made from ({first}).",
        by="experts",
    ),
    "version.first-of-many": Entry("{first}, ..."),
    "version.nobody-asked": Entry(
        "nobody in this version is asked about {node} ({question}).",
        "Put the node in a panel that has answered.",
    ),
    "version.nobody-weighed-asked": Entry(
        "nobody in this version with a weight is asked about {node} ({question}).",
        "Put the node in a panel that has answered.",
    ),
    "version.makes-no-table": Entry("{what}"),
    "version.nothing-pooled": Entry("'{word}' is neither an outcome nor a row of a full table;"),
}
