"""Read ``scenarios.toml`` into the study's named what-ifs, and add one to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bayesnet.errors import Problem, errors_in
from bayesnet.formats.defaults import words
from bayesnet.formats.section import Section, read_document
from bayesnet.graph import find_cycle
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.scenario import Likely, Scenario, ScenarioBook
from bayesnet.study.scenario_checks import scenario_problems

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

FORMAT = "collective-resolve/scenarios"


def read_scenarios(
    text: str, diagram: InfluenceDiagram, file: str = "scenarios.toml"
) -> tuple[ScenarioBook, tuple[Problem, ...]]:
    """Return the scenarios and all problems; an empty book if any of them is an error."""
    top, problems = read_document(text, file=file, format_name=FORMAT)
    if errors_in(problems):
        return ScenarioBook(), tuple(problems)
    sections = top.sections("scenario", required=True)
    reference = top.text_or("reference", next(iter(sections), ""))
    scenarios = {name: _scenario(name, section, reference) for name, section in sections.items()}
    if reference and reference not in scenarios:
        top.problem(
            "reference", "scenario.no-scenario", did_you_mean(reference, scenarios), word=reference
        )
    top.finish()
    for name, scenario in scenarios.items():
        problems += scenario_problems(diagram, scenario, file=file, path=f"scenario.{name}")
        for key in ("based_on", "compare_with"):
            other = getattr(scenario, key)
            if other and other not in scenarios:
                sections[name].problem(
                    key, "scenario.no-scenario", did_you_mean(other, scenarios), word=other
                )
    bases = {name: tuple(filter(None, (s.based_on,))) for name, s in scenarios.items()}
    cycle = find_cycle(bases)
    for name, scenario in scenarios.items():
        if (cycle and name == cycle[0]) or scenario.based_on == name:
            sections[name].problem("based_on", "scenario.based-itself", name=name)
    if errors_in(problems):
        return ScenarioBook(), tuple(problems)
    return ScenarioBook(reference=reference, scenarios=scenarios), tuple(problems)


def _scenario(name: str, section: Section, reference: str) -> Scenario:
    base = "" if name == reference else reference
    scenario = Scenario(
        id=name,
        label=section.text_or("label", words(name)),
        set=_states(section.section("set", required=False)),
        seen=_states(section.section("seen", required=False)),
        likely={k: _likely(s) for k, s in section.sections("likely").items()},
        based_on=section.text("based_on", required=False, default=base),
        compare_with=section.text("compare_with", required=False),
        claim=section.text("claim", required=False),
        article=section.texts("article", required=False),
    )
    section.finish()
    return scenario


def _states(section: Section) -> Mapping[str, str]:
    return {name: section.text(name) for name in section.value}


def _likely(section: Section) -> Likely:
    kinds = [kind for kind in ("ratio", "marginal") if section.has(kind)]
    values = {kind: section.numbers(kind) for kind in kinds}
    section.finish()
    if len(kinds) != 1:
        section.problem("", "scenario.soft-evidence-either-ratio-marginal")
        return Likely(kind="ratio", values=())
    return Likely(kind=kinds[0], values=tuple(map(float, values[kinds[0]])))


def opening(reference: str) -> TOMLDocument:
    """Return how a file begins, before its first scenario: the one that others start from."""
    import tomlkit  # noqa: PLC0415 - only who saves waits for it

    document = tomlkit.document()
    document.update({"format": FORMAT, "version": 1, "reference": reference})
    return document


def add_to(document: TOMLDocument, scenario: Scenario) -> None:
    """Add the ``[scenario.ID]`` table that reads as this scenario; all else stays as it stands.

    ``based_on`` is always written: empty for none, which is not the same as left out.
    """
    import tomlkit  # noqa: PLC0415

    table = tomlkit.table()
    table["label"] = scenario.label
    for kind in ("set", "seen"):
        if states := getattr(scenario, kind):
            table[kind] = tomlkit.inline_table()
            table[kind].update(states)
    if scenario.likely:
        table["likely"] = tomlkit.inline_table()
    for name, likely in scenario.likely.items():
        table["likely"][name] = tomlkit.inline_table()
        table["likely"][name][likely.kind] = [float(value) for value in likely.values]
    table["based_on"] = scenario.based_on
    rest = {"compare_with": scenario.compare_with, "claim": scenario.claim}
    table.update({key: text for key, text in rest.items() if text})
    scenarios = document.setdefault("scenario", tomlkit.table(is_super_table=True))
    scenarios[scenario.id] = table
