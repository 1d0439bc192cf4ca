"""The equilibrium that a plan is tried against: nobody there would do otherwise, or none is found."""

from __future__ import annotations

import numpy as np
import pytest

from bayesnet.adversary.answer import adversary
from bayesnet.adversary.mind import agent_of
from bayesnet.adversary.tables import TABLES
from bayesnet.adversary.variants import _equilibrium
from bayesnet.folder.reading import open_study
from bayesnet.study.view import StudyView
from tests.bayesnet.small_study import MODEL, SCENARIOS

WEATHER = np.array([0.7, 0.3])
GOOD = np.array([[0.9, 0.7], [0.1, 0.6]])
"""P(good mood) by weather, dry and wet, and umbrella, left and taken."""
PAPER = """\
format = "collective-resolve/structure"
version = 1
id = "B"
label = "the paper decides"
text = "The paper prints what sells."

[agent.paper]
label = "The newspaper"
behaviour = {behaviour}
[[agent.paper.decides]]
node = "forecast"
knows = ["weather"]
waiting = "sun"
[agent.paper.value.honesty]
parents = ["weather", "forecast"]
weight = {honesty}
otherwise = 0
rows = [{{ when = ["dry", "sun"], u = 1 }}, {{ when = ["wet", "rain"], u = 1 }}]
[agent.paper.value.readers]
parents = ["mood"]
weight = 1
rows = [{{ when = ["bad"], u = 0 }}, {{ when = ["good"], u = {readers} }}]
"""


def asked(folder, behaviour, honesty, readers):
    (folder / "structures").mkdir()
    (folder / "model.toml").write_text(MODEL)
    (folder / "scenarios.toml").write_text(SCENARIOS)
    text = PAPER.format(behaviour=behaviour, honesty=honesty, readers=readers)
    (folder / "structures" / "B.toml").write_text(text)
    return StudyView(open_study(folder)[0], "B")


@pytest.mark.parametrize("precision", [0.5, 3.0])
@pytest.mark.parametrize("readers", [2.0, -0.5])
def test_there_the_agent_is_a_logit_reply_to_our_best_plan_against_it(tmp_path, precision, readers):
    """The logit equilibrium with one noisy side (McKelvey & Palfrey 1995), worked out by hand."""
    honesty = 0.8
    view = asked(tmp_path, f'"quantal"\nprecision = {precision}', honesty, readers)
    settled = _equilibrium(view, agent_of(view), {})
    assert settled is not None
    printed = settled.network.tables["forecast"].values[..., 0]  # by weather and forecast
    beside = WEATHER[:, None] * printed
    worth = np.einsum("wf,wu->fu", beside, GOOD)
    carried = worth.argmax(axis=1)  # by forecast
    honest = np.eye(2)
    paid = honesty * honest + readers * GOOD[:, carried]
    odds = np.exp(precision * paid)
    assert printed == pytest.approx(odds / odds.sum(axis=1, keepdims=True), abs=1e-4)


def test_where_the_levels_go_round_none_is_claimed(tmp_path):
    """A paper that wants us to guess wrong, and tells the truth where that is all the same to it."""
    view = asked(tmp_path, '"best"', 0.05, -1)
    answer = adversary(view, view.study.book.full("bare"), agent_of(view))
    assert not answer.robustness.equilibrium
    assert all(variant.name != "equilibrium" for variant in answer.robustness.variants)
    told = TABLES["robust"](answer, view).below
    assert "Equilibrium: none found; the levels go round in circles." in told
