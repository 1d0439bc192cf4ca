"""A scenario is added to scenarios.toml whole or not at all; what people wrote stays to the byte."""

from __future__ import annotations

import html
import re

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from bayesnet.errors import StudyError
from bayesnet.folder.reading import open_study
from bayesnet.formats.scenarios_toml import add_to, opening, read_scenarios
from bayesnet.study.scenario import Likely, Scenario
from elicitation.store.scenarios import add_scenario, scenarios_sha256
from tests.conftest import SHIPPED

FILE = "scenarios.toml"
DIAGRAM = open_study(SHIPPED)[0].diagram


def fields(folder, **changes):
    query = "from=S0&set=exercise_plan:cancelled&seen=rift_line:present&structure=A&who=pool"
    return {
        "csrf": "token",
        "asked": query,
        "scenarios": scenarios_sha256(folder),
        "id": "S9",
        "label": "Cancelled, and seen",
        **changes,
    }


def test_what_is_on_the_page_is_saved_and_reads_back(client, folder):
    before = (folder / FILE).read_bytes()
    response = client.post("/analyst/save", data=fields(folder), follow_redirects=False)
    assert response.status_code == 303
    assert (folder / FILE).read_bytes().startswith(before)
    study, _ = open_study(folder)
    saved = study.book.scenarios["S9"]
    assert saved.label == "Cancelled, and seen"
    assert saved.set == {"exercise_plan": "cancelled"}
    assert saved.seen == {"rift_line": "present"}
    assert (saved.based_on, saved.compare_with) == ("S0", "S0")
    page = client.get(response.headers["location"])  # the room has read the file again
    assert "Saved as S9 in scenarios.toml." in page.text


def test_what_was_cleared_stays_cleared(client, folder):
    asked = fields(folder, asked="from=S0&clear=bomber_posture&structure=A")
    assert client.post("/analyst/save", data=asked, follow_redirects=False).status_code == 303
    book = open_study(folder)[0].book
    assert "bomber_posture" not in book.full("S9").seen
    assert book.full("S9").set == book.full("S0").set


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"id": "S6"}, "there is a scenario &#39;S6&#39; already"),
        ({"id": ""}, "cannot be a scenario&#39;s short name"),
        ({"id": "a]\n[scenario.x"}, "cannot be a scenario&#39;s short name"),
        ({"id": "../S9"}, "cannot be a scenario&#39;s short name"),
        ({"id": "S" * 33}, "cannot be a scenario&#39;s short name"),
        ({"label": " "}, "has no label"),
        ({"label": "a\n[scenario.x]"}, "cannot be seen"),
        ({"label": "x" * 201}, "longer than 200"),
        ({"scenarios": "0" * 64}, "has changed since this page was made"),
        ({"scenarios": ""}, "has changed since this page was made"),
        ({"asked": "set=hardliner_influence:high"}, "nobody here can set it"),
        ({"asked": "from=S77"}, "There is no scenario"),
    ],
)
def test_what_cannot_be_saved_leaves_the_file_as_it_was(client, folder, changes, words):
    before = (folder / FILE).read_bytes()
    response = client.post("/analyst/save", data=fields(folder, **changes))
    assert response.status_code == 422
    assert words in response.text
    assert (folder / FILE).read_bytes() == before


def test_what_was_typed_stands_again_on_the_way_back_from_a_refused_save(client, folder):
    label = 'Quiet & "slow" <b>'
    refused = client.post("/analyst/save", data=fields(folder, id="S6", label=label))
    assert refused.status_code == 422
    (back,) = re.findall(r'<a class="button" href="([^"]+)">Back', refused.text)
    page = client.get(html.unescape(back))
    assert page.status_code == 200
    typed = re.findall(r'<input id="save-\w+"[^>]* value="([^"]*)"', page.text)
    assert [html.unescape(text) for text in typed] == ["S6", label]
    assert "value" not in re.findall(r'<input id="save-id"[^>]*>', client.get("/analyst").text)[0]


def test_the_facilitators_menu_leads_back_from_every_page(client, folder):
    for page in (client.get("/analyst"), client.post("/analyst/save", data=fields(folder, id=""))):
        assert '<nav aria-label="Facilitator">' in page.text
        assert '<a href="/facilitator/agenda">Agenda</a>' in page.text


