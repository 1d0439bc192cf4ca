"""Set or take away a key, a table or an item of a list in a TOML text; the rest stays as it is.

Values are texts, flags, whole numbers, decimals as they were typed, dates, lists and tables.
A comment that stood beside what is taken away or written anew stays, on a line of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import tomlkit

from bayesnet.edits.blocks import Block, KeyPath, blocks_of, comments_in, joined

_BARE = re.compile(r"[A-Za-z0-9_-]+")
BOM = "\ufeff"


def literal(value: object) -> str:
    """Return a value as TOML writes it; a list of tables has a line for each."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal() | float():
            return str(value)
        case dt.date():
            return value.isoformat()
        case Mapping():
            inside = ", ".join(f"{key(name)} = {literal(part)}" for name, part in value.items())
            return f"{{ {inside} }}" if inside else "{}"
        case str():
            return str(tomlkit.string(value).as_string())
        case Sequence() if value and isinstance(value[0], Mapping):
            return "[\n" + "".join(f"  {literal(part)},\n" for part in value) + "]"
        case Sequence():
            return f"[{', '.join(map(literal, value))}]"
    raise TypeError(f"no value of a TOML file: {value!r}")


def key(name: str) -> str:
    """Return a key, quoted where it has to be."""
    return name if _BARE.fullmatch(name) else literal(name)


def put(text: str, path: KeyPath, value: object) -> str:
    """Return the text with a key set to a value, which stays where it is if it is there already.

    Raises KeyError where the table that it is to stand in is missing.
    """
    blocks = blocks_of(text)
    own = [block for block in blocks if block.header == path]
    if own and isinstance(value, Mapping) and not own[0].array:
        known = _within(_opened(own[0].core), path)
        gone = dict.fromkeys(name for name in known if name not in value)
        return put_all(text, path, {**gone, **value})
    if own:
        return put(drop(text, path), path, value)
    return _set(text, path[:-1], {path[-1]: value})


def put_all(text: str, path: KeyPath, entries: Mapping[str, object]) -> str:
    """Return the text with several keys of one table set; those given as None are taken away."""
    apart = {block.header for block in blocks_of(text) if block.header[:-1] == path}
    plain: dict[str | int, object] = {}
    for name, value in entries.items():
        if (*path, name) not in apart:
            plain[name] = value
        elif value is None:
            text = drop(text, (*path, name))
        else:
            text = put(text, (*path, name), value)
    return _set(text, path, plain) if plain else text


def drop(text: str, path: KeyPath) -> str:
    """Return the text without a key or a table and all that is in it, if it is there."""
    own = [i for i, block in enumerate(blocks_of(text)) if block.header[: len(path)] == path]
    if own:
        return _without(text, own)
    try:
        return _set(text, path[:-1], {path[-1]: None})
    except KeyError:
        return text


def _set(text: str, path: KeyPath, entries: Mapping[str | int, object]) -> str:
    """Return the text with keys of one table set or taken away, all within one block."""
    index, inside = _place(blocks_of(text), (*path, next(iter(entries))))

    def change(opened: Any) -> None:
        holder = _within(opened, inside[:-1])
        for name, value in entries.items():
            known = isinstance(name, int) or name in holder
            if value is None:
                if known:
                    del holder[name]
            elif not known or holder[name] != value or isinstance(value, bool):
                holder[name] = tomlkit.value(literal(value))

    return _changed(text, index, change)


def add_table(text: str, header: Sequence[str], entries: Mapping[str, object]) -> str:
    """Return the text with a new table behind the last one of its kind."""
    name = ".".join(map(key, header))
    return _inserted(text, header[0], f"[{name}]\n{_lines(entries)}")


def add_item(text: str, name: str, entries: Mapping[str, object]) -> str:
    """Return the text with a new item behind the last one of a list of tables.

    A list of tables among its entries becomes items of the item.
    """
    plain = {k: v for k, v in entries.items() if not _is_tables(v)}
    written = f"[[{name}]]\n{_lines(plain)}"
    for inner, parts in entries.items():
        for part in parts if _is_tables(parts) else ():  # type: ignore[attr-defined]
            written += f"[[{name}.{inner}]]\n{_lines(part)}"
    return _inserted(text, name, written)


