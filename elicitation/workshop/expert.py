"""The expert's pages: one question a page, what is recorded, what it comes to."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from elicitation.workshop.access import hash_of
from elicitation.workshop.answers import Outcome, Sent, abstain, keep, save, swap
from elicitation.workshop.consent import level, scale
from elicitation.workshop.feedback_view import slides
from elicitation.workshop.readback import readback
from elicitation.workshop.views import following, home, question_page, states
from elicitation.workshop.web import Visit, redirect, refuse, render, require

STATUS = {"saved": 200, "mend": 422, "stale": 409, "closed": 409, "changed": 409}


def routes() -> list[Route]:
    """Return the routes of an expert."""
    return [
        Route("/expert", first),
        Route("/expert/q/{number:int}", question, methods=["GET", "POST"]),
        Route("/expert/readback", own_readback, methods=["GET", "POST"]),
        Route("/expert/feedback", feedback),
    ]


@require("expert")
def first(visit: Visit) -> Response:
    """Show how far the expert is and the way on."""
    visit.desk.came(visit.who, "")
    return render(visit, "expert.html", page=home(visit.desk, visit.who), session=session_of(visit))


@require("expert")
def question(visit: Visit) -> Response:
    """Show one question, or take its answer."""
    return one_question(visit, visit.who, "/expert")


def one_question(visit: Visit, expert: str, home_: str) -> Response:
    """Show one question of an expert, or take its answer; home_: path of the pages before it.

    Only what is asked of that expert can be reached: numbers count the expert's own questions.
    """
    desk, number = visit.desk, visit.request.path_params["number"]
    asked = desk.asked(expert)
    if not 1 <= number <= len(asked):
        return refuse(visit, 404, "There is no such question.")
    if visit.role == "expert":
        desk.came(expert, asked[number - 1].key)
    around = {"home": home_, "session": session_of(visit)}
    if not visit.posted:
        page = question_page(desk, expert, number)
        return render(visit, "question.html", page=page, **around)
    action = visit.form.get("action", "save")
    sent = sent_by(visit)
    if visit.form.get("key", "") != asked[number - 1].key:
        outcome = Outcome(state="changed")
    elif action == "abstain":
        outcome = abstain(desk, expert, asked[number - 1], sent)
    elif action.startswith("swap "):
        outcome = swap(desk, expert, asked[number - 1].key, action[5:], sent)
    elif action.startswith("level "):
        outcome = level(desk, expert, asked[number - 1].key, action[6:], sent)
    elif action == "keep":
        outcome = keep(desk, expert, asked[number - 1], sent)
    elif action in ("save", "scale", "project"):
        outcome = save(desk, expert, asked[number - 1], sent)
    else:
        outcome = Outcome(state="changed")  # no button of ours
    if outcome.state == "saved" and not outcome.doubts and not outcome.problems:
        return _onwards(visit, expert, home_)
    page = question_page(desk, expert, number, sent, outcome)
    return render(visit, "question.html", STATUS[outcome.state], page=page, **around)


def session_of(visit: Visit) -> str:
    """Return a name for the session that a device keeps drafts under; it lets nobody in."""
    return f"{visit.role}-{hash_of('drafts ' + visit.csrf)[:16]}"


def sent_by(visit: Visit) -> Sent:
    """Return what a page of a question sends."""
    action = visit.form.get("action", "")
    return Sent(
        cells={name: text for name, text in visit.form.items() if name[1:2].isdecimal()},
        reason=visit.form.get("reason", ""),
        base=visit.form.get("base", ""),
        model=visit.form.get("model", ""),
        repair=action if action in ("scale", "project") else "",
        on_behalf=visit.role == "facilitator",
    )


def _onwards(visit: Visit, expert: str, home_: str) -> Response:
    number = visit.request.path_params["number"]
    following_ = following(states(visit.desk, expert), number)
    on = f"{home_}/q/{following_}" if following_ else home_
    return redirect(f"{on}?saved={number}")


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
