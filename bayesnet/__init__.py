"""Influence diagrams with experts' priors: values, inference, decisions and answers.

This package knows nothing of pictures or people. Its way from file to answer:
``folder`` + ``formats`` -> ``study`` + ``cpds`` -> ``inference`` / ``decisions`` -> ``answers``.

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
    from bayesnet.api.beliefs import Beliefs
    from bayesnet.api.nodes import Chance, Decision, Value
    from bayesnet.api.opening import diagram, from_networkx, from_pgmpy, from_pyagrum, read
    from bayesnet.api.study import Study
    from bayesnet.errors import Problem, StudyError
    from bayesnet.study.scenario import Scenario

__all__ = [
    "Beliefs",
    "Chance",
    "Decision",
    "Problem",
    "Scenario",
    "Study",
    "StudyError",
    "Value",
    "diagram",
    "from_networkx",
    "from_pgmpy",
    "from_pyagrum",
    "read",
]

_MODULE = {
    "Beliefs": "bayesnet.api.beliefs",
    "Chance": "bayesnet.api.nodes",
    "Decision": "bayesnet.api.nodes",
    "Problem": "bayesnet.errors",
    "Scenario": "bayesnet.study.scenario",
    "Study": "bayesnet.api.study",
    "StudyError": "bayesnet.errors",
    "Value": "bayesnet.api.nodes",
    "diagram": "bayesnet.api.opening",
    "from_networkx": "bayesnet.api.opening",
    "from_pgmpy": "bayesnet.api.opening",
    "from_pyagrum": "bayesnet.api.opening",
    "read": "bayesnet.api.opening",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: ``import bayesnet`` itself stays quick."""
    if name not in _MODULE:
        raise AttributeError(f"module 'bayesnet' has no attribute '{name}'")
    return getattr(import_module(_MODULE[name]), name)


def __dir__() -> list[str]:
    return __all__
