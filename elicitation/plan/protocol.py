"""Read ``elicitation.toml``: who is asked what, in which rounds, and how answers are combined.

All of it is fixed before the first answer is seen; its hash goes into every frozen version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from bayesnet.errors import Problem, errors_in, problem_at
from bayesnet.formats.defaults import words
from bayesnet.formats.section import Section, read_document
from bayesnet.messages.facts import Fact, items
from bayesnet.messages.remedies import Remedy, did_you_mean
from bayesnet.study.pools import PoolRule
from elicitation.classical.decision_makers import ClassicalRule
from elicitation.plan.pooling_plan import read_classical, read_rule, read_weight, weight_problems
from elicitation.questionnaire.lexicons import USUAL, lexicons
from elicitation.questionnaire.question_plan import QuestionPlan, read_question_plan
from elicitation.record.responses import MAX_ROUND, UNITS, Unit, is_expert_id

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

FILE = "elicitation.toml"
FORMAT = "collective-resolve/elicitation"
PRIVATE_KEYS = frozenset(
    [
        "name",
        "first_name",
        "last_name",
        "surname",
        "full_name",
        "real_name",
        "email",
        "e_mail",
        "mail",
        "phone",
        "telephone",
        "mobile",
        "address",
        "affiliation",
        "employer",
        "institution",
        "organisation",
        "organization",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Experts on one part of the diagram; nodes are those whose numbers they give."""

    label: str
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expert:
    """One expert under a pseudonym.

    position: what the position holds, for readers; panels: empty means every question.
    illustrative: the numbers are placeholders that stand for a view, nobody gave them.
    weight: what the expert counts for, where weights are the user's; else None.
    """

    label: str
    position: str = ""
    panels: tuple[str, ...] = ()
    illustrative: bool = False
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElicitationPlan:
    """Rounds by number, panels and experts by id, and the rules fixed in advance.

    rule: the pool of record. classical: how performance weights are made, where they are used.
    questions: how they are put, and which nodes are asked of everybody. sha256: of the text.
    """

    rounds: Mapping[int, str]
    panels: Mapping[str, Panel]
    experts: Mapping[str, Expert]
    rule: PoolRule
    classical: ClassicalRule
    lexicon: str
    unit: Unit
    questions: QuestionPlan
    sha256: str

    def asked_of(self, expert: str, parameters: Sequence[Parameter]) -> tuple[Parameter, ...]:
        """Return the questions put to that expert; raises KeyError for an unknown one."""
        panels = self.experts[expert].panels
        if not panels:
            return tuple(parameters)
        nodes = {node for panel in panels for node in self.panels[panel].nodes}
        nodes |= {*self.questions.core}
        return tuple(parameter for parameter in parameters if parameter.node in nodes)

    def entry_problems(self, expert: str, number: int) -> tuple[Problem, ...]:
        """Return why that expert may not submit in that round; empty when they may."""
        found = []
        if expert not in self.experts:
            found.append(
                _here("expert", "plan.no-expert", did_you_mean(expert, self.experts), word=expert)
            )
        if number not in self.rounds:
            known = items(self.rounds)
            found.append(_here("round", "plan.no-round", number=number, known=known))
        return tuple(found)


def _here(path: str, code: str, /, *remedies: Remedy, **facts: Fact) -> Problem:
    return problem_at(FILE, path, code, *remedies, **facts)


def is_private(key: str) -> bool:
    """Return whether a key of that name would say who somebody is."""
    return key.strip().lower().replace("-", "_").replace(" ", "_") in PRIVATE_KEYS


