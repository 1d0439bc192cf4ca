"""Every form of the editor, without a script: what it does, what it refuses, what it leaves alone."""

from __future__ import annotations

import re

import pytest

from bayesnet.folder.reading import open_study
from tests.modelling.site import Person, small, umbrella, unanswered


@pytest.fixture
def study(tmp_path):
    return Person(unanswered(tmp_path / "study"))


@pytest.fixture
def own(tmp_path):
    return Person(small(tmp_path / "own"))


def test_from_nothing_a_study_is_drawn_with_forms_alone(own):
    """What is still open is said until nothing is, and then the study answers."""
    assert "Nothing is drawn yet" in own.text
    umbrella(own)
    assert "Nothing is missing" in own.text
    diagram = open_study(own.folder)[0].diagram
    assert diagram.chance["paper_says"].state_labels == ("sun", "rain & storm")
    assert "# Mine." in own.read()


def test_what_is_still_open_is_said_and_leads_to_its_node(own):
    own.edit("add-node", kind="chance", label="Weather", states="dry\nwet")
    own.edit("add-node", kind="utility", label="Comfort")
    assert "Still to be filled in" in own.text and "Nothing is missing" not in own.text
    assert re.search(r'<a href="/\?node=comfort" data-key="open', own.text)


def test_an_arc_that_closes_a_circle_is_refused_with_the_way_round(study):
    before = study.read()
    study.edit("add-arc", expect=422, parent="miscalculation", child="internal_strain")
    (words,) = study.problems
    for label in ("DPRK internal strain", "Hardliner influence", "DPRK miscalculation"):
        assert label in words
    assert "->" in words and "miscalculation ->" not in words.replace("DPRK miscalculation", "")
    assert study.read() == before


def test_an_arc_costs_judgements_and_undo_gives_back_the_bytes(study):
    """The count changes with the arc, and comes back with the file."""
    before, judgements = study.read(), judgements_in(study)
    study.edit("add-arc", parent="bomber_posture", child="pressure_move")
    assert judgements_in(study) > judgements
    assert "asked = false  # announced in April 2020" in study.read() != before
    study.edit("undo")
    assert study.read() == before and judgements_in(study) == judgements
    study.edit("redo")
    assert judgements_in(study) > judgements


def judgements_in(person):
    return int(re.search(r"<b>(\d+) judgements</b>", person.text)[1])


def test_rows_are_kept_as_typed_summed_and_scaled_by_consent_alone(study):
    path = "/?node=miscalculation"
    row = {"p-0-0": "0.80", "p-0-1": "0.10"}
    study.edit("rows", node="miscalculation", at="miscalculation", **row)
    assert "0.9: 0.1 left" in study.go(path).text
    assert "p = [0.80, 0.10]" in study.read()
    study.edit("rows", node="miscalculation", at="miscalculation", scaled="1", **row)
    assert "left" not in study.go(path).text.split("<tbody>")[1].split("</tbody>")[0]
    assert "p = [0.8889, 0.1111]" in study.read()
    study.edit("rows", expect=422, node="miscalculation", **{"p-0-0": "0.8", "p-0-1": "much"})
    assert study.problems == ["'much' is no number. Write one such as 0.25."]
    assert "0.8" in study.text.split("What you typed")[1]


def test_a_node_that_a_claim_speaks_of_stays_and_says_which(study):
    study.edit("remove-node", expect=422, node="perceived_commitment")
    assert any("propositions.toml" in words for words in study.problems)
    assert "[chance.perceived_commitment]" in study.read()


def test_a_claim_that_the_method_cannot_express_is_said(study):
    """An interaction cannot hold where both causes are added up."""
    assert "cannot" not in study.text.split("Worth a look")[-1]
    study.edit("method", node="posture_credibility", method="weighted_sum")
    rows = "low, doubted: 0.9 0.09 0.01\nmedium, uncertain: 0.3 0.5 0.2\nhigh, firm: 0.05 0.2 0.75"
    weights = {"cpt-weights/perceived_capability": "1", "cpt-weights/perceived_commitment": "2"}
    study.edit("cpt", node="posture_credibility", **weights, **{"cpt-situations": rows})
    assert "cannot" in study.text.split("Worth a look")[-1]


def test_states_keep_their_names_and_numbers_under_new_labels(study):
    states = {"state-0": "absent", "label-0": "Nein", "state-1": "present", "label-1": "Ja"}
    study.edit("states", node="rift_line", **states)
    text = study.read()
    assert 'state_labels = ["Nein", "Ja"]' in text and 'states = ["absent", "present"]' in text
    diagram = open_study(study.folder, "placeholder")[0].diagram
    assert diagram.state_label("rift_line", "present") == "Ja"
    study.edit("states", node="rift_line", **{**states, "label-2": "Vielleicht"})
    assert '{ when = ["doubted"], p = [0.25, 0.75, 0] }' in study.read()


TABS = ["node", "counts", "whatifs", "structures", "people", "about"]
PLACES = [(tab, "ally_confidence") for tab in TABS]
PLACES += [("node", node) for node in ("message_coherence", "exercise_plan", "alliance", "nobody")]


@pytest.mark.parametrize(("show", "node"), PLACES)
def test_every_tab_and_every_kind_of_node_is_shown(shown, show, node):
    assert shown.go(f"/?show={show}&node={node}").status == 200
    assert "Traceback" not in shown.text and "None" not in re.sub("None yet", "", shown.text)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    return Person(unanswered(tmp_path_factory.mktemp("shown") / "study"))


def test_no_name_of_a_node_is_shown(shown):
    """Names are kept in addresses and fields; people read labels."""
    text = shown.go("/?node=combined_readiness").text
    for tag in re.findall(r"<script.*?</script>|<[^>]*>", text, re.DOTALL):
        text = text.replace(tag, " ")
    names = ("ally_confidence", "combined_readiness", "exercise_plan", "full_scale")
    assert [name for name in names if name in text] == []


def test_a_moved_node_stays_and_tidying_up_lets_it_go(study):
    study.edit("place", node="ally_confidence", x="40", y="900.5")
    assert '"ally_confidence": [40.0, 900.5]' in study.read("layout.json")
    where = re.search(r'data-node="ally_confidence"[^>]*', study.text)[0]
    study.edit("relabel", node="alliance", label="The alliance")
    assert re.search(r'data-node="ally_confidence"[^>]*', study.text)[0] == where
    study.edit("tidy")
    assert not (study.folder / "layout.json").exists()
    study.edit("undo").edit("undo")
    assert (study.folder / "layout.json").exists()


def test_a_value_whose_parents_do_not_add_up_is_filled_in_case_by_case(own):
    umbrella(own)
    path = own.folder / "model.toml"
    scores = re.search(r"scores = .*", own.read())[0]
    table = ", ".join(
        f'{{ when = ["{weather}", "{choice}"], value = 1 }}'
        for weather in ("dry", "wet")
        for choice in ("take", "leave")
    )
    whole = f'parents = ["weather", "umbrella"]\ntable = [{table}] # all four'
    path.write_text(own.read().replace(scores, whole), "utf-8")
    own.go("/?node=comfort")
    assert "wet, leave" in own.text
    own.edit("worth", node="comfort", **{f"worth-{n}": str(10 * n) for n in range(4)})
    assert '{ when = ["wet", "leave"], value = 30 }] # all four' in own.read()
