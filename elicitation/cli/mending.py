"""Say by which options a form that was refused can still be taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bayesnet.errors import Problem
from elicitation.intake.sums import can_be_scaled, units_meant


def options_that_mend(problems: Iterable[Problem], *, repair: str) -> Iterator[str]:
    """Yield a sentence for each option of ``submit`` that what is wrong asks for.

    repair: that was consented to already, or empty.
    """
    found = list(problems)
    for unit in units_meant(found):
        yield f'If that holds for the whole form: --unit {unit} (in JSON "unit": "{unit}").'
    if not repair and can_be_scaled(found):
        yield "With the expert's consent: --repair scale, or --repair project."
