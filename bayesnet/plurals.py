"""Say a number with its noun, in the singular where there is one, and list what is named."""

from __future__ import annotations

from collections.abc import Sequence


def many(number: int, noun: str, plural: str = "") -> str:
    """Return e.g. ``1 answer`` or ``3 answers``; plural: where it is no s, and no y that turns."""
    if not plural:
        plural = f"{noun.removesuffix('y')}ies" if noun.endswith("ty") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def in_how_many(count: int, total: int, noun: str) -> str:
    """Return in how many of some things, to begin a sentence: ``In 3 of the 5 changes``."""
    if total == 1:
        return f"In the one {noun}" if count else f"In no {noun}"
    which = {0: f"none of the {many(total, noun)}", total: f"all {many(total, noun)}"}
    return f"In {which.get(count, f'{count} of the {many(total, noun)}')}"


def listed(items: Sequence[str]) -> str:
    """Return a list in a sentence: ``a, b and c``."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
