"""An editor on a free port of this machine, for a browser."""

from __future__ import annotations

import contextlib
import threading
import time

import uvicorn

from elicitation.workshop.modelling.app import Editor, editor_app
from elicitation.workshop.modelling.session import ModelSession


@contextlib.contextmanager
def served(folder):
    """Serve a study and yield the address and the path of the link that lets in."""
    editor = Editor(session=ModelSession(folder=folder))
    config = uvicorn.Config(
        editor_app(editor), port=0, log_level="error", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", editor.start
    server.should_exit = True
    thread.join()
