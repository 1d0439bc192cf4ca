"""Agents as they are written: what is wrong is refused with place, reason and remedy."""

from __future__ import annotations

import pytest

from bayesnet.errors import StudyError
from bayesnet.folder.reading import open_study
from bayesnet.formats.model_toml import read_model
from bayesnet.formats.structure_toml import read_structure
from tests.bayesnet.small_study import MODEL, SCENARIOS

AGENT = """\
[agent.paper]
label = "The newspaper"
behaviour = "quantal"
precision = { low = 0.5, best = 1, high = 2 }

[[agent.paper.decides]]
node = "forecast"
knows = ["weather"]
waiting = "sun"

[agent.paper.value.honesty]
parents = ["weather", "forecast"]
weight = { low = 1, high = 3 }
otherwise = 0
rows = [
  { when = ["dry", "sun"], u = 1 },
  { when = ["wet", "rain"], u = 1 },
]

[agent.paper.value.readers]
parents = ["mood"]
weight = 2
rows = [{ when = ["bad"], u = 0 }, { when = ["good"], u = 1 }]

[agent.paper.belief.umbrella]
given = ["forecast"]
method = "table"
rows = [{ when = ["sun"], p = [0.9, 0.1] }, { when = ["rain"], p = [0.2, 0.8] }]

[agent.paper.view.ann]
readers = 3
"""
STRUCTURE = f"""\
format = "collective-resolve/structure"
version = 1
id = "B"
label = "the paper decides"
text = "The paper prints what sells."

{AGENT}"""
READING = '\n[[agent.paper.shows]]\nnode = "mood"\nof = "forecast"\nsays = "misled"\ntruth = { weather = "wet" }\n'
FIRST = '[[agent.paper.decides]]\nnode = "weather"\nknows = []\n\n[[agent.paper.decides]]\nnode = "forecast"\nknows = []'
OWNED = '[[agent.paper.decides]]\nnode = "forecast"\nknows = ["weather"]'
OTHER = AGENT.replace("agent.paper", "agent.rival").replace("The newspaper", "A rival")

