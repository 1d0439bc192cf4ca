"""Write a response as the file it is kept in, and read it back, strictly.

Sorted keys, one value a line, LF: a version-control diff of it reads well. Numbers are texts, the
decimals that were typed.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from bayesnet.errors import Problem, problem_at
from bayesnet.folder.files import MAX_BYTES
from bayesnet.messages.facts import Fact, phrase
from elicitation.record.decoding import MAX_RECORDED, decimal_of, decode, parse_json, plain
from elicitation.record.ledger import SHORT, is_timestamp, sha256_of
from elicitation.record.responses import (
    MAX_ROUND,
    UNITS,
    Estimate,
    Judgement,
    Response,
    Typed,
    is_expert_id,
)

FORMAT = "collective-resolve/response"
NEWEST = 2
"""Version 2 adds ``typed`` to an answer that was worked out from what was typed, and _SINCE_2."""
_KEYS = frozenset(
    [
        "format",
        "version",
        "study",
        "model_sha256",
        "expert",
        "round",
        "seq",
        "supersedes",
        "entered_at",
        "entered_by",
        "mode",
        "unit",
        "illustrative",
        "judgements",
    ]
)
_SINCE_2 = frozenset(["reason", "seen_feedback"])


class Damaged(ValueError):
    """Raised inside a reader where a record is not as the program writes it."""


def json_bytes(document: Mapping[str, Any]) -> bytes:
    """Return the document as every record is written: sorted keys, indent 1, LF, UTF-8."""
    text = json.dumps(document, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode()


def response_path(response: Response, content: bytes) -> str:
    """Return where in the study a response of those bytes belongs."""
    name = f"r{response.round}-{response.seq:04d}-{sha256_of(content)[:SHORT]}.json"
    return f"responses/{response.expert}/{name}"


def estimate_document(estimate: Estimate) -> dict[str, str]:
    """Return low, best and high as texts, without those that were not given."""
    numbers = {"low": estimate.low, "best": estimate.best, "high": estimate.high}
    return {name: plain(number) for name, number in numbers.items() if number is not None}


def write_response(response: Response) -> bytes:
    """Return the bytes of a response's file."""
    names = (_KEYS | _SINCE_2) - {"format", "version", "judgements"}
    judgements = [_judgement_document(judgement) for judgement in response.judgements]
    fields = {name: getattr(response, name) for name in names}
    return json_bytes({"format": FORMAT, "version": NEWEST, "judgements": judgements, **fields})


def _judgement_document(judgement: Judgement) -> dict[str, Any]:
    typed = judgement.typed
    return {
        "question": judgement.question,
        "answers": {k: estimate_document(e) for k, e in judgement.answers.items()},
        "reason": judgement.reason,
    } | ({} if typed is None else {"typed": dataclasses.asdict(typed)})


def read_document(
    content: bytes,
    *,
    file: str,
    format_name: str,
    newest: int,
    keys: frozenset[str],
    optional: frozenset[str] = frozenset(),
) -> tuple[dict[str, Any], Problem | None]:
    """Return the table of a file that the program wrote, its format, version and keys checked."""

    def refuse(path: str, code: str, /, **facts: Fact) -> tuple[dict[str, Any], Problem]:
        return {}, problem_at(file, path, code, **facts)

    text, wrong = decode(content, file, max_bytes=MAX_BYTES)
    document = None
    if not wrong:
        document, wrong = parse_json(text, file)
    if wrong:
        return refuse("", "record.unreadable", reason=phrase(wrong.code, **wrong.facts))
    if not isinstance(document, dict) or document.get("format") != format_name:
        return refuse("format", "record.not-file-kind", format_name=format_name)
    version = document.get("version")
    if type(version) is not int or version < 1:
        return refuse("version", "record.no-such-version")
    if version > newest:
        return refuse(
            "version", "record.written-newer-version-program-format", version=version, newest=newest
        )
    for key in sorted(document.keys() - keys - optional):
        return refuse(key, "record.unknown-key", key=key)
    for key in sorted(keys - document.keys()):
        return refuse(key, "record.key-missing")
    return document, None


