"""What a browser is told to put the workshop on a home screen: no secret is in it."""

from __future__ import annotations

import io
import re

from PIL import Image

from tests.elicitation.workshop_site import BASE


def test_the_manifest_is_of_the_study_and_its_icons_are_of_the_size_it_says(site):
    browser = site.browser()
    link = re.search(r'<link rel="manifest" href="([^"]+)">', browser.get("/join").text)[1]
    answer = browser.get(link)
    assert answer.headers["content-type"] == "application/manifest+json"
    assert "manifest-src 'self'" in answer.headers["content-security-policy"]
    told = answer.json()
    assert (told["name"], told["display"]) == ("Umbrella", "standalone")
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    for icon in told["icons"]:
        picture = Image.open(io.BytesIO(browser.get(icon["src"]).content))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
        assert picture.convert("RGB").getpixel((picture.width // 2,) * 2) == (0, 0x67, 0xA8)


def test_it_starts_where_everybody_is_led_to_the_own_first_page_and_holds_no_secret(site):
    expert = site.expert("E03")
    secret = expert.cookies["resolve_expert"]
    texts = [browser.get("/manifest.webmanifest").text for browser in (expert, site.browser())]
    assert texts[0] == texts[1]  # nobody's in particular
    assert secret not in texts[0]
    start = expert.get("/manifest.webmanifest").json()["start_url"]
    assert expert.get(start).url == f"{BASE}/expert"
    assert site.browser().get(start).url == f"{BASE}/join"
