"""Read and write anduryl's projects: JSON of experts, items and assessments (version 1.2.1)."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from bayesnet.errors import Problem, problem_at
from elicitation.classical.assessment import Assessment
from elicitation.classical.excalibur import Exchanged

VERSION = "1.2.1"


class _Unlike(ValueError):
    """Raised with the place in the file that is not as anduryl writes it, and why."""

    def __init__(self, path: str, code: str) -> None:
        super().__init__(code)
        self.path, self.code = path, code


def read_anduryl(text: str, *, file: str) -> tuple[Exchanged | None, tuple[Problem, ...]]:
    """Return what the text holds, and all problems; None if any of them is an error.

    Items with quantiles of their own are refused: seeds here have the same ones.
    """
    try:
        document = json.loads(text)
        return _exchanged(document), ()
    except (json.JSONDecodeError, RecursionError):
        return None, (problem_at(file, "", "exchange.no-json"),)
    except _Unlike as error:
        return None, (problem_at(file, error.path, error.code),)


def _exchanged(document: Any) -> Exchanged:
    experts, items, said = (
        _table(document, key, key) for key in ("experts", "items", "assessments")
    )
    first = _table(items, next(iter(items), ""), "items")
    levels = _numbers(first.get("quantiles"), "items", None)
    if not (np.diff(levels, prepend=0.0, append=1.0) > 0).all():
        raise _Unlike("items", "exchange.quantiles-do-not-rise-to-1")
    for name in items:
        path = f"items.{name}"
        own = _numbers(_table(items, name, path).get("quantiles"), path, None)
        if own.tolist() != levels.tolist():
            raise _Unlike(path, "exchange.other-quantiles")
        if str(items[name].get("scale")).lower() not in ("uni", "log"):
            raise _Unlike(path, "exchange.no-scale")
    quantiles = np.array(
        [
            [
                _numbers(
                    _table(said, expert, f"assessments.{expert}").get(item),
                    f"assessments.{expert}.{item}",
                    len(levels),
                )
                for item in items
            ]
            for expert in experts
        ]
    )
    truths = [
        _numbers([items[name].get("realization", math.nan)], f"items.{name}", 1)[0]
        for name in items
    ]
    return Exchanged(
        assessment=Assessment(
            experts=tuple(experts),
            items=tuple(items),
            scales=tuple(
                "log" if str(one["scale"]).lower() == "log" else "uniform" for one in items.values()
            ),
            probabilities=levels,
            quantiles=quantiles,
            realisations=np.array(truths),
        ),
        questions=tuple(str(one.get("question", "")) for one in items.values()),
    )


def _table(document: Any, key: str, path: str) -> dict[str, Any]:
    found = document.get(key) if isinstance(document, dict) else None
    if not isinstance(found, dict) or not found:
        raise _Unlike(path, "exchange.no-table")
    return found


def _numbers(values: Any, path: str, count: int | None) -> np.ndarray:
    """Return a list of numbers, NaN for null; raises _Unlike for anything else."""
    listed = values if isinstance(values, list) else None
    if listed is None or (count is not None and len(listed) != count):
        raise _Unlike(path, "exchange.no-number-for-each-quantile")
    made = [math.nan if value is None else value for value in listed]
    if not all(isinstance(v, int | float) and not isinstance(v, bool) for v in made):
        raise _Unlike(path, "exchange.no-numbers")
    found = np.array([float(value) for value in made])
    if np.isinf(found).any():
        raise _Unlike(path, "exchange.infinite")
    return found


def write_anduryl(one: Exchanged) -> str:
    """Return the project's text; NaN is written as anduryl writes and reads it."""
    assessment = one.assessment
    levels = assessment.probabilities.tolist()
    items = {
        item: {
            "realization": float(assessment.realisations[at]),
            "scale": "log" if assessment.scales[at] == "log" else "uni",
            "question": one.questions[at],
            "quantiles": levels,
            "unit": "",
            "bounds": [math.nan, math.nan],
            "overshoots": [math.nan, math.nan],
        }
        for at, item in enumerate(assessment.items)
    }
    said = {
        expert: {
            item: assessment.quantiles[row, at].tolist() for at, item in enumerate(assessment.items)
        }
        for row, expert in enumerate(assessment.experts)
    }
    document = {
        "version": VERSION,
        "experts": {e: {"name": e, "user_weight": math.nan} for e in assessment.experts},
        "items": items,
        "assessments": said,
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
