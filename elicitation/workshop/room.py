"""The screen in the room: the question under discussion, the timer, the code to join with."""

from __future__ import annotations

import io

import segno
from starlette.responses import Response
from starlette.routing import Route

from elicitation.workshop.access import spaced_code
from elicitation.workshop.feedback_view import slides
from elicitation.workshop.web import Visit, render, require


def routes() -> list[Route]:
    """Return the route of the room's screen, opened by a facilitator on the projector."""
    return [Route("/room", screen)]


@require("facilitator")
def screen(visit: Visit) -> Response:
    """Show the topic, if one is chosen and no round is open, else how to join."""
    desk = visit.desk
    shown = () if desk.round else slides(desk).slides
    at = next((i for i, slide in enumerate(shown) if slide.key == desk.topic), None)
    topic = None if at is None else shown[at]
    before = shown[at - 1].key if at else ""
    behind = shown[at + 1].key if at is not None and at + 1 < len(shown) else ""
    left, clock = desk.left()
    number = desk.round
    code = desk.access.code
    return render(
        visit,
        "room.html",
        topic=topic,
        before=before,
        behind=behind,
        left=left,
        clock=clock,
        round=number,
        label=desk.opened.plan.rounds[number] if number else "",
        code=spaced_code(code),
        address=desk.base,
        picture=qr(f"{desk.base}/join?code={code}"),
    )


def qr(address: str) -> str:
    """Return a QR code as SVG without any style in it."""
    made = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        made, kind="svg", border=2, xmldecl=False, svgclass="qr", lineclass=None, omitsize=True
    )
    return made.getvalue().decode()
