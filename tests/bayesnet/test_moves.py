"""The effect of a moved judgement is what the pool says with it less what it says without."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest

from bayesnet.answers.judgement_effects import effect_of_moves
from bayesnet.answers.whatif import what_if
from bayesnet.folder.reading import open_study
from bayesnet.study.priors import Judgement, Priors
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView

FORMAT_1 = Path(__file__).parents[1] / "elicitation" / "format_1"


def moved(study: Study, answers: dict[tuple[str, str], tuple[str, ...]]) -> Priors:
    """Return the study's priors with some answers changed."""
    judgements = {expert: dict(own) for expert, own in study.priors.judgements.items()}
    for (expert, key), best in answers.items():
        judgements[expert][key] = Judgement(best=tuple(map(Decimal, best)))
    return dataclasses.replace(study.priors, judgements=judgements)


@pytest.fixture(scope="module")
def umbrella() -> Study:
    return open_study(FORMAT_1, "1")[0]


def test_one_move_by_hand(umbrella: Study) -> None:
    """P(bad mood) is .1 + .8 P(wet) without umbrella; a third of E01's .10 goes into P(wet)."""
    later, _ = open_study(FORMAT_1, "2")
    scenario = umbrella.book.full("bare")
    found = effect_of_moves(
        StudyView(umbrella, "A"), later.priors, scenario, [("E01", "weather[]")]
    )
    assert [(move.expert, move.question) for move in found.moves] == [("E01", "weather[]")]
    assert found.before["bad_mood"] == pytest.approx(0.1 + 0.8 * 1 / 3, abs=1e-12)
    assert found.moves[0].changes["bad_mood"] == pytest.approx(0.8 * 0.1 / 3, abs=1e-12)
    assert found.total("bad_mood") == pytest.approx(0.8 * 0.1 / 3, abs=1e-12)


def test_each_move_is_made_alone_and_the_total_is_of_all(frozen: Study) -> None:
    """Against a what-if of the whole study for each change, with the old network forgotten."""
    first, second = frozen.priors.experts[:2]
    rows = [key for key in frozen.priors.judgements[first] if key.startswith("miscalculation[")]
    answers = {(first, rows[0]): ("0.1", "0.9"), (second, "internal_strain[]"): ("0.9", "0.1")}
    later = moved(frozen, answers)
    structure, scenario = "A", frozen.book.full(frozen.book.reference)
    found = effect_of_moves(StudyView(frozen, structure), later, scenario, answers)
    base = what_if(StudyView(frozen, structure), scenario)
    for move in found.moves:
        one = (move.expert, move.question)
        alone = dataclasses.replace(frozen, priors=moved(frozen, {one: answers[one]}), _networks={})
        for then, now in zip(
            base.outcomes, what_if(StudyView(alone, structure), scenario).outcomes, strict=True
        ):
            assert move.changes[now.outcome.id] == pytest.approx(now.value - then.value, abs=1e-14)
    together = what_if(
        StudyView(dataclasses.replace(frozen, priors=later, _networks={}), structure), scenario
    )
    for then, now in zip(base.outcomes, together.outcomes, strict=True):
        assert found.total(now.outcome.id) == pytest.approx(now.value - then.value, abs=1e-14)
    assert all(max(map(abs, move.changes.values())) > 1e-3 for move in found.moves)


def test_what_either_version_lacks_is_in_the_total_alone(umbrella: Study) -> None:
    later = moved(umbrella, {("E01", "weather[]"): ("0.5", "0.5")})
    asked = [("E01", "weather[]"), ("E09", "weather[]"), ("E01", "no such question")]
    found = effect_of_moves(StudyView(umbrella, "A"), later, umbrella.book.full("bare"), asked)
    assert [move.expert for move in found.moves] == ["E01"]
    assert found.alone("bad_mood") == pytest.approx(found.total("bad_mood"), abs=1e-12)
