"""Find in a study what somebody names: a structure, weights, a scenario, an outcome; or refuse.

``place`` is where the name was given, for example an option; empty for a caller in Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from bayesnet.errors import StudyError, problem_at
from bayesnet.messages.facts import items
from bayesnet.messages.remedies import did_you_mean
from bayesnet.study.model import InfluenceDiagram, Outcome
from bayesnet.study.scenario import Scenario, ScenarioBook
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView

Kind: TypeAlias = Literal[
    "agent",
    "belief",
    "value-of-agent",
    "chance-node",
    "decision",
    "node",
    "outcome",
    "scenario",
    "structure",
    "weight-set",
]


def known_name(kind: Kind, name: str, known: Iterable[str], place: str = "") -> str:
    """Return the name; raises StudyError where it is not among those known."""
    names = list(known)
    if name not in names:
        raise _unknown(kind, name, names, place)
    return name


def _unknown(kind: Kind, name: str, known: Iterable[str], place: str) -> StudyError:
    near = did_you_mean(name, known)
    return StudyError([problem_at("", place, f"named.no-{kind}", near, word=name)])


def known_structure(study: Study, wanted: str, place: str = "") -> str:
    """Return the wanted structure's id, the model's own for an empty one; raises StudyError."""
    return known_name("structure", wanted or study.diagram.structure, study.structures, place)


def deciding(
    view: StudyView, weights: str = "", instead: Sequence[str] = (), place: str = ""
) -> StudyView:
    """Return the view as a plan is asked for: a weight set, and what is known before deciding.

    weights: empty for the view's own. That is also known which the reference scenario has seen.
    Raises StudyError where there is no such weight set, or nothing to decide; instead: what else
    can be asked then.
    """
    diagram = view.study.diagram
    if not view.decides:
        code = "named.nothing-to-decide-but-outcomes" if instead else "named.nothing-to-decide"
        raise StudyError([problem_at("model.toml", "", code, outcomes=items(instead, "or-or"))])
    known_name("weight-set", weights or view.weights, diagram.weight_sets, place)
    findings = {**known_before(view.study), **view.findings}
    return view.weighing(weights or view.weights).knowing(findings)


def known_before(study: Study) -> dict[str, str]:
    """Return what the reference scenario has seen: known before the first decision."""
    return dict(study.book.full(study.book.reference).seen) if study.book.reference else {}


def named_scenario(book: ScenarioBook, name: str, place: str = "") -> Scenario:
    """Return the complete scenario of that name; raises StudyError if there is none."""
    return book.full(known_name("scenario", name, book.scenarios, place))


def reference_or(book: ScenarioBook, name: str, place: str = "") -> Scenario:
    """Return the complete scenario of that name, or the reference for an empty one; or refuse."""
    if not (name or book.reference):
        raise StudyError([problem_at("", place, "named.no-reference-scenario")])
    return named_scenario(book, name or book.reference, place)


def compared(
    book: ScenarioBook, name: str, against: str, place: str = ""
) -> tuple[Scenario, Scenario | None]:
    """Return the scenario asked about and what to compare it with; raises StudyError.

    Without a name it is the reference scenario; without a comparison that of scenarios.toml.
    """
    scenario = reference_or(book, name, place)
    other = against or book.comparison(scenario)
    return scenario, named_scenario(book, other, "--against" if place else "") if other else None


def states_of(diagram: InfluenceDiagram, names: Sequence[str], place: str) -> tuple[Outcome, ...]:
    """Return every state of uncertain nodes as an outcome; raises StudyError for other names."""
    known = [known_name("chance-node", name, diagram.chance, place) for name in names]
    return tuple(
        Outcome(
            id=f"{name}={state}",
            label=f"{diagram.labels[name]}: {diagram.state_label(name, state)}",
            node=name,
            states=(state,),
            better="",
        )
        for name in dict.fromkeys(known)
        for state in diagram.states[name]
    )


def known_outcome(diagram: InfluenceDiagram, name: str, *others: str, place: str = "") -> Outcome:
    """Return the outcome of that id; raises StudyError if there is none.

    others: what else can be asked about, and may have been meant.
    """
    known = [outcome.id for outcome in diagram.outcomes]
    if name not in known:
        raise _unknown("outcome", name, [*known, *others], place)
    return diagram.outcome(name)
