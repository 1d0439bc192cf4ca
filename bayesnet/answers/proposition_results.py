"""Run a study's propositions in the pool, for each expert and under each structure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bayesnet.answers.beliefs import event_probability, unchecked_beliefs
from bayesnet.answers.provenance import Provenance, provenance
from bayesnet.kinds import TEXT, Kind, Style
from bayesnet.study.priors import Array
from bayesnet.study.propositions import Ask, Event, Proposition, Settings
from bayesnet.study.scenario import Scenario, combine
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from bayesnet.table import Column, ResultTable, Tabled


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
class PropositionResults(Tabled):
    """All propositions under all asked structures; worlds are the pool and the experts."""

    findings: tuple[Finding, ...]
    worlds: tuple[str, ...]
    provenance: Provenance

    def table(self) -> ResultTable:
        """Return a row for each proposition and structure, a column for each world."""
        rows = self.findings
        worlds = enumerate(self.worlds)
        return ResultTable(
            index=2,
            columns=[
                Column("proposition", None, TEXT, [f.proposition.id for f in rows]),
                Column("structure", None, TEXT, [f.structure for f in rows]),
                *(Column(name, None, TEXT, [f.holds[at] for f in rows]) for at, name in worlds),
                Column("text", None, TEXT, [f.proposition.text for f in rows]),
            ],
        )

    @property
    def structures(self) -> tuple[str, ...]:
        """Return the structures that were asked, in their order."""
        return tuple(dict.fromkeys(finding.structure for finding in self.findings))

    def by_structure(self) -> ResultTable:
        """Return a row for each proposition, and in a column for each structure how it fares."""
        by = {(f.proposition.id, f.structure): f for f in self.findings}
        claims = {f.proposition.id: f.proposition for f in self.findings}
        return ResultTable(
            columns=[
                Column("", "Id", TEXT, [*claims]),
                Column("", "Proposition", TEXT, [claim.text for claim in claims.values()]),
                Column("article", None, TEXT, [", ".join(c.article) for c in claims.values()]),
                *(
                    Column("", structure, VERDICT, [by[id_, structure] for id_ in claims])
                    for structure in self.structures
                ),
            ]
        )


def _verdict(finding: Finding, style: Style) -> str:
    said, own = "holds" if finding.holds[0] else "FAILS", finding.holds[1:]
    return f"{said}{style.gap}{sum(own)}/{len(own)}" if len(own) > 1 else said


VERDICT = Kind(_verdict)
"""Whether a proposition holds in the pool, and for how many experts: ``holds 5/6``."""


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
