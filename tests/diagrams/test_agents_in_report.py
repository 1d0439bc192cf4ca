"""The report says under which structure somebody else decides, and under no other."""

from __future__ import annotations

from diagrams.report.model_sections import agents_in
from tests.bayesnet.small_study import MODEL
from tests.bayesnet.test_bad_agents import study_with


def test_the_report_says_who_else_decides_and_where(frozen):
    (said,) = agents_in(frozen)
    assert said.startswith("Under structure E somebody else decides: DPRK itself chooses Early")
    assert "level 1" in said


def test_where_nobody_else_decides_nothing_is_said(tmp_path):
    assert agents_in(study_with(tmp_path / "plain", MODEL)) == []
