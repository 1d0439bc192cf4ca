"""Say by which options a form that was refused can still be taken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bayesnet.errors import Problem

_UNIT = re.compile(r"say unit (percent|probability)")


def options_that_mend(problems: Iterable[Problem], *, repair: str) -> Iterator[str]:
    """Yield a sentence for each option of ``submit`` that what is wrong asks for.

    repair: that was consented to already, or empty.
    """
    remedies = [problem.remedy for problem in problems]
    for unit in sorted({match[1] for text in remedies if (match := _UNIT.search(text))}):
        yield f'If that holds for the whole form: --unit {unit} (in JSON "unit": "{unit}").'
    if not repair and any(text.endswith("or scale.") for text in remedies):
        yield "With the expert's consent: --repair scale, or --repair project."
