"""What is refused on a page says where to press, and no command, option or name of the model."""

from __future__ import annotations

import re
import shutil

import pytest
from httpx2 import Response

from bayesnet.errors import problem_at, unplaced
from bayesnet.messages.remedies import OpenRound, ReopenRound, SubmitToOpenRoundOrReopen
from elicitation.workshop.page_words import Words, on_page, to_mend
from tests.conftest import SHIPPED
from tests.elicitation.workshop import PLAN, done
from tests.elicitation.workshop_site import Site, act, hidden, said

RAW = re.compile(
    r"(?<![-\w])resolve (?!and offer)[a-z]|(?<!\S)'?--[a-z]|\b[a-z]+_[a-z_]+\b|\w\[\w+=|TEXT"
)
"""A command, an option, a name of the model, the key of a question."""
HEAD, DISPUTE = "question,component,best\n", "burden_dispute[]"


@pytest.fixture
def site(tmp_path):
    """The shipped study, where every name has an underscore, before its first answer."""
    made = Site(tmp_path / "study")
    for name in ("model.toml", "scenarios.toml", "propositions.toml"):
        shutil.copy(SHIPPED / name, made.desk.folder / name)
    shutil.copytree(SHIPPED / "structures", made.desk.folder / "structures")
    plan = PLAN.replace('nodes = ["weather", "forecast"]', 'nodes = ["burden_dispute"]')
    (made.desk.folder / "elicitation.toml").write_text(plan, "utf-8")
    return made


class Boss:
    """The facilitator at the pages."""

    def __init__(self, site: Site) -> None:
        self.browser = site.facilitator()

    def rounds(self, **form: str) -> Response:
        return act(self.browser, "/facilitator", **form)

    def freeze(self, **form: str) -> Response:
        return act(self.browser, "/facilitator/freeze", **form)

    def upload(self, text: str | bytes, name: str = "E03.csv") -> Response:
        path = "/facilitator/for/E03"
        content = text if isinstance(text, bytes) else text.encode()
        form = {**hidden(self.browser.get(path)), "reason": ""}
        return self.browser.post(path, data=form, files={"form": (name, content)})


def before_the_first_round(boss):
    """Yield what the pages say to what cannot be done, and words that have to be in it."""
    get = boss.browser.get
    yield boss.rounds(action="open", round="2"), "no round-1 entry"
    yield boss.rounds(action="close", round="1"), "See Rounds."
    yield boss.rounds(action="reopen", round="1", reason="x"), "never opened"
    yield boss.rounds(action="open", round="9"), "There is no round 9"
    yield boss.rounds(action="open", round="x"), "no whole number"
    yield boss.rounds(action="dance", round="1"), "There is no such action"
    yield boss.upload("x"), "No round is open"
    yield boss.freeze(action="freeze", reason=""), "A version needs a reason"
    yield boss.freeze(action="freeze", reason="x"), "or tick that those are left out"
    yield boss.freeze(action="dissent", expert="E03", text=""), "the field In their words"
    yield boss.freeze(action="dissent", expert="E0", text="x"), "E09"
    yield get("/facilitator/agenda"), "they were asked. Wait until somebody has."
    yield get("/facilitator/prepare"), "panels of even load"
    yield get("/facilitator/for/E99"), "No expert"
    yield act(boss.browser, "/facilitator/lobby", expert="E99"), "No expert"


def in_a_round(boss):
    boss.rounds(action="open", round="1")
    yield boss.rounds(action="open", round="1"), "open already"
    yield boss.rounds(action="open", round="2"), "Close round 1 first, under Rounds."
    yield boss.rounds(action="reopen", round="1"), "open already"
    yield boss.rounds(action="absent", round="1", expert="E03"), "Write it into the field Reason."
    yield boss.upload("x"), "Take the one that was made for this expert."
    yield boss.upload(b"\xff\xfe"), "Take the one"
    yield boss.upload(b"PK\x03\x04 is no workbook"), "no workbook"
    yield boss.upload("{}", "E03.json"), "not a form"
    yield boss.upload(f"{HEAD}{DISPUTE},open_quiet,abc\n"), "is not a number"
    yield boss.upload(f"{HEAD}{DISPUTE},open_quiet,20\n"), "Cost-sharing dispute has no line"
    yield boss.upload(f"{HEAD}disputes[],open_quiet,20\n"), "is asked of this expert"
    yield boss.upload(f"{HEAD}{DISPUTE},quiets,20\n"), "of Cost-sharing dispute"
    yield boss.upload(HEAD + rows(30, 30, 50)), "110"
    assert boss.upload(HEAD + rows(30, 30, 40)).status_code == 200
    yield boss.upload(HEAD + rows(50, 30, 20)), "recorded before it: Cost-sharing dispute"
    yield boss.rounds(action="absent", round="1", expert="E03", reason="x"), "the server runs"


