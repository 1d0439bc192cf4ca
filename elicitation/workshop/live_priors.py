"""What the answers come to while they are still coming in: priors nobody has frozen."""

from __future__ import annotations

from bayesnet.cli.decide import known_before, known_weights
from bayesnet.errors import Refused
from bayesnet.recommend import solving
from bayesnet.study import Study
from bayesnet.uncertainty.agenda import Agenda, agenda
from elicitation.opening import clock
from elicitation.record.frozen import priors_of
from elicitation.store.recording import snapshot, timestamp
from elicitation.versions.freezing import Request, freeze_value
from elicitation.workshop.desk import Desk


def request(desk: Desk, reason: str, *, allow_absent: bool) -> Request:
    """Return what to freeze."""
    opened = desk.opened
    return Request(
        study=opened.study.diagram.id,
        model_sha256=opened.study.model_sha256,
        plan=opened.plan,
        parameters=opened.parameters,
        reason=reason,
        allow_absent=allow_absent,
        seeds=opened.seeds,
    )


def study_now(desk: Desk) -> Study:
    """Return the study on the answers of those who answered all they were asked; raises Refused."""
    wanted = request(desk, "the answers so far", allow_absent=True)
    taken, entries = snapshot(desk.folder), desk.live.entries
    frozen, problems = freeze_value(taken, entries, wanted, at=timestamp(clock))
    if frozen is None:
        raise Refused(problems)
    return desk.opened.study.with_priors(priors_of(frozen, desk.opened.parameters))


def agenda_now(desk: Desk) -> Agenda:
    """Return what to discuss next by the answers so far; made anew when there are new ones."""
    study = study_now(desk)
    weights = known_weights(study, "")
    with solving(study.diagram):
        return agenda(study, study.diagram.structure, weights, known_before(study))
