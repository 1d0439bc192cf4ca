"""Say what to ask an expert back about the answers of a form."""

from __future__ import annotations

from pathlib import Path

from bayesnet.errors import Problem, warning_at
from elicitation.checks.checks import doubts
from elicitation.intake.reading import Form
from elicitation.record.responses import in_probability
from elicitation.store.recorded import current_answers
from elicitation.store.recording import snapshot
from elicitation.study import Elicitation


def asked_back(
    folder: Path, opened: Elicitation, expert: str, form: Form, file: str
) -> list[Problem]:
    """Return the doubts about the answers of a form and those recorded already, as warnings."""
    own = opened.answering(current_answers(snapshot(folder)).get(expert, {}))
    fresh = {j.question: in_probability(j, form.unit) for j in form.judgements}
    earlier = [judgement for key, judgement in own.items() if key not in fresh]
    return [
        warning_at(file, doubt.questions[0], doubt.code, **doubt.facts)
        for doubt in doubts((*earlier, *fresh.values()), opened.model)
        if fresh.keys() & {*doubt.questions}
    ]
