"""Do what a form asks for: an edit, a step back or on, a copy under a new name."""

from __future__ import annotations

from pathlib import Path

from bayesnet.edits.structures import ID
from bayesnet.edits.texts import Edit, Texts, model_of
from bayesnet.errors import StudyError, unplaced
from elicitation.store.init import start_study
from elicitation.store.model_files import other_files
from elicitation.study import clock
from elicitation.workshop.modelling.fields import Fields
from elicitation.workshop.modelling.forms import edit_of
from elicitation.workshop.modelling.grid import rows_typed, worth_typed
from elicitation.workshop.modelling.methods import cpt_typed
from elicitation.workshop.modelling.places import Place
from elicitation.workshop.modelling.session import ModelSession


def act(session: ModelSession, fields: Fields) -> str:
    """Do it and return the node to be shown; raises StudyError or Stale with nothing done."""
    name, mark = fields.text("edit"), fields.text("mark")
    before = _nodes(session)
    if name == "undo":
        session.undo(mark)
    elif name == "redo":
        session.redo(mark)
    elif name == "copy":
        copy(session, fields.text("name"))
    else:
        session.edit(_edit(session, fields, name), mark)
    return next((n for n in _nodes(session) if n not in before), fields.maybe("at"))


def previewed(session: ModelSession, fields: Fields) -> Texts:
    """Return the texts as an edit would make them; raises StudyError or Stale."""
    edit = _edit(session, fields, fields.text("edit"))
    return session.previewed(edit, fields.text("mark"))


def _nodes(session: ModelSession) -> tuple[str, ...]:
    diagram = session.draft.diagram
    return tuple(diagram.nodes) if diagram else ()


def _edit(session: ModelSession, fields: Fields, name: str) -> Edit:
    """Return the edit, for those forms whose meaning hangs on the diagram that they were shown."""
    diagram = session.draft.diagram
    if name in ("rows", "cpt") and diagram is not None and fields.text("node") in diagram.chance:
        node = fields.text("node")
        if name == "rows":
            return rows_typed(fields, diagram, node)
        return cpt_typed(fields, model_of(session.texts)["chance"][node].get("cpt", {}))
    if name == "worth" and diagram is not None and fields.text("node") in diagram.utilities:
        return worth_typed(fields, diagram, fields.text("node"))
    if name == "place" and diagram is not None and fields.text("node") in diagram.nodes:
        x, y = fields.number("x"), fields.number("y")
        return Place(
            name=fields.text("node"),
            x=float(x or 0),
            y=float(y or 0),
            centres=dict(session.centres),
        )
    return edit_of(fields)


def copy(session: ModelSession, name: str) -> Path:
    """Copy the study beside itself under a new name, without anything that anybody answered.

    Raises StudyError for what is no plain name, and where there is something of that name.
    """
    if not ID.fullmatch(name):
        raise StudyError([unplaced("editor.cannot-be-folder", word=name[:60])])
    files = {**{k: v.encode() for k, v in session.texts.items()}, **other_files(session.folder)}
    parts = [(tuple(path.split("/")), content) for path, content in files.items()]
    return start_study(parts, session.folder.resolve().parent / name, now=clock)
