"""An editor asked over HTTP without a network, as a person who was let in."""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import dataclass, field

from starlette.testclient import TestClient

from elicitation.workshop.modelling.app import Editor, editor_app
from elicitation.workshop.modelling.session import ModelSession
from tests.conftest import SHIPPED

HERE = "http://127.0.0.1"


def unanswered(folder):
    """Return a copy of the shipped study that nobody has answered."""
    shutil.copytree(SHIPPED, folder)
    for part in ("responses", "priors"):
        shutil.rmtree(folder / part)
    (folder / "ledger.jsonl").unlink()
    return folder


def small(folder):
    """Return a study of one node, as somebody begins to draw."""
    folder.mkdir()
    (folder / "model.toml").write_text(
        'format = "collective-resolve/model"\nversion = 1\n\n# Mine.\n[model]\nid = "own"\n'
        'title = "Shall I take it?"\nquestion = "Umbrella?"\ndecision_maker = "me"\n'
        'as_of = 2026-01-01\nhorizon_end = 2026-12-31\nsource = "nobody"\nrecall = "limited"\n',
        "utf-8",
    )
    return folder


@dataclass
class Person:
    """Whoever has the link, and what the page shows now."""

    folder: object
    text: str = ""
    status: int = 0
    mark: str = ""
    client: TestClient = field(default=None)

    def __post_init__(self):
        self.editor = Editor(session=ModelSession(folder=self.folder))
        app = editor_app(self.editor)
        self.client = TestClient(app, base_url=HERE, raise_server_exceptions=False)
        self.client.get(self.editor.start)
        self.go("/")

    def go(self, path):
        return self._seen(self.client.get(path))

    def _seen(self, answer):
        self.text, self.status = html.unescape(answer.text), answer.status_code
        self.mark = next(iter(re.findall(r'name="mark" value="(\w+)"', answer.text)), self.mark)
        self.csrf = next(iter(re.findall(r'name="csrf" value="(\w+)"', answer.text)), "")
        return self

    def edit(self, edit, /, expect=200, **fields):
        """Send a form as the page holds it, and look at what comes of it."""
        sent = {"csrf": self.csrf, "mark": self.mark, "edit": edit, "show": "node", "at": ""}
        self._seen(self.client.post("/edit", data=sent | fields))
        assert self.status == expect, self.problems or self.text[:500]
        return self

    @property
    def problems(self):
        box = re.search(r"<h2>Not changed</h2>\s*<ul>(.*?)</ul>", self.text, re.DOTALL)
        return re.findall(r"<li>(.*?)</li>", box[1]) if box else []

    def read(self, name="model.toml"):
        return (self.folder / name).read_bytes().decode("utf-8")


def umbrella(own):
    """Draw a small study whole, with forms alone."""
    own.edit("add-node", kind="chance", label="Weather", states="dry\nwet")
    own.edit("add-node", kind="chance", label="Paper says", states="sun\nrain & storm")
    own.edit("add-node", kind="decision", label="Umbrella", states="take\nleave")
    own.edit("add-node", kind="utility", label="Comfort", states="")
    for parent, child in (
        ("weather", "paper_says"),
        ("paper_says", "umbrella"),
        ("weather", "comfort"),
        ("umbrella", "comfort"),
    ):
        own.edit("add-arc", parent=parent, child=child, claim="It is so.", article="P1")
    own.edit("rows", node="weather", **{"p-0-0": "0,7", "p-0-1": ""})
    rows = {"p-0-0": ".8", "p-0-1": ".2", "p-1-0": ".3", "p-1-1": ".7"}
    own.edit("rows", node="paper_says", **rows)
    own.edit("scores", node="comfort", parent="weather", **{"score-dry": "100", "score-wet": "0"})
    own.edit(
        "scores", node="comfort", parent="umbrella", **{"score-take": "0", "score-leave": "10"}
    )
    own.edit("weights", label="Mine", **{"weight-comfort": "1"})
    own.edit("outcome", node="weather", label="It is wet", better="lower", **{"state-wet": "1"})
    own.edit("expert", expert="E01")
    own.edit("scenario", id="S0", label="Now", **{"say-umbrella": "set leave"})
    own.edit("claim", id="Q1", text="Rain wets.", move="weather", through="dry,wet",
             direction="up", outcome="paper_says rain_storm")  # fmt: skip
    return own
