"""Nobody without the link, no other site and no form may do what its person did not ask for."""

from __future__ import annotations

import shutil

import pytest
from starlette.testclient import TestClient

from elicitation.workshop.modelling.app import editor_app
from tests.conftest import SHIPPED
from tests.modelling.site import HERE, Person, small


@pytest.fixture
def own(tmp_path):
    person = Person(small(tmp_path / "own"))
    return person.edit("add-node", kind="chance", label="Weather", states="dry\nwet")


def stranger(person):
    return TestClient(editor_app(person.editor), base_url=HERE)


def test_without_the_link_there_is_nothing_to_see_or_change(own):
    other = stranger(own)
    before = own.read()
    for path in ("/", "/screen", "/start/wrong"):
        answer = other.get(path)
        assert answer.status_code == 403 and "Weather" not in answer.text
    form = {"csrf": own.csrf, "mark": own.mark, "edit": "tidy"}
    assert other.post("/edit", data=form).status_code == 403
    assert other.post("/preview", data=form).status_code == 403
    assert own.read() == before


def test_the_secret_leaves_the_address_and_no_script_reads_it(own):
    answer = stranger(own).get(own.editor.start, follow_redirects=False)
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie
    assert own.editor.secret not in own.go("/").text


@pytest.mark.parametrize(
    ("headers", "csrf"),
    [
        ({"Origin": "http://evil.example"}, None),
        ({"Origin": "null"}, None),
        ({}, ""),
        ({}, "x" * 32),
    ],
)
def test_a_form_of_another_site_changes_nothing(own, headers, csrf):
    before = own.read()
    form = {"csrf": own.csrf if csrf is None else csrf, "mark": own.mark, "edit": "remove-node"}
    answer = own.client.post("/edit", data=form | {"node": "weather"}, headers=headers)
    assert answer.status_code == 403 and own.read() == before


def test_it_answers_to_no_borrowed_name(own):
    assert own.client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_pages_forbid_foreign_code(own):
    policy = own.client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy


LABEL = "<script>alert(1)</script> {{ 7*7 }} \"'"


def test_what_is_typed_is_shown_and_never_run(own):
    own.edit("relabel", node="weather", label=LABEL, at="weather")
    raw = own.client.get("/?node=weather").text
    assert "<script>alert" not in raw and "&lt;script&gt;" in raw
    assert "{{ 7*7 }}" in raw
    own.edit("relabel", node="weather", label="Ohne\nUmbruch")
    assert 'label = "Ohne Umbruch"' in own.read()
    own.edit("relabel", expect=422, node="weather", label="a\u202eb")
    own.edit("define", node="weather", text='"""\n[chance.evil]\nlabel = "x"')
    assert [line for line in own.read().splitlines() if line.startswith("[chance.")] == [
        "[chance.weather]",
        "[chance.weather.cpt]",
    ]


@pytest.mark.parametrize(
    ("edit", "fields"),
    [
        ("shift", {"structure": "../evil", "outcome": "weather wet", "parent": "weather"}),
        ("remove-change", {"structure": "../model", "kind": "shift", "number": "0"}),
        ("copy", {"name": "../evil"}),
        ("copy", {"name": "/tmp/evil"}),
        ("copy", {"name": "a/b"}),
        ("expert", {"expert": "../E01"}),
        ("scenario", {"id": "", "label": "x"}),
        ("characterise", {"node": "weather", "flags": "cpt,definition"}),
        ("nothing", {}),
        ("rows", {"node": "nobody"}),
        ("place", {"node": "nobody", "x": "1", "y": "2"}),
        ("rows", {"node": "weather", "p-0-0": "1e99999999", "p-0-1": "0"}),
        ("remove-change", {"structure": "B", "kind": "shift", "number": "1e30"}),
        ("method", {"node": "weather", "method": "decided"}),
        ("add-node", {"kind": "cpt", "label": "x"}),
        ("add-node", {"kind": "chance", "label": "x", "states": "a\na"}),
        ("undo", {"mark": "none"}),
    ],
)
def test_no_form_reaches_another_path_or_ends_in_an_error_of_ours(own, edit, fields):
    before = sorted(path.name for path in own.folder.parent.rglob("*"))
    sent = {"csrf": own.csrf, "mark": own.mark, "edit": edit, "show": "node", "at": ""}
    answer = own.client.post("/edit", data=sent | fields)
    assert answer.status_code in (409, 422)
    assert sorted(path.name for path in own.folder.parent.rglob("*")) == before


def test_a_link_in_place_of_a_file_is_refused(own, tmp_path):
    outside = tmp_path / "outside.toml"
    outside.write_text("secret = true\n", "utf-8")
    (own.folder / "scenarios.toml").symlink_to(outside)
    answer = own.client.get("/")
    assert answer.status_code == 422 and "secret" not in answer.text


def test_a_copy_takes_nothing_of_what_was_answered(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "study")
    person = Person(tmp_path / "study")
    person.edit("copy", name="again")
    names = {
        path.relative_to(tmp_path / "again").parts[0] for path in (tmp_path / "again").rglob("*")
    }
    assert not names & {"responses", "priors", "private"}
    assert {"model.toml", "structures", "report.toml"} <= names
    person.edit("copy", expect=422, name="again")
