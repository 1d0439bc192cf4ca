"""What the answers come to while they are still coming in: priors nobody has frozen."""

from __future__ import annotations

from bayesnet.errors import StudyError
from bayesnet.study.study import Study
from elicitation.record.frozen import priors_of
from elicitation.store.recorded import entries_of
from elicitation.store.recording import Snapshot, timestamp
from elicitation.study import Elicitation, clock
from elicitation.versions.freezing import freeze_value


def interim_study(opened: Elicitation, taken: Snapshot) -> Study:
    """Return the study on the answers of those who answered all they were asked.

    Raises StudyError.
    """
    wanted = opened.request("the answers so far", allow_absent=True)
    frozen, problems = freeze_value(taken, entries_of(taken), wanted, at=timestamp(clock))
    if frozen is None:
        raise StudyError(problems)
    return opened.study.with_priors(priors_of(frozen, opened.parameters))
