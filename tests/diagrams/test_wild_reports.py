"""Reports and pictures of studies that test and then act say the rule that enumeration finds."""

from __future__ import annotations

import io
import re

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from bayesnet.study.view import StudyView
from diagrams.decisions.plans import (
    best_plan,
    information_picture,
    policy_picture,
    strategy_picture,
    tree_picture,
)
from diagrams.plots.decisions import information_bars, risk_curves
from diagrams.report.blocks import Box, Grid
from diagrams.report.writers import written
from elicitation.build.documents import study_document
from elicitation.cli import main
from tests.diagrams.reading import flat, of_kind
from tests.wild_study import WILD, by_hand

BEST = {
    "wildcatter": ("yes", "no if Result: diffuse, else yes", "yes", "k$"),
    "report": ("no", "yes", "", "of 100"),
    "clinic": ("quick", "operate if Finding: positive, else drug", "drug", "of 100"),
}
"""By study: what is asked, the rule, the best single option beside it, the unit."""
VIEWS = ("overview", "full", "information", "strategy", "tree")
PLOTS = ("whatif S1", "compare S1", "drivers", "plans", "risk", "information", "pedigree")
OF_EXPERTS = ("experts S1", "learn")


@pytest.fixture(scope="module")
def documents(wild_folders, wild_studies):
    return {
        name: study_document(wild_folders[name], study, second_opinion=False, draws=1000)[0]
        for name, study in wild_studies.items()
    }


def plan_of(study):
    return best_plan(StudyView(study, study.diagram.structure, study.diagram.default_weights, {}))


def leads(study, wild, rule):
    """By hand: the best worth, and what the best plan loses that asks or acts otherwise."""
    worths = by_hand(study, wild)
    best = max(worths, key=lambda plan: worths[plan])
    taken = {act for _, act in best[1]}
    other_ask = max(v for (ask, _), v in worths.items() if ask != best[0])
    without = max(
        max(v for (_, acts), v in worths.items() if act not in {a for _, a in acts})
        for act in taken
    )
    return worths[best], worths[best] - other_ask, worths[best] - without


@pytest.mark.parametrize("name", WILD)
def test_the_report_advises_the_rule_with_its_leads(documents, wild_studies, name):
    study, wild = wild_studies[name], WILD[name]
    ask, rule, _, unit = BEST[name]
    worth, asking, acting = leads(study, wild, rule)
    table = next(g for g in of_kind(documents[name], Grid) if "decision by decision" in g.caption)
    rows = {row[0]: row for row in table.rows}
    labels = study.diagram.labels
    assert rows[labels[wild.ask]][1] == ask
    assert rows[labels[wild.act]][1] == rule
    assert rows[labels[wild.ask]][3] == f"{asking:+.1f}"
    assert rows[labels[wild.act]][3] == f"{acting:+.1f}"
    text = page_text(documents[name])
    assert f"({worth:.1f} {unit})" in text
    assert f"{labels[wild.act]}: {rule}" in text or f"a tie: {rule} leads" in text


@pytest.mark.parametrize("name", WILD)
def test_beside_a_conditional_rule_stands_what_the_best_single_option_loses(
    documents, wild_studies, name
):
    study, wild = wild_studies[name], WILD[name]
    fixed = BEST[name][2]
    worths = by_hand(study, wild)
    box = next(b for b in of_kind(documents[name], Box) if b.title == "In short")
    said = [item for item in box.items if "depends on what is learned" in item]
    assert len(said) == bool(fixed)
    if fixed:
        always = max(v for (_, acts), v in worths.items() if {a for _, a in acts} == {fixed})
        loss = f"{max(worths.values()) - always:.1f}"
        assert said == [
            f"{study.diagram.labels[wild.act]} depends on what is learned. Always {fixed}, the best "
            f"single option, would lose {loss} {study.diagram.unit}."
        ]


