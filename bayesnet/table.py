"""Hold an answer as a table of values, and write them: for people in words, for machines whole.

A column says what stands in it, and with that how a value of its kind is written: its digits, its
sign, what stands for none. Terminal, Markdown, report, CSV, JSON and DataFrame are made from it.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from bayesnet.number_words import minus, percent, points, points_range
from bayesnet.rounding import PROBABILITY as PLACES
from bayesnet.rounding import written

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


def called_itself(name: str) -> str:
    """Return a name as it is: what can be typed again."""
    return name


def changes_text(changes: Iterable[Any]) -> str:
    """Return what a plan does instead, for example ``exercise_plan: full_scale -> modified``."""
    return "; ".join(f"{change.decision}: {change.text()}" for change in changes)


def rule_text(rule: Any) -> str:
    """Return a decision's rule by its names: ``take if forecast=rainy, else leave``."""
    text: str = rule.text()
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a surface writes: a terminal what can be typed and piped, a report what is read.

    prose: probabilities in percent and changes in points, with a minus sign; else decimals. none:
    stands for what there is not. gap: before a percent sign. name, number, person: what nodes and
    options, numbers of the model and experts are called. rule, changes: a decision's rule, and
    what another plan does instead.
    """

    prose: bool = False
    none: str = "-"
    gap: str = " "
    name: Callable[[str], str] = called_itself
    number: Callable[[str], str] = called_itself
    person: Callable[[str], str] = called_itself
    rule: Callable[[Any], str] = rule_text
    changes: Callable[[Any], str] = changes_text

    def figure(self, value: float, places: int, *, signed: bool = False) -> str:
        """Return a number with so many digits after the point."""
        text = written(value, places, signed=signed)
        return minus(text) if self.prose else text

    def percent(self, share: float) -> str:
        """Return a share in whole percent, ``<1 %`` where it is something."""
        text = percent(share).replace(" ", self.gap)
        return minus(text) if self.prose else text


TYPED = Style()
"""What a terminal and Markdown print."""


class Beside(NamedTuple):
    """A value with the values that say how many of its digits are supported."""

    value: float
    spread: Sequence[float]


@dataclass(frozen=True, slots=True)
class Kind:
    """What stands in a column: how people read it, and whether it is set to the right."""

    text: Callable[[Any, Style], str]
    numeric: bool = False
    ends: bool = False


def decimals(places: int, *, signed: bool = False, before: str = "") -> Kind:
    """Return the kind of numbers with a unit of their own, such as utilities.

    places: digits after the point. before: what stands before it.
    """
    return Kind(lambda v, style: before + style.figure(v, places, signed=signed), numeric=True)


def _change(value: float | Beside, style: Style) -> str:
    alone, spread = value if isinstance(value, Beside) else (value, ())
    return points(alone, spread) if style.prose else style.figure(alone, PLACES, signed=True)


def called(what: Literal["name", "number", "person"]) -> Kind:
    """Return the kind of what has a name, which the style knows."""
    return Kind(lambda value, style: getattr(style, what)(value))


def worded(words: Callable[..., str]) -> Kind:
    """Return the kind of what a function of the answer's own says in words."""
    return Kind(lambda value, _: words(value))


def span(kind: Kind) -> Kind:
    """Return the kind of several numbers by their ends; a machine gets lowest and highest."""

    def text(values: Sequence[float], style: Style) -> str:
        low, high = (kind.text(end(values), style) for end in (min, max))
        return low if low == high else f"{low} to {high}"

    return Kind(text, ends=True)


def possible(kind: Kind, none: str = "impossible") -> Kind:
    """Return a kind with a word for what cannot be, as where evidence is impossible."""
    said = lambda v, style: kind.text(v, style) if math.isfinite(v) else none  # noqa: E731
    return Kind(said, numeric=kind.numeric)


