"""The pages over HTTP: links without a script, JSON with one, files, and nothing from outside."""

from __future__ import annotations

import html
import re

import pytest
from starlette.testclient import TestClient

from tests.analyst.alone import app_of
from tests.bayesnet import small_study

ATTACK = '"><script>alert(1)</script>'
MAGIC = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "txt": b"What if?"}


def links(text):
    return [html.unescape(found) for found in re.findall(r'href="(\?[^"]*)"', text)]


def test_every_link_of_the_page_answers_without_a_script(reading):
    page = reading.get("/analyst?word=set")
    assert page.status_code == 200
    found = [link for link in dict.fromkeys(links(page.text)) if "click=" in link]
    assert len(found) > 60
    for link in found[::12]:
        assert reading.get(f"/analyst{link}").status_code in (200, 422)


def test_a_script_gets_the_same_page_as_json(reading):
    address = "/analyst?click=seen:rift_line:present"
    answer = reading.get(address, headers={"Accept": "application/json"}).json()
    assert answer["address"].startswith("/analyst?from=S0&seen=rift_line%3Apresent")
    assert answer["body"] in reading.get(address).text


@pytest.mark.parametrize("kind", MAGIC)
def test_the_picture_can_be_taken_along(reading, kind):
    answer = reading.get(f"/analyst/picture.{kind}?from=S6&who=spiral")
    assert answer.status_code == 200
    assert answer.content.startswith(MAGIC[kind])
    assert f"what-if.{kind}" in answer.headers["content-disposition"]
    if kind in ("svg", "txt"):
        assert "what expert Spiral alone believes" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/analyst/picture.exe",
        "/analyst/picture.svg/../../model.toml",
        "/analyst/static/../routes.py",
        "/analyst/static/%2e%2e/routes.py",
        "/analyst/static/..%2f..%2fapp.py",
        "/analyst/fonts/%2e%2e/style.py",
        "/analyst/static//etc/passwd",
    ],
)
def test_no_path_leads_outside(reading, path):
    assert reading.get(path).status_code == 404


@pytest.mark.parametrize(
    "key", ["from", "against", "structure", "who", "word", "set", "seen", "likely", "clear"]
)
def test_what_comes_in_with_the_address_is_text(reading, key):
    for query in ({key: ATTACK}, {key: f"rift_line:{ATTACK}"}):
        page = reading.get("/analyst", params=query)
        assert "<script>alert" not in page.text
        assert "alert(1)<" not in page.text
    pinned = reading.get("/analyst", params={"pin": f"from={ATTACK}", "saved": ATTACK})
    assert "<script>alert" not in pinned.text


def test_the_page_asks_nothing_of_others_and_holds_no_inline_script_or_style(reading):
    text = reading.get("/analyst").text
    addresses = re.findall(r'(?:src|href|action)="([^"]*)"', text)
    assert all(address.startswith(("/", "?", "#")) for address in addresses)
    assert re.findall(r"<script[^>]*>", text) == [
        f'<script src="/analyst/static/{name}.js" defer>' for name in ("patch", "analyst")
    ]
    assert " style=" not in text
    assert not re.search(r"\son\w+=", text)


def test_experts_stand_on_the_page_by_pseudonym_alone(client, folder):
    private = folder / "private"
    private.mkdir(exist_ok=True)
    (private / "roster.json").write_text('{"spiral": "Jane Doe"}', "utf-8")
    for who in ("pool", "spiral"):
        assert "Jane" not in client.get(f"/analyst?who={who}").text


def test_a_study_that_changes_underneath_is_read_again(client, folder):
    assert "Quite new" not in client.get("/analyst").text
    path = folder / "scenarios.toml"
    path.write_text(path.read_text("utf-8").replace("Hardware only", "Quite new"), "utf-8")
    assert "Quite new" in client.get("/analyst").text
    path.write_text("nonsense", "utf-8")
    broken = client.get("/analyst")
    assert broken.status_code == 422
    assert "scenarios.toml" in broken.text


def test_one_set_of_numbers_agrees_with_nobody(tmp_path, reading):
    (tmp_path / "model.toml").write_text(small_study.MODEL, "utf-8")
    alone = TestClient(app_of(tmp_path)).get("/analyst?click=set:umbrella:leave").text
    assert "The walk ends badly" in alone
    for text in ('<th scope="col">Experts</th>', "1 of 1", "how many see it lower or higher"):
        assert text not in alone
    assert '<th scope="col">Experts</th>' in reading.get("/analyst").text


def test_falls_have_the_minus_sign_of_the_picture_beside_them(reading):
    page = reading.get("/analyst?from=S6").text
    table = re.search(r'<section id="outcomes".*?</section>', page, re.DOTALL)[0]
    cells = re.findall(r'<td class="difference">(.*?)</td>', table, re.DOTALL)
    assert any("\N{MINUS SIGN}0." in cell for cell in cells)
    assert not any("-0." in cell for cell in cells)