@pytest.mark.parametrize("name", WILD)
def test_a_report_is_written_in_every_kind(documents, name):
    document = documents[name]
    page = page_text(document)
    assert not re.search(r"\bnan\b|\bNone\b|Traceback| -0\.0\b|\u22120\.0\b", page)
    assert not [g.caption for g in of_kind(document, Grid) if not g.rows]
    assert written(document, "docx")
    paper = " ".join(
        p.extract_text() for p in PdfReader(io.BytesIO(written(document, "pdf"))).pages
    )
    assert BEST[name][1].split(",")[0] in flat(paper)


def page_text(document):
    page = re.sub(r"<svg.*?</svg>", " ", written(document, "html").decode(), flags=re.DOTALL)
    return flat(re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("name", WILD)
def test_the_sentences_of_an_account_and_its_table_are_in_one_unit(documents, name):
    for block in documents[name].blocks:
        if getattr(block, "text", "").startswith(("Slow recovery rises", "Slow recovery falls")):
            assert "16 points, from 46 % to 30 %" in block.text
            assert not re.search(r"[( ][+-]?0\.\d", block.text)


@pytest.mark.parametrize("name", WILD)
def test_the_pictures_of_a_plan_say_its_rule_and_its_worth(wild_studies, name):
    study, wild = wild_studies[name], WILD[name]
    plan, worths = plan_of(study), by_hand(study, wild)
    ask, rule, fixed, unit = BEST[name]
    label = study.diagram.labels[wild.act]
    depends = f"depends on what is learned: {label}: {rule}" if fixed else "never depends"
    said = f"The best plan is worth {max(worths.values()):.1f} {unit} and {depends}"
    assert strategy_picture(plan).title.startswith(said)
    assert policy_picture(plan, wild.act).title.startswith(f"{label}: {rule}")
    assert policy_picture(plan, wild.ask).title == (
        f"{study.diagram.labels[wild.ask]}: {ask}, as things stand"
    )
    tree = tree_picture(plan)
    assert tree.title == f"Rolled back, the best plan is worth {max(worths.values()):.1f} {unit}"
    assert rule in tree.svg.replace("</text>", " ") or rule in flat(
        re.sub(r"<[^>]+>", " ", tree.svg)
    )


@pytest.mark.parametrize("name", ["wildcatter", "clinic"])
def test_a_rule_has_a_curve_of_its_own_among_the_options(wild_studies, name):
    study, wild = wild_studies[name], WILD[name]
    plan, rule = plan_of(study), BEST[name][1]
    drawing = risk_curves(plan, wild.act)
    assert drawing.title.startswith(
        f"{study.diagram.labels[wild.act]}: '{rule}' is best on average"
    )
    assert f"{rule}: {max(by_hand(study, wild).values()):.1f} expected" in drawing.svg


def test_what_was_decided_before_is_not_drawn_as_learned(wild_studies):
    drawing = information_picture(plan_of(wild_studies["wildcatter"]))
    assert drawing.svg.count("<ellipse") == 2  # the result, and the one in the legend


def test_knowing_the_oil_is_worth_what_it_is_worth_by_hand(wild_studies):
    """With the oil known one drills where there is any, and never tests: .3 * 50 + .2 * 200."""
    plan = plan_of(wild_studies["wildcatter"])
    assert information_bars(plan, "test").title == (
        "Before seismic test, oil is most worth knowing: 32.5 k$"
    )


@pytest.mark.parametrize("name", WILD)
def test_every_picture_is_drawn_or_refused_in_words(wild_folders, wild_studies, name, tmp_path):
    wild = WILD[name]
    orders = [f"draw --view {view}" for view in VIEWS]
    orders += [f"draw --view policy --decision {d}" for d in (wild.ask, wild.act)]
    orders += ["draw S1", "draw S1 --view difference", *(f"plot {plot}" for plot in PLOTS)]
    orders += [f"plot {plot}" for plot in OF_EXPERTS if wild_studies[name].several]
    for number, order in enumerate(orders):
        target = tmp_path / f"{number}.svg"
        words = [*order.split(), "--study", str(wild_folders[name]), "--out", str(target)]
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, (order, result.output)
        drawn = target.read_text("utf-8")
        assert not re.search(r">[^<]*\b(nan|inf|None)\b[^<]*<", drawn), order
