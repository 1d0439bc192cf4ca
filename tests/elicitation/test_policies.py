"""Policies that a one-line change could undo unnoticed: who is let in, what counts, what is said."""

from __future__ import annotations

import dataclasses
import random
from decimal import Decimal
from xml.etree import ElementTree

import pytest

import bayesnet.answers.whatif
from bayesnet.answers.whatif import scenario_notes
from bayesnet.errors import StudyError
from bayesnet.graph import children_of, d_separated, requisite
from bayesnet.renderers import markdown
from bayesnet.study.view import StudyView
from bayesnet.table import words_alone
from diagrams.canvas.svg import element
from elicitation.record.ledger import read_ledger
from elicitation.record.responses import Estimate
from elicitation.store.recording import snapshot, submit
from elicitation.versions.freezing import freeze
from elicitation.versions.history import difference, sentences
from tests.elicitation.small_records import (
    COMPLETE,
    PLAN,
    clock,
    pool,
    request,
    response,
    start,
)
from tests.elicitation.test_history import answer
from tests.elicitation.test_history import frozen as version
from tests.elicitation.workshop import PLAN as WORKSHOP
from tests.elicitation.workshop_site import Site

# ------------------------------------------------------------------------------- who is let in


def test_the_rooms_code_gives_away_no_placeholder_of_an_expert(tmp_path) -> None:
    site = Site(tmp_path / "study")
    text = WORKSHOP.replace('label = "E07"\n', 'label = "E07"\nillustrative = true\n')
    (site.desk.folder / "elicitation.toml").write_text(text, "utf-8")
    offered: list[str] = []
    site.desk.claim(lambda free: offered.extend(free) or free[0], "phone")
    assert offered == ["E03", "E09", "E12"]


def test_a_facilitators_session_lasts_half_a_day(tmp_path) -> None:
    site = Site(tmp_path / "study")
    site.desk.begin_session("secret")
    for hours, who in ((0, "facilitator"), (11.9, "facilitator"), (12.1, ""), (24, "")):
        site.clock.now = 1000.0 + 3600 * hours
        assert site.desk.who("facilitator", "secret") == who, hours


# ---------------------------------------------------------------------------------- what counts


def test_a_question_answered_by_experts_of_weight_0_alone_is_not_frozen(tmp_path) -> None:
    """E02 is asked about water alone; E01, who alone says what damage is, has no weight."""
    text = PLAN.replace('weights = "equal"', 'weights = "user"')
    text = text.replace('label = "First"', 'label = "First"\nweight = 0')
    text = text.replace('label = "Second"', 'label = "Second"\npanels = ["water"]\nweight = 1')
    start(tmp_path)
    (tmp_path / "elicitation.toml").write_text(text, "utf-8")
    water = b"\n".join(line for line in COMPLETE.splitlines() if not line.startswith(b"damage"))
    submit(tmp_path, response("E01"), now=clock)
    submit(tmp_path, response("E02", content=water), now=clock)
    with pytest.raises(
        StudyError, match="nobody in this version with a weight is asked about damage"
    ):
        freeze(tmp_path, request(text), pool=pool, now=clock)
    other = text.replace("weight = 0", "weight = 1")
    (tmp_path / "elicitation.toml").write_text(other, "utf-8")
    freeze(tmp_path, request(other), pool=pool, now=clock)
    entries, _ = read_ledger(snapshot(tmp_path).files["ledger.jsonl"])
    assert entries[-1].type == "priors"


def test_a_question_that_the_earlier_version_had_not_asked_is_no_move() -> None:
    """What was filled in for an expert then, and is the expert's now, was answered, not raised."""
    filled = {"a[]": answer(x="0.5", y="0.5"), "b[]": answer(x="0.2", y="0.8")}
    before = dataclasses.replace(version(1, E1=filled), not_asked={"E1": ("b[]",)})
    own = {**filled, "b[]": answer(x="0.7", y="0.3")}
    found = difference(before, version(2, E1=own))
    assert {change.before for change in found.changes} == {None}
    assert [change.size for change in found.changes] == [Decimal(0)] * 2
    assert sentences(found) == ("E1 answered b[].",)
    assert {c.after for c in found.changes} == {Estimate(best=Decimal(n)) for n in ("0.7", "0.3")}


# ---------------------------------------------------------------------------------- what is said


def test_what_is_set_is_not_named_as_what_setting_something_else_says_nothing_of(frozen) -> None:
    """Learning a coherent message would tell of the dispute, unless the dispute is set, too."""
    scenario = frozen.book.full("S0")
    both = {"message_coherence": "coherent", "burden_dispute": "open_public"}
    one = dataclasses.replace(scenario, set={**scenario.set, "message_coherence": "coherent"})
    two = dataclasses.replace(scenario, set={**scenario.set, **both})
    said = [
        " ".join(scenario_notes(StudyView(frozen, "A"), s, ["message_coherence"]))
        for s in (one, two)
    ]
    assert "P(burden_dispute=" in said[0]
    assert "P(burden_dispute=" not in said[1]


@dataclasses.dataclass
class Conflict:
    """Findings that contradict each other by so many bits."""

    total: list[float]

    def culprits(self) -> list[str]:
        return ["rift_line"]


@pytest.mark.parametrize(("bits", "told"), [(0.04, False), (0.06, True), (0.4, True)])
def test_a_conflict_that_shows_in_the_first_digit_is_told(
    frozen, monkeypatch, bits: float, told: bool
) -> None:
    monkeypatch.setattr(bayesnet.answers.whatif, "conflict", lambda *_, **__: Conflict([bits]))
    seen = {"rift_line": "present", "pressure_move": "none"}
    seen = {name: frozen.diagram.states[name][0] for name in seen}
    scenario = dataclasses.replace(frozen.book.full("S0"), seen=seen)
    notes = scenario_notes(StudyView(frozen, "A"), scenario, [])
    assert any("does not fit together well" in note for note in notes) is told


def test_no_control_character_gets_into_an_attribute() -> None:
    drawn = element("text", title="a\x00b\x07c\x1fd")
    assert ElementTree.fromstring(drawn).get("title") == "abcd"


def test_a_bar_in_a_cell_makes_no_column() -> None:
    row = markdown(words_alone(["what", "p"], [["a|b", "1"]])).splitlines()[2]
    assert row.replace("\\|", "").count("|") == 3


# ------------------------------------------------------------------------------ what hangs on what


@pytest.mark.parametrize("seed", range(60))
def test_evidence_is_requisite_exactly_where_the_graph_leaves_it_connected(seed: int) -> None:
    """Against d-separation by networkx, finding by finding."""
    rng = random.Random(seed)
    names = [f"n{i}" for i in range(7)]
    parents = {
        name: tuple(other for other in names[:place] if rng.random() < 0.35)
        for place, name in enumerate(names)
    }
    target, *known = rng.sample(names, rng.randint(2, 4))
    _, reached = requisite(parents, children_of(parents), [target], known)
    connected = {
        finding
        for finding in known
        if not d_separated(parents, [target], [finding], [k for k in known if k != finding])
    }
    assert reached == connected
