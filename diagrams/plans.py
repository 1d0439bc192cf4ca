"""Turn decisions into pictures: what is known when, what the best plan does and what it is worth.

Nothing is computed here: the solver's answers are put into words and shapes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from bayesnet.answer import provenance
from bayesnet.decisions.problem import DecisionProblem
from bayesnet.decisions.solve import solve
from bayesnet.decisions.strategy import Strategy
from bayesnet.decisions.table import DecisionTable, InformationState, decision_table
from bayesnet.decisions.tree import Fork, TooManyEnds, decision_tree, strategy_tree
from bayesnet.errors import Problem, Refused, did_you_mean
from bayesnet.model import Name, State
from bayesnet.recommend import decision_problem, solving
from bayesnet.study import Study
from diagrams.caption import words_round
from diagrams.drawing import Drawing
from diagrams.frame import Body, framed
from diagrams.table_picture import Cell, Columns, table
from diagrams.timeline import Moment, timeline
from diagrams.tree_picture import Labels, tree_body
from diagrams.wording import percent, plain

MOST_ENDS = 60
"""Ends of a decision tree beyond which it is refused: they fill a page of A3."""
MOST_ROWS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The pool's best strategy under one structure, weights and what is known, solved once."""

    study: Study
    structure: str
    weights: str
    findings: Mapping[Name, State]
    problem: DecisionProblem
    strategy: Strategy

    @property
    def labels(self) -> Mapping[Name, str]:
        """Return the label of every node."""
        return self.study.diagram.labels

    def given(self) -> str:
        """Return what is already known and whose weights count, as a sentence's end."""
        label = self.study.diagram.weight_sets[self.weights].label
        known = "; ".join(
            f"{self.labels[name]}: {plain(state)}" for name, state in self.findings.items()
        )
        return f"weights: {label}" + (f"; known: {known}" if known else "")


def best_plan(study: Study, structure: str, weights: str, findings: Mapping[Name, State]) -> Plan:
    """Return the pool's best strategy; raises Refused if there is none."""
    problem = decision_problem(study, structure, weights, findings).world(0)
    with solving(study.structures[structure].diagram):
        strategy = solve(problem).strategy
    return Plan(
        study=study,
        structure=structure,
        weights=weights,
        findings=findings,
        problem=problem,
        strategy=strategy,
    )


def information_picture(plan: Plan) -> Drawing:
    """Return the picture of what is known at each decision, and what of it can matter."""
    diagram = plan.study.structures[plan.structure].diagram
    moments, earlier = [], set[Name](plan.findings)
    for decision in plan.problem.open:
        learned = [n for n in diagram.decisions[decision].informed_by if n not in earlier]
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
        subtitle=f"Structure {plan.structure}. {recall}",
        about=about + ". ".join(told) + ".",
    )


def policy_picture(plan: Plan, decision: Name) -> Drawing:
    """Return what every option of one decision is worth in every state that can occur."""
    if decision not in plan.problem.open:
        message = f"'{decision}' is no open decision;"
        remedy = did_you_mean(decision, plan.problem.open)
        raise Refused([Problem(file="", path="--decision", message=message, remedy=remedy)])
    found = decision_table(plan.problem, plan.strategy, decision)
    states = plan.study.diagram.states
    names = list(found.states[0].known)
    telling = [n for n in names if len({s.known[n] for s in found.states}) > 1]
    fixed = [n for n in names if n not in telling]
    options = [plain(option) for option in states[decision]]
    columns = Columns(
        heads=[*(plan.labels[n] for n in telling), "how often", *options, "best"],
        groups=[
            *([(0, len(telling), "if this is known")] if telling else []),
            (len(telling) + 1, len(telling) + 1 + len(options), "expected utility of each option"),
        ],
    )
    shown = found.states[:MOST_ROWS]
    rows = [_policy_row(state, telling, states, options) for state in shown]
    same = [f"{plan.labels[n]}: {plain(states[n][found.states[0].known[n]])}" for n in fixed]
    notes = [f"The same in every case: {'; '.join(same)}."] if same else []
    rest = sum(state.probability for state in found.states[MOST_ROWS:])
    if rest:
        notes.append(f"{len(found.states) - MOST_ROWS} rarer cases, together {percent(rest)}.")
    return _framed(
        plan,
        table(columns, rows, notes),
        title=_finding(plan, decision, found),
        subtitle=f"What the best plan does, structure {plan.structure}; {plan.given()}. "
        "All else is decided as well as can be.",
        about=_policy_about(plan, decision, shown),
    )


