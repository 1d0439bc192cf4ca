"""Read what experts have answered so far, for the commands that show it to them again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bayesnet.errors import Problem, Refused
from elicitation.checks import doubts
from elicitation.cli.study import Elicitation
from elicitation.forms import Form
from elicitation.freezing import recorded_responses
from elicitation.ledger import LEDGER, read_ledger
from elicitation.responses import Judgement, Key, in_probability, standing_judgements
from elicitation.store import snapshot


def standing_answers(folder: Path, *, only_round: int = 0) -> Mapping[str, Mapping[Key, Judgement]]:
    """Return every expert's latest answers by question, as probabilities.

    only_round: of that round alone; 0 for all. Raises Refused where a record is damaged.
    """
    taken = snapshot(folder)
    problems: list[Problem] = list(taken.problems)
    if LEDGER not in taken.files:
        return {}
    entries, wrong = read_ledger(taken.files[LEDGER])
    problems += wrong
    responses = recorded_responses(taken, entries, problems)
    if problems:
        raise Refused(problems)
    return standing_judgements(r for r in responses.values() if only_round in (0, r.round))


def asked_back(
    folder: Path, opened: Elicitation, expert: str, form: Form, file: str
) -> list[Problem]:
    """Return the doubts about the answers of a form, as warnings, beside those recorded already."""
    own = standing_answers(folder).get(expert, {})
    fresh = {j.question: in_probability(j, form.unit) for j in form.judgements}
    earlier = [judgement for key, judgement in own.items() if key not in fresh]
    return [
        Problem(
            file=file,
            path=doubt.questions[0],
            message=doubt.message,
            remedy=doubt.remedy,
            severity="warning",
        )
        for doubt in doubts((*earlier, *fresh.values()), opened.model)
        if fresh.keys() & {*doubt.questions}
    ]
