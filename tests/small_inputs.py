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
