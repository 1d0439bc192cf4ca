"""Make the questions of a model: their order, their type, and their wording.

Nodes come in causal order. Of each, direction and rank are asked first, then what is seen most
easily, then the numbers, and the checks last: experts agree on signs and orders far more than on
numbers (van der Gaag et al. 1999).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bayesnet.cpds.parameter import Cpd, Parameter
from bayesnet.model import InfluenceDiagram
from elicitation.question_plan import QuestionPlan
from elicitation.question_types import TYPES
from elicitation.question_words import parts_of
from elicitation.wording import Setting, Wording, wording

if TYPE_CHECKING:
    import pandas as pd

STAGES = ("direction and rank", "numbers", "checks")
_FIRST = frozenset(["sign", "rank", "extreme"])
_LAST = frozenset(["check", "marginal"])
QUICK_SECONDS = 15
"""For a direction, a rank or the most probable state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as it is put.

    type: a name in ``question_types.TYPES``. stage: one of ``STAGES``.
    numbers: how many free numbers it asks for; seconds: a planning estimate for all of them.
    core: whether it is asked of everybody.
    """

    parameter: Parameter
    type: str
    stage: str
    numbers: int
    seconds: int
    core: bool
    wording: Wording

    @property
    def key(self) -> str:
        """Return the key that its answer has in every file."""
        return self.parameter.key

    @property
    def is_check(self) -> bool:
        """Return whether no table needs it."""
        return parts_of(self.key).part in _FIRST | _LAST


def questions(
    diagram: InfluenceDiagram,
    cpds: Mapping[str, Cpd],
    parameters: Sequence[Parameter],
    plan: QuestionPlan,
    setting: Setting,
) -> tuple[Question, ...]:
    """Return the parameters as questions in the order in which they are asked."""
    order = {name: place for place, name in enumerate(causal_order(diagram))}
    found = [
        _question(parameter, diagram, cpds[parameter.node], plan, setting)
        for parameter in parameters
    ]
    found.sort(key=lambda q: (order[q.parameter.node], STAGES.index(q.stage)))
    return tuple(found)


def causal_order(diagram: InfluenceDiagram) -> tuple[str, ...]:
    """Return the uncertain nodes, every one after its causes, else in the model's order."""
    waiting, found = list(diagram.chance), list[str]()
    while waiting:
        ready = [n for n in waiting if not {*diagram.chance[n].parents} & {*waiting}]
        found += ready
        waiting = [n for n in waiting if n not in ready]
    return tuple(found)


def _question(
    parameter: Parameter, diagram: InfluenceDiagram, cpd: Cpd, plan: QuestionPlan, setting: Setting
) -> Question:
    part = parts_of(parameter.key).part
    stage = STAGES[0] if part in _FIRST else STAGES[2] if part in _LAST else STAGES[1]
    if part in _FIRST:
        type_, numbers, each = "point", 1, QUICK_SECONDS
    elif parameter.kind == "number":
        type_, numbers = "three_point", 1
        each = plan.seconds_of(type_)
    else:
        type_ = plan.type_of(parameter.node)
        numbers = len(parameter.components) - 1
        each = plan.seconds_of(type_)
    return Question(
        parameter=parameter,
        type=type_,
        stage=stage,
        numbers=numbers,
        seconds=numbers * each,
        core=parameter.node in plan.core,
        wording=wording(parameter, diagram, cpd, setting, hint=_hint(type_, setting)),
    )


def _hint(type_: str, setting: Setting) -> str:
    """Return what to type; of the scale also its words with their ranges."""
    hint = TYPES[type_].hint
    if type_ == "scale" and setting.lexicon is not None:
        hint += f" {setting.lexicon.title}: {setting.lexicon.scale()}."
    return hint


def frame(asked: Sequence[Question]) -> pd.DataFrame:
    """Return a table with a row for each question, in their order."""
    import pandas as pd  # noqa: PLC0415 - half a second that the terminal can do without

    rows = [
        {
            "question": q.key,
            "node": q.parameter.node,
            "stage": q.stage,
            "type": q.type,
            "components": ", ".join(q.parameter.components),
            "numbers": q.numbers,
            "seconds": q.seconds,
            "core": q.core,
            "situation": q.wording.situation,
            "text": q.wording.question,
            "definitions": "\n".join(q.wording.definitions),
        }
        for q in asked
    ]
    return pd.DataFrame(rows).set_index("question")