def drop_item(text: str, name: str, number: int) -> str:
    """Return the text without one item of a list of tables."""
    blocks = blocks_of(text)
    starts = [i for i, b in enumerate(blocks) if b.array and b.header == (name,)]
    if not starts:
        return drop(text, (name, number))
    first = starts[number]
    own = [first]
    for index in range(first + 1, len(blocks)):
        header = blocks[index].header
        if header[:1] != (name,) or header == (name,):
            break
        own.append(index)
    return _without(text, own)


def _is_tables(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)


def _lines(entries: Mapping[str, object]) -> str:
    return "".join(
        f"{key(name)} = {literal(value)}\n" for name, value in entries.items() if value is not None
    )


def _place(blocks: Sequence[Block], path: KeyPath) -> tuple[int, KeyPath]:
    """Return in which block a path ends, and the path from its top; raises KeyError for none."""
    best, inside, length = 0, path, 0
    counts: Counter[tuple[str, ...]] = Counter()
    for index, block in enumerate(blocks):
        prefix: KeyPath = block.header
        if block.array:
            prefix = (*block.header, counts[block.header])
            counts[block.header] += 1
        if length < len(prefix) < len(path) and path[: len(prefix)] == prefix:
            best, length = index, len(prefix)
            inside = (*block.header, *((0,) if block.array else ()), *path[length:])
    if not length and len(path) > 1 and path[0] not in _opened(blocks[0].core):
        raise KeyError(path)
    return best, inside


def _opened(core: str) -> Any:
    return tomlkit.parse(core.removeprefix(BOM))


def _within(opened: Any, path: KeyPath) -> Any:
    """Return the table at a path; an inline one is made where the last is missing."""
    for step in path:
        if isinstance(step, str) and step not in opened:
            opened[step] = tomlkit.inline_table()
        opened = opened[step]
    return opened


def _changed(text: str, index: int, change: Callable[[Any], None]) -> str:
    """Return the text with one block changed, its comments and its ends of lines kept."""
    blocks = list(blocks_of(text))
    old = blocks[index]
    mark = BOM if old.core.startswith(BOM) else ""
    ends = "\r\n" if "\r\n" in text else "\n"
    core = old.core.removeprefix(mark).replace("\r\n", "\n")
    opened = tomlkit.parse(core if core.endswith("\n") or not core else f"{core}\n")
    change(opened)
    fresh = tomlkit.dumps(opened)
    if fresh.rstrip("\n") == core.rstrip("\n"):
        return text
    lost = list((Counter(comments_in(core)) - Counter(comments_in(fresh))).elements())
    fresh += "".join(f"{comment}\n" for comment in lost)
    blocks[index] = replace(old, core=mark + fresh.replace("\n", ends))
    return joined(blocks)


def _without(text: str, own: Sequence[int]) -> str:
    """Return the text without some blocks; their comments stay."""
    blocks = list(blocks_of(text))
    ends = "\r\n" if "\r\n" in text else "\n"
    for index in own:
        block = blocks[index]
        kept = "".join(f"{comment}{ends}" for comment in comments_in(block.core))
        before = joined(blocks[:index])
        tail = block.tail
        if not kept and (not before or before.endswith(("\n\n", "\r\n\r\n"))):
            tail = tail.removeprefix("\r\n") if ends == "\r\n" else tail.removeprefix("\n")
        blocks[index] = replace(block, core=kept, tail=tail)
    return joined(blocks)


def _inserted(text: str, kind: str, written: str) -> str:
    """Return the text with a new table behind the last block of a kind, or at its end."""
    ends = "\r\n" if "\r\n" in text else "\n"
    blocks = list(blocks_of(text))
    alike = [i for i, block in enumerate(blocks) if block.header[:1] == (kind,)]
    index = alike[-1] if alike else len(blocks) - 1
    block = blocks[index]
    written = written.replace("\n", ends)
    core = block.core if block.core.endswith("\n") or not block.core else block.core + ends
    if alike:
        blocks[index] = replace(block, core=f"{core}{ends}{written}")
    else:
        tail = block.tail if block.tail.endswith("\n") or not block.tail else block.tail + ends
        gap = "" if not (core + tail) or (core + tail).endswith(ends * 2) else ends
        blocks[index] = replace(block, core=core, tail=f"{tail}{gap}{written}")
    return joined(blocks)
