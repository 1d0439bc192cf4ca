"""Try our plan against an agent that chooses otherwise, looks less or more far, or is settled.

No fixed point is claimed of any level. The equilibrium is looked for by raising the level until
nobody's rule changes any more; where it goes round in circles there is none found, and it is said.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bayesnet.adversary.mind import Mind
from bayesnet.answers.policy import Policy, policies_by_world
from bayesnet.answers.recommend import decision_problem, solving
from bayesnet.decisions.plans import worth
from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.solve import solve
from bayesnet.inference.query import Network
from bayesnet.inference.worlds import first_world
from bayesnet.study.agents.agent import Agent, exactly
from bayesnet.study.model import Name
from bayesnet.study.pools import Array
from bayesnet.study.structures import Adjustment, HandOver, Structure, restructure
from bayesnet.study.view import StudyView

OF_100 = (95, 80, 60)
"""How often of 100 it takes the better of two acts that are as far apart as they are on average."""
LOSSES = 2.25
"""How often losses count (Tversky & Kahneman 1992, J. Risk and Uncertainty 5:297, the median)."""
MOST_LEVELS = 6
SAME = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way the agent may be, our best plan against it, and what each plan costs there.

    name: in words. expected: of our best plan. regret: of the plan that is recommended.
    plan: our rule at each decision.
    """

    name: str
    expected: float
    plan: Mapping[Name, Policy]
    regret: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """All variants, the first as the structure has it.

    equilibrium: whether one was found. worth: of each variant's plan in each variant, (plans,
    variants). resolution: regrets below it are rounding.
    """

    variants: tuple[Variant, ...]
    equilibrium: bool
    worth: Array
    resolution: float

    @property
    def plans(self) -> int:
        """Return how many different plans are best somewhere."""
        return len({tuple(p.text() for p in v.plan.values()) for v in self.variants})

    @property
    def knowing(self) -> float:
        """Return what it is worth to know which variant it is, all being equally probable."""
        gain = self.worth.max(axis=0).mean() - self.worth.mean(axis=1).max()
        return float(gain) if gain > self.resolution else 0.0


def with_agent(view: StudyView, agent: Agent | None, id_: str) -> StudyView:
    """Return the view with the structure's agent of that id replaced; of level 0 if None."""
    study, whole = view.study, view.drawing
    made = restructure(
        study.diagram,
        study.cpds,
        list(_handed(whole, agent, id_)),
        id=whole.id,
        label=whole.label,
        text=whole.text,
        sources=whole.sources,
    )
    structures = {**study.structures, whole.id: made}
    return view.of(dataclasses.replace(study, structures=structures, _networks={}))


def _handed(whole: Structure, agent: Agent | None, id_: str) -> Iterator[Adjustment]:
    for adjustment in whole.adjustments:
        if not isinstance(adjustment, HandOver) or adjustment.agent.id != id_:
            yield adjustment
        elif agent is not None:
            yield dataclasses.replace(adjustment, agent=agent)


def ways(agent: Agent, mind: Mind) -> Iterator[tuple[str, Agent]]:
    """Yield other ways in which an agent may be, in words."""
    apart = typical_gap(mind)
    if agent.behaviour != "best":
        yield "always the act worth most", dataclasses.replace(agent, behaviour="best")
    plain = _of_one_parameter(agent)
    for often in OF_100:
        precision = math.log(often / (100 - often)) / apart if apart > 0 else 0.0
        changed = dataclasses.replace(plain, behaviour="quantal", parameter=exactly(precision))
        yield f"quantal: the better act {often} of 100 times", changed
    averse = dataclasses.replace(plain, behaviour="prospect", parameter=exactly(LOSSES))
    yield f"prospect: losses count {LOSSES:g} times", averse
    for level in (1, 2):
        if level != agent.level and not (level > 1 and _believes(agent)):
            yield f"level {level}", dataclasses.replace(agent, level=level)


def _of_one_parameter(agent: Agent) -> Agent:
    """Return the agent without what experts say of its parameter: a variant has one of its own."""
    views, answers = (
        {who: {k: u for k, u in own.items() if k in agent.values} for who, own in each.items()}
        for each in (agent.views, agent.answers)
    )
    return dataclasses.replace(agent, views=views, answers=answers)


def _believes(agent: Agent) -> bool:
    """Return whether what it believes is stated, which a higher level would contradict."""
    return bool(agent.beliefs)


def typical_gap(mind: Mind) -> float:
    """Return how far the two best acts are apart on average, in the agent's points."""
    worth_ = np.sort(sum(mind.gaps().values(), np.zeros(1)), axis=-3)
    gap = (worth_[..., -1, :, :] - worth_[..., -2, :, :]).mean(axis=-1) @ mind.weights
    return float((gap * mind.chance[..., 0]).sum())


def robustness(
    view: StudyView,
    agent: Agent,
    mind: Mind,
) -> Robustness:
    """Return our best plan against every variant, and what each plan loses elsewhere."""
    named = [("as the structure has it", view)]
    others = [(name, a, with_agent(view, a, agent.id)) for name, a in ways(agent, mind)]
    named += [(name, each) for name, _, each in others]
    levels = {a.level: each for _, a, each in others if a.level != agent.level}
    if all(view.study.cpds[owned.node].method != "decided" for owned in agent.decisions):
        zero = with_agent(view, None, agent.id)
        named.append(("level 0: as it was elicited", zero))
    settled = None if _believes(agent) else _equilibrium(view, agent, {agent.level: view} | levels)
    if settled is not None:
        named.append(("equilibrium", settled))
    with solving(view.diagram):
        problems = [_pool(decision_problem(each)) for _, each in named]
        plans = [solve(problem).strategy for problem in problems]
        table = np.array([worth(problem, plans)[:, 0] for problem in problems]).T
    largest = float(np.abs(table).max())
    best = table.max(axis=0)
    return Robustness(
        variants=tuple(
            Variant(
                name=name,
                expected=float(table[place, place]),
                plan=policies_by_world(problem, plan, view.diagram.states, 1)[0],
                regret=float(max(best[place] - table[0, place], 0.0)),
            )
            for place, ((name, _), plan, problem) in enumerate(
                zip(named, plans, problems, strict=True)
            )
        ),
        equilibrium=settled is not None,
        worth=table,
        resolution=SAME * max(largest, 1.0),
    )


def _pool(problem: DecisionProblem) -> DecisionProblem:
    return dataclasses.replace(problem, network=first_world(problem.network))


def _equilibrium(
    view: StudyView, agent: Agent, solved: Mapping[int, StudyView]
) -> StudyView | None:
    """Return the view at the level from which on no rule changes; None if none is found.

    solved: by level, views in which the agent differs in nothing else.
    """
    before: Network | None = None
    for level in range(1, MOST_LEVELS + 1):
        raised = dataclasses.replace(agent, level=level)
        tried = solved.get(level) or with_agent(view, raised, agent.id)
        network = tried.network
        if before is not None and all(
            np.abs(network.tables[o.node].values - before.tables[o.node].values).max() < SAME
            for o in agent.decisions
        ):
            return tried
        before = network
    return None
