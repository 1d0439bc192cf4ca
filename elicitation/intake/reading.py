"""Read a filled-in form, CSV or JSON, into judgements, with everything that is wrong with it.

A form may be partial: a question all of whose numbers are blank is simply not answered by it.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bayesnet.errors import Problem, errors_in, problem_at
from bayesnet.messages.remedies import DidYouMean, did_you_mean
from bayesnet.study.lexicon import Lexicon
from elicitation.intake.line_checks import Line, Reading, judge
from elicitation.intake.lines import csv_lines, json_lines, no_form, squeezed
from elicitation.intake.pairs import compared_weights, is_comparison
from elicitation.record.decoding import MAX_BYTES, cut, decode
from elicitation.record.responses import Judgement, Unit

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

MAX_GUESSES = 20  # looking for a near word in hundreds of keys is slow


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What one form answers; unit is that of the distributions in it."""

    unit: Unit
    judgements: tuple[Judgement, ...]


def read_form(
    content: bytes,
    *,
    file: str,
    parameters: Sequence[Parameter],
    unit: Unit = "probability",
    lexicon: Lexicon | None = None,
    repair: str = "",
) -> tuple[Form | None, tuple[Problem, ...]]:
    """Return the form and all problems; None if any of them is an error.

    parameters: what this expert may be asked; unit: of a CSV form, which does not say it itself.
    lexicon: of the words in it. repair: what the expert consents to, as in ``repairs.REPAIRS``.
    """
    text, wrong = decode(content, file)
    if wrong:
        return None, (no_form(file) if _is_alien(content) else wrong,)
    problems: list[Problem] = []
    first = text.lstrip()[:1]
    if first == "{" or (first == "[" and file.lower().endswith(".json")):  # a TOML file has [, too
        unit, lines = json_lines(text, file, unit, problems)
    else:
        lines = csv_lines(text, file, problems)
    reading = Reading(unit=unit, lexicon=lexicon, repair=repair)
    judgements = judgements_of(lines, parameters, reading, problems)
    if not judgements and not errors_in(problems):
        problems.append(problem_at(file, "", "form.no-question-answered"))
    if errors_in(problems):
        return None, tuple(problems)
    return Form(unit=unit, judgements=judgements), tuple(problems)


def _is_alien(content: bytes) -> bool:
    """Return whether bytes that are no text do not even begin like a form."""
    empty = not content.removeprefix(codecs.BOM_UTF8).strip()
    if empty or len(content) > MAX_BYTES or content.startswith(b"PK"):
        return False  # what is wrong with these is said better
    return b"question" not in content[:1000].replace(b"\0", b"").lower()


def judgements_of(
    lines: Sequence[Line],
    parameters: Sequence[Parameter],
    reading: Reading,
    problems: list[Problem],
) -> tuple[Judgement, ...]:
    """Return the judgements that the lines of a whole form make, and report what is wrong."""
    known = {squeezed(parameter.key): parameter for parameter in parameters}
    grouped: dict[str, list[Line]] = {}
    compared: dict[str, list[Line]] = {}
    for line in lines:
        key = squeezed(line.question)
        where = compared if is_comparison(line) and key in known else grouped
        where.setdefault(key, []).append(line)
    found: list[Judgement | None] = []
    guesses = 0
    for key, group in grouped.items():
        if key in known:
            judgement, wrong = judge(group, known[key], reading)
            problems += wrong
            found.append(judgement)
            continue
        guesses += 1
        question = group[0].question.strip()
        keys = [p.key for p in parameters] if guesses < MAX_GUESSES else []
        near = did_you_mean(question, keys)
        if isinstance(near, DidYouMean):
            unasked = group[0].problem("question", "form.not-asked", near, word=cut(question))
        else:
            unasked = group[0].problem("question", "form.nothing-like-it-asked", word=cut(question))
        problems.append(unasked)
    answered = {judgement.question for judgement in found if judgement is not None}
    found += compared_weights(compared, known, answered, reading.unit, problems)
    return tuple(judgement for judgement in found if judgement is not None)
