"""The ways in: the code of the room, a private link, the facilitators' password; and practice."""

from __future__ import annotations

import secrets

from starlette.responses import Response
from starlette.routing import Route

from elicitation.workshop.access import is_password, new_secret, same, tidy_code
from elicitation.workshop.practice import ITEMS, scored
from elicitation.workshop.web import (
    COOKIES,
    Visit,
    let_in,
    redirect,
    refuse,
    render,
    require,
)

LATER = "That was wrong too often. Wait a minute, then try again."


def routes() -> list[Route]:
    """Return the routes that are open to anybody."""
    return [
        Route("/", start),
        Route("/join", join, methods=["GET", "POST"]),
        Route("/me/{secret}", private_link),
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
def join(visit: Visit) -> Response:
    """Take the code of the room and give a random pseudonym with its private link."""
    desk = visit.desk
    if not visit.posted:
        code = tidy_code(visit.request.query_params.get("code", ""))
        inside = desk.who("expert", visit.request.cookies.get(COOKIES["expert"], ""))
        return render(visit, "join.html", code=code, wrong="", inside=inside)
    if desk.failures.over(visit.client):
        return render(visit, "join.html", 429, code="", wrong=LATER, inside="")
    if not same(tidy_code(visit.form.get("code", "")), desk.access.code):
        desk.failures.count(visit.client)
        wrong = "That is not the code on the screen. Look again: it has no I, L, O, U, 0 or 1."
        return render(visit, "join.html", 422, code="", wrong=wrong, inside="")
    expert, secret = desk.claim(secrets.choice)
    if not expert:
        wrong = "Every place is taken. Ask the facilitator for your private link."
        return render(visit, "join.html", 409, code="", wrong=wrong, inside="")
    return let_in(
        render(visit, "welcome.html", expert=expert, link=f"{desk.base}/me/{secret}"),
        "expert",
        secret,
        secure=desk.secure,
    )


@require("anybody")
def private_link(visit: Visit) -> Response:
    """Take the secret out of the path into a cookie; from then on no address holds it."""
    desk = visit.desk
    if desk.failures.over(visit.client):
        return refuse(visit, 429, LATER)
    secret = visit.request.path_params["secret"]
    if not desk.who("expert", secret):
        desk.failures.count(visit.client)
        message = "This link is not valid any more. Ask the facilitator for a new one."
        return refuse(visit, 404, message)
    return let_in(redirect("/expert"), "expert", secret, secure=desk.secure)


@require("anybody")
def login(visit: Visit) -> Response:
    """Let a facilitator in who knows the password."""
    desk = visit.desk
    if not visit.posted:
        return render(visit, "login.html", wrong="")
    if desk.failures.over(visit.client):
        return render(visit, "login.html", 429, wrong=LATER)
    if not is_password(desk.access, visit.form.get("password", "")):
        desk.failures.count(visit.client)
        return render(visit, "login.html", 422, wrong="That is not the password.")
    secret = new_secret()
    desk.begin_session(secret)
    return let_in(redirect("/facilitator"), "facilitator", secret, secure=desk.secure)


@require("facilitator")
def logout(visit: Visit) -> Response:
    """End the facilitator's session on this device."""
    visit.desk.end_session(visit.request.cookies[COOKIES["facilitator"]])
    response = redirect("/login")
    response.delete_cookie(COOKIES["facilitator"])
    return response


@require("anybody")
def practice(visit: Visit) -> Response:
    """Ask what has known answers, and score it at once; nothing of it is kept."""
    result = scored(visit.form) if visit.posted else None
    status = 422 if result and result.wrong else 200
    return render(visit, "practice.html", status, items=ITEMS, result=result, typed=visit.form)
