"""Turn bytes that somebody handed in into text, JSON and decimals, or say why they are none."""

from __future__ import annotations

import codecs
import json
import re
from decimal import Decimal
from typing import Any

from bayesnet.errors import Problem

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

    def refuse(message: str, remedy: str) -> tuple[str, Problem]:
        return "", Problem(file=file, path="", message=message, remedy=remedy)

    if not content.removeprefix(codecs.BOM_UTF8).strip():
        return refuse("the file is empty.", "Fill in the questions and save it again.")
    if len(content) > max_bytes:
        return refuse(
            f"the file is larger than {max_bytes // 1_000_000} MB.", "Is it the right file?"
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return refuse("this is UTF-16 text.", "Save the file as 'CSV UTF-8'.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return refuse("this is a workbook, not text.", "Save the sheet as 'CSV UTF-8'.")
    if b"\0" in content:
        return refuse("the file has NUL bytes in it, so it is not text.", "Is it the right file?")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        return refuse(f"line {line} is not UTF-8 text.", "Save the file as 'CSV UTF-8'.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


def parse_json(text: str, file: str) -> tuple[Any, Problem | None]:
    """Return the JSON document and what is wrong with it; a key given twice in a table is wrong."""

    def refuse(message: str) -> tuple[Any, Problem]:
        remedy = "Mend that place; the rest was not read."
        return None, Problem(file=file, path="", message=message, remedy=remedy)

    try:
        document = json.loads(
            text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=Decimal
        )
        return document, None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return refuse(f"this is not JSON: {error.msg} ({place}).")
    except RecursionError:
        return refuse("tables are nested too deeply.")
    except ValueError as error:  # ours below, and whole numbers of thousands of digits
        return refuse(f"this is not JSON: {error}.")


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


def unwritable(text: str) -> str:
    """Return why a free text cannot be recorded, empty if it can."""
    if len(text) > MAX_REASON:
        return f"is longer than {MAX_REASON} characters"
    if any("\ud800" <= character <= "\udfff" for character in text):
        return "holds half a character, which cannot be saved"
    return ""


def cut(text: str) -> str:
    """Return the text, shortened to what fits a sentence, without line breaks."""
    line = " ".join(text.split())
    return line if len(line) <= _WIDE else line[: _WIDE - 3] + "..."
