"""Read ``scenarios.toml`` into the study's named what-ifs, and write one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bayesnet.errors import Problem, did_you_mean, errors_in
from bayesnet.formats.section import Section, read_document
from bayesnet.graph import find_cycle
from bayesnet.study.model import InfluenceDiagram
from bayesnet.study.scenario import Likely, Scenario, ScenarioBook
from bayesnet.study.scenario_checks import scenario_problems

FORMAT = "collective-resolve/scenarios"
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def read_scenarios(
    text: str, diagram: InfluenceDiagram, file: str = "scenarios.toml"
) -> tuple[ScenarioBook, tuple[Problem, ...]]:
    """Return the scenarios and all problems; an empty book if any of them is an error."""
    top, problems = read_document(text, file=file, format_name=FORMAT)
    if errors_in(problems):
        return ScenarioBook(), tuple(problems)
    reference = top.text("reference")
    sections = top.sections("scenario", required=True)
    scenarios = {name: _scenario(name, section, reference) for name, section in sections.items()}
    if reference and reference not in scenarios:
        top.problem("reference", f"no scenario '{reference}';", did_you_mean(reference, scenarios))
    top.finish()
    for name, scenario in scenarios.items():
        problems += scenario_problems(diagram, scenario, file=file, path=f"scenario.{name}")
        for key in ("based_on", "compare_with"):
            other = getattr(scenario, key)
            if other and other not in scenarios:
                sections[name].problem(
                    key, f"no scenario '{other}';", did_you_mean(other, scenarios)
                )
    bases = {name: tuple(filter(None, (s.based_on,))) for name, s in scenarios.items()}
    cycle = find_cycle(bases)
    for name, scenario in scenarios.items():
        if (cycle and name == cycle[0]) or scenario.based_on == name:
            sections[name].problem("based_on", f"'{name}' is based on itself.", "Break the circle.")
    if errors_in(problems):
        return ScenarioBook(), tuple(problems)
    return ScenarioBook(reference=reference, scenarios=scenarios), tuple(problems)


def _scenario(name: str, section: Section, reference: str) -> Scenario:
    base = "" if name == reference else reference
    scenario = Scenario(
        id=name,
        label=section.text("label"),
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
        remedy = "Write { ratio = [1, 3] } or { marginal = [0.4, 0.6] }."
        section.problem("", "soft evidence is either a ratio or a marginal.", remedy)
        return Likely(kind="ratio", values=())
    return Likely(kind=kinds[0], values=tuple(map(float, values[kinds[0]])))


def opening_text(reference: str) -> str:
    """Return how a file begins, before its first scenario: the one that others start from."""
    return f'format = "{FORMAT}"\nversion = 1\nreference = {_text(reference)}\n'


def scenario_text(scenario: Scenario) -> str:
    """Return the ``[scenario.ID]`` table that reads as this scenario.

    ``based_on`` is always written: empty for none, which is not the same as left out.
    """
    lines = [f"[scenario.{_key(scenario.id)}]", f"label = {_text(scenario.label)}"]
    for kind in ("set", "seen"):
        states = getattr(scenario, kind)
        if states:
            told = ", ".join(f"{_key(name)} = {_text(s)}" for name, s in states.items())
            lines.append(f"{kind} = {{ {told} }}")
    for name, likely in scenario.likely.items():
        values = ", ".join(repr(float(value)) for value in likely.values)
        lines.append(f"likely.{_key(name)} = {{ {likely.kind} = [{values}] }}")
    lines.append(f"based_on = {_text(scenario.based_on)}")
    rest = {"compare_with": scenario.compare_with, "claim": scenario.claim}
    lines += [f"{key} = {_text(text)}" for key, text in rest.items() if text]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    """Return a TOML string on one line; what cannot be seen is written as its number."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return f"\\{letter}"
    return letter if letter.isprintable() else f"\\U{ord(letter):08X}"
