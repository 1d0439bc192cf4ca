"""Serve the page on which a model is drawn, to this machine and whoever has the link."""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bayesnet.edits.checked import draft_of
from bayesnet.errors import StudyError
from elicitation.workshop.access import csrf_of, new_secret, same
from elicitation.workshop.guards import Guard, TooMuch, from_elsewhere
from elicitation.workshop.modelling.actions import act, previewed
from elicitation.workshop.modelling.fields import Fields
from elicitation.workshop.modelling.session import ModelSession, Stale
from elicitation.workshop.modelling.views import TABS, drawn, page_of, told, words_in
from elicitation.workshop.web import read_form

HOSTS = frozenset({"127.0.0.1", "localhost"})
FIELDS = 4000
"""Fields of one form: a table of 200 rows has a thousand."""
FRESH = ("csrf", "mark")
"""Fields that a form has anew each time."""
UNASKED = ("edit", "show", "at")
"""Fields that nobody typed."""


@dataclass(frozen=True, kw_only=True)
class Editor:
    """One running editor. secret: of the link that lets in; cookie: under which it is kept."""

    session: ModelSession
    secret: str = field(default_factory=new_secret, repr=False)
    cookie: str = "resolve_model"

    @property
    def start(self) -> str:
        """Return the path of the link that lets in."""
        return f"/start/{self.secret}"


@dataclass(frozen=True, kw_only=True)
class Undone:
    """Why a form changed nothing. typed: its fields; differences: of files that others changed."""

    typed: Mapping[str, str]
    problems: tuple[str, ...] = ()
    differences: Mapping[str, tuple[str, ...]] | None = None


Answer: TypeAlias = Callable[[Editor, Request, Fields], Response]


def editor_app(editor: Editor) -> Guard:
    """Return the application of one editor, behind the guards of the workshop."""
    routes: list[Route | Mount] = [
        Route("/start/{secret}", functools.partial(_start, editor)),
        Route("/", _guarded(editor, show)),
        Route("/edit", _guarded(editor, edit), methods=["POST"]),
        Route("/preview", _guarded(editor, preview), methods=["POST"]),
        Route("/screen", _guarded(editor, screen)),
        Mount("/static", StaticFiles(packages=[("elicitation.workshop", "static")])),
        Mount(
            "/analyst/static", StaticFiles(packages=[("elicitation.workshop.analyst", "static")])
        ),
        Mount("/analyst/fonts", StaticFiles(packages=[("diagrams", "fonts")])),
        Mount("/model/static", StaticFiles(packages=[(__package__, "static")])),
    ]
    handlers: Mapping[Any, Any] = {HTTPException: _said, TooMuch: _too_much, Exception: _failed}
    app = Starlette(routes=routes, exception_handlers=handlers)
    return Guard(app=app, hosts=HOSTS)


async def _start(editor: Editor, request: Request) -> Response:
    """Let in whoever has the link; the secret leaves the address at once."""
    if not same(request.path_params["secret"], editor.secret):
        return _plain("This link is not of the editor that runs now.", 403)
    response = RedirectResponse("/", 303)
    response.set_cookie(editor.cookie, editor.secret, path="/", httponly=True, samesite="strict")
    return response


def _guarded(editor: Editor, answer: Answer) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    """Return an endpoint for those who were let in; forms only with their token, from our pages."""

    async def endpoint(request: Request) -> Response:
        if not same(request.cookies.get(editor.cookie, ""), editor.secret):
            return _plain("Open the link that the terminal shows.", 403)
        form: dict[str, str] = {}
        if request.method == "POST":
            await read_form(request, form, {}, FIELDS)
            if from_elsewhere(request.headers, request.url.scheme):
                return _plain("This form came from another site; nothing was changed.", 403)
            if not same(form.get("csrf", ""), csrf_of(editor.secret)):
                return _plain("This form is not of your session; nothing was changed.", 403)

        def locked() -> Response:
            with editor.session.lock:
                return answer(editor, request, Fields(form))

        try:
            return await run_in_threadpool(locked)
        except StudyError as refusal:  # of the files themselves: there is no page to show it on
            return _plain("\n".join(map(str, refusal.problems)), 422)

    return endpoint