# what is wrong: (text to replace, its replacement, the sentence that must be among the answers)
BAD = {
    "no label": ('label = "The newspaper"\n', "", "structures/B.toml: agent.paper.label: this key is missing."),
    "unknown behaviour": ('"quantal"', '"quantum"', "agent.paper.behaviour: 'quantum' is not one of the choices; did you mean 'quantal'?"),
    "negative precision": ("low = 0.5, best = 1, high = 2", "low = -0.5, best = 1, high = 2", "agent.paper.precision: -0.5 is negative. Write 0 or more."),
    "no precision": ("precision = { low = 0.5, best = 1, high = 2 }\n", "", "agent.paper.precision: this key is missing."),
    "precision of one that has none": ('"quantal"', '"best"', "agent.paper.precision: unknown key 'precision';"),
    "range upside down": ("low = 1, high = 3", "low = 3, high = 1", "agent.paper.value.honesty.weight: the range is not in order. Write low <= best <= high."),
    "best outside its range": ("low = 0.5, best = 1, high = 2", "low = 0.5, best = 3, high = 2", "agent.paper.precision: the range is not in order."),
    "negative weight": ("weight = 2", "weight = -2", "agent.paper.value.readers.weight: -2 is negative. Write 0 or more."),
    "no such level": ('behaviour = "quantal"', 'behaviour = "quantal"\nlevel = 3', "agent.paper.level: there is no level 3. Write 0, 1 or 2."),
    "no draws": ('behaviour = "quantal"', 'behaviour = "quantal"\nsamples = 0', "agent.paper.samples: 0 draws. From 1 to 100,000."),
    "bad seed": ('behaviour = "quantal"', 'behaviour = "quantal"\nseed = -1', "agent.paper.seed: -1 is no seed. Write 0 or more."),
    "decides nothing": (OWNED + '\nwaiting = "sun"\n', "", "agent.paper.decides: The newspaper decides nothing."),
    "no values": (AGENT[AGENT.index("[agent.paper.value.honesty]") :], "", "agent.paper.value: The newspaper has no values. Add an [agent.ID.value.NAME] table."),
    "decides our decision": ('node = "forecast"\nknows = ["weather"]\nwaiting = "sun"', 'node = "umbrella"\nknows = ["weather"]', "agent.paper.decides[0].node: 'umbrella' is decided by those who are advised. An agent decides nodes that are uncertain to us."),
    "decides no node": ('node = "forecast"\nknows = ["weather"]\nwaiting = "sun"', 'node = "forcast"\nknows = ["weather"]', "agent.paper.decides[0].node: no uncertain node 'forcast'; did you mean 'forecast'?"),
    "two owners": (AGENT, AGENT + "\n" + OTHER, "agent.rival.decides[0].node: 'forecast' is handed over already, to The newspaper. A node has one owner, and is named once."),
    "waits in no state": ('waiting = "sun"', 'waiting = "son"', "agent.paper.decides[0].waiting: forecast has no state 'son'; did you mean 'sun'?"),
    "knows no node": ('knows = ["weather"]', 'knows = ["wether"]', "agent.paper.decides[0].knows[0]: no node 'wether'; did you mean 'weather'?"),
    "knows twice": ('knows = ["weather"]', 'knows = ["weather", "weather"]', "agent.paper.decides[0].knows[1]: 'weather' is there twice. Keep one."),
    "knows its own act": ('knows = ["weather"]', 'knows = ["forecast"]', "agent.paper.decides[0].knows[0]: an act cannot be known before it is chosen."),
    "knows what follows": ('knows = ["weather"]', 'knows = ["weather", "mood"]', "agent.paper.decides[0].knows[1]: The newspaper knows 'mood' when it decides 'forecast', which leads there. What follows from an act is not known before it."),
    "value out of reach": ('parents = ["mood"]\nweight = 2\nrows = [{ when = ["bad"], u = 0 }, { when = ["good"], u = 1 }]', 'parents = ["weather"]\nrows = [{ when = ["dry"], u = 0 }, { when = ["wet"], u = 1 }]', "agent.paper.value.readers.parents: no act of The newspaper reaches this value. Take it away, or name a node that it reaches."),
    "value of no node": ('parents = ["mood"]', 'parents = ["mod"]', "agent.paper.value.readers.parents: no node 'mod'; did you mean 'mood'?"),
    "value without a row": ('{ when = ["bad"], u = 0 }, ', "", "agent.paper.value.readers.rows: no row for bad. Add it, or write what it is worth otherwise: otherwise = 0."),
    "row twice": ('{ when = ["bad"], u = 0 }, ', '{ when = ["bad"], u = 0 }, { when = ["bad"], u = 0 }, ', "agent.paper.value.readers.rows[1]: the row for bad is there twice. Keep one."),
    "row of no state": ('when = ["bad"]', 'when = ["bed"]', "agent.paper.value.readers.rows[0].when[0]: mood has no state 'bed'; did you mean 'bad'?"),
    "belief on no node": ("belief.umbrella", "belief.umbrela", "agent.paper.belief.umbrela: no node 'umbrela'; did you mean 'umbrella'?"),
    "belief given no node": ('given = ["forecast"]', 'given = ["forcast"]', "agent.paper.belief.umbrella.given: no node 'forcast'; did you mean 'forecast'?"),
    "belief with other parents": ("belief.umbrella", "belief.mood", "agent.paper.belief.mood.given: mood has parents already."),
    "belief on its own act": ("belief.umbrella]\ngiven", "belief.forecast]\ngivenx", "agent.paper.belief.forecast"),
    "level 2 forecasts itself": ('[agent.paper.belief.umbrella]\ngiven = ["forecast"]\nmethod = "table"\nrows = [{ when = ["sun"], p = [0.9, 0.1] }, { when = ["rain"], p = [0.2, 0.8] }]', '[agent.paper.belief.forecast]\nmethod = "table"\nrows = [{ when = ["dry"], p = [0.9, 0.1] }, { when = ["wet"], p = [0.2, 0.8] }]', "agent.paper.belief.forecast: The newspaper decides 'forecast' itself. Take the belief away: nobody forecasts what they decide themselves."),
    "level 2 with a stated belief": ('behaviour = "quantal"', 'behaviour = "quantal"\nlevel = 2', "agent.paper.belief.umbrella: a belief on 'umbrella' is stated. Take level 1, or take the belief away: level 2 expects our best plan."),
    "view of no weight": ("readers = 3", "reader = 3", "agent.paper.view.ann.reader: the agent weighs no 'reader'; did you mean 'readers'?"),
    "shows what it does not decide": (AGENT, AGENT + READING.replace('of = "forecast"', 'of = "weather"'), "agent.paper.shows[0].of: The newspaper does not decide 'weather';"),
    "shows in no node": (AGENT, AGENT + READING.replace('node = "mood"', 'node = "mod"'), "agent.paper.shows[0].node: no uncertain node 'mod'; did you mean 'mood'?"),
    "misled about nothing": (AGENT, AGENT + READING.replace('truth = { weather = "wet" }', ""), "agent.paper.shows[0].truth: nothing says what it would know if not misled."),
    "truth it does not know": (AGENT, AGENT + READING.replace("weather =", "mood ="), "agent.paper.shows[0].truth.mood: it does not know 'mood' then;"),
    "truth of no state": (AGENT, AGENT + READING.replace('"wet"', '"wett"'), "agent.paper.shows[0].truth.weather: weather has no state 'wett'; did you mean 'wet'?"),
    "values what shows its choice": (AGENT, AGENT + READING, "agent.paper.value.readers.parents: it would hang on what shows the agent's own choice."),
    "changed and handed over": (AGENT, AGENT + '\n[[attenuate]]\nnode = "forecast"\nparents = ["weather"]\nkeep = 0.5\n', "agent.paper: 'forecast' is changed and handed over. Keep one of the two."),
    "forgets what it did": (OWNED, FIRST, "agent.paper.decides[1].knows: what is best here hangs on its rule for 'weather'. Let it remember then: weather."),
    "unknown key": ('label = "The newspaper"', 'label = "The newspaper"\nmood = 3', "agent.paper.mood: unknown key 'mood';"),
}  # fmt: skip

