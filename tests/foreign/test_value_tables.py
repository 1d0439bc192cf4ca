"""A value may be a table over its parents, in a unit of its own."""

from __future__ import annotations

import pytest

from bayesnet.formats.model_toml import read_model
from bayesnet.study.attributes import utility_terms
from tests.bayesnet.small_study import MODEL

TABLE = """\
parents = ["weather", "umbrella"]
table = [
  { when = ["dry", "leave"], value = 1000 },
  { when = ["dry", "take"], value = 20.5 },
  { when = ["wet", "leave"], value = -7 },
  { when = ["wet", "take"], value = 70 },
]
"""
SCORES = "[utility.comfort.scores]\nmood = { bad = 0, good = 100 }\n"
WHOLE = (
    MODEL.replace(SCORES, TABLE)
    .replace('from = "mood"\nto = "comfort"', 'from = "weather"\nto = "comfort"')
    .replace('default_weights = "even"', 'default_weights = "even"\nvalue_unit = "euro"')
    .replace("comfort = 1.0", "comfort = 2.5")
)
BAD = {
    "case missing": ('  { when = ["wet", "take"], value = 70 },\n', "", "utility.comfort.table: no value for wet, take. Add"),
    "case twice": ('["wet", "take"]', '["wet", "leave"]', "utility.comfort.table[3]: the value for wet, leave is there twice. Keep one."),
    "no such case": ('["wet", "take"]', '["wet", "taken"]', "utility.comfort.table: there is no case wet, taken. Name one state each of weather, umbrella."),
    "too few states": ('["wet", "take"]', '["wet"]', "utility.comfort.table: there is no case wet."),
    "no such parent": ('parents = ["weather", "umbrella"]', 'parents = ["whether", "umbrella"]', "utility.comfort.parents[0]: no node 'whether'; did you mean 'weather'?"),
    "value of a value": ('parents = ["weather", "umbrella"]', 'parents = ["comfort", "umbrella"]', "utility.comfort.parents[0]: 'comfort' is its own parent."),
    "no number": ("value = 20.5", 'value = "much"', "utility.comfort.table[1].value: 'much' is not a number."),
    "both": (TABLE, TABLE + SCORES, "utility.comfort.scores: this value has scores and a table. Keep one of the two."),
    "weights of points": ('\nvalue_unit = "euro"', "", "weights.even.comfort: 2.5 is not a weight from 0 to 1."),
}  # fmt: skip


def test_a_table_is_one_term_times_its_weight():
    diagram, _, problems = read_model(WHOLE)
    assert diagram is not None, problems
    assert diagram.scale == "euro"
    (term,) = utility_terms(diagram, "even")
    assert term.scope == ("weather", "umbrella")
    assert term.values[..., 0].tolist() == [[2500.0, 51.25], [-17.5, 175.0]]


def test_points_are_as_they_were():
    diagram, _, _ = read_model(MODEL)
    assert diagram.scale == "of 100"
    (term,) = utility_terms(diagram, "even")
    assert term.scope == ("mood",)


@pytest.mark.parametrize("case", BAD)
def test_a_bad_table_is_refused(case):
    old, new, sentence = BAD[case]
    assert old in WHOLE
    text = WHOLE.replace(TABLE, TABLE.replace(old, new, 1)) if old in TABLE else WHOLE
    diagram, _, problems = read_model(text if old in TABLE else text.replace(old, new, 1))
    assert sentence in "\n".join(map(str, problems))
    assert diagram is None
