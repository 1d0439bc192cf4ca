"""Put together what would deter who else decides, and how sure we are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bayesnet.adversary.knife_edge import distinct_rules
from bayesnet.adversary.knowing import worth_of_knowing
from bayesnet.adversary.levers import STEP, Lever, acting, imposed, levers, speaks
from bayesnet.adversary.mind import Mind, mind
from bayesnet.adversary.roads import Road, roads
from bayesnet.adversary.thresholds import Threshold, thresholds
from bayesnet.adversary.variants import Robustness, robustness
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.kinds import CHANGE, COUNT, ENTRY, PROBABILITY, TEXT, span
from bayesnet.number_words import percent
from bayesnet.study.agents.agent import Agent
from bayesnet.study.model import Outcome
from bayesnet.study.scenario import Scenario
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled, attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class Adversary(Tabled):
    """The answer. Probabilities and changes: the pool first, then each expert.

    acting: P(it acts). levers: what we do and what it believes. benefits, costs: everything that
    speaks for or against acting weighs a quarter less or more; both: the two together.
    speaks: what each value adds to acting, in its own points, on average.
    rules: how many different rules the draws have, for the expert with the fewest.
    knowing: worth of its weights, known before we decide. roads: empty where nothing shows it.
    impossible: scenarios without roads, for what is seen in them it would not do.
    """

    mind: Mind
    scenario: Scenario
    acting: tuple[float, ...]
    levers: tuple[Lever, ...]
    benefits: Lever
    costs: Lever
    both: Lever
    speaks: Mapping[str, float]
    thresholds: tuple[Threshold, ...]
    robustness: Robustness
    knowing: float
    outcome: Outcome | None
    roads: tuple[Road, ...]
    impossible: tuple[str, ...]
    rules: int
    experts: tuple[str, ...]
    provenance: Provenance

    @property
    def of_ours(self) -> tuple[Lever, ...]:
        """Return the levers that we have in hand, the strongest first."""
        return _sorted(lever for lever in self.levers if lever.sort == "we do")

    @property
    def of_belief(self) -> tuple[Lever, ...]:
        """Return the levers of what it believes, the strongest first."""
        return _sorted(lever for lever in self.levers if lever.sort == "it believes")

    def table(self) -> ResultTable:
        """Return a row for each lever, ours first."""
        return lever_table((*self.of_ours, *self.of_belief, self.costs, self.benefits, self.both))


def lever_table(rows: Sequence[Lever]) -> ResultTable:
    """Return a row for each lever: what it makes of its acting, and for how many experts."""
    return ResultTable(
        order=("sort", "lever", "acting", "Experts", "change", "lowest_change", "Agreement"),
        columns=[
            Column("lever", "What", ENTRY, [r.what for r in rows]),
            *attributes(rows, ("sort", "Changed", TEXT)),
            Column("acting", "It acts", PROBABILITY, [float(r.after[0]) for r in rows]),
            Column("", "Experts", span(PROBABILITY), [r.after[1:].tolist() for r in rows]),
            *attributes(rows, ("change", "Change", CHANGE)),
            Column(
                ("lowest_change", "highest_change"),
                "Experts' changes",
                span(CHANGE),
                [r.changes.tolist() for r in rows],
            ),
            *(
                Column(key, None, COUNT, [r.signs[at] for r in rows])
                for at, key in enumerate(("fewer", "unchanged", "more"))
            ),
            Column("", "Agreement", TEXT, [r.agreement() for r in rows]),
        ],
    )


def _sorted(levers_: Iterable[Lever]) -> tuple[Lever, ...]:
    return tuple(sorted(levers_, key=lambda lever: round(lever.change, 9)))


def adversary(view: StudyView, scenario: Scenario, agent: Agent) -> Adversary:
    """Return what would deter an agent; raises StudyError.

    The view's weights and findings: by what our own plan is chosen against it.
    """
    study = view.study
    one = mind(view, agent, scenario)
    said = speaks(one)
    good = [n for n, points in said.items() if points > 0]
    bad = [n for n, points in said.items() if points < 0]
    shown = [r.node for r in agent.readings if r.says == "misled"]
    outcome = next((o for o in study.diagram.outcomes if o.node in shown), None)
    quarter = percent(STEP)
    both = roads(view, agent, outcome) if outcome and study.book.reference else ()
    passed = {road.scenario for road in both}
    return Adversary(
        mind=one,
        scenario=scenario,
        acting=tuple(acting(view, scenario, one).tolist()),
        levers=levers(view, scenario, one),
        benefits=imposed(one, good, -STEP, f"benefits {quarter} less"),
        costs=imposed(one, bad, STEP, f"costs {quarter} more"),
        both=_both(one, good, bad),
        speaks=said,
        thresholds=thresholds(one),
        robustness=robustness(view, agent, one),
        knowing=worth_of_knowing(view, agent),
        outcome=outcome,
        roads=both,
        impossible=tuple(n for n in study.book.scenarios if n not in passed) if both else (),
        rules=int(distinct_rules(one.chosen({})).min()),
        experts=study.priors.experts,
        provenance=provenance(view, scenario=scenario.label),
    )


def _both(one: Mind, good: list[str], bad: list[str]) -> Lever:
    factors = dict.fromkeys(good, 1 - STEP) | dict.fromkeys(bad, 1 + STEP)
    return Lever(sort="it weighs", what="both", before=one.acting(), after=one.acting(factors))
