"""A number has one reading over every way in, or is asked back with both of its readings."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from elicitation.cli import main
from elicitation.intake.lines import FORMAT
from elicitation.intake.numerals import Unread, read_number, unmistakable
from elicitation.study import open_elicitation
from tests.elicitation.test_weighing import SEEDS
from tests.elicitation.test_workbook import put, responses
from tests.elicitation.workshop import begin, done, refused
from tests.elicitation.workshop_site import Site, answer, kinds, said

OWN = ("--expert", "E12", "--round", 1)
LEVELS = ("0.05", "0.5", "0.95")
ASKED_BACK = "'1,200' may be 1.2 or 1200. Write 1.2 or 1200."


@pytest.fixture
def study(tmp_path: Path) -> Path:
    folder = begin(tmp_path / "study")
    (folder / "seeds.toml").write_text(SEEDS, "utf-8")
    return folder


def seed_csv(study: Path, *typed: str, separator: str = ",") -> Path:
    """Return a form that answers the first seed question with these texts."""
    rows = [separator.join(("question", "component", "best"))]
    rows += [
        separator.join((f"seed.S01[{level}]", "value", f'"{text}"'))
        for level, text in zip(LEVELS, typed, strict=True)
    ]
    file = study.parent / "seed.csv"
    file.write_text("\n".join(rows) + "\n", "utf-8")
    return file


def recorded(study: Path) -> list[str]:
    return [str(j.answers["value"].best) for j in responses(study)[-1].judgements]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1200", "1200"),
        ("1,2", "1.2"),
        ("1.2000", "1.2000"),
        ("0,250", "0.250"),
        ("0.250", "0.250"),
        ("1234.567", "1234.567"),
        ("1.235e0", "1.235"),
        (" 12,50 ", "12.50"),
    ],
)
def test_a_number_with_one_reading_is_read(typed: str, number: str) -> None:
    assert str(read_number(typed, thousands=True)) == number


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1,200", ASKED_BACK),
        ("1.200", "'1.200' may be 1.2 or 1200. Write 1.2 or 1200."),
        ("-12.345", "'-12.345' may be -12.345 or -12345. Write -12.3450 or -12345."),
        ("2,000", "'2,000' may be 2 or 2000. Write 2 or 2000."),
        ("1,200,000", "'1,200,000' is not a number. Write 1200000, with nothing between."),
        ("1.200,50", "'1.200,50' is not a number. Write 1200.50, with nothing between."),
        ("1'200", "'1'200' is not a number. Write 1200, with nothing between."),
        ("1\u202f200", "'1 200' is not a number. Write 1200, with nothing between."),
        ("many", "'many' is not a number. Write 0.25, or 25 under the unit percent."),
    ],
)
def test_any_other_is_asked_back_with_what_to_write(typed: str, sentence: str) -> None:
    assert str(read_number(typed, thousands=True)) == sentence


def test_a_share_cannot_be_thousands() -> None:
    assert read_number("12,500", thousands=False) == Decimal("12.5")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=2000))
def test_what_is_written_is_read_back_as_the_same_number(number: Decimal) -> None:
    assert read_number(unmistakable(number), thousands=True) == number


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(",."))
def test_what_has_two_readings_is_never_read(left: int, right: int, sign: str) -> None:
    assert isinstance(read_number(f"{left}{sign}{right:03d}", thousands=True), Unread)


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_csv_form_is_asked_back(study: Path, separator: str) -> None:
    told = refused(
        study, "submit", seed_csv(study, "1,200", "1.500", "2000", separator=separator), *OWN
    )
    assert told == (
        f"error: seed.csv: line 2, best: {ASKED_BACK} "
        "error: seed.csv: line 3, best: '1.500' may be 1.5 or 1500. Write 1.5 or 1500."
    )
    done(study, "submit", seed_csv(study, "1200", "1500,5", "2000", separator=separator), *OWN)
    assert recorded(study) == ["1200", "1500.5", "2000"]


def test_a_text_in_a_workbook_is_asked_back_and_its_number_is_read(study: Path) -> None:
    book = study.parent / "E12.xlsx"
    done(study, "form", *OWN, "--out", book)
    put(book, {"seed!D3": "1,200", "seed!D4": 1500, "seed!D5": 1501.235})
    assert refused(study, "submit", book, *OWN) == f"error: E12.xlsx: seed!D3: {ASKED_BACK}"
    put(book, {"seed!D3": 1.235})
    done(study, "submit", book, *OWN)
    assert list(map(Decimal, recorded(study))) == [
        Decimal("1.235"),
        Decimal(1500),
        Decimal("1501.235"),
    ]


def test_a_number_of_json_has_one_reading_and_a_text_two(study: Path) -> None:
    def submitted(best: object) -> Path:
        answers = [
            {"question": f"seed.S01[{level}]", "answers": {"value": {"best": value}}}
            for level, value in zip(LEVELS, (best, 1500, 2000), strict=True)
        ]
        file = study.parent / "seed.json"
        document = {"format": FORMAT, "version": 1, "unit": "percent", "judgements": answers}
        file.write_text(json.dumps(document), "utf-8")
        return file

    assert ASKED_BACK in refused(study, "submit", submitted("1,200"), *OWN)
    done(study, "submit", submitted(1.235), *OWN)
    assert Decimal(recorded(study)[0]) == Decimal("1.235")


def test_the_terminal_asks_back(study: Path) -> None:
    typed = ["1,200", "1200", "1500", "2000", "."]
    result = CliRunner().invoke(
        main,
        ["ask", *map(str, OWN), "--node", "seed", "--study", str(study)],
        input="\n".join([*typed, "y"]) + "\n",
    )
    assert f"  {ASKED_BACK}" in result.output
    assert recorded(study) == ["1200", "1500", "2000"]


def test_a_page_asks_back(tmp_path: Path) -> None:
    site = Site(tmp_path / "study")
    (tmp_path / "study" / "seeds.toml").write_text(SEEDS, "utf-8")
    done(tmp_path / "study", "round", "open", 1)
    asked = open_elicitation(tmp_path / "study")[0].asked("E03")
    number = 1 + [question.key for question in asked].index("seed.S01[0.5]")
    page = answer(site.expert("E03"), number, c0_best="1,200")
    assert ASKED_BACK in said(page)
    assert kinds(site).count("submission") == 0


def test_a_form_filled_with_ones_own_answers_is_read_back_as_it_is(study: Path) -> None:
    done(study, "submit", seed_csv(study, "1.2350", "12.5", "200,0"), *OWN)
    again = study.parent / "again.csv"
    done(study, "form", "--expert", "E12", "--round", 2, "--out", again)
    done(study, "submit", again, "--expert", "E12", "--round", 2)
    assert recorded(study) == ["1.2350", "12.5", "200.0"]


def test_a_workbook_is_filled_with_what_was_typed_with_a_comma(study: Path) -> None:
    file = study.parent / "weather.csv"
    rows = "question;component;q5;q50;q95;reason\nweather[];dry;22,5;30;40;\nweather[];wet;;;;\n"
    file.write_text(rows, "utf-8")
    done(study, "submit", file, *OWN)
    book = study.parent / "r2.xlsx"
    done(study, "form", "--expert", "E12", "--round", 2, "--out", book)
    sheet = load_workbook(book)["weather"]
    names = {cell.value: cell.column_letter for cell in sheet[2]}
    assert [sheet[f"{names[q]}3"].value for q in ("q5", "q50", "q95")] == [22.5, 30, 40]
    assert "22,5" in done(study, "form", "--expert", "E12", "--round", 2)
    done(study, "submit", book, "--expert", "E12", "--round", 2)
    assert responses(study)[-1].judgements[0].answers["dry"].low == Decimal("22.5")
