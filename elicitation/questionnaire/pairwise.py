"""Weights from pairwise comparisons, and how far the comparisons agree with each other (AHP).

Each comparison says how many times as strong one cause is as another. Weights are the row means of
the column-normalised matrix; the consistency ratio compares the matrix's largest eigenvalue with
that of random comparisons (Saaty 1980).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

RANDOM_INDEX = (0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49)
"""Consistency index of random comparisons of n things, by n (Saaty 1980)."""
MOST_INCONSISTENT = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Weights that sum to 1, in the order of the names, and the consistency ratio.

    The ratio is 0 for comparisons that agree, and above 0.10 for those to look at again.
    """

    weights: tuple[float, ...]
    ratio: float

    @property
    def consistent(self) -> bool:
        """Return whether the comparisons agree well enough."""
        return self.ratio <= MOST_INCONSISTENT


def weigh(names: Sequence[str], times: Mapping[tuple[str, str], float]) -> Weighing:
    """Return the weights that comparisons make.

    times: by pair (a, b), how many times as strong a is as b; above 0, each pair once, in either
    order. Raises KeyError for a pair that is missing, ValueError for more than ten names.
    """
    size = len(names)
    if size >= len(RANDOM_INDEX):
        raise ValueError("more than ten things cannot be compared in pairs")
    matrix = np.ones((size, size))
    for i, first in enumerate(names):
        for j in range(i + 1, size):
            pair = (first, names[j])
            said = times[pair] if pair in times else 1 / times[pair[::-1]]
            matrix[i, j], matrix[j, i] = said, 1 / said
    weights = (matrix / matrix.sum(axis=0)).mean(axis=1)
    if RANDOM_INDEX[size] == 0:
        return Weighing(weights=tuple(weights.tolist()), ratio=0.0)
    largest = float(np.linalg.eigvals(matrix).real.max())
    index = max(largest - size, 0.0) / (size - 1)
    return Weighing(weights=tuple(weights.tolist()), ratio=index / RANDOM_INDEX[size])
