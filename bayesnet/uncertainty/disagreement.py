"""How the experts differ: camps by what their networks imply, and the table that parts them.

Two experts are near if their networks imply the same levels and the same differences, however their
rows differ. The camps come from hierarchical clustering with average linkage (Sokal & Michener
1958) on these implications, in probability; their number is the one with the best silhouette
(Rousseeuw 1987).

What parts two camps is found by letting everybody have the pool's table of one node, all else as
each one has it: the share of the split that goes is that table's. Shares sum to about 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bayesnet.answers.beliefs import event_probability, unchecked_beliefs
from bayesnet.answers.policy import Policy, same_plan
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.answers.recommend import recommend
from bayesnet.errors import StudyError, problem_at, unplaced
from bayesnet.inference.query import Network, Table
from bayesnet.kinds import NAME, PERSON, PROBABILITY, SHARE, TEXT, decimals
from bayesnet.rounding import steadied, steady
from bayesnet.study.model import Name
from bayesnet.study.priors import Array
from bayesnet.study.scenario import Scenario
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.sweep import Progress, silent
from bayesnet.table import Column, ResultTable, Tabled
from bayesnet.uncertainty.adoption import adopted_table, experts_network
from bayesnet.uncertainty.agenda import SAME, Stakes, adopted_worths, stakes

CLEAR = 0.25
"""A silhouette below this shows no camps (Kaufman & Rousseeuw 1990, table 4)."""
MOST_CAMPS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """What one table has to do with the experts' differences.

    split: the share of the difference between the two widest camps that goes if all have the
    pool's table; may be negative. spread: the share of all differences between experts that goes.
    turns: by expert, what becomes of the best plan's rules, from and to, if all take over that
    expert's table; only where something changes. lead: the least lead over any other plan that is
    left over all experts' tables, negative where the best plan changes; None without another plan.
    """

    node: Name
    split: float
    spread: float
    turns: Mapping[str, Mapping[Name, tuple[Policy, Policy]]]
    lead: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement(Tabled):
    """The experts' camps, what parts them, and what each would do.

    camps: experts' ids; one camp of all where no split is clear. silhouette: of the split, -1 to 1.
    implied: what each expert's network says, by what is asked: [expert][implication].
    partings: by table, those that part the camps most first. plans: by expert, the rule that its
    own best plan follows at each decision; none where there is nothing to decide. pool: the same of
    the pool. compared: how many plans the partings choose from.
    """

    camps: tuple[tuple[str, ...], ...]
    silhouette: float
    implications: tuple[str, ...]
    implied: Mapping[str, tuple[float, ...]]
    partings: tuple[Parting, ...]
    plans: Mapping[str, Mapping[Name, Policy]]
    pool: Mapping[Name, Policy]
    compared: int
    weights: str
    provenance: Provenance

    @property
    def dissenters(self) -> tuple[str, ...]:
        """Return the experts whose own best plan is another than the pool's."""
        return tuple(e for e, plan in self.plans.items() if not same_plan(plan, self.pool))

    def table(self) -> ResultTable:
        """Return a row for each expert: camp, best plan, and all that its network implies."""
        return self._rows([*self.implied], [])

    def by_camp(self, most: int) -> ResultTable:
        """Return the same for people: camp by camp, with what experts differ on most."""
        spread = [max(values) - min(values) for values in zip(*self.implied.values(), strict=True)]
        widest = sorted(range(len(spread)), key=lambda at: -steady(spread[at]))[:most]
        shown = [self.implications[at] for at in widest]
        return self._rows([expert for camp in self.camps for expert in camp], shown)

    def _rows(self, experts: Sequence[str], shown: Sequence[str]) -> ResultTable:
        camp = {expert: at for at, c in enumerate(self.camps, 1) for expert in c}
        other = [
            [f"{d}={p.text()}" for d, p in self.plans[e].items() if p.differs(self.pool[d])]
            for e in experts
        ]
        plans = [
            Column(d, None, TEXT, [self.plans[e][d].text() for e in experts]) for d in self.pool
        ]
        implied = [
            Column(
                name,
                name if name in shown else None,
                PROBABILITY,
                [self.implied[e][at] for e in experts],
            )
            for at, name in enumerate(self.implications)
        ]
        told = ["; ".join(changes) or "as the pool" for changes in other]
        return ResultTable(
            columns=[
                Column("expert", "Expert", PERSON, experts),
                Column("camp", "Camp", TEXT, [camp[e] for e in experts]),
                *plans,
                *implied,
                *([Column("", "Best plan", TEXT, told)] if self.pool else []),
            ],
            order=("camp", "expert", *(["Best plan"] if self.pool else []), *shown),
        )

    def by_parting(self, digits: int) -> ResultTable:
        """Return a row for each table: what of the experts' differences goes with it."""
        lead, rows = decimals(digits, signed=True), self.partings
        columns: list[Column] = [
            Column("node", "Table", NAME, [p.node for p in rows]),
            Column("split", "Of the split", SHARE, [p.split for p in rows]),
            Column("spread", "Of the spread", SHARE, [p.spread for p in rows]),
        ]
        if self.pool:
            turns = [", ".join(p.turns) or None for p in rows]
            columns += [
                Column("lead", "Lead left", lead, [p.lead for p in rows]),
                Column("turns", "Plan turns at", TEXT, turns),
            ]
        return ResultTable(columns=columns)


