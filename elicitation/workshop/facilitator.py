"""The facilitator's pages: prepare, lobby, rounds, what to ask and discuss, freeze."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from starlette.responses import Response
from starlette.routing import Route

from bayesnet.errors import StudyError, errors_in, problem_at, unplaced
from bayesnet.messages.facts import Count, Question, items
from bayesnet.plurals import many
from elicitation.intake.reading import Form
from elicitation.received_form import read_received_form
from elicitation.record.ledger import Entry, Event, spoken
from elicitation.record.responses import Judgement, Key, in_probability
from elicitation.reporting.feedback import handing_out, write_pack
from elicitation.rounds.declarations import absence, dissent
from elicitation.rounds.rounds import closing, opening, reopening, round_states
from elicitation.study import clock
from elicitation.versions.freezing import freeze as freeze_version
from elicitation.workshop import facilitator_views as views
from elicitation.workshop.asking_back import letters, send_back, to_ask
from elicitation.workshop.expert import one_question
from elicitation.workshop.feedback_view import pack_of, slides, to_hand_out
from elicitation.workshop.home_view import home
from elicitation.workshop.minutes_view import minutes as minutes_of
from elicitation.workshop.page_words import on_page
from elicitation.workshop.web import Visit, redirect, refuse, refused, render, rendering, require

MAX_TIMER = 240


def routes() -> list[Route]:
    """Return the routes of a facilitator."""
    both = ["GET", "POST"]
    return [
        Route("/facilitator", rounds, methods=both),
        Route("/facilitator/prepare", prepare),
        Route("/facilitator/coherence", coherence, methods=both),
        Route("/facilitator/agenda", agenda, methods=both),
        Route("/facilitator/feedback", feedback, methods=both),
        Route("/facilitator/for/{expert}", behalf, methods=both),
        Route("/facilitator/for/{expert}/q/{number:int}", behalf_question, methods=both),
        Route("/facilitator/freeze", freeze, methods=both),
        Route("/facilitator/minutes", minutes),
    ]


def _number(visit: Visit, name: str) -> int:
    text = visit.form.get(name, "")
    if not _is_whole(text):
        raise StudyError([problem_at("", name, "page.no-whole-number", text=text[:20])])
    return int(text)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4  # noqa: PLR2004 - digits


@require("facilitator")
def rounds(visit: Visit) -> Response:
    """Show rounds and places; open, close, open again, mark absent, set the timer."""
    desk, form = visit.desk, visit.form
    if not visit.posted:
        return _rounds(visit)
    plan, seeds, action = desk.opened.plan, desk.opened.seeds, form.get("action", "")
    if action in ("timer", "stop"):
        return _timer(visit)
    number = _number(visit, "round")

    def events(entries: tuple[Entry, ...], _: str) -> list[Event]:
        without = [e for e in form.get("without", "").split(",") if e]
        made = {
            "open": lambda: opening(entries, plan, number, without, seeds=seeds),
            "close": lambda: closing(entries, plan, number),
            "reopen": lambda: reopening(entries, plan, number, form.get("reason", ""), seeds=seeds),
            "absent": lambda: absence(
                entries, plan, form.get("expert", ""), number, form.get("reason", "")
            ),
        }
        if action not in made:
            raise StudyError([problem_at("", "action", "page.no-such-action")])
        return made[action]()

    desk.record(events)
    return redirect("/facilitator")


def _rounds(visit: Visit, status: int = 200, *, minutes: str = "", wrong: str = "") -> Response:
    """Return the page of rounds; minutes: typed for the timer; wrong: what is wrong with them."""
    left, clock = visit.desk.left()
    timer = {"left": left, "clock": clock, "minutes": minutes, "wrong": wrong}
    return render(visit, "rounds.html", status, page=views.rounds(visit.desk), timer=timer)


def _timer(visit: Visit) -> Response:
    """Start the timer of the room's screen, or stop it."""
    desk, typed = visit.desk, visit.form.get("minutes", "").strip()
    if visit.form.get("action") == "stop":
        desk.timer_ends = 0.0
        return redirect("/facilitator")
    if not _is_whole(typed) or not 1 <= int(typed) <= MAX_TIMER:
        wrong = f"Type whole minutes, from 1 to {MAX_TIMER}: the timer was not changed."
        return _rounds(visit, 422, minutes=typed, wrong=wrong)
    desk.timer_ends = desk.seconds() + 60 * int(typed)
    return redirect("/facilitator")


