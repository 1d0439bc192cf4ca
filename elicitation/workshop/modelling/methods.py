"""The fields of a table that is made from fewer numbers than it has, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bayesnet.cpds.noisy_max import WORDINGS
from bayesnet.cpds.ranked import EXPRESSIONS, VARIANTS
from bayesnet.edits.tables import SetCpt
from bayesnet.study.model import InfluenceDiagram, Name
from elicitation.workshop.modelling.fields import Fields, number, numbers

METHODS = {
    "table": "full table: every row",
    "ranked": "ranked: weights and a spread",
    "noisy_or": "noisy-OR: each cause alone",
    "noisy_max": "noisy-MAX: each cause alone",
    "weighted_sum": "weighted sum of typical situations",
    "product": "product of intervals",
    "likelihood": "likelihood: a prior and effects",
}
"""Methods in the order in which they are offered, and what they ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodField:
    """One field. key: its path in the table; kind: numbers, number, choice, check or lines."""

    key: str
    label: str
    kind: str
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""


def method_fields(
    diagram: InfluenceDiagram, name: Name, cpt: Mapping[str, Any]
) -> tuple[MethodField, ...]:
    """Return the fields of a node's method, filled in as they stand; none for a full table."""
    makers = {
        "noisy_or": _noisy,
        "noisy_max": _noisy,
        "ranked": _ranked,
        "weighted_sum": _weighted,
        "likelihood": _likelihood,
        "product": _product,
    }
    maker = makers.get(str(cpt.get("method")))
    return tuple(maker(diagram, name, cpt)) if maker else ()


def cpt_typed(fields: Fields, cpt: Mapping[str, Any]) -> SetCpt:
    """Return the edit that the fields of a method mean."""
    entries: dict[str, Any] = {}
    for key, typed in fields.beginning("cpt-"):
        first, _, rest = key.partition("/")
        if first in _PLAIN:
            entries[first] = (_PLAIN[first](typed) if typed else None) or None
        elif first in _BY_PARENT:
            entries.setdefault(first, {})
            if typed:
                entries[first][rest] = _BY_PARENT[first](typed)
        elif first == "falling":
            entries.setdefault(first, []).append(rest)
        elif first == "links":
            parent, _, state = rest.partition("/")
            entries.setdefault(first, [])
            if typed:
                entries[first].append({"parent": parent, "state": state, "p": numbers(typed)})
    if cpt.get("method") == "ranked":
        entries.setdefault("falling", None)
        entries["scores"] = entries.get("scores") or None
    return SetCpt(name=fields.text("node"), entries=entries)


def _situations(typed: str) -> list[dict[str, Any]]:
    return [_situation(line) for line in typed.splitlines() if line.strip()]


def _situation(line: str) -> dict[str, Any]:
    """Return a line such as ``dry, calm: 0.7 0.3: wind`` as it is written in the file."""
    when, _, rest = line.partition(":")
    p, _, typical = rest.partition(":")
    found: dict[str, Any] = {"when": [w.strip() for w in when.split(",")], "p": numbers(p)}
    if typical.strip():
        found["typical_of"] = [name.strip() for name in typical.split(",")]
    return found


_PLAIN: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("leak", "prior", "cuts"), numbers),
    **dict.fromkeys(("spread", "base"), number),
    **dict.fromkeys(("wording", "expression", "variant"), str),
    "situations": _situations,
}
_BY_PARENT: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("scores", "effects", "intervals"), numbers),
    "weights": number,
}


def _noisy(diagram: InfluenceDiagram, name: Name, cpt: Mapping[str, Any]) -> Iterator[MethodField]:
    order = _order(diagram, name)
    yield _choice("wording", "What a cause is said to do", cpt, WORDINGS)
    yield _list("leak", "With no cause present", cpt.get("leak"), order)
    links = {
        (link.get("parent"), link.get("state")): link.get("p") for link in cpt.get("links", ())
    }
    for parent in diagram.chance[name].parents:
        for state in diagram.states[parent]:
            label = f"{diagram.labels[parent]}: {diagram.state_label(parent, state)}"
            hint = f"{order} Leave the state empty in which it is no cause."
            yield _list(f"links/{parent}/{state}", label, links.get((parent, state)), hint)


