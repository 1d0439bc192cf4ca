"""Refuse a file whose parts are of another kind than its format says, and fill in what it implies.

An edit looks into lists and tables as they are written. A number in place of a table is mended by
hand; what may be left out, such as the method of a full table, is there for every edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bayesnet.errors import Problem, StudyError, problem_at
from bayesnet.formats.defaults import outcome_id
from bayesnet.formats.section import shown

_NOT = {"dict": "toml.not-table", "list": "toml.not-list", "str": "toml.not-text"}
_TEXTS = [""]
_LIST: list[Any] = []
_CPT: Mapping[str, Any] = {
    "rows": [{"when": _TEXTS, "p": _LIST}],
    "situations": [{"when": _TEXTS, "p": _LIST, "typical_of": _TEXTS}],
    "links": [{"parent": "", "state": "", "p": _LIST}],
    **dict.fromkeys(("leak", "prior", "cuts"), _LIST),
    **{key: {"*": _LIST} for key in ("scores", "effects", "intervals")},
    "falling": _TEXTS,
    "weights": {},
}
_NODE = {"states": _TEXTS, "state_labels": _TEXTS, "article": _LIST}
_MODEL: Mapping[str, Any] = {
    "model": {},
    "decision": {"*": {**_NODE, "informed_by": _TEXTS}},
    "chance": {"*": {**_NODE, "parents": _TEXTS, "cpt": _CPT}},
    "utility": {
        "*": {
            "article": _LIST,
            "scores": {"*": {}},
            "parents": _TEXTS,
            "table": [{"when": _TEXTS}],
        }
    },
    "outcome": [{"node": "", "states": _TEXTS}],
    "arc": [{"article": _LIST, "contrary": _TEXTS}],
    "assumption": [{"arcs": [_TEXTS]}],
    "weights": {"*": {}},
}
"""What is a table, a list or a text in ``model.toml``, by key; ``*`` stands for every key."""
_BESIDE: Mapping[str, Any] = {
    "scenario": {"*": {"set": {"*": ""}, "seen": {"*": ""}, "likely": {}}},
    "context": {},
    "proposition": [{}],
    "panel": {"*": {"nodes": _TEXTS}},
    "expert": {"*": {"panels": _TEXTS}},
    **{key: [{"node": "", "parent": ""}] for key in ("shift", "attenuate", "replace")},
}
"""The same of the files beside it."""


def check_shape(values: Mapping[str, Any], file: str) -> None:
    """Raise StudyError with every part of a file that is of another kind than it has to be."""
    wrong = [*_wrong(values, _MODEL if file == "model.toml" else _BESIDE, file, "")]
    if wrong:
        raise StudyError(wrong)


def _wrong(value: Any, shape: Any, file: str, path: str) -> Iterator[Problem]:
    if not isinstance(value, type(shape)):
        code = _NOT[type(shape).__name__]
        yield problem_at(file, path, code, value=shown(value))
    elif isinstance(value, dict):
        for key, part in value.items():
            known = shape.get(key, shape.get("*"))
            if known is not None:
                yield from _wrong(part, known, file, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and shape:
        for index, part in enumerate(value):
            yield from _wrong(part, shape[0], file, f"{path}[{index}]")


def completed(model: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain values of a model with what it may leave out: methods, ids of outcomes."""
    found = dict(model)
    if "chance" in model:
        found["chance"] = {
            name: {**node, "cpt": _with_method(node["cpt"])} if "cpt" in node else node
            for name, node in model["chance"].items()
        }
    if "outcome" in model:
        found["outcome"] = [
            {"id": outcome_id(item.get("node", ""), item.get("states", ())), **item}
            for item in model["outcome"]
        ]
    return found


def _with_method(cpt: Mapping[str, Any]) -> dict[str, Any]:
    found = {"method": "table", **cpt}
    if "rows" in cpt:
        found["rows"] = [{"when": [], "p": [], **row} for row in cpt["rows"]]
    return found
