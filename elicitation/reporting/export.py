"""Make the files of the record's export: tables, workbook, data package and provenance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bayesnet.errors import Problem
from bayesnet.plurals import listed, many
from elicitation.plan.protocol import ElicitationPlan
from elicitation.questionnaire.question_words import node_of
from elicitation.record.frozen import Frozen, read_frozen
from elicitation.record.ledger import Entry, where_it_stands
from elicitation.record.responses import Response
from elicitation.record.roster import Person, name_warnings
from elicitation.reporting.data_package import data_package
from elicitation.reporting.feedback import FEWEST
from elicitation.reporting.prov import prov_document
from elicitation.reporting.tidy import judgements, ledger, thin_questions
from elicitation.spreadsheet import csv_bytes, table_workbook
from elicitation.store.recorded import read_responses
from elicitation.store.recording import Snapshot

REMEDY = "The export leaves the name out."
MERGE = f"Merge groups under {FEWEST} before you publish."


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
    tables = (judgements(entries, responses, about.people), ledger(entries, about.people))
    last = entries[-1]
    at = dt.datetime.fromisoformat(last.at)
    files = {f"{table.name}.csv": csv_bytes(table) for table in tables}
    files["judgements.xlsx"] = table_workbook(tables, at=at)
    files["prov.json"] = prov_document(entries, responses, versions, software=about.software)
    illustrative = any(response.illustrative for response in responses.values())
    files["datapackage.json"] = data_package(
        files,
        tables,
        name=about.study.lower(),
        title=about.title,
        created=last.at,
        notice=about.notice if illustrative else "",
        extra={"illustrative": illustrative, "ledger_head": last.hash, "software": about.software},
    )
    return files, (
        *_names(entries, responses, about.people),
        *small_panel_warnings(about.plan, MERGE),
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
    return name_warnings(texts, people, REMEDY)


def small_panel_warnings(plan: ElicitationPlan, remedy: str) -> tuple[Problem, ...]:
    """Return a warning for every panel so small that what was answered tells who answered."""
    found = []
    for name, panel in plan.panels.items():
        own = [expert for expert, one in plan.experts.items() if name in one.panels]
        if 0 < len(own) < FEWEST:
            who = " and ".join(own)
            only = "is the only expert" if len(own) == 1 else "are the only experts"
            message = f"{who} {only} of '{panel.label}'; their rows identify them."
            found.append(
                Problem(
                    file="elicitation.toml",
                    path=f"panel.{name}",
                    message=message,
                    remedy=remedy,
                    severity="warning",
                )
            )
    return tuple(found)


def _thin(responses: Mapping[Entry, Response]) -> tuple[Problem, ...]:
    """Return a note on the rows that stand in the table without a pseudonym."""
    thin = thin_questions(responses.values())
    if not thin:
        return ()
    nodes = listed(sorted({node_of(key) for key in thin}))
    message = f"fewer than {FEWEST} experts answered {many(len(thin), 'question')} ({nodes})."
    remedy = "Their rows are exported without pseudonym, submission and time."
    return (Problem(file="responses", path="", message=message, remedy=remedy, severity="warning"),)


def head_line(entries: Sequence[Entry]) -> str:
    """Return where the ledger stood when it was exported."""
    return where_it_stands(entries[-1].hash, len(entries))
