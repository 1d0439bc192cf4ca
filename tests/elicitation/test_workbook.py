"""A form goes out as a workbook, is filled in, comes back, and says the same as a CSV form."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from elicitation.cli import main
from elicitation.intake.filled_workbook import read_workbook
from elicitation.intake.reading import read_form
from elicitation.record.ledger import read_ledger
from elicitation.record.records import read_response
from elicitation.record.responses import Response
from tests.elicitation.libreoffice import typed_in_libreoffice
from tests.elicitation.small_records import PARAMETERS
from tests.elicitation.workshop import begin, done, form, refused, resolve, submit

WEATHER = {"low": "C", "best": "D", "high": "E", "reason": "F"}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return begin(tmp_path / "study")


def out(study: Path, expert: str = "E07", number: int = 1) -> Path:
    book = study.parent / f"{expert}.xlsx"
    book.unlink(missing_ok=True)
    done(study, "form", "--expert", expert, "--round", number, "--out", book)
    return book


def places(book: Path, answers: str) -> dict[str, str]:
    """Return the answers of a CSV form by the workbook's open cell for each."""
    found = {}
    cells = {(r["question"], r["component"]): r for r in csv.DictReader(io.StringIO(answers))}
    for sheet in load_workbook(book).worksheets[1:-1]:
        names = {cell.value: cell.column_letter for cell in sheet[2]}
        for row in range(3, sheet.max_row + 1):
            key = (
                sheet[f"{names['question']}{row}"].value,
                sheet[f"{names['component']}{row}"].value,
            )
            if key not in cells:  # a question that is left out
                continue
            for name in ("low", "best", "high", "reason"):
                assert not sheet[f"{names[name]}{row}"].protection.locked
                found[f"{sheet.title}!{names[name]}{row}"] = cells[key][name]
    return found


def typed(book: Path, answers: str, *, numbers: bool = True) -> None:
    """Put the answers of a CSV form into the workbook's open cells, as numbers or as texts."""

    def value(place: str, text: str) -> object:
        reason = place.partition("!")[2].startswith(WEATHER["reason"])
        return float(text) if numbers and text and not reason else text or None

    put(book, {place: value(place, text) for place, text in places(book, answers).items()})


def put(book: Path, cells: dict[str, object], formats: dict[str, str] | None = None) -> None:
    """Put values into cells, named like ``weather!D3``."""
    workbook = load_workbook(book)
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        workbook[sheet][cell] = value
    for place, number_format in (formats or {}).items():
        sheet, _, cell = place.partition("!")
        workbook[sheet][cell].number_format = number_format
    workbook.save(book)


def responses(study: Path) -> list[Response]:
    entries, _ = read_ledger((study / "ledger.jsonl").read_bytes())
    found = [
        read_response((study / e.path).read_bytes(), file="")[0]
        for e in entries
        if e.type == "submission"
    ]
    return [response for response in found if response is not None]


def words(book: Path, number: int = 1) -> tuple[object, ...]:
    return ("submit", book, "--expert", "E07", "--round", number)


REASON = 'größer, ""sicher""; a = b\nnext line'
ANSWERS = form(30, REASON).replace("30.5", "30.25").replace("69.5", "69.75")
SPOKEN = [  # the same in the terminal: of two states the last; Enter skips signs and ranks
    *("25", "35", "30", "", "10", "30", "20", "-", "-", "69.75", "", "", "", ""),
    *("-", "-", "90", "-", "-", "70", "-", "-", "10", "-", "-", "60"),
]


def spoken_part(response: Response) -> dict[object, object]:
    """Return the numbers an expert is asked for aloud: the last state's range, every best."""
    return {
        j.question: ([e.best for e in j.answers.values()], list(j.answers.items())[-1])
        for j in response.judgements
    }


