"""Write a report as a tagged PDF; all texts reach typst as data."""

from __future__ import annotations

import json
from typing import Any

from diagrams.render import typeset
from diagrams.report.blocks import (
    Block,
    Box,
    Bullets,
    Document,
    Figure,
    Grid,
    Heading,
    Paragraph,
    numbers,
    pages,
)
from diagrams.report.columns import shares

TEXT_WIDTH = 482.0
WIDE_WIDTH = 728.0
"""Width of the column of an A4 page, upright and on its side, in points."""
TABLE_SIZE = 8.5


def pdf(document: Document) -> bytes:
    """Return the PDF: PDF/UA-1, fonts inside, provenance as its one keyword."""
    pictures: dict[str, str] = {}
    told = {
        "title": document.title,
        "subtitle": document.subtitle,
        "notice": document.notice,
        "keywords": document.keywords,
        "runs": _runs(document, pictures),
    }
    return typeset("report.typ", {"document": json.dumps(told)}, pictures)


def _runs(document: Document, pictures: dict[str, str]) -> list[dict[str, Any]]:
    """Return the blocks in runs that share a kind of page: upright, on its side, or large."""
    runs: list[dict[str, Any]] = []
    told = zip(document.blocks, numbers(document.blocks), pages(document.blocks), strict=True)
    for block, number, page in told:
        if not runs or runs[-1]["page"] != page:
            runs.append({"page": page, "blocks": []})
        runs[-1]["blocks"].append(_told(block, number, pictures))
    return runs


def _told(block: Block, number: int, pictures: dict[str, str]) -> dict[str, Any]:
    match block:
        case Heading(text=text, level=level, new_page=new_page):
            return {"kind": "heading", "text": text, "level": level - 1, "new_page": new_page}
        case Paragraph(text=text, quiet=quiet):
            return {"kind": "paragraph", "text": text, "quiet": quiet}
        case Bullets(items=items):
            return {"kind": "bullets", "items": list(items)}
        case Box(title=title, items=items, warning=warning):
            return {"kind": "box", "title": title, "items": list(items), "warning": warning}
        case Figure(drawing=drawing, caption=caption):
            name = f"figure-{number}.svg"
            pictures[name] = drawing.svg
            width, height = drawing.inches
            return {
                "kind": "figure",
                "file": name,
                "caption": caption,
                "alt": drawing.about,
                "width": width,
                "shape": height / width,
            }
        case Grid():
            return _grid(block)


def _grid(grid: Grid) -> dict[str, Any]:
    width = WIDE_WIDTH if grid.wide else TEXT_WIDTH
    rows = [
        {"cells": list(row), "strong": index in grid.strong, "group": grid.groups.get(index, "")}
        for index, row in enumerate(grid.rows)
    ]
    return {
        "kind": "grid",
        "caption": grid.caption,
        "heads": list(grid.heads),
        "rows": rows,
        "short": grid.short,
        "right": [index in grid.right for index in range(len(grid.heads))],
        "shares": [round(share, 4) for share in shares(grid, width, TABLE_SIZE)],
    }
