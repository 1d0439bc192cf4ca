"""What a workbook shows under any number format is what is recorded, or it is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elicitation.intake.number_formats import Unshown, shown
from tests.elicitation.test_workbook import out, put, responses, typed, words
from tests.elicitation.workshop import begin, done, form, refused


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return begin(tmp_path / "study")


@pytest.mark.parametrize(
    ("held", "number_format", "number", "percent"),
    [
        (0.3, "0%", "30", True),
        (30, '0"%"', "30", True),
        (30, r"0\%", "30", True),
        (0.5, '0.0"%"', "0.5", True),
        (0.5, r"0.0\%", "0.5", True),
        (0.255, "0.0%", "25.5", True),
        (0.1 + 0.2, "General", "0.3", False),
        (0.1 + 0.2, "0%", "30", True),
        (0.3, "", "0.3", False),
        (1200, "#,##0", "1200", False),
        (1200.5, "#,##0.00_);(#,##0.00)", "1200.5", False),
        (-1200.5, "#,##0.00_);[Red](#,##0.00)", "-1200.5", False),
        (-3, "0;-0", "-3", False),
        (-3, "0", "-3", False),
        (30000, "0,", "30", False),
        (2500000, "0.0,,", "2.5", False),
        (1200, "[$€-407] #,##0", "1200", False),
        (1200, '#,##0.00 "€"', "1200", False),
        (1200, "[$EUR] 0", "1200", False),
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"??_-', "0", False),
        (12500, "0.00E+00", "12500", False),
        (25, "@", "25", False),
    ],
)
def test_the_number_that_is_shown(
    held: float, number_format: str, number: str, percent: bool
) -> None:
    found = shown(held, number_format)
    assert (str(found.number), found.percent) == (number, percent)


@pytest.mark.parametrize(
    ("held", "number_format"),
    [
        (0.25, "0"),  # shows 0
        (0.255, "0%"),  # shows 26%
        (1 / 3, "0.00%"),
        (1234, "0.00E+00"),
        (30, '0"0"'),  # shows 300
        (30, '0" k"'),
        (30, '0"‰"'),
        (30, "0%%\\%"),
        (-30, "0;0"),  # shows 30
        (30, "-0"),
        (-30, "+0"),
        (30, ";;;"),
        (0, "0;-0;"),
        (0.5, "# ?/?"),
        (30, "[>20]0;0.0"),
        (30, "[h]:mm"),
        (30, '"about thirty"'),
        (30, "[$%-407]0%"),
    ],
)
def test_a_cell_that_may_show_something_else_is_refused(held: float, number_format: str) -> None:
    with pytest.raises(Unshown):
        shown(held, number_format)


@given(
    st.integers(0, 10**7),
    st.integers(0, 4),
    st.integers(0, 4),
    st.sampled_from(["", "%", '"%"', "\\%"]),
)
def test_what_is_read_is_what_python_prints(
    number: int, places: int, digits: int, sign: str
) -> None:
    """Of a number with so many places under a format with so many digits."""
    exact = Decimal(number).scaleb(-places)
    number_format = "0" + ("." + "0" * digits if digits else "") + sign
    printed = Decimal(f"{exact * 100 if sign == '%' else exact:.{digits}f}")
    try:
        found = shown(float(exact), number_format)
    except Unshown:
        assert printed != (exact * 100 if sign == "%" else exact)
        return
    assert (found.number, found.percent) == (printed, bool(sign))


@pytest.mark.parametrize(
    ("low", "number_format", "recorded"),
    [(0.5, '0.0"%"', "0.5"), (0.5, r"0.0\%", "0.5"), (0.5, "0%", "50"), (0.5, "0.0", "0.5")],
)
def test_a_cell_is_recorded_as_it_is_shown(
    study: Path, low: float, number_format: str, recorded: str
) -> None:
    book = out(study)
    typed(book, form(30))
    cells = {"weather!D3": 40, "weather!D4": 60, "weather!C4": low, "weather!E4": 70}
    put(book, cells, {"weather!C4": number_format, "weather!D4": '0"%"'})
    done(study, *words(book))
    answers = responses(study)[0].judgements[0].answers["wet"]
    assert (str(answers.low), str(answers.best)) == (recorded, "60")


def test_a_study_in_probability_reads_what_is_shown_in_percent(study: Path) -> None:
    plan = study / "elicitation.toml"
    plan.write_text(plan.read_text("utf-8").replace('"percent"', '"probability"'), "utf-8")
    book = out(study)
    cells = {"weather!D3": 0.7, "weather!D4": 30}
    put(book, cells, {"weather!D3": "0%", "weather!D4": '0"%"'})
    done(study, *words(book))
    answers = responses(study)[0].judgements[0].answers
    assert [str(answer.best) for answer in answers.values()] == ["0.7", "0.3"]


def test_a_cell_that_hides_digits_is_named_with_both_numbers(study: Path) -> None:
    book = out(study)
    typed(book, form(30))
    put(book, {"weather!D3": 0.704, "weather!D4": 29.6}, {"weather!D3": "0%"})
    assert refused(study, *words(book)) == (
        "error: E07.xlsx: weather!D3: the cell shows 70% and holds 70.4%. Give the cell the format "
        "General and type the number that is meant."
    )
