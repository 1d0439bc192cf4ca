"""Define a what-if: what we set, what we have seen, what has become more or less likely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bayesnet.study.model import InfluenceDiagram, Name, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """Soft evidence on one node.

    kind: ``ratio`` (weights of the states, as a likelihood) or ``marginal`` (the new distribution).
    values: one number a state, in the node's order; a likelihood is only defined up to a factor.
    """

    kind: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named what-if.

    set: interventions; arcs into the node are cut and its state is fixed.
    seen: evidence; the node is learned to be in that state.
    likely: soft evidence by node.
    based_on: id of the scenario whose settings hold unless this one changes them; else empty.
    compare_with: id of the scenario that differences are taken against; else the reference.
    claim: what the article says will happen, in our words.
    """

    id: str = ""
    label: str = ""
    set: Mapping[Name, State] = field(default_factory=dict)
    seen: Mapping[Name, State] = field(default_factory=dict)
    likely: Mapping[Name, Likely] = field(default_factory=dict)
    based_on: str = ""
    compare_with: str = ""
    claim: str = ""
    article: tuple[str, ...] = ()


def combine(base: Scenario, change: Scenario) -> Scenario:
    """Return ``change`` laid over ``base``: what it says of a node replaces what the base says."""
    touched = {*change.set, *change.seen, *change.likely}

    def kept(entries: Mapping[Name, object]) -> dict[Name, object]:
        return {name: entry for name, entry in entries.items() if name not in touched}

    return Scenario(
        id=change.id,
        label=change.label,
        set={**kept(base.set), **change.set},  # type: ignore[dict-item]
        seen={**kept(base.seen), **change.seen},  # type: ignore[dict-item]
        likely={**kept(base.likely), **change.likely},  # type: ignore[dict-item]
        compare_with=change.compare_with,
        claim=change.claim,
        article=change.article,
    )


def undecided(diagram: InfluenceDiagram, scenario: Scenario) -> tuple[Name, ...]:
    """Return the decisions that the scenario leaves open."""
    return tuple(name for name in diagram.decisions if name not in scenario.set)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioBook:
    """The named what-ifs of a study.

    reference: id of the scenario that a what-if starts from and is compared with; empty if none.
    scenarios: what each one changes, by id.
    """

    reference: str = ""
    scenarios: Mapping[str, Scenario] = field(default_factory=dict)

    def full(self, scenario_id: str) -> Scenario:
        """Return the scenario with all it takes over from those it is based on."""
        scenario = self.scenarios[scenario_id]
        return combine(self.full(scenario.based_on), scenario) if scenario.based_on else scenario

    def comparison(self, scenario: Scenario) -> str:
        """Return the id of the scenario that differences of this one are taken against."""
        if scenario.compare_with or scenario.id == self.reference:
            return scenario.compare_with
        return self.reference
