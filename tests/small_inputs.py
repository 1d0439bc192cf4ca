"""Small files that once were answered wrongly; the tests say what is right."""

from __future__ import annotations

MATCH = """<?xml version="1.0" ?>
<BIF VERSION="0.3"><NETWORK><NAME>act on the report</NAME>
<VARIABLE TYPE="decision"><NAME>Move</NAME><OUTCOME>east</OUTCOME><OUTCOME>west</OUTCOME></VARIABLE>
<VARIABLE TYPE="nature"><NAME>Threat</NAME><OUTCOME>east</OUTCOME><OUTCOME>west</OUTCOME></VARIABLE>
<VARIABLE TYPE="utility"><NAME>U</NAME><OUTCOME>0</OUTCOME></VARIABLE>
<DEFINITION><FOR>Move</FOR><GIVEN>Threat</GIVEN></DEFINITION>
<DEFINITION><FOR>Threat</FOR><TABLE>0.5 0.5</TABLE></DEFINITION>
<DEFINITION><FOR>U</FOR><GIVEN>Move</GIVEN><GIVEN>Threat</GIVEN><TABLE>100 0 0 100</TABLE></DEFINITION>
</NETWORK></BIF>
"""
"""The rule Move = Threat is worth 100, either option always 50."""

UMBRELLA = """<?xml version="1.0" encoding="UTF-8"?><smile version="1.0" id="u"><nodes>
<cpt id="Weather"><state id="sun"/><state id="rain"/><probabilities>0.7 0.3</probabilities></cpt>
<cpt id="Fc"><state id="sunny"/><state id="cloudy"/><state id="rainy"/><parents>Weather</parents>
<probabilities>0.7 0.2 0.1 0.15 0.25 0.6</probabilities></cpt>
<decision id="Umbrella"><state id="take"/><state id="leave"/><parents>Fc</parents></decision>
<utility id="Sat"><parents>Weather Umbrella</parents><utilities>0.20 1.00 0.70 0.00</utilities></utility>
</nodes></smile>
"""
"""Leave, leave, take (sunny, cloudy, rainy) is worth .77; the best fixed option, leave, .70."""

SMALL_SCALE = """<?xml version="1.0" ?>
<BIF VERSION="0.3"><NETWORK><NAME>treatment in QALYs</NAME>
<VARIABLE TYPE="decision"><NAME>Treat</NAME><OUTCOME>no</OUTCOME><OUTCOME>yes</OUTCOME></VARIABLE>
<VARIABLE TYPE="nature"><NAME>Ill</NAME><OUTCOME>no</OUTCOME><OUTCOME>yes</OUTCOME></VARIABLE>
<VARIABLE TYPE="utility"><NAME>QALY</NAME><OUTCOME>0</OUTCOME></VARIABLE>
<DEFINITION><FOR>Treat</FOR></DEFINITION>
<DEFINITION><FOR>Ill</FOR><TABLE>0.9 0.1</TABLE></DEFINITION>
<DEFINITION><FOR>QALY</FOR><GIVEN>Treat</GIVEN><GIVEN>Ill</GIVEN><TABLE>0.96 0.40 0.94 0.70</TABLE></DEFINITION>
</NETWORK></BIF>
"""
"""Treating is worth .916, not treating .904."""

WILDCATTER = """<?xml version="1.0" ?>
<BIF VERSION="0.3"><NETWORK><NAME>oil wildcatter</NAME>
<VARIABLE TYPE="decision"><NAME>Test</NAME><OUTCOME>yes</OUTCOME><OUTCOME>no</OUTCOME></VARIABLE>
<VARIABLE TYPE="decision"><NAME>Drill</NAME><OUTCOME>yes</OUTCOME><OUTCOME>no</OUTCOME></VARIABLE>
<VARIABLE TYPE="nature"><NAME>Oil</NAME><OUTCOME>dry</OUTCOME><OUTCOME>wet</OUTCOME><OUTCOME>soaking</OUTCOME></VARIABLE>
<VARIABLE TYPE="nature"><NAME>Seismic</NAME><OUTCOME>closed</OUTCOME><OUTCOME>open</OUTCOME><OUTCOME>diffuse</OUTCOME><OUTCOME>none</OUTCOME></VARIABLE>
<VARIABLE TYPE="utility"><NAME>Profit</NAME><OUTCOME>0</OUTCOME></VARIABLE>
<VARIABLE TYPE="utility"><NAME>Cost</NAME><OUTCOME>0</OUTCOME></VARIABLE>
<DEFINITION><FOR>Test</FOR></DEFINITION>
<DEFINITION><FOR>Drill</FOR><GIVEN>Test</GIVEN><GIVEN>Seismic</GIVEN></DEFINITION>
<DEFINITION><FOR>Oil</FOR><TABLE>0.5 0.3 0.2</TABLE></DEFINITION>
<DEFINITION><FOR>Seismic</FOR><GIVEN>Test</GIVEN><GIVEN>Oil</GIVEN><TABLE>
0.1 0.3 0.6 0  0.3 0.4 0.3 0  0.5 0.4 0.1 0  0 0 0 1  0 0 0 1  0 0 0 1</TABLE></DEFINITION>
<DEFINITION><FOR>Profit</FOR><GIVEN>Drill</GIVEN><GIVEN>Oil</GIVEN><TABLE>-70 50 200 0 0 0</TABLE></DEFINITION>
<DEFINITION><FOR>Cost</FOR><GIVEN>Test</GIVEN><TABLE>-10 0</TABLE></DEFINITION>
</NETWORK></BIF>
"""
"""Raiffa's: test, drill unless the structure is diffuse: 22.5; drilling without a test is 20."""

WILD = """
format = "collective-resolve/model"
version = 1
[model]
id = "wild"
title = "Test, then act"
question = "Test first, and then drill?"
decision_maker = "us"
as_of = 2026-12-01
horizon_end = 2027-12-01
source = "ours"
recall = "perfect"
value_unit = "k$"
default_weights = "w"
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
cpt = { method = "table", rows = [ { when = [], p = [0.5, 0.5] } ] }
[chance.result]
label = "Result"
role = "indicator"
states = ["none", "bad", "good"]
parents = ["test", "oil"]
[chance.result.cpt]
method = "table"
rows = [
  { when = ["no", "dry"], p = [1, 0, 0] },
  { when = ["no", "wet"], p = [1, 0, 0] },
  { when = ["yes", "dry"], p = [0, 0.9, 0.1] },
  { when = ["yes", "wet"], p = [0, 0.1, 0.9] },
]
[utility.profit]
label = "Profit"
parents = ["drill", "oil"]
table = [
  { when = ["no", "dry"], value = 0 },
  { when = ["no", "wet"], value = 0 },
  { when = ["yes", "dry"], value = -70 },
  { when = ["yes", "wet"], value = 200 },
]
[utility.price]
label = "Price of the test"
parents = ["test"]
table = [ { when = ["no"], value = 0 }, { when = ["yes"], value = -50 } ]
[[outcome]]
id = "wet"
label = "Wet"
node = "oil"
states = ["wet"]
better = "higher"
[weights.w]
label = "w"
profit = 1
price = 1
"""
"""Drilling without the test is best, 65; with the test it would be 36.5, without drilling 0."""

WILD_SCENARIOS = """
format = "collective-resolve/scenarios"
version = 1
"""
