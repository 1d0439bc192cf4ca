"""Rank what an answer hangs on, one thing at a time: the tornado, exact in every bar.

A bar goes from the lowest to the highest that the quantity becomes while one thing moves over its
range and everything else stays as the pool has it. For rows, questions and whole tables one
gradient answers for all bars: the quantity is a quotient of functions linear in each table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from bayesnet.answers.provenance import Provenance, across, provenance
from bayesnet.inference.arrays import Array
from bayesnet.inference.expectation import quotient
from bayesnet.inference.worlds import first_world
from bayesnet.kinds import ENTRY, PERSON, TEXT, quantity_kind
from bayesnet.rounding import PROBABILITY, steady
from bayesnet.sensitivity.alternatives import (
    Alternatives,
    Spread,
    drawn_alternatives,
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
from bayesnet.sensitivity.quantity import Quantity, Response, respond, value_of
from bayesnet.sensitivity.rows import row_name, rows_of
from bayesnet.sensitivity.tornado_bar import TornadoBar, driver
from bayesnet.study.draws import draw
from bayesnet.study.model import Name
from bayesnet.study.view import StudyView
from bayesnet.sweep import Chunk, Progress, Sampling, check_kept, chunks, silent, sweep
from bayesnet.table import ResultTable, Tabled, attributes

By = Literal["row", "question", "table", "node", "assumption", "expert", "weight"]
UNITS: tuple[By, ...] = ("row", "question", "table", "node", "assumption", "expert", "weight")
UNIT_WORDS: Mapping[By, str] = {
    "row": "row of a table",
    "question": "question to the experts",
    "table": "whole table",
    "node": "node",
    "assumption": "assumption",
    "expert": "expert",
    "weight": "weight",
}
CENTRAL = (0.05, 0.95)
"""Quantiles that a bar over draws goes between."""
ENDS = ("5 % of draws", "95 % of draws")
SHARED = 2.0
"""A table that moves so many times as much as its best row hides behind its rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A table that moves much while none of its rows does: they share its effect."""

    table: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers(Tabled):
    """A quantity and what moves it, the widest bar first.

    base, by_expert: the quantity by the pool's numbers, and by each expert's own, in its unit.
    spread: what the bars' ranges are.
    turns_at_zero: whether it is a difference, whose sign is what counts.
    hidden: the table of most effect that no single row shows; None for none.
    """

    quantity: str
    unit: str
    base: float
    by_expert: tuple[float, ...]
    turns_at_zero: bool
    by: By
    spread: str
    drivers: tuple[TornadoBar, ...]
    hidden: Hidden | None
    provenance: Provenance

    @property
    def turning(self) -> int:
        """Return how many bars reach beyond 0: the rival leads there, or the change goes back.

        From a lead of nothing the rival leads as soon as it falls. Another plan than the rival may
        be the best before: of that a lead over one rival says nothing.
        """
        return sum(self._turns(bar) for bar in self.drivers)

    def _turns(self, bar: TornadoBar) -> bool:
        now, low, high = (steady(v, bar.swing) for v in (self.base, bar.lowest, bar.highest))
        if now:
            return high > 0 if now < 0 else low < 0
        return low < 0 and (self.unit == "points" or high > 0)

    @property
    def nobody_differs(self) -> bool:
        """Return whether numbers move between experts' own and there is one set of them."""
        between = [Spread(kind=kind).text for kind in ("experts", "ranges")]
        of_numbers = self.by in ("row", "question", "table")
        return of_numbers and self.spread in between and len(self.by_expert) == 1

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what to mind, for one who can ask again."""
        if self.hidden is None:
            return ()
        table, rows = self.hidden.table, self.hidden.rows
        return (
            f"{table}: row swings are small because {rows} rows share the effect. Try --by table.",
        )

    def table(
        self, bars: Sequence[TornadoBar] | None = None, digits: int = PROBABILITY
    ) -> ResultTable:
        """Return a row for each bar, or for those given.

        digits: after the point, of a quantity in points of utility.
        """
        rows = self.drivers if bars is None else bars
        swing = quantity_kind(self.unit, digits)
        end = quantity_kind(self.unit, digits, signed=self.turns_at_zero)
        when = PERSON if self.by == "table" else TEXT
        return ResultTable(
            columns=attributes(
                rows,
                ("item", UNIT_WORDS[self.by].capitalize(), ENTRY),
                ("lowest", "Lowest", end),
                ("highest", "Highest", end),
                ("swing", "Swing", swing),
                ("lowest_when", "when", when),
                ("highest_when", "when", when),
            ),
            order=("item", "swing", "lowest", "lowest_when", "highest", "highest_when"),
        )


def find_drivers(
    view: StudyView,
    quantity: Quantity,
    by: By,
    spread: Spread = Spread(),  # noqa: B008 - a frozen value
    *,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Drivers:
    """Return the tornado of a quantity under a structure.

    Raises StudyError where it has no meaning.

    Nodes, assumptions and experts have ranges of their own: ``spread`` is not for them. executor,
    progress: for bars over draws.
    """
    network = first_world(view.network)
    response = respond(quantity, network)
    hidden: Hidden | None = None
    text, draws = spread.text, ""
    if by in ("row", "table") and spread.sampling is not None:
        moved = _over_draws(view, response, by, spread.sampling, executor, progress)
        bars, hidden = _rows_and_tables(view, moved, by)
        draws = str(spread.sampling)
    elif by in ("row", "table") and spread.kind != "ranges":
        tables = {n: table_alternatives(view, n, spread) for n in network.tables}
        bars, hidden = _rows_and_tables(view, _moved(response, tables, by), by)
    elif by in ("question", "table"):
        bars = list(_questions(view, response, by, spread))
    else:
        others: Mapping[str, Callable[[], tuple[list[TornadoBar], str]]] = {
            "node": lambda: by_node(view, quantity),
            "assumption": lambda: by_assumption(view, quantity),
            "expert": lambda: by_expert(view, quantity),
            "weight": lambda: by_weight(view, quantity, spread),
        }
        bars, text = others[by]()
    widest = max((bar.swing for bar in bars), default=0.0)
    return Drivers(
        quantity=quantity.label,
        unit=quantity.unit,
        base=float(response.value[0]),
        by_expert=each_expert(view, quantity),
        turns_at_zero=len(quantity.parts) > 1,
        by=by,
        spread=text,
        drivers=tuple(sorted(bars, key=lambda bar: -steady(bar.swing, widest))),
        hidden=hidden,
        provenance=across(provenance(view), [view.structure], draws),
    )


def each_expert(view: StudyView, quantity: Quantity) -> tuple[float, ...]:
    """Return the quantity by each expert's own numbers; plans stay those of the pool."""
    values = value_of(quantity, view.network)
    return tuple(np.broadcast_to(values, (len(view.study.worlds),))[1:].tolist())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moved:
    """What a quantity becomes with one table changed as a whole, and with each row alone.

    whole: shape (alternatives,). rows: shape (rows, alternatives), or none. names: of alternatives;
    empty for draws.
    """

    names: tuple[str, ...]
    whole: Array
    rows: Array

    def bar(self, item: str, values: Array) -> TornadoBar:
        """Return the bar over all alternatives, or over the central ones of draws."""
        if self.names:
            return driver(item, values.tolist(), self.names)
        return driver(item, np.nanquantile(values, CENTRAL).tolist(), ENDS)


