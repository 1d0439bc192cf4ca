"""Judge sentences: each has a pattern, and a judge who knows the truth from elsewhere.

No sentence goes unjudged: a line that no pattern knows fails the test.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Claim:
    """A kind of sentence, and whether what it says is so: ``holds(truth, **groups)``."""

    pattern: re.Pattern[str]
    holds: Callable[..., Any]


@dataclass
class Judge:
    """All kinds of sentences that one command can say, and how often each was heard."""

    claims: tuple[Claim, ...]

    def hear(self, lines, truth):
        """Raise AssertionError at the first line that is not known, or is not so."""
        return [self._judged(line, truth) for line in lines]

    def _judged(self, line, truth):
        for claim in self.claims:
            heard = claim.pattern.fullmatch(line)
            if heard:
                verdict = claim.holds(truth, **heard.groupdict())
                assert verdict is not False, f"untrue: {line}"
                return claim
        raise AssertionError(f"nobody judges this sentence: {line}")


def claim(pattern):
    """Return a decorator that makes a claim of a function: ``holds(truth, **groups)``."""

    def made(holds):
        return Claim(pattern=re.compile(pattern), holds=holds)

    return made


def number(text):
    """A printed number."""
    return float(text.replace(",", "").replace("−", "-"))


def close(text, value, scale=1.0):
    """Whether a printed number is a value rounded to the digits it is printed with."""
    plain = text.replace(",", "").replace("−", "-").lstrip("+")
    if "e" in plain:
        return abs(float(plain) - value) <= 0.006 * abs(value)
    places = len(plain.partition(".")[2])
    return abs(float(plain) - value) <= 0.5 * 10.0**-places + 1e-9 * scale
