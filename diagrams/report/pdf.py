"""Write a report as a tagged PDF; all texts reach typst as data."""

from __future__ import annotations

import json
from typing import Any

from diagrams.canvas.letters import drawing_in_print, in_print, lost
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
UNSEEN = ("alt", "file")
"""Texts for programs, never printed."""


def pdf(document: Document) -> bytes:
    """Return the PDF: PDF/UA-1, fonts inside, provenance as its one keyword."""
    pictures: dict[str, str] = {}
    told = {
        **_all_in_print(_texts(document, pictures)),
        "name": document.title,
        "keywords": document.keywords,
    }
    return typeset("report.typ", {"document": json.dumps(told)}, pictures)


def lost_letters(document: Document) -> frozenset[str]:
    """Return the letters that the PDF cannot show, because our fonts lack them."""
    drawings = [block.drawing.content for block in document.blocks if isinstance(block, Figure)]
    return lost([json.dumps(_texts(document, {}), ensure_ascii=False), *drawings])


def _texts(document: Document, pictures: dict[str, str]) -> dict[str, Any]:
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "notice": document.notice,
        "runs": _runs(document, pictures),
    }


def _all_in_print(value: Any) -> Any:
    """Return what is told to typst in letters that our fonts have; what is not shown stays."""
    match value:
        case str():
            return in_print(value)
        case list():
            return [_all_in_print(part) for part in value]
        case dict():
            return {k: part if k in UNSEEN else _all_in_print(part) for k, part in value.items()}
    return value


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
        case Paragraph(text=text):
            return {"kind": "paragraph", "text": text}
        case Bullets(items=items):
            return {"kind": "bullets", "items": list(items)}
        case Box(title=title, items=items):
            return {"kind": "box", "title": title, "items": list(items)}
        case Figure(drawing=drawing, caption=caption):
            name = f"figure-{number}.svg"
            pictures[name] = drawing_in_print(drawing).svg
            width, height = drawing.inches
            return {
                "kind": "figure",
                "number": str(number),
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
