"""Read a form that was handed in, whatever kind of file it is, for an expert and a round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bayesnet.errors import Problem, StudyError, problem_at, warning_at
from elicitation.intake.filled_workbook import Sheets, is_workbook, read_workbook
from elicitation.intake.gathering import gathered
from elicitation.intake.reading import Form, read_form
from elicitation.record.responses import Unit
from elicitation.study import Elicitation


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedForm:
    """A form and all that is to be said of it.

    form: None if any of the problems is an error. warnings: of the occasion it was made for.
    """

    form: Form | None
    mode: Literal["workbook", "file"]
    warnings: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def read_received_form(
    content: bytes,
    opened: Elicitation,
    expert: str,
    number: int,
    *,
    file: str,
    said: Unit | None = None,
    repair: str = "",
) -> ReceivedForm:
    """Return what was handed in; raises StudyError for a workbook that is none, or another's.

    said: the unit of a CSV form or a workbook, whatever that says itself; None for its own, or the
    plan's. repair: that the expert consents to, or empty.
    """
    unit = said or opened.plan.unit
    sheets: Sheets | None = None
    warnings: tuple[Problem, ...] = ()
    if is_workbook(content):
        sheets, wrong = read_workbook(content, file=file, unit=unit, insist=said is not None)
        if sheets is None:
            raise StudyError(wrong)
        content, unit = sheets.text.encode(), sheets.unit
        warnings = (*_of_the_occasion(sheets, opened, expert, number, file), *wrong)
    form, problems = read_form(
        content,
        file=file,
        parameters=opened.questions_to(expert),
        unit=unit,
        lexicon=opened.lexicon,
        repair=repair,
    )
    return ReceivedForm(
        form=form,
        mode="workbook" if sheets else "file",
        warnings=warnings,
        problems=gathered(sheets.placed(problems) if sheets else problems),
    )


def _of_the_occasion(
    sheets: Sheets, opened: Elicitation, expert: str, number: int, file: str
) -> tuple[Problem, ...]:
    """Return a warning if the model was edited since.

    Raises StudyError if the form is another's.
    """
    said = sheets.occasion
    wanted = {"study": opened.study.diagram.id, "expert": expert, "round": str(number)}
    problems = [
        problem_at(file, "", "form.form-not", what=what, said=said[what], value=value)
        for what, value in wanted.items()
        if said and said.get(what) != value
    ]
    if problems:
        raise StudyError(problems)
    if not said or said.get("model_sha256") == opened.study.model_sha256:
        return ()
    return (warning_at(file, "", "form.model-toml-edited-since-form"),)
