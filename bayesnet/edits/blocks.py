"""Cut a TOML text at its headers, so that a change of one table leaves all others to the byte."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

KeyPath: TypeAlias = tuple[str | int, ...]
"""Keys from the top of a document; a number counts the items of a list."""

_TOKEN = re.compile(
    r'(?P<string>"""(?:[^\\]|\\.)*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')'
    r'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\')'
    r"|(?P<comment>\#[^\n]*)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<newline>\n)"
    r"|(?P<rest>[^\"'\#\[\]{}\n]+|.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A header with what stands under it up to the next one.

    header: its keys, none for what stands before the first; array: whether it is an item of a list.
    core: its text up to the last value; tail: the blank lines and comments behind that, which often
    belong to what comes next.
    """

    header: tuple[str, ...]
    array: bool
    core: str
    tail: str = ""

    @property
    def text(self) -> str:
        """Return the whole of it."""
        return self.core + self.tail


@lru_cache(maxsize=16)
def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text, which put together are the text again."""
    starts = [(0, (), False), *_headers(text)]
    ends = [start for start, _, _ in starts[1:]] + [len(text)]
    found = []
    for (start, header, array), end in zip(starts, ends, strict=True):
        piece = text[start:end]
        tail = _tail(piece)
        found.append(Block(header=header, array=array, core=piece[:tail], tail=piece[tail:]))
    return tuple(found)


def joined(blocks: Sequence[Block]) -> str:
    """Return the text that blocks make."""
    return "".join(block.text for block in blocks)


def comments_in(text: str) -> list[str]:
    """Return every comment of a TOML text, from its ``#`` to the end of its line."""
    return [token[0].rstrip() for token in _TOKEN.finditer(text) if token.lastgroup == "comment"]


def _headers(text: str) -> Iterator[tuple[int, tuple[str, ...], bool]]:
    """Yield where each header begins, its keys, and whether it is an item of a list."""
    depth, line, blank, opened = 0, 0, True, -1
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind in ("newline", "comment"):
            if opened >= 0:
                head = text[opened : token.start()].strip()
                yield line, _keys(head), head.startswith("[[")
                opened = -1
            if kind == "newline" and not depth:
                line, blank = token.end(), True
            continue
        if kind == "open":
            if not depth and blank:
                opened = token.start()
            depth += 1
        elif kind == "close":
            depth -= 1
        blank = blank and kind == "rest" and not token[0].strip(" \t\ufeff\r")
    if opened >= 0:
        head = text[opened:].strip()
        yield line, _keys(head), head.startswith("[[")


@lru_cache(maxsize=1024)
def _keys(head: str) -> tuple[str, ...]:
    """Return the keys of a header; raises ValueError where it is none."""
    found: object = tomllib.loads(head)
    keys = []
    while isinstance(found, dict | list) and found:
        if isinstance(found, dict):
            key = next(iter(found))
            keys.append(key)
            found = found[key]
        else:
            found = found[0]
    return tuple(keys)


def _tail(piece: str) -> int:
    """Return where the blank lines and comments at the end begin."""
    last = 0
    for token in _TOKEN.finditer(piece):
        if token.lastgroup not in ("newline", "comment") and token[0].strip():
            last = token.end()
    return piece.find("\n", last) + 1 or len(piece) if last else 0