TEXT = Kind(lambda value, _: str(value))
COUNT = Kind(lambda value, _: str(value), numeric=True)
SHARE = Kind(lambda value, style: style.percent(value), numeric=True)
"""A part of a whole, in percent everywhere."""
PROBABILITY = Kind(
    lambda v, style: style.percent(v) if style.prose else style.figure(v, PLACES), numeric=True
)
CHANGE = Kind(_change, numeric=True)
"""A change of a probability, which may stand ``Beside`` what it is rounded by."""
CHANGE_SPAN = Kind(
    lambda v, style: points_range(v) if style.prose else span(CHANGE).text(v, style), ends=True
)
"""Several changes by their ends, which are rounded by their spread where they are read."""
NAMES = Kind(lambda names, style: ", ".join(map(style.name, names)) or style.none)
NAME, ENTRY, PERSON = called("name"), called("number"), called("person")
RULE = Kind(lambda value, style: value if isinstance(value, str) else style.rule(value))
"""A decision's rule, or words where there is none."""
CHANGES = Kind(lambda value, style: style.changes(value))
"""The rules that another plan changes."""


def quantity_kind(unit: str, places: int, *, signed: bool = False) -> Kind:
    """Return how a quantity is written: in probability, or in points with so many digits."""
    probability = CHANGE if signed else PROBABILITY
    return probability if unit == "probability" else decimals(places, signed=signed)


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

    def pick(self, heads: Mapping[str | float, str]) -> ResultTable:
        """Return some of the columns, by first key or head, in that order and with those heads."""
        named = {_first_key(column): column for column in self.columns}
        picked = [dataclasses.replace(named[key], head=head) for key, head in heads.items()]
        return dataclasses.replace(self, columns=picked, order=())

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


def attributes(rows: Sequence[object], *names: str) -> list[Column]:
    """Return a column for machines of each attribute of the rows."""
    return [Column(name, None, TEXT, [getattr(row, name) for row in rows]) for name in names]


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

    def _repr_html_(self) -> str:
        origin: Origin | None = getattr(self, "provenance", None)
        below = f"<p>From {escape(origin.line())}.</p>" if origin else ""
        return f"{self.frame().to_html()}{below}"


def csv_text(frame: pd.DataFrame, origin: Origin | None = None) -> str:
    """Return rows as CSV; the provenance stands in columns, so that it travels along.

    A column of the answer that is called like one of the provenance, as that of a node ``study``,
    keeps its name, and the provenance's is then ``provenance_study``.
    """
    taken = {*frame.columns, *frame.index.names}
    entries = origin.document() if origin else {}
    named = {f"provenance_{k}" if k in taken else k: v for k, v in entries.items()}
    return frame.assign(**named).to_csv(lineterminator="\n")


def json_text(
    frame: pd.DataFrame,
    origin: Origin | None = None,
    rest: Mapping[str, object] | None = None,
) -> str:
    """Return rows, the provenance and what else belongs to the answer as JSON."""
    document: dict[str, object] = {"rows": records(frame)}
    if origin:
        document["provenance"] = origin.document()
    return json.dumps({**document, **(rest or {})}, indent=1, ensure_ascii=False, allow_nan=False)


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows with every digit, however small a number is; what is no number is None.

    pandas' own writer cuts numbers after 15 digits behind the point.
    """
    rows = frame.reset_index().astype(object).to_dict("records")
    return [{str(name): _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: object) -> object:
    """Return a value as JSON knows it."""
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    return value


def markdown(table: ResultTable) -> str:
    """Return a Markdown table with its lines around it."""

    def line(cells: Sequence[str]) -> str:
        escaped = [cell.replace("|", "\\|").replace("\n", " ") for cell in cells]
        return f"| {' | '.join(escaped)} |"

    rule = ["---:" if at in table.right else "---" for at in range(len(table.heads))]
    rows = [line(cells) for cells in (table.heads, rule, *table.texts()) if cells]
    around = [*(f"{said}\n" for said in table.above)], [*(f"\n{said}" for said in table.below)]
    return "\n".join([*around[0], *rows, *around[1]])