def test_a_workbook_filled_in_by_libreoffice_equals_the_csv_and_the_terminal(study: Path) -> None:
    book = out(study)
    home = study.parent / "libreoffice"
    home.mkdir()
    cells = {place: text for place, text in places(book, ANSWERS).items() if text}
    back = typed_in_libreoffice(book, cells, home)
    saved = load_workbook(back, data_only=True)
    assert saved["weather"]["G3"].value == 100  # it calculated: the sum of the best values
    assert saved["weather"].protection.sheet
    assert not saved["weather"]["D3"].protection.locked
    assert saved["weather"]["B3"].protection.locked
    rules = saved["weather"].data_validations.dataValidation
    assert {(rule.type, rule.formula1, rule.formula2) for rule in rules} == {
        ("decimal", "0", "100")
    }
    assert saved["form"].sheet_state == "hidden"
    done(study, *words(back))
    (study.parent / "E07.csv").write_text(ANSWERS, "utf-8")
    done(study, *words(study.parent / "E07.csv"))
    asked = ["ask", "--again", "--expert", "E07", "--round", "1", "--study", str(study)]
    result = CliRunner().invoke(main, asked, input="\n".join(SPOKEN) + "\n")
    assert result.exit_code == 0, result.output
    by_book, by_csv, by_mouth = responses(study)
    assert by_book.judgements == by_csv.judgements
    assert spoken_part(by_mouth) == spoken_part(by_book)
    assert by_mouth.mode == "terminal"
    assert (by_book.unit, by_book.mode, by_csv.mode) == ("percent", "workbook", "file")
    assert by_book.judgements[0].reason == 'größer, "sicher"; a = b\nnext line'


@pytest.mark.parametrize("numbers", [True, False])
def test_a_workbook_filled_in_elsewhere_equals_the_csv(study: Path, numbers: bool) -> None:
    book = out(study)
    typed(book, ANSWERS, numbers=numbers)
    done(study, *words(book))
    (study.parent / "E07.csv").write_text(ANSWERS, "utf-8")
    done(study, *words(study.parent / "E07.csv"))
    by_book, by_csv = responses(study)
    assert by_book.judgements == by_csv.judgements


def test_the_second_rounds_workbook_holds_the_experts_own_answers(study: Path) -> None:
    first = load_workbook(out(study))
    assert [first["weather"][f"D{row}"].value for row in (3, 4)] == [None, None]
    submit(study, "E07", 1, 30, "a dry month")
    submit(study, "E09", 1, 80)
    book = load_workbook(out(study, number=2))
    assert [book["weather"][f"D{row}"].value for row in (3, 4)] == [70, 30]
    assert book["weather"]["F3"].value == "a dry month"
    done(study, *words(study.parent / "E07.xlsx", 2))
    first_round, _, second_round = responses(study)
    assert {j.question: j.answers for j in second_round.judgements} == {
        j.question: j.answers for j in first_round.judgements
    }


def test_every_problem_is_named_by_sheet_and_cell(study: Path) -> None:
    plan = study / "elicitation.toml"
    plan.write_text(plan.read_text("utf-8") + "\n[questions]\nsigns = false\ncheck_rows = 0\n")
    book = out(study)
    typed(book, form(30))
    put(
        book,
        {
            "mood!C9": 70,
            "mood!E9": 90,
            "weather!E4": None,
            "forecast!D3": "about 80",
            "forecast!D5": dt.date(2026, 2, 1),
            "mood!D3": 20,
            "mood!H7": "mood[weather=wet, umbrella=gone]",
            "mood!H8": "mood[weather=wet, umbrella=gone]",
            "mood!D9": "=D10*2",
        },
    )
    said = refused(study, *words(book))
    assert said == (
        "error: E07.xlsx: mood!D9: the result of this formula is not in the file. Type the number "
        "itself, or save the file in a spreadsheet program first."
    )
    put(book, {"mood!D9": 60})
    said = refused(study, *words(book))
    for sentence in (
        "E07.xlsx: mood!C9: low 70 is above best 60.",
        "E07.xlsx: weather!C4: there is a low value but not the other end of the range.",
        "E07.xlsx: forecast!D3: 'about 80' is not a number.",
        "E07.xlsx: forecast!D5: 'the date 2026-02-01 00:00:00' is not a number.",
        "E07.xlsx: mood!D3: The best values sum to 110, not 100. Take off 10, or scale.",
        "E07.xlsx: mood!H7: no question 'mood[weather=wet, umbrella=gone]' is asked",
    ):
        assert sentence in said, sentence
    assert not (study / "responses").exists()


