"""Noisy-MAX and noisy-OR with leak: causes that raise the child, each on its own.

Every parent state but its neutral one is a cause with a distribution of its own over the child's
states; the child ends in the highest state that any cause, or the leak, brings about:

    P(Y <= y | x) = P_leak(Y <= y) * prod_i P_i(Y <= y | x_i)

Two wordings of the question give two formulae. Diez (1993): "only this cause is at work, nothing
else, known or unknown": the answer is the link itself. Henrion (1989): "this cause is present and
none of the other listed ones": unknown causes act too, so the leak is taken out of the answer,
link(Y <= y) = answer(Y <= y) / leak(Y <= y).

An answer below the leak has no such link. As typed it is refused; among values drawn from experts'
ranges it can happen, and then the link is the largest cumulative that exceeds neither the ratio
nor 1: the child is nowhere lower than the drawn answer or the drawn leak alone would have it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from bayesnet.cpds.parameter import (
    Array,
    Domain,
    ManyValues,
    Parameter,
    Values,
    distribution_problem,
    normalised,
    of_question,
    one_world,
)
from bayesnet.messages.facts import Phrase, phrase

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
        typed = one_world(values)
        below = self._below_leak(typed)
        if below:
            raise ValueError(f"{below[0]} is below the leak")
        return np.asarray(self.tables(typed)[..., 0])

    def tables(self, values: ManyValues) -> Array:
        """Return the tables of many worlds; a Henrion link below the leak is held to it."""
        leak = np.cumsum(normalised(values[leak_key(self.domain.child)]), axis=0)
        at_most = leak  # P(Y <= y), shape (the parents so far, child, worlds)
        for parent, states in self.domain.parents:
            factors = [self._link(values, (parent, state), leak) for state in states]
            at_most = at_most[..., None, :, :] * np.stack(np.broadcast_arrays(*factors))
        return np.diff(at_most, axis=-2, prepend=0.0)

    def _link(self, values: ManyValues, link: tuple[str, str], leak: Array) -> Array:
        """Return P_i(Y <= y | x_i), shape (child, worlds); 1 everywhere for a neutral state."""
        if link not in self.links:
            return np.ones_like(leak)
        ratio = self._ratio(values, link, leak)
        if self.wording == "diez":
            return ratio
        # a Henrion ratio may pass 1 or fall: the largest cumulative below it
        return np.minimum.accumulate(np.minimum(ratio, 1.0)[::-1], axis=0)[::-1]

    def _ratio(self, values: ManyValues, link: tuple[str, str], leak: Array) -> Array:
        answer = np.cumsum(normalised(values[link_key(self.domain.child, *link)]), axis=0)
        if self.wording == "diez":
            return np.asarray(answer)
        answer, leak = np.broadcast_arrays(answer, leak)
        return np.divide(answer, leak, out=np.zeros(answer.shape), where=leak > 0)

    def _below_leak(self, values: ManyValues) -> list[str]:
        """Return the keys of the links that lie below the leak in any world."""
        leak = np.cumsum(normalised(values[leak_key(self.domain.child)]), axis=0)
        return [
            link_key(self.domain.child, *link)
            for link in self.links
            if self.wording != "diez" and not _is_cumulative(self._ratio(values, link, leak))
        ]

    def check(self, values: Values) -> tuple[Phrase, ...]:
        """Return what is wrong with each answer that is no distribution or lies below the leak."""
        found = []
        for parameter in self.parameters():
            problem = distribution_problem(values[parameter.key])
            if problem:
                found.append(of_question(parameter.key, problem))
        if found:
            return tuple(found)
        return tuple(
            of_question(key, phrase("table.below-leak"))
            for key in self._below_leak(one_world(values))
        )


def _is_cumulative(values: Array) -> bool:
    return bool((values <= 1 + SLACK).all() and (np.diff(values, axis=0) >= -SLACK).all())


def leak_key(child: str) -> str:
    """Return the key of the leak."""
    return f"{child}.leak"


def link_key(child: str, parent: str, state: str) -> str:
    """Return the key of one cause."""
    return f"{child}.link[{parent}={state}]"
