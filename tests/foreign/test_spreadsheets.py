"""Whole tables through CSV, XLSX and pandas, and what is wrong with a sheet."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.interchange.spreadsheet import (
    cpt_frame,
    cpt_of_frame,
    csv_text,
    read_csv,
    read_workbook,
    with_tables,
    workbook,
)
from bayesnet.interchange.study_out import diagram_of_study
from bayesnet.study.view import StudyView
from tests.foreign.diagrams import random_chance_diagram

PLAIN = "weather,mood=bad,mood=good\ndry,0.25,0.75\nwet,0.5,0.5\n"
BAD = {
    "column missing": ("mood=good", "mood=fine", "row 1: no column, or several, for mood=good."),
    "no such state": ("wet,", "damp,", "row 3: weather has no state 'damp'."),
    "no number": ("0.75", "lots", "row 2: 'lots' is not a number."),
    "sum": ("0.75", "0.7", "row 2: the probabilities sum to 0.95, not 1,"),
    "negative": ("0.25,0.75", "-0.25,1.25", "row 2: the probabilities sum to 1, not 1, or leave"),
    "twice": ("wet,0.5,0.5", "dry,0.5,0.5", "row 3: the row of this case is there twice."),
    "missing": ("wet,0.5,0.5\n", "", "no row for weather=wet. Give each case a row."),
    "not finite": ("0.25", "nan", "row 2: the probabilities sum to nan"),
    "empty": (PLAIN, "", "row 1: no column"),
}


def mood():
    """A node with a parent, and all states."""
    from bayesnet.interchange.diagram import Chance  # noqa: PLC0415

    states = {"weather": ("dry", "wet"), "mood": ("bad", "good")}
    table = np.array([[0.25, 0.75], [0.5, 0.5]])
    return Chance(name="mood", states=states["mood"], parents=("weather",), table=table), states


@pytest.mark.parametrize("seed", range(8))
def test_ugly_names_through_csv_xlsx_and_pandas(seed):
    diagram = random_chance_diagram(seed)
    for node in diagram.chance.values():
        for table, problems in (
            read_csv(csv_text(node, diagram.states), node, diagram.states, "x.csv"),
            cpt_of_frame(cpt_frame(node, diagram.states), node, diagram.states),
        ):
            assert problems == ()
            np.testing.assert_allclose(table, node.table, rtol=1e-14, atol=0)
    nodes = list(diagram.chance.values())
    tables, problems = read_workbook(workbook(nodes, diagram.states), nodes, diagram.states, "x")
    assert problems == ()
    assert list(tables) == list(diagram.chance)
    for name, table in tables.items():
        np.testing.assert_allclose(table, diagram.chance[name].table, rtol=1e-14, atol=0)


def test_every_table_of_the_study(deterrence):
    diagram, _ = diagram_of_study(StudyView(deterrence))
    nodes = list(diagram.chance.values())
    content = workbook(nodes, diagram.states)
    tables, problems = read_workbook(content, nodes, diagram.states, "x.xlsx")
    assert problems == ()
    changed = with_tables(diagram, tables)
    for name, node in diagram.chance.items():
        np.testing.assert_allclose(changed.chance[name].table, node.table, rtol=1e-14, atol=1e-16)


def test_rows_columns_and_numbers_as_people_write_them():
    node, states = mood()
    shuffled = "mood=good; weather ;mood=bad;remark\n0,5;wet;0,5;\n\n0,75;dry;0,25;x\n"
    table, problems = read_csv(shuffled, node, states, "x.csv")
    assert problems == ()
    np.testing.assert_array_equal(table, node.table)
    table, problems = read_csv(PLAIN.replace("0.75", "0.749"), node, states, "x.csv")
    assert "x.csv: row 2: the probabilities sum to 0.999; they are scaled." in map(str, problems)
    np.testing.assert_allclose(table.sum(axis=-1), 1)


@pytest.mark.parametrize("case", BAD)
def test_a_bad_sheet_is_refused_with_its_row(case):
    node, states = mood()
    old, new, sentence = BAD[case]
    assert old in PLAIN
    table, problems = read_csv(PLAIN.replace(old, new, 1), node, states, "x.csv")
    assert table is None
    assert sentence in "\n".join(map(str, problems))


def test_what_is_no_workbook_is_refused():
    node, states = mood()
    good = workbook([node], states)
    rng = np.random.default_rng(1)
    for content in (b"", b"PK\x03\x04", good[:400], bytes(rng.integers(0, 256, 500, np.uint8))):
        tables, problems = read_workbook(content, [node], states, "x.xlsx")
        assert tables == {}
        assert "no workbook" in str(problems[0])
    for _ in range(100):
        broken = bytearray(good)
        broken[rng.integers(len(broken))] ^= int(rng.integers(1, 256))
        read_workbook(bytes(broken), [node], states, "x.xlsx")


def test_no_text_becomes_a_formula():
    from io import BytesIO  # noqa: PLC0415

    from openpyxl import load_workbook  # noqa: PLC0415

    node, _ = mood()
    states = {"weather": ("=1+1", "wet"), "mood": node.states}
    book = load_workbook(BytesIO(workbook([node], states)))
    assert book.worksheets[0]["A2"].data_type == "s"
