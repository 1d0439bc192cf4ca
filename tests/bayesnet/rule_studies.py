"""Studies whose best plans are rules, each small enough to be worked out by hand."""

from __future__ import annotations

from bayesnet.folder.reading import open_study

HEAD = """\
format = "collective-resolve/model"
version = 1
[model]
id = "small"
title = "Small"
question = "What is to be done?"
decision_maker = "us"
as_of = 2026-12-01
horizon_end = 2027-12-01
source = "ours"
recall = "perfect"
default_weights = "w"
"""
OUTCOME = """\
[[outcome]]
id = "{0}"
label = "{0}"
node = "{1}"
states = ["{2}"]
better = "higher"
"""
IN_UNIT = 'value_unit = "k$"\n'
MATCH = f"""{HEAD}{IN_UNIT}
[decision.move]
label = "Move"
states = ["east", "west"]
informed_by = ["threat"]
[chance.threat]
label = "Threat"
role = "context"
states = ["east", "west"]
parents = []
cpt = {{ method = "table", rows = [ {{ when = [], p = [0.5, 0.5] }} ] }}
[utility.safety]
label = "Safety"
parents = ["move", "threat"]
table = [
  {{ when = ["east", "east"], value = 100 }},
  {{ when = ["east", "west"], value = 0 }},
  {{ when = ["west", "east"], value = 0 }},
  {{ when = ["west", "west"], value = 100 }},
]
[weights.w]
label = "w"
safety = 1
{OUTCOME.format("danger", "threat", "west")}"""
"""Either option always is worth 50, the right one in each case 100."""
FORECAST = f"""{HEAD}{IN_UNIT}
[decision.umbrella]
label = "Umbrella"
states = ["take", "leave"]
informed_by = ["forecast"]
[chance.weather]
label = "Weather"
role = "context"
states = ["sun", "rain"]
parents = []
cpt = {{ method = "table", rows = [ {{ when = [], p = [0.7, 0.3] }} ] }}
[chance.forecast]
label = "Forecast"
role = "indicator"
states = ["sunny", "cloudy", "rainy"]
parents = ["weather"]
[chance.forecast.cpt]
method = "table"
rows = [
  {{ when = ["sun"], p = [0.7, 0.2, 0.1] }},
  {{ when = ["rain"], p = [0.15, 0.25, 0.6] }},
]
[utility.mood]
label = "Mood"
parents = ["weather", "umbrella"]
table = [
  {{ when = ["sun", "take"], value = 0.2 }},
  {{ when = ["sun", "leave"], value = 1 }},
  {{ when = ["rain", "take"], value = 0.7 }},
  {{ when = ["rain", "leave"], value = 0 }},
]
[weights.w]
label = "w"
mood = 1
{OUTCOME.format("rain", "weather", "rain")}"""
"""Taken if it is foretold rainy: taking gains .7 P(rain) - .8 P(sun) in each case."""
TREATMENT = f"""{HEAD}{IN_UNIT}
[decision.treat]
label = "Treat"
states = ["no", "yes"]
[chance.ill]
label = "Ill"
role = "context"
states = ["no", "yes"]
parents = []
cpt = {{ method = "table", rows = [ {{ when = [], p = [0.9, 0.1] }} ] }}
[utility.life]
label = "Life"
parents = ["treat", "ill"]
table = [
  {{ when = ["no", "no"], value = 0.96 }},
  {{ when = ["no", "yes"], value = 0.40 }},
  {{ when = ["yes", "no"], value = 0.94 }},
  {{ when = ["yes", "yes"], value = 0.70 }},
]
[weights.w]
label = "w"
life = 1
{OUTCOME.format("ill", "ill", "yes")}"""
"""Treating is worth .916 against .904."""
TEST = f"""{HEAD}{IN_UNIT}
[decision.test]
label = "Test"
states = ["no", "yes"]
[decision.drill]
label = "Drill"
states = ["no", "yes"]
informed_by = ["test", "result"]
[chance.oil]
label = "Oil"
role = "context"
states = ["dry", "wet"]
parents = []
cpt = {{ method = "table", rows = [ {{ when = [], p = [0.5, 0.5] }} ] }}
[chance.result]
label = "Result"
role = "indicator"
states = ["none", "bad", "good"]
parents = ["test", "oil"]
[chance.result.cpt]
method = "table"
rows = [
  {{ when = ["no", "dry"], p = [1, 0, 0] }},
  {{ when = ["no", "wet"], p = [1, 0, 0] }},
  {{ when = ["yes", "dry"], p = [0, 0.9, 0.1] }},
  {{ when = ["yes", "wet"], p = [0, 0.1, 0.9] }},
]
[utility.profit]
label = "Profit"
parents = ["drill", "oil"]
table = [
  {{ when = ["no", "dry"], value = 0 }},
  {{ when = ["no", "wet"], value = 0 }},
  {{ when = ["yes", "dry"], value = -70 }},
  {{ when = ["yes", "wet"], value = 200 }},
]
[utility.price]
label = "Price"
parents = ["test"]
table = [ {{ when = ["no"], value = 0 }}, {{ when = ["yes"], value = -50 }} ]
[weights.w]
label = "w"
profit = 1
price = 1
{OUTCOME.format("wet", "oil", "wet")}"""
"""Drilling untested is worth 65; tested, -50 + .5 (.9 x 200 - .1 x 70) = 36.5."""
WEIGHED = f"""{HEAD}
[decision.umbrella]
label = "Umbrella"
states = ["leave", "take"]
informed_by = ["forecast"]
[chance.weather]
label = "Weather"
role = "context"
states = ["dry", "wet"]
parents = []
cpt = {{ method = "table", rows = [ {{ when = [], p = [0.6, 0.4] }} ] }}
[chance.forecast]
label = "Forecast"
role = "indicator"
states = ["sun", "rain"]
parents = ["weather"]
[chance.forecast.cpt]
method = "table"
rows = [ {{ when = ["dry"], p = [0.8, 0.2] }}, {{ when = ["wet"], p = [0.3, 0.7] }} ]
[utility.comfort]
label = "Comfort"
parents = ["weather", "umbrella"]
table = [
  {{ when = ["dry", "leave"], value = 90 }},
  {{ when = ["dry", "take"], value = 70 }},
  {{ when = ["wet", "leave"], value = 10 }},
  {{ when = ["wet", "take"], value = 60 }},
]
[utility.looks]
label = "Looks"
scores = {{ umbrella = {{ leave = 60, take = 40 }} }}
[utility.care]
label = "Care"
scores = {{ umbrella = {{ leave = 20, take = 60 }} }}
[utility.ease]
label = "Ease"
scores = {{ umbrella = {{ leave = 100, take = 30 }} }}
[weights.w]
label = "w"
comfort = 0.5
looks = 0.2
care = 0.2
ease = 0.1
{OUTCOME.format("wet", "weather", "wet")}"""
"""Three rules are best for some weights: always leave, always take, and take on rain."""


def written(folder, text):
    """The folder of a study of that text."""
    (folder / "model.toml").write_text(text)
    return folder


def study_of(folder, text):
    return open_study(written(folder, text))[0]
