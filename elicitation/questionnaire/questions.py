"""Make the questions of a model: their order, their type, and their wording.

Nodes come in causal order. Of each, direction and rank are asked first, then what is seen most
easily, then the numbers, and the checks last: experts agree on signs and orders far more than on
numbers (van der Gaag et al. 1999).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from bayesnet.cpds.parameter import Cpd, Parameter
from bayesnet.cpds.ranked import weight_key
from bayesnet.kinds import COUNT, TEXT
from bayesnet.study.model import InfluenceDiagram
from bayesnet.table import Column, ResultTable, attributes
from elicitation.questionnaire.page_wording import PageWording, page_wording
from elicitation.questionnaire.pairwise import RANDOM_INDEX
from elicitation.questionnaire.question_plan import QuestionPlan
from elicitation.questionnaire.question_types import AGAINST, TYPES
from elicitation.questionnaire.question_words import parts_of
from elicitation.questionnaire.wording import Setting, Speaker, Wording, wording

STAGES = ("direction and rank", "numbers", "checks")
_FIRST = frozenset(["sign", "rank", "extreme"])
_LAST = frozenset(["check", "marginal"])
QUICK_SECONDS = 15
"""For a direction, a rank or the most probable state."""


KEY_WIDTH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as it is put.

    type: a name in ``question_types.TYPES``. stage: one of ``STAGES``.
    numbers: how many free numbers it asks for; seconds: a planning estimate for all of them.
    core: whether it is asked of everybody. page: its words where the fields stand beside it.
    pairs: of causes to compare, whose answers make those of all ``parameters``; else there is one
    parameter and no pair.
    """

    parameters: tuple[Parameter, ...]
    type: str
    stage: str
    numbers: int
    seconds: int
    core: bool
    wording: Wording
    page: PageWording
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def parameter(self) -> Parameter:
        """Return what it asks for; of several the first."""
        return self.parameters[0]

    @property
    def key(self) -> str:
        """Return the key that its answer has in every file; of several the first."""
        return self.parameter.key

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return key and component of every line that it has in a form."""
        node = self.parameter.node
        if self.pairs:
            return tuple((weight_key(node, a), AGAINST + b) for a, b in self.pairs)
        return tuple((self.key, component) for component in self.parameter.components)

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
    groups = compared(parameters) if plan.weights == "pairwise" else {}
    found = []
    for parameter in parameters:
        together = groups.get(parameter.key, (parameter,))
        if together[0] == parameter:
            found.append(_question(together, diagram, cpds[parameter.node], plan, setting))
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


def compared(parameters: Sequence[Parameter]) -> dict[str, tuple[Parameter, ...]]:
    """Return by key the weights that are found together, by comparing their causes in pairs.

    Only proportions can be found so, and only those between causes.
    """
    nodes: dict[str, list[Parameter]] = {}
    for parameter in parameters:
        parts = parts_of(parameter.key)
        if parts.part == "weight" and parts.inside not in ("min", "max") and not parameter.lower:
            nodes.setdefault(parameter.node, []).append(parameter)
    groups = (tuple(group) for group in nodes.values() if 1 < len(group) < len(RANDOM_INDEX))
    return {parameter.key: group for group in groups for parameter in group}


def _question(
    parameters: tuple[Parameter, ...],
    diagram: InfluenceDiagram,
    cpd: Cpd,
    plan: QuestionPlan,
    setting: Setting,
) -> Question:
    parameter = parameters[0]
    parts = parts_of(parameter.key)
    part = parts.part
    stage = STAGES[0] if part in _FIRST else STAGES[2] if part in _LAST else STAGES[1]
    pairs = tuple(combinations((parts_of(p.key).inside for p in parameters), 2))
    type_, numbers = "three_point", 1
    if part in _FIRST:
        type_ = "point"
    elif pairs:
        type_, numbers = "pairwise", len(pairs)
    elif parameter.kind == "distribution":
        type_ = plan.type_of(parameter.node)
        numbers = len(parameter.components) - 1
    each = QUICK_SECONDS if part in _FIRST else plan.seconds_of(type_)
    speaker = Speaker(diagram=diagram, cpd=cpd, parts=parts, setting=setting)
    hint = hint_of(type_, parameter, setting)
    words = wording(parameter, speaker, type_=type_, hint=hint, pairs=pairs)
    return Question(
        parameters=parameters,
        type=type_,
        stage=stage,
        numbers=numbers,
        seconds=numbers * each,
        core=parameter.node in plan.core,
        wording=words,
        page=page_wording(parameter, speaker, type_),
        pairs=pairs,
    )


def hint_of(type_: str, parameter: Parameter, setting: Setting | None = None) -> str:
    """Return what to type; of the scale also its words with their ranges."""
    kind = TYPES[type_]
    ends = kind.of_a_share if parameter.kind == "distribution" else kind.of_a_number
    hint = " ".join(filter(None, (kind.hint, ends)))
    if type_ == "scale" and setting and setting.lexicon:
        hint += f" {setting.lexicon.title}: {setting.lexicon.scale()}."
    return hint


def questions_table(asked: Sequence[Question]) -> ResultTable:
    """Return a row for each question, in their order."""
    words = [question.wording for question in asked]
    components = [", ".join(component for _, component in q.lines) for q in asked]
    return ResultTable(
        columns=[
            Column("question", None, TEXT, [q.key for q in asked]),
            Column("", "Question", TEXT, [_broken(q.key) for q in asked]),
            Column("node", None, TEXT, [q.parameter.node for q in asked]),
            *attributes(asked, "stage"),
            Column("type", "Type", TEXT, [q.type for q in asked]),
            Column("", "In words", TEXT, [wording.text for wording in words]),
            Column("components", None, TEXT, components),
            Column("numbers", "Numbers", COUNT, [q.numbers for q in asked]),
            *attributes(asked, "seconds", "core"),
            *attributes(words, "situation"),
            Column("text", None, TEXT, [wording.asked for wording in words]),
            Column("definitions", None, TEXT, ["\n".join(w.definitions) for w in words]),
        ]
    )


def _broken(key: str) -> str:
    """Return a long key over several lines, cut where a blank may stand."""
    return key if len(key) <= KEY_WIDTH else key.replace("[", "[\n  ").replace(", ", ",\n  ")
