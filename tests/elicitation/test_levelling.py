"""Rows that go the wrong way are levelled to the nearest that do not, and only on consent."""

from __future__ import annotations

import itertools
from decimal import Decimal

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from elicitation.checks.checks import Doubt, doubts
from elicitation.cli import main
from elicitation.intake.levelling import LEVELLED, chain, in_words, isotonic, levelled
from elicitation.intake.reductions import DIGITS
from elicitation.record.records import read_response
from elicitation.record.responses import Estimate, Judgement, Typed, in_probability
from tests.bayesnet.small_study import SCENARIOS
from tests.elicitation.test_asking import SIGNED, rows, study, terminal, typed_plan
from tests.elicitation.test_checks import MODEL, row

ONE = Decimal(1)
HUNDRED = st.integers(0, 100)


@st.composite
def chains(draw, most=5):
    """Rows of a chain in percent, some with a range, and the child's states."""
    states = tuple(f"s{n}" for n in range(draw(st.integers(2, 4))))
    made = []
    for place in range(draw(st.integers(2, most))):
        cuts = sorted(draw(st.lists(HUNDRED, min_size=len(states) - 1, max_size=len(states) - 1)))
        best = [b - a for a, b in itertools.pairwise([0, *cuts, 100])]
        margin = draw(st.integers(0, 30))
        answers = {
            state: Estimate(
                best=Decimal(number),
                low=Decimal(max(number - margin, 0)) if margin else None,
                high=Decimal(min(number + margin, 100)) if margin else None,
            )
            for state, number in zip(states, best, strict=True)
        }
        made.append(Judgement(question=f"x[c=c{place}]", answers=answers, reason="because"))
    return made, states


def bounds(judgements, states):
    """P(state or higher), shape (cuts, rows)."""
    best = np.array([[float(j.answers[s].best) for s in states] for j in judgements])
    return best[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:].T


@given(found=chains())
def test_levelled_rows_are_distributions_that_nowhere_fall(found):
    before, states = found
    after = levelled(before, states, Decimal(100))
    assert (np.diff(bounds(after, states), axis=1) >= 0).all()
    for judgement in after:
        assert sum(answer.best for answer in judgement.answers.values()) == 100
        for answer in judgement.answers.values():
            ends = (answer.low, answer.high)
            low, high = (answer.best,) * 2 if ends == (None, None) else ends
            assert 0 <= low <= answer.best <= high <= 100


@given(found=chains())
def test_levelling_again_or_what_rises_already_changes_nothing(found):
    before, states = found
    after = levelled(before, states, Decimal(100))
    assert levelled(after, states, Decimal(100)) == after
    rises = (np.diff(bounds(before, states), axis=1) >= 0).all()
    assert (after == tuple(before)) == rises
    assert all(new.typed is None or new is old for new, old in zip(after, before, strict=True))


@given(found=chains())
def test_levelled_is_the_same_in_percent_and_in_probability(found):
    percent, states = found
    ours = [in_probability(j, "percent") for j in percent]
    made = [in_probability(j, "percent") for j in levelled(percent, states, Decimal(100))]
    for one, other in zip(levelled(ours, states, ONE), made, strict=True):
        for state in states:
            assert abs(one.answers[state].best - other.answers[state].best) <= 2 * DIGITS


@given(values=st.lists(HUNDRED, min_size=1, max_size=9))
def test_isotonic_is_the_published_formula(values):
    """Of each place the largest, over starts, of the smallest mean, over ends (Barlow 1972)."""
    found = isotonic([Decimal(v) for v in values], DIGITS)
    n = len(values)
    for k in range(n):
        expected = max(min(np.mean(values[i : j + 1]) for j in range(k, n)) for i in range(k + 1))
        assert float(found[k]) == pytest.approx(expected, abs=1e-6)


@given(values=st.lists(st.integers(0, 6), min_size=2, max_size=4))
def test_nothing_that_rises_is_nearer(values):
    found = np.array([float(v) for v in isotonic([Decimal(v) for v in values], DIGITS)])
    grid = np.arange(0, 6.01, 0.5)
    rising = np.array(list(itertools.combinations_with_replacement(grid, len(values))))
    distance = ((found - values) ** 2).sum()
    assert distance <= ((rising - values) ** 2).sum(axis=1).min() + 1e-4


