"""Identifiers that any name can be read off again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bayesnet.interchange.names import PLAIN, identifier, name_of, unique

TRICKY = st.text(alphabet="idu_0a5f29 ü", min_size=1, max_size=12)


@given(st.one_of(TRICKY, st.text(min_size=1, max_size=20)))
def test_any_name_comes_back(name):
    made = identifier(name, reserved=("node", "a"))
    assert PLAIN.fullmatch(made)
    assert made not in ("node", "a")
    assert name_of(made) == name


@pytest.mark.parametrize("name", ["Weather", "x_1", "id_5", "URL_", "a__b", "node_u"])
def test_an_identifier_stays_as_it_is(name):
    assert identifier(name) == name
    assert name_of(name) == name


def test_what_an_identifier_looks_like():
    assert identifier("Rain, heavy") == "Rain_u2c__u20_heavy"
    assert identifier("한글") == "id__ud55c__uae00_"


def test_equal_results_are_numbered():
    assert unique(["a b", "a-b", "c"], lambda name: name.replace(" ", "-")) == {
        "a b": "a-b",
        "a-b": "a-b_2",
        "c": "c",
    }
