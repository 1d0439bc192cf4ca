"""Say where every recorded file came from, as PROV-JSON (W3C PROV-DM 2013; PROV-JSON 2013).

Entities are the files, activities the ledger's entries, agents the pseudonyms, the facilitator and
the program.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from elicitation.record.frozen import Frozen
from elicitation.record.ledger import Entry
from elicitation.record.responses import Response

NAMESPACE = "urn:collective-resolve:"
FACILITATOR = "cr:facilitator"
SOFTWARE = "cr:software"
_RELATIONS = (
    "wasGeneratedBy",
    "used",
    "wasDerivedFrom",
    "wasAttributedTo",
    "wasAssociatedWith",
    "wasInvalidatedBy",
)


class _Document:
    """A PROV-JSON document while it is put together."""

    def __init__(self) -> None:
        self.entity: dict[str, dict[str, Any]] = {}
        self.activity: dict[str, dict[str, Any]] = {}
        self.agent: dict[str, dict[str, Any]] = {}
        self.relations: dict[str, dict[str, dict[str, Any]]] = {name: {} for name in _RELATIONS}

    def relate(self, relation: str, **roles: str) -> None:
        """Add a relation; the roles are names in the ``prov`` namespace."""
        known = self.relations[relation]
        known[f"_:{relation}{len(known) + 1}"] = {f"prov:{k}": v for k, v in roles.items()}

    def generated(self, entity: str, activity: str, time: str) -> None:
        """Say which entry of the ledger a file came with."""
        self.relate("wasGeneratedBy", entity=entity, activity=activity, time=time)


def prov_document(
    entries: Sequence[Entry],
    responses: Mapping[Entry, Response],
    versions: Mapping[Entry, Frozen],
    *,
    software: str,
) -> bytes:
    """Return the PROV-JSON of all that the ledger names.

    responses: of all submissions; versions: what every frozen version's file holds.
    """
    document = _Document()
    document.agent[FACILITATOR] = {"prov:type": _qualified("prov:Person")}
    document.agent[SOFTWARE] = {
        "prov:type": _qualified("prov:SoftwareAgent"),
        "prov:label": software,
    }
    packs: dict[str, str] = {}
    for entry in entries:
        activity = f"cr:entry/{entry.seq}"
        document.activity[activity] = {
            "prov:startTime": entry.at,
            "prov:endTime": entry.at,
            "prov:type": _qualified(f"cr:{entry.type}"),
        }
        document.relate("wasAssociatedWith", activity=activity, agent=SOFTWARE)
        if entry in responses:
            _submission(document, entry, responses[entry], packs)
            continue
        document.relate("wasAssociatedWith", activity=activity, agent=FACILITATOR)
        if entry.type == "withdrawal":
            gone = f"cr:{entry.path}"
            document.relate("wasInvalidatedBy", entity=gone, activity=activity, time=entry.at)
        elif entry.path:
            _file(document, entry)
        if entry.type == "feedback":
            packs[entry.sha256] = f"cr:{entry.path}"
        for path, _ in versions[entry].responses if entry in versions else ():
            document.relate("used", activity=activity, entity=f"cr:{path}")
            made = f"cr:{entry.path}"
            document.relate("wasDerivedFrom", generatedEntity=made, usedEntity=f"cr:{path}")
    full = {
        "prefix": {"cr": NAMESPACE},
        "entity": document.entity,
        "activity": document.activity,
        "agent": document.agent,
        **{name: found for name, found in document.relations.items() if found},
    }
    return (json.dumps(full, indent=1, ensure_ascii=False) + "\n").encode()


def _submission(
    document: _Document, entry: Entry, response: Response, packs: Mapping[str, str]
) -> None:
    path, activity, expert = f"cr:{entry.path}", f"cr:entry/{entry.seq}", f"cr:{response.expert}"
    document.agent[expert] = {"prov:type": _qualified("prov:Person")}
    _file(document, entry)
    document.relate("wasAttributedTo", entity=path, agent=expert)
    typist = expert if response.entered_by == "expert" else FACILITATOR
    document.relate("wasAssociatedWith", activity=activity, agent=typist)
    if response.supersedes:
        document.relate(
            "wasDerivedFrom",
            generatedEntity=path,
            usedEntity=f"cr:{response.supersedes}",
            type="prov:Revision",
        )
    if response.seen_feedback in packs:
        document.relate("used", activity=activity, entity=packs[response.seen_feedback])


def _file(document: _Document, entry: Entry) -> None:
    path = f"cr:{entry.path}"
    document.entity[path] = {"cr:sha256": entry.sha256}
    document.generated(path, f"cr:entry/{entry.seq}", entry.at)


def _qualified(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}
