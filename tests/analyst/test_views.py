"""What stands on the page is what ``resolve whatif`` and ``resolve compare`` say."""

from __future__ import annotations

import dataclasses
import re
from urllib.parse import parse_qsl

import numpy as np
import pytest

from bayesnet.answers.whatif import what_if
from bayesnet.errors import StudyError
from bayesnet.study.scenario import combine
from bayesnet.study.typed import typed_change
from bayesnet.study.view import StudyView
from bayesnet.uncertainty.comparison import compare
from diagrams.canvas import style
from diagrams.network.wording import in_prose
from elicitation.workshop.analyst.session import DRAWS, AnalystSession
from elicitation.workshop.analyst.state import asked_in_address, clicked
from elicitation.workshop.analyst.views import page_of
from elicitation.workshop.page_words import on_page
from tests.bayesnet import small_study

ADDRESSES = {
    "a scenario": ("from=S6", (), (), (), "S6", "S0"),
    "a click on the reference": (
        "click=set:exercise_plan:cancelled",
        ("exercise_plan=cancelled",),
        (),
        (),
        "S0",
        "S0",
    ),
    "seen, against another": (
        "from=S5&against=S7&click=seen:rift_line:present",
        (),
        ("rift_line=present",),
        (),
        "S5",
        "S7",
    ),
    "a likelihood ratio": (
        "from=S6&click=likely:internal_strain&numbers=1:3",
        (),
        (),
        ("internal_strain=1:3",),
        "S6",
        "S0",
    ),
    "new probabilities": (
        "from=S6&likely=internal_strain:0.4,0.6",
        (),
        (),
        ("internal_strain=0.4,0.6",),
        "S6",
        "S0",
    ),
}


def page(opened, query):
    return page_of(opened, parse_qsl(query))


@pytest.mark.parametrize("structure", ["A", "B", "E"])
@pytest.mark.parametrize("case", ADDRESSES)
def test_the_numbers_are_those_of_whatif_and_compare(opened, case, structure):
    query, sets, seen, likely, start, other = ADDRESSES[case]
    study = opened.study
    diagram = study.structures[structure].diagram
    change = typed_change(diagram, sets, seen, likely)
    asked = study.book.full(start)
    asked = combine(asked, change) if change else asked
    against = study.book.full(other)
    whatif = what_if(StudyView(study, structure), asked, against)
    compared = compare(study, [structure], [(asked, against)], sampling=DRAWS)
    found = page(opened, f"{query}&structure={structure}")
    assert found.problems == ()
    assert found.notes == tuple(
        in_prose(note, opened.study.diagram.labels) for note in whatif.notes
    )
    assert not [note for note in found.notes if re.search(r"[a-z]_[a-z]|\w=\w", note)]
    for row, theirs, drawn in zip(found.outcomes, whatif.outcomes, compared.rows, strict=True):
        ours = [row.now, row.before, row.difference, *row.now_range, *row.difference_range]
        expected = [theirs.value, theirs.before, theirs.difference]
        expected += [*drawn.level.interval[::2], *drawn.difference.interval[::2]]
        np.testing.assert_allclose(ours, expected, rtol=0, atol=1e-12)
        assert row.agreement == theirs.agreement()
    for card in (*found.levers, *found.nodes):
        shares = [state.now for state in card.rows]
        np.testing.assert_allclose(shares, whatif.beliefs[card.name], rtol=0, atol=1e-12)


def test_who_else_decides_is_drawn_and_said_under_that_structure_alone(opened):
    theirs, ours = (page(opened, f"from=S3&structure={structure}") for structure in "EA")
    assert "DPRK itself chooses Early pressure move and Provocation level" in theirs.notes[0]
    assert "DPRK itself chooses" not in ours.notes[0]
    assert "way of responding stays as it is" in ours.notes[0]
    assert style.THEIRS.fill in theirs.picture
    assert style.THEIRS.fill not in ours.picture
    assert [c.label for c in theirs.structures if c.on] == ["E: the adversary decides"]


def test_an_experts_page_shows_that_experts_numbers_and_everybodys_signs(opened):
    whatif = what_if(
        StudyView(opened.study, "A"), *(opened.study.book.full(s) for s in ("S6", "S0"))
    )
    for index, expert in enumerate(opened.study.priors.experts):
        found = page(opened, f"from=S6&who={expert}")
        assert f"what expert {opened.words.people[expert]} alone believes" in found.caption
        assert [c.label for c in found.people if c.on] == [f"expert {opened.words.people[expert]}"]
        for row, theirs in zip(found.outcomes, whatif.outcomes, strict=True):
            assert row.now == pytest.approx(theirs.by_expert[index], abs=1e-12)
            assert row.difference == pytest.approx(theirs.differences[index], abs=1e-12)
            assert row.agreement == theirs.agreement()
        assert 0 < found.drawn < DRAWS.draws


def test_a_pinned_what_if_is_what_differences_are_against(opened):
    pinned = page(opened, "click=set:exercise_plan:cancelled")
    after = page(opened, f"{pinned.pin}&click=set:exercise_plan:full_scale")
    for row, old in zip(after.outcomes, pinned.outcomes, strict=True):
        assert row.before == old.now
    assert page(opened, after.unpin).outcomes[0].before != after.outcomes[0].before


