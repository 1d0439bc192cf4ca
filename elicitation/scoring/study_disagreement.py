"""Show where experts are apart: on each node's rows, in the outcomes, and in what they would do."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.policy import Policy
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.answers.recommend import recommend
from bayesnet.answers.whatif import what_if
from bayesnet.cpds.parameter import Cpd
from bayesnet.errors import StudyError, problem_at
from bayesnet.kinds import COUNT, TEXT, Kind, decimals, possible
from bayesnet.rounding import steady
from bayesnet.study.model import Name
from bayesnet.study.pools import Array
from bayesnet.study.priors import expert_tables, node_weights
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled, attributes
from elicitation.fitting.dirichlet import FEWEST, from_disagreement
from elicitation.scoring.disagreement import (
    concordance,
    divergence_to,
    entropy,
    jensen_shannon,
    mean_rank,
    mean_total_variation,
)

SHOWN = 5e-4
"""Divergence that does not print as 0.000."""
SEEN = (
    ("rows", "Rows", COUNT),
    ("divergence", "JSD", decimals(3)),
    ("share", "of most", Kind(lambda value, _: f"{100 * value:.1f} %", numeric=True)),
    ("largest", "largest", decimals(3)),
    ("variation", "TV", decimals(3)),
    ("order", "Order", possible(decimals(2), "–")),
    ("concentration", "n", possible(decimals(0), "–")),
)
"""What people see of a node, what it is called there, and how it is written."""
ORDER = ("Node", *(key for key, _, _ in SEEN), "Furthest")


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeDisagreement:
    """How far experts' rows of one node are apart.

    experts: who were asked. divergence: mean Jensen-Shannon divergence over the rows, in nats;
    share: of the most that so many experts could have; largest: of the row where it is largest.
    variation: mean over rows and pairs of the total variation. order: Kendall's W of the order in
    which experts put the rows, by their mean state; NaN where there is one row. concentration: of
    the Dirichlets that spread as the experts do, NaN for fewer than three. furthest: whose rows
    diverge most from the pool, and by how many nats on average.
    """

    node: Name
    rows: int
    experts: int
    divergence: float
    share: float
    largest: float
    variation: float
    order: float
    concentration: float
    furthest: str
    furthest_divergence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeSpread:
    """What each expert's own network makes of an outcome; deviation: between experts."""

    outcome: str
    label: str
    pool: float
    by_expert: tuple[float, ...]

    @property
    def deviation(self) -> float:
        """Return the standard deviation between experts, 0 for one."""
        return float(np.std(self.by_expert, ddof=1)) if len(self.by_expert) > 1 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement(Tabled):
    """Nodes by how far experts are apart, outcomes by expert, and each one's own best plan.

    plans: by world, the pool first; empty where the model has no decisions.
    """

    nodes: tuple[NodeDisagreement, ...]
    outcomes: tuple[OutcomeSpread, ...]
    plans: Mapping[str, Mapping[Name, Policy]]
    experts: tuple[str, ...]
    provenance: Provenance

    def table(self, labels: Mapping[Name, str] | None = None) -> ResultTable:
        """Return a row for each node, the most disputed first. labels: of the nodes."""
        rows, labels, seen = self.nodes, labels or {}, {column[0]: column for column in SEEN}
        names = [seen.get(f.name, f.name) for f in dataclasses.fields(NodeDisagreement)]
        far = [
            f"{node.furthest} ({node.furthest_divergence:.3f})" if node.divergence >= SHOWN else "–"
            for node in rows
        ]
        columns = [
            *attributes(rows, *names),
            Column("", "Node", TEXT, [labels.get(node.node, node.node) for node in rows]),
            Column("", "Furthest", TEXT, far),
        ]
        return ResultTable(columns=columns, order=ORDER)


def disagreement(view: StudyView, scenario: Scenario) -> Disagreement:
    """Return where and how much the experts differ; raises StudyError where there is only one."""
    study = view.study
    if len(study.priors.experts) < 2:  # noqa: PLR2004 - one agrees with themselves
        raise StudyError([problem_at("priors", "", "score.only-set-numbers")])
    tables = expert_tables(study.cpds, study.priors)
    nodes = [
        found
        for name, cpd in study.cpds.items()
        if cpd.asked and cpd.parameters()
        if (found := _node(study, name, cpd, tables[name])) is not None
    ]
    answer = what_if(view, scenario)
    plans: Mapping[str, Mapping[Name, Policy]] = {}
    if study.diagram.decisions and study.diagram.weight_sets:
        plans = recommend(view.knowing(scenario.seen)).plans
    return Disagreement(
        nodes=tuple(sorted(nodes, key=lambda node: -steady(node.divergence))),
        outcomes=tuple(
            OutcomeSpread(
                outcome=one.outcome.id,
                label=one.outcome.label,
                pool=one.value,
                by_expert=one.by_expert,
            )
            for one in answer.outcomes
        ),
        plans=plans,
        experts=study.priors.experts,
        provenance=provenance(view, scenario=scenario.label),
    )


def _node(study: Study, name: Name, cpd: Cpd, table: Array) -> NodeDisagreement | None:
    by_row = node_weights(cpd, study.priors)
    weights = by_row.reshape(-1, by_row.shape[-1]).min(axis=0)  # only who was asked all of it
    counted = np.flatnonzero(weights > 0)
    if len(counted) < 2:  # noqa: PLR2004 - one agrees with themselves
        return None
    rows = table.reshape(-1, *table.shape[-2:])[..., counted]
    own = weights[counted] / weights[counted].sum()
    divergences = jensen_shannon(rows, own)
    to_pool = divergence_to(rows, study.priors.rule.pool(rows, own)).mean(axis=0)
    furthest = int(to_pool.argmax())
    return NodeDisagreement(
        node=name,
        rows=len(rows),
        experts=len(counted),
        divergence=float(divergences.mean()),
        share=float(divergences.mean() / entropy(own, 0)),
        largest=float(divergences.max()),
        variation=float(mean_total_variation(rows).mean()),
        order=concordance(mean_rank(rows)),
        concentration=_concentration(rows),
        furthest=study.priors.experts[counted[furthest]],
        furthest_divergence=float(to_pool[furthest]),
    )


def _concentration(rows: Array) -> float:
    """Return the concentration that rows of shape (rows, states, experts) have between experts."""
    experts = rows.shape[-1]
    if experts < FEWEST:
        return float("nan")
    return from_disagreement(rows.reshape(-1, experts)).concentration
