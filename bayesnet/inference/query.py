"""Ask a network: posteriors of all nodes, families and arc strengths, in every world at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from bayesnet.inference.arrays import Array, Scope
from bayesnet.inference.contraction import plan, run
from bayesnet.inference.scaled import Contraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A conditional table: scope is (*parents, child), values have shape (*sizes, worlds)."""

    scope: Scope
    values: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Conditional tables by child.

    sizes: number of states of every variable; a decision has a size but a table only once a rule
    is chosen for it.
    """

    sizes: Mapping[str, int]
    tables: Mapping[str, Table]

    def ancestors(self, names: Collection[str], cut: Collection[str] = ()) -> set[str]:
        """Return ``names`` and all they depend on; the parents of ``cut`` do not count."""
        found: set[str] = set()
        frontier = list(names)
        while frontier:
            name = frontier.pop()
            if name not in found:
                found.add(name)
                if name in self.tables and name not in cut:
                    frontier.extend(self.tables[name].scope[:-1])
        return found


class ImpossibleEvidence(Exception):
    """Raised when what was seen has probability 0.

    findings: a smallest conflicting set of (variable, state); worlds: indexes of those it fails in.
    """

    def __init__(self, findings: tuple[tuple[str, int], ...], worlds: tuple[int, ...]) -> None:
        self.findings = findings
        self.worlds = worlds
        super().__init__(f"probability 0: {dict(findings)} in worlds {worlds}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posteriors:
    """What one pass gives.

    marginals: by variable, shape (states, worlds).
    families: joint of each child and its parents given the evidence, with the scope of its table.
    derivatives: of ln P(evidence) by each entry of each table, of the table's shape; at most
    ``unbounded.LARGEST``, where less than the smallest double is all that keeps it from more.
    log_probability: ln P(evidence), shape (worlds,).
    """

    marginals: Mapping[str, Array]
    families: Mapping[str, Table]
    derivatives: Mapping[str, Array]
    log_probability: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Interventions and evidence by state, soft evidence by likelihood (states, worlds or 1)."""

    set: Mapping[str, int] = field(default_factory=dict)
    seen: Mapping[str, int] = field(default_factory=dict)
    likely: Mapping[str, Array] = field(default_factory=dict)


def posteriors(
    network: Network,
    *,
    set: Mapping[str, int] | None = None,
    seen: Mapping[str, int] | None = None,
    likely: Mapping[str, Array] | None = None,
    targets: Sequence[str] | None = None,
) -> Posteriors:
    """Return the exact posterior of every variable, or of the ``targets`` alone.

    ``set`` cuts a variable from its parents; ``likely`` holds a likelihood for each state, of shape
    (states, worlds or 1). A variable without a table has to be set.
    Raises ImpossibleEvidence where the evidence cannot occur; never returns NaN.
    """
    findings = Findings(set=set or {}, seen=seen or {}, likely=likely or {})
    asked = {*(network.sizes if targets is None else targets)}
    known = network.ancestors([*asked, *findings.seen, *findings.likely], findings.set)
    tables = cut_tables(network, known, findings)
    wanted = tuple(index for index, name in enumerate(tables) if name in asked)
    contraction = contract_with(network, tables.values(), findings, wanted)
    if not contraction.mantissa.min() > 0:
        raise impossible(network, findings, contraction.mantissa)
    names = [name for name in tables if name in asked]
    derivatives = {name: contraction.slope(number) for number, name in enumerate(names)}
    families = {
        name: Table(
            scope=tables[name].scope,
            values=contraction.family(number, tables[name].values, derivatives[name]),
        )
        for number, name in enumerate(names)
    }
    marginals = {
        name: family.values.sum(axis=tuple(range(len(family.scope) - 1)))
        for name, family in families.items()
    }
    return Posteriors(
        marginals=marginals,
        families=families,
        derivatives=derivatives,
        log_probability=np.log(contraction.mantissa) + contraction.log_scale,
    )