@require("facilitator")
def prepare(visit: Visit) -> Response:
    """Show whether the study is sound and what it costs the experts."""
    return render(visit, "prepare.html", page=views.prepared(visit.desk))


@require("facilitator")
def coherence(visit: Visit) -> Response:
    """Show what to ask back, by expert; send one of it back, and see whether it is answered."""
    desk, form = visit.desk, visit.form
    if visit.posted:
        send_back(desk, form.get("expert", ""), form.get("doubt", ""))
        return redirect("/facilitator/coherence")
    page = {"queue": to_ask(desk), "letters": letters(desk), "named": views.named(desk)}
    return render(visit, "coherence.html", **page)


@require("facilitator")
def agenda(visit: Visit) -> Response:
    """Show what to discuss next; put a question on the room's screen."""
    desk = visit.desk
    if visit.posted:
        desk.topic = visit.form.get("key", "")
        back = {"feedback": "/facilitator/feedback", "room": "/room"}
        return redirect(back.get(visit.form.get("from", ""), "/facilitator/agenda"))
    found: tuple[views.Topic, ...] = ()
    why: list[str] = []
    if desk.round:
        why = ["A round is open: what is apart is shown once it is closed."]
    else:
        try:
            found = views.topics(desk)
        except StudyError as refusal:
            why = [on_page(p, desk.words) for p in errors_in(refusal.problems)]
    return render(visit, "agenda.html", topics=found, why=why, topic=desk.topic)


@require("facilitator")
def feedback(visit: Visit) -> Response:
    """Hand out a closed round's ranges and reasons; show them as slides."""
    desk = visit.desk
    states = round_states(desk.live.entries)
    if visit.posted:
        number = _number(visit, "round")
        if states.get(number) != "closed":
            return refuse(visit, 409, f"Round {number} is not closed: nothing is handed out.")

        desk.record(
            lambda entries, _: handing_out(entries, number, write_pack(pack_of(desk, number)))
        )
        return redirect("/facilitator/feedback")
    shown = slides(desk)
    return render(
        visit,
        "slides.html",
        slides=shown.slides,
        number=shown.number,
        waiting=to_hand_out(desk.live.entries),
        topic=desk.topic,
    )


@require("facilitator")
def behalf(visit: Visit) -> Response:
    """Take answers for an expert: from a file, or question by question from paper."""
    desk, expert = visit.desk, visit.request.path_params["expert"]
    problems = desk.opened.plan.entry_problems(expert, 1)
    if problems:
        raise StudyError(problems)
    here = f"/facilitator/for/{expert}"
    if visit.posted:
        desk.once(rendering(visit, expert), lambda: _take_file(visit, expert))
        return redirect(f"{here}?recorded=1")
    said, called = "", desk.words.person(expert)
    if "recorded" in visit.request.query_params:
        for last in desk.responses(expert)[-1:]:
            said = f"Recorded {many(len(last.judgements), 'answer')} of {called}."
    page = home(desk, expert)
    return render(visit, "behalf.html", page=page, expert=expert, called=called, said=said)


def _take_file(visit: Visit, expert: str) -> str:
    """Record a filled-in form of the expert and return the ledger's head; raises StudyError."""
    desk, opened = visit.desk, visit.desk.opened
    name, content = visit.files.get("form", ("", b""))
    name = PurePosixPath(name.replace("\\", "/")).name[:80] or "form"
    number, reason = desk.round, visit.form.get("reason", "").strip()
    if number is None:
        raise StudyError([unplaced("page.no-round-open")])
    handed = read_received_form(content, opened, expert, number, file=name)
    if handed.form is None:
        raise StudyError(handed.problems)
    if not reason:
        _refuse_changes(desk.standing(expert), handed.form, name)
    response = opened.response(
        expert,
        number,
        handed.form.judgements,
        unit=handed.form.unit,
        mode=handed.mode,
        entered_by="facilitator",
        reason=reason,
    )
    return desk.submit(response).head


