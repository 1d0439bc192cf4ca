"""Noisy-MAX and noisy-OR with leak: causes that raise the child, each on its own.

Every parent state but its neutral one is a cause with a distribution of its own over the child's
states; the child ends in the highest state that any cause, or the leak, brings about:

    P(Y <= y | x) = P_leak(Y <= y) * prod_i P_i(Y <= y | x_i)

Two wordings of the question give two formulae. Diez (1993): "only this cause is at work, nothing
else, known or unknown": the answer is the link itself. Henrion (1989): "this cause is present and
none of the other listed ones": unknown causes act too, so the leak is taken out of the answer,
link(Y <= y) = answer(Y <= y) / leak(Y <= y).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

import numpy as np

from bayesnet.cpds.parameter import (
    Array,
    Domain,
    Parameter,
    Values,
    distribution_problem,
    normalised,
)

WORDINGS = {
    "diez": "only this cause is at work, with every other one, known or unknown, switched off",
    "henrion": "this cause is present and none of the other listed ones; unlisted ones may act",
}
SLACK = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class NoisyMax:
    """Asks one distribution for each cause and one for the leak.

    links: the causes as (parent, state); each parent's remaining state is neutral.
    wording: ``diez`` or ``henrion``.
    It cannot say that causes hinder or reinforce each other, nor order nominal states.
    """

    domain: Domain
    placeholder: Mapping[str, tuple[Decimal, ...]]
    links: tuple[tuple[str, str], ...]
    wording: str
    asked: bool = True
    method: str = "noisy_max"
    additive: bool = False

    def parameters(self) -> tuple[Parameter, ...]:
        """Return the leak and then every link."""
        child = self.domain.child

        def asked(key: str, text: str) -> Parameter:
            return Parameter(
                key=key,
                node=child,
                kind="distribution",
                components=self.domain.states,
                lower=0.0,
                upper=1.0,
                text=text,
            )

        leak = asked(leak_key(child), "none of the listed causes is present")
        return (
            leak,
            *(
                asked(link_key(child, parent, state), f"{parent}={state}; {WORDINGS[self.wording]}")
                for parent, state in self.links
            ),
        )

    def table(self, values: Values) -> Array:
        """Return the table; raises ValueError for a Henrion link below the leak (see ``check``)."""
        leak = np.cumsum(normalised(values[leak_key(self.domain.child)]))
        cumulative = {link: self._link(values, link, leak) for link in self.links}
        none = np.ones(len(self.domain.states))
        rows = []
        for configuration in product(
            *([(p, s) for s in states] for p, states in self.domain.parents)
        ):
            row = leak.copy()
            for pair in configuration:
                row = row * cumulative.get(pair, none)
            rows.append(np.diff(row, prepend=0.0))
        return np.clip(np.stack(rows), 0.0, None).reshape(self.domain.shape)

    def _link(self, values: Values, link: tuple[str, str], leak: Array) -> Array:
        answer = np.cumsum(normalised(values[link_key(self.domain.child, *link)]))
        if self.wording == "diez":
            return np.asarray(answer)
        ratio = np.divide(answer, leak, out=np.zeros_like(answer), where=leak > 0)
        if not _is_cumulative(ratio):
            raise ValueError(f"{link_key(self.domain.child, *link)} is below the leak")
        return np.clip(ratio, 0.0, 1.0)

    def check(self, values: Values) -> tuple[str, ...]:
        """Return a sentence for each answer that is no distribution or lies below the leak."""
        found = []
        for parameter in self.parameters():
            problem = distribution_problem(values[parameter.key])
            if problem:
                found.append(f"{parameter.key}: {problem}")
        if found or self.wording == "diez":
            return tuple(found)
        leak = np.cumsum(normalised(values[leak_key(self.domain.child)]))
        for link in self.links:
            key = link_key(self.domain.child, *link)
            answer = np.cumsum(normalised(values[key]))
            ratio = np.divide(answer, leak, out=np.zeros_like(answer), where=leak > 0)
            if not _is_cumulative(ratio):
                found.append(
                    f"{key}: with the cause present the child is lower than with no listed cause "
                    "(the leak). Raise the link, or lower the leak."
                )
        return tuple(found)


def _is_cumulative(values: Array) -> bool:
    return bool((values <= 1 + SLACK).all() and (np.diff(values) >= -SLACK).all())


def leak_key(child: str) -> str:
    """Return the key of the leak."""
    return f"{child}.leak"


def link_key(child: str, parent: str, state: str) -> str:
    """Return the key of one cause."""
    return f"{child}.link[{parent}={state}]"
