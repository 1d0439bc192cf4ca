"""Run the editor for this machine alone until it is stopped."""

from __future__ import annotations

from pathlib import Path

import uvicorn

from elicitation.workshop.connections import Impatient
from elicitation.workshop.modelling.app import Editor, editor_app
from elicitation.workshop.modelling.session import ModelSession

HERE = "127.0.0.1"


def editor_of(folder: Path, port: int) -> Editor:
    """Return the editor of a study; raises StudyError where there is none to be read."""
    session = ModelSession(folder=folder)
    session.mark(session.texts)
    return Editor(session=session, cookie=f"resolve_model_{port}")


def run(editor: Editor, port: int) -> None:
    """Serve it; no request is logged, as the first one's path holds the secret."""
    uvicorn.run(
        editor_app(editor),
        host=HERE,
        port=port,
        http=Impatient,
        ws="none",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