FIRST = 3
"""So many of the answers that a form would change are named."""


def _refuse_changes(own: Mapping[Key, Judgement], read: Form, name: str) -> None:
    """Raise StudyError where a form would quietly take the place of what is recorded."""
    now = [in_probability(judgement, read.unit) for judgement in read.judgements]
    changed = [
        j.question for j in now if j.question in own and own[j.question].answers != j.answers
    ]
    if changed:
        first = items(map(Question, changed[:FIRST]))
        code = "page.form-changes-many" if len(changed) > FIRST else "page.form-changes"
        answers = Count(len(changed), "answer")
        raise StudyError([problem_at(name, "", code, answers=answers, questions=first)])


@require("facilitator")
def behalf_question(visit: Visit) -> Response:
    """Type in one answer from paper; it is marked as entered by the facilitator."""
    expert = visit.request.path_params["expert"]
    problems = visit.desk.opened.plan.entry_problems(expert, 1)
    if problems:
        raise StudyError(problems)
    return one_question(visit, expert, f"/facilitator/for/{expert}")


@require("facilitator")
def freeze(visit: Visit) -> Response:
    """Freeze a version and show the hash to read aloud; take dissent from it."""
    desk, form = visit.desk, visit.form
    if visit.posted and form.get("action") == "dissent":
        desk.once(rendering(visit, "dissent"), lambda: _dissent(visit))
        return redirect("/facilitator/freeze?recorded=dissent")
    if visit.posted:
        with desk.writing:
            if desk.round:
                return refused(
                    visit, (unplaced("page.round-open-close-then-freeze", round=desk.round),), 409
                )
            desk.once(rendering(visit, "freeze"), lambda: _freeze(visit))
        return redirect("/facilitator/freeze?recorded=priors")
    versions = [
        (entry.path, spoken(entry.sha256), entry.note)
        for entry in desk.live.entries
        if entry.type == "priors"
    ]
    return render(
        visit,
        "freeze.html",
        said=_just_recorded(visit),
        versions=versions,
        experts=[(expert, desk.words.person(expert)) for expert in desk.opened.plan.experts],
        head=spoken(desk.live.head),
    )


def _dissent(visit: Visit) -> str:
    plan, form = visit.desk.opened.plan, visit.form
    expert, text = form.get("expert", ""), form.get("text", "")
    return visit.desk.record(lambda entries, _: dissent(entries, plan, expert, text)).head


def _freeze(visit: Visit) -> str:
    desk, form = visit.desk, visit.form
    wanted = desk.opened.request(form.get("reason", ""), allow_absent="absent" in form)
    receipt, warnings = freeze_version(desk.folder, wanted, pool=desk.opened.pool, now=clock)
    desk.freeze_notes = tuple(on_page(warning, desk.words) for warning in warnings)
    return receipt.head


def _just_recorded(visit: Visit) -> list[str]:
    """Return what the form before this page recorded, as the ledger has it."""
    kind = visit.request.query_params.get("recorded", "")
    last = next((e for e in reversed(visit.desk.live.entries) if e.type == kind), None)
    if last is None:
        return []
    if kind == "dissent":
        expert = visit.desk.words.person(last.details["expert"])
        return [f"The dissent of {expert} is recorded."]
    return [f"Frozen: {last.path}, hash {spoken(last.sha256)}.", *visit.desk.freeze_notes]


@require("facilitator")
def minutes(visit: Visit) -> Response:
    """Show everything recorded, in order, in words."""
    live = visit.desk.live
    days = minutes_of(live.entries, visit.desk.words)
    return render(visit, "minutes.html", days=days, head=spoken(live.head))
