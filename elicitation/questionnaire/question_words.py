"""Take a judgement key apart, and say in words which number a key and a component stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bayesnet.plurals import listed
from diagrams.network.wording import PARTS, worded

SEED = "seed"
"""Stands where other keys name their node, and for the part, in the key of a seed question."""
_SEED = re.compile(rf"{SEED}\.(?P<id>[A-Za-z][A-Za-z0-9_-]*)\[(?P<level>0?\.[0-9]+)\]")
_KEY = re.compile(rf"(?P<node>[^.\[\]]+)(?:\.(?P<part>{'|'.join(PARTS)}))?(?:\[(?P<in>.*)\])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyParts:
    """A key taken apart.

    part: what of the node's method it is, such as ``weight``; empty for a row of a table.
    inside: what stands in the brackets; pairs: the same as (name, state) where it has states.
    Of a seed question's key inside is the seed, and pairs holds it with the quantile.
    """

    node: str
    part: str
    inside: str
    pairs: tuple[tuple[str, str], ...]


def parts_of(key: str) -> KeyParts:
    """Return the parts of a key; one that is none has the whole of it as its node."""
    if seed := _SEED.fullmatch(key):
        own = (seed["id"], seed["level"])
        return KeyParts(node=SEED, part=SEED, inside=own[0], pairs=(own,))
    match = _KEY.fullmatch(key)
    if not match:
        return KeyParts(node=key, part="?", inside="", pairs=())
    inside = match["in"] or ""
    pairs = tuple(
        (name.strip(), state.strip())
        for name, equals, state in (item.partition("=") for item in inside.split(","))
        if equals
    )
    return KeyParts(node=match["node"], part=match["part"] or "", inside=inside, pairs=pairs)


def quantity(key: str, component: str) -> str:
    """Return e.g. ``P(rain = yes) when season is wet and wind is west`` for a question's state."""
    parts = parts_of(key)
    node = parts.node
    if parts.part == "?":
        return f"{component} of {key}"
    if parts.part == SEED:
        return " ".join(f"the {level} quantile of {seed}" for seed, level in parts.pairs)
    about = _conditions(parts)
    if not parts.part:
        return f"P({node} = {component}){f' when {about}' if about else ''}"
    words = PARTS[parts.part].quantity
    return words.format(node=node, state=component, inside=parts.inside, about=about)


def _conditions(parts: KeyParts) -> str:
    return listed([f"{name} is {state}" for name, state in parts.pairs])


def comparison(key: str, component: str, labels: Mapping[str, str]) -> str:
    """Return the causes that a line of a comparison in pairs is about: ``Strain vs Dispute``."""
    sides = (parts_of(key).inside, component.partition(" ")[2].strip())
    return " vs ".join(worded(side, labels) for side in sides)


def node_of(key: str) -> str:
    """Return the node that a judgement key is about."""
    return parts_of(key).node
