"""Word what is wrong with frozen priors."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.messages.surface import Entry

WORDS: Mapping[str, Entry] = {
    "priors.file-damaged": Entry(
        "the file is damaged ({kind}: {error}).",
        command="Run 'resolve verify': a frozen file is never edited by hand.",
    ),
    "priors.no-expert": Entry(
        "no expert is in it.",
        command="Run 'resolve verify': a frozen file is never edited by hand.",
    ),
    "priors.not-json": Entry(
        "not JSON: {error}.", command="Run 'resolve verify': a frozen file is never edited by hand."
    ),
    "priors.not-priors-file": Entry(
        "not a priors file.", command="Run 'resolve verify': a frozen file is never edited by hand."
    ),
    "priors.version-not-program-reads": Entry(
        "version {version} is not one this program reads.", "Update collective-resolve."
    ),
    "priors.other-nodes": Entry(
        "these priors have no answers on the node {node} of model.toml; they know {known}, which it has not.",
        command="Put model.toml back as it was, or ask that node again and freeze a new version; until then answer by the model's own numbers: --priors placeholder.",
    ),
    "priors.no-answers": Entry(
        "these priors have no answers on the node {node} of model.toml.",
        command="Put model.toml back as it was, or ask that node again and freeze a new version; until then answer by the model's own numbers: --priors placeholder.",
    ),
    "priors.other-method": Entry(
        "{node} was frozen as {then} and is {now} in model.toml.",
        command="Put model.toml back as it was, or ask that node again and freeze a new version; until then answer by the model's own numbers: --priors placeholder.",
    ),
    "priors.order-of-causes": Entry(
        "the causes of {node} stand in another order: {then} then, {now} now.",
        command="Put model.toml back as it was, or ask that node again and freeze a new version; until then answer by the model's own numbers: --priors placeholder.",
    ),
    "priors.answers-missing": Entry(
        "{missing} of {answers} on {node} is missing ({first}).",
        command="Put model.toml back as it was, or ask that node again and freeze a new version; until then answer by the model's own numbers: --priors placeholder.",
        many="{missing} of {answers} on {node} are missing ({first}).",
        by="missing",
    ),
    "priors.renamed": Entry(
        "{node}: these priors do not know {names}; they have {instead} instead.",
        command="Put model.toml back as it was, or ask that node again and freeze a new version; until then answer by the model's own numbers: --priors placeholder.",
    ),
    "priors.added": Entry(
        "{node}: these priors do not know {names}, which was added since.",
        command="Put model.toml back as it was, or ask that node again and freeze a new version; until then answer by the model's own numbers: --priors placeholder.",
        many="{node}: these priors do not know {names}, which were added since.",
        by="fresh",
    ),
    "priors.taken-away": Entry(
        "{node}: these priors have {names}, which model.toml has not any more.",
        command="Put model.toml back as it was, or ask that node again and freeze a new version; until then answer by the model's own numbers: --priors placeholder.",
    ),
    "priors.quoted": Entry("'{name}'"),
    "priors.causes": Entry("the cause {names}", "", many="the causes {names}", by="names"),
    "priors.states": Entry("the state {names}", "", many="the states {names}", by="names"),
    "priors.states-of": Entry(
        "the state {names} of {cause}", "", many="the states {names} of {cause}", by="names"
    ),
    "priors.other-table": Entry(
        "{node}: its answers make another table than the one that was frozen: the order of states, or what its method is told in model.toml, was changed since.",
        "Freeze a new version, or put model.toml back as it was.",
    ),
    "priors.unsound": Entry(
        "{what}", command="Run 'resolve verify': a frozen file is never edited by hand."
    ),
    "priors.no-longer-asks": Entry(
        "the model no longer asks '{question}'.",
        "Freeze again, or go back to the model of that version.",
    ),
    "priors.no-longer-asks-several": Entry(
        "the model no longer asks '{question}' and {others} more.",
        "Freeze again, or go back to the model of that version.",
    ),
}
