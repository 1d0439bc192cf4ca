"""Hold an answer as a table of values: terminal, report, CSV, JSON and DataFrame are made from it.

A column says what a machine and what people call it, and of which kind its values are; a kind says
how they read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Protocol

from bayesnet.kinds import COUNT, TEXT, TYPED, Beside, Kind, Style, span

if TYPE_CHECKING:
    import pandas as pd


class Origin(Protocol):
    """Where an answer comes from, as ``bayesnet.answers.provenance`` has it."""

    def line(self) -> str:
        """Return one line to print below a table."""
        ...

    def document(self) -> Mapping[str, str]:
        """Return every entry as text."""
        ...


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what machines and people call it, what stands in it, and its values.

    key: empty where it is for people alone; several where a machine gets several numbers. head:
    None where it is for machines alone. A value that is None stands for none.
    """

    key: str | float | tuple[str, ...]
    head: str | None
    kind: Kind
    values: Sequence[Any]

    def parts(self) -> Mapping[Hashable, list[Any]]:
        """Return the values by key, whole."""
        if not isinstance(self.key, tuple):
            return {} if self.key == "" else {self.key: [_bare(value) for value in self.values]}
        split = [(min(v), max(v)) if self.kind.ends else v for v in self.values]
        return {key: [value[at] for value in split] for at, key in enumerate(self.key)}


def _first_key(column: Column) -> str | float:
    key = column.key[0] if isinstance(column.key, tuple) else column.key
    return str(column.head) if key == "" else key


def _bare(value: Any) -> Any:
    value = value.value if isinstance(value, Beside) else value
    return value.text() if hasattr(value, "text") else value


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultTable:
    """An answer's values by column, with the sentences that stand around them.

    columns: in the order in which machines get them. index: so many of them name a row. order: of
    the columns that people see, by first key or head, where it is another. above, below: lines of
    words.
    """

    columns: Sequence[Column]
    index: int = 1
    order: Sequence[str] = ()
    above: Sequence[str] = ()
    below: Sequence[str] = ()

    @property
    def seen(self) -> tuple[Column, ...]:
        """Return the columns for people, in their order."""
        seen = [column for column in self.columns if column.head is not None]
        if not self.order:
            return tuple(seen)
        named = {_first_key(column): column for column in seen}
        return tuple(named[key] for key in self.order if key in named)

    @property
    def heads(self) -> tuple[str, ...]:
        """Return what people call the columns."""
        return tuple(str(column.head) for column in self.seen)

    @property
    def right(self) -> frozenset[int]:
        """Return the places of columns that are set to the right."""
        return frozenset(at for at, column in enumerate(self.seen) if column.kind.numeric)

    def pick(self, heads: Mapping[str, str]) -> ResultTable:
        """Return some of the columns, by first key or head, in that order and with those heads."""
        named = {str(_first_key(column)): column for column in self.columns}
        picked = [dataclasses.replace(named[key], head=head) for key, head in heads.items()]
        return dataclasses.replace(self, columns=picked, order=())

    def with_row(self, values: Sequence[Any], *, first: bool = False) -> ResultTable:
        """Return what people see with one row more, the last unless it is to be the first."""
        columns = [
            dataclasses.replace(
                column, values=[value, *column.values] if first else [*column.values, value]
            )
            for value, column in zip(values, self.seen, strict=True)
        ]
        return dataclasses.replace(self, columns=columns, order=())

    def texts(self, style: Style = TYPED) -> list[list[str]]:
        """Return the rows as people read them."""
        columns = [
            [
                style.none if value is None else column.kind.text(value, style)
                for value in column.values
            ]
            for column in self.seen
        ]
        return [list(row) for row in zip(*columns, strict=True)]

    def frame(self) -> pd.DataFrame:
        """Return the rows as machines take them, unrounded."""
        import pandas as pd  # noqa: PLC0415 - half a second that a terminal answer can do without

        parts: dict[Hashable, list[Any]] = {}
        for column in self.columns:
            parts |= column.parts()
        frame = pd.DataFrame(parts)
        return frame.set_index([*parts][: self.index]) if self.index else frame


def attributes(rows: Sequence[object], *names: str | tuple[str, str, Kind]) -> list[Column]:
    """Return a column of each attribute of the rows: for machines alone, or with head and kind."""
    wanted = [(name, None, TEXT) if isinstance(name, str) else name for name in names]
    return [Column(n, head, kind, [getattr(row, n) for row in rows]) for n, head, kind in wanted]


def by_world(
    worlds: Sequence[str], rows: Sequence[Sequence[float]], head: str, kind: Kind
) -> list[Column]:
    """Return a column for each world, the pool first; people see the pool's and the experts' span.

    rows: in each the values by world. head: over the pool's.
    """
    columns = [
        Column(world, None, kind, [row[at] for row in rows]) for at, world in enumerate(worlds)
    ]
    columns[0] = dataclasses.replace(columns[0], head=head)
    if len(worlds) > 1:
        columns.append(Column("", "Experts", span(kind), [row[1:] for row in rows]))
    return columns


def words_alone(
    heads: Sequence[str], rows: Sequence[Sequence[object]], counts: Sequence[int] = ()
) -> ResultTable:
    """Return a table of what is words already. counts: places of columns set to the right."""
    return ResultTable(
        columns=[
            Column("", head, COUNT if at in counts else TEXT, [row[at] for row in rows])
            for at, head in enumerate(heads)
        ]
    )


class Tabled:
    """Gives an answer that has a ``table`` its DataFrame and its look in notebooks."""

    __slots__ = ()

    def table(self) -> ResultTable:
        """Return the whole answer as a table."""
        raise NotImplementedError

    def frame(self) -> pd.DataFrame:
        """Return the answer's table, unrounded."""
        return self.table().frame()

    def __str__(self) -> str:
        """Return the table as text, its first and last rows where they are many."""
        return self.frame().to_string(max_rows=20)

    def _repr_html_(self) -> str:
        return notebook(self.frame(), getattr(self, "provenance", None))


def notebook(frame: pd.DataFrame, origin: Origin | None) -> str:
    """Return a table as a notebook shows it: HTML, with where it comes from below it."""
    table: str = frame.to_html()
    return f"{table}<p>From {escape(origin.line())}.</p>" if origin else table
