"""Read what the author says in a study's ``report.toml``."""

from __future__ import annotations

from pathlib import Path

from bayesnet.errors import Problem
from bayesnet.folder.files import read_text
from diagrams.report.compose import SECTIONS
from diagrams.report.outline import FILE, Outline, read_outline
from diagrams.report.two_claims import joined_claims
from elicitation.plan.protocol import ElicitationPlan
from elicitation.questionnaire.lexicons import USUAL, lexicons


def outline_in(
    folder: Path, plan: ElicitationPlan | None, problems: list[Problem]
) -> Outline | None:
    """Return the author's texts, empty ones without such a file; None if it cannot be read.

    plan: says in which words likelihood is said, which no text may join with confidence.
    """
    if not (folder / FILE).exists():
        return Outline()
    text = read_text(folder, FILE, problems)
    if text is None:
        return None
    outline, found = read_outline(text, SECTIONS)
    problems += found
    if outline is not None:
        problems += joined_claims(outline, lexicons()[plan.lexicon if plan else USUAL])
    return outline
