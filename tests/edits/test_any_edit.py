"""Whatever is edited, no comment is lost, all else stays to the byte, and undo gives back the bytes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bayesnet.edits.arcs import AddArc, DescribeArc, RemoveArc
from bayesnet.edits.blocks import blocks_of, comments_in, joined
from bayesnet.edits.checked import draft_of, made
from bayesnet.edits.history import History
from bayesnet.edits.nodes import AddNode, Characterise, Define, Relabel, RemoveNode
from bayesnet.edits.states import SetStates
from bayesnet.edits.tables import SetMethod, SetRows
from bayesnet.edits.texts import MODEL, children_of, model_of, parents_of, states_of
from bayesnet.edits.values import SetScores, SetWeights
from bayesnet.edits.what_ifs import SetScenario
from bayesnet.errors import StudyError
from tests.edits.studies import odd, shipped

LABELS = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=12).filter(
    lambda text: text.strip() and text.isprintable()
)
NUMBERS = st.sampled_from([Decimal("0.25"), Decimal("0.70"), Decimal(1), Decimal("1E-7")])


def comments(texts):
    return Counter(comment for text in texts.values() for comment in comments_in(text))


KINDS = ("decision", "chance", "utility")


@dataclass
class Drawn:
    """What an edit is made of: two nodes, a label, and whatever else it draws."""

    draw: object
    texts: dict

    def __post_init__(self):
        self.model = model_of(self.texts)
        self.nodes = [name for kind in KINDS for name in self.model.get(kind, {})]
        self.name, self.other = (self.draw(st.sampled_from(self.nodes)) for _ in range(2))
        self.label = self.draw(LABELS)
        self.states = [(state, state) for state in states_of(self.model, self.name)]

    def one(self, options):
        return self.draw(st.sampled_from(options))

    def removed_arc(self):
        pairs = [(p, name) for name in self.nodes for p in parents_of(self.model, name)]
        parent, child = self.one(pairs or [(self.name, self.other)])
        return RemoveArc(parent=parent, child=child)

    def new_states(self):
        states = self.draw(st.permutations([*self.states, ("", self.label)]))
        return SetStates(name=self.name, states=tuple(states))

    def row(self):
        parents = parents_of(self.model, self.name)
        when = tuple(self.one(states_of(self.model, p)) for p in parents)
        return SetRows(name=self.name, rows={when: tuple(self.draw(NUMBERS) for _ in self.states)})

    def scores(self):
        child = self.one(children_of(self.model, self.name) or [self.other])
        scores = {state: self.draw(NUMBERS) for state, _ in self.states}
        return SetScores(name=child, parent=self.name, scores=scores)


WAYS = [
    lambda d: AddNode(kind="chance", label=d.label, states=(f"{d.label} a", f"{d.label} b")),
    lambda d: RemoveNode(name=d.name),
    lambda d: Relabel(name=d.name, label=d.label),
    lambda d: Define(name=d.name, text=d.label, settled_by=d.draw(LABELS)),
    lambda d: AddArc(parent=d.name, child=d.other, claim=d.one(["", d.label])),
    Drawn.removed_arc,
    Drawn.new_states,
    lambda d: SetStates(name=d.name, states=tuple(d.states[:-1])),
    lambda d: SetMethod(name=d.name, method=d.one(["table", "ranked"])),
    Drawn.row,
    Drawn.scores,
    lambda d: SetWeights(
        label=d.label, weights={v: d.draw(NUMBERS) for v in d.model.get("utility", {})}
    ),
    lambda d: DescribeArc(parent=d.name, child=d.other, claim=d.label),
    lambda d: SetScenario(
        scenario_id="S9", label=d.label, set={d.name: d.states[0][0]} if d.states else {}
    ),
]


@st.composite
def edits(draw, texts):
    return draw(st.sampled_from(WAYS))(Drawn(draw, texts))


@given(data=st.data())
@settings(max_examples=6)
def test_in_the_shipped_study_no_comment_is_lost_and_undo_gives_back_the_bytes(data):
    edited_and_undone(shipped, data)


@given(data=st.data())
@settings(max_examples=60)
def test_in_a_file_written_in_every_way_neither(data):
    edited_and_undone(odd, data)


def edited_and_undone(study, data):
    history = History(steps=(study(),))
    for _ in range(5):
        before = history.now
        try:
            texts = made(data.draw(edits(before)), before)
        except StudyError:
            continue
        assert comments(before) <= comments(texts)
        draft = draft_of(texts)
        assert draft.diagram is not None and not draft.broken
        history = history.then(texts)
    last = history.now
    for step in reversed(history.steps):
        assert history.now == step
        history = history.undone()
    assert history.now == study() and not history.can_undo
    while history.can_redo:
        history = history.redone()
    assert history.now == last


@pytest.mark.parametrize("study", [shipped, odd])
def test_cut_at_its_headers_a_text_is_whole(study):
    for text in study().values():
        assert joined(blocks_of(text)) == text


@pytest.mark.parametrize(
    ("edit", "tables"),
    [
        (Relabel(name="weather", label="Wetter"), {("chance", "weather")}),
        (Define(name="umbrella", text="One of mine."), {("decision", "umbrella")}),
        (
            SetRows(name="forecast", rows={("wet",): (Decimal("0.1"), Decimal("0.9"))}),
            {("chance", "forecast")},
        ),
        (
            SetScores(name="comfort", parent="umbrella", scores={"take": Decimal(-5)}),
            {("utility", "comfort", "scores")},
        ),
        (Characterise(name="weather", entries={"settable": True}), {("chance", "weather")}),
    ],
)
def test_all_other_tables_stay_to_the_byte(edit, tables):
    before, after = (blocks_of(texts[MODEL]) for texts in (odd(), made(edit, odd())))
    changed = {one.header for one, two in zip(before, after, strict=True) if one != two}
    assert changed == tables