BAD["act without value"] = (
    AGENT[AGENT.index("[agent.paper.value.honesty]") : AGENT.index("[agent.paper.belief")],
    '[agent.paper.value.readers]\nparents = ["forecast"]\nrows = [{ when = ["sun"], u = 0 }, { when = ["rain"], u = 1 }]\n\n[[agent.paper.decides]]\nnode = "mood"\nknows = ["weather"]\n\n',
    "agent.paper.decides[1].node: nothing that The newspaper values depends on 'mood'. Add a value that it leads to.",
)


def structure_of(text):
    diagram, cpds, _ = read_model(MODEL)
    return read_structure(text, diagram, cpds, "structures/B.toml")


def test_the_structure_is_sound():
    structure, problems = structure_of(STRUCTURE)
    assert problems == ()
    assert structure.diagram.chance["forecast"].decided_by == "paper"
    assert [agent.label for agent in structure.agents] == ["The newspaper"]


@pytest.mark.parametrize("case", BAD)
def test_a_bad_agent_is_refused(case):
    old, new, sentence = BAD[case]
    assert old in STRUCTURE
    structure, problems = structure_of(STRUCTURE.replace(old, new, 1))
    assert sentence in "\n".join(map(str, problems))
    assert structure is None


def test_an_agent_of_level_0_takes_nothing_over():
    text = STRUCTURE.replace('behaviour = "quantal"', 'behaviour = "quantal"\nlevel = 0')
    structure, problems = structure_of(text)
    assert structure is None
    assert "this structure changes nothing." in str(problems[0])


DECIDED = MODEL.replace(
    """[chance.forecast.cpt]
method = "table"
rows = [
  { when = ["dry"], p = [0.8, 0.2] },
  { when = ["wet"], p = [0.3, 0.7] },
]
""",
    '[chance.forecast.cpt]\nmethod = "decided"\n\n' + AGENT,
)


def study_with(folder, model):
    folder.mkdir(exist_ok=True)
    (folder / "model.toml").write_text(model)
    (folder / "scenarios.toml").write_text(SCENARIOS)
    return open_study(folder)[0]


def test_a_model_may_have_agents_of_its_own(tmp_path):
    study = study_with(tmp_path, DECIDED)
    rows = study.network("A").tables["forecast"].values[..., 0]
    assert rows.sum(axis=-1) == pytest.approx([1, 1])
    assert rows[0, 0] > rows[1, 0] > 0  # it is honest by inclination
    assert "The newspaper itself chooses Forecast" in study.diagram.reaction


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (AGENT, "", "chance.forecast.cpt.method: no agent decides this node."),
        ('method = "decided"', 'method = "table"\nrows = [{ when = ["dry"], p = [1, 0] }, { when = ["wet"], p = [0, 1] }]', "chance.forecast.cpt.method: an agent decides this node."),
        ('knows = ["weather"]', "knows = []", "chance.forecast.parents: its parents are not what is known then: nothing."),
    ],
)  # fmt: skip
def test_a_models_agents_and_tables_belong_together(tmp_path, old, new, sentence):
    with pytest.raises(StudyError, match=sentence.replace("(", r"\(").split(":")[0]) as refused:
        study_with(tmp_path, DECIDED.replace(old, new, 1))
    assert sentence in str(refused.value)
