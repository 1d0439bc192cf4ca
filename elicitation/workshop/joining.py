"""The experts' ways in and out: the code of the room, a private link, leaving a device."""

from __future__ import annotations

import dataclasses
import secrets

from starlette.responses import Response
from starlette.routing import Route

from elicitation.workshop.access import csrf_of, same, tidy_code
from elicitation.workshop.devices import device_of
from elicitation.workshop.web import (
    COOKIES,
    Visit,
    let_in,
    redirect,
    refuse,
    render,
    rendering,
    require,
)

LATER = "That was wrong too often. Wait a minute, then try again."
CROWD = "Very many people joined from here within a minute. Wait a minute, then press Join again."

NOT_IN = "You were not let in on this device. Ask the facilitator, or type the code again."


def routes() -> list[Route]:
    """Return the routes by which experts come and go."""
    return [
        Route("/join", join, methods=["GET", "POST"]),
        Route("/waiting", waiting),
        Route("/welcome", welcome),
        Route("/me/{secret}", private_link, methods=["GET", "POST"]),
        Route("/leave", leave, methods=["POST"]),
    ]


@require("anybody")
def join(visit: Visit) -> Response:
    """Take the code of the room and give a random pseudonym; whoever has one keeps that."""
    desk = visit.desk
    inside, _ = _running(visit)
    if not inside and desk.bearer(_secret(visit))[0]:
        return redirect("/waiting")
    if not visit.posted:
        code = tidy_code(visit.request.query_params.get("code", ""))
        return render(visit, "join.html", code=code, wrong="", inside=inside)
    if inside:
        return redirect("/welcome")
    typed = tidy_code(visit.form.get("code", ""))
    right = same(typed, desk.access.code)
    if not desk.limits.codes.allows(visit.client, right=right):
        return render(visit, "join.html", 429, code="", wrong=LATER, inside="")
    if not right:
        wrong = "That is not the code on the screen. Look again: it has no I, L, O, U, 0 or 1."
        return render(visit, "join.html", 422, code="", wrong=wrong, inside="")
    if not desk.limits.claims.take(visit.client):
        return render(visit, "join.html", 429, code=typed, wrong=CROWD, inside="")
    secret = _claimed(visit)
    if not secret:
        wrong = "Every place is taken. Ask the facilitator for your private link."
        return render(visit, "join.html", 409, code="", wrong=wrong, inside="")
    return let_in(redirect("/welcome"), "expert", secret, secure=desk.secure)


def _claimed(visit: Visit) -> str:
    """Return the secret of the place that the form took; empty where none was free."""
    desk, form = visit.desk, rendering(visit, "join")
    with desk.writing:
        if desk.did(form) and not desk.bearer(before := desk.once(form, str))[0]:
            desk.forget(before)  # the place was given back since
        return desk.once(form, lambda: desk.claim(secrets.choice, _device(visit))[1])


@require("anybody")
def waiting(visit: Visit) -> Response:
    """Ask to wait whoever has joined with the code until the facilitator approves of it."""
    expert, waits = visit.desk.bearer(_secret(visit))
    if waits:
        return render(visit, "waiting.html")
    if expert or not _secret(visit):
        return redirect("/welcome" if expert else "/join")
    return render(visit, "join.html", code="", wrong=NOT_IN, inside="")


@require("expert")
def welcome(visit: Visit) -> Response:
    """Show the pseudonym and the private link to their owner, as often as asked."""
    link = f"{visit.desk.base}/me/{visit.request.cookies[COOKIES['expert']]}"
    return render(visit, "welcome.html", expert=visit.who, link=link)


@require("anybody")
def private_link(visit: Visit) -> Response:
    """Take the secret out of the path into a cookie; from then on no address holds it.

    A valid link always works. Where somebody else is in on this device, that person's form has to
    say so: a link alone, opened from anywhere, turns nobody into another.
    """
    desk = visit.desk
    secret = visit.request.path_params["secret"]
    expert = desk.who("expert", secret)
    if not expert:
        if not desk.limits.links.take(visit.client):
            return refuse(visit, 429, LATER)
        message = "This link is not valid any more. Ask the facilitator for a new one."
        return refuse(visit, 404, message)
    inside, token = _running(visit)
    if inside and inside != expert:
        trusted = same(visit.form.get("csrf", ""), token)
        if not trusted:
            asking = dataclasses.replace(visit, csrf=token)
            status = 403 if visit.posted else 200
            return render(asking, "change.html", status, inside=inside, expert=expert)
        if visit.form.get("action") != "change":
            return redirect("/expert")
    desk.seated(expert, _device(visit))
    return let_in(redirect("/expert"), "expert", secret, secure=desk.secure)


@require("expert")
def leave(visit: Visit) -> Response:
    """Forget the expert on this device; the private link stays valid."""
    visit.desk.forget(visit.request.cookies[COOKIES["expert"]])  # Back must let nobody in again
    response = redirect("/join")
    response.delete_cookie(COOKIES["expert"])
    return response


def _running(visit: Visit) -> tuple[str, str]:
    """Return the expert who is in on this device and the token of that session's forms."""
    secret = _secret(visit)
    return visit.desk.who("expert", secret), csrf_of(secret)


def _secret(visit: Visit) -> str:
    return visit.request.cookies.get(COOKIES["expert"], "")


def _device(visit: Visit) -> str:
    return device_of(visit.request.headers.get("user-agent", ""))
