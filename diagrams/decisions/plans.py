"""Turn decisions into pictures: what is known when, what the best plan does and what it is worth.

Nothing is computed here: the solver's answers are put into words and shapes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bayesnet.answers.policy import Policy, policy_of
from bayesnet.answers.provenance import provenance
from bayesnet.answers.recommend import decision_problem, solving
from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.rival import resolution
from bayesnet.decisions.solve import Solution, solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.decisions.table import DecisionTable, InformationState, decision_table
from bayesnet.decisions.tree import Fork, TooManyEnds, decision_tree, strategy_tree
from bayesnet.errors import StudyError, problem_at
from bayesnet.messages.remedies import did_you_mean
from bayesnet.number_words import percent, utility
from bayesnet.rounding import places
from bayesnet.study.model import Name
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from diagrams.canvas.drawing import Drawing
from diagrams.decisions.table_picture import Cell, Columns, table
from diagrams.decisions.timeline import Moment, timeline
from diagrams.decisions.tree_picture import Labels, tree_body
from diagrams.network.caption import words_round
from diagrams.network.frame import Body, framed
from diagrams.network.wording import rule_words

MOST_ENDS = 60
"""Ends of a decision tree beyond which it is refused: they fill a page of A3."""
MOST_ROWS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The pool's best strategy under one structure, weights and what is known, solved once.

    expected: its expected utility. room: by how much another could still be better, where it is not
    proved the best; else 0.
    """

    view: StudyView
    problem: DecisionProblem
    strategy: Strategy
    expected: float = 0.0
    room: float = 0.0

    @property
    def study(self) -> Study:
        """Return the study that it is the plan of."""
        return self.view.study

    @property
    def labels(self) -> Mapping[Name, str]:
        """Return the label of every node."""
        return self.study.diagram.labels

    def given(self) -> str:
        """Return what is already known and whose weights count, as a sentence's end."""
        label = self.study.diagram.weight_sets[self.view.weights].label
        known = "; ".join(
            f"{self.labels[name]}: {self.study.diagram.state_label(name, state)}"
            for name, state in self.view.findings.items()
        )
        return f"weights: {label}" + (f"; known: {known}" if known else "")

    def state(self, name: Name, at: int) -> str:
        """Return a state by its number, as a person reads it."""
        diagram = self.study.diagram
        return diagram.state_label(name, diagram.states[name][at])

    def policies(self) -> Mapping[Name, Policy]:
        """Return the rule of every open decision."""
        states = self.study.diagram.states
        return {d: policy_of(self.problem, self.strategy, states, d) for d in self.problem.open}

    def rule(self, policy: Policy) -> str:
        """Return a rule in words: ``take if Forecast: rainy, else leave``."""
        return rule_words(policy, self.study.diagram)

    def digits(self, differences: Iterable[float] = ()) -> int:
        """Return the digits of expected utilities: three figures, each of the differences shows."""
        return places(self.study.diagram.largest([self.expected]), differences)

    def worded(self) -> str:
        """Return what the plan is: the best, or the best that was found."""
        return "The best plan that was found" if self.room else "The best plan"

    def unproved(self) -> str:
        """Return how much better another could be; empty where this is proved the best."""
        if not self.room:
            return ""
        most = f"{utility(self.room, self.digits([self.room]))} {self.study.diagram.unit}"
        return f" It is not proved the best: another could be better by at most {most}."


def best_plan(view: StudyView) -> Plan:
    """Return the pool's best strategy; raises StudyError if there is none."""
    problem = decision_problem(view).world(0)
    with solving(view.diagram):
        solution = solve(problem)
    return Plan(
        view=view,
        problem=problem,
        strategy=solution.strategy,
        expected=float(solution.expected_utility[0]),
        room=_room(problem, solution),
    )


def _room(problem: DecisionProblem, solution: Solution) -> float:
    room = float(solution.upper_bound[0] - solution.expected_utility[0])
    return room if room > resolution(problem) else 0.0


