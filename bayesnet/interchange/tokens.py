"""Cut the text of NET, DNE and BIF files into tokens that know their line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from bayesnet.interchange.draft import MOST_CHARACTERS, Unreadable
from bayesnet.messages.facts import Fact

MOST_TOKENS = 3_000_000
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
"""Possessive throughout: a quotation that is never closed must not be tried again and again."""
_COMMENTS = {
    "percent": (r"%[^\n]*", r'[^\s"%{}]++'),
    "slashes": (r"//[^\n]*|/\*.*?\*/", r'(?:[^\s"/{}]++|/(?![/*]))++'),
}
"""By kind: what a comment is, and what a word is made of besides the signs."""
_ESCAPES = {"n": "\n", "t": "\t", "\n": ""}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a quoted text (without its quotes) or one sign."""

    text: str
    line: int
    quoted: bool = False


def cut(text: str, *, comments: str, signs: str) -> list[Token]:
    """Return the tokens; what is neither blank, comment, quoted nor a sign is part of a word.

    comments: ``percent`` (to the end of the line) or ``slashes`` (as in C). Raises Unreadable.
    """
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("", "file.file-larger-than-characters", most=MOST_CHARACTERS)
    kept, (comment, word) = re.escape(signs), _COMMENTS[comments]
    pattern = re.compile(
        rf"(?P<blank>\s+|{comment})|(?P<string>{_STRING})|(?P<sign>[{kept}])"
        rf"|(?P<word>{word.format(kept)})",
        re.DOTALL,
    )
    tokens: list[Token] = []
    line, at = 1, 0
    while at < len(text):
        found = pattern.match(text, at)
        if found is None:
            quoted = text[at] == '"'
            code = "file.quotation-never-closed" if quoted else "file.comment-never-ends"
            raise Unreadable(f"line {line}", code)
        piece = found[0]
        if found.lastgroup == "string":
            tokens.append(Token(_unescaped(piece[1:-1]), line, quoted=True))
        elif found.lastgroup != "blank":
            tokens.append(Token(piece, line))
        if len(tokens) > MOST_TOKENS:
            raise Unreadable(f"line {line}", "file.file-more-than-words", most=MOST_TOKENS)
        line += piece.count("\n")
        at = found.end()
    return tokens


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), text, flags=re.DOTALL)


def quoted(text: str) -> str:
    r"""Return a text in quotes, with ``\`` before what would end it."""
    body = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{body}"'


class Cursor:
    """Tokens read one after another; raises Unreadable where something else should stand."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def done(self) -> bool:
        """Return whether nothing is left."""
        return self._at >= len(self._tokens)

    @property
    def line(self) -> int:
        """Return the line of the next token, or the last one."""
        last = min(self._at, len(self._tokens) - 1)
        return self._tokens[last].line if self._tokens else 1

    def peek(self) -> Token:
        """Return the token to come; an empty one behind the end."""
        return Token("", self.line) if self.done else self._tokens[self._at]

    def next(self) -> Token:
        """Return the next token."""
        if self.done:
            self.fail("file.file-ends-too-early")
        token = self._tokens[self._at]
        self._at += 1
        return token

    def is_next(self, *texts: str) -> bool:
        """Return whether the next token is one of these, not quoted."""
        token = self.peek()
        return not token.quoted and token.text in texts

    def take(self, text: str) -> bool:
        """Take the next token if it is this one."""
        if self.is_next(text):
            self._at += 1
            return True
        return False

    def expect(self, text: str) -> Token:
        """Return the next token, which has to be this one."""
        token = self.next()
        if token.quoted or token.text != text:
            self.fail(
                "file.stands-where-should", line=token.line, text=token.text[:40], wanted=text
            )
        return token

    def until(self, end: str) -> list[Token]:
        """Return the tokens before the next ``end`` and take that too."""
        found = []
        while not self.take(end):
            found.append(self.next())
        return found

    def skip_block(self) -> None:
        """Take everything from ``{`` to the ``}`` that belongs to it."""
        self.expect("{")
        depth = 1
        while depth:
            token = self.next()
            if not token.quoted:
                depth += {"{": 1, "}": -1}.get(token.text, 0)

    def fail(self, code: str, /, *, line: int = 0, **facts: Fact) -> NoReturn:
        """Raise Unreadable, naming the line."""
        raise Unreadable(f"line {line or self.line}", code, **facts)


def words(tokens: Iterable[Token], without: str = "(),") -> list[str]:
    """Return the texts of the tokens that are no bracket and no comma."""
    return [token.text for token in tokens if token.quoted or token.text not in without]


def table(
    shape: Sequence[int],
    numbers: Sequence[float],
    plain: Callable[[float], str],
    between: str = " ",
) -> str:
    """Return numbers in nested brackets, an innermost one to a line."""
    rows = [
        between.join(plain(n) for n in numbers[i : i + shape[-1]])
        for i in range(0, len(numbers), max(1, shape[-1]))
    ]
    opened = [1] * len(rows)
    closed = [1] * len(rows)
    block = 1
    for size in reversed(shape[:-1]):
        block *= size
        for start in range(0, len(rows), block):
            opened[start] += 1
            closed[start + block - 1] += 1
    lines = [f"{'(' * o}{row}{')' * c}" for o, row, c in zip(opened, rows, closed, strict=True)]
    return f"{between.rstrip()}\n\t\t".join(lines)
