"""Write an answer's table as CSV, as JSON and as Markdown."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bayesnet.table import Origin, ResultTable

if TYPE_CHECKING:
    import pandas as pd


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
    above, below = (f"{said}\n" for said in table.above), (f"\n{said}" for said in table.below)
    return "\n".join([*above, *rows, *below])
