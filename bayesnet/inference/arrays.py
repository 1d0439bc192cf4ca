"""Name the shapes that recur: arrays of numbers, and the variables a table's axes stand for."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
"""Numbers; the last axis is the worlds (draws, experts, scenarios) unless said otherwise."""
Integers: TypeAlias = npt.NDArray[np.int64]
Scope: TypeAlias = tuple[str, ...]
"""The variables of a table's axes, in order; a conditional table's child comes last."""