@pytest.mark.parametrize("digits", ["0.3000000001", "0.1234567890123456789012345678"])
def test_more_digits_than_six_are_kept_where_nothing_moves(digits):
    share = Decimal(digits)
    before = [
        row("miscalculation[posture=weak]", ONE - share, share),
        row("miscalculation[posture=moderate]", "0.4", "0.6"),
        row("miscalculation[posture=strong]", "0.5", "0.5"),
    ]
    after = levelled(before, ("no", "yes"), ONE)
    assert after[0] is before[0]
    assert [str(j.answers["yes"].best) for j in after[1:]] == ["0.55", "0.55"]
    assert levelled(after, ("no", "yes"), ONE) == after


KEY = "miscalculation[posture={}, hardliners={}]"


def test_a_chain_is_all_answered_rows_that_differ_in_the_doubts_cause_alone():
    """Posture pushes down: from strong to weak it is to rise."""
    own = [
        row(KEY.format("weak", "low"), 0.9, 0.1),
        row(KEY.format("moderate", "low"), 0.7, 0.3),
        row(KEY.format("moderate", "high"), 0.5, 0.5),
        row(KEY.format("strong", "low"), 0.8, 0.2),
    ]
    (doubt,) = (d for d in doubts(own, MODEL) if d.kind == "order")
    assert doubt.questions == tuple(KEY.format(p, "low") for p in ("moderate", "weak"))
    held_out = "miscalculation.check[posture=weak, hardliners=low]"
    keys = chain(doubt, [*(j.question for j in own), held_out], MODEL.states["posture"])
    assert keys == tuple(KEY.format(p, "low") for p in ("strong", "moderate", "weak"))
    partly = chain(doubt, [j.question for j in own[:2]], MODEL.states["posture"])
    assert partly == keys[1:]
    by_key = {j.question: j for j in own}
    made = levelled([by_key[key] for key in keys], ("no", "yes"), ONE)
    assert in_words(made, ("no", "yes"), Decimal(100)) == (
        "yes 20, 20 and 20 when posture is strong, moderate and weak"
    )
    assert [j.reason for j in made] == ["", "", ""]


def test_a_chain_that_should_rise_with_the_cause_starts_at_its_first_state():
    keys = [f"miscalculation[hardliners={state}]" for state in ("low", "high")]
    doubt = Doubt(kind="order", questions=tuple(keys), code="doubt.order")
    assert chain(doubt, keys[::-1], MODEL.states["hardliners"]) == tuple(keys)


def test_every_state_is_said_where_there_are_more_than_two():
    made = levelled(
        [row("level[miscalculation=no]", 0.6, 0.2, 0.2), row("level[miscalculation=yes]", 0.3, 0.6, 0.1)],
        MODEL.states["level"],
        ONE,
    )  # fmt: skip
    assert in_words(made, MODEL.states["level"]) == (
        "none 0.6 and 0.3; serious 0.25 and 0.55; lethal 0.15 and 0.15 "
        "when miscalculation is no and yes"
    )


def test_what_was_typed_for_a_moved_row_stays_with_the_answer_it_was_typed_for():
    typed = Typed(kind="point", unit="probability", cells={"yes": {"best": "0.1"}})
    low, high = row("miscalculation[hardliners=low]", 0.8, 0.2), row("miscalculation[hardliners=high]", 0.9, 0.1)  # fmt: skip
    before = Judgement(question=high.question, answers=high.answers, typed=typed)
    after = levelled([low, before], ("no", "yes"), ONE)
    assert (before.typed, after[1].typed) == (typed, None)


# ------------------------------------------------------------------------------------- the terminal


def test_levelling_is_offered_with_its_numbers_and_recorded_after_what_was_typed(tmp_path):
    opened = study(tmp_path, typed_plan("point", "percent"), SIGNED, SCENARIOS)
    _, _, heard = terminal(opened, ["10", "90", "level"], asked=rows(opened))
    assert "  'level' makes it: good 50 and 50 when weather is wet and dry." in heard
    assert "  Why, 'swap', 'level', or Enter to leave it so: " in heard


