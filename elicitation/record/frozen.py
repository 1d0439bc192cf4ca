"""Hold a frozen version of the priors as its file has it, write that file and read it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bayesnet.errors import Problem, problem_at
from bayesnet.formats.priors_json import FORMAT, priors_in
from bayesnet.study.pools import EPSILON, POOLINGS, WEIGHTINGS, PoolRule
from bayesnet.study.priors import Priors
from elicitation.record.decoding import MAX_RECORDED, decimal_of, plain
from elicitation.record.ledger import is_timestamp
from elicitation.record.records import (
    Damaged,
    estimate_document,
    estimates_of,
    json_bytes,
    need,
    read_document,
)
from elicitation.record.responses import Component, Estimate, Key, is_expert_id

if TYPE_CHECKING:
    from bayesnet.cpds.parameter import Parameter

NEWEST = 2
"""Version 1 knew only the linear pool with equal weights; what was filled in counted in it."""
_TEXTS = (
    "study",
    "created_at",
    "reason",
    "previous_sha256",
    "model_sha256",
    "elicitation_sha256",
    "pooling",
)
_KEYS = frozenset(
    [
        *_TEXTS,
        "format",
        "version",
        "number",
        "illustrative",
        "weights",
        "responses",
        "experts",
        "pool",
    ]
)
_OPTIONAL = frozenset(["not_asked", "weighting", "epsilon", "performance"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """One frozen version: every expert's answers as probabilities, their weights and the pool.

    responses: path and sha256 of every submission it was made from.
    pooling, weighting, epsilon: the rule of record; epsilon is the text of a number where the pool
    is a log pool, else empty.
    not_asked: questions outside an expert's panels; the number that stands there under ``experts``
    is the weighted mean of those who were asked, not the expert's.
    performance: what performance weights were made from, as texts: the hash of ``seeds.toml``, the
    cut-off, and every expert's calibration and information.
    pool: for each node its parents and its rows as decimal texts.
    version: of the file's format.
    """

    number: int
    study: str
    illustrative: bool
    created_at: str
    reason: str
    previous_sha256: str
    model_sha256: str
    elicitation_sha256: str
    pooling: str
    weights: Mapping[str, Decimal]
    responses: tuple[tuple[str, str], ...]
    experts: Mapping[str, Mapping[Key, Mapping[Component, Estimate]]]
    not_asked: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)
    pool: Mapping[str, Any] = field(default_factory=dict)
    weighting: str = "equal"
    epsilon: str = ""
    performance: Mapping[str, Any] = field(default_factory=dict)
    version: int = NEWEST

    @property
    def rule(self) -> PoolRule:
        """Return the rule of record as a value that pools."""
        epsilon = float(self.epsilon) if self.epsilon else EPSILON
        return PoolRule(pooling=self.pooling, weighting=self.weighting, epsilon=epsilon)


def write_frozen(frozen: Frozen) -> bytes:
    """Return the bytes of a frozen version's file."""
    return json_bytes(_document(frozen))


def _document(frozen: Frozen) -> dict[str, Any]:
    """Return what the file holds."""
    not_asked = {expert: list(keys) for expert, keys in frozen.not_asked.items()}
    return {
        "format": FORMAT,
        "version": frozen.version,
        "number": frozen.number,
        "illustrative": frozen.illustrative,
        "weights": {expert: plain(weight) for expert, weight in frozen.weights.items()},
        "responses": [{"path": path, "sha256": sha} for path, sha in frozen.responses],
        "experts": {
            expert: {
                key: {name: estimate_document(e) for name, e in answers.items()}
                for key, answers in own.items()
            }
            for expert, own in frozen.experts.items()
        },
        "pool": frozen.pool,
        **{name: getattr(frozen, name) for name in _TEXTS},
        **({"not_asked": not_asked} if not_asked else {}),
        **({"weighting": frozen.weighting} if frozen.version > 1 else {}),
        **({"epsilon": frozen.epsilon} if frozen.epsilon else {}),
        **({"performance": frozen.performance} if frozen.performance else {}),
    }


def read_frozen(content: bytes, *, file: str) -> tuple[Frozen | None, tuple[Problem, ...]]:
    """Return the frozen version in a file's bytes, or None and the problem that says why not."""
    document, wrong = read_document(
        content, file=file, format_name=FORMAT, newest=NEWEST, keys=_KEYS, optional=_OPTIONAL
    )
    if wrong:
        return None, (wrong,)
    try:
        return _frozen(document), ()
    except Damaged as error:
        return None, (problem_at(file, "", "record.damaged", error=str(error)),)


