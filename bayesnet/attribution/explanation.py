"""Give an account of one outcome of a what-if: findings, paths, what opposes, in sentences."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from bayesnet.answers.beliefs import beliefs, event_probability, findings_of, soft_evidence
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.attribution.contributions import TooManyFindings, contributions
from bayesnet.attribution.paths import MOST_PATHS, directed_paths, path_effect, told_through
from bayesnet.attribution.sentences import POINTS, PROBABILITIES, Weighed, account_of
from bayesnet.errors import StudyError, unplaced
from bayesnet.inference.query import Findings
from bayesnet.kinds import CHANGE, CHANGE_SPAN, TEXT, Beside, worded
from bayesnet.rounding import steady
from bayesnet.study.model import InfluenceDiagram, Name, Outcome
from bayesnet.study.priors import Array
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled

Source = Literal["finding", "path", "arc", "together"]
KINDS: Mapping[Source, str] = {
    "finding": "finding",
    "path": "path, alone",
    "arc": "learned through",
    "together": "remainder",
}
"""What the kinds of reasons are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Something that moves an outcome, and by how much.

    kind: a finding's share of the change, what a path carries alone, what a seen finding tells
    through an arc, or what all paths do together beyond what each does alone.
    name: by the nodes' names; words: by their labels, as one would say it.
    effect, by_expert: the pool's and each expert's, in probability.
    """

    kind: Source
    name: str
    words: str
    effect: float
    by_expert: tuple[float, ...]

    @property
    def weighed(self) -> Weighed:
        """Return it as sentences take it: words, an effect, its spread over experts."""
        return Weighed(name=self.words, effect=self.effect, by_expert=self.by_expert)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation(Tabled):
    """Why an outcome is as it is under a scenario, against another.

    change, changes: of the pool and of each expert; by_structure: of the pool under every other
    structure (where what was seen can happen).
    reasons: findings first, then paths, the strongest of each kind first.
    sentences: the account in words; the first one is the answer. in_points: the same, written in
    percent and percentage points.
    """

    outcome: Outcome
    value: float
    before: float
    change: float
    changes: tuple[float, ...]
    by_structure: Mapping[str, float]
    reasons: tuple[Reason, ...]
    sentences: tuple[str, ...]
    in_points: tuple[str, ...]
    provenance: Provenance

    def table(self, reasons: Sequence[Reason] | None = None, *, words: bool = False) -> ResultTable:
        """Return a row for each reason, or for those given.

        words: whether reasons are told in words and changes no finer than experts agree, as read.
        """
        rows = self.reasons if reasons is None else reasons
        several = self.provenance.experts > 1
        effects = [Beside(r.effect, r.by_expert) for r in rows]
        return ResultTable(
            index=2,
            columns=[
                Column("kind", "Kind", worded(KINDS.__getitem__), [r.kind for r in rows]),
                Column(
                    "name",
                    "What",
                    TEXT,
                    [r.words.replace("_", " ") if words else r.name for r in rows],
                ),
                Column("effect", "Effect", CHANGE, effects),
                Column(
                    ("lowest", "highest"),
                    "Experts" if several else None,
                    CHANGE_SPAN,
                    [r.by_expert for r in rows],
                ),
            ],
        )


def explanation(
    view: StudyView, scenario: Scenario, comparison: Scenario, outcome: Outcome
) -> Explanation:
    """Return the account of one outcome; both scenarios are complete. Raises StudyError."""
    diagram = view.diagram

    def value(asked: Scenario) -> Array:
        return _level(view, asked, outcome)

    now, then = value(scenario), value(comparison)
    try:
        shares = contributions(value, scenario, comparison)
    except TooManyFindings as error:
        raise StudyError([unplaced("ask.too-many-findings", reason=str(error))]) from error
    reasons = [
        _reason("finding", *_said(diagram, scenario, comparison, share.node), share.share)
        for share in shares
    ]
    changed = [share.node for share in shares]
    along, complete = _paths(view, scenario, comparison, outcome, changed)
    told = _told(view, scenario, outcome, changed)
    causal = {*scenario.set, *comparison.set}
    if along and complete and all(node in causal for node in changed):
        rest = (now - then) - sum((np.array([r.effect, *r.by_expert]) for r in along), np.zeros(1))
        words = "all paths together, beyond each alone"
        along.append(_reason("together", words, words, rest))
    ordered = [*_ranked(reasons), *_ranked(along), *_ranked(told)]
    changes = now - then
    others = _elsewhere(view, scenario, comparison, outcome)
    worded = partial(
        account_of,
        outcome.label,
        (now, then),
        findings=[r.weighed for r in ordered if r.kind == "finding"],
        paths=[r.weighed for r in ordered if r.kind == "path"],
        arcs=[r.weighed for r in ordered if r.kind == "arc"],
        structures=others,
    )
    return Explanation(
        outcome=outcome,
        value=float(now[0]),
        before=float(then[0]),
        change=float(changes[0]),
        changes=tuple(changes[1:].tolist()),
        by_structure=others,
        reasons=tuple(ordered),
        sentences=worded(figures=PROBABILITIES),
        in_points=worded(figures=POINTS),
        provenance=provenance(view, scenario=scenario.label, compared_with=comparison.label),
    )


def _level(view: StudyView, asked: Scenario, outcome: Outcome) -> Array:
    """Return an outcome's probability for the pool and each expert, shape (worlds,)."""
    found = beliefs(view, asked, (outcome.node,))
    one = event_probability(found, view.diagram, outcome)
    return np.broadcast_to(one, (len(view.study.worlds),))


