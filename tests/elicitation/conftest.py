"""A workshop whose first round is open, for the tests of its pages."""

from __future__ import annotations

import pytest

from tests.elicitation.workshop import done
from tests.elicitation.workshop_site import Site


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path / "study")
    done(made.desk.folder, "round", "open", 1)
    return made
