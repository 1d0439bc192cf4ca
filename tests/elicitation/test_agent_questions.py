"""What experts say of who else decides goes all the way from the plan to its forecast."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math

import numpy as np
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from bayesnet.folder.reading import open_study
from bayesnet.formats.model_toml import read_model
from bayesnet.formats.structure_toml import read_structure
from bayesnet.study.agents.agent import Uncertain
from bayesnet.study.agents.questions import CLEARLY, agent_parameters
from bayesnet.study.draws import draw
from bayesnet.study.view import StudyView
from diagrams.plots.judgements import ranges
from elicitation.checks.coherence import alone, coherence
from elicitation.cli import main
from elicitation.questionnaire.agent_questions import RELIABLY
from elicitation.record.responses import standing_judgements
from elicitation.study import open_elicitation, open_record
from elicitation.workshop.app import workshop
from elicitation.workshop.serving import prepare
from elicitation.workshop.session import WorkshopSession
from tests.bayesnet.small_study import MODEL
from tests.bayesnet.test_bad_agents import STRUCTURE
from tests.elicitation.workshop import begin, done, form, refused, resolve
from tests.elicitation.workshop_site import BASE, PASSWORD, Site, filled, said

KEYS = ["paper.weight[honesty]", "paper.weight[readers]", "paper.precision"]
SAID = {
    "E03": {"honesty": (20, 25, 50), "readers": (80, 100, 100), "precision": 80},
    "E07": {"honesty": (100, 100, 100), "readers": (1, 10, 20), "precision": 95},
    "E09": {"honesty": (50, 50, 50), "readers": (50, 50, 50), "precision": 60},
}
STRONGEST = 2.0
"""By the file both values, which go from 0 to 1, weigh 2 in the middle."""


def asking(folder, *more):
    """Return the folder of the workshop on the umbrella, where a newspaper decides under B."""
    begin(folder)
    (folder / "model.toml").write_text(MODEL.replace("illustrative = true\n", ""))
    (folder / "structures").mkdir()
    (folder / "structures" / "B.toml").write_text(STRUCTURE.replace("view.ann", "view.E12"))
    plan = folder / "elicitation.toml"
    plan.write_text(plan.read_text() + "\n".join(["[questions]", "agents = true", *more, ""]))
    return folder


def answers(said):
    """Return the lines of a form on the newspaper."""
    rows = [
        f"paper.weight[{name}],value,{','.join(map(str, said[name]))},"
        for name in said
        if name != "precision"
    ]
    return "\n".join([*rows, f"paper.precision,value,,{said['precision']},,"]) + "\n"


def answered(folder, expert, said):
    file = folder.parent / f"{expert}.csv"
    file.write_text(form(40, mood=expert != "E12") + (answers(said) if said else ""))
    return done(folder, "submit", file, "--expert", expert, "--round", 1)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """All have answered what they are asked; E12, of a panel of its own, nothing of the paper."""
    folder = asking(tmp_path_factory.mktemp("paper") / "study")
    done(folder, "round", "open", 1)
    for expert in ("E03", "E07", "E09", "E12"):
        answered(folder, expert, SAID.get(expert))
    done(folder, "round", "close", 1)
    done(folder, "freeze", "--reason", "first")
    return folder


def test_nothing_is_asked_unless_the_plan_says_so_or_where_nobody_else_decides(tmp_path, frozen):
    folder = asking(tmp_path / "study")
    assert [p.key for p in open_elicitation(folder)[0].parameters][-3:] == KEYS
    plan = folder / "elicitation.toml"
    plan.write_text(plan.read_text().replace("agents = true", ""))
    assert not {*KEYS} & {p.key for p in open_elicitation(folder)[0].parameters}
    plan.write_text(plan.read_text() + "agents = true\n")
    (folder / "structures" / "B.toml").unlink()
    assert not {*KEYS} & {p.key for p in open_elicitation(folder)[0].parameters}
    asked = agent_parameters(frozen.agents)
    assert len(asked) == 9  # DPRK chooses best: nobody is asked how often
    assert {p.node for p in asked} == {"dprk"}


def test_every_form_asks_from_its_chair(tmp_path):
    folder = asking(tmp_path / "study")
    out = {kind: folder / f"form.{kind}" for kind in ("csv", "xlsx")}
    for path in out.values():
        done(folder, "form", "--expert", "E03", "--round", 1, "--out", path)
    rows = {
        r["question"]: r for r in csv.DictReader(io.StringIO(out["csv"].read_text("utf-8-sig")))
    }
    assert [*rows][-3:] == KEYS
    assert all("in the place of The newspaper" in rows[key]["wording"] for key in KEYS)
    assert "from its worst ('Mood' is bad) to its best ('Mood' is good)" in rows[KEYS[1]]["wording"]
    assert "80 mostly" in rows[KEYS[2]]["wording"]
    sheet = load_workbook(out["xlsx"])["paper"]
    assert sheet["A1"].value == "The newspaper"
    assert "paper" not in done(folder, "questions", "--expert", "E12")
    counted = {
        r["who"]: int(r["questions"])
        for r in csv.DictReader(io.StringIO(resolve(folder, "load", "--format", "csv").stdout))
    }
    assert counted["E03"] == len(rows) and counted["E12"] == 4


def test_the_words_for_how_often_are_numbers_that_can_be_typed():
    (precision,) = [p for p in agent_parameters([_paper()]) if p.key == KEYS[2]]
    numbers = [float(number) for number, _ in RELIABLY]
    assert numbers == sorted(numbers)
    assert (precision.lower, precision.upper) == (numbers[0], numbers[-1])


def _paper():
    diagram, cpds, _ = read_model(MODEL)
    structure, _ = read_structure(STRUCTURE, diagram, cpds, "B.toml")
    return structure.agents[0]


def test_what_each_said_is_what_it_weighs(study):
    opened, _ = open_study(study)
    (paper,) = opened.agents
    assert paper.weighed_by == ("E03", "E07", "E09")
    first = paper.uncertain("E03")
    assert first["readers"] == Uncertain(low=1.6, best=2.0, high=2.0)  # its 100 is the file's most
    assert first["honesty"] == Uncertain(low=0.4, best=0.5, high=1.0)
    even = paper.uncertain("E09")  # any scale will do
    assert even["honesty"] == even["readers"] == Uncertain(low=2.0, best=2.0, high=2.0)
    for expert, given in SAID.items():
        share = given["precision"] / 100
        precision = math.log(share / (1 - share)) / (CLEARLY * STRONGEST)
        assert paper.uncertain(expert)["precision"].centre == pytest.approx(precision)
        gap = CLEARLY * STRONGEST
        assert 1 / (1 + math.exp(-precision * gap)) == pytest.approx(share)
    assert paper.uncertain("E12") == paper.uncertain("") | paper.views["E12"]


def test_the_pool_is_of_those_who_were_asked(study):
    opened, _ = open_study(study)
    table = opened.network("B").tables["forecast"].values
    assert opened.worlds == ("pool", "E03", "E07", "E09", "E12")
    assert table[..., 0] == pytest.approx(table[..., 1:4].mean(axis=-1))
    spread = table[0, 0, 1:4]
    assert np.ptp(spread) > 0.05  # they differ in what it weighs alone
    draws = draw(opened.cpds, opened.priors, 400, 1)
    drawn = opened.drawn("B", draws).tables["forecast"].values[0, 0]
    known = [pytest.approx(p) for p in table[0, 0, 1:4]]
    assert all(any(p == one for one in known) for p in set(drawn.round(12).tolist()))


def test_whose_weights_they_are_is_said_and_placeholders_are_marked(study, tmp_path):
    opened, _ = open_study(study)
    view = StudyView(opened, "B")
    assert "3 of 4 experts gave, the file's for the rest" in view.diagram.reaction
    assert not view.illustrative  # who was not asked does not count
    lacking = open_study(study, "placeholder")[0].with_priors(
        _without_the_paper(opened.priors, "E03")
    )
    assert StudyView(lacking, "B").illustrative and not StudyView(lacking, "A").illustrative
    assert "2 of 4 experts gave" in StudyView(lacking, "B").diagram.reaction


def _without_the_paper(priors, expert):
    own = {k: j for k, j in priors.judgements[expert].items() if k not in KEYS}
    return dataclasses.replace(priors, judgements={**priors.judgements, expert: own})


def test_record_and_version_hold_together(study):
    assert "All is as recorded: 4 submissions" in done(study, "verify")
    version = json.loads((study / "priors" / "0001.json").read_text())
    assert version["experts"]["E03"][KEYS[0]] == {
        "value": {"best": "25", "high": "50", "low": "20"}
    }
    assert {*version["not_asked"]["E12"]} >= {*KEYS}
    assert version["pool"].keys() == {"weather", "forecast", "mood"}


def test_an_answer_that_is_owed_holds_the_version_up(tmp_path):
    folder = asking(tmp_path / "study")
    done(folder, "round", "open", 1)
    for expert in ("E03", "E07", "E12"):
        answered(folder, expert, SAID["E03"] if expert == "E03" else None)
    assert "paper.weight[honesty]" in refused(folder, "freeze", "--reason", "early")


def test_pairs_make_the_same_weights(tmp_path):
    """Readers count four times as much as honesty, said as a comparison and as numbers."""
    folder = asking(tmp_path / "study", 'weights = "pairwise"')
    file = tmp_path / "pairs.csv"
    line = "paper.weight[honesty],vs readers,,0.25,,\n"
    file.write_text(form(40) + line + "paper.precision,value,,80,,\n")
    done(folder, "round", "open", 1)
    done(folder, "submit", file, "--expert", "E03", "--round", 1)
    done(folder, "freeze", "--reason", "one", "--allow-absent")
    (paper,) = open_study(folder)[0].agents
    weights = paper.uncertain("E03")
    assert weights["readers"].centre == pytest.approx(STRONGEST)
    assert weights["honesty"].centre == pytest.approx(STRONGEST / 4)


def test_at_the_terminal_it_is_chosen_among_words(tmp_path):
    folder = asking(tmp_path / "study")
    done(folder, "round", "open", 1)
    words = ["ask", "--expert", "E03", "--round", "1", "--node", "paper", "--study", str(folder)]
    said = CliRunner().invoke(main, words, input="20\n50\n25\n80\n100\n100\n80\n")
    assert said.exit_code == 0, said.output
    assert "How much does it matter to The newspaper that 'honesty'" in said.output
    assert "95 nearly always" in said.output
    (path,) = (folder / "responses" / "E03").glob("*.json")
    kept = {j["question"]: j for j in json.loads(path.read_text())["judgements"]}
    assert kept.keys() == {*KEYS}


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("paper.weight[honesty],value,,120,,", "100"),
        ("paper.precision,value,,30,,", "50"),
        ("paper.weight[honour],value,,20,,", "paper.weight[honesty]"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, line, wrong):
    folder = asking(tmp_path / "study")
    done(folder, "round", "open", 1)
    file = tmp_path / "bad.csv"
    file.write_text(f"question,component,low,best,high,reason\n{line}\n")
    assert wrong in refused(folder, "submit", file, "--expert", "E03", "--round", 1)


def test_an_agent_called_as_a_node_is_refused(tmp_path):
    folder = asking(tmp_path / "study")
    path = folder / "structures" / "B.toml"
    path.write_text(path.read_text().replace("agent.paper", "agent.mood"))
    assert "both called 'mood'" in refused(folder, "questions")


def test_feedback_tells_the_numbers(study):
    told = done(study, "feedback", "--round", 1)
    assert "The newspaper: weight of honesty 3 25 50 100" in told
    assert "how often of 100 it takes the better act 3 60 80 95" in told


def test_its_ranges_are_drawn_as_of_any_question(study):
    opened, _ = open_study(study)
    drawing = ranges(opened, [opened], KEYS[1])
    assert "The newspaper. weight of readers" in drawing.svg
    assert "10" in drawing.about and "100" in drawing.about


class Served(Site):
    """The study of the newspaper, served."""

    def __init__(self, folder):
        prepare(folder, PASSWORD)
        self.desk = WorkshopSession(folder=folder, base=BASE)
        self.app = workshop(self.desk, hosts={"testserver"})


def test_a_page_asks_from_its_chair_and_records(tmp_path):
    folder = asking(tmp_path / "study")
    done(folder, "round", "open", 1)
    site = Served(folder)
    browser = site.expert("E03")
    pages = {page.key: page for page in site.desk.pages("E03")}
    assert [*pages][-3:] == KEYS
    assert "paper" not in {page.first.parameter.node for page in site.desk.pages("E12")}
    given = {"low": "20", "best": "25", "high": "50"}
    for key, cells in ((KEYS[0], given), (KEYS[2], {"best": "80"})):
        path = f"/expert/q/{pages[key].number}"
        page = browser.get(path)
        assert "in the place of The newspaper" in said(page)
        sent = {**filled(page), "action": "save", **{f"c0-{c}": n for c, n in cells.items()}}
        browser.post(path, data=sent)
    own = site.desk.standing("E03")
    weight = own[KEYS[0]].answers["value"]
    assert (weight.low, weight.best, weight.high) == (20, 25, 50)
    assert own[KEYS[2]].answers["value"].best == 80


def test_an_act_that_it_would_never_take_is_asked_back(tmp_path):
    """Whoever says that honesty counts for nothing says that the paper never prints rain."""
    folder = asking(tmp_path / "study")
    path = folder / "structures" / "B.toml"
    sells = (
        'parents = ["forecast"]\nweight = 2\nrows = [{ when = ["rain"], u = 0 }, { when = ["sun"]'
    )
    text = path.read_text().replace(
        '"quantal"\nprecision = { low = 0.5, best = 1, high = 2 }', '"best"'
    )
    path.write_text(
        text.replace(
            text[
                text.index('parents = ["mood"]') : text.index(", u = 1 }]\n\n[agent.paper.belief")
            ],
            sells,
        )
    )
    done(folder, "round", "open", 1)
    rows = "paper.weight[honesty],value,{0},{0},{0},\npaper.weight[readers],value,{1},{1},{1},\n"
    for expert, weights in (("E03", (1, 100)), ("E07", (100, 1))):
        file = tmp_path / f"{expert}.csv"
        file.write_text(form(40) + rows.format(*weights))
        done(folder, "submit", file, "--expert", expert, "--round", 1)
    opened, _ = open_elicitation(folder)
    record = open_record(folder)
    own = standing_judgements(record.responses.values())
    queue = coherence(opened.study, opened.falling, own, None).by_expert
    asked_back = {e: [d for d in found if d.kind == "dominated"] for e, found in queue.items()}
    assert [len(found) for found in asked_back.values()] == [1, 0]
    (doubt,) = asked_back["E03"]
    mine = alone(opened.study, own["E03"])
    rain = mine.network("B").tables["forecast"].values[:, :, 0].max(axis=0)
    assert [*rain] == [1, 0]
    assert "it never takes rain of forecast, whatever it knows" in str(doubt)
    said_here = done(folder, "coherence")
    assert "The newspaper weighs, it never takes rain of Forecast" in said_here
