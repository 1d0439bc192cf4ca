"""Tell which texts can name a node, a state or an expert, and which values are lists of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from bayesnet.formats.graph_checks import UNSAFE_IN_STATE


def misspelt(name: object) -> str:
    """Return why something is no name, to follow a colon; empty if it is one.

    Names stand in the keys of rows, ``forecast[weather=dry]``, in rules and in columns of tables.
    """
    if not isinstance(name, str):
        return "names are texts"
    if not name.strip():
        return "it is empty"
    if UNSAFE_IN_STATE.search(name):
        return "names are without brackets, commas, double quotes, = and line breaks"
    return ""


def is_list(names: object) -> bool:
    """Return whether something holds names in an order: no text, no set, nothing read only once."""
    if isinstance(names, str | Mapping):
        return False
    return hasattr(names, "__len__") and hasattr(names, "__getitem__")


def repeated(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are there more than once, in their order."""
    return tuple(name for name, count in Counter(names).items() if count > 1)