def read_response(content: bytes, *, file: str) -> tuple[Response | None, tuple[Problem, ...]]:
    """Return the response in a file's bytes, or None and the problem that says why not."""
    document, wrong = read_document(
        content, file=file, format_name=FORMAT, newest=NEWEST, keys=_KEYS, optional=_SINCE_2
    )
    if wrong:
        return None, (wrong,)
    try:
        return _response(document), ()
    except Damaged as error:
        return None, (problem_at(file, "", "record.damaged", error=str(error)),)


def _response(document: Mapping[str, Any]) -> Response:
    added = _SINCE_2 if document["version"] > 1 else frozenset()
    need(
        document.keys() == _KEYS | added, f"the keys are not those of version {document['version']}"
    )
    fields = {key: document[key] for key in (_KEYS | added) - {"format", "version", "judgements"}}
    for key, value in fields.items():
        kind = {"round": int, "seq": int, "illustrative": bool}.get(key, str)
        need(type(value) is kind, f"{key} is not {kind.__name__}")
    need(is_expert_id(fields["expert"]), "expert is not an expert's id")
    need(1 <= fields["round"] <= MAX_ROUND, "round is not a round's number")
    need(fields["seq"] >= 1, "seq does not count from 1")
    need(fields["unit"] in UNITS, "unit is not a unit")
    need(fields["entered_by"] in ("expert", "facilitator"), "entered_by is nobody it could be")
    need(is_timestamp(fields["entered_at"]), "entered_at is not a time")
    need(isinstance(document["judgements"], list), "judgements is not a list")
    judgements = tuple(_judgement(item) for item in document["judgements"])
    asked = [judgement.question for judgement in judgements]
    need(len(set(asked)) == len(asked), "a question is answered twice")
    return Response(**fields, judgements=judgements)


def _judgement(item: Any) -> Judgement:
    need(
        isinstance(item, dict) and item.keys() - {"typed"} == {"question", "answers", "reason"},
        "an answer is not a question with answers and a reason",
    )
    need(
        isinstance(item["question"], str) and isinstance(item["reason"], str),
        "question and reason are not text",
    )
    return Judgement(
        question=item["question"],
        answers=estimates_of(item["answers"], item["question"]),
        reason=item["reason"],
        typed=_typed(item["typed"], item["question"]) if "typed" in item else None,
    )


def _typed(item: Any, question: str) -> Typed:
    place = f"{question}: typed"
    need(
        isinstance(item, dict) and item.keys() == {"kind", "unit", "cells", "repair"},
        f"{place} is not what was typed",
    )
    need(isinstance(item["kind"], str) and isinstance(item["repair"], str), f"{place} is not text")
    need(item["unit"] in UNITS, f"{place} has no unit")
    need(
        isinstance(item["cells"], dict)
        and all(isinstance(row, dict) for row in item["cells"].values())
        and all(isinstance(c, str) for row in item["cells"].values() for c in row.values()),
        f"{place} has cells that are not text",
    )
    return Typed(**item)


def estimates_of(answers: Any, question: str) -> dict[str, Estimate]:
    """Return the estimates of one answer; raises Damaged if any is not one."""
    need(isinstance(answers, dict) and bool(answers), f"{question} has no answers")
    return {name: _estimate(cells, f"{question}: {name}") for name, cells in answers.items()}


def _estimate(cells: Any, place: str) -> Estimate:
    need(isinstance(cells, dict), f"{place} is not an estimate")
    need(cells.keys() <= {"low", "best", "high"}, f"{place} has an unknown key")
    need("best" in cells, f"{place} has no best value")
    numbers = {}
    for name, typed in cells.items():
        number = decimal_of(typed, longest=MAX_RECORDED) if isinstance(typed, str) else None
        if number is None or plain(number) != typed:
            raise Damaged(f"{place}: {name} is not a decimal in a text")
        numbers[name] = number
    return Estimate(**numbers)


def need(condition: bool, otherwise: str) -> None:
    """Raise Damaged with that message unless the condition holds."""
    if not condition:
        raise Damaged(otherwise)