def information_picture(plan: Plan) -> Drawing:
    """Return the picture of what is known at each decision, and what of it can matter."""
    diagram = plan.view.diagram
    moments, earlier = [], set[Name](plan.view.findings)
    for decision in plan.problem.open:
        informed = diagram.decisions[decision].informed_by
        learned = [n for n in informed if n not in earlier and n in diagram.chance]
        earlier |= set(learned)
        moments.append(
            Moment(
                decision=decision,
                learned=learned,
                known=plan.problem.known[decision],
                matters=frozenset(plan.problem.information[decision]),
            )
        )
    recall = {
        "perfect": "What was known or decided earlier is remembered.",
        "limited": "Only what is drawn is known; nothing else is remembered.",
    }[diagram.recall]
    told = [
        f"{plan.labels[m.decision]}: "
        + (", ".join(plan.labels[n] for n in m.known) or "nothing")
        + (f" (of which {len(m.matters)} can matter)" if m.known else "")
        for m in moments
    ]
    about = f"{len(moments)} decisions in the order of time and what is known at each. "
    return _framed(
        plan,
        timeline(moments, plan.labels),
        title="What is known at each decision",
        subtitle=f"Structure {plan.view.structure}. {recall}",
        about=about + ". ".join(told) + ".",
    )


def policy_picture(plan: Plan, decision: Name) -> Drawing:
    """Return what every option of one decision is worth in every state that can occur."""
    if decision not in plan.problem.open:
        raise StudyError(
            [
                problem_at(
                    "",
                    "--decision",
                    "draw.no-open-decision",
                    did_you_mean(decision, plan.problem.open),
                    word=decision,
                )
            ]
        )
    found = decision_table(plan.problem, plan.strategy, decision)
    names = list(found.states[0].known)
    telling = [n for n in names if len({s.known[n] for s in found.states}) > 1]
    fixed = [n for n in names if n not in telling]
    options = [plan.state(decision, at) for at in range(len(plan.study.diagram.states[decision]))]
    columns = Columns(
        heads=[*(plan.labels[n] for n in telling), "how often", *options, "best"],
        groups=[
            *([(0, len(telling), "if this is known")] if telling else []),
            (len(telling) + 1, len(telling) + 1 + len(options), _of_options(plan)),
        ],
    )
    shown = found.states[:MOST_ROWS]
    digits = _digits(plan, shown)
    rows = [_policy_row(plan, state, telling, options, digits) for state in shown]
    same = [f"{plan.labels[n]}: {plan.state(n, found.states[0].known[n])}" for n in fixed]
    notes = [f"The same in every case: {'; '.join(same)}."] if same else []
    rest = sum(state.probability for state in found.states[MOST_ROWS:])
    if rest:
        notes.append(f"{len(found.states) - MOST_ROWS} rarer cases, together {percent(rest)}.")
    return _framed(
        plan,
        table(columns, rows, notes),
        title=_finding(plan, decision, found),
        subtitle=f"What the best plan does, structure {plan.view.structure}; {plan.given()}. "
        f"All else is decided as well as can be.{plan.unproved()}",
        about=_policy_about(plan, decision, shown, digits),
    )


def _of_options(plan: Plan) -> str:
    unit = plan.study.diagram.value_unit
    return "expected utility of each option" + (f", in {unit}" if unit else "")


def _policy_row(
    plan: Plan, state: InformationState, telling: list[Name], options: list[str], digits: int
) -> list[Cell]:
    chosen = [options[option] for option in state.ties]
    return [
        *(Cell(text=plan.state(n, state.known[n])) for n in telling),
        Cell(text=percent(state.probability), right=True),
        *(
            Cell(
                text="not allowed" if worth is None else utility(worth, digits),
                strong=index in state.ties,
                right=True,
            )
            for index, worth in enumerate(state.worth)
        ),
        Cell(text=" = ".join(chosen), strong=True),
    ]


def _finding(plan: Plan, decision: Name, found: DecisionTable) -> str:
    """Return the title: the decision's rule, and that it is one option always if it is."""
    policy = policy_of(plan.problem, plan.strategy, plan.study.diagram.states, decision)
    told = f"{plan.labels[decision]}: {plan.rule(policy)}"
    if policy.always is not None:
        told += f", {'in every case' if len(found.states) > 1 else 'as things stand'}"
    level = sum(len(state.ties) > 1 for state in found.states)
    if not level:
        return told
    if len(found.states) == 1:
        return f"{told}; another option is as good"
    return f"{told}; in {level} of {len(found.states)} cases another option is as good"


def _digits(plan: Plan, states: Sequence[InformationState]) -> int:
    """Return the digits in which the best option of every state is told from the next best."""
    worths = [[w for w in state.worth if w is not None] for state in states]
    best = [state.worth[state.option] for state in states]
    slack = resolution(plan.problem)
    gaps = [
        top - worth
        for top, own in zip(best, worths, strict=True)
        for worth in own
        if top is not None and top - worth > slack
    ]
    return plan.digits(gaps)


