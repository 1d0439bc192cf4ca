"""Ask a study what every world believes under a scenario."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.inference.query import Findings, ImpossibleEvidence, Network, joint, posteriors
from bayesnet.inference.soft import OutOfReach, likelihoods_for
from bayesnet.messages.facts import Node, Phrase, Question, State, experts, finding, items, phrase
from bayesnet.study.model import InfluenceDiagram, Name, Outcome
from bayesnet.study.priors import Array
from bayesnet.study.propositions import Event
from bayesnet.study.scenario import Scenario, undecided
from bayesnet.study.scenario_checks import scenario_problems
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView


def beliefs(
    view: StudyView, scenario: Scenario, targets: Collection[Name] | None = None
) -> Mapping[Name, Array]:
    """Return the posterior of every node (or of ``targets``), of shape (states, worlds), exact.

    ``scenario`` is complete: nothing it is based on is added. Raises StudyError when it is not
    sound, leaves a decision open, or what was seen cannot happen.
    """
    diagram = view.diagram
    check_scenario(diagram, scenario)
    return unchecked_beliefs(view, scenario, targets)


def check_scenario(diagram: InfluenceDiagram, scenario: Scenario) -> None:
    """Raise StudyError when a complete scenario is not sound or leaves a decision open."""
    problems = scenario_problems(diagram, scenario) or list(open_decisions(diagram, scenario))
    if problems:
        raise StudyError(problems)


def unchecked_beliefs(
    view: StudyView,
    scenario: Scenario,
    targets: Collection[Name] | None = None,
    network: Network | None = None,
) -> Mapping[Name, Array]:
    """Return what ``beliefs`` does, for any intervention: also on what nobody could set.

    network: the structure's tables in other worlds, for example drawn ones (``Study.drawn``), to be
    asked instead of the pool and the experts.
    """
    diagram = view.diagram
    asked = network or view.network
    findings = findings_of(diagram, scenario)
    try:
        answer = posteriors(
            asked,
            set=findings.set,
            seen=findings.seen,
            likely=soft_evidence(diagram, asked, scenario),
            targets=None if targets is None else tuple(targets),
        )
    except ImpossibleEvidence as error:
        who = "" if network is None else _counted(error, asked)
        raise StudyError([impossible_problem(view, scenario, error, who)]) from error
    # What is set is the same in every world, and still every world's belief.
    worlds = max((table.values.shape[-1] for table in asked.tables.values()), default=1)
    return {
        name: np.broadcast_to(values, (*values.shape[:-1], worlds))
        for name, values in answer.marginals.items()
    }


def joint_belief(view: StudyView, scenario: Scenario, names: Sequence[Name]) -> Array:
    """Return the joint posterior of a few nodes, shape (*their states, worlds), exact.

    As in ``unchecked_beliefs``, for any intervention; every decision among them or above them is
    set. Raises StudyError where what was seen cannot happen.
    """
    diagram, network = view.diagram, view.network
    findings = findings_of(diagram, scenario)
    try:
        return joint(
            network,
            names,
            set=findings.set,
            seen=findings.seen,
            likely=soft_evidence(diagram, network, scenario),
        )
    except ImpossibleEvidence as error:
        raise StudyError([impossible_problem(view, scenario, error)]) from error


def event_probability(
    beliefs_: Mapping[Name, Array], diagram: InfluenceDiagram, event: Event | Outcome
) -> Array:
    """Return the probability of an event in every world, from the beliefs about its node."""
    rows = [diagram.states[event.node].index(state) for state in event.states]
    return np.asarray(beliefs_[event.node][rows].sum(axis=0))


def findings_of(diagram: InfluenceDiagram, scenario: Scenario) -> Findings:
    """Return a scenario's findings as the engine takes them; a new marginal is not one of them."""
    return Findings(
        set={name: diagram.states[name].index(state) for name, state in scenario.set.items()},
        seen={name: diagram.states[name].index(state) for name, state in scenario.seen.items()},
        likely={
            name: np.array(likely.values)[:, None] / (max(likely.values) or 1.0)
            for name, likely in scenario.likely.items()
            if likely.kind == "ratio"
        },
    )


