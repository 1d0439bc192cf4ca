"""Draw a diagram for a page: the size at which it is read, or a refusal that says what fits."""

from __future__ import annotations

from collections.abc import Mapping

from bayesnet.errors import StudyError, problem_at
from bayesnet.messages.facts import Count, items, phrase
from bayesnet.study.model import Name
from diagrams.canvas.drawing import Drawing
from diagrams.canvas.pages import PAGES, Page, PageName, fits, shown_points, too_small
from diagrams.network.layout import Layout, Point
from diagrams.network.picture import Picture, View
from diagrams.render import render

OTHER_PAGES: Mapping[PageName, tuple[PageName, ...]] = {
    "a4": ("a4-landscape", "a3", "a3-landscape"),
    "a4-landscape": ("a4", "a3-landscape", "a3"),
    "a3": ("a3-landscape",),
    "a3-landscape": ("a3",),
    "slide": ("a4", "a3"),
}


def on_page(
    picture: Picture,
    view: View,
    page: Page,
    kept: Mapping[Name, Point] | None = None,
    *,
    prefix: str = "d",
) -> tuple[Drawing, Layout]:
    """Return the picture as it prints on a page; raises StudyError where it would not be read."""
    drawing, layout = _best(picture, view, page, kept, prefix)
    if fits(drawing):
        return drawing, layout
    offered = list(_what_fits(picture, view, page, kept))
    whole = picture.shown is None
    advice = "draw.these-fit-or-a-part" if whole else "draw.these-fit"
    if not offered:
        advice = "draw.draw-a-part" if whole else "draw.draw-a-smaller-part"
    facts = {**too_small(drawing, page), "advice": phrase(advice, offered=items(offered))}
    what = Count(len(picture.names), "node")
    raise StudyError([problem_at("", "--page", "draw.too-small", what=what, **facts)])


def fitted(drawing: Drawing, page: Page) -> Drawing:
    """Return a drawing as it prints on a page; raises StudyError where it would not be read."""
    scaled = drawing.scaled(page.scale(drawing))
    if fits(scaled):
        return scaled
    offered = [
        f"--page {name} ({shown_points(other)})"
        for name in OTHER_PAGES[page.name]
        for other in [drawing.scaled(PAGES[name].scale(drawing))]
        if fits(other)
    ]
    advice = "draw.these-fit" if offered else "draw.fits-no-page"
    facts = {**too_small(scaled, page), "advice": phrase(advice, offered=items(offered))}
    what = phrase("draw.the-picture")
    raise StudyError([problem_at("", "--page", "draw.too-small", what=what, **facts)])


def _best(
    picture: Picture, view: View, page: Page, kept: Mapping[Name, Point] | None, prefix: str
) -> tuple[Drawing, Layout]:
    """Return the layout that prints largest: on a wide page causes may stand left of effects."""
    tried = []
    for lying in (False, True) if page.lying and not kept else (False,):
        drawing, layout = render(picture, view, kept=kept, lying=lying, prefix=prefix)
        tried.append((drawing.scaled(page.scale(drawing)), layout))
    return max(tried, key=lambda found: found[0].scale)


def _what_fits(
    picture: Picture, view: View, page: Page, kept: Mapping[Name, Point] | None
) -> list[str]:
    """Return the options of the command that lead to a picture that can be read, with its size."""
    found = []
    for name in OTHER_PAGES[page.name]:
        drawing, _ = _best(picture, view, PAGES[name], kept, "d")
        if fits(drawing):
            found.append(f"--page {name} ({shown_points(drawing)})")
            break
    if view == "full":
        drawing, _ = _best(picture, "overview", page, None, "d")
        if fits(drawing):
            found.append(f"--view overview ({shown_points(drawing)})")
    return found