def disagreement(
    view: StudyView,
    progress: Progress = silent,
) -> Disagreement:
    """Return how the experts differ under a structure; raises StudyError if there is only one."""
    experts = view.study.priors.experts
    if len(experts) < 2:  # noqa: PLR2004 - it takes two to differ
        name = view.study.priors.name
        raise StudyError([unplaced("ask.set-numbers-nobody-differ", name=name)])
    own = experts_network(view)
    names, implied = _implied(view, own)
    camps, two, silhouette = camps_of(implied)
    at_stake = stakes(view)
    differing = [node for node, t in own.tables.items() if np.ptp(t.values, axis=-1).any()]
    partings = []
    for number, node in enumerate(differing):
        progress(number, len(differing))
        partings.append(_parting(view, node, own, implied, two, at_stake))
    plans = recommend(view).plans if view.decides else {world: {} for world in view.study.worlds}
    return Disagreement(
        camps=tuple(tuple(experts[i] for i in camp) for camp in camps),
        silhouette=silhouette,
        implications=names,
        implied={e: tuple(implied[i].tolist()) for i, e in enumerate(experts)},
        partings=tuple(sorted(partings, key=lambda p: -steady(p.split))),
        plans={expert: plans[expert] for expert in experts},
        pool=plans[view.study.worlds[0]],
        compared=len(at_stake.plans),
        weights=view.weights,
        provenance=provenance(view, scenario=view.study.book.reference),
    )


def camps_of(implied: Array) -> tuple[list[list[int]], tuple[list[int], list[int]], float]:
    """Return the camps, the two sides of the widest split, and the silhouette of the camps.

    implied: shape (experts, implications). One camp of all where no split is clear.
    """
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415 - takes .2 s
    from scipy.spatial.distance import pdist, squareform  # noqa: PLC0415

    distances = pdist(implied)
    tree = linkage(distances, "average")
    square = squareform(distances)

    def cut(number: int) -> list[list[int]]:
        labels = fcluster(tree, number, "maxclust")
        groups = [np.flatnonzero(labels == label).tolist() for label in dict.fromkeys(labels)]
        return sorted(groups, key=lambda group: (-len(group), group))

    first, second = ([*cut(2), []])[:2]
    best, camps = CLEAR, [list(range(len(implied)))]
    found = silhouette(square, [first, second]) if second else 0.0
    for number in range(2, min(MOST_CAMPS, len(implied) - 1) + 1):
        groups = cut(number)
        score = silhouette(square, groups)
        if len(groups) == number and score > best + SAME:
            best, camps, found = score, groups, score
    return camps, (first, second), found


def silhouette(distances: Array, groups: Sequence[Sequence[int]]) -> float:
    """Return the mean silhouette of a grouping, -1 to 1; 0 for who is alone (Rousseeuw 1987)."""
    scores = []
    for group in groups:
        for one in group:
            if len(group) == 1 or len(groups) == 1:
                scores.append(0.0)
                continue
            inside = sum(distances[one, other] for other in group) / (len(group) - 1)
            outside = min(distances[one, list(g)].mean() for g in groups if g is not group)
            widest = max(inside, outside)
            scores.append((outside - inside) / widest if widest > 0 else 0.0)
    return float(np.mean(scores))