@pytest.mark.parametrize(
    ("click", "sets", "seen", "likely"),
    [
        ("set:miscalculation:yes", ("miscalculation=yes",), (), ()),
        ("set:rift_line:present", ("rift_line=present",), (), ()),
        ("seen:exercise_plan:cancelled", (), ("exercise_plan=cancelled",), ()),
        ("set:exercise_plan:gone", ("exercise_plan=gone",), (), ()),
        ("seen:nobody:yes", (), ("nobody=yes",), ()),
        ("likely:mood:1:2", (), (), ("mood=1:2",)),
        ("likely:rift_line:0.3,0.3", (), (), ("rift_line=0.3,0.3",)),
        ("likely:rift_line:a lot", (), (), ("rift_line=a lot",)),
    ],
)
def test_what_is_refused_is_said_as_whatif_says_it_and_changes_nothing(
    opened, click, sets, seen, likely
):
    with pytest.raises(StudyError) as refusal:
        typed_change(opened.study.diagram, sets, seen, likely)
    found = page(opened, f"from=S6&click={click}")
    assert found.problems == tuple(on_page(p, opened.words) for p in refusal.value.problems)
    assert not [text for text in found.problems if re.search(r"--\w|[a-z]_[a-z]|\w=\w", text)]
    assert found.query == page(opened, "from=S6").query


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("structure=Q", "There is no structure 'Q'"),
        ("who=Jane", "There is no expert 'Jane'"),
        ("from=S77", "There is no scenario 'S77'"),
        ("against=S77", "There is no scenario 'S77'"),
        ("click=drop:everything", "is no click"),
        ("set=exercise_plan:gone", "has no state 'gone'"),
        ("pin=from%3DS77", "There is no scenario 'S77'"),
    ],
)
def test_an_address_that_names_what_there_is_not_says_so(opened, query, words):
    found = page(opened, query)
    assert words in " ".join(found.problems)
    assert found.outcomes


def test_a_click_on_what_holds_takes_it_back_and_a_decision_stays_made(opened):
    study = opened.study
    start = asked_in_address((), study).now
    seen = clicked(start, "seen:rift_line:present", study)
    assert seen.seen == {"rift_line": "present"}
    assert clicked(seen, "clear:rift_line", study) == start
    gone = clicked(start, "clear:bomber_posture", study)
    assert gone.cleared == ("bomber_posture",)
    assert clicked(gone, "seen:bomber_posture:dynamic", study) == start
    other = clicked(start, "set:exercise_plan:cancelled", study)
    assert clicked(other, "clear:exercise_plan", study) == start


def test_each_node_offers_the_words_that_fit_it(opened):
    found = page(opened, "")
    words = {
        card.name: {button.words for row in card.rows for button in row.buttons}
        for card in (*found.levers, *found.nodes)
    }
    assert words["exercise_plan"] == {"set"}
    assert words["message_coherence"] == {"set", "seen"}
    assert words["miscalculation"] == {"seen"}


def test_nothing_in_the_diagram_moves_when_something_is_clicked(opened):
    frame = opened.frame("A", None)
    assert frame is opened.frame("A", None)
    one, two = (
        page(opened, q).picture for q in ("from=S6", "from=S5&click=seen:rift_line:present")
    )
    assert one != two
    assert one.split(">")[0] == two.split(">")[0]  # the same size


def test_findings_that_cannot_occur_together_are_named_and_the_page_stays(tmp_path):
    """The umbrella: a forecast that never says rain when it stays dry; no scenarios, one expert."""
    text = small_study.MODEL.replace(
        '{ when = ["dry"], p = [0.8, 0.2] }', '{ when = ["dry"], p = [1, 0] }'
    )
    (tmp_path / "model.toml").write_text(text, "utf-8")
    opened = AnalystSession(folder=tmp_path).opened()
    dry = page(opened, "click=seen:weather:dry")
    assert dry.problems == ()
    assert [card.said for card in dry.levers] == ["set"]  # in its first state
    rain = page(opened, f"{dry.query}&click=seen:forecast:rain")
    (told,) = rain.problems
    assert "These findings have probability 0 under the analyst's placeholders" in told
    assert "Weather: dry, Forecast: rain." in told
    assert rain.query == dry.query
    soft = page(opened, f"{dry.query}&click=likely:forecast:0.5,0.5")
    assert "Forecast: rain is impossible here" in soft.problems[0]


def test_a_scenarios_label_keeps_its_words(opened):
    """The study has a node called alliance: the label's own word is no name of it."""
    book = opened.study.book
    one = dataclasses.replace(book.scenarios["S6"], label="What the alliance does")
    study = dataclasses.replace(
        opened.study, book=dataclasses.replace(book, scenarios={**book.scenarios, "S6": one})
    )
    found = page(dataclasses.replace(opened, study=study), "from=S6")
    assert found.scenario == "What the alliance does"