def read_plan(
    text: str, nodes: Collection[str], file: str = FILE, agents: Collection[str] = ()
) -> tuple[ElicitationPlan | None, tuple[Problem, ...]]:
    """Return the plan and all problems; None if any of them is an error.

    nodes: names of the model's uncertain nodes, agents: ids of who else decides; a panel may give
    numbers for either.
    """
    document, problems = read_document(text, file=file, format_name=FORMAT)
    if errors_in(problems):
        return None, tuple(problems)
    top = _shareable(document)
    # Both are checked already; asked for, so that they are not unknown keys.
    top.text("format", required=False)
    top.whole("version", required=False)
    panels = {
        k: _panel(k, _shareable(s), (*nodes, *agents)) for k, s in top.sections("panel").items()
    }
    plan = ElicitationPlan(
        rounds=_rounds(top),
        panels=panels,
        experts=_experts(top, panels),
        rule=read_rule(top),
        classical=read_classical(top),
        lexicon=top.choice("lexicon", lexicons(), required=False, default=USUAL),
        unit=cast(Unit, top.choice("unit", UNITS, required=False, default="probability")),
        questions=read_question_plan(top, nodes, agents),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    weights = {name: expert.weight for name, expert in plan.experts.items()}
    weight_problems(top, plan.rule, weights)
    top.finish()
    return (None if errors_in(problems) else plan), tuple(problems)


def _shareable(section: Section) -> Section:
    """Return the table without the keys that would say who somebody is, each reported."""
    kept = {}
    for key, value in section.value.items():
        if is_private(key):
            section.problem(key, "plan.field-file-marked-shareable", key=key)
        else:
            kept[key] = value
    return Section(kept, section.file, section.path, section.problems)


def _rounds(top: Section) -> Mapping[int, str]:
    rounds = {}
    for name, section in top.sections("round", required=True).items():
        own = _shareable(section)
        label = own.text_or("label", f"Round {name}")
        own.finish()
        if not (name.isascii() and name.isdigit() and str(int(name)) == name):
            section.problem("", "plan.not-round-s-number", name=name)
        elif not 1 <= int(name) <= MAX_ROUND:
            section.problem("", "plan.round-number-too-large", name=name, max_round=MAX_ROUND)
        else:
            rounds[int(name)] = label
    for number in range(1, max(rounds, default=0)):
        if number not in rounds:
            top.problem("round", "plan.round-missing", number=number)
    if not rounds and top.has("round"):
        top.problem("round", "plan.without-rounds")
    return dict(sorted(rounds.items()))


def _panel(name: str, section: Section, nodes: Collection[str]) -> Panel:
    panel = Panel(label=section.text_or("label", words(name)), nodes=section.texts("nodes"))
    section.finish()
    for index, node in enumerate(panel.nodes):
        if node not in nodes:
            section.problem(
                f"nodes[{index}]", "plan.no-uncertain-node", did_you_mean(node, nodes), word=node
            )
        elif node in panel.nodes[:index]:
            section.problem(f"nodes[{index}]", "plan.node-twice", node=node)
    if section.has("nodes") and not panel.nodes:
        section.problem("nodes", "plan.panel-asked-nothing")
    return panel


def _experts(top: Section, panels: Mapping[str, Panel]) -> Mapping[str, Expert]:
    experts: dict[str, Expert] = {}
    spelled: dict[str, str] = {}
    for name, section in top.sections("expert", required=True).items():
        experts[name] = _expert(name, _shareable(section), panels)
        if not is_expert_id(name):
            section.problem("", "plan.cannot-expert-s-id", name=name)
        twin = spelled.setdefault(name.lower(), name)
        if twin != name:
            section.problem("", "plan.differ-only-capitals-folder-some", name=name, twin=twin)
    if not experts and top.has("expert"):
        top.problem("expert", "plan.nobody")
    return experts


def _expert(name: str, section: Section, panels: Mapping[str, Panel]) -> Expert:
    expert = Expert(
        label=section.text_or("label", name),
        position=section.text("position", required=False),
        panels=section.texts("panels", required=False),
        illustrative=section.flag("illustrative", default=False),
        weight=read_weight(section),
    )
    section.finish()
    for index, panel in enumerate(expert.panels):
        if panel not in panels:
            section.problem(
                f"panels[{index}]", "plan.no-panel", did_you_mean(panel, panels), word=panel
            )
    if section.has("panels") and not expert.panels and section.value["panels"] == []:
        section.problem("panels", "plan.no-panel-named")
    return expert
