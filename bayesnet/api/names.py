"""Tell which texts can name a node, a state or an expert, and which values are lists of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from bayesnet.formats.graph_checks import UNSAFE_IN_STATE
from bayesnet.messages.facts import Phrase, phrase


def misspelt(name: object) -> Phrase | None:
    """Return why something is no name, None if it is one.

    Names stand in the keys of rows, ``forecast[weather=dry]``, in rules and in columns of tables.
    """
    if not isinstance(name, str):
        return phrase("api.name-is-no-text")
    if not name.strip():
        return phrase("api.name-is-empty")
    if UNSAFE_IN_STATE.search(name):
        return phrase("api.name-with-signs")
    return None


def is_list(names: object) -> bool:
    """Return whether something holds names in an order: no text, no set, nothing read only once."""
    if isinstance(names, str | Mapping):
        return False
    return hasattr(names, "__len__") and hasattr(names, "__getitem__")


def repeated(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that are there more than once, in their order."""
    return tuple(name for name, count in Counter(names).items() if count > 1)
