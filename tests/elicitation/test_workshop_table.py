"""A node's rows on one page: what runs against the expert's own direction is known there at once."""

from __future__ import annotations

import re

from tests.elicitation.workshop_site import answer, said

ORDER = re.compile(r'data-slips="([^"]*)"')
PLAN = '[questions]\ntogether = ["forecast", "mood"]\n[panel.sky]'


def together(site):
    plan = site.desk.folder / "elicitation.toml"
    plan.write_text(plan.read_text("utf-8").replace("[panel.sky]", PLAN), "utf-8")
    return {page.key: page.number for page in site.desk.pages("E03")}


def test_rows_have_an_order_once_the_expert_gave_a_direction_and_not_by_the_models(site):
    pages, browser = together(site), site.expert("E03")
    (table,) = [number for key, number in pages.items() if key.startswith("mood[")]
    signs = next(number for key, number in pages.items() if key.startswith("mood.sign"))
    assert ("weather", "mood") in site.desk.opened.model.directions
    assert not ORDER.search(browser.get(f"/expert/q/{table}").text)
    assert "Your best for each, then" in said(browser.get(f"/expert/q/{table}"))
    answer(browser, signs, c0_best="-1", c1_best="1")
    # Rows are dry and leave, dry and take, wet and leave, wet and take: rain spoils, it helps.
    order = ORDER.search(browser.get(f"/expert/q/{table}").text)[1]
    assert sorted(order.split(";")) == ["0 1", "2 0", "2 3", "3 1"]


def test_after_saving_the_pair_of_rows_is_asked_back_and_can_be_swapped(site):
    pages, browser = together(site), site.expert("E03")
    answer(browser, pages["forecast.sign[weather]"], c0_best="1")
    table = pages["forecast[weather=dry]"]
    page = answer(browser, table, c1_best="70", c3_best="20")
    doubt = "You give Forecast (rain) 70 % when Weather is dry and 20 % when wet."
    assert doubt in said(page)
    swap = re.search(r'value="(swap [^"]+)"', page.text)[1]
    answer(browser, table, action=swap)
    own = site.desk.standing("E03")
    rain = [str(own[f"forecast[weather={w}]"].answers["rain"].best) for w in ("dry", "wet")]
    assert rain == ["0.20", "0.70"]
