"""Hold the signs that arcs declare against the tables that the numbers make, whatever the method.

A sign speaks of first-order dominance: as a cause rises, all else staying as it is, no state or
higher of the effect may become less probable (or, of a minus, more probable).

Source: Wellman 1990, Fundamental concepts of qualitative probabilistic networks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bayesnet.cpds.parameter import Array, Domain
from bayesnet.errors import Problem, warning_at
from bayesnet.messages.facts import Node, Phrase, State, items, phrase
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.priors import expert_tables
from bayesnet.study.study import Study
from elicitation.questionnaire.directions import directions

LEAST = 1e-6
"""Smaller steps against a sign are what rounding leaves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two neighbouring rows of a table that run against the sign of an arc, the worst of its kind.

    rows: the states of all causes, the lower state of the cause first. above: the state of the
    effect from which on up probabilities are compared; shares: these, of the two rows.
    """

    domain: Domain
    cause: str
    rows: tuple[tuple[str, ...], tuple[str, ...]]
    above: str
    shares: tuple[float, float]

    def rows_said(self) -> Phrase:
        """Return the rows and their numbers, as words inside a sentence."""
        names = [name for name, _ in self.domain.parents]
        axis = names.index(self.cause)
        last = self.above == self.domain.states[-1]
        rest = [
            phrase("doubt.node-is", node=Node(name), state=State(state))
            for name, state in zip(names, self.rows[0], strict=True)
            if name != self.cause
        ]
        (low, high), (first, second) = self.shares, (row[axis] for row in self.rows)
        return phrase(
            "doubt.rows-where" if rest else "doubt.rows",
            what=phrase(
                "doubt.state-alone" if last else "doubt.state-or-more",
                node=Node(self.domain.child),
                state=State(self.above),
            ),
            first=_percent(low, high),
            second=_percent(high, low),
            cause=Node(self.cause),
            before=State(first),
            after=State(second),
            rest=items(rest, "and"),
        )


def _percent(share: float, other: float) -> str:
    """Return a share in percent with as many digits as tell it from the other."""
    digits = next((d for d in (0, 1, 2) if round(100 * share, d) != round(100 * other, d)), 4)
    return f"{100 * share:.{digits}f}"


def contradictions(
    domain: Domain, table: Array, signs: Mapping[tuple[str, str], int]
) -> Iterator[Contradiction]:
    """Yield the worst contradiction to each sign of the arcs into one node.

    table: shape (*parents, child). signs: by arc (cause, effect) 1, -1 or 0 in the order in which
    states are listed, see ``directions``.
    """
    upwards = np.flip(np.cumsum(np.flip(table, axis=-1), axis=-1), axis=-1)[..., 1:]
    for axis, (cause, _) in enumerate(domain.parents):
        sign = signs.get((cause, domain.child), 0)
        steps = sign * np.diff(upwards, axis=axis)
        if not sign or not steps.size or steps.min() >= -LEAST:
            continue
        place = [int(n) for n in np.unravel_index(steps.argmin(), steps.shape)]
        after = [n + (at == axis) for at, n in enumerate(place)]
        rows = [
            tuple(own[n] for (_, own), n in zip(domain.parents, at, strict=False))
            for at in (place, after)
        ]
        yield Contradiction(
            domain=domain,
            cause=cause,
            rows=(rows[0], rows[1]),
            above=domain.states[place[-1] + 1],
            shares=(float(upwards[tuple(place)]), float(upwards[tuple(after)])),
        )


def against_signs(study: Study, falling: frozenset[str]) -> tuple[Problem, ...]:
    """Return a note for each arc whose sign the study's numbers contradict, pooled if by experts.

    falling: nodes whose first state is the highest.
    """
    arcs = {(arc.parent, arc.child): index for index, arc in enumerate(study.diagram.arcs)}
    found = []
    for each in _in_the_pool(study, falling):
        index = arcs[each.cause, each.domain.child]
        sign = study.diagram.arcs[index].sign
        found.append(
            warning_at(
                "model.toml",
                f"arc[{index}].sign",
                "doubt.sign-of-an-arc",
                sign=sign,
                cause=Node(each.cause),
                node=Node(each.domain.child),
                whose=_whose(study),
                rows=each.rows_said(),
            )
        )
    return tuple(found)


def _whose(study: Study) -> str | Phrase:
    return study.priors.whose if study.priors.number else phrase("doubt.numbers-in-model")


def _in_the_pool(study: Study, falling: frozenset[str]) -> Iterator[Contradiction]:
    signs = declared(study.diagram, falling)
    for node, tables in expert_tables(study.cpds, study.priors).items():
        yield from contradictions(study.cpds[node].domain, study.pooled(node, tables), signs)


def declared(diagram: InfluenceDiagram, falling: frozenset[str]) -> Mapping[tuple[str, str], int]:
    """Return the direction of every arc that declares one."""
    return {arc: sign for arc, sign in directions(diagram, falling).items() if sign}