def _ranked(diagram: InfluenceDiagram, name: Name, cpt: Mapping[str, Any]) -> Iterator[MethodField]:
    yield _choice("expression", "How causes come together", cpt, EXPRESSIONS)
    yield _choice("variant", "Variant", cpt, VARIANTS)
    yield _number("spread", "Spread", cpt.get("spread"), "From 0.01 (sharp) to 0.5 (vague).")
    parents = diagram.chance[name].parents
    mixed = cpt.get("expression") == "mixminmax"
    labels = (
        {"min": "lowest", "max": "highest"} if mixed else {p: diagram.labels[p] for p in parents}
    )
    for key, label in labels.items():
        yield _number(f"weights/{key}", f"Weight: {label}", cpt.get("weights", {}).get(key), "")
    for parent in parents:
        label = f"Scores of {diagram.labels[parent]}, 0 to 1"
        scores = cpt.get("scores", {}).get(parent)
        yield _list(
            f"scores/{parent}", label, scores, f"{_order(diagram, parent)} Empty: even steps."
        )
        falls = "yes" if parent in cpt.get("falling", ()) else ""
        label = f"More of {diagram.labels[parent]} means less"
        yield MethodField(key=f"falling/{parent}", label=label, kind="check", value=falls)


def _weighted(
    diagram: InfluenceDiagram, name: Name, cpt: Mapping[str, Any]
) -> Iterator[MethodField]:
    for parent in diagram.chance[name].parents:
        label = f"Weight: {diagram.labels[parent]}"
        yield _number(f"weights/{parent}", label, cpt.get("weights", {}).get(parent), "")
    lines = [
        f"{', '.join(s.get('when', ()))}: {' '.join(map(str, s.get('p', ())))}"
        + (f": {', '.join(s['typical_of'])}" if "typical_of" in s else "")
        for s in cpt.get("situations", ())
    ]
    hint = "A line each: states of the causes with commas, a colon, the probabilities."
    yield MethodField(
        key="situations", label="Situations", kind="lines", value="\n".join(lines), hint=hint
    )


def _likelihood(
    diagram: InfluenceDiagram, name: Name, cpt: Mapping[str, Any]
) -> Iterator[MethodField]:
    yield _list("prior", "Prior", cpt.get("prior"), _order(diagram, name))
    yield _number("base", "Base", cpt.get("base"), "How far a full effect moves the odds.")
    for parent in diagram.chance[name].parents:
        label = diagram.labels[parent]
        effects = cpt.get("effects", {}).get(parent)
        yield _list(f"effects/{parent}", f"Effects of {label}", effects, _order(diagram, parent))
        yield _number(
            f"weights/{parent}", f"Weight: {label}", cpt.get("weights", {}).get(parent), ""
        )


def _product(
    diagram: InfluenceDiagram, name: Name, cpt: Mapping[str, Any]
) -> Iterator[MethodField]:
    for parent in diagram.chance[name].parents:
        edges = cpt.get("intervals", {}).get(parent)
        label = f"Edges of the states of {diagram.labels[parent]}, 0 to 1"
        yield _list(
            f"intervals/{parent}", label, edges, f"One more than states. {_order(diagram, parent)}"
        )
    yield _list("cuts", "Edges of its own states, 0 to 1", cpt.get("cuts"), _order(diagram, name))


def _order(diagram: InfluenceDiagram, name: Name) -> str:
    labels = ", ".join(diagram.state_label(name, state) for state in diagram.states[name])
    return f"In this order: {labels}."


def _list(key: str, label: str, values: Sequence[Any] | None, hint: str) -> MethodField:
    value = " ".join(map(str, values or ()))
    return MethodField(key=key, label=label, kind="numbers", value=value, hint=hint)


def _number(key: str, label: str, value: Any, hint: str) -> MethodField:
    shown = "" if value is None else str(value)
    return MethodField(key=key, label=label, kind="number", value=shown, hint=hint)


def _choice(key: str, label: str, cpt: Mapping[str, Any], options: Iterable[str]) -> MethodField:
    value = str(cpt.get(key, ""))
    offered = (("", "choose"), *((option, option) for option in options))
    return MethodField(key=key, label=label, kind="choice", value=value, options=offered)