def _policy_about(
    plan: Plan, decision: Name, shown: tuple[InformationState, ...], digits: int
) -> str:
    told = []
    for state in shown:
        known = ", ".join(f"{plan.labels[n]} {plan.state(n, at)}" for n, at in state.known.items())
        option = plan.state(decision, state.option)
        worth = utility(state.worth[state.option] or 0.0, digits)
        told.append(f"{known or 'always'} ({percent(state.probability)}): {option}, worth {worth}")
    return f"Table of the best choice at {plan.labels[decision]}. {'; '.join(told)}."


def strategy_picture(plan: Plan) -> Drawing:
    """Return the tree of what the best plan does, where anything makes a difference."""
    fork = strategy_tree(plan.problem, plan.strategy)
    labels = _labels(plan, fork)
    title = (
        f"{plan.worded()} is worth {labels.worth(fork.value)} {plan.study.diagram.scale} and "
        f"{_depends(plan)}"
    )
    return _framed(
        plan,
        tree_body(fork, labels),
        title=title,
        subtitle=f"Structure {plan.view.structure}; {plan.given()}. Numbers in the shapes and at "
        f"the ends are expected utilities in {plan.study.diagram.points}.{plan.unproved()}",
        about=f"{title}. {_told(plan, fork, labels)}.",
    )


def _depends(plan: Plan) -> str:
    """Return which decisions of the plan depend on what is learned, with their rules."""
    policies = plan.policies()
    turning = [policy for policy in policies.values() if policy.always is None]
    if not turning:
        return "never depends on what is learned"
    rules = "; ".join(f"{plan.labels[p.decision]}: {plan.rule(p)}" for p in turning)
    return f"depends on what is learned: {rules}"


def tree_picture(plan: Plan) -> Drawing:
    """Return the whole decision tree, rolled back; raises StudyError when it is too large."""
    try:
        fork = decision_tree(plan.problem, most=MOST_ENDS)
    except TooManyEnds as error:
        raise StudyError(
            [
                problem_at(
                    "",
                    "--view",
                    "draw.decision-tree-would-ends-can",
                    count=error.count,
                    most_ends=MOST_ENDS,
                )
            ]
        ) from error
    except ValueError as error:
        raise StudyError([problem_at("", "--view", "draw.no-tree", reason=str(error))]) from error
    labels = _labels(plan, fork)
    first = _told(plan, _best_only(fork), labels)
    rules = "; ".join(f"{plan.labels[d]}: {plan.rule(p)}" for d, p in plan.policies().items())
    scale = plan.study.diagram.scale
    title = f"Rolled back, the best plan is worth {labels.worth(fork.value)} {scale}"
    return _framed(
        plan,
        tree_body(fork, labels),
        title=title,
        subtitle=f"{rules}. Decision tree under structure {plan.view.structure}; {plan.given()}.",
        about=f"{title}: a tree with {fork.ends} ends. {first}.",
    )


def _labels(plan: Plan, fork: Fork) -> Labels:
    """Return the names and the digits of one tree: what is taken is told from what is not."""
    slack = resolution(plan.problem)
    gaps = [
        gap
        for one in fork.forks
        if one.best is not None
        for branch in one.branches
        if (gap := one.branches[one.best].value - branch.value) > slack
    ]
    names = plan.study.diagram.states
    states = {n: tuple(plan.state(n, at) for at in range(len(own))) for n, own in names.items()}
    return Labels(variables=plan.labels, states=states, digits=plan.digits(gaps))


def _best_only(fork: Fork) -> Fork:
    """Return the tree without the options that are not taken."""
    kept = fork.branches if fork.best is None else (fork.branches[fork.best],)
    branches = tuple(
        dataclasses.replace(b, after=_best_only(b.after) if b.after else None) for b in kept
    )
    return dataclasses.replace(fork, branches=branches, best=None if fork.best is None else 0)


def _told(plan: Plan, fork: Fork, labels: Labels) -> str:
    """Return what is decided, and on what, as text for those who cannot see the tree."""
    said = []
    for branch in fork.branches:
        words = f"{plan.labels[fork.variable]}: {labels.branch(fork, branch)}"
        rest = (
            _told(plan, branch.after, labels)
            if branch.after
            else f"worth {labels.worth(branch.value)}"
        )
        said.append(f"{words}, then {rest}" if branch.after else f"{words}, {rest}")
    return "; ".join(said)


def _framed(plan: Plan, body: Body, *, title: str, subtitle: str, about: str) -> Drawing:
    told = provenance(plan.view)
    words = words_round(
        plan.study,
        told,
        title=title,
        subtitle=subtitle,
        about=about,
        more={"weights": plan.view.weights},
    )
    return framed(words, body)
