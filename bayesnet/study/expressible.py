"""Warn where the family chosen for a CPT cannot express a proposition that the study declares.

A weighted mean adds up what its parents do, so it cannot make one parent's effect depend on
another: an interaction declared between two of its parents will fail whatever the numbers are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bayesnet.cpds.parameter import Cpd
from bayesnet.errors import Problem, warning_at
from bayesnet.graph import children_of, reached
from bayesnet.study.model import InfluenceDiagram, Name
from bayesnet.study.propositions import Interaction, Proposition


def inexpressible(
    diagram: InfluenceDiagram,
    cpds: Mapping[str, Cpd],
    propositions: Sequence[Proposition],
    *,
    file: str,
) -> list[Problem]:
    """Return a warning for each interaction all of whose meeting nodes have an additive CPT."""
    warnings = []
    for proposition in propositions:
        for check in proposition.checks:
            if not isinstance(check, Interaction):
                continue
            moderators = set(check.weaker_when) | set(check.stronger_when)
            meeting = list(_meeting_nodes(diagram, check.move, moderators, check.outcome.node))
            if meeting and all(cpds[node].additive for node in meeting):
                where = " and ".join(meeting)
                warnings.append(
                    warning_at(
                        file,
                        f"chance.{meeting[0]}.cpt",
                        "ask.interaction-cannot-hold-weighted-mean",
                        name=proposition.id,
                        where=where,
                    )
                )
    return warnings


def _meeting_nodes(
    diagram: InfluenceDiagram, move: Name, moderators: set[Name], outcome: Name
) -> Iterator[Name]:
    """Yield where the moved node's influence first meets a moderator's, on the way to the outcome.

    A moderator is held fixed, so influence through it does not count.
    """
    moved = reached(children_of(diagram.causal_parents), [move], moderators)
    moderated = moderators | diagram.reached_from(moderators)
    leads = {name for name in diagram.chance if outcome == name or _leads(diagram, name, outcome)}
    for name in diagram.chance:
        parents = set(diagram.causal_parents[name])
        fresh = (parents & moderated) - (moved - moderators)
        if name in leads and parents & moved and fresh and name not in moderators:
            yield name


def _leads(diagram: InfluenceDiagram, name: Name, outcome: Name) -> bool:
    return outcome in diagram.reached_from({name})
