"""Read what ``elicitation.toml`` says of the questions: how they are put, to whom, how long.

::

    [questions]
    type = "three_point"            # or any of question_types.TYPES
    check_rows = 1                  # held-out rows of every node that has no table of its own
    signs = true                    # ask for direction and rank of every cause first
    weights = "numbers"             # or "pairwise": how many times as strong one cause is
    extremes = false                # ask ranked nodes for their extreme situations
    marginals = ["miscalculation"]  # nodes asked for as a whole, to compare with what rows imply
    falling = []                    # nodes whose first state is the highest
    group_range = false             # show the group's range beside the own answer in later rounds
    together = ["rift_line"]        # nodes whose rows the browser shows on one page, as a table
    agents = false                  # ask what those weigh who decide besides us
    [questions.types]
    posture_credibility = "roulette"
    [core]
    nodes = ["miscalculation"]      # asked of everybody, whatever their panels
    [load]
    minutes = 60                    # of one expert in one round
    [load.seconds]
    roulette = 150
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bayesnet.cpds.held_out import MOST_ROWS
from bayesnet.formats.section import Section
from bayesnet.messages.remedies import did_you_mean
from elicitation.questionnaire.question_types import TYPES

ASKABLE = tuple(name for name in TYPES if name != "pairwise")
"""Types for any question; causes are compared in pairs only where there are weights to find."""
WEIGHTS = ("numbers", "pairwise")
MINUTES = 60
CHECK_ROWS = 1
MOST_SECONDS = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPlan:
    """How questions are put.

    type: of a distribution's answer unless ``types`` has the node. check_rows: 0 to 3.
    weights: ``numbers`` or ``pairwise``. agents: whether experts are asked what those weigh who
    decide besides us. core: nodes asked of everybody.
    together: nodes whose rows stand on one page in the browser. group_range: whether the range of
    the round before stands beside the own answer from the start (Delphi; Hemming et al. 2018), or
    is hidden until it is saved.
    minutes: the budget of one expert in one round.
    seconds: for one number, by type, where not those of ``question_types``.
    """

    type: str = "three_point"
    types: Mapping[str, str] = field(default_factory=dict)
    check_rows: int = CHECK_ROWS
    signs: bool = True
    weights: str = "numbers"
    extremes: bool = False
    agents: bool = False
    marginals: tuple[str, ...] = ()
    falling: frozenset[str] = frozenset()
    core: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    group_range: bool = False
    minutes: int = MINUTES
    seconds: Mapping[str, int] = field(default_factory=dict)

    def type_of(self, node: str) -> str:
        """Return the question type of a node."""
        return self.types.get(node, self.type)

    def seconds_of(self, type_: str) -> int:
        """Return how long one number of that type takes."""
        return self.seconds.get(type_, TYPES[type_].seconds)


def read_question_plan(
    top: Section, nodes: Collection[str], agents: Collection[str] = ()
) -> QuestionPlan:
    """Return the plan of the questions; what is wrong is added to the section's problems.

    nodes: names of the model's uncertain nodes; agents: ids of who else decides.
    """
    s = top.section("questions", required=False)
    types_section = s.section("types", required=False)
    types = {
        name: types_section.choice(name, ASKABLE, default="point") for name in types_section.value
    }
    for name in types:
        if name not in nodes:
            types_section.problem(
                name, "plan.no-uncertain-node", did_you_mean(name, nodes), word=name
            )
    check_rows = s.whole("check_rows", required=False, default=CHECK_ROWS)
    if not 0 <= check_rows <= MOST_ROWS:
        s.problem(
            "check_rows", "plan.check-rows-outside", check_rows=check_rows, most_rows=MOST_ROWS
        )
    falling = s.texts("falling", required=False)
    marginals, together = (_nodes(s, key, nodes) for key in ("marginals", "together"))
    core = top.section("core", required=False)
    core_nodes = _nodes(core, "nodes", (*nodes, *agents))
    core.finish()
    load = top.section("load", required=False)
    minutes = load.whole("minutes", required=False, default=MINUTES)
    if minutes < 1:
        load.problem("minutes", "plan.minutes-no-time", minutes=minutes)
    plan = QuestionPlan(
        type=s.choice("type", ASKABLE, required=False, default="three_point"),
        types=types,
        check_rows=check_rows,
        signs=s.flag("signs", default=True),
        weights=s.choice("weights", WEIGHTS, required=False, default="numbers"),
        extremes=s.flag("extremes", default=False),
        agents=s.flag("agents", default=False),
        marginals=marginals,
        falling=frozenset(falling),
        core=core_nodes,
        together=together,
        group_range=s.flag("group_range", default=False),
        minutes=minutes,
        seconds=_seconds(load.section("seconds", required=False)),
    )
    for name in agents:
        if plan.agents and name in nodes:
            s.problem("agents", "plan.agent-named-as-node", name=name)
    load.finish()
    s.finish()
    return plan


def _nodes(s: Section, key: str, nodes: Collection[str]) -> tuple[str, ...]:
    """Return the nodes that are listed there; one that is none is added to the problems."""
    listed = s.texts(key, required=False)
    for index, name in enumerate(listed):
        if name not in nodes:
            known = did_you_mean(name, nodes)
            s.problem(f"{key}[{index}]", "plan.no-uncertain-node", known, word=name)
    return listed


def _seconds(s: Section) -> Mapping[str, int]:
    found = {}
    for name in s.value:
        found[name] = s.whole(name)
        if name not in TYPES:
            s.problem(name, "plan.no-question-type", did_you_mean(name, TYPES), word=name)
        elif not 1 <= found[name] <= MOST_SECONDS:
            s.problem(name, "plan.seconds-outside", found=found[name], most_seconds=MOST_SECONDS)
    return found
