"""Count what a diagram costs experts: it changes with every arc and teaches small diagrams."""

from __future__ import annotations

from dataclasses import dataclass

from bayesnet.edits.checked import Draft, whole_tables
from bayesnet.edits.texts import ELICITATION, Texts
from bayesnet.study.priors import placeholder_priors
from bayesnet.study.study import Study
from elicitation.plan.load import Load, load_plan, minutes_of
from elicitation.plan.protocol import ElicitationPlan, read_plan
from elicitation.study import opened_on

NO_PLAN = 'format = "collective-resolve/elicitation"\nversion = 1\n[round.1]\nlabel = "1"\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What is asked of whoever answers everything, and of each expert of the plan.

    judgements: free numbers; quick: directions and ranks; minutes: for all of them.
    by_node: judgements of each node.
    """

    judgements: int
    quick: int
    minutes: float
    experts: tuple[Load, ...]
    by_node: dict[str, int]


def cost_of(draft: Draft, texts: Texts) -> Cost | None:
    """Return what a draft costs, None while it cannot be asked about."""
    study, plan = _study(draft), plan_of(draft, texts)
    if study is None or plan is None:
        return None
    asked = opened_on(study, plan).asked()
    quick = [question for question in asked if question.stage == "direction and rank"]
    by_node: dict[str, int] = {}
    for question in (question for question in asked if question not in quick):
        node = question.parameter.node
        by_node[node] = by_node.get(node, 0) + question.numbers
    return Cost(
        judgements=sum(question.numbers for question in asked) - len(quick),
        quick=len(quick),
        minutes=minutes_of(asked),
        experts=load_plan(plan, asked, study.cpds, {}).experts,
        by_node=by_node,
    )


def plan_of(draft: Draft, texts: Texts) -> ElicitationPlan | None:
    """Return the study's plan, a bare one where it has none, None where it is not sound."""
    if draft.diagram is None:
        return None
    return read_plan(texts.get(ELICITATION, NO_PLAN), list(draft.diagram.chance))[0]


def _study(draft: Draft) -> Study | None:
    if draft.diagram is None or draft.beside is None:
        return None
    cpds = whole_tables(draft.diagram, draft.cpds)
    beside = draft.beside
    return Study(
        diagram=beside.structures[draft.diagram.structure].diagram,
        cpds=cpds,
        structures=beside.structures,
        book=beside.book,
        propositions=beside.propositions,
        context=beside.context,
        priors=placeholder_priors(cpds),
        model_sha256="",
    )
