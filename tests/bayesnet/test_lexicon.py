"""Words for probabilities: the published bounds, gaps named as gaps, ranges over two bands."""

from __future__ import annotations

import pytest

from bayesnet.lexicon import ICD_203, Lexicon, Term

GAPPED = Lexicon(
    name="gapped",
    source="a scale with gaps, as the PHIA yardstick has them",
    terms=(
        Term(words="highly unlikely", low=0.10, high=0.20),
        Term(words="unlikely", low=0.25, high=0.35),
    ),
)
NESTED = Lexicon(
    name="nested",
    source="Mastrandrea et al. (2010), in part",
    terms=(
        Term(words="unlikely", low=0.0, high=0.33),
        Term(words="very unlikely", low=0.0, high=0.10),
        Term(words="likely", low=0.66, high=1.0),
    ),
)


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.01, "almost no chance"),
        (0.05, "very unlikely"),  # a shared bound takes the higher term
        (0.17, "very unlikely"),
        (0.45, "roughly even chance"),
        (0.5, "roughly even chance"),
        (0.79, "likely"),
        (0.99, "almost certain"),
        (0.004, "below 'almost no chance'"),
        (0.995, "above 'almost certain'"),
    ],
)
def test_the_bands_of_icd_203(probability, words):
    assert ICD_203.word(probability) == words


def test_a_number_in_a_gap_has_no_term_and_says_between_which_it_lies():
    assert GAPPED.word(0.22) == "between 'highly unlikely' and 'unlikely'"
    assert GAPPED.word(0.20) == "highly unlikely"


def test_of_nested_terms_the_narrowest_is_taken():
    assert NESTED.word(0.05) == "very unlikely"
    assert NESTED.word(0.2) == "unlikely"


def test_a_range_over_two_bands_gives_both_terms():
    assert ICD_203.span(0.14, 0.29) == ("very unlikely", "unlikely")
    assert ICD_203.span(0.21, 0.29) == ("unlikely",)
