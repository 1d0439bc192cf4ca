"""The page of all keys is what the readers ask for: no key is missing there and none is made up."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from bayesnet.formats.cpt_toml import READERS
from elicitation.handbook.site import HERE
from tests.conftest import SHIPPED
from tests.handbook.asked_keys import everything

PAGES = Path(str(HERE)) / "pages"
REPLACED = re.compile(r"replace\[\]\.cpt\.|agent\.NAME\.belief\.NAME\.(?!given$)")
"""A table of a structure, and of what an agent believes, is read as one of the model."""


def test_the_page_lists_every_key_its_kind_and_whether_it_is_needed(tmp_path):
    study = tmp_path / "study"
    shutil.copytree(SHIPPED, study)
    text = (PAGES / "do-own-study.md").read_text("utf-8")
    own = re.search(r"```toml\n# umbrella/model.toml\n(.*?)```", text, re.DOTALL)[1]
    asked = {
        place: f"{kind}, needed" if always else kind
        for place, (kind, always) in everything(study, own).items()
        if not REPLACED.match(place[1])
    }
    listed = {}
    for part in (PAGES / "keys.md").read_text("utf-8").split("\n## ")[1:]:
        file = part.partition("\n")[0]
        if not file.endswith(".toml"):
            continue
        for key, kind, words in re.findall(r"^\| `(.*?)` \| (.*?) \| (.*) \|$", part, re.MULTILINE):
            assert words.strip()
            listed[file, key] = kind
    assert listed == asked


def test_the_page_sets_all_methods_side_by_side():
    text = (PAGES / "keys.md").read_text("utf-8").partition("## Methods for a table")[2]
    table = text.partition("\n## ")[0]
    assert set(re.findall(r"`(\w+)`(?=[, |])", table)) == set(READERS)
