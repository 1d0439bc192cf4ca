"""Turn bytes that somebody handed in into text, JSON and decimals, or say why they are none."""

from __future__ import annotations

import codecs
import json
import re
from decimal import Decimal
from typing import Any

from bayesnet.errors import Problem, problem_at
from bayesnet.messages.facts import Fact, Phrase, phrase

MAX_BYTES = 5_000_000
MAX_TYPED = 30  # characters of one number in a form: spreadsheets write up to 22
MAX_RECORDED = 60
_WIDE = 60  # characters of what is quoted in a sentence
# Spreadsheets write small numbers as 1E-05; a comma may stand for the point.
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,2})?", re.ASCII)
MAX_REASON = 10_000
"""Characters of a reason, a dissent or any other free text."""


def decode(content: bytes, file: str, *, max_bytes: int = MAX_BYTES) -> tuple[str, Problem | None]:
    """Return the text without byte-order mark and with LF line ends, and what is wrong with it."""

    def refuse(code: str, /, **facts: Fact) -> tuple[str, Problem]:
        return "", problem_at(file, "", code, **facts)

    if not content.removeprefix(codecs.BOM_UTF8).strip():
        return refuse("record.form-empty")
    if len(content) > max_bytes:
        return refuse("record.file-larger-than-mb", megabytes=max_bytes // 1000000)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return refuse("record.utf-text")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return refuse("record.workbook-not-text")
    if b"\0" in content:
        return refuse("record.file-nul-bytes-so-not")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return refuse("record.line-not-utf-text", line=line)
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


def parse_json(text: str, file: str) -> tuple[Any, Problem | None]:
    """Return the JSON document and what is wrong with it; a key given twice in a table is wrong."""

    def refuse(code: str, /, **facts: Fact) -> tuple[Any, Problem]:
        return None, problem_at(file, "", code, **facts)

    try:
        document = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=Decimal
        )
        return document, None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return refuse("record.not-json-at", reason=error.msg, place=place)
    except RecursionError:
        return refuse("record.tables-nested-too-deeply")
    except ValueError as error:  # ours below, and whole numbers of thousands of digits
        return refuse("record.not-json", error=str(error))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key '{twice}' is given twice in one table")
    return table


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number that JSON has")


def decimal_of(text: str, *, longest: int = MAX_TYPED) -> Decimal | None:
    """Return the number that was typed, its zeros kept; None if the text is not one number."""
    text = text.strip()
    if len(text) > longest or not _NUMBER.fullmatch(text):
        return None
    digits = plain(Decimal(text.replace(",", ".")))
    if len(digits) > MAX_RECORDED:
        return None
    number = Decimal(digits)
    return number if number else number.copy_abs()  # no -0


def plain(number: Decimal) -> str:
    """Return the number in digits, without an exponent."""
    return format(number, "f")


def unwritable(text: str) -> Phrase | None:
    """Return why a free text cannot be recorded, None if it can."""
    if len(text) > MAX_REASON:
        return phrase("record.text-too-long", most=MAX_REASON)
    if any("\ud800" <= character <= "\udfff" for character in text):
        return phrase("record.half-a-character")
    return None


def cut(text: str) -> str:
    """Return the text, shortened to what fits a sentence, without line breaks."""
    line = " ".join(text.split())
    return line if len(line) <= _WIDE else line[: _WIDE - 3] + "..."
