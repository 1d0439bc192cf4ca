"""The roster keeps who is who apart, and finds names where they should not stand."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from elicitation.record.roster import (
    Person,
    name_warnings,
    names_in,
    pseudonym,
    read_roster,
    without_names,
    write_roster,
)
from tests.elicitation.workshop import begin, done, form, refused, resolve

PEOPLE = (
    Person(expert="E07", name="Jane Doe", email="jane@example.org"),
    Person(expert="E09", name="Min-soo Kim"),
    Person(expert="E11", name="Will Ng"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jane Doe said so", ("Jane Doe",)),
        ("as jane doe said", ("jane doe",)),
        ("DOE, JANE", ("DOE, JANE",)),
        ("ask Jane.", ("Jane",)),
        ("write to Jane@Example.org", ("Jane@Example.org",)),
        ("Soo? no: Min-soo", ("Min-soo",)),
        ("it will rain in may", ()),
        ("Will thinks so", ("Will",)),
        ("the doe and Janet", ()),
        ("Ng", ()),
        ("ng will", ("ng will",)),
        ("", ()),
    ],
)
def test_names_are_found_as_people_write_them(text: str, found: tuple[str, ...]) -> None:
    assert names_in(text, PEOPLE) == found
    cleaned = without_names(text, PEOPLE)
    assert cleaned.count("[name removed]") == len(found)
    assert names_in(cleaned, PEOPLE) == ()


def test_a_name_in_another_normal_form_is_found() -> None:
    person = Person(expert="E01", name="Ren\u00e9 Aly")
    assert names_in("Rene\u0301 thinks so", [person]) == ("Ren\u00e9",)


def test_without_people_nothing_is_a_name() -> None:
    assert names_in("Jane Doe", ()) == ()
    assert without_names("Jane Doe", ()) == "Jane Doe"


def test_a_warning_names_the_place() -> None:
    texts = [("responses/E07/x.json", "rain[]", "ask Jane"), ("y", "", "nobody")]
    assert [str(w) for w in name_warnings(texts, PEOPLE, "in-pack")] == [
        "responses/E07/x.json: rain[]: the text names somebody of the roster (Jane). The pack leaves the "
        "name out."
    ]


def test_the_roster_is_read_back_as_it_was_and_what_is_wrong_is_said() -> None:
    assert read_roster(write_roster(PEOPLE)) == (PEOPLE, ())
    good = json.loads(write_roster(PEOPLE))
    for changes, said in [
        ({"format": "x"}, "format: this is not a file of the kind"),
        ({"version": 2}, "people: it has no version 1 and list of people."),
        ({"people": [{"expert": "E1"}]}, "people[0]: a person has expert, name and email"),
        ({"people": good["people"][:1] * 2}, "people: E07 is there twice."),
    ]:
        people, problems = read_roster(json.dumps({**good, **changes}).encode())
        assert said in str(problems[0])
        assert len(people) != 3
    assert read_roster(b"{")[1][0].place.file == "private/roster.json"


def test_pseudonyms_are_random_and_nobody_elses() -> None:
    taken = {f"E{number:02d}" for number in range(1, 70)}
    drawn = {pseudonym(taken) for _ in range(60)}
    assert not drawn & taken
    assert len(drawn) > 20
    crowd = {f"E{number:02d}" for number in range(1, 90)}
    assert len(pseudonym(crowd)) == 4  # the last few of two digits would be guessed


def test_a_person_is_added_and_only_the_pseudonym_is_printed(tmp_path: Path) -> None:
    study = begin(tmp_path / "study")
    result = resolve(study, "roster", "add", "Jane Doe", "--email", "jane@example.org")
    assert result.exit_code == 0
    id_ = result.stdout.strip()
    assert id_.startswith("E")
    assert f'[expert.{id_}]\nlabel = "{id_}"' in result.stderr
    assert "Jane" not in result.output
    assert done(study, "roster", "add", "Min-soo Kim", "--expert", "E07") == "E07"
    assert "E07 is somebody already." in refused(study, "roster", "add", "A B", "--expert", "E07")
    assert f"that name is there already, as {id_}." in refused(study, "roster", "add", "jane doe")
    assert "a person needs a name." in refused(study, "roster", "add", " ")
    assert "cannot be an expert's id" in refused(study, "roster", "add", "X", "--expert", "../x")
    assert "jane@example.org" in done(study, "roster", "list")
    assert (study / "private" / ".gitignore").read_text("utf-8") == "*\n"
    if os.name == "posix":
        assert (study / "private").stat().st_mode & 0o077 == 0


def test_a_name_in_a_reason_is_warned_of_when_it_is_submitted(tmp_path: Path) -> None:
    study = begin(tmp_path / "study")
    done(study, "roster", "add", "Jane Doe", "--expert", "E07")
    (tmp_path / "f.csv").write_text(form(30, "as Jane Doe said"), "utf-8")
    result = resolve(study, "submit", tmp_path / "f.csv", "--expert", "E07", "--round", 1)
    assert result.exit_code == 0
    assert "weather[]: the text names somebody of the roster (Jane Doe)." in result.stderr
    result = resolve(study, "dissent", "--expert", "E07", "Not what JANE DOE thinks.")
    assert "It stays in the ledger; exports leave the name out." in result.stderr
