"""Every kind of bad file is answered with the sentence that mends it, all problems at once."""

from __future__ import annotations

import pytest

from bayesnet.formats.model_toml import read_model
from bayesnet.formats.propositions_toml import read_propositions
from bayesnet.formats.scenarios_toml import read_scenarios
from bayesnet.formats.structure_toml import read_structure
from tests.bayesnet.small_study import MODEL, PROPOSITIONS, SCENARIOS

MOOD_ROW = '{ when = ["wet", "take"], p = [0.4, 0.6] },'
WEATHER = "rows = [{ when = [], p = [0.7, 0.3] }]"

# what is wrong: (text to replace, its replacement, the sentence that must be among the answers)
BAD_MODELS = {
    "empty file": (MODEL, "", "model.toml: the file is empty. Start from a copy made by 'resolve init'."),
    "not TOML": ("[model]", "[model", "model.toml: this is not TOML:"),
    "another format": ("collective-resolve/model", "something/else", "model.toml: format: 'something/else' is not this kind of file."),
    "newer version": ("version = 1", "version = 2", "model.toml: version: this file is of version 2, newer than this program reads (1). Update collective-resolve."),
    "version zero": ("version = 1", "version = 0", "model.toml: version: there is no version 0."),
    "unknown table": ("[weights.even]", "[wieghts.even]", "model.toml: wieghts: unknown key 'wieghts'; did you mean 'weights'?"),
    "unknown key": ('role = "outcome"', 'role = "outcome"\nperciever = "x"', "model.toml: chance.mood.perciever: unknown key 'perciever'; did you mean 'perceiver'?"),
    "states missing": ('states = ["dry", "wet"]\n', "", "model.toml: chance.weather.states: this key is missing. Add states = ... (a list)."),
    "empty label": ('label = "Mood"', 'label = " "', "model.toml: chance.mood.label: this text is empty. Fill it in."),
    "date in quotes": ("as_of = 2026-01-01", 'as_of = "2026-01-01"', "model.toml: model.as_of: '2026-01-01' is not a date. Write it without quotes as year-month-day, as in 2020-12-31."),
    "horizon backwards": ("horizon_end = 2026-01-31", "horizon_end = 2025-01-31", "model.toml: model.horizon_end: the horizon ends before it begins."),
    "unknown recall": ('recall = "perfect"', 'recall = "perfekt"', "model.toml: model.recall: 'perfekt' is not one of the choices; did you mean 'perfect'?"),
    "unknown role": ('role = "outcome"', 'role = "outcomes"', "model.toml: chance.mood.role: 'outcomes' is not one of the choices; did you mean 'outcome'?"),
    "duplicate states": ('states = ["bad", "good"]', 'states = ["bad", "bad"]', "model.toml: chance.mood.states: state 'bad' is there 2 times. Name it once."),
    "one state": ('states = ["bad", "good"]', 'states = ["bad"]', "model.toml: chance.mood.states: a node needs at least two states."),
    "no states": ('states = ["bad", "good"]', "states = []", "model.toml: chance.mood.states: a node needs at least two states."),
    "unquoted number as state": ('states = ["bad", "good"]', 'states = ["bad", 1]', 'model.toml: chance.mood.states[1]: 1 is not text. Put it in double quotes, as in "no".'),
    "boolean as state": ('states = ["bad", "good"]', "states = [false, true]", 'model.toml: chance.mood.states[0]: false is not text. Put it in double quotes, as in "no".'),
    "state called like a node": ('states = ["sun", "rain"]', 'states = ["sun", "mood"]', "model.toml: chance.forecast.states[1]: state 'mood' is called like the node 'mood'. Rename the state."),
    "state called like its own node": ('states = ["bad", "good"]', 'states = ["bad", "mood"]', "model.toml: chance.mood.states[1]: state 'mood' is called like this node. Rename the state."),
    "state that cannot be typed": ('states = ["sun", "rain"]', 'states = ["sun", "a=b"]', "model.toml: chance.forecast.states[1]: 'a=b' cannot be a state's name."),
    "node that cannot be typed": ("[chance.weather]", '[chance."the weather"]', "model.toml: chance.the weather: 'the weather' cannot be a node's name."),
    "two nodes of one name": ("[utility.comfort]\n", "[utility.mood]\n", "model.toml: mood: 2 nodes are called 'mood'. Give each its own name."),
    "unknown parent": ('parents = ["weather", "umbrella"]', 'parents = ["weather", "umbrela"]', "model.toml: chance.mood.parents[1]: no node 'umbrela'; did you mean 'umbrella'?"),
    "own parent": ('parents = ["weather", "umbrella"]', 'parents = ["mood", "umbrella"]', "model.toml: chance.mood.parents[0]: 'mood' is its own parent. Take it away."),
    "parent twice": ('parents = ["weather", "umbrella"]', 'parents = ["weather", "weather"]', "model.toml: chance.mood.parents[1]: parent 'weather' is there twice. Keep one."),
    "value as parent": ('parents = ["weather", "umbrella"]', 'parents = ["weather", "comfort"]', "model.toml: chance.mood.parents[1]: 'comfort' is a value; nothing can depend on it."),
    "unknown information": ('informed_by = ["forecast"]', 'informed_by = ["forcast"]', "model.toml: decision.umbrella.informed_by[0]: no node 'forcast'; did you mean 'forecast'?"),
    "cycle": ('informed_by = ["forecast"]', 'informed_by = ["mood"]', "Drop one arc, or split a node into its start and its end of the horizon"),
    "missing cpt": ('[chance.mood.cpt]\nmethod = "table"', "[chance.mood.cbt]", "model.toml: chance.mood.cpt: this key is missing."),
    "missing row": (MOOD_ROW, "", "wet, take"),
    "duplicate row": (MOOD_ROW, MOOD_ROW + MOOD_ROW, "wet, take"),
    "row for no state": (MOOD_ROW, MOOD_ROW.replace("take", "taken"), "taken"),
    "row too short": (MOOD_ROW, MOOD_ROW.replace("[0.4, 0.6]", "[0.4]"), "chance.mood.cpt.rows[3]"),
    "row sums to .9": (MOOD_ROW, MOOD_ROW.replace("0.6]", "0.5]"), "0.9"),
    "row in percent": (MOOD_ROW, MOOD_ROW.replace("[0.4, 0.6]", "[40, 54]"), "percent"),
    "sum off by a little": (MOOD_ROW, MOOD_ROW.replace("0.6]", "0.600002]"), "1.000002"),
    "negative probability": (MOOD_ROW, MOOD_ROW.replace("[0.4, 0.6]", "[-0.4, 1.4]"), "chance.mood.cpt.rows[3]"),
    "probability as text": (MOOD_ROW, MOOD_ROW.replace("0.4", '"0.4"'), "'0.4' is not a number"),
    "not a number": (MOOD_ROW, MOOD_ROW.replace("0.4", "nan"), "is not a number"),
    "unknown method": ('method = "table"\nrows = [{ when', 'method = "tabel"\nrows = [{ when', "did you mean 'table'?"),
    "score for no state": ("mood = { bad = 0, good = 100 }", "mood = { bad = 0, good = 100, so_so = 50 }", "model.toml: utility.comfort.scores.mood.so_so: no state 'so_so';"),
    "score missing": ("mood = { bad = 0, good = 100 }", "mood = { bad = 0 }", "model.toml: utility.comfort.scores.mood: no score for good. Score every state."),
    "score of no node": ("mood = { bad = 0, good = 100 }", "moods = { bad = 0, good = 100 }", "model.toml: utility.comfort.scores.moods: no node 'moods'; did you mean 'mood'?"),
    "value of nothing": ("mood = { bad = 0, good = 100 }", "", "model.toml: utility.comfort.scores: this value depends on nothing."),
    "note on no arc": ('from = "mood"\nto = "comfort"', 'from = "forecast"\nto = "comfort"', "model.toml: arc[4]: the model has no arc forecast -> comfort."),
    "note twice": ('from = "mood"\nto = "comfort"', 'from = "weather"\nto = "mood"', "model.toml: arc: weather -> mood is described 2 times. Merge the notes."),
    "assumption on no arc": ('arcs = [["forecast", "umbrella"]]', 'arcs = [["weather", "umbrella"]]', "model.toml: assumption[0].arcs: the model has no arc weather -> umbrella."),
    "assumption badly formed": ('arcs = [["forecast", "umbrella"]]', 'arcs = ["forecast"]', 'model.toml: assumption[0].arcs[0]: an arc is a pair of names. Write ["cause", "effect"].'),
    "unknown status": ('status = "caveat"', 'status = "sure"', "model.toml: assumption[0].status: 'sure' is not one of the choices;"),
    "outcome of no node": ('node = "mood"', 'node = "moods"', "model.toml: outcome[0].node: no node 'moods'; did you mean 'mood'?"),
    "outcome of no state": ('states = ["bad"]', 'states = ["worst"]', "model.toml: outcome[0].states: no state 'worst';"),
    "certain outcome": ('states = ["bad"]', 'states = ["bad", "good"]', "model.toml: outcome[0].states: this outcome is certain."),
    "weights do not sum": ("comfort = 1.0", "comfort = 0.9", "model.toml: weights.even: the weights sum to 0.9, not 1."),
    "weight of no value": ("comfort = 1.0", "comfrot = 1.0", "model.toml: weights.even.comfrot: no utility 'comfrot'; did you mean 'comfort'?"),
    "unknown default weights": ('default_weights = "even"', 'default_weights = "evn"', "model.toml: model.default_weights: no weight set 'evn'; did you mean 'even'?"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_MODELS)
def test_bad_model_is_refused_with_its_sentence(case: str) -> None:
    old, new, sentence = BAD_MODELS[case]
    assert old in MODEL
    diagram, cpds, problems = read_model(MODEL.replace(old, new, 1))
    told = "\n".join(map(str, problems))
    assert diagram is None
    assert not cpds
    assert sentence in told


def test_the_small_model_is_sound() -> None:
    diagram, cpds, problems = read_model(MODEL)
    assert diagram is not None
    assert list(cpds) == ["weather", "forecast", "mood"]
    assert problems == ()


def test_all_problems_come_out_at_once() -> None:
    text = MODEL.replace('label = "Mood"\n', 'label = ""\n').replace(
        "comfort = 1.0", "comfort = 0.9"
    )
    text = text.replace('recall = "perfect"', 'recall = "perfekt"')
    _, _, problems = read_model(text)
    assert {p.place.path for p in problems} >= {"chance.mood.label", "weights.even", "model.recall"}


def test_an_unclear_definition_is_a_warning_that_stops_nothing() -> None:
    text = MODEL.replace('settled_by = "the newspaper"\n', "")
    diagram, _, problems = read_model(text)
    assert diagram is not None
    assert [str(p) for p in problems] == [
        "model.toml: chance.forecast: no source that settles it ('settled_by'). "
        "A reader could not say whether it happened. Add what is missing."
    ]


def test_an_arc_without_a_source_is_a_warning() -> None:
    text = MODEL.replace(
        '[[arc]]\nfrom = "mood"\nto = "comfort"\nclaim = "A good mood is what a walk is for."\n', ""
    )
    _, _, problems = read_model(text)
    assert [str(p) for p in problems] == [
        "model.toml: arc: mood -> comfort has no claim and no source. "
        "Add an [[arc]] with the claim and its source."
    ]


BAD_SCENARIOS = {
    "unknown reference": ('reference = "bare"', 'reference = "bear"', "scenarios.toml: reference: no scenario 'bear'; did you mean 'bare'?"),
    "unknown node": ('{ umbrella = "take" }', '{ umbrela = "take" }', "scenarios.toml: scenario.covered.set.umbrela: no node 'umbrela'; did you mean 'umbrella'?"),
    "state of another node": ('{ umbrella = "take" }', '{ umbrella = "wet" }', "umbrella has no state 'wet'. 'wet' is a state of weather. Its states: leave, take."),
    "set what one learns": ('{ umbrella = "take" }', '{ umbrella = "take", forecast = "sun" }', "forecast is something one learns, not something one makes so. Use seen (forecast=sun)"),
    "see what one decides": ('set = { umbrella = "take" }', 'seen = { umbrella = "take" }', "umbrella is decided, not learned: one's own choice is no evidence. Use set (umbrella=take)."),
    "set a value": ('{ umbrella = "take" }', '{ comfort = "take" }', "comfort is a value: it is counted, never set or seen."),
    "set and seen": ('{ umbrella = "take" }', '{ weather = "wet" }\nseen = { weather = "wet" }', "weather is both set and seen."),
    "based on nothing": ('label = "With umbrella"', 'label = "With"\nbased_on = "bear"', "scenarios.toml: scenario.covered.based_on: no scenario 'bear'; did you mean 'bare'?"),
    "based on itself": ('label = "With umbrella"', 'label = "With"\nbased_on = "covered"', "'covered' is based on itself."),
    "compared with nothing": ('label = "With umbrella"', 'label = "With"\ncompare_with = "x"', "scenarios.toml: scenario.covered.compare_with: no scenario 'x';"),
    "likely too short": ('label = "With umbrella"', 'label = "With"\nlikely = { weather = { ratio = [1] } }', "weather: 1 numbers for 2 states. States in order: dry, wet."),
    "likely of no kind": ('label = "With umbrella"', 'label = "With"\nlikely = { weather = {} }', "soft evidence is either a ratio or a marginal."),
    "likely does not sum": ('label = "With umbrella"', 'label = "With"\nlikely = { weather = { marginal = [0.5, 0.4] } }', "weather: the new probabilities sum to 0.9, not 1."),
    "likely negative": ('label = "With umbrella"', 'label = "With"\nlikely = { weather = { ratio = [-1, 2] } }', "weather: a likelihood is never negative."),
    "likely a decision": ('label = "With umbrella"', 'label = "With"\nlikely = { umbrella = { ratio = [1, 2] } }', "umbrella is decided, not learned: nothing makes it more likely."),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_SCENARIOS)
def test_bad_scenario_teaches(case: str) -> None:
    diagram, _, _ = read_model(MODEL)
    assert diagram is not None
    old, new, sentence = BAD_SCENARIOS[case]
    assert old in SCENARIOS
    book, problems = read_scenarios(SCENARIOS.replace(old, new, 1), diagram)
    assert sentence in "\n".join(map(str, problems))
    assert not book.scenarios


BAD_PROPOSITIONS = {
    "unknown context": ('scenario = "bare"', 'scenario = "bear"', "propositions.toml: context.scenario: no scenario 'bear'; did you mean 'bare'?"),
    "unknown kind": ('kind = "interaction"', 'kind = "interacting"', "did you mean 'interaction'?"),
    "unknown node": ('move = "umbrella"', 'move = "umbrela"', "proposition[0].check[0].move: no node 'umbrela'; did you mean 'umbrella'?"),
    "unknown state": ('["leave", "take"]', '["leave", "taken"]', "umbrella has no state 'taken'; did you mean 'take'?"),
    "one step": ('["leave", "take"]', '["leave"]', "a movement needs at least two states."),
    "unknown direction": ('direction = "down"', 'direction = "downward"', "'downward' is not one of the choices;"),
    "twice": ('id = "P2"', 'id = "P1"', "'P1' is there twice. Rename one."),
    "unknown outcome": ('{ node = "weather", states = ["wet"] }', '{ node = "weather", states = ["rainy"] }', "weather has no state 'rainy';"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_PROPOSITIONS)
def test_bad_proposition_is_refused(case: str) -> None:
    diagram, _, _ = read_model(MODEL)
    assert diagram is not None
    book, _ = read_scenarios(SCENARIOS, diagram)
    old, new, sentence = BAD_PROPOSITIONS[case]
    assert old in PROPOSITIONS
    found, _, problems = read_propositions(PROPOSITIONS.replace(old, new, 1), diagram, book)
    assert sentence in "\n".join(map(str, problems))
    assert not found


STRUCTURE = """\
format = "collective-resolve/structure"
version = 1
id = "B"
label = "burden"
text = "A forecast of rain alone spoils the mood."
[[shift]]
node = "mood"
parent = "forecast"
state = "bad"
by = { sun = 0.0, rain = 0.5 }
"""

BAD_STRUCTURES = {
    "takes the model's letter": ('id = "B"', 'id = "A"', "structures/B.toml: id: 'A' is the structure of model.toml."),
    "unknown node": ('node = "mood"', 'node = "moods"', "structures/B.toml: shift[0].node: no uncertain node 'moods'; did you mean 'mood'?"),
    "unknown parent": ('parent = "forecast"', 'parent = "forcast"', "structures/B.toml: shift[0].parent: no node 'forcast'; did you mean 'forecast'?"),
    "parent already there": ('parent = "forecast"', 'parent = "weather"', "'weather' already leads to 'mood'. Name a new parent."),
    "unknown state": ('state = "bad"', 'state = "awful"', "mood has no state 'awful';"),
    "shift missing": ("{ sun = 0.0, rain = 0.5 }", "{ sun = 0.0 }", "no shift for rain. Write 0 for none."),
    "shift too large": ("rain = 0.5", "rain = 1e300", "a shift of more than 20 log-odds is certainty."),
    "nothing changes": (STRUCTURE[STRUCTURE.index("[[shift]]"):], "", "this structure changes nothing."),
    "cycle": ('node = "mood"\nparent = "forecast"\nstate = "bad"\nby = { sun = 0.0, rain = 0.5 }', 'node = "forecast"\nparent = "mood"\nstate = "sun"\nby = { bad = 0.0, good = 0.5 }', "Cycle:"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_STRUCTURES)
def test_bad_structure_is_refused(case: str) -> None:
    diagram, cpds, _ = read_model(MODEL)
    assert diagram is not None
    old, new, sentence = BAD_STRUCTURES[case]
    assert old in STRUCTURE
    text = STRUCTURE.replace(old, new, 1)
    structure, problems = read_structure(text, diagram, cpds, "structures/B.toml")
    assert sentence in "\n".join(map(str, problems))
    assert structure is None