def _frozen(document: Mapping[str, Any]) -> Frozen:
    for key in _TEXTS:
        need(isinstance(document[key], str), f"{key} is not text")
    not_asked = document.get("not_asked", {})
    for key in ("weights", "experts", "pool"):
        need(isinstance(document[key], dict), f"{key} is not a table")
    need(_is_key_lists(not_asked), "not_asked is not lists of questions")
    need(type(document["number"]) is int and document["number"] >= 1, "number is not a number")
    need(isinstance(document["illustrative"], bool), "illustrative is not true or false")
    need(isinstance(document["responses"], list), "responses is not a list")
    need(is_timestamp(document["created_at"]), "created_at is not a time")
    _check_rule(document)
    experts = document["experts"]
    need(bool(experts) and all(map(is_expert_id, experts)), "experts are not experts' ids")
    need(document["weights"].keys() == experts.keys(), "weights are not those of the experts")
    need(all(isinstance(own, dict) for own in experts.values()), "an expert has no answers")
    weights = {expert: _weight(typed) for expert, typed in document["weights"].items()}
    need(any(weights.values()), "every weight is 0")
    for node, table in document["pool"].items():
        need(isinstance(table, dict) and _is_rows(table.get("rows")), f"the pool of {node} is none")
    return Frozen(
        number=document["number"],
        illustrative=document["illustrative"],
        weights=weights,
        responses=tuple(_listed(item) for item in document["responses"]),
        experts={
            expert: {key: estimates_of(answers, key) for key, answers in own.items()}
            for expert, own in experts.items()
        },
        not_asked={expert: tuple(keys) for expert, keys in not_asked.items()},
        pool=document["pool"],
        weighting=document.get("weighting", "equal"),
        epsilon=document.get("epsilon", ""),
        performance=document.get("performance", {}),
        version=document["version"],
        **{key: document[key] for key in _TEXTS},
    )


def _check_rule(document: Mapping[str, Any]) -> None:
    if document["version"] == 1:
        later = {"weighting", "epsilon", "performance"} & document.keys()
        need(not later and document["pooling"] == "linear", "version 1 has a linear pool alone")
        return
    need(document["pooling"] in POOLINGS, "pooling is no pool")
    need(document.get("weighting") in WEIGHTINGS, "weighting says nothing of the weights")
    need((document["pooling"] == "log") == ("epsilon" in document), "epsilon is a log pool's")
    need(_is_decimal(document.get("epsilon", "0")), "epsilon is not a decimal in a text")
    made = document["weighting"] == "performance"
    need(made == ("performance" in document), "performance is not that of the weights")
    need(not made or _is_performance(document["performance"]), "performance is not scores")


def _is_performance(table: object) -> bool:
    match table:
        case {"seeds_sha256": str(), "cut_off": cut_off, "scores": dict(scores), **rest}:
            columns = {"calibration", "information"}
            return (
                not rest
                and _is_decimal(cut_off)
                and all(
                    isinstance(own, dict)
                    and own.keys() == columns
                    and all(map(_is_decimal, own.values()))
                    for own in scores.values()
                )
            )
    return False


def _weight(typed: object) -> Decimal:
    number = decimal_of(typed, longest=MAX_RECORDED) if isinstance(typed, str) else None
    if number is None or number < 0:
        raise Damaged("a weight is not a decimal of 0 or above in a text")
    return number


def _listed(item: object) -> tuple[str, str]:
    match item:
        case {"path": str() as path, "sha256": str() as sha256, **rest} if not rest:
            return path, sha256
    raise Damaged("a response is listed without its path and sha256")


def _is_key_lists(table: object) -> bool:
    return isinstance(table, dict) and all(
        isinstance(keys, list) and all(isinstance(key, str) for key in keys)
        for keys in table.values()
    )


def _is_rows(rows: object) -> bool:
    return isinstance(rows, list) and all(
        isinstance(row, list) and all(_is_decimal(cell) for cell in row) for row in rows
    )


def _is_decimal(cell: object) -> bool:
    return isinstance(cell, str) and decimal_of(cell, longest=MAX_RECORDED) is not None


def priors_of(frozen: Frozen, parameters: Sequence[Parameter]) -> Priors:
    """Return the version as the numbers that tables are computed from.

    parameters: the model's questions, which give the order of the components; an answer to a
    question that is not among them is left out. Its ``sha256`` is empty.
    """
    components = {parameter.key: parameter.components for parameter in parameters}
    return priors_in(_document(frozen), components)
