"""The expert's pages: one question a page, what is recorded, what it comes to."""

from __future__ import annotations

from html import escape
from typing import Any

from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from elicitation.record.ledger import spoken
from elicitation.workshop.access import hash_of
from elicitation.workshop.answers import Outcome, Sent, abstain, save, swap
from elicitation.workshop.asking_back import asked_of, let_stand
from elicitation.workshop.consent import level, scale
from elicitation.workshop.feedback_view import slides
from elicitation.workshop.fields import BELLS
from elicitation.workshop.home_view import following, home, state_of, states
from elicitation.workshop.pages import PICK, Page, page_with
from elicitation.workshop.question_view import QuestionPage, clock_of, question_page
from elicitation.workshop.readback import readback
from elicitation.workshop.web import Visit, redirect, refuse, render, rendered, require

STATUS = {"saved": 200, "mend": 422, "stale": 409, "closed": 409, "changed": 409}


def routes() -> list[Route]:
    """Return the routes of an expert."""
    return [
        Route("/expert", first),
        Route("/expert/q/{number:int}", question, methods=["GET", "POST"]),
        Route("/expert/check", check),
        Route("/expert/book", book),
        Route("/expert/readback", own_readback, methods=["GET", "POST"]),
        Route("/expert/stands", stands, methods=["POST"]),
        Route("/expert/feedback", feedback),
    ]


@require("expert")
def first(visit: Visit) -> Response:
    """Show how far the expert is and the way on."""
    visit.desk.came(visit.who, "")
    page, session = home(visit.desk, visit.who), session_of(visit)
    saved, asked = saved_at(visit, visit.who), asked_of(visit.desk, visit.who)
    return render(visit, "expert.html", page=page, session=session, saved=saved, asked=asked)


@require("expert")
def stands(visit: Visit) -> Response:
    """Record that what was asked back stands as it is."""
    let_stand(visit.desk, visit.who, visit.form.get("doubt", ""))
    return redirect("/expert")


@require("expert")
def check(visit: Visit) -> Response:
    """Show every answer with a way to change it, and what is recorded as a receipt."""
    desk = visit.desk
    desk.came(visit.who, "")
    page, last = home(desk, visit.who), desk.responses(visit.who)[-1:]
    saved = clock_of(last[0].entered_at) if last else ""
    head = spoken(desk.live.head)
    return render(visit, "check.html", page=page, saved=saved, head=head)


@require("expert")
def book(visit: Visit) -> Response:
    """Return every page that is open, for a device that may lose its line; nobody is seen on them.

    Each is a template with the main part of the page in it, its number and its title.
    """
    desk, expert = visit.desk, visit.who
    found = states(desk, expert)
    leaves = []
    for page in desk.pages(expert):
        if state_of(page, found) == "open":
            shown = question_page(desk, expert, page)
            whole = rendered(visit, "question.html", **_around(visit, expert, "/expert", shown))
            main = whole.partition("<main")[2].partition(">")[2].rpartition("</main>")[0]
            title = escape(f"Question {page.number} \N{MIDDLE DOT} {shown.node}")
            leaves.append(f'<template data-number="{page.number}" data-title="{title}">')
            leaves.append(f"{main}</template>")
    return HTMLResponse("\n".join(leaves))


@require("expert")
def question(visit: Visit) -> Response:
    """Show one question, or take its answer."""
    return one_question(visit, visit.who, "/expert")


def one_question(visit: Visit, expert: str, home_: str) -> Response:
    """Show the page of a question of an expert, or take its answers; home_: path of the pages.

    Only what is asked of that expert can be reached: numbers count the expert's own questions.
    """
    desk, number = visit.desk, visit.request.path_params["number"]
    page = page_with(desk.pages(expert), number)
    if page is None:
        return refuse(visit, 404, "There is no such question.")
    if visit.role == "expert":
        desk.came(expert, page.key)
    if not visit.posted:
        return _question(visit, expert, home_, question_page(desk, expert, page))
    sent = sent_by(visit)
    outcome = _done(visit, expert, page, sent)
    if outcome.state == "saved" and not outcome.doubts and not outcome.problems:
        return _onwards(visit, expert, home_, page)
    shown = question_page(desk, expert, page, sent, outcome)
    return _question(visit, expert, home_, shown, STATUS[outcome.state])


