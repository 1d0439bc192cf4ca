"""The analyst's room alone in a small server, behind a guard that lets everybody in."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from bayesnet.errors import StudyError
from elicitation.workshop.analyst.routes import routes
from elicitation.workshop.analyst.session import AnalystSession

CSP = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


@dataclass(frozen=True)
class Visitor:
    request: Request
    form: dict
    csrf: str = "token"


def guarded(page):
    async def endpoint(request):
        form = {}
        if request.method == "POST":
            async with request.form() as sent:
                form = {name: str(value) for name, value in sent.multi_items()}
            if form.get("csrf") != "token":
                return PlainTextResponse("no", 403)
        try:
            response = await run_in_threadpool(page, Visitor(request, form))
        except StudyError as refusal:
            response = PlainTextResponse(str(refusal), 422)
        response.headers["Content-Security-Policy"] = CSP
        return response

    return endpoint


def app_of(folder):
    return Starlette(routes=routes(AnalystSession(folder=folder), guarded))


@contextlib.contextmanager
def served(folder):
    """Serve on a free port of this machine and yield the address."""
    server = uvicorn.Server(uvicorn.Config(app_of(folder), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
