"""Make the files of the record's export: tables, workbook, data package and provenance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bayesnet.errors import Problem, warning_at
from bayesnet.messages.facts import Count, Fact, experts, nodes
from elicitation.plan.protocol import ElicitationPlan
from elicitation.questionnaire.question_words import node_of
from elicitation.record.frozen import Frozen, read_frozen
from elicitation.record.ledger import Entry, where_it_stands
from elicitation.record.responses import Response
from elicitation.record.roster import Person, name_warnings
from elicitation.reporting.data_package import data_package
from elicitation.reporting.events import events, happenings
from elicitation.reporting.feedback import FEWEST
from elicitation.reporting.prov import prov_document
from elicitation.reporting.tidy import judgements, thin_questions
from elicitation.spreadsheet import csv_bytes, table_workbook
from elicitation.store.recorded import read_responses
from elicitation.store.recording import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export is made of.

    study, title, notice: of the model. people: the roster, read to leave names out and for nothing
    else. software: name and version of the program.
    """

    study: str
    title: str
    notice: str
    software: str
    plan: ElicitationPlan
    people: Collection[Person]


def export_files(
    taken: Snapshot, entries: Sequence[Entry], about: Exported
) -> tuple[Mapping[str, bytes], tuple[Problem, ...]]:
    """Return the files by name, and all problems; no files if any record is damaged."""
    problems: list[Problem] = list(taken.problems)
    submissions = [entry for entry in entries if entry.type == "submission"]
    responses = read_responses(taken, submissions, problems)
    versions = _versions(taken, entries, problems)
    if problems or not entries:
        return {}, tuple(problems)
    told = happenings(entries, responses)
    tables = (judgements(entries, responses, about.people), events(told, responses, about.people))
    last = entries[-1]
    day = f"{last.at[:10]}T00:00:00Z"
    at = dt.datetime.fromisoformat(day)
    files = {f"{table.name}.csv": csv_bytes(table) for table in tables}
    files["judgements.xlsx"] = table_workbook(tables, at=at)
    files["prov.json"] = prov_document(told, responses, versions, software=about.software)
    illustrative = any(response.illustrative for response in responses.values())
    files["datapackage.json"] = data_package(
        files,
        tables,
        name=about.study.lower(),
        title=about.title,
        created=day,
        notice=about.notice if illustrative else "",
        extra={"illustrative": illustrative, "ledger_head": last.hash, "software": about.software},
    )
    return files, (
        *_names(entries, responses, about.people),
        *small_panel_warnings(about.plan, "in-export"),
        *_thin(responses),
    )


def _versions(
    taken: Snapshot, entries: Sequence[Entry], problems: list[Problem]
) -> Mapping[Entry, Frozen]:
    found = {}
    for entry in entries:
        if entry.type == "priors":
            frozen, wrong = read_frozen(taken.files.get(entry.path, b""), file=entry.path)
            problems += wrong
            if frozen is not None:
                found[entry] = frozen
    return found


def _names(
    entries: Sequence[Entry], responses: Mapping[Entry, Response], people: Collection[Person]
) -> tuple[Problem, ...]:
    texts = [("ledger.jsonl", f"line {entry.seq}", entry.note) for entry in entries]
    texts += [
        (entry.path, judgement.question, judgement.reason)
        for entry, response in responses.items()
        for judgement in response.judgements
    ]
    return name_warnings(texts, people, "in-export")


def small_panel_warnings(
    plan: ElicitationPlan, shown: Literal["in-export", "in-report"]
) -> tuple[Problem, ...]:
    """Return a warning for every panel so small that what was answered tells who answered.

    shown: where what they answered would be read.
    """
    found = []
    for name, panel in plan.panels.items():
        own = [expert for expert, one in plan.experts.items() if name in one.panels]
        if 0 < len(own) < FEWEST:
            facts: dict[str, Fact] = {
                "experts": experts(own, "and"),
                "panel": panel.label,
                "fewest": FEWEST,
            }
            code = f"people.small-panel-{shown}"
            found.append(warning_at("elicitation.toml", f"panel.{name}", code, **facts))
    return tuple(found)


def _thin(responses: Mapping[Entry, Response]) -> tuple[Problem, ...]:
    """Return a note on the rows that stand in the table without a pseudonym."""
    thin = thin_questions(responses.values())
    if not thin:
        return ()
    thin_nodes = nodes(sorted({node_of(key) for key in thin}), "and")
    return (
        warning_at(
            "responses",
            "",
            "people.fewer-than-experts-answered",
            fewest=FEWEST,
            questions=Count(len(thin), "question"),
            nodes=thin_nodes,
        ),
    )


def head_line(entries: Sequence[Entry]) -> str:
    """Return where the ledger stood when it was exported."""
    return where_it_stands(entries[-1].hash, len(entries))
