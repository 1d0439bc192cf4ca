"""Say messages at the terminal: names as they are typed, remedies as commands.

Each package adds its own words; they are read when the first sentence is made.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Mapping

from bayesnet.messages.surface import Entry, Ids, Surface

_rooms = ["bayesnet.messages.words"]


def add_words(module: str) -> None:
    """Add the catalogue of a package: a module with ``WORDS``, an entry for each code."""
    if module not in _rooms:
        _rooms.append(module)
        terminal.cache_clear()


@functools.cache
def terminal() -> Surface:
    """Return the terminal with the words of all packages that are in use."""
    entries: dict[str, Entry] = {}
    for module in _rooms:
        own: Mapping[str, Entry] = importlib.import_module(module).WORDS
        entries |= own
    return Surface(entries=entries, names=Ids())
