"""The export holds every judgement and no name, and says of each file where it came from."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from elicitation.record.ledger import read_ledger
from elicitation.record.roster import names_in
from elicitation.store.private import roster
from tests.elicitation.workshop import EXPERTS, begin, done, form, refused, resolve, submit

FILES = ["datapackage.json", "events.csv", "judgements.csv", "judgements.xlsx", "prov.json"]
ROSTER = {
    "E03": "Jane Doe",
    "E07": "Myung-soo Kim",
    "E09": "Ren\u00e9 O'Neill",
    "E12": "Ann Lee-Ray",
}


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workshop in which people name each other and themselves wherever text can be typed."""
    study = begin(tmp_path_factory.mktemp("work") / "study")
    for expert, name in ROSTER.items():
        email = f"{name.split()[0].lower()}@example.org"
        done(study, "roster", "add", name, "--expert", expert, "--email", email)
    done(study, "round", "open", 1)
    for expert, wet in zip(EXPERTS, (20, 30, 45, 60), strict=True):
        name = ROSTER[expert]
        submit(study, expert, 1, wet, f"=I, {name.upper()}, and Jane think so ({name.split()[-1]})")
    done(study, "round", "close", 1)
    done(study, "round", "reopen", 1, "--reason", "Jane Doe mistyped")
    submit(study, "E03", 1, 25, "", "--reason", "Doe, Jane: a slip")
    done(study, "round", "close", 1)
    done(study, "feedback", "--round", 1)
    done(study, "freeze", "--reason", "asked for by jane@example.org")
    done(study, "round", "open", 2)
    submit(study, "E07", 2, 35, "as Rene\u0301 said")
    done(study, "absent", "E09", "--round", 2, "--reason", "O'Neill is ill")
    done(study, "withdraw", "E12", "--reason", "Ann Lee-Ray asked for it")
    done(study, "dissent", "--expert", "E12", "MYUNG-SOO KIM is wrong")
    result = resolve(study, "export-record")
    assert result.exit_code == 0, result.output
    assert "names somebody of the roster" in result.stderr
    return study