def _question(
    visit: Visit, expert: str, home_: str, shown: QuestionPage, status: int = 200
) -> Response:
    return render(visit, "question.html", status, **_around(visit, expert, home_, shown))


def _around(visit: Visit, expert: str, home_: str, shown: QuestionPage) -> dict[str, Any]:
    """Return all that the template of a question shows."""
    page = page_with(visit.desk.pages(expert), shown.number)
    keys = [p.key for p in page.parameters] if page else []
    return {
        "page": shown,
        "home": home_,
        "session": session_of(visit),
        "saved": saved_at(visit, expert),
        "asked": asked_of(visit.desk, expert, keys) if visit.role == "expert" else (),
        "bells": BELLS,
    }


def _done(visit: Visit, expert: str, page: Page, sent: Sent) -> Outcome:
    """Do what the pressed button says, and return what became of it."""
    desk = visit.desk
    action, _, about = visit.form.get("action", "save").partition(" ")
    if visit.form.get("key", "") != page.key:
        return Outcome(state="changed")
    match action:
        case "abstain":
            return abstain(desk, expert, page, sent)
        case "swap":
            return swap(desk, expert, page, about.split("|"), sent)
        case "level":
            return level(desk, expert, [q.key for q in page.questions], about, sent)
        case "save" | "scale" | "project":
            return save(desk, expert, page, sent)
    return Outcome(state="changed")  # no button of ours


def saved_at(visit: Visit, expert: str) -> str:
    """Return the time at which the form before this page was recorded; empty if there was none."""
    if "saved" not in visit.request.query_params and not visit.posted:
        return ""
    last = visit.desk.responses(expert)[-1:]
    return clock_of(last[0].entered_at) if last else ""


def session_of(visit: Visit) -> str:
    """Return a name for the session that a device keeps drafts under; it lets nobody in."""
    return f"{visit.role}-{hash_of('drafts ' + visit.csrf)[:16]}"


def sent_by(visit: Visit) -> Sent:
    """Return what a page of a question sends; a choice beside a blank number is that number."""
    action, form = visit.form.get("action", ""), visit.form
    cells = {name: text for name, text in form.items() if name[1:2].isdecimal()}
    for name in [name for name in cells if name.endswith(f"-{PICK}")]:
        best = name.removesuffix(PICK) + "best"
        picked = cells.pop(name)
        if not cells.get(best, "").strip():
            cells[best] = picked
    return Sent(
        cells=cells,
        reason=form.get("reason", ""),
        base=form.get("base", ""),
        model=form.get("model", ""),
        repair=action if action in ("scale", "project") else "",
        on_behalf=visit.role == "facilitator",
    )


def _onwards(visit: Visit, expert: str, home_: str, page: Page) -> Response:
    pages = visit.desk.pages(expert)
    number = following(pages, states(visit.desk, expert), page.number)
    on = f"{home_}/q/{number}" if number else home_
    return redirect(f"{on}?saved={page.number}")


@require("expert")
def own_readback(visit: Visit) -> Response:
    """Say what the expert's own numbers imply, to nobody else, or take consent to a repair."""
    desk, expert, state = visit.desk, visit.who, ""
    desk.came(expert, "")
    if visit.posted:
        state = scale(desk, expert, visit.form.get("offer", ""), sent_by(visit)).state
    page = readback(desk, expert)
    return render(visit, "readback.html", STATUS.get(state, 200), page=page, state=state)


@require("expert")
def feedback(visit: Visit) -> Response:
    """Show the ranges and reasons that the facilitator has handed out, without names.

    While a round is open a question's range stays hidden until the own answer to it is saved.
    """
    desk = visit.desk
    desk.came(visit.who, "")
    keys = {p.key for q in desk.asked(visit.who) for p in q.parameters}
    if desk.round:
        keys &= desk.standing(visit.who, rounds=(desk.round,)).keys()
    shown = slides(desk)
    own = [slide for slide in shown.slides if slide.key in keys]
    return render(visit, "feedback.html", slides=own, number=shown.number, open=desk.round)
