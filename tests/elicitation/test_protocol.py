"""elicitation.toml is read whole: every mistake in it gets its own sentence and place."""

from __future__ import annotations

import pytest

from bayesnet.study.pools import PoolRule
from elicitation.plan.protocol import read_plan
from tests.elicitation.small_records import NODES, PARAMETERS, PLAN, plan


def said(text: str) -> list[str]:
    found, problems = read_plan(text, NODES)
    assert found is None
    return [str(problem) for problem in problems]


def test_the_plan() -> None:
    found = plan()
    assert found.rounds == {1: "Private first round", 2: "After discussion"}
    assert found.panels["water"].nodes == ("rain", "flood")
    assert found.experts["E02"].illustrative
    assert not found.experts["E01"].illustrative
    assert (found.rule, found.unit) == (PoolRule(), "probability")


def test_an_expert_is_asked_what_their_panels_are_asked() -> None:
    found = plan(PLAN + '[expert.E03]\nlabel = "Third"\npanels = ["water"]\n')
    assert found.asked_of("E01", PARAMETERS) == PARAMETERS
    assert {p.node for p in found.asked_of("E03", PARAMETERS)} == {"rain", "flood"}


def test_who_may_submit_when() -> None:
    assert plan().entry_problems("E01", 2) == ()
    assert [str(p) for p in plan().entry_problems("E10", 3)] == [
        "elicitation.toml: expert: no expert 'E10'; did you mean 'E02'?",
        "elicitation.toml: round: there is no round 3. Known: 1, 2.",
    ]


OLD_AND_NEW = [
    (
        'pooling = "linear"',
        'pooling = "lot"',
        "pooling: 'lot' is not one of the choices; did you mean 'log'?",
    ),
    (
        'weights = "equal"',
        'weight = "equal"',
        "weight: unknown key 'weight'; did you mean 'weights'?",
    ),
    (
        'weights = "equal"',
        'weights = "equal"\nweigths = 1',
        "weigths: unknown key 'weigths'; did you mean 'weights'?",
    ),
    (
        'unit = "probability"',
        'unit = "percents"',
        "unit: 'percents' is not one of the choices; did you mean 'percent'?",
    ),
    (
        '"flood"]',
        '"flod"]',
        "panel.water.nodes[1]: no uncertain node 'flod'; did you mean 'flood'?",
    ),
    ('"flood"]', '"rain"]', "panel.water.nodes[1]: 'rain' is there twice. Keep one."),
    (
        '["rain", "flood"]',
        "[]",
        "panel.water.nodes: this panel is asked nothing. Name at least one node.",
    ),
    (
        'label = "First"',
        'label = "First"\npanels = ["watr"]',
        "expert.E01.panels[0]: no panel 'watr'; did you mean 'water'?",
    ),
    (
        'label = "First"',
        'label = "First"\npanels = []',
        "expert.E01.panels: no panel is named. Name one, or drop the key to ask all.",
    ),
    (
        'label = "First"',
        'label = "First"\nname = "J. Doe"',
        "expert.E01.name: Field 'name' in a file marked shareable. Move it to private/roster.json; keep the expert's id.",
    ),
    (
        'label = "First"',
        'label = "First"\nE-Mail = "j@x.org"',
        "expert.E01.E-Mail: Field 'E-Mail' in a file marked shareable. Move it to private/roster.json; keep the expert's id.",
    ),
    (
        'label = "Water"',
        'label = "Water"\nphone = 12',
        "panel.water.phone: Field 'phone' in a file marked shareable. Move it to private/roster.json; keep the expert's id.",
    ),
    (
        'label = "First"',
        'label = "First"\nlable = ""',
        "expert.E01.lable: unknown key 'lable'; did you mean 'label'?",
    ),
    (
        'label = "First"',
        'label = "First"\nillustrative = "yes"',
        "expert.E01.illustrative: 'yes' is not true or false.",
    ),
    (
        "[expert.E01]",
        '[expert."../E01"]',
        "expert.../E01: '../E01' cannot be an expert's id. Use up to 32 letters, digits, '_' and '-', the first a letter, such as E07; 'analyst', 'pool' and names of Windows devices are taken.",
    ),
    (
        "[expert.E01]",
        "[expert.e02]",
        "expert.E02: 'E02' and 'e02' differ only in capitals: one folder on some disks. Rename one.",
    ),
    ("[round.2]", "[round.3]", "round: round 2 is missing. Rounds are numbered from 1."),
    ("[round.2]", "[round.two]", "round.two: 'two' is not a round's number. Write [round.1]."),
    ("[round.2]", "[round.0]", "round.0: there is no round 0. Rounds are 1 to 99."),
    (
        "version = 1",
        "version = 2",
        "version: this file is of version 2, newer than this program reads (1). Update collective-resolve.",
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), OLD_AND_NEW, ids=range(len(OLD_AND_NEW)))
def test_each_mistake_has_its_sentence(old: str, new: str, sentence: str) -> None:
    assert old in PLAN
    assert f"elicitation.toml: {sentence}" in said(PLAN.replace(old, new, 1))


def test_a_plan_without_experts_or_rounds_is_refused() -> None:
    head = PLAN[: PLAN.index("[round.1]")]
    assert said(head) == [
        "elicitation.toml: round: this key is missing. Add round = ... (a table).",
        "elicitation.toml: expert: this key is missing. Add expert = ... (a table).",
    ]
    assert said("") == [
        "elicitation.toml: the file is empty. Start from a copy made by 'resolve init'."
    ]
