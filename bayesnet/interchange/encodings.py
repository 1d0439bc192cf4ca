"""Decode the bytes of another tool's file: as it says, else as UTF-8, else by a guess that is said.

A short file can be read in many ways: where several look equally well, a person is asked.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import islice

from bayesnet.errors import Problem, problem_at, warning_at
from bayesnet.messages.facts import Fact, items, phrase

WESTERN = "cp1252"
"""What tools on Windows write in Western Europe and America."""
KNOWN: Mapping[str, str] = {
    WESTERN: "Western European",
    "cp1250": "Central European",
    "cp1251": "Cyrillic",
    "koi8_r": "Cyrillic",
    "cp1253": "Greek",
    "cp1254": "Turkish",
    "cp1255": "Hebrew",
    "cp1256": "Arabic",
    "gb18030": "Chinese, GBK and GB 2312 too",
    "big5": "traditional Chinese",
    "cp932": "Japanese, Shift-JIS",
    "euc_jp": "Japanese",
    "cp949": "Korean",
}
"""Encodings that are guessed, with what they write; any other has to be named."""
MOST_SHOWN = 6
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
"""Longer marks before those that they begin with."""
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_NO_TEXT = frozenset(
    {"idna", "punycode", "unicode_escape", "raw-unicode-escape", "utf-7", "undefined"}
)
"""Names that Python has codecs for and that no file of a tool is written in."""
_WORD = re.compile(r"[\w°“”‘’«»–—…€-]*[^\x00-\x7f][\w°“”‘’«»–—…€-]*")
_AT_WORDS = frozenset("°“”‘’«»–—…€§µ±²³½£")
_MARKED = re.compile(r"[^\x00-\x7f]+")
CLOSE = 0.01
"""Shares of disorder that are the same."""


def decode(content: bytes, file: str, encoding: str = "") -> tuple[str | None, tuple[Problem, ...]]:
    """Return the text, None if it cannot be told, and what there is to say of it.

    encoding: what a person says it is written in, which decides; empty to find out.
    """

    def refused(code: str, /, **facts: Fact) -> tuple[None, tuple[Problem, ...]]:
        return None, (problem_at(file, "", code, **facts),)

    if encoding:
        return _as_told(content, file, encoding)
    text = _said(content)
    if text is None and b"\x00" in content:
        return refused("file.not-text")
    if text is not None:
        return text, ()
    texts = _guesses(content)
    if not texts:
        return refused("file.text-no-encoding-known")
    if len(texts) > 1:
        shown = islice(texts.items(), MOST_SHOWN)
        told = items(
            (
                phrase("file.reading", name=name, known=KNOWN[name], text=_sample(text))
                for name, text in shown
            ),
            "semicolon",
        )
        return refused("file.not-utf-names-could-read", told=told)
    name, text = next(iter(texts.items()))
    return text, (
        warning_at(
            file, "", "file.not-utf-does-not-say", name=name, known=KNOWN[name], text=_sample(text)
        ),
    )


def _as_told(content: bytes, file: str, encoding: str) -> tuple[str | None, tuple[Problem, ...]]:
    problem = problem_at(file, "--encoding", "file.no-encoding", encoding=encoding)
    text = None
    try:
        text = _decoded(content, encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        facts: dict[str, Fact] = {"line": line, "encoding": encoding}
        problem = problem_at(file, "--encoding", "file.line-in-another-encoding", **facts)
    except LookupError:
        pass
    if text is not None:
        return text.removeprefix("\ufeff"), ()
    return None, (problem,)


def _decoded(content: bytes, encoding: str) -> str:
    """Return the text; raises UnicodeDecodeError, or LookupError for no encoding of text."""
    if codecs.lookup(encoding).name in _NO_TEXT:
        raise LookupError(encoding)
    return content.decode(encoding)


def _said(content: bytes) -> str | None:
    """Return the text by its own mark, by its XML declaration or as UTF-8, whichever fits."""
    mark = next((mark for mark in _BOMS if content.startswith(mark)), b"")
    declared = _DECLARED.match(content.removeprefix(codecs.BOM_UTF8))
    names = [_BOMS[mark]] if mark else []
    names += [declared[1].decode("ascii")] if declared else []
    for name in (*names, "utf-8"):
        try:
            text = _decoded(content, name)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text:
            return text
    return None


def _guesses(content: bytes) -> dict[str, str]:
    """Return the texts that the bytes may stand for, equally likely ones, by their encoding."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - few files need it

    matches = [
        (match.chaos, match.encoding, str(match))
        for match in from_bytes(content, cp_isolation=list(KNOWN))
        if match.encoding in KNOWN
    ]
    if not matches:
        return {}
    # A match stands for every encoding that makes the same text of these bytes.
    best = [(name, text) for chaos, name, text in matches if chaos <= matches[0][0] + CLOSE]
    western = _text_in(content, WESTERN)
    if western is not None and any(text == western for _, text in best) and _is_western(western):
        return {WESTERN: western}
    found: dict[str, str] = {}
    for name, text in best:
        if text not in found.values():
            found[name] = text
    return found


def _text_in(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_western(text: str) -> bool:
    """Return whether letters with marks stand one by one within words of plain ones."""
    for found in _MARKED.finditer(text):
        before, after = text[: found.start()][-1:], text[found.end() : found.end() + 1]
        beside = [c for c in (before, after) if c.isascii() and c.isalnum()]
        signs = {c for c in found[0] if not unicodedata.category(c).startswith("L")}
        inside = before.isalpha() and after.isalpha() and found[0] not in "–’"
        if len(found[0]) > 2 or not beside or signs - _AT_WORDS or (signs and inside):  # noqa: PLR2004 - no word has more than two together
            return False
    return True


def _sample(text: str) -> str:
    """Return the first words that are not plain ASCII, for a person to recognise."""
    words = dict.fromkeys(_words(text))
    return ", ".join(f"'{word}'" for word in islice(words, 3))


def _words(text: str) -> Iterator[str]:
    return (found[0][:20] for found in _WORD.finditer(text))