def test_a_form_without_its_token_saves_nothing(client, folder):
    before = (folder / FILE).read_bytes()
    assert client.post("/analyst/save", data=fields(folder, csrf="")).status_code == 403
    assert (folder / FILE).read_bytes() == before


def test_a_change_underneath_refuses_the_save_until_it_was_looked_at(client, folder):
    sent = fields(folder)
    path = folder / FILE
    path.write_text(path.read_text("utf-8") + "\n# a colleague's note\n", "utf-8")
    assert client.post("/analyst/save", data=sent).status_code == 422
    assert client.post("/analyst/save", data=fields(folder)).status_code == 200
    assert "# a colleague's note" in path.read_text("utf-8")


def test_a_file_that_cannot_be_read_is_not_added_to(folder):
    study, _ = open_study(folder)
    path = folder / FILE
    path.write_text("scenario = 3\n", "utf-8")
    scenario = Scenario(id="S9", label="x")
    with pytest.raises(StudyError):
        add_scenario(folder, scenario, study.diagram, seen_sha256=scenarios_sha256(folder))
    assert path.read_text("utf-8") == "scenario = 3\n"


def test_a_link_is_not_followed_out_of_the_study(folder, tmp_path):
    study, _ = open_study(folder)
    outside = tmp_path / "outside.toml"
    (folder / FILE).replace(outside)
    (folder / FILE).symlink_to(outside)
    before = outside.read_bytes()
    with pytest.raises(StudyError, match="this is a link"):
        add_scenario(
            folder,
            Scenario(id="S9", label="x"),
            study.diagram,
            seen_sha256=scenarios_sha256(folder),
        )
    assert outside.read_bytes() == before


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_byte_order_mark_stay(folder, start, end):
    study, _ = open_study(folder)
    path = folder / FILE
    text = path.read_text("utf-8").rstrip("\n").replace("\n", end)
    path.write_bytes(start + text.encode())
    scenario = Scenario(id="S9", label="x", based_on="S0")
    add_scenario(folder, scenario, study.diagram, seen_sha256=scenarios_sha256(folder))
    content = path.read_bytes()
    assert content.startswith(start + text.encode())
    assert (content.count(b"\n") == content.count(b"\r\n")) == (end == "\r\n")
    assert open_study(folder)[0].book.scenarios["S9"] == scenario


def test_a_study_without_scenarios_gets_its_first(folder):
    study, _ = open_study(folder)
    for name in (FILE, "propositions.toml"):
        (folder / name).unlink()
    first = {name: node.states[0] for name, node in study.diagram.decisions.items()}
    scenario = Scenario(id="first", label="First", set=first)
    add_scenario(folder, scenario, study.diagram, seen_sha256="")
    assert open_study(folder)[0].book.scenarios == {"first": scenario}


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
        lambda t: t == t.strip() and t
    )
)
def test_any_text_reads_as_it_was_typed(text):
    scenario = Scenario(
        id="x",
        label=text,
        claim=text,
        likely={"rift_line": Likely(kind="ratio", values=(1.0, 0.1))},
    )
    document = opening("x")
    add_to(document, scenario)
    book, problems = read_scenarios(tomlkit.dumps(document), DIAGRAM)
    assert problems == ()
    assert book.scenarios == {"x": scenario}


def test_a_scenario_joins_the_others_where_they_stand_with_comments_and_order_kept(folder):
    """People may write anything behind the scenarios, and any line end and byte."""
    study, _ = open_study(folder)
    path = folder / FILE
    stood = path.read_bytes() + b"\r\n# of both kinds, and of Latin-1: \xe9\n"
    path.write_bytes(stood)
    scenario = Scenario(id="S9", label="x", based_on="S0")
    add_scenario(folder, scenario, study.diagram, seen_sha256=scenarios_sha256(folder))
    assert path.read_bytes().startswith(stood)
    assert path.read_bytes().endswith(b'[scenario.S9]\r\nlabel = "x"\r\nbased_on = "S0"\r\n')
