"""One table of values, written for people in one style or another, and whole for machines."""

from __future__ import annotations

import json
import math

import pytest

from bayesnet.kinds import (
    CHANGE,
    CHANGE_SPAN,
    COUNT,
    NAME,
    PROBABILITY,
    SHARE,
    TEXT,
    TYPED,
    Beside,
    Style,
    decimals,
    possible,
    span,
)
from bayesnet.number_words import MINUS, percent
from bayesnet.renderers import csv_text, json_text, markdown
from bayesnet.table import Column, ResultTable, Tabled

READ = Style(prose=True, none="–", name=str.upper)
TABLE = ResultTable(
    columns=[
        Column("node", "Node", NAME, ["rain", "wind|gust"]),
        Column(("lowest", "highest"), "Experts", span(PROBABILITY), [(0.1, 0.3), (0.2, 0.2)]),
        Column("change", "Change", CHANGE, [-0.104, None]),
        Column("size", None, COUNT, [3, 4]),
        Column("", "Why", TEXT, ["wet", "dry"]),
    ],
    order=("node", "change", "Why", "lowest"),
    above=["Above."],
    below=["Below."],
)


@pytest.mark.parametrize(
    ("kind", "value", "typed", "read"),
    [
        (PROBABILITY, 0.0004, "0.000", "<1 %"),
        (PROBABILITY, 0.9996, "1.000", ">99 %"),
        (PROBABILITY, 1.0, "1.000", "100 %"),
        (PROBABILITY, 0.0, "0.000", "0 %"),
        (CHANGE, -0.1, "-0.100", f"{MINUS}10.0"),
        (CHANGE, Beside(0.3553, (0.327, 0.385)), "+0.355", "+36"),
        (CHANGE_SPAN, (-0.21, 0.04), "-0.210 to +0.040", f"{MINUS}21 to +4"),
        (span(CHANGE), (0.1, 0.1), "+0.100", "+10.0"),
        (decimals(2, signed=True), -7000.004, "-7,000.00", f"{MINUS}7,000.00"),
        (decimals(1), -0.04, "0.0", "0.0"),
        (SHARE, 0.004, "<1 %", "<1 %"),
        (SHARE, -0.034, "-3 %", f"{MINUS}3 %"),
        (possible(decimals(1)), math.nan, "impossible", "impossible"),
        (NAME, "rain", "rain", "RAIN"),
        (COUNT, 12, "12", "12"),
    ],
)
def test_a_kind_is_written_in_one_way_where_it_is_typed_and_one_where_it_is_read(
    kind, value, typed, read
):
    assert (kind.text(value, TYPED), kind.text(value, READ)) == (typed, read)


def test_a_share_that_is_negative_keeps_its_sign():
    assert [percent(share) for share in (-0.02, -0.001, -0.0)] == ["-2 %", "0 %", "0 %"]


def test_people_see_their_columns_in_their_order():
    assert TABLE.heads == ("Node", "Change", "Why", "Experts")
    assert TABLE.texts() == [
        ["rain", "-0.104", "wet", "0.100 to 0.300"],
        ["wind|gust", "-", "dry", "0.200"],
    ]
    assert TABLE.right == {1}
    assert TABLE.texts(READ)[1] == ["WIND|GUST", "–", "dry", "20 %"]


def test_a_machine_gets_every_digit_and_no_words():
    frame = TABLE.frame()
    assert frame.index.tolist() == ["rain", "wind|gust"]
    assert list(frame.columns) == ["lowest", "highest", "change", "size"]
    assert frame.loc["rain", "change"] == -0.104
    assert csv_text(frame).splitlines()[1] == "rain,0.1,0.3,-0.104,3"
    assert json.loads(json_text(frame, rest={"more": 1})) == {
        "rows": [
            {"node": "rain", "lowest": 0.1, "highest": 0.3, "change": -0.104, "size": 3},
            {"node": "wind|gust", "lowest": 0.2, "highest": 0.2, "change": None, "size": 4},
        ],
        "more": 1,
    }


def test_a_report_picks_columns_by_key_and_names_them():
    picked = TABLE.pick({"size": "How many", "Why": "Because", "lowest": "Reach"})
    assert picked.heads == ("How many", "Because", "Reach")
    assert picked.texts()[0] == ["3", "wet", "0.100 to 0.300"]


def test_markdown_escapes_what_would_be_a_column():
    lines = markdown(TABLE).splitlines()
    assert lines[0] == "Above."
    assert lines[2] == "| Node | Change | Why | Experts |"
    assert lines[3] == "| --- | ---: | --- | --- |"
    assert lines[5].startswith("| wind\\|gust |")
    assert lines[-1] == "Below."
    assert markdown(ResultTable(columns=(), above=["Nothing."])).split() == ["Nothing."]


def test_an_answer_s_frame_and_look_in_a_notebook_are_its_table():
    class Answer(Tabled):
        def table(self):
            return TABLE

    assert Answer().frame().equals(TABLE.frame())
    assert "-0.104" in Answer()._repr_html_()


def test_an_answer_that_is_printed_is_its_table_and_no_longer_than_a_screen():
    class Answer(Tabled):
        def table(self):
            numbers = Column("number", "Number", COUNT, range(200))
            return ResultTable(columns=[numbers], index=0)

    lines = str(Answer()).splitlines()
    assert len(lines) < 30
    assert {"0", "199"} <= {line.split()[-1] for line in lines}
