"""The texts of the shipped study and of a small one with every way to write a file."""

from __future__ import annotations

from functools import cache

from bayesnet.edits.texts import ELICITATION, MODEL, SCENARIOS
from tests.conftest import SHIPPED


@cache
def shipped():
    """Return the texts of the shipped study by file, as they stand to the byte."""
    files = [*SHIPPED.glob("*.toml"), *(SHIPPED / "structures").glob("*.toml")]
    return {
        path.relative_to(SHIPPED).as_posix(): path.read_bytes().decode("utf-8")
        for path in sorted(files)
    }


ODD = '''# A study written by hand, in every way that TOML allows.
format = "collective-resolve/model"  # the format
version = 1

[model] # what it is about
id = "odd"
title = "Odd \\"quotes\\" and # no comment"
question = """
What to do?
# not a comment
"""
decision_maker = 'me # neither'
as_of = 2026-01-01
horizon_end = 2026-12-31 # a year
source = "nobody"
recall = "limited"
default_weights = "mine"

[decision.umbrella]
label = "Umbrella"
states = [
  "take", # it is heavy
  "leave",
]
informed_by = ["forecast"]   # the paper

# Weather comes first.
[chance.weather]
label = "Weather"
states = ["dry", "wet"]
parents = []
cpt = { method = "table", rows = [{ when = [], p = [0.70, 0.30] }] } # from the almanac

[chance.forecast]
label = "Forecast"
states = ["sun", "rain"]
state_labels = ["Sonne", "Regen"]
parents = ["weather"]
cpt.method = "table" # dotted
cpt.rows = [
  # the first row
  { when = ["dry"], p = [0.8, 0.2] }, # mostly right
  { when = ["wet"], p = [0.25, 0.75] },
]

[utility.comfort]
label = "Comfort" # of mine
[utility.comfort.scores]
weather = { dry = 100, wet = 0 } # points
umbrella = { take = -10, leave = 0 }

[[outcome]] # the one that counts
id = "wet"
label = "It is wet"
node = "weather"
states = ["wet"]
better = "lower"

[weights.mine] # all of it
label = "Mine"
comfort = 1.0
# The end.'''
ODD_SCENARIOS = """format = "collective-resolve/scenarios"
version = 1
reference = "S0" # as it is

[scenario.S0] # now
label = "Now"
set.umbrella = "leave" # I forgot it
seen = {}
"""
ODD_PLAN = """format = "collective-resolve/elicitation"
version = 1
[round.1]
label = "One" # and only

[panel.p] # all
label = "Panel"
nodes = ["weather", "forecast"]

[expert.E01] # me
panels = ["p"]
"""


def odd():
    """Return the texts of the small one, with a mark in front and lines that end in two signs."""
    return {
        MODEL: "\ufeff" + ODD.replace("\n", "\r\n"),
        SCENARIOS: ODD_SCENARIOS,
        ELICITATION: ODD_PLAN,
    }