def _implied(view: StudyView, network: Network) -> tuple[tuple[str, ...], Array]:
    """Return what each expert's network says: levels in the reference, differences elsewhere.

    The names of what is asked, and values of shape (experts, implications).
    """
    diagram, book = view.diagram, view.study.book
    nodes = tuple(dict.fromkeys(outcome.node for outcome in diagram.outcomes))

    def outcomes(scenario: Scenario) -> Array:
        beliefs = unchecked_beliefs(view, scenario, nodes, network)
        return np.array([event_probability(beliefs, diagram, o) for o in diagram.outcomes])

    full = {name: book.full(name) for name in book.scenarios}
    levels = {name: outcomes(scenario) for name, scenario in full.items()}
    names, rows = [], []
    for name, scenario in full.items():
        other = book.comparison(scenario)
        if name != book.reference and not other:
            continue
        change = levels[name] - levels[other] if name != book.reference else levels[name]
        label = name if name == book.reference else f"{name} - {other}"
        names += [f"{label}: {outcome.id}" for outcome in diagram.outcomes]
        rows.append(np.broadcast_to(change, (len(change), len(view.study.priors.experts))))
    if not rows:
        raise StudyError([problem_at("scenarios.toml", "", "ask.study-no-scenario-reference-so")])
    return tuple(names), np.concatenate(rows).T


def _parting(
    view: StudyView,
    node: Name,
    own: Network,
    implied: Array,
    two: tuple[list[int], list[int]],
    at_stake: Stakes,
) -> Parting:
    table = own.tables[node]
    pooled = view.network.tables[node].values[..., :1]
    agreed = Table(scope=table.scope, values=np.broadcast_to(pooled, table.values.shape))
    network = Network(sizes=own.sizes, tables={**own.tables, node: agreed})
    _, after = _implied(view, network)
    split, left = (_split(values, two, view.study.weights) for values in (implied, after))
    size = float(split @ split)
    spread, rest = (_spread(values, view.study.weights) for values in (implied, after))
    turns, lead = _turns(view.study, node, own, at_stake)
    return Parting(
        node=node,
        split=1 - float(left @ split) / size if size > 0 else 0.0,
        spread=1 - rest / spread if spread > 0 else 0.0,
        turns=turns,
        lead=lead,
    )


def _split(implied: Array, two: tuple[list[int], list[int]], weights: Array) -> Array:
    """Return how far apart the two sides' means lie, shape (implications,).

    Of a side that counts nothing in the pool, the plain mean.
    """
    if not all(two):
        return np.zeros(implied.shape[1])
    first, second = (
        np.average(implied[side], axis=0, weights=weights[side] if weights[side].any() else None)
        for side in two
    )
    return np.asarray(first - second)


def _spread(implied: Array, weights: Array) -> float:
    """Return the variance between the experts, summed over what is implied."""
    return float(weights @ ((implied - weights @ implied) ** 2).sum(axis=1))


def _turns(
    study: Study, node: Name, own: Network, at_stake: Stakes
) -> tuple[dict[str, dict[Name, tuple[Policy, Policy]]], float | None]:
    if not at_stake.plans:
        return {}, None
    adoption = adopted_table(own, node)
    worths = adopted_worths(at_stake, node, own.tables[node].values, adoption.tables)
    best = int(steadied(at_stake.before).argmax())
    old = at_stake.rules[best]
    turns: dict[str, dict[Name, tuple[Policy, Policy]]] = {}
    for number, expert in enumerate(study.priors.experts):
        now = int(steadied(worths[:, number]).argmax())
        if worths[now, number] <= worths[best, number] + at_stake.resolution:
            continue
        new = at_stake.rules[now]
        turns[expert] = {d: (old[d], new[d]) for d in old if old[d].differs(new[d])}
    rivals = [i for i, rules in enumerate(at_stake.rules) if not same_plan(rules, old)]
    if not rivals:
        return turns, None
    lead = float((worths[best] - worths[rivals].max(axis=0)).min())
    return turns, lead if abs(lead) > at_stake.resolution else 0.0