def after_a_round(boss):
    boss.rounds(action="open", round="1")
    assert boss.upload(HEAD + rows(30, 30, 40)).status_code == 200
    form = {**hidden(boss.browser.get("/facilitator")), "round": "1"}
    yield boss.browser.post("/facilitator/feedback", data=form), "not closed"
    boss.rounds(action="close", round="1")
    yield boss.rounds(action="open", round="1"), "Open it again under Rounds, with the reason."
    yield boss.rounds(action="reopen", round="1"), "Write it into the field Reason."
    yield boss.rounds(action="open", round="2"), "tick so, then open it"
    yield boss.rounds(action="open", round="2", without="E03,E99"), "Load Rounds again"
    yield boss.browser.get("/facilitator/agenda"), "Nobody has answered"
    boss.rounds(action="reopen", round="1", reason="a slip")
    yield boss.upload(HEAD + rows(30, 30, 40)), "a correction needs its reason"


def of_the_analyst(boss):
    get = boss.browser.get
    yield get("/analyst?click=likely:rift_line&numbers=abc"), "Write 1:3 (a likelihood ratio)"
    yield get("/analyst?click=likely:rift_line"), "Nothing is typed for Rift line"
    yield get("/analyst?who=Jane"), "There is no expert 'Jane'"
    yield get("/analyst?from=S77"), "There is no scenario 'S77'"
    yield get("/analyst?set=rift_line:present"), "Use seen (Rift line in DPRK media: present)"
    yield get("/analyst?seen=exercise_plan:gone"), "Use set (Exercise plan: gone)"
    form = {"asked": "set=hardliner_influence:high", "id": "S9", "label": "x"}
    page = boss.browser.post("/analyst/save", data={**hidden(get("/analyst")), **form})
    yield page, "nobody here can set it"


def rows(*best):
    states = ("settled", "open_quiet", "open_public")
    return "".join(f"{DISPUTE},{s},{n}\n" for s, n in zip(states, best, strict=True))


@pytest.mark.parametrize(
    "refusals", [before_the_first_round, in_a_round, after_a_round, of_the_analyst]
)
def test_no_refusal_speaks_of_the_terminal_or_in_names_of_the_model(site, refusals):
    for page, word in refusals(Boss(site)):
        told = said(page)
        assert word.lower() in told.lower()
        own = re.sub(r"\bE03\.\w+\b|did you mean '[^']*'", "", told)  # to be typed into a file
        assert not RAW.findall(own), own


def test_a_refusal_in_a_race_says_what_the_facilitator_can_press():
    refusals = (
        unplaced("round.closed", ReopenRound(1), round=1),
        unplaced("round.closed", SubmitToOpenRoundOrReopen(2, 1), round=1),
        unplaced("round.not-open-now", OpenRound(2), round=2),
        unplaced("store.recorded-but-disk-did-not", reason="lost"),
        unplaced("ask.best-plan-not-asked-about"),
        unplaced("draw.no-comparison", scenario="S1"),
    )
    told = [on_page(problem, Words()) for problem in refusals]
    assert not [text for text in told if RAW.search(text)]
    assert told[0] == (
        "Round 1 is closed; nothing was recorded. The facilitator can open it again, under Rounds."
    )
    assert told[5] == (
        "S1 has no comparison. This is mended where the server runs, not on these pages."
    )


def test_what_is_to_be_mended_keeps_its_place_and_its_names():
    wrong = problem_at("model.toml", "chance.rift_line.states", "model.node-without-states")
    assert to_mend(wrong) == (
        "model.toml: chance.rift_line.states: a node needs at least two states. List them."
    )
    damaged = problem_at("ledger.jsonl", "line 3", "store.writing-failed", reason="no")
    assert to_mend(damaged) == (
        "ledger.jsonl: line 3: writing failed (no). Have the record verified where the server runs."
    )


def test_minutes_say_questions_in_words(site):
    done(site.desk.folder, "round", "open", 1)
    done(site.desk.folder, "abstain", "E03", "message_coherence", "--reason", "x")
    told = said(site.facilitator().get("/facilitator/minutes"))
    assert "E03 abstains on Message coherence" in told
    assert not RAW.search(told)
