"""The facilitator's lobby: the code, who has come in and on what, who may, and private links."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping

from starlette.responses import Response
from starlette.routing import Route

from bayesnet.errors import StudyError
from elicitation.workshop import facilitator_views as views
from elicitation.workshop.access import (
    Access,
    approved,
    approving,
    new_code,
    spaced_code,
    turned_away,
)
from elicitation.workshop.room import qr
from elicitation.workshop.web import Visit, redirect, render, rendering, require

LOBBY = "/facilitator/lobby"


def routes() -> list[Route]:
    """Return the routes of the lobby."""
    return [Route(LOBBY, lobby, methods=["GET", "POST"])]


@require("facilitator")
def lobby(visit: Visit) -> Response:
    """Show the code and who has come in; let them in or turn them away; make private links."""
    desk, form = visit.desk, visit.form
    if not visit.posted:
        return _lobby(visit)
    if form.get("action") == "links":
        return _links(visit)
    change = _change(form)
    if change is not None:
        desk.change_access(change)
        return redirect(LOBBY)
    expert = form.get("expert", "")
    problems = desk.opened.plan.entry_problems(expert, 1)
    if problems:
        raise StudyError(problems)
    called, sent = desk.words.person(expert), rendering(visit, expert)
    with desk.writing:  # a link that the first of two presses made is no older one
        older = expert in desk.access.links and not desk.did(sent)
        if older and form.get("action") != "replace":
            return render(visit, "relink.html", expert=expert, called=called)
        link = desk.once(sent, lambda: f"{desk.base}/me/{desk.new_link(expert)}")
    return _lobby(visit, link, called)


def _change(form: Mapping[str, str]) -> Callable[[Access], Access] | None:
    """Return what a press changes for those who join, or None for any other press."""
    match form:
        case {"action": "code"}:
            return lambda access: dataclasses.replace(access, code=new_code())
        case {"action": "approve" | "let-all-in" as action}:
            return lambda access: approving(access, approve=action == "approve")
        case {"let-in": seat}:
            return lambda access: approved(access, seat)
        case {"turn-away": seat}:
            return lambda access: turned_away(access, seat)
    return None


def _links(visit: Visit) -> Response:
    """Make a private link for everybody who has none, and show them as a sheet to print."""
    desk = visit.desk

    def make() -> str:
        plan, older = desk.opened.plan, desk.access.links
        free = [e for e, own in plan.experts.items() if e not in older and not own.illustrative]
        return json.dumps({expert: f"{desk.base}/me/{desk.new_link(expert)}" for expert in free})

    made = json.loads(desk.once(rendering(visit, "links"), make))
    sheet = [(desk.words.person(expert), link, qr(link)) for expert, link in made.items()]
    return render(visit, "links.html", sheet=sheet)


def _lobby(visit: Visit, link: str = "", called: str = "") -> Response:
    """Return the lobby; link: one that was made just now, of the expert who is called so."""
    desk = visit.desk
    code = desk.access.code
    return render(
        visit,
        "lobby.html",
        places=views.rounds(desk).places,
        approve=desk.access.approve,
        code=spaced_code(code),
        address=desk.base,
        picture=qr(f"{desk.base}/join?code={code}"),
        link=link,
        expert=called,
        link_picture=qr(link) if link else "",
    )
