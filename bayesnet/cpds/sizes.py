"""How many numbers each way to make a table asks for, by its parents and states.

For a child and n parents, all of m states. Source: Laitila & Virtanen (2022), table 1; their entry
for functional interpolation is 2^n (m - 1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import prod

from bayesnet.cpds.parameter import Domain

SIZES: Mapping[str, Callable[[int, int], int]] = {
    "direct": lambda n, m: m**n * (m - 1),
    "Hassall": lambda n, m: n,
    "ranked nodes": lambda n, m: n + 1,
    "InterBeta": lambda n, m: 2 * (m - 1) + n,
    "Røed": lambda n, m: (m - 1) * n,
    "weighted sum": lambda n, m: m**2 - m + n,
    "EBBN": lambda n, m: m**2 - m + 2 * n,
    "likelihood": lambda n, m: (n + 2) * m + 1,
    "functional interpolation": lambda n, m: 2**n * (m - 1),
    "noisy-MAX": lambda n, m: n * (m - 1) ** 2,
    "Cain": lambda n, m: n * (m - 1) ** 2,
    "Chin": lambda n, m: n * (m**2 - m),
}
"""By method: numbers asked for n parents and m states; for noisy-MAX a leak adds m - 1."""


def direct_numbers(domain: Domain) -> int:
    """Return how many numbers a full table of this node asks for."""
    rows = prod(len(states) for _, states in domain.parents)
    return rows * (len(domain.states) - 1)


def ranked_numbers(domain: Domain) -> int:
    """Return how many numbers this node asks for as a ranked node: weights and a spread."""
    return len(domain.parents) + 1