def _elsewhere(
    view: StudyView, scenario: Scenario, comparison: Scenario, outcome: Outcome
) -> dict[str, float]:
    """Return the pool's change under every other structure, where the findings are possible."""
    found = {}
    for other in view.study.structures:
        if other == view.structure:
            continue
        try:
            now, then = (_level(view.under(other), s, outcome)[0] for s in (scenario, comparison))
        except StudyError:
            continue
        found[other] = float(now - then)
    return found


def _reason(kind: Source, name: str, words: str, effect: Array) -> Reason:
    return Reason(
        kind=kind,
        name=name,
        words=words,
        effect=float(effect[0]),
        by_expert=tuple(effect[1:].tolist()),
    )


def _ranked(reasons: Sequence[Reason]) -> list[Reason]:
    return sorted(reasons, key=lambda r: (r.kind == "together", -steady(abs(r.effect))))


def _said(
    diagram: InfluenceDiagram, scenario: Scenario, comparison: Scenario, node: Name
) -> tuple[str, str]:
    """Return what the scenario says of a node and what the comparison said: by name, in words."""

    def said(asked: Scenario) -> str:
        if node in asked.set:
            return f"set {asked.set[node]}"
        if node in asked.seen:
            return f"seen {asked.seen[node]}"
        return "half known" if node in asked.likely else "left open"

    now, then = said(scenario), said(comparison)
    if now.startswith("set ") and then.startswith("set "):
        text = f"{scenario.set[node]} instead of {comparison.set[node]}"
    else:
        text = now if then == "left open" else f"{now} instead of {then}"
    return f"{node} {text}", f"{diagram.labels[node]} {text}"


def _way(diagram: InfluenceDiagram, path: Sequence[Name]) -> str:
    """Return a path as one would say it; that it leads to the outcome is understood."""
    first, *between, _ = (diagram.labels[name] for name in path)
    if not between:
        return f"{first} directly"
    return f"{first} through {', '.join(between)}"


def _paths(
    view: StudyView,
    scenario: Scenario,
    comparison: Scenario,
    outcome: Outcome,
    changed: Sequence[Name],
) -> tuple[list[Reason], bool]:
    """Return what each path from a changed setting carries alone, and whether all paths are there.

    Where there are too many paths to be told apart there are none.
    """
    diagram = view.diagram
    network = view.network
    before = _findings(view, comparison)
    event = _event(diagram.states[outcome.node], outcome)
    settings = {*scenario.set, *comparison.set}
    blocked = {*settings, *comparison.seen}
    found: list[Reason] = []
    for node in changed:
        if node not in settings:
            continue
        state = diagram.states[node].index(scenario.set[node]) if node in scenario.set else None
        for path in directed_paths(network, node, outcome.node, blocked):
            if len(path) == 1:  # the outcome itself was set
                continue
            if len(found) == MOST_PATHS:
                return [], False
            effect = path_effect(network, before, path, state, event)
            effect = np.broadcast_to(effect, (len(view.study.worlds),))
            found.append(_reason("path", " -> ".join(path), _way(diagram, path), effect))
    return found, True


def _findings(view: StudyView, scenario: Scenario) -> Findings:
    """Return a scenario's findings; a new marginal as the likelihoods that give it."""
    diagram = view.diagram
    likely = soft_evidence(diagram, view.network, scenario)
    return dataclasses.replace(findings_of(diagram, scenario), likely=likely)


def _told(
    view: StudyView, scenario: Scenario, outcome: Outcome, changed: Sequence[Name]
) -> list[Reason]:
    """Return what each newly learned finding tells through each of its arcs."""
    diagram = view.diagram
    network = view.network
    labels = diagram.labels
    after = _findings(view, scenario)
    event = _event(diagram.states[outcome.node], outcome)
    found = []
    for node in changed:
        if node not in after.seen and node not in after.likely:
            continue
        told = told_through(network, after, node, outcome.node, event)
        for (parent, child), one in told.items():
            name, words = f"{node} -> {child}", f"{labels[node]} by what it does to {labels[child]}"
            if child == node:
                name, words = (
                    f"{node} <- {parent}",
                    f"{labels[node]} by what it tells of {labels[parent]}",
                )
            effect = np.broadcast_to(one, (len(view.study.worlds),))
            found.append(_reason("arc", name, words, effect))
    return found


def _event(states: Sequence[str], outcome: Outcome) -> Array:
    return np.array([float(state in outcome.states) for state in states])
