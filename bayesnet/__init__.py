"""Influence diagrams with experts' priors: values, inference, decisions and answers.

This package knows nothing of pictures or people. Its way from file to answer:
``formats`` -> ``model`` + ``cpds`` + ``priors`` -> ``study`` -> ``inference`` / ``decisions`` ->
``whatif``, ``examine``, ``recommend``.

The names below are the way in from Python; nothing of them is imported until it is asked for:

>>> import bayesnet as bn
>>> umbrella = bn.diagram(
...     "umbrella",
...     bn.Chance("weather", ["dry", "wet"], p=[0.7, 0.3]),
...     bn.Chance("forecast", ["sunny", "cloudy", "rainy"], given=["weather"],
...               p=[[0.7, 0.2, 0.1], [0.15, 0.25, 0.6]]),
...     bn.Decision("umbrella", ["take", "leave"], knows=["forecast"]),
...     bn.Value("comfort", given=["weather", "umbrella"], u=[[20, 100], [70, 0]]))
>>> umbrella.decide().choices[0].policy.text()
'take if forecast=rainy, else leave'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bayesnet.api.nodes import Chance, Decision, Value
    from bayesnet.api.opening import diagram, read
    from bayesnet.api.study import Beliefs
    from bayesnet.api.study import BoundStudy as Study
    from bayesnet.errors import Problem, StudyError

__all__ = [
    "Beliefs",
    "Chance",
    "Decision",
    "Problem",
    "Study",
    "StudyError",
    "Value",
    "diagram",
    "read",
]

_WHERE = {
    "Beliefs": ("bayesnet.api.study", "Beliefs"),
    "Chance": ("bayesnet.api.nodes", "Chance"),
    "Decision": ("bayesnet.api.nodes", "Decision"),
    "Problem": ("bayesnet.errors", "Problem"),
    "StudyError": ("bayesnet.errors", "StudyError"),
    "Study": ("bayesnet.api.study", "BoundStudy"),
    "Value": ("bayesnet.api.nodes", "Value"),
    "diagram": ("bayesnet.api.opening", "diagram"),
    "read": ("bayesnet.api.opening", "read"),
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: ``import bayesnet`` itself stays quick."""
    if name not in _WHERE:
        raise AttributeError(f"module 'bayesnet' has no attribute '{name}'")
    module, own = _WHERE[name]
    return getattr(import_module(module), own)


def __dir__() -> list[str]:
    return __all__
