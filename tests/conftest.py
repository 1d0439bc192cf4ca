"""Settings all tests share: no test may fail because a machine is slow."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, settings

from bayesnet.folder.reading import open_study
from elicitation.cli import main
from tests.browser.served import FLAGS, chromium
from tests.heartbeat import Heartbeat
from tests.wild_study import WILD, write_wild

SHIPPED = Path(str(files("elicitation"))) / "deterrence"

settings.register_profile(
    "collective", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("collective")


def pytest_configure(config):
    """Let whoever watches know what runs; a worker of xdist has nobody who watches."""
    if hasattr(config, "workerinput"):
        return

    out = os.dup(1)  # while a test runs without xdist, what is printed is kept for its report

    def say(words):
        os.write(out, f"\n{words}\n".encode())

    config.pluginmanager.register(Heartbeat(say), "heartbeat")


@pytest.fixture(scope="session")
def deterrence():
    """The shipped study with the analyst's placeholders."""
    study, _ = open_study(SHIPPED, "placeholder")
    return study


@pytest.fixture(scope="session")
def frozen():
    """The shipped study with its newest frozen priors."""
    study, _ = open_study(SHIPPED)
    return study


@pytest.fixture(scope="session")
def wild_folders(tmp_path_factory):
    """The folders of the three studies that test and then act, by name; not to be written to."""
    return {name: write_wild(tmp_path_factory.mktemp("wild") / name, name) for name in WILD}


@pytest.fixture(scope="session")
def wild_studies(wild_folders):
    """The three studies that test and then act, by name."""
    return {name: open_study(folder)[0] for name, folder in wild_folders.items()}


@pytest.fixture(scope="session")
def reported(tmp_path_factory):
    """A folder of the shipped study with its report in every kind; not to be written to."""
    folder = tmp_path_factory.mktemp("reported") / "study"
    quick = ["--format", "all", "--no-second-opinion", "--draws", "200", "--seed", "7"]
    for words in (["init", str(folder)], ["report", *quick, "--study", str(folder)]):
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="session")
def browser():
    """One chromium for all tests that need one: playwright runs but once in a process."""
    sync_api = pytest.importorskip("playwright.sync_api")
    program = chromium()
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(autouse=True)
def closed_afterwards(request):
    """Close the pages that a test opened: they would go on asking a server that is gone."""
    opened = request.getfixturevalue("browser") if "browser" in request.fixturenames else None
    before = list(opened.contexts) if opened else []
    yield
    for context in opened.contexts if opened else ():
        if context not in before:
            context.close()
