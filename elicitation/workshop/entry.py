"""The first page, the facilitators' password, and practice."""

from __future__ import annotations

import ipaddress

from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from elicitation.workshop.access import is_password, new_secret
from elicitation.workshop.joining import LATER
from elicitation.workshop.practice import practice as practised
from elicitation.workshop.rates import Rate
from elicitation.workshop.web import COOKIES, Visit, let_in, redirect, render, require

ICONS = (192, 512)
"""Pixels of the sides of the icons that browsers ask for."""


def routes() -> list[Route]:
    """Return the routes that are open to anybody."""
    return [
        Route("/", start),
        Route("/manifest.webmanifest", manifest),
        Route("/login", login, methods=["GET", "POST"]),
        Route("/logout", logout, methods=["POST"]),
        Route("/practice", practice, methods=["GET", "POST"]),
    ]


@require("anybody")
def start(visit: Visit) -> Response:
    """Send everybody to their own first page."""
    for role, path in (("facilitator", "/facilitator"), ("expert", "/expert")):
        if visit.desk.who(role, visit.request.cookies.get(COOKIES[role], "")):
            return redirect(path)
    return redirect("/join")


@require("anybody")
def manifest(visit: Visit) -> Response:
    """Say how the workshop is put on a device's home screen; where it starts holds no secret."""
    icons = [
        {"src": f"/static/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"}
        for size in ICONS
    ]
    document = {
        "id": "/",
        "name": visit.desk.title,
        "short_name": "Workshop",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f8fa",
        "theme_color": "#0067a8",
        "icons": icons,
    }
    return JSONResponse(document, media_type="application/manifest+json")


@require("anybody")
def login(visit: Visit) -> Response:
    """Let a facilitator in who knows the password."""
    desk = visit.desk
    if not visit.posted:
        return render(visit, "login.html", wrong="")
    tries = _tries(visit)
    # Counted before the costly look and given back: guesses sent side by side are counted, too.
    if not tries.take(visit.client):
        return render(visit, "login.html", 429, wrong=LATER)
    if not is_password(desk.access, visit.form.get("password", "")):
        return render(visit, "login.html", 422, wrong="That is not the password.")
    tries.give_back(visit.client)
    secret = new_secret()
    desk.begin_session(secret)
    return let_in(redirect("/facilitator"), "facilitator", secret, secure=desk.secure)


def _tries(visit: Visit) -> Rate:
    """Return the counter of wrong passwords; this machine has its own, which nobody can fill."""
    try:
        here = ipaddress.ip_address(visit.client).is_loopback
    except ValueError:
        here = False
    return visit.desk.limits.here if here else visit.desk.limits.passwords


@require("facilitator")
def logout(visit: Visit) -> Response:
    """End the facilitator's session on this device."""
    visit.desk.end_session(visit.request.cookies[COOKIES["facilitator"]])
    response = redirect("/login")
    response.delete_cookie(COOKIES["facilitator"])
    return response


@require("anybody")
def practice(visit: Visit) -> Response:
    """Ask what has known answers, in the study's way, and score it at once; nothing is kept."""
    page = practised(visit.desk.opened, visit.form)
    return render(visit, "practice.html", 422 if page.wrong else 200, page=page)