def _moved(
    response: Response, alternatives: Mapping[Name, Alternatives], by: By
) -> dict[Name, _Moved]:
    """Return what changing each table does; rows only where bars are by row."""
    return {
        node: _Moved(
            names=found.names,
            whole=response.replaced(node, found.differences),
            rows=_each_row(response, node, found)
            if by == "row"
            else np.empty((0, found.differences.shape[-1])),
        )
        for node, found in alternatives.items()
    }


def _over_draws(
    view: StudyView,
    response: Response,
    by: By,
    sampling: Sampling,
    executor: Executor | None,
    progress: Progress,
) -> dict[Name, _Moved]:
    """Return what each drawn world's tables do in place of the pool's, one at a time."""
    tables = view.network.tables
    rows = sum(len(rows_of(table)) for table in tables.values()) if by == "row" else 0
    check_kept(sampling, len(tables) + rows)
    work = partial(_chunk, view, response, by, sampling.coherent)
    parts = list(sweep(work, chunks(sampling), executor, progress))
    return {
        node: _Moved(
            names=(),
            whole=np.concatenate([part[node].whole for part in parts]),
            rows=np.concatenate([part[node].rows for part in parts], axis=-1),
        )
        for node in tables
    }


def _chunk(
    view: StudyView, response: Response, by: By, coherent: bool, chunk: Chunk
) -> dict[Name, _Moved]:
    draws = draw(view.study.cpds, view.study.priors, chunk.size, chunk.seed, coherent=coherent)
    return _moved(response, drawn_alternatives(view, draws), by)


def _rows_and_tables(
    view: StudyView, moved: Mapping[Name, _Moved], by: By
) -> tuple[list[TornadoBar], Hidden | None]:
    """Return a bar for each row or table, and a note where rows hide what their table does."""
    states = view.diagram.states
    bars: list[TornadoBar] = []
    hidden: Hidden | None = None
    most = 0.0
    for node, table in view.network.tables.items():
        whole = moved[node].bar(node, moved[node].whole)
        if by == "table":
            bars.append(whole)
            continue
        rows = [
            moved[node].bar(row_name(node, given, table.scope, states), values)
            for given, values in zip(rows_of(table), moved[node].rows, strict=True)
        ]
        bars += rows
        if whole.swing > most and whole.swing >= SHARED * max(row.swing for row in rows):
            hidden, most = Hidden(table=node, rows=len(rows)), whole.swing
    return bars, hidden


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


def _questions(view: StudyView, response: Response, by: By, spread: Spread) -> Iterator[TornadoBar]:
    for node in view.study.cpds:
        questions = questions_of(view, node)
        asked = [(node, questions)] if by == "table" else [(q.key, (q,)) for q in questions]
        for item, together in asked:
            if together:
                found = question_alternatives(view, node, together, spread)
                values = response.replaced(node, found.differences)
                yield driver(item, values.tolist(), found.names)
