"""A copy of the shipped study to work on, and the room asked over HTTP without a network."""

from __future__ import annotations

import shutil

import pytest
from starlette.testclient import TestClient

from elicitation.workshop.analyst.session import AnalystSession
from tests.analyst.alone import app_of
from tests.conftest import SHIPPED


@pytest.fixture(scope="session")
def opened():
    return AnalystSession(folder=SHIPPED).opened()


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "study")
    return tmp_path / "study"


@pytest.fixture
def client(folder):
    return TestClient(app_of(folder))


@pytest.fixture(scope="session")
def reading():
    """A room whose study nobody changes."""
    return TestClient(app_of(SHIPPED))
