"""Make identifiers of any names, so that the names can be read off them again.

A character that an identifier cannot hold is written as its code point between ``_u`` and ``_``:
``Rain, heavy`` becomes ``Rain_u2c__u20_heavy``. An identifier begins with a letter; where the name
does not, ``id_`` is put in front.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_ESCAPE = re.compile(r"_u([0-9a-f]{2,6})_")
_LOOKS_ESCAPED = re.compile(r"_(?=u[0-9a-f]{2})")
_UNFIT = re.compile(r"[^A-Za-z0-9_]")
_GAP = re.compile(r"\W+")
_FRONT = "id_"
_LAST_CODE = 0x10FFFF


def identifier(name: str, reserved: Iterable[str] = ()) -> str:
    """Return an identifier of ASCII letters, digits and _ that ``name_of`` turns back.

    reserved: words that the format keeps for itself.
    """
    text = _LOOKS_ESCAPED.sub("_u5f_", name)
    text = _UNFIT.sub(lambda found: _escaped(found[0]), text)
    taken = text in reserved or text.startswith(_FRONT + "_u")
    if taken or not (PLAIN.match(text) or text.startswith("_u")):
        text = _escaped(text[:1]) + text[1:]
    return text if PLAIN.match(text) else _FRONT + text


def name_of(text: str) -> str:
    """Return the name that an identifier was made of; other identifiers are their own names."""
    if text.startswith(_FRONT + "_u"):
        text = text.removeprefix(_FRONT)
    return _ESCAPE.sub(_unescaped, text)


def study_name(name: str) -> str:
    """Return a node's name as a study can hold it: letters, digits and _, a letter first."""
    text = _GAP.sub("_", name).strip("_")[:60]
    if text == "label":  # a key of its own among the weights
        return "label_"
    return text if text[:1].isalpha() else f"n_{text}".rstrip("_")


def _escaped(character: str) -> str:
    return f"_u{ord(character):02x}_" if character else ""


def _unescaped(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    surrogate = 0xD800 <= code < 0xE000  # noqa: PLR2004 - no text holds one
    return found[0] if code > _LAST_CODE or surrogate else chr(code)


def unique(names: Iterable[str], make: Callable[[str], str]) -> dict[str, str]:
    """Return what ``make`` makes of each name, numbered from 2 where two would be the same."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        base = text = make(name)
        number = 2
        while text in taken:
            text = f"{base}_{number}"
            number += 1
        taken.add(text)
        made[name] = text
    return made