def joint(
    network: Network,
    names: Sequence[str],
    *,
    set: Mapping[str, int] | None = None,
    seen: Mapping[str, int] | None = None,
    likely: Mapping[str, Array] | None = None,
) -> Array:
    """Return the joint posterior of a few variables, shape (*their sizes, worlds).

    A table of ones over them is contracted with the rest: its derivative is their joint.
    Raises ImpossibleEvidence, TooLarge, or ValueError for a variable named twice or unknown.
    """
    unknown = [name for name in names if name not in network.sizes]
    if unknown or len({*names}) < len(names):
        raise ValueError(f"each variable is named once and exists: {', '.join(unknown or names)}")
    findings = Findings(set=set or {}, seen=seen or {}, likely=likely or {})
    known = network.ancestors([*names, *findings.seen, *findings.likely], findings.set)
    tables = cut_tables(network, known, findings)
    ones = Table(scope=tuple(names), values=np.ones((*(network.sizes[n] for n in names), 1)))
    contraction = contract_with(network, [ones, *tables.values()], findings, (0,))
    if not contraction.mantissa.min() > 0:
        raise impossible(network, findings, contraction.mantissa)
    return contraction.slope(0)


def cut_tables(network: Network, known: Collection[str], findings: Findings) -> dict[str, Table]:
    """Return the tables of the known variables, those that are set as point masses."""
    tables = {}
    for name, size in network.sizes.items():
        if name not in known:
            continue
        if name in findings.set:
            point = np.zeros((size, 1))
            point[findings.set[name]] = 1.0
            tables[name] = Table(scope=(name,), values=point)
        else:
            tables[name] = network.tables[name]
    return tables


def contract_with(
    network: Network, tables: Iterable[Table], findings: Findings, wanted: tuple[int, ...]
) -> Contraction:
    """Contract the tables with the evidence; gradients are by the wanted tables alone."""
    factors = list(tables)
    for name, state in findings.seen.items():
        weight = np.zeros((network.sizes[name], 1))
        weight[state] = 1.0
        factors.append(Table(scope=(name,), values=weight))
    for name, likelihood in findings.likely.items():
        factors.append(Table(scope=(name,), values=likelihood))
    held = {name for factor in factors for name in factor.scope}
    sizes = tuple((name, size) for name, size in network.sizes.items() if name in held)
    made = plan(tuple(factor.scope for factor in factors), sizes)
    return run(made, [factor.values for factor in factors], wanted)


def impossible(network: Network, findings: Findings, probability: Array) -> ImpossibleEvidence:
    """Return the error to raise for findings whose ``probability`` (worlds,) is 0 somewhere."""
    worlds = tuple(np.flatnonzero(~(probability > 0)).tolist())
    return ImpossibleEvidence(_smallest(network, findings), worlds)


def _smallest(network: Network, findings: Findings) -> tuple[tuple[str, int], ...]:
    """Return findings none of which can be left out without the rest becoming possible."""
    seen = dict(findings.seen)
    for name in findings.seen:
        rest = {other: state for other, state in seen.items() if other != name}
        if not _possible(network, Findings(set=findings.set, seen=rest, likely=findings.likely)):
            seen = rest
    return tuple(seen.items())


def _possible(network: Network, findings: Findings) -> bool:
    known = network.ancestors([*findings.seen, *findings.likely], findings.set)
    contraction = contract_with(
        network, cut_tables(network, known, findings).values(), findings, ()
    )
    return bool((contraction.mantissa > 0).all())


def strengths(
    posterior: Posteriors, network: Network, world: int = 0
) -> dict[tuple[str, str], float]:
    """Return how much each parent moves its child in one world, from 0 to 1.

    For each state of the other parents, the largest total-variation distance between the child's
    rows as the parent changes; averaged over the other parents as the posterior has them.
    """
    found: dict[tuple[str, str], float] = {}
    for child, table in network.tables.items():
        if child not in posterior.families:
            continue
        values = table.values[..., min(world, table.values.shape[-1] - 1)]
        family = posterior.families[child]
        if family.scope != table.scope:  # it was set: nothing moves it
            continue
        mass = family.values[..., min(world, family.values.shape[-1] - 1)].sum(axis=-1)
        for axis, parent in enumerate(table.scope[:-1]):
            rows = np.moveaxis(values, axis, 0)
            distance = 0.5 * np.abs(rows[:, None] - rows[None, :]).sum(axis=-1)
            context = mass.sum(axis=axis)
            found[parent, child] = float((distance.max(axis=(0, 1)) * context).sum())
    return found
