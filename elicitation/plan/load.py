"""Say how many judgements and minutes a plan costs each panel and expert, and what to drop.

Minutes are planning estimates: so many seconds a number, by question type. What moves the outcomes
least is dropped first; the core never.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from bayesnet.cpds.parameter import Cpd
from bayesnet.cpds.sizes import direct_numbers, ranked_numbers
from bayesnet.kinds import COUNT, TEXT, decimals
from bayesnet.messages.surface import Surface
from bayesnet.messages.terminal import terminal
from bayesnet.plurals import listed
from bayesnet.rounding import steady
from bayesnet.table import Column, ResultTable, Tabled, attributes
from elicitation.plan.protocol import ElicitationPlan
from elicitation.questionnaire.questions import Question

FEW_EXPERTS = 3
LARGE = 20
"""Numbers of one node from which on another method, or splitting the node, is proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one panel or expert is asked.

    judgements: free numbers, a direction or a rank counted apart in ``quick``.
    minutes: for all of them; budget: of the plan. drop: nodes that would bring it within the
    budget, what moves the outcomes least first; empty when it is within.
    """

    who: str
    questions: int
    judgements: int
    quick: int
    minutes: float
    budget: int
    drop: tuple[str, ...]

    @property
    def over(self) -> bool:
        """Return whether it takes longer than the budget."""
        return self.minutes > self.budget

    def sentence(self, called: Callable[[str], str] = str) -> str:
        """Return what it costs as the facilitator says it. called: what nodes are called."""
        text = f"{self.judgements} judgements, about {self.minutes:.0f} min"
        if not self.over:
            return f"{text}."
        text += f"; over your {self.budget}."
        drop = listed([called(node) for node in self.drop])
        return f"{text} Drop {drop}." if self.drop else f"{text} All of it is core."


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPlan(Tabled):
    """Panels first, then every expert, and advice on single nodes."""

    panels: tuple[Load, ...]
    experts: tuple[Load, ...]
    advice: tuple[str, ...]

    def sentences(self) -> tuple[str, ...]:
        """Return a sentence for everybody over the budget, those with the same load together."""
        over = LoadPlan(
            panels=tuple(load for load in self.panels if load.over),
            experts=tuple(load for load in self.experts if load.over),
            advice=(),
        )
        return tuple(f"{listed(who)}: {text}" for text, who in over.alike().items())

    def alike(self, called: Callable[[str], str] = str) -> Mapping[str, list[str]]:
        """Return by its sentence who has that load, panels first. called: what nodes are called."""
        found: dict[str, list[str]] = {}
        for load in (*self.panels, *self.experts):
            found.setdefault(load.sentence(called), []).append(load.who)
        return found

    def table(self) -> ResultTable:
        """Return a row for each panel and expert."""
        rows = (*self.panels, *self.experts)
        return ResultTable(
            columns=[
                *attributes(
                    rows,
                    ("who", "Who", TEXT),
                    ("questions", "Questions", COUNT),
                    ("judgements", "Judgements", COUNT),
                    ("quick", "Directions, ranks", COUNT),
                    ("minutes", "Minutes", decimals(0)),
                    *("budget", "over"),
                ),
                Column("drop", None, TEXT, [", ".join(load.drop) for load in rows]),
            ]
        )


def load_plan(
    plan: ElicitationPlan,
    asked: Sequence[Question],
    cpds: Mapping[str, Cpd],
    effects: Mapping[str, float],
    called: Callable[[str], str] = str,
    surface: Surface | None = None,
) -> LoadPlan:
    """Return what the plan costs.

    asked: every question of the study. effects: by node, how far the outcomes move when its table
    is swung, as ``bayesnet.answers.screening`` finds it. called: what nodes are called in advice.
    surface: where it is read; the terminal if not given.
    """
    core = {q.parameter.node for q in asked if q.core}
    budget = plan.questions.minutes
    panels = [
        _load(f"Panel {panel.label}", asked, {*panel.nodes} | core, core, budget, effects)
        for panel in plan.panels.values()
    ]
    everything = {q.parameter.node for q in asked}
    experts = []
    for id_, expert in plan.experts.items():
        own = {node for panel in expert.panels for node in plan.panels[panel].nodes} | core
        nodes = own if expert.panels else everything
        experts.append(_load(id_, asked, nodes, core, budget, effects))
    advice = [*_large(asked, cpds, called), *_thin(plan, everything - core, called)]
    if any(load.over for load in experts):
        needed = ceil(minutes_of(asked) / budget)
        spoken = surface or terminal()
        advice.append(spoken.message("plan.split", {"panels": needed}))
    return LoadPlan(panels=tuple(panels), experts=tuple(experts), advice=tuple(advice))


def _load(
    who: str,
    asked: Sequence[Question],
    nodes: set[str],
    core: set[str],
    budget: int,
    effects: Mapping[str, float],
) -> Load:
    own = [q for q in asked if q.parameter.node in nodes]
    minutes = minutes_of(own)
    drop: list[str] = []
    left = minutes
    for node in sorted(nodes - core, key=lambda name: steady(effects.get(name, 0.0))):
        cost = minutes_of([q for q in own if q.parameter.node == node])
        if left <= budget:
            break
        if cost:
            drop.append(node)
            left -= cost
    quick = [q for q in own if q.stage == "direction and rank"]
    return Load(
        who=who,
        questions=len(own),
        judgements=sum(q.numbers for q in own) - len(quick),
        quick=len(quick),
        minutes=minutes,
        budget=budget,
        drop=tuple(drop),
    )


def minutes_of(asked: Sequence[Question]) -> float:
    """Return the planning estimate for answering all of the questions."""
    return sum(q.seconds for q in asked) / 60


def _large(
    asked: Sequence[Question], cpds: Mapping[str, Cpd], called: Callable[[str], str]
) -> list[str]:
    """Return what could be asked with far fewer numbers."""
    found = []
    for node in dict.fromkeys(q.parameter.node for q in asked if q.parameter.node in cpds):
        domain = cpds[node].domain
        numbers = direct_numbers(domain)
        if cpds[node].method == "table" and numbers > LARGE:
            states = len(domain.states) - 1
            found.append(
                f"{called(node)} has {numbers // states} rows x {states}. "
                f"Ask {ranked_numbers(domain)} numbers as ranked, or split the node."
            )
    return found


def _thin(plan: ElicitationPlan, nodes: set[str], called: Callable[[str], str]) -> list[str]:
    """Return the nodes that too few experts answer for the answers to be pooled."""
    if len(plan.experts) < FEW_EXPERTS:
        return []
    everybody = sum(not expert.panels for expert in plan.experts.values())
    thin = []
    for node in sorted(nodes):
        panels = {name for name, panel in plan.panels.items() if node in panel.nodes}
        asked = everybody + sum(bool(panels & {*e.panels}) for e in plan.experts.values())
        if asked < FEW_EXPERTS:
            thin.append(called(node))
    if not thin:
        return []
    return [f"Fewer than {FEW_EXPERTS} experts are asked about {listed(thin)}. Widen a panel."]


def split(asked: Sequence[Question], panels: int) -> tuple[tuple[tuple[str, ...], ...], float]:
    """Return the nodes of so many panels of even load, and the minutes of the longest.

    What is asked of everybody stays out of them but counts in the minutes. The longest nodes are
    dealt out first, each to the panel that has least so far: no panel then has more than 4/3 of
    what it must have at best (Graham 1969).
    """
    core = {q.parameter.node for q in asked if q.core}
    cost = {
        node: minutes_of([q for q in asked if q.parameter.node == node])
        for node in dict.fromkeys(q.parameter.node for q in asked)
    }
    dealt: list[list[str]] = [[] for _ in range(panels)]
    sums = [sum(cost[node] for node in core)] * panels
    for node in sorted(set(cost) - core, key=lambda name: (-cost[name], name)):
        least = sums.index(min(sums))
        dealt[least].append(node)
        sums[least] += cost[node]
    order = list(cost)
    return tuple(tuple(sorted(nodes, key=order.index)) for nodes in dealt), max(sums)
