"""Which keys the readers of a study's TOML files ask for, seen while they read files that have all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from unittest.mock import patch

from bayesnet.cpds.parameter import Domain
from bayesnet.errors import errors_in
from bayesnet.formats.cpt_toml import read_cpt
from bayesnet.formats.model_toml import read_model
from bayesnet.formats.section import Section
from elicitation.build.outline import outline_in
from elicitation.classical.seeds import read_seeds
from elicitation.plan.first_plan import first_plan
from elicitation.plan.protocol import read_plan
from elicitation.scoring.resolutions import read_resolutions
from elicitation.study import open_elicitation

KINDS = {
    str: "text",
    bool: "true or false",
    Decimal: "number",
    int: "whole number",
    list: "list",
    dict: "table",
}
CPTS = (
    'method = "weighted_sum"\nweights = { weather = 2, umbrella = 1 }\nsituations = [\n'
    '  { when = ["dry", "leave"], p = [0.1, 0.9] },\n  { when = ["wet", "take"], p = [0.5, 0.5] },\n]',
    'method = "likelihood"\nprior = [0.3, 0.7]\nbase = 2\nweights = { weather = 2, umbrella = 1 }\n'
    "effects = { weather = [1, -1], umbrella = [-0.5, 0.5] }",
    'method = "product"\ncuts = [0.0, 0.5, 1.0]\n'
    "intervals = { weather = [0.0, 0.5, 1.0], umbrella = [0.0, 0.5, 1.0] }",
)
DOMAIN = Domain(
    child="mood",
    states=("bad", "good"),
    parents=(("weather", ("dry", "wet")), ("umbrella", ("leave", "take"))),
)
SEEDS = """
format = "collective-resolve/seeds"
version = 1
quantiles = [0.05, 0.5, 0.95]
[seed.S01]
text = "Tests in ten years"
unit = "tests"
scale = "uniform"
source = "the public list"
realisation = 120
"""
RESOLUTIONS = """
format = "collective-resolve/resolutions"
version = 1
[resolution.rift_line]
state = "present"
on = 2020-12-31
source = "the archive"
"""
REPORT = """
format = "collective-resolve/report"
version = 1
[confidence]
rating = "low"
reasons = ["Few experts."]
[section.background]
heading = "Background"
text = ["Why this was asked."]
"""
WEIGHTED = (
    first_plan().replace('weights = "equal"', 'weights = "performance"')
    + "[performance]\ncut_off = 0.05\n",
    first_plan()
    .replace('weights = "equal"', 'weights = "user"')
    .replace('label = "E', 'weight = 1\nlabel = "E'),
)
Asked = Mapping[tuple[str, str], tuple[str, bool]]
"""Kind of each key and whether it is always needed, by file and path."""


@contextmanager
def recorded(*chosen: str) -> Iterator[dict[tuple[str, str], tuple[str, bool]]]:
    """Yield what is asked for meanwhile; names that people choose are ``NAME`` in a path.

    chosen: such names, beside those of named tables, which are seen.
    """
    asked: dict[tuple[str, str], tuple[str, bool]] = {}
    take, sections = Section._take, Section.sections
    names = set(chosen)

    def taking(self, key, kind, *, required, default):
        place = re.sub(r"\[\d+\]", "[]", self.at(key)).split(".")
        path = ".".join("NAME" if part in names else part for part in place)
        if not path.endswith("NAME"):
            file = re.sub(r"structures/.*", "structures/*.toml", self.file)
            always = required and asked.get((file, path), ("", True))[1]
            asked[file, path] = (KINDS.get(kind, "date"), always)
        return take(self, key, kind, required=required, default=default)

    def naming(self, key, *, required=False):
        if isinstance(inner := self.value.get(key), dict):
            names.update(inner)
        return sections(self, key, required=required)

    with patch.object(Section, "_take", taking), patch.object(Section, "sections", naming):
        yield asked


def everything(study: Path, own: str) -> Asked:
    """Return all that readers ask for; study: a copy of the shipped one; own: another model."""
    model = tomllib.loads((study / "model.toml").read_text("utf-8"))
    nodes = [node for kind in ("chance", "decision") for node in model[kind].values()]
    states = {state for node in nodes for state in node["states"]}
    with recorded(*states, "weather", "umbrella", "min", "max") as asked:
        opened, _ = open_elicitation(study)
        (study / "report.toml").write_text(REPORT)
        found = []
        outline_in(study, opened.plan, found)
        *_, problems = read_model(own)
        assert errors_in([*found, *problems]) == ()
        assert read_seeds(SEEDS)[0] is not None
        assert read_resolutions(RESOLUTIONS, opened.study.diagram)[0] is not None
        for text in WEIGHTED:
            plan, wrong = read_plan(text, list(opened.study.diagram.chance))
            assert plan is not None, wrong
        for text in CPTS:
            value = tomllib.loads(text, parse_float=Decimal)
            section = Section(value, "model.toml", "chance.weather.cpt", [])
            assert read_cpt(section, DOMAIN) is not None, section.problems
    return asked
