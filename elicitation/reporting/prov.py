"""Say where every recorded file came from, as PROV-JSON (W3C PROV-DM 2013; PROV-JSON 2013).

Entities are the files, activities the events of ``events.py``, agents the pseudonyms, the
facilitator and the program. Of what an expert handed in no moment, device or hash is told.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from elicitation.record.frozen import Frozen
from elicitation.record.ledger import Entry
from elicitation.record.responses import Response
from elicitation.reporting.events import Happening, gone

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


def prov_document(
    told: Sequence[Happening],
    responses: Mapping[Entry, Response],
    versions: Mapping[Entry, Frozen],
    *,
    software: str,
) -> bytes:
    """Return the PROV-JSON of all that the ledger names, by day.

    responses: of all submissions; versions: what every frozen version's file holds.
    """
    document = _Document()
    document.agent[FACILITATOR] = {"prov:type": _qualified("prov:Person")}
    document.agent[SOFTWARE] = {
        "prov:type": _qualified("prov:SoftwareAgent"),
        "prov:label": software,
    }
    packs: dict[str, str] = {}
    files: dict[str, str] = {}
    for each in told:
        activity, path = f"cr:event/{each.number}", f"cr:{each.path}"
        document.activity[activity] = {
            "prov:startTime": f"{each.day}T00:00:00Z",
            "prov:endTime": f"{each.day}T23:59:59Z",
            "prov:type": _qualified(f"cr:{each.type}"),
        }
        document.relate("wasAssociatedWith", activity=activity, agent=SOFTWARE)
        if each.type == "submission":
            _submission(document, each, responses, packs, files)
            continue
        document.relate("wasAssociatedWith", activity=activity, agent=FACILITATOR)
        entry = each.entries[0]
        if each.path and each.type != "withdrawal":
            document.entity[path] = {"cr:sha256": entry.sha256}
            document.relate("wasGeneratedBy", entity=path, activity=activity)
        if each.type == "feedback":
            packs[entry.sha256] = path
        made_of = versions[entry].responses if entry in versions else ()
        for used in sorted({files[source] for source, _ in made_of}):
            document.relate("used", activity=activity, entity=used)
            document.relate("wasDerivedFrom", generatedEntity=path, usedEntity=used)
    for withdrawal, other in gone(told):
        document.relate(
            "wasInvalidatedBy", entity=f"cr:{other.path}", activity=f"cr:event/{withdrawal.number}"
        )
    full = {
        "prefix": {"cr": NAMESPACE},
        "entity": document.entity,
        "activity": document.activity,
        "agent": document.agent,
        **{name: found for name, found in document.relations.items() if found},
    }
    return (json.dumps(full, indent=1, ensure_ascii=False) + "\n").encode()


def _submission(
    document: _Document,
    each: Happening,
    responses: Mapping[Entry, Response],
    packs: Mapping[str, str],
    files: dict[str, str],
) -> None:
    """Add what an expert handed in. files: by path in the study, its entity; added to."""
    path, activity, expert = f"cr:{each.path}", f"cr:event/{each.number}", f"cr:{each.expert}"
    own = [responses[entry] for entry in each.entries]
    document.agent[expert] = {"prov:type": _qualified("prov:Person")}
    document.entity[path] = {}
    document.relate("wasGeneratedBy", entity=path, activity=activity)
    document.relate("wasAttributedTo", entity=path, agent=expert)
    document.relate("wasAssociatedWith", activity=activity, agent=expert)
    earlier = {files[r.supersedes] for r in own if files.get(r.supersedes, path) != path}
    for before in sorted(earlier):
        document.relate(
            "wasDerivedFrom", generatedEntity=path, usedEntity=before, type="prov:Revision"
        )
    for seen in sorted({packs[r.seen_feedback] for r in own if r.seen_feedback in packs}):
        document.relate("used", activity=activity, entity=seen)
    files |= {entry.path: path for entry in each.entries}


def _qualified(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}
