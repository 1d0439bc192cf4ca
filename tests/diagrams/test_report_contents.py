"""Everything that a reproducible analytic report must contain stands in the shipped study's."""

from __future__ import annotations

import html
import re

import pytest

from bayesnet.answers.recommend import recommend
from bayesnet.study.view import StudyView
from diagrams.report.blocks import Box, Figure, Grid, Paragraph
from diagrams.report.figures import Sources, plates
from diagrams.report.inquiry import inquiry_of
from diagrams.report.writers import written

MUST_CONTAIN = {
    "question": ["Which combination of upgrades"],
    "decision-maker": ["the two governments' alliance managers"],
    "as-of date and horizon": ["23 July 2020", "31 January 2021"],
    "node definitions": ["Kim Jong Un's private probability", "Settled by"],
    "diagram": ["The influence diagram; thicker arrows are stronger influences"],
    "alternative structures": ["What the alliance does to be safe alarms the other side"],
    "sources of every arrow": ["Every arrow with its claim, its paragraph"],
    "contrary evidence": ["Misperception has several kinds"],
    "protocol": ["The protocol.", "6 under pseudonyms"],
    "expert mix": ["there are no backgrounds to be counted"],
    "rounds": ["462 by 6 experts", "36 by 6 experts"],
    "training": ["nobody was trained or asked"],
    "absences": ["and who was absent", "Nobody abstained from a question or took answers back."],
    "conflicts": ["stylised positions have no interests of their own"],
    "judgements by pseudonym": ["Deterrent-dominant 15 (3\N{EN DASH}27) 45"],
    "rationales": ["Presence is what allies look at."],
    "questions as they were asked": ["Out of 100 such six-month periods, in how many is"],
    "pooling rule": ["linear, the rule of record"],
    "at least one other pool": ["log (epsilon 0.005)", "median", "Answers first"],
    "each expert left out": ["without Spiral"],
    "priors version and hash": ["priors 0002, sha256 0cf9ab11"],
    "software version": ["collective-resolve 0."],
    "seed": ["10,000 draws, seed 1", "2,000 draws, seed 1"],
    "hashes of all else": ["Scenarios sha256", "Propositions sha256", "Ledger sha256"],
    "scenario table with set, seen and comparison": [
        "Set beyond the reference",
        "Seen Against",
        "DPRK internal strain: severe",
    ],
    "ranges": ["5\N{EN DASH}95 %", "Ranges marked 5\N{EN DASH}95 % come from 10,000 draws"],
    "expert sign counts": ["6 of 6 higher"],
    "agreement of structures": ["Structures", "4 of 4"],
    "explanation": ["What moved it: Response style", "path, alone"],
    "propositions table": ["Propositions by structure.", "FAILS"],
    "what was looked at for a switch": [
        "Of 182 rows, moved entry by entry, 26 can",
        "17 whole tables",
    ],
    "sensitivity": ["What drives the choice, table by table", "Pedigree beside influence"],
    "thresholds": [
        "The numbers that switch the best plan soonest",
        "weight of Defence and cost 0.20 0.07",
        "Of 3 other structures, 2 give the same plan",
        "Which plan is best where",
    ],
    "value of information": [
        "expected value of perfect information",
        "What learning the numbers is worth (EVPPI), in points",
        "What learning the numbers is worth (EVPPI), and what spread they explain.",
        "which of the structures A, B, C, D is right 0.06",
    ],
    "camps of experts": ["the experts form 2 camps"],
    "what to discuss next": ["of 49 questions with differing answers"],
    "every belief": [
        "under Return to a deterrent-dominant approach, module by module",
        "Ticks stand where it was under Resolve plus standing offer.",
        "Module context: the pool's beliefs.",
    ],
    "key assumptions with effect if false": ["If false", "structure B +0.6 to +1.1"],
    "dissent": ["Nobody has had a note of dissent recorded.", "Who departs from the pool"],
    "likelihood scale": ["almost no chance", "The scale of likelihood words"],
    "confidence apart, with reasons": ["No confidence is claimed", "What confidence can rest on"],
    "what changed since the last version": ["36 answers changed against version 1"],
    "why": ["The liaison office episode was a fair point against me."],
    "what that did": ["What the changes did to the outcomes", "Hardliners strong 45 % 45 % +0.6"],
    "what was not modelled": ["China, sanctions and elections are left out"],
    "placeholders": ["Placeholders, which nobody judged"],
    "one command to rebuild": ["resolve verify && resolve report --format all"],
}


