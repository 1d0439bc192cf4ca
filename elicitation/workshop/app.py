"""Put the workshop together: all routes in one application, behind the guards."""

from __future__ import annotations

from collections.abc import Collection

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from elicitation.workshop import entry, expert, facilitator, joining, lobby, room
from elicitation.workshop.analyst import routes as analyst
from elicitation.workshop.analyst.session import AnalystSession
from elicitation.workshop.guards import BODY_SECONDS, Guard, TooMuch
from elicitation.workshop.session import WorkshopSession
from elicitation.workshop.web import anybody, refuse, require


def workshop(
    desk: WorkshopSession, *, hosts: Collection[str], body_seconds: float = BODY_SECONDS
) -> Guard:
    """Return the application of one study. hosts: names and addresses that it answers to."""
    routes: list[Route | Mount] = [
        *entry.routes(),
        *joining.routes(),
        *expert.routes(),
        *facilitator.routes(),
        *lobby.routes(),
        *room.routes(),
        *analyst.routes(AnalystSession(folder=desk.folder), require("facilitator")),
        Mount("/static", StaticFiles(packages=[("elicitation.workshop", "static")])),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={HTTPException: _said, TooMuch: _too_much, Exception: _failed},
    )
    app.state.desk = desk
    return Guard(app=app, hosts=frozenset(map(str.lower, hosts)), body_seconds=body_seconds)


async def _said(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = {404: "There is no such page.", 405: "That cannot be sent to this page."}
    return refuse(anybody(request), status, words.get(status, "The request cannot be read."))


async def _too_much(request: Request, error: Exception) -> Response:
    status = error.status if isinstance(error, TooMuch) else 500
    response = refuse(anybody(request), status, str(error))
    response.headers["Connection"] = "close"
    return response


async def _failed(request: Request, _: Exception) -> Response:
    message = "Something went wrong in the program; what was acknowledged before is recorded."
    return refuse(anybody(request), 500, message)
