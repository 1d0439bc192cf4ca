"""Run a study's propositions in the pool, for each expert and under each structure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bayesnet.answers.beliefs import event_probability, unchecked_beliefs
from bayesnet.answers.provenance import Provenance, notebook, provenance
from bayesnet.study.priors import Array
from bayesnet.study.propositions import Ask, Event, Proposition, Settings
from bayesnet.study.scenario import Scenario, combine
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How one proposition fares under one structure.

    margins: for the pool and then each expert, the least margin over its checks, in probability;
    the proposition holds where it is above zero.
    """

    proposition: Proposition
    structure: str
    margins: tuple[float, ...]

    @property
    def holds(self) -> tuple[bool, ...]:
        """Return whether it holds, for the pool and then each expert."""
        return tuple(margin > 0 for margin in self.margins)


@dataclass(frozen=True, slots=True, kw_only=True)
class PropositionResults:
    """All propositions under all asked structures; worlds are the pool and the experts."""

    findings: tuple[Finding, ...]
    worlds: tuple[str, ...]
    provenance: Provenance

    def frame(self) -> pd.DataFrame:
        """Return a row for each proposition and structure, a column for each world."""
        import pandas as pd  # noqa: PLC0415 - only for those who ask for a table

        rows = [
            {
                "proposition": finding.proposition.id,
                "structure": finding.structure,
                **dict(zip(self.worlds, finding.holds, strict=True)),
                "text": finding.proposition.text,
            }
            for finding in self.findings
        ]
        return pd.DataFrame(rows).set_index(["proposition", "structure"])

    def _repr_html_(self) -> str:
        return notebook(self.frame(), self.provenance)


def proposition_results(
    study: Study,
    structures: Sequence[str],
    progress: Callable[[str], None] = lambda _: None,
) -> PropositionResults:
    """Return the findings, propositions in their file's order within each structure."""
    findings = []
    for structure in structures:
        progress(structure)
        view = StudyView(study, structure)
        ask = asker(view)
        for proposition in study.propositions:
            margins = [c.margin(ask, view.diagram, len(study.worlds)) for c in proposition.checks]
            least = [min(margin[w] for margin in margins) for w in range(len(study.worlds))]
            findings.append(
                Finding(
                    proposition=proposition,
                    structure=structure,
                    margins=tuple(float(margin) for margin in least),
                )
            )
    return PropositionResults(
        findings=tuple(findings),
        worlds=study.worlds,
        provenance=dataclasses.replace(
            provenance(StudyView(study, structures[0]), scenario=study.context),
            structure=", ".join(structures),
        ),
    )


def asker(view: StudyView) -> Ask:
    """Return a function that gives P(event) in every world; it answers no question twice."""
    diagram = view.diagram
    context = view.study.book.full(view.study.context)
    known: dict[object, Array] = {}

    def ask(event: Event, settings: Settings, seen: Settings) -> Array:
        key = (event, frozenset(settings.items()), frozenset(seen.items()))
        if key not in known:
            change = Scenario(id="", label="", set=settings, seen=seen)
            scenario = combine(context, change)
            answer = unchecked_beliefs(view, scenario, (event.node,))
            known[key] = event_probability(answer, diagram, event)
        return known[key]

    return ask
