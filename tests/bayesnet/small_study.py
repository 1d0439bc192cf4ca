"""A study small enough to read, used wherever the article's own would hide the point."""

MODEL = """\
format = "collective-resolve/model"
version = 1

[model]
id = "umbrella"
title = "Umbrella"
question = "Take the umbrella?"
decision_maker = "a walker"
as_of = 2026-01-01
horizon_end = 2026-01-31
source = "a textbook"
recall = "perfect"
illustrative = true
notice = "Made-up numbers."
default_weights = "even"

[decision.umbrella]
label = "Umbrella"
states = ["leave", "take"]
informed_by = ["forecast"]
definition = "Whether the walker takes the umbrella."
by = 2026-01-02
settled_by = "the walker"

[chance.weather]
label = "Weather"
states = ["dry", "wet"]
parents = []
definition = "wet: at least 1 mm of rain on 2 January at the station."
by = 2026-01-02
settled_by = "the station's record"
role = "context"
[chance.weather.cpt]
method = "table"
rows = [{ when = [], p = [0.7, 0.3] }]

[chance.forecast]
label = "Forecast"
states = ["sun", "rain"]
parents = ["weather"]
definition = "What the evening forecast says."
by = 2026-01-01
settled_by = "the newspaper"
role = "indicator"
[chance.forecast.cpt]
method = "table"
rows = [
  { when = ["dry"], p = [0.8, 0.2] },
  { when = ["wet"], p = [0.3, 0.7] },
]

[chance.mood]
label = "Mood"
states = ["bad", "good"]
parents = ["weather", "umbrella"]
definition = "What the walker says at noon."
by = 2026-01-02
settled_by = "the walker"
role = "outcome"
[chance.mood.cpt]
method = "table"
rows = [
  { when = ["dry", "leave"], p = [0.1, 0.9] },
  { when = ["dry", "take"], p = [0.3, 0.7] },
  { when = ["wet", "leave"], p = [0.9, 0.1] },
  { when = ["wet", "take"], p = [0.4, 0.6] },
]

[utility.comfort]
label = "Comfort"
[utility.comfort.scores]
mood = { bad = 0, good = 100 }

[[arc]]
from = "weather"
to = "mood"
claim = "Rain spoils a walk."
[[arc]]
from = "umbrella"
to = "mood"
claim = "An umbrella helps in rain and is a burden without."
[[arc]]
from = "weather"
to = "forecast"
claim = "Forecasters look at the weather."
[[arc]]
from = "forecast"
to = "umbrella"
claim = "The walker reads the paper."
[[arc]]
from = "mood"
to = "comfort"
claim = "A good mood is what a walk is for."

[[assumption]]
id = "A1"
text = "The paper is read."
arcs = [["forecast", "umbrella"]]
status = "caveat"
if_false = "The forecast is worth nothing."

[[outcome]]
id = "bad_mood"
label = "The walk ends badly"
node = "mood"
states = ["bad"]
better = "lower"

[weights.even]
label = "Comfort alone"
comfort = 1.0
"""

SCENARIOS = """\
format = "collective-resolve/scenarios"
version = 1
reference = "bare"

[scenario.bare]
label = "Without umbrella"
set = { umbrella = "leave" }

[scenario.covered]
label = "With umbrella"
set = { umbrella = "take" }
"""

PROPOSITIONS = """\
format = "collective-resolve/propositions"
version = 1

[context]
scenario = "bare"

[[proposition]]
id = "P1"
text = "An umbrella helps more in rain."
[[proposition.check]]
kind = "interaction"
outcome = { node = "mood", states = ["bad"] }
move = "umbrella"
through = ["leave", "take"]
direction = "down"
weaker_when = { weather = "dry" }
stronger_when = { weather = "wet" }

[[proposition]]
id = "P2"
text = "A bad mood tells of rain but does not make it."
[[proposition.check]]
kind = "diagnostic"
outcome = { node = "weather", states = ["wet"] }
see = "mood"
through = ["good", "bad"]
direction = "up"
"""