def show(editor: Editor, request: Request, _: Fields) -> Response:
    """Return the page, or its body alone for a script."""
    query = request.query_params
    return _page(editor, request, query.get("show", "node"), query.get("node", ""))


def edit(editor: Editor, request: Request, fields: Fields) -> Response:
    """Make the edit that a form means and show what came of it, or say why not."""
    tab, at = fields.maybe("show"), fields.maybe("at")
    try:
        at = act(editor.session, fields)
    except StudyError as refusal:
        texts = editor.session.texts
        problems = told(refusal.problems, words_in(draft_of(texts), texts))
        return _page(editor, request, tab, at, Undone(typed=fields.values, problems=problems))
    except Stale as stale:
        undone = Undone(typed=fields.values, differences=stale.differences)
        return _page(editor, request, tab, at, undone)
    if _wants_json(request):
        return _page(editor, request, tab, at)
    return RedirectResponse(_address(tab, at), 303)


def preview(editor: Editor, request: Request, fields: Fields) -> Response:
    """Return the picture as it would be with an edit made; nothing is written."""
    try:
        draft = draft_of(previewed(editor.session, fields))
    except (StudyError, Stale):
        return Response(status_code=422)
    return HTMLResponse(drawn(editor.session, draft, editor.session.texts, fields.maybe("at")))


def screen(editor: Editor, request: Request, _: Fields) -> Response:
    """Return the picture alone, for the wall: it follows by itself, and nothing can be changed."""
    return _page(editor, request, "node", "", template="screen")


def _page(
    editor: Editor,
    request: Request,
    tab: str,
    node: str,
    undone: Undone | None = None,
    template: str = "page",
) -> Response:
    page = page_of(editor.session, tab, node)
    status = 200 if undone is None else 409 if undone.differences is not None else 422
    again = {k: v for k, v in undone.typed.items() if k not in FRESH} if undone else {}
    values: dict[str, Any] = {
        "page": page,
        "csrf": csrf_of(editor.secret),
        "problems": undone.problems if undone else (),
        "stale": undone.differences if undone else None,
        "again": again,
        "typed": [(k, v) for k, v in again.items() if v and k not in UNASKED],
    }
    if _wants_json(request):
        body = _PAGES.get_template(f"{template}_body.html").render(**values)
        address = _address(page.show, page.chosen) if template == "page" else "/screen"
        return JSONResponse({"address": address, "body": body}, status)
    return HTMLResponse(_PAGES.get_template(f"{template}.html").render(**values), status)


def _address(tab: str, node: str) -> str:
    """Return the way to a page of ours; what was sent is quoted in it."""
    tab = tab if tab in TABS[1:] else ""
    parts = [f"{k}={quote(v, safe='')}" for k, v in (("show", tab), ("node", node)) if v]
    return f"/?{'&'.join(parts)}" if parts else "/"


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _plain(message: str, status: int) -> Response:
    return HTMLResponse(_PAGES.get_template("refused.html").render(message=message), status)


async def _said(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = {404: "There is no such page.", 405: "That cannot be sent to this page."}
    return _plain(words.get(status, "The request cannot be read."), status)


async def _too_much(_: Request, error: Exception) -> Response:
    return _plain(str(error), error.status if isinstance(error, TooMuch) else 500)


async def _failed(_: Request, __: Exception) -> Response:
    return _plain(
        "Something went wrong in the program; the files are as they were last saved.", 500
    )


_PAGES = Environment(
    loader=PackageLoader("elicitation.workshop.modelling"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters["drawn"] = Markup  # SVG made of escaped texts by diagrams/