def rows(study: Path, name: str) -> list[dict[str, str]]:
    text = (study / "exports" / "record" / name).read_text("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def texts(content: bytes) -> str:
    """Return everything in a file that can be read, a workbook's parts included."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(part).decode("utf-8") for part in parts.namelist())


def test_no_file_that_leaves_the_house_holds_a_name(study: Path) -> None:
    """Not in the export, not in the feedback: so no two answers can be tied to one."""
    people = roster(study)
    assert len(people) == 4
    out = sorted((study / "exports").rglob("*.*"))
    assert [path.name for path in out] == FILES
    handed_out = [*(study / "feedback").iterdir(), *(study / "private/feedback").rglob("*.md")]
    assert len(handed_out) == 5
    for path in (*out, *handed_out):
        text = texts(path.read_bytes())
        assert names_in(text, people) == (), path
        for name in (*ROSTER.values(), "example.org"):
            for word in re.split(r"[\s'-]", name):
                assert len(word) < 3 or not re.search(rf"\b{word}\b", text, re.IGNORECASE), path
    assert any("Jane" in path.read_text("utf-8") for path in (study / "responses").rglob("*.json"))


def test_every_judgement_is_in_it_with_what_became_of_it(study: Path) -> None:
    found = rows(study, "judgements.csv")
    assert len(found) == 3 * 14 + 6 + 14 + 14
    wet = [row for row in found if (row["question"], row["component"]) == ("weather[]", "wet")]
    assert [
        (r["expert"], r["round"], r["answer"], r["status"], r["low"], r["best"], r["high"])
        for r in wet
    ] == [
        ("E03", "1", "1", "superseded", "0.15", "0.2", "0.25"),
        ("E03", "1", "2", "stands", "0.2", "0.25", "0.3"),
        ("E07", "1", "1", "superseded", "0.25", "0.3", "0.35"),
        ("E07", "2", "1", "stands", "0.3", "0.35", "0.4"),
        ("E09", "1", "1", "stands", "0.4", "0.45", "0.5"),
        ("E12", "1", "1", "withdrawn", "0.55", "0.6", "0.65"),
    ]
    assert wet[1]["correction"] == "[name removed]: a slip"
    assert [bool(row["seen_feedback"]) for row in wet] == [False] * 3 + [True] + [False] * 2
    assert {row["node"] for row in found} == {"weather", "forecast", "mood"}


def test_the_workbook_holds_the_same_and_no_text_is_a_formula(study: Path) -> None:
    book = load_workbook(study / "exports/record/judgements.xlsx")
    assert book.sheetnames == ["judgements", "events"]
    sheet = book["judgements"]
    head, *cells = sheet.iter_rows(values_only=True)
    found = rows(study, "judgements.csv")
    assert list(head) == list(found[0])
    for row, same in zip(cells, found, strict=True):
        for value, text in zip(row, same.values(), strict=True):
            if isinstance(value, int | float):
                assert value == float(text)
            else:  # in the CSV an apostrophe keeps a text from being a formula
                shown = value or ""
                assert text == (f"'{shown}" if shown.startswith("=") else shown)
    reasons = [row[list(head).index("reason")] for row in sheet.iter_rows(min_row=2)]
    assert any(str(cell.value).startswith("=I, ") for cell in reasons)
    assert {cell.data_type for cell in reasons if cell.value} == {"s"}


def test_the_data_package_describes_every_file_by_its_hash(study: Path) -> None:
    folder = study / "exports" / "record"
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert re.fullmatch(r"[a-z0-9._-]+", package["name"])
    assert {r["path"] for r in package["resources"]} == set(FILES) - {"datapackage.json"}
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
        assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])
        if resource["path"].endswith(".csv"):
            fields = [field["name"] for field in resource["schema"]["fields"]]
            assert fields == list(rows(study, resource["path"])[0])
    entries, _ = read_ledger((study / "ledger.jsonl").read_bytes())
    assert package["ledger_head"] == entries[-1].hash


def test_the_provenance_names_nothing_it_does_not_declare(study: Path) -> None:
    document = json.loads((study / "exports/record/prov.json").read_text("utf-8"))
    declared = {
        "entity": document["entity"],
        "activity": document["activity"],
        "agent": document["agent"],
    }
    kinds = {"generatedEntity": "entity", "usedEntity": "entity"}
    relations = set(document) - {*declared, "prefix"}
    assert relations == {
        "wasGeneratedBy",
        "used",
        "wasDerivedFrom",
        "wasAttributedTo",
        "wasAssociatedWith",
        "wasInvalidatedBy",
    }
    for relation in relations:
        for roles in document[relation].values():
            for role, name in roles.items():
                kind = role.removeprefix("prov:")
                if kind not in ("time", "type"):
                    assert name in declared[kinds.get(kind, kind)], (relation, role, name)
    revisions = [r for r in document["wasDerivedFrom"].values() if "prov:type" in r]
    assert len(revisions) == 1
    assert len(document["wasInvalidatedBy"]) == 1
    made_from = [
        r["prov:usedEntity"]
        for r in document["wasDerivedFrom"].values()
        if r["prov:generatedEntity"] == "cr:priors/0001.json"
    ]
    assert len(made_from) == 5


def test_a_panel_of_fewer_than_three_is_warned_of(study: Path) -> None:
    assert (
        "panel.sky: E12 is the only expert of 'Sky'; their rows identify them. "
        "Merge groups under 3 before you publish."
    ) in " ".join(resolve(study, "export-record").stderr.split())


def test_answers_of_fewer_than_three_are_tied_to_nobody(tmp_path: Path) -> None:
    study = begin(tmp_path / "study")
    for expert, wet in zip(EXPERTS[1:], (70, 40, 20), strict=True):  # E12 is not asked about mood
        submit(study, expert, 1, wet, "a reason")
    said = " ".join(resolve(study, "export-record").stderr.split())
    assert "fewer than 3 experts answered 4 questions (mood). Their rows are exported" in said
    found = rows(study, "judgements.csv")
    assert len(found) == 14 + 14 + 6
    mood = [row for row in found if row["node"] == "mood"]
    assert found[-len(mood) :] == mood  # not where those of the same submission stand
    assert {row["expert"] for row in found[: -len(mood)]} == {"E07", "E09", "E12"}
    told = {"round", "status", "question", "node", "component", "low", "best", "high", "reason"}
    for row in mood:
        assert {name for name, cell in row.items() if cell} <= told
    assert len({(row["question"], row["component"]) for row in mood}) == len(mood) / 2


def test_what_was_typed_stands_beside_what_was_made_of_it(tmp_path: Path) -> None:
    study = begin(tmp_path / "study")
    for expert in EXPERTS[:2]:
        submit(study, expert, 1, 30)
    answers = tmp_path / "typed.csv"
    answers.write_text(
        "question,component,low,best,high,confidence\nweather[],dry,,,,\n"
        "weather[],wet,20,30,45,60\nforecast[weather=dry],sun,,70,,\nforecast[weather=dry],rain,,24,,\n"
    )
    done(study, "submit", answers, "--expert", "E09", "--round", 1, "--repair", "scale")
    done(study, "export-record")
    own = [row for row in rows(study, "judgements.csv") if row["expert"] == "E09"]
    assert [(r["component"], r["kind"], r["typed"], r["repair"], r["best"]) for r in own] == [
        ("rain", "point", "best=0.24", "scale", "0.25531915"),
        ("sun", "point", "best=0.7", "scale", "0.74468085"),
        ("dry", "four_point", "", "", "0.7"),
        ("wet", "four_point", "low=0.2; best=0.3; high=0.45; confidence=60", "", "0.3"),
    ]


def test_nothing_or_something_damaged_is_not_exported(tmp_path: Path) -> None:
    study = begin(tmp_path / "study")
    assert "nothing is recorded yet. See: resolve submit." in refused(study, "export-record")
    submit(study, "E07", 1, 30)
    path = next((study / "responses").rglob("*.json"))
    path.write_bytes(path.read_bytes() + b"\n")
    assert "the response is not the file that was recorded" in refused(study, "export-record")
    assert not (study / "exports").exists()
    (tmp_path / "taken").write_text("x")
    path.write_bytes(path.read_bytes()[:-1])
    assert "is a file. Name a folder." in refused(
        study, "export-record", "--out", tmp_path / "taken"
    )


def test_control_characters_and_long_texts_fit_into_a_cell(tmp_path: Path) -> None:
    study = begin(tmp_path / "study")
    (tmp_path / "f.csv").write_text(form(30, "bell \a and page \f"), "utf-8")
    done(study, "submit", tmp_path / "f.csv", "--expert", "E07", "--round", 1)
    done(study, "export-record")
    sheet = load_workbook(study / "exports/record/judgements.xlsx")["judgements"]
    assert {cell.value for cell in sheet["K"][1:]} == {"bell  and page", None}
