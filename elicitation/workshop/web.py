"""``require(role)`` before a route, ``render`` after it: sessions, form tokens, pages."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal, TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bayesnet.errors import Problem, StudyError
from elicitation.workshop.access import csrf_of, new_secret, same
from elicitation.workshop.guards import from_elsewhere
from elicitation.workshop.page_words import on_page, to_mend
from elicitation.workshop.session import Unsound, WorkshopSession
from elicitation.workshop.typed import Typed, typed

Role: TypeAlias = Literal["anybody", "expert", "facilitator"]
COOKIES = {"expert": "resolve_expert", "facilitator": "resolve_facilitator"}
DOORS = {"expert": "/join", "facilitator": "/login"}
FACILITATORS = ("/facilitator", "/analyst", "/login", "/logout")
"""Where a study that cannot be read is said to be wrong, and how; nobody else can mend it."""
FIELDS = 400
DAYS = 30 * 24 * 3600

_PAGES = Environment(
    loader=PackageLoader("elicitation.workshop"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request of one person.

    who: the expert's id, or ``facilitator``; empty for anybody. csrf: the token of the forms.
    form: the fields of a POST, each once; files: of those the uploads, by field.
    """

    request: Request
    desk: WorkshopSession
    role: Role
    who: str
    csrf: str
    form: Mapping[str, str]
    files: Mapping[str, tuple[str, bytes]]

    @property
    def posted(self) -> bool:
        """Return whether it is a form that was sent."""
        return self.request.method == "POST"

    @property
    def client(self) -> str:
        """Return the address it comes from; kept in memory alone, never written down."""
        return self.request.client.host if self.request.client else ""


Page: TypeAlias = Callable[[Visit], Response]
Endpoint: TypeAlias = Callable[[Request], Coroutine[Any, Any, Response]]


def anybody(request: Request) -> Visit:
    """Return the visit of somebody who is not known yet."""
    desk: WorkshopSession = request.app.state.desk
    return Visit(request=request, desk=desk, role="anybody", who="", csrf="", form={}, files={})


def require(role: Role) -> Callable[[Page], Endpoint]:
    """Return a decorator: the page is shown to that role alone, its forms taken with their token.

    A page runs in a thread of its own: it may read files and compute. StudyError becomes a page
    that says every problem.
    """

    def decorate(page: Page) -> Endpoint:
        @functools.wraps(page)
        async def endpoint(request: Request) -> Response:
            desk: WorkshopSession = request.app.state.desk
            secret = request.cookies.get(COOKIES.get(role, ""), "")
            visit, who, wrong = anybody(request), "", None
            try:
                who = "" if role == "anybody" else await run_in_threadpool(desk.who, role, secret)
            except StudyError as refusal:
                wrong = refusal
            if role != "anybody" and not (who or wrong or request.method == "POST"):
                return redirect(DOORS[role])
            if request.method != "POST" and not desk.limits.pages.take(who or visit.client):
                return refuse(visit, 429, "That is very many pages in a minute. Wait a little.")
            form: dict[str, str] = {}
            files: dict[str, tuple[str, bytes]] = {}
            csrf = csrf_of(secret) if who else ""
            if request.method == "POST":
                await read_form(request, form, files)
            visit = dataclasses.replace(
                visit, role=role if who else "anybody", who=who, csrf=csrf, form=form, files=files
            )
            untaken = _foreign(visit) if visit.posted else None
            if wrong and not untaken:
                return _told(visit, wrong)
            untaken = untaken or (_untrusted(visit, role) if visit.posted else None)
            if untaken:
                return untaken
            try:
                return await run_in_threadpool(page, visit)
            except StudyError as refusal:
                return _told(visit, refusal)

        return endpoint

    return decorate


async def read_form(
    request: Request,
    form: dict[str, str],
    files: dict[str, tuple[str, bytes]],
    most: int = FIELDS,
) -> None:
    """Read what was sent into form and files. most: how many fields there may be."""
    try:
        async with request.form(max_files=1, max_fields=most, max_part_size=1_000_000) as sent:
            for name, value in sent.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = (value.filename or "", await value.read())
                else:
                    form[name] = value.replace("\r\n", "\n").encode("utf-8", "replace").decode()
    except (LookupError, ValueError) as error:  # letters that nobody knows, or no text in them
        raise HTTPException(400) from error


def _foreign(visit: Visit) -> Response | None:
    """Return the page that says that a form came from another site, or None if it did not."""
    if from_elsewhere(visit.request.headers, visit.request.url.scheme):
        return refuse(visit, 403, "This form came from another site; nothing was recorded.")
    return None


