"""In a made-up language no English word of a message is left: only what the case itself names.

Every letter of a translated text becomes another one that is no ASCII letter. What is left in ASCII
has to stand in the files or in what was typed.
"""

from __future__ import annotations

import gettext
import html
import re
import shutil

import pytest

from bayesnet.formats.model_toml import read_model
from bayesnet.formats.scenarios_toml import read_scenarios
from bayesnet.messages import language
from tests.bayesnet.small_study import MODEL, SCENARIOS
from tests.bayesnet.test_bad_models import BAD_MODELS, BAD_SCENARIOS
from tests.conftest import SHIPPED
from tests.elicitation.test_page_words import (
    Boss,
    after_a_round,
    before_the_first_round,
    in_a_round,
    of_the_analyst,
)
from tests.elicitation.workshop import PLAN, refused
from tests.elicitation.workshop_site import Site

OTHER = {ord(a): chr(0x1E00 + at) for at, a in enumerate("abcdefghijklmnopqrstuvwxyz")}
OTHER |= {ord(a): chr(0x1E80 + at) for at, a in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
PLACE = re.compile(r"(\{[^{}]*\})")
ITEM = re.compile(r"<(?:li|p)[^>]*>(.*?)</(?:li|p)>", re.DOTALL)
WORD = re.compile(r"[A-Za-z]{3,}")
OF_LIBRARIES = "Expected at the end of a table declaration line column File is not zip file"
"""What the readers of TOML and of ZIP say themselves."""


class Pseudo(gettext.NullTranslations):
    """A language in which every text is there, and none of its letters is left."""

    def gettext(self, message: str) -> str:
        parts = PLACE.split(message)
        return "".join(part if at % 2 else part.translate(OTHER) for at, part in enumerate(parts))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture(autouse=True)
def pseudo(monkeypatch):
    """For the whole process: a page is made in another thread than its test."""
    monkeypatch.setattr(language, "_ENGLISH", Pseudo())


def left(text: str, *known: str) -> set[str]:
    """Return the words in ASCII that nothing of the case explains."""
    return {*WORD.findall(text)} - {*WORD.findall(" ".join(known))}


@pytest.mark.parametrize("case", BAD_MODELS)
def test_a_bad_model_is_told_in_the_language(case):
    old, new, _ = BAD_MODELS[case]
    _, _, problems = read_model(MODEL.replace(old, new))
    assert problems
    for problem in problems:
        keys = "model toml format version chance perceiver NaN solid unsupported"
        known = (
            MODEL,
            new,
            keys,
            OF_LIBRARIES,
            str(problem.place),
            "low high none resolve init alike",
        )
        assert left(str(problem), *known) == set()


@pytest.mark.parametrize("case", BAD_SCENARIOS)
def test_a_bad_scenario_is_told_in_the_language(case):
    old, new, _ = BAD_SCENARIOS[case]
    diagram, _, _ = read_model(MODEL)
    _, problems = read_scenarios(SCENARIOS.replace(old, new), diagram)
    assert problems
    for problem in problems:
        assert (
            left(str(problem), MODEL, SCENARIOS, new, str(problem.place), "set seen ratio marginal")
            == set()
        )


TYPED = (
    ("round", "open", "2"),
    ("round", "close", "1"),
    ("round", "reopen", "1", "--reason", "x"),
    ("absent", "E99", "--round", "1", "--reason", "x"),
    ("absent", "E07", "--round", "1"),
    ("abstain", "E07", "nothing", "--reason", "x"),
    ("withdraw", "E07", "--reason", "x"),
    ("freeze", "--reason", "x"),
    ("whatif", "S77"),
    ("whatif", "--set", "wether=dry"),
    ("whatif", "--set", "weather"),
    ("whatif", "--likely", "weather=much"),
    ("explain", "S77"),
    ("draw", "S77"),
    ("decide", "--weights", "none_such"),
    ("trace", "nowhere.pdf"),
    ("feedback", "--round", "9"),
    ("score", "--known", "weather"),
)


@pytest.mark.parametrize("words", TYPED, ids=" ".join)
def test_a_refusal_at_the_terminal_is_told_in_the_language(words, tmp_path):
    site = Site(tmp_path / "study")
    folder = site.desk.folder
    files = " ".join(path.read_text("utf-8") for path in folder.glob("*.toml"))
    known = (files, " ".join(words), "NODE STATE TEXT SCENARIO study elicitation toml responses")
    assert left(refused(folder, *words), *known) == set()


@pytest.mark.parametrize(
    "refusals", [before_the_first_round, in_a_round, after_a_round, of_the_analyst]
)
def test_a_refusal_on_a_page_is_told_in_the_language(refusals, tmp_path):
    site = Site(tmp_path / "study")
    for name in ("model.toml", "scenarios.toml", "propositions.toml"):
        shutil.copy(SHIPPED / name, site.desk.folder / name)
    shutil.copytree(SHIPPED / "structures", site.desk.folder / "structures")
    plan = PLAN.replace('nodes = ["weather", "forecast"]', 'nodes = ["burden_dispute"]')
    (site.desk.folder / "elicitation.toml").write_text(plan, "utf-8")
    files = " ".join(path.read_text("utf-8") for path in site.desk.folder.glob("*.toml"))
    typed = "dance abc disputes quiets gone Jane csv json CSV XLSX JSON component reason pool analyst form"
    told = 0
    for page, _ in refusals(Boss(site)):
        for item in ITEM.findall(page.text):
            text = html.unescape(re.sub(r"<[^>]+>", " ", item))
            if re.search("[\u1e00-\u1eff]", text):
                told += 1
                assert left(text, files, typed, OF_LIBRARIES) == set(), text
    assert told