def spoken(tmp_path, *replies):
    """Return what ``resolve ask`` says to replies on the two rows of mood without an umbrella."""
    words = ["ask", "--expert", "E01", "--round", "1", "--node", "mood", "--study", str(tmp_path)]
    said = CliRunner().invoke(main, words, input="\n".join(replies) + "\n")
    assert said.exit_code == 0, said.output
    return said.output


def recorded(tmp_path):
    paths = sorted((tmp_path / "responses" / "E01").glob("*.json"))
    return [read_response(path.read_bytes(), file="r")[0] for path in paths]


def good(response):
    return [str(judgement.answers["good"].best) for judgement in response.judgements]


def test_the_command_keeps_the_raw_answers_in_a_response_of_their_own(tmp_path):
    study(tmp_path, typed_plan("point", "percent"), SIGNED, SCENARIOS)
    said = spoken(tmp_path, "10", "", "90", "level", ".", "y")  # dry, skipped, wet
    assert "Recorded 2 answers of E01 in responses/E01/r1-0001-" in said
    assert "Recorded 2 answers of E01 in responses/E01/r1-0002-" in said
    raw, level = recorded(tmp_path)
    assert (good(raw), good(level)) == (["10", "90"], ["50", "50"])
    assert {j.reason for j in raw.judgements} == {""}
    assert {j.reason for j in level.judgements} == {LEVELLED}
    assert all(j.typed is not None for j in raw.judgements)
    assert all(j.typed is None for j in level.judgements)
    verified = CliRunner().invoke(main, ["verify", "--study", str(tmp_path)])
    assert verified.exit_code == 0, verified.output


def test_without_consent_nothing_is_levelled(tmp_path):
    study(tmp_path, typed_plan("point", "percent"), SIGNED, SCENARIOS)
    spoken(tmp_path, "10", "", "90", "", ".", "y")
    (raw,) = recorded(tmp_path)
    assert good(raw) == ["10", "90"]


def test_answering_again_undoes_a_levelling(tmp_path):
    study(tmp_path, typed_plan("point", "percent"), SIGNED, SCENARIOS)
    spoken(tmp_path, "10", "", "90", "level", "<", "5", ".", "y")
    raw, level = recorded(tmp_path)
    assert (good(raw), good(level)) == (["10", "5"], ["50"])


DAMP = (
    SIGNED.replace('states = ["dry", "wet"]', 'states = ["dry", "damp", "wet"]')
    .replace("p = [0.7, 0.3] }]", "p = [0.5, 0.2, 0.3] }]")
    .replace('{ when = ["wet"]', '{ when = ["damp"], p = [0.5, 0.5] },\n  { when = ["wet"]')
    .replace(
        '{ when = ["wet", "leave"]',
        '{ when = ["damp", "leave"], p = [0.5, 0.5] },\n'
        '  { when = ["damp", "take"], p = [0.4, 0.6] },\n  { when = ["wet", "leave"]',
    )
)


@pytest.mark.parametrize(
    ("asked", "offered"),
    [(("dry", "damp", "wet"), True), (("damp", "wet"), False)],
)
def test_a_chain_is_levelled_whole_or_not_in_the_terminal(tmp_path, asked, offered):
    """A row that is recorded already would have to be changed too: that is for the pages."""
    opened = study(tmp_path, typed_plan("point"), DAMP, SCENARIOS)
    keys = {state: f"mood[weather={state}, umbrella=leave]" for state in ("dry", "damp", "wet")}
    estimates = {name: Estimate(best=Decimal(n)) for name, n in (("bad", "0.4"), ("good", "0.6"))}
    before = Judgement(question=keys["dry"], answers=estimates)
    questions = [q for q in opened.asked() if q.key in {keys[state] for state in asked}]
    replies = [*(["0.6"] if offered else []), "0.3", "0.9", "level"]
    _, _, heard = terminal(opened, replies, {before.question: before}, questions)
    words = "  'level' makes it: good 0.6, 0.6 and 0.6 when weather is wet, damp and dry."
    assert (words in heard) == offered
    assert any("'level'" in line for line in heard) == offered