def test_an_answer_given_twice_is_told_with_both_cells(study: Path) -> None:
    book = out(study)
    typed(book, form(30))
    put(book, {"weather!B4": "dry"})
    assert "weather!B4: 'dry' is answered already at weather!D3. Keep one of the two." in refused(
        study, *words(book)
    )


def test_a_cell_shown_in_percent_holds_a_hundredth(study: Path) -> None:
    """'25%' typed into a spreadsheet is 0.25 in the file."""
    book = out(study)
    typed(book, form(30))
    cells = {"weather!D3": 0.7, "weather!D4": 0.3, "weather!C4": 0.255, "weather!E4": 0.35}
    put(book, cells, dict.fromkeys(cells, "0.00%"))
    done(study, *words(book))
    estimate = responses(study)[0].judgements[0].answers["wet"]
    assert [str(n) for n in (estimate.low, estimate.best, estimate.high)] == ["25.5", "30", "35"]


def test_another_experts_or_rounds_workbook_is_refused(study: Path) -> None:
    book = out(study, "E09")
    typed(book, form(30))
    assert "this is a form for the expert E09, not E07. Take that expert's own form" in refused(
        study, *words(book)
    )
    assert "this is a form for the round 1, not 2." in refused(
        study, "submit", book, "--expert", "E09", "--round", 2
    )
    (study / "model.toml").write_text(
        (study / "model.toml").read_text("utf-8").replace("at noon", "at one"), "utf-8"
    )
    result = resolve(study, "submit", book, "--expert", "E09", "--round", 1)
    assert result.exit_code == 0
    assert "model.toml was edited since this form was made." in result.stderr


def test_a_workbook_of_ones_own_with_the_columns_of_a_form_is_read(study: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "mine"
    for row in [
        ["My notes"],
        [],
        ["Question", "Component", "Best"],
        ["weather[]", "dry", 70],
        [],
        ["weather[]", "wet", 30],
    ]:
        sheet.append(row)
    book = study.parent / "own.xlsx"
    workbook.save(book)
    done(study, *words(book))
    assert len(responses(study)[0].judgements) == 1
    sheet["D3"] = "Name"
    workbook.save(book)
    assert "Column 'name' in a form: it would be kept in the study." in refused(study, *words(book))


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return stream.getvalue()


def empty() -> bytes:
    stream = io.BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 and no more", "this is no workbook that can be read ("),
        (bomb(), "the workbook is far larger than a form."),
        (b"PK\x03\x04" + b"x" * 6_000_000, "the file is larger than 5 MB."),
        (empty(), "no sheet has the columns question, component and best."),
    ],
    ids=["torn", "bomb", "large", "empty"],
)
def test_what_is_no_form_is_refused(study: Path, content: bytes, sentence: str) -> None:
    book = study.parent / "f.xlsx"
    book.write_bytes(content)
    assert f"f.xlsx: {sentence}" in refused(study, *words(book))


def test_no_damaged_workbook_makes_a_traceback(study: Path) -> None:
    whole = out(study).read_bytes()
    for start in range(0, len(whole), len(whole) // 40):
        content = whole[:start] + b"\xff" * 20 + whole[start + 20 :]
        sheets, problems = read_workbook(content, file="f.xlsx", unit="percent")
        assert (sheets is None) == bool(problems)


def test_lines_and_cells_keep_together_over_line_breaks_in_reasons() -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "s"
    for row in [
        ["question", "component", "low", "best", "high", "reason"],
        ["rain[]", "no", None, 0.7, None, "one\ntwo\nthree"],
        ["rain[]", "yes", None, 0.3, None, None],
        ["damage.spread", "value", None, "x", None, None],
    ]:
        sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    sheets, problems = read_workbook(stream.getvalue(), file="f", unit="probability")
    assert sheets is not None, problems
    _, problems = read_form(sheets.text.encode(), file="f", parameters=PARAMETERS)
    assert [problem.place.path for problem in sheets.placed(problems)] == ["s!D4"]
