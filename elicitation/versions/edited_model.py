"""Say what the newest frozen version and a model that was edited since understand otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bayesnet.errors import Problem, StudyError, warning_at
from bayesnet.formats.priors_json import pool_document
from bayesnet.formats.priors_mismatch import mismatches, other_tables
from bayesnet.messages.facts import Node, Phrase, phrase
from bayesnet.study.study import Study
from elicitation.record.frozen import Frozen, priors_of, read_frozen
from elicitation.record.ledger import Entry, sha256_of
from elicitation.store.recording import MODEL, Snapshot


def unlike_model(taken: Snapshot, entries: Sequence[Entry], study: Study) -> tuple[Problem, ...]:
    """Return a note for each node of which version and model do not speak alike; none if they do.

    The file is whole: nothing is damaged, and no analysis answers by it where it knows too little.
    Of a version that knows all that is asked, the tables that its answers make now are compared
    with those that were frozen: an order of states that was changed shows in nothing else.
    """
    last = next((entry for entry in reversed(entries) if entry.type == "priors"), None)
    content = taken.files.get(last.path) if last else None
    if last is None or content is None or sha256_of(content) != last.sha256:
        return ()
    frozen = read_frozen(content, file=last.path)[0]
    if frozen is None or frozen.model_sha256 == taken.sha256(MODEL):
        return ()
    return tuple(
        warning_at(last.path, "", what.code, **what.facts) for what in _differences(frozen, study)
    )


def _differences(frozen: Frozen, study: Study) -> Iterator[Phrase]:
    found: list[Phrase] = []
    cpds, agents = study.cpds, {agent.id for agent in study.agents}
    for answers in frozen.experts.values():
        unlike = mismatches({key: tuple(own) for key, own in answers.items()}, cpds, agents)
        found += [each.what for each in unlike if each.what not in found]
    if found:
        yield from found
        return
    parameters = [parameter for cpd in cpds.values() for parameter in cpd.parameters()]
    try:
        again = pool_document(cpds, priors_of(frozen, parameters))
    except (StudyError, ValueError):  # answers that make no table are told with the version itself
        return
    for node in other_tables(frozen.pool, again):
        yield phrase("priors.other-table", node=Node(node))