def _policy_row(
    state: InformationState,
    telling: list[Name],
    states: Mapping[Name, tuple[State, ...]],
    options: list[str],
) -> list[Cell]:
    chosen = [options[option] for option in state.ties]
    return [
        *(Cell(text=plain(states[n][state.known[n]])) for n in telling),
        Cell(text=percent(state.probability), right=True),
        *(
            Cell(
                text="not allowed" if worth is None else f"{worth:.1f}",
                strong=index in state.ties,
                right=True,
            )
            for index, worth in enumerate(state.worth)
        ),
        Cell(text=" = ".join(chosen), strong=True),
    ]


def _finding(plan: Plan, decision: Name, found: DecisionTable) -> str:
    """Return the title: what is chosen, always or depending on what."""
    states = plan.study.diagram.states[decision]
    label = plan.labels[decision]
    options = list(dict.fromkeys(state.option for state in found.states))
    if len(options) == 1:
        always = "in every case" if len(found.states) > 1 else "as things stand"
        return f"{label}: {plain(states[options[0]])}, {always}"
    return f"{label}: {' or '.join(plain(states[o]) for o in options)}, as the case may be"


def _policy_about(plan: Plan, decision: Name, shown: tuple[InformationState, ...]) -> str:
    states = plan.study.diagram.states
    told = []
    for state in shown:
        known = ", ".join(
            f"{plan.labels[n]} {plain(states[n][at])}" for n, at in state.known.items()
        )
        option = plain(states[decision][state.option])
        worth = state.worth[state.option]
        told.append(
            f"{known or 'always'} ({percent(state.probability)}): {option}, worth {worth:.1f}"
        )
    return f"Table of the best choice at {plan.labels[decision]}. {'; '.join(told)}."


def strategy_picture(plan: Plan) -> Drawing:
    """Return the tree of what the best plan does, where anything makes a difference."""
    fork = strategy_tree(plan.problem, plan.strategy)
    turns = sum(f.kind == "learned" for f in fork.forks)
    depends = "depends" if turns else "never depends"
    title = f"The best plan is worth {fork.value:.1f} and {depends} on what is learned"
    return _framed(
        plan,
        tree_body(fork, _labels(plan)),
        title=title,
        subtitle=f"Structure {plan.structure}; {plan.given()}. Numbers in the shapes and at the "
        "ends are expected utilities, 0 to 100.",
        about=f"{title}. {_told(plan, fork)}.",
    )


def tree_picture(plan: Plan) -> Drawing:
    """Return the whole decision tree, rolled back; raises Refused when it is too large."""
    try:
        fork = decision_tree(plan.problem, most=MOST_ENDS)
    except TooManyEnds as error:
        message = f"the decision tree would have {error.count:,} ends, and {MOST_ENDS} can be read."
        remedy = "Draw what the best plan does (--view strategy), or one decision (--view policy)."
        raise Refused([Problem(file="", path="--view", message=message, remedy=remedy)]) from error
    except ValueError as error:
        raise Refused([Problem(file="", path="--view", message=str(error))]) from error
    first = _told(plan, _best_only(fork))
    title = f"Rolled back, the best plan is worth {fork.value:.1f}"
    return _framed(
        plan,
        tree_body(fork, _labels(plan)),
        title=title,
        subtitle=f"Decision tree under structure {plan.structure}; {plan.given()}.",
        about=f"{title}: a tree with {fork.ends} ends. {first}.",
    )


def _labels(plan: Plan) -> Labels:
    return Labels(variables=plan.labels, states=plan.study.diagram.states)


def _best_only(fork: Fork) -> Fork:
    """Return the tree without the options that are not taken."""
    kept = fork.branches if fork.best is None else (fork.branches[fork.best],)
    branches = tuple(
        dataclasses.replace(b, after=_best_only(b.after) if b.after else None) for b in kept
    )
    return dataclasses.replace(fork, branches=branches, best=None if fork.best is None else 0)


def _told(plan: Plan, fork: Fork) -> str:
    """Return what is decided, and on what, as text for those who cannot see the tree."""
    labels = _labels(plan)
    said = []
    for branch in fork.branches:
        words = f"{plan.labels[fork.variable]}: {labels.branch(fork, branch)}"
        rest = _told(plan, branch.after) if branch.after else f"worth {labels.worth(branch.value)}"
        said.append(f"{words}, then {rest}" if branch.after else f"{words}, {rest}")
    return "; ".join(said)


def _framed(plan: Plan, body: Body, *, title: str, subtitle: str, about: str) -> Drawing:
    told = provenance(plan.study, plan.structure)
    words = words_round(
        plan.study,
        told,
        title=title,
        subtitle=subtitle,
        about=about,
        more={"weights": plan.weights},
    )
    return framed(words, body)
