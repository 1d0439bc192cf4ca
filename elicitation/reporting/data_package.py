"""Describe exported files as a Frictionless data package, each with the hash of its bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from elicitation.record.ledger import sha256_of
from elicitation.spreadsheet import Table

_MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_TITLES = {
    "judgements.xlsx": "All tables as a workbook",
    "prov.json": "Where each file came from, as PROV-JSON",
}


def data_package(
    files: Mapping[str, bytes],
    tables: Sequence[Table],
    *,
    name: str,
    title: str,
    created: str,
    notice: str,
    extra: Mapping[str, Any],
) -> bytes:
    """Return ``datapackage.json`` (Data Package, version 1).

    files: by name; tables: those that files of their name with ``.csv`` hold. notice: what a reader
    must know about the numbers, or empty; extra: keys of our own, such as the ledger's newest hash.
    """
    by_file = {f"{table.name}.csv": table for table in tables}
    document = {
        "profile": "data-package",
        "name": name,
        "title": title,
        "created": created,
        **({"description": notice} if notice else {}),
        **extra,
        "resources": [_resource(file, files[file], by_file.get(file)) for file in files],
    }
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def _resource(file: str, content: bytes, table: Table | None) -> dict[str, Any]:
    stem, _, format_ = file.rpartition(".")
    resource: dict[str, Any] = {
        "name": f"{stem}-{format_}",
        "path": file,
        "title": table.title if table else _TITLES[file],
        "format": format_,
        "mediatype": _MEDIA[format_],
        "bytes": len(content),
        "hash": f"sha256:{sha256_of(content)}",
    }
    if table is None:
        return resource
    fields = [{"name": c.name, "type": c.kind, "description": c.description} for c in table.columns]
    return {
        **resource,
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }
