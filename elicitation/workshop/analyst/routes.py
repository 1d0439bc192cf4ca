"""The analyst's pages, behind whatever guard the server puts before them.

``routes(bench, guarded)`` is all that the server needs: the guard turns a page into an endpoint,
knows who is there, reads the form and has checked its token.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any, Protocol, TypeAlias
from urllib.parse import urlencode

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bayesnet.errors import StudyError
from bayesnet.number_words import minus
from bayesnet.rounding import written
from diagrams.render import picture_bytes
from elicitation.store.scenarios import add_scenario
from elicitation.workshop.analyst.pictures import drawing_of, pictured
from elicitation.workshop.analyst.session import AnalystSession
from elicitation.workshop.analyst.state import MOST_FIELDS, fields_of
from elicitation.workshop.analyst.views import Range, answered, page_of, scenario_to_save
from elicitation.workshop.page_words import on_page

HOME = "/analyst"
TYPED = {"id": 32, "label": 200}
"""What is typed to save a scenario, and how long it may be."""
MEDIA = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
}


class Visitor(Protocol):
    """One request of one person, as the guard has let it through."""

    @property
    def request(self) -> Request:
        """Return the request."""

    @property
    def form(self) -> Mapping[str, str]:
        """Return the fields of a form that was sent."""

    @property
    def csrf(self) -> str:
        """Return the token that forms have to carry."""


Page: TypeAlias = Callable[[Visitor], Response]
Endpoint: TypeAlias = Callable[[Request], Coroutine[Any, Any, Response]]
Guarded: TypeAlias = Callable[[Page], Endpoint]


def routes(bench: AnalystSession, guarded: Guarded) -> list[Route | Mount]:
    """Return the routes of the room. guarded: makes an endpoint of a page, for those let in."""
    return [
        Mount(f"{HOME}/static", StaticFiles(packages=[(__package__, "static")])),
        Mount(f"{HOME}/fonts", StaticFiles(packages=[("diagrams", "fonts")])),
        Route(HOME, guarded(partial(show, bench))),
        Route(f"{HOME}/save", guarded(partial(save, bench)), methods=["POST"]),
        Route(f"{HOME}/picture.{{kind}}", guarded(partial(export, bench))),
    ]


def show(bench: AnalystSession, visitor: Visitor) -> Response:
    """Return the page, or its body alone for a script that has asked for JSON."""
    request = visitor.request
    page = page_of(bench.opened(), request.query_params.multi_items()[:MOST_FIELDS])
    saved = request.query_params.get("saved", "")
    values = {
        "page": page,
        "csrf": visitor.csrf,
        "home": HOME,
        "saved": saved if saved in bench.opened().study.book.scenarios else "",
        "typed": {name: request.query_params.get(name, "") for name in TYPED},
    }
    status = 422 if page.problems else 200
    if "application/json" in request.headers.get("accept", ""):
        body = _PAGES.get_template("body.html").render(**values)
        return JSONResponse({"address": f"{HOME}?{page.query}", "body": body}, status)
    return HTMLResponse(_PAGES.get_template("page.html").render(**values), status)


def save(bench: AnalystSession, visitor: Visitor) -> Response:
    """Add what is on the page to ``scenarios.toml``, and show it; or say why not."""
    form = visitor.form
    opened = bench.opened()
    try:
        pairs = fields_of(form.get("asked", ""))
        scenario = scenario_to_save(opened, pairs, form.get("id", ""), form.get("label", ""))
        add_scenario(
            bench.folder, scenario, opened.study.diagram, seen_sha256=form.get("scenarios", "")
        )
    except StudyError as refusal:
        told = [on_page(problem, opened.words) for problem in refusal.problems]
        typed = {name: form.get(name, "")[:most] for name, most in TYPED.items()}
        back = f"{HOME}?{form.get('asked', '')}&{urlencode(typed)}"  # where both stand again
        title = opened.study.diagram.title
        values = {"problems": told, "back": back, "home": HOME, "title": title}
        return HTMLResponse(_PAGES.get_template("unsaved.html").render(**values), 422)
    return RedirectResponse(f"{HOME}?from={scenario.id}&saved={scenario.id}", 303)


def export(bench: AnalystSession, visitor: Visitor) -> Response:
    """Return the picture on the page, or its caption, as a file."""
    kind = visitor.request.path_params["kind"]
    if kind not in MEDIA:
        return HTMLResponse("There is no such kind of picture.", 404)
    opened = bench.opened()
    pairs = visitor.request.query_params.multi_items()[:MOST_FIELDS]
    asked, reply, problems = answered(opened, pairs)
    if problems:
        raise StudyError(problems)
    world = opened.study.worlds.index(asked.who)
    drawing = drawing_of(opened, pictured(opened, asked.structure, reply, world))
    content = f"{drawing.caption}\n".encode() if kind == "txt" else picture_bytes(drawing, kind)
    named = {"Content-Disposition": f'attachment; filename="what-if.{kind}"'}
    return Response(content, media_type=MEDIA[kind], headers=named)


def _plain(value: float) -> str:
    return written(value, 3)


def _signed(value: float) -> str:
    """Return a change with the minus sign of the picture beside it."""
    return minus(written(value, 3, signed=True))


def _span(values: Range | None, shown: Callable[[float], str]) -> str:
    return f"{shown(values[0])} to {shown(values[1])}" if values else ""


_PAGES = Environment(
    loader=ChoiceLoader(
        [PackageLoader("elicitation.workshop.analyst"), PackageLoader("elicitation.workshop")]
    ),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters |= {
    "change": _signed,
    "probability": _plain,
    "changes": partial(_span, shown=_signed),
    "probabilities": partial(_span, shown=_plain),
    "drawn": Markup,  # SVG made of escaped texts by diagrams/
}
