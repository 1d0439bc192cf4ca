"""Rank what an answer hangs on, one thing at a time: the tornado, exact in every bar.

A bar goes from the lowest to the highest that the quantity becomes while one thing moves over its
range and everything else stays as the pool has it. For rows, questions and whole tables one
gradient answers for all bars: the quantity is a quotient of functions linear in each table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from bayesnet.answer import Provenance, provenance
from bayesnet.inference.arrays import Array
from bayesnet.inference.expectation import quotient
from bayesnet.sensitivity.alternatives import (
    Alternatives,
    Spread,
    question_alternatives,
    questions_of,
    table_alternatives,
)
from bayesnet.sensitivity.assumptions import (
    by_assumption,
    by_expert,
    by_node,
    by_weight,
)
from bayesnet.sensitivity.driver import Driver, driver
from bayesnet.sensitivity.quantity import Quantity, Response, first_world, respond, value_of
from bayesnet.sensitivity.rows import row_name, rows_of
from bayesnet.study import Study

if TYPE_CHECKING:
    import pandas as pd

By = Literal["row", "question", "table", "node", "assumption", "expert", "weight"]
UNITS: tuple[By, ...] = ("row", "question", "table", "node", "assumption", "expert", "weight")
CENTRAL = (0.05, 0.95)
"""Quantiles that a bar over draws goes between."""
SHARED = 2.0
"""A table that moves so many times as much as its best row hides behind its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """A quantity and what moves it, the widest bar first.

    base, by_expert: the quantity by the pool's numbers, and by each expert's own, in its unit.
    spread: what the bars' ranges are.
    turns_at_zero: whether it is a difference, whose sign is what counts.
    """

    quantity: str
    unit: str
    base: float
    by_expert: tuple[float, ...]
    turns_at_zero: bool
    by: By
    spread: str
    drivers: tuple[Driver, ...]
    notes: tuple[str, ...]
    provenance: Provenance

    def frame(self) -> pd.DataFrame:
        """Return a row for each bar, unrounded."""
        import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

        return pd.DataFrame(
            [
                {
                    "item": bar.item,
                    "lowest": bar.lowest,
                    "highest": bar.highest,
                    "swing": bar.swing,
                    "lowest_when": bar.lowest_when,
                    "highest_when": bar.highest_when,
                }
                for bar in self.drivers
            ],
            columns=["item", "lowest", "highest", "swing", "lowest_when", "highest_when"],
        ).set_index("item")


def find_drivers(
    study: Study,
    structure: str,
    quantity: Quantity,
    by: By,
    spread: Spread = Spread(),  # noqa: B008 - a frozen value
) -> Drivers:
    """Return the tornado of a quantity under a structure; raises Refused where it has no meaning.

    Nodes, assumptions and experts have ranges of their own: ``spread`` is not for them.
    """
    network = first_world(study.network(structure))
    response = respond(quantity, network)
    notes: tuple[str, ...] = ()
    text = spread.text
    if by in ("row", "table") and spread.kind != "ranges":
        bars, notes = _rows_and_tables(study, structure, response, by, spread)
    elif by in ("question", "table"):
        bars = list(_questions(study, structure, response, by, spread))
    else:
        others: Mapping[str, Callable[[], tuple[list[Driver], str]]] = {
            "node": lambda: by_node(study, structure, quantity),
            "assumption": lambda: by_assumption(study, structure, quantity),
            "expert": lambda: by_expert(study, structure, quantity),
            "weight": lambda: by_weight(study, structure, quantity, spread),
        }
        bars, text = others[by]()
    return Drivers(
        quantity=quantity.label,
        unit=quantity.unit,
        base=float(response.value[0]),
        by_expert=each_expert(study, structure, quantity),
        turns_at_zero=len(quantity.parts) > 1,
        by=by,
        spread=text,
        drivers=tuple(sorted(bars, key=lambda bar: -bar.swing)),
        notes=notes,
        provenance=provenance(study, structure),
    )


def each_expert(study: Study, structure: str, quantity: Quantity) -> tuple[float, ...]:
    """Return the quantity by each expert's own numbers; plans stay those of the pool."""
    values = value_of(quantity, study.network(structure))
    return tuple(np.broadcast_to(values, (len(study.worlds),))[1:].tolist())


def _rows_and_tables(
    study: Study, structure: str, response: Response, by: By, spread: Spread
) -> tuple[list[Driver], tuple[str, ...]]:
    """Return a bar for each row or table, and a note where rows hide what their table does."""
    states = study.structures[structure].diagram.states
    bars: list[Driver] = []
    hidden: tuple[float, str] = (0.0, "")
    for node, table in study.network(structure).tables.items():
        alternatives = table_alternatives(study, structure, node, spread)
        whole = _bar(node, _whole(response, node, alternatives), alternatives, spread)
        if by == "table":
            bars.append(whole)
            continue
        rows = [
            _bar(row_name(node, given, table.scope, states), values, alternatives, spread)
            for given, values in zip(
                rows_of(table), _each_row(response, node, alternatives), strict=True
            )
        ]
        bars += rows
        if whole.swing >= SHARED * max(row.swing for row in rows):
            note = (
                f"{node}: row swings are small because {len(rows)} rows share the effect. "
                "Try --by table."
            )
            hidden = max(hidden, (whole.swing, note))
    return bars, (hidden[1],) if hidden[1] else ()


def _each_row(response: Response, node: str, alternatives: Alternatives) -> Array:
    """Return the quantity with one row changed, shape (rows, alternatives)."""
    differences = alternatives.differences
    total: Array = np.zeros(1)
    for part in response.parts:
        above, below = (
            np.einsum("rs,rsa->ra", _rows(gradients, node, differences), differences)
            for gradients in (part.above, part.below)
        )
        total = total + quotient(part.value[0] + above, 1.0 + below)
    return total


def _rows(gradients: Mapping[str, Array], node: str, differences: Array) -> Array:
    if node not in gradients:
        return np.zeros(differences.shape[:-1])
    return np.asarray(gradients[node][..., 0].reshape(differences.shape[:-1]))


def _whole(response: Response, node: str, alternatives: Alternatives) -> Array:
    """Return the quantity with the whole table changed, shape (alternatives,)."""
    return response.replaced(node, alternatives.differences)


def _bar(item: str, values: Array, alternatives: Alternatives, spread: Spread) -> Driver:
    if spread.kind == "draws":
        low, high = np.nanquantile(values, CENTRAL)
        names = ("5 % of draws", "95 % of draws")
        return driver(item, [float(low), float(high)], names)
    return driver(item, values.tolist(), alternatives.names)


def _questions(
    study: Study, structure: str, response: Response, by: By, spread: Spread
) -> Iterator[Driver]:
    for node in study.cpds:
        questions = questions_of(study, structure, node)
        asked = [(node, questions)] if by == "table" else [(q.key, (q,)) for q in questions]
        for item, together in asked:
            if together:
                found = question_alternatives(study, structure, node, together, spread)
                yield _bar(item, _whole(response, node, found), found, spread)