def _untrusted(visit: Visit, role: Role) -> Response | None:
    """Return the page that says why a form is not taken, or None.

    What was typed is shown back, to be copied: a page left open over lunch must not lose it.
    """
    if role == "anybody":
        return None
    if not visit.who:
        message = "You are not logged in on this device any more; nothing was recorded."
        return _shown_back(visit, 401, message, DOORS[role])
    if not same(visit.form.get("csrf", ""), visit.csrf):
        message = "This form is not of your session; nothing was recorded."
        return _shown_back(visit, 403, message)
    if not visit.desk.limits.posts.take(visit.who):
        message = "That is very many forms in a minute; nothing was recorded. Wait a little."
        return _shown_back(visit, 429, message)
    return None


def _shown_back(visit: Visit, status: int, message: str, door: str = "") -> Response:
    onwards = door or _back(visit)
    return render(
        visit,
        "unsent.html",
        status,
        message=message,
        typed=_typed(visit),
        onwards=onwards,
    )


def _back(visit: Visit) -> str:
    """Return the page whose form was sent; where none is, the first page of that person."""
    path, route = visit.request.url.path, visit.request.scope.get("route")
    shown = visit.posted and isinstance(route, Route) and "GET" in (route.methods or ())
    return path if shown and path.startswith(("/expert", "/facilitator")) else _home(visit)


def _home(visit: Visit) -> str:
    return {"expert": "/expert", "facilitator": "/facilitator"}.get(visit.role, "/join")


def _typed(visit: Visit) -> Typed:
    return typed(visit.desk, visit.form)


def render(visit: Visit, template: str, status: int = 200, /, **page: Any) -> Response:
    """Return a page; everything in it is escaped. page: frozen values of the views."""
    return HTMLResponse(rendered(visit, template, **page), status)


def rendered(visit: Visit, template: str, /, **page: Any) -> str:
    """Return the text of a page."""
    return _PAGES.get_template(template).render(
        **page,
        csrf=visit.csrf,
        once=new_secret(),
        role=visit.role,
        who=visit.who,
        here=visit.request.url.path,
        study=visit.desk.title,
    )


def rendering(visit: Visit, form: str) -> str:
    """Return what one rendering of one form is known by, empty if what was sent does not say."""
    once = visit.form.get("once", "")
    return f"{form} {once}" if once else ""


def _told(visit: Visit, refusal: StudyError) -> Response:
    """Return the page of a refusal; what is wrong with the study is for the facilitator alone.

    Everybody else, and the room's screen, is asked to wait: nothing they could do would help.
    """
    if not isinstance(refusal, Unsound):
        return refused(visit, refusal.problems)
    if visit.request.url.path.startswith(FACILITATORS):
        return _not_done(visit, 422, [_without_folder(visit, to_mend(p)) for p in refusal.problems])
    waiting = dataclasses.replace(visit, role="anybody", who="")
    response = render(waiting, "mending.html", 503, posted=visit.posted, typed=_typed(visit))
    response.headers["Retry-After"] = "10"
    return response


def refused(visit: Visit, problems: tuple[Problem, ...], status: int = 422) -> Response:
    """Return a page that says all that is wrong, in words of the pages."""
    words = visit.desk.words
    told = [_without_folder(visit, on_page(problem, words)) for problem in problems]
    return _not_done(visit, status, told, shown=_typed(visit))


def _without_folder(visit: Visit, text: str) -> str:
    """Return the text without the way to the study: where it lies is nobody's business."""
    folder = visit.desk.folder
    for path in (folder.resolve(), folder.absolute(), folder):
        if len(path.parts) > 1:
            text = text.replace(str(path), path.name)
    return text


def refuse(visit: Visit, status: int, message: str) -> Response:
    """Return a page that says why a request is not taken."""
    return _not_done(visit, status, [message])


def _not_done(visit: Visit, status: int, problems: Sequence[str], *, shown: Typed = ()) -> Response:
    gone = status == HTTPStatus.NOT_FOUND
    onwards = _home(visit) if gone else _back(visit)
    return render(
        visit, "refused.html", status, problems=problems, gone=gone, typed=shown, onwards=onwards
    )


def redirect(path: str) -> Response:
    """Return the way to another page of ours; path: never made of what was sent."""
    return RedirectResponse(path, 303)


def let_in(response: Response, role: Role, secret: str, *, secure: bool) -> Response:
    """Return the response with the session's cookie in it."""
    response.set_cookie(
        COOKIES[role],
        secret,
        max_age=DAYS,
        path="/",
        httponly=True,
        samesite="lax",
        secure=secure,
    )
    return response
