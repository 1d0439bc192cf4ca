"""Words beside numbers: bounds, gaps and spans as the published lexicons have them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayesnet.errors import StudyError
from bayesnet.study.lexicon import Lexicon, Term, percent
from elicitation.questionnaire.lexicons import lexicon_named, lexicons


@pytest.fixture(scope="module")
def icd():
    return lexicon_named("ICD-203")


@pytest.fixture(scope="module")
def phia():
    return lexicon_named("PHIA")


@pytest.mark.parametrize(
    ("percent_", "word"),
    [
        (1, "almost no chance"),
        (4.99, "almost no chance"),
        (5, "very unlikely"),
        (17, "very unlikely"),
        (20, "unlikely"),
        (45, "roughly even chance"),
        (54.9, "roughly even chance"),
        (55, "likely"),
        (80, "very likely"),
        (95, "almost certain"),
        (99, "almost certain"),
        (0.5, ""),
        (99.5, ""),
    ],
)
def test_a_term_holds_from_its_lower_bound_up_to_but_not_including_its_upper(icd, percent_, word):
    """ICD 203, Annex D.6.e.(2)(a): bands share their ends; 0-1 and 99-100 % have no term."""
    assert icd.word(percent_ / 100) == word


def test_wordings_of_a_term_are_kept_apart(icd):
    term = next(t for t in icd.terms if t.word == "unlikely")
    assert term.others == ("improbable",)


def test_a_gap_has_no_term_and_says_between_which_it_lies(phia):
    """PHIA's gaps are intended: 22 % is neither 'highly unlikely' nor 'unlikely'."""
    assert phia.word(0.22) == ""
    assert phia.gap(0.22) == ("highly unlikely", "unlikely")
    assert phia.beside(0.22) == "no term: between 'highly unlikely' and 'unlikely'"
    assert phia.beside(0.27) == "unlikely"
    assert phia.beside(1.0) == "almost certain"


def test_beyond_the_last_term_there_is_none(icd):
    assert icd.beside(0.995) == "no term: above 'almost certain'"
    assert icd.beside(0.005) == "no term: below 'almost no chance'"


def test_a_range_over_several_terms_is_said(icd, phia):
    sentence = "14-29 % spans 'very unlikely' and 'unlikely'. Print both or the range."
    assert icd.caution(0.14, 0.29) == sentence
    assert icd.caution(0.14, 0.19) == ""
    assert icd.caution(0.14, 0.14) == ""
    assert icd.caution(0.3, 0.6) == (
        "30-60 % spans 'unlikely', 'roughly even chance' and 'likely'. Print all 3 or the range."
    )
    assert phia.spanned(0.21, 0.24) == ()


def test_overlapping_terms_give_the_narrowest():
    nested = lexicon_named("IPCC-AR5")
    assert nested.word(0.97) == "extremely likely"
    assert nested.word(0.005) == "exceptionally unlikely"
    assert nested.word(0.7) == "likely"


def test_points_hold_at_their_point_alone():
    kent = lexicon_named("Kent")
    assert kent.word(1.0) == "certain"
    assert kent.word(0.0) == "impossible"
    assert kent.word(0.01) == ""


@pytest.mark.parametrize("lexicon", lexicons().values(), ids=list(lexicons()))
def test_every_probability_has_a_word_or_a_reason(lexicon):
    for step in range(1001):
        told = lexicon.beside(step / 1000)
        assert told
        assert bool(lexicon.word(step / 1000)) == (lexicon.gap(step / 1000) is None)


def test_an_unknown_lexicon_is_refused():
    with pytest.raises(StudyError, match="no lexicon 'ICD203'; did you mean 'ICD-203'"):
        lexicon_named("ICD203")
    assert lexicon_named("icd-203").title == "ICD-203 (US, 2015)"


def test_a_lexicon_needs_no_order():
    terms = (Term(word="b", low=0.5, high=1), Term(word="a", low=0, high=0.5))
    two = Lexicon(name="two", terms=terms)
    assert [two.word(p) for p in (0, 0.5, 1)] == ["a", "b", "b"]
    assert percent(0.1, 0.104) == "10 %"


def test_all_published_lexicons_are_there():
    assert set(lexicons()) == {
        *("ICD-203", "PHIA", "Kent", "IPCC-AR4", "IPCC-AR5", "Renooij", "NATO", "EFSA")
    }


@given(st.floats(0, 1), st.sampled_from(sorted(lexicons())))
def test_a_word_is_a_term_whose_range_holds_the_number(probability, name):
    lexicon = lexicons()[name]
    word = lexicon.word(probability)
    term = lexicon.term(word)
    assert (term is None) == (word == "")
    assert term is None or term.low <= probability <= term.high


def test_a_term_is_found_by_any_of_its_wordings(icd):
    assert icd.term("  IMPROBABLE ").word == "unlikely"
    assert icd.term("perhaps") is None
    assert icd.words[:2] == ("almost no chance", "remote")
    assert icd.scale().startswith("almost no chance [1-5 %], very unlikely [5-20 %]")
