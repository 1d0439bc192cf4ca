"""Say a number with its noun, in the singular where there is one."""

from __future__ import annotations


def many(number: int, noun: str, plural: str = "") -> str:
    """Return e.g. ``1 answer`` or ``3 answers``; plural: where it is not the noun with an s."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