def open_decisions(diagram: InfluenceDiagram, scenario: Scenario) -> list[Problem]:
    """Return a problem for each decision that a scenario leaves open."""
    return [
        problem_at(
            "",
            name,
            "ask.scenario-leaves-decision-open",
            name=name,
            states=items(diagram.states[name], "or-or"),
        )
        for name in undecided(diagram, scenario)
    ]


def soft_evidence(
    diagram: InfluenceDiagram, network: Network, scenario: Scenario
) -> Mapping[Name, Array]:
    """Return a scenario's soft evidence as likelihoods, of shape (states, worlds or 1).

    Raises StudyError where a new marginal cannot be reached.
    """
    findings = findings_of(diagram, scenario)
    marginals = {
        name: np.array(likely.values)[:, None]
        for name, likely in scenario.likely.items()
        if likely.kind == "marginal"
    }
    if not marginals:
        return findings.likely
    try:
        found = likelihoods_for(
            network,
            marginals,
            set=findings.set,
            seen=findings.seen,
            likely=findings.likely,
        )
    except OutOfReach as error:
        raise StudyError([_out_of_reach(diagram, error)]) from error
    return {**findings.likely, **found}


def _out_of_reach(diagram: InfluenceDiagram, error: OutOfReach) -> Problem:
    if error.state is None:
        return problem_at(
            "", error.name, "ask.new-marginal-contradicts-others", name=Node(error.name)
        )
    state = diagram.states[error.name][error.state]
    return problem_at(
        "", error.name, "ask.report-of-impossible-state", finding=finding(error.name, state)
    )


def _named(error: ImpossibleEvidence, study: Study) -> str:
    return ", ".join(study.worlds[world] for world in error.worlds)


def _counted(error: ImpossibleEvidence, network: Network) -> str:
    worlds = max(table.values.shape[-1] for table in network.tables.values())
    return f"{len(error.worlds)} of {worlds} worlds"


def impossible_problem(
    view: StudyView, scenario: Scenario, error: ImpossibleEvidence, who: str = ""
) -> Problem:
    """Return which findings of a scenario cannot occur together, by whose numbers, in which row.

    who: those whose numbers they are; the study's own worlds if empty.
    """
    where = None if who else _zero(view, scenario, error)
    states = view.diagram.states
    return problem_at(
        "",
        f"scenario {scenario.id}" if scenario.id else "",
        "ask.findings-impossible",
        priors=view.study.priors.name,
        who=who or experts(view.study.worlds[world] for world in error.worlds),
        structure=view.structure,
        findings=items(finding(name, states[name][state]) for name, state in error.findings),
        where=where or phrase("ask.zero-in-some-row"),
    )


def _zero(view: StudyView, scenario: Scenario, error: ImpossibleEvidence) -> Phrase | None:
    """Return where to look for the 0: the table that gives one of the findings no chance at all."""
    diagram = view.diagram
    states = diagram.states
    known = {**findings_of(diagram, scenario).set, **dict(error.findings)}
    for name, state in error.findings:
        table = view.network.tables[name]
        parents = table.scope[:-1]
        rows = np.moveaxis(table.values, -1, 0)[min(error.worlds[0], table.values.shape[-1] - 1)]
        if np.any(rows[(*(known.get(parent, slice(None)) for parent in parents), state)]):
            continue
        if not all(parent in known for parent in parents):
            own = State(states[name][state])
            return phrase("ask.zero-in-every-row", node=Node(name), state=own)
        given = ", ".join(f"{parent}={states[parent][known[parent]]}" for parent in parents)
        row = Question(f"{name}[{given}]")
        return phrase("ask.zero-in-row", row=row, state=State(states[name][state]))
    return None


def need_outcomes(diagram: InfluenceDiagram) -> None:
    """Raise StudyError for a diagram of decisions and values alone: it has no outcome."""
    if not diagram.outcomes:
        raise StudyError([problem_at("model.toml", "", "ask.no-outcome-without-uncertain-node")])
