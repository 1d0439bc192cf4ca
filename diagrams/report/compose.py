"""Put the report together: which sections, in which order."""

from __future__ import annotations

from bayesnet.answer import HASH_SHOWN
from diagrams.report.answer_sections import in_short, what_ifs, what_to_do
from diagrams.report.blocks import Document, Figure
from diagrams.report.gather import Answers
from diagrams.report.model_sections import (
    the_definitions,
    the_model,
    the_question,
    the_sources,
)
from diagrams.report.record_sections import the_experts, the_propositions, the_record


def compose(answers: Answers, overview: Figure, scenario_figure: Figure | None) -> Document:
    """Return the report on a study; figures are drawn by the caller."""
    study = answers.study
    told = answers.reference.provenance
    short = f" ({told.priors_sha256[:HASH_SHOWN]})" if told.priors_sha256 else ""
    return Document(
        title=study.diagram.title,
        subtitle=f"{told.priors}{short}, {told.experts} experts; {told.software}",
        blocks=(
            *in_short(answers),
            *the_question(study.diagram),
            *the_model(answers, overview),
            *what_ifs(answers, scenario_figure),
            *what_to_do(answers),
            *the_experts(answers),
            *the_propositions(answers),
            *the_sources(study.diagram),
            *the_definitions(study.diagram),
            *the_record(answers),
        ),
        notice=f"Illustrative. {study.diagram.notice}" if study.illustrative else "",
        provenance=told.document(),
    )


def most_moved(answers: Answers) -> str:
    """Return the scenario whose outcomes differ most from its comparison, to be drawn in full."""

    def movement(name: str) -> float:
        return sum(abs(outcome.difference or 0.0) for outcome in answers.what_ifs[name].outcomes)

    return max(answers.what_ifs, key=movement)