@pytest.fixture(scope="module")
def text(document):
    page = re.sub(r"<svg.*?</svg>", " ", written(document, "html").decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize("item", MUST_CONTAIN)
def test_the_report_contains(text, item):
    missing = [words for words in MUST_CONTAIN[item] if words not in text]
    assert not missing


def test_the_summary_answers_before_anything_else(document):
    box = document.blocks[0]
    told = " ".join(box.items)
    for words in (
        "Best by every expert's own numbers",
        "very unlikely (18\N{NO-BREAK SPACE}%; 5\N{EN DASH}95\N{NO-BREAK SPACE}%: ",
        "What the choice hangs on most: Posture credibility.",
        "What would change it: weight of Defence and cost from 0.20 to 0.07",
        "Since version 1: 36 answers changed.",
    ):
        assert words in told


def test_no_change_is_finer_than_its_range_allows(document):
    """A change whose range is wider than two points has no tenths."""
    table = next(b for b in document.blocks if isinstance(b, Grid) and "Paired" in b.caption)
    change, drawn = (
        table.heads.index("Change"),
        table.heads.index("5\N{EN DASH}95\N{NO-BREAK SPACE}%"),
    )
    for row in table.rows:
        ends = [float(e.replace("\N{MINUS SIGN}", "-")) for e in row[drawn].split(" to ")]
        if max(ends) - min(ends) > 2.5:
            assert "." not in row[change]


def test_every_plate_stands_in_the_report_once_and_can_be_read(document, frozen):
    sources = Sources(study=frozen, shown="S3", inquiry=inquiry_of(frozen))
    told = [plate.caption for plate in plates(sources)]
    shown = [block.caption for block in document.blocks if isinstance(block, Figure)]
    assert [caption for caption in shown if caption in told] == told
    assert len(shown) == len(told) + 1  # and what moved since the version before
    for block in document.blocks:
        if isinstance(block, Figure):
            assert not block.wide  # the shipped study's pictures are all read on A4
            assert block.drawing.points >= 6.5
            assert block.drawing.inches[0] <= 170 / 25.4


def test_ids_of_pictures_on_one_page_differ(document):
    ids = re.findall(r' id="([^"]+)"', written(document, "html").decode())
    assert len(ids) == len(set(ids))


def test_in_short_says_what_another_structure_would_do(document, frozen):
    told = next(b for b in document.blocks if isinstance(b, Box) and b.title == "In short").items
    best = {
        s: recommend(StudyView(frozen, s, "balanced", frozen.book.full("S0").seen)) for s in "ABCD"
    }
    own = {choice.decision: choice.policy for choice in best["A"].choices}
    for structure in "BCD":
        different = [c for c in best[structure].choices if c.policy.differs(own[c.decision])]
        said = [text for text in told if text.startswith(f"Under structure {structure} ")]
        assert len(said) == bool(different)
        for choice in different:
            told_as = f"{frozen.diagram.labels[choice.decision]}: {choice.policy.always}"
            assert told_as in said[0]
    assert any(text.startswith("Under structure B ") for text in told)


def test_panels_that_limit_nobody_are_not_denied(document):
    told = " ".join(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert "The plan defines 3 panels, but no expert is limited to one: every expert was" in told
    assert "knows no panels" not in told


def test_definitions_say_states_as_the_column_beside_them(document):
    table = next(b for b in document.blocks if isinstance(b, Grid) and "settles them" in b.caption)
    rows = {row[0]: row for row in table.rows}
    assert "on schedule 60-110 %" in rows["Capability upgrades"][2]
    assert rows["Message discipline"][2].startswith("joint line: ")
    names = " ".join(row[2] for row in table.rows)
    assert not re.findall(r"\w+_\w+", names)
    assert "public plans as of 2020-07-23" in rows["Capability upgrades"][2]
