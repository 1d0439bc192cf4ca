"""Say what ``resolve build`` makes of a study, and make it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from bayesnet.answers.proposition_results import proposition_results
from bayesnet.answers.recommend import recommend
from bayesnet.answers.whatif import WhatIf, what_if
from bayesnet.folder.hashes import input_hashes
from bayesnet.folder.reading import open_study
from bayesnet.renderers import csv_text
from bayesnet.study.study import Study
from bayesnet.study.view import StudyView
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.letters import lost
from diagrams.layout_file import kept_in
from diagrams.render import write_drawing, write_file
from diagrams.report.blocks import Document
from diagrams.report.figures import Sources, drawn, ordered, plates
from diagrams.report.gather import most_moved
from diagrams.report.inquiry import inquiry_of
from diagrams.report.pdf import lost_letters
from diagrams.report.writers import written
from diagrams.requests import DrawingRequest
from elicitation.build.documents import earlier_studies, study_document
from elicitation.reporting.rebuild import CLAIMS, EVERYTHING, NUMBERS, PICTURES

if TYPE_CHECKING:
    import pandas as pd

    from bayesnet.answers.provenance import Provenance

KINDS = ("svg", "png", "pdf")
REPORTS = ("html", "pdf", "docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildProduct:
    """One file: its path in the study, the sources it hangs on, and what writes it."""

    path: str
    sources: tuple[str, ...]
    make: Callable[[Path], None]


class Results:
    """A study's answers, worked out when the first product asks and shared by all of them."""

    def __init__(self, folder: Path, progress: Callable[[str], None]) -> None:
        self.folder = folder
        self.progress = progress
        self.study, self.problems = open_study(folder)
        self.lost: set[str] = set()
        """Letters that some PNG or PDF could not show."""

    @cached_property
    def document(self) -> Document:
        """The report."""
        document, noted = study_document(self.folder, self.study, progress=self.progress)
        self.problems = (*self.problems, *noted)
        return document

    @cached_property
    def sources(self) -> Sources:
        """What the report's pictures are drawn from, to be kept as files."""
        told = self.study.book.scenarios if self.study.diagram.outcomes else ()
        answers = {name: self.answer(name) for name in told}
        return Sources(
            study=self.study,
            shown=most_moved(answers) if answers else "",
            earlier=earlier_studies(self.folder, self.study),
            inputs=input_hashes(self.folder),
            kept=kept_in(self.folder),
            inquiry=inquiry_of(self.study, progress=self.progress),
        )

    def answer(self, name: str) -> WhatIf:
        """Return the answer about a scenario against its comparison."""
        book = self.study.book
        other = book.comparison(book.scenarios[name])
        comparison = book.full(other) if other else None
        return what_if(StudyView(self.study), book.full(name), comparison)


def products(results: Results) -> Iterator[BuildProduct]:
    """Yield everything that a study is shown in, in the order in which it is made."""
    study = results.study
    structures, own = list(study.structures), study.diagram.structure
    for structure in structures:
        if not (study.book.reference and study.diagram.outcomes) or structure != own:
            order = DrawingRequest(structure=structure, view="overview")
            yield from _pictures(f"overview-{structure}", results, partial(ordered, order))
    answered = bool(study.diagram.outcomes)  # a diagram without chance has beliefs about nothing
    for name in study.book.scenarios if answered else ():
        order = DrawingRequest(structure=study.diagram.structure, scenario=name)
        yield from _pictures(f"full-{name}", results, partial(ordered, order))
    if study.book.reference and answered:
        for plate in plates(results.sources):
            yield from _pictures(plate.name, results, partial(drawn, plate))
    yield from _tables(results, study, structures)
    if study.book.reference and answered:
        for kind in REPORTS:
            yield BuildProduct(
                path=f"reports/report.{kind}",
                sources=EVERYTHING,
                make=partial(_write_report, results, kind),
            )


def _write_report(results: Results, kind: str, path: Path) -> None:
    write_file(path, written(results.document, kind))
    if kind == "pdf":
        results.lost |= lost_letters(results.document)


def _pictures(
    name: str, results: Results, draw: Callable[[Sources], Drawing]
) -> Iterator[BuildProduct]:
    found: list[Drawing] = []

    def make(path: Path) -> None:
        if not found:
            found.append(draw(results.sources))
        write_drawing(found[0], path)
        if path.suffix != ".svg":
            results.lost |= lost([found[0].content])

    for kind in KINDS:
        yield BuildProduct(path=f"figures/{name}.{kind}", sources=PICTURES, make=make)


def _tables(results: Results, study: Study, structures: list[str]) -> Iterator[BuildProduct]:
    diagram = study.diagram

    def scenarios(path: Path) -> None:
        import pandas as pd  # noqa: PLC0415 - only when a table is stale

        answers = [results.answer(name) for name in study.book.scenarios]
        frames = [
            answer.frame().assign(**answer.provenance.document()).reset_index()
            for answer in answers
        ]
        names = list(study.book.scenarios)
        whole = pd.concat(frames, keys=names, names=["id", "row"]).droplevel("row")
        write_file(path, whole.to_csv(lineterminator="\n").encode())

    def propositions(path: Path) -> None:
        found = proposition_results(study, structures)
        _write_table(path, found.frame(), found.provenance)

    def decisions(path: Path) -> None:
        known = study.book.full(study.book.reference).seen if study.book.reference else {}
        plan = recommend(StudyView(study, diagram.structure, diagram.default_weights, known))
        _write_table(path, plan.frame(), plan.provenance)

    if study.book.scenarios and diagram.outcomes:
        yield BuildProduct(path="tables/scenarios.csv", sources=NUMBERS, make=scenarios)
    if study.propositions:
        yield BuildProduct(path="tables/propositions.csv", sources=CLAIMS, make=propositions)
    if diagram.decisions and diagram.weight_sets:
        yield BuildProduct(path="tables/decisions.csv", sources=NUMBERS, make=decisions)


def _write_table(path: Path, frame: pd.DataFrame, told: Provenance) -> None:
    write_file(path, csv_text(frame, told).encode())
